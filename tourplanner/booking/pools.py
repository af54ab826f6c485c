"""Dealing the guests of a group out to the households of a cooperative."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hand:
    """A household that could take guests: ``free`` places now, ``dealt`` guests so far, its ``turn`` among equals."""

    household: str
    free: int
    dealt: int
    turn: int


def deal(pax: int, hands: Sequence[Hand]) -> list[tuple[str, int]]:
    """
    Who takes how many of ``pax`` guests: (household, guests), in the order of dealing, adding up to ``pax``.

    A group stays together where one household has room, and is split over as few as possible where none has. Within
    that, who was dealt least so far is first, then who has the lower turn: over time all are dealt alike.

    Raises
    ------
    ValueError
        If the households together have not that many places.
    """
    left = [hand for hand in sorted(hands, key=lambda hand: (hand.dealt, hand.turn, hand.household)) if hand.free > 0]
    if sum(hand.free for hand in left) < pax:
        raise ValueError(f"{pax} guests for {sum(hand.free for hand in left)} places")
    dealt: list[tuple[str, int]] = []
    for more in range(_fewest(pax, left) - 1, -1, -1):
        hand = next(hand for hand in left if hand.free + _most(more, left, hand) >= pax)
        dealt.append((hand.household, min(pax, hand.free)))
        pax -= dealt[-1][1]
        left.remove(hand)
    return dealt


def _most(count: int, hands: Sequence[Hand], but: Hand | None = None) -> int:
    """The places of the ``count`` households with most."""
    return sum(sorted((hand.free for hand in hands if hand is not but), reverse=True)[:count])


def _fewest(pax: int, hands: Sequence[Hand]) -> int:
    return next(count for count in range(len(hands) + 1) if _most(count, hands) >= pax)
