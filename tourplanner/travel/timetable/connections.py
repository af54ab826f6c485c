"""
Quickest journeys for all departures at once, by a scan of the connections.

A connection is a trip from one call to the next. Scanned from the last departure to the first, each needs only what
was found before: to stay on board, to get off for good, or to change to a later trip (profile connection scan; Dibbelt,
Pajor, Strasser & Wagner, 2018, "Connection Scan Algorithm"). Journeys have at most two trips.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from tourplanner.travel.timetable.values import Trip

TRIPS = 2


class Connection(NamedTuple):
    """From one call of a trip to the next."""

    depart: int
    call: int
    trip: int
    origin: str
    arrive: int
    target: str
    boards: bool
    alights: bool


class Ride(NamedTuple):
    """A trip boarded at one call and left at another, ``then`` another or none; ``arrive`` is when all is done."""

    depart: int
    arrive: int
    trip: int
    board: int
    alight: int
    then: Ride | None


class Exit(NamedTuple):
    """How one leaves a trip that one is on: when one arrives in the end, at which call, and what follows."""

    arrive: int
    alight: int
    then: Ride | None


Exits = tuple[Exit | None, ...]
"""The best ones with at most one trip, with at most two."""


def connections(trips: Sequence[Trip]) -> list[Connection]:
    """From the last departure to the first; those of one trip from its end."""
    found = [
        Connection(here.depart_s, call, number, here.stop, there.arrive_s, there.stop, here.boards, there.alights)
        for number, trip in enumerate(trips)
        for call, (here, there) in enumerate(pairwise(trip.calls))
    ]
    return sorted(found, key=lambda each: (each.depart, each.call, each.trip), reverse=True)


def rides(
    scanned: Sequence[Connection], arrivals: Mapping[str, Callable[[int], int]], transfer_s: int
) -> dict[str, list[Ride]]:
    """
    The journeys to one place from every stop: the later they depart, the later they arrive.

    Parameters
    ----------
    scanned
        As ``connections`` orders them.
    arrivals
        For the stops near the place, when one is there from a second at the stop.
    transfer_s
        Seconds from one trip to the next at the same stop, 1 or more.
    """
    on_board: dict[int, Exits] = {}
    found: tuple[defaultdict[str, list[Ride]], ...] = tuple(defaultdict(list) for _ in range(TRIPS))
    for each in scanned:
        exits = on_board.get(each.trip, (None,) * TRIPS)
        if each.alights:
            exits = _alighting(each, exits, arrivals, found[0], transfer_s)
        on_board[each.trip] = exits
        if each.boards:
            _boarding(each, exits, found)
    return found[-1]


def caught(after: Sequence[Ride], second: int) -> Ride | None:
    """The journey that is done first of those departing at a second or later."""
    count = bisect_right(after, -second, key=lambda ride: -ride.depart)
    return after[count - 1] if count else None


def _alighting(
    each: Connection, exits: Exits, arrivals: Mapping[str, Callable[[int], int]],
    direct: Mapping[str, list[Ride]], transfer_s: int,
) -> Exits:  # fmt: skip
    one, two = exits
    if each.target in arrivals:
        leaving = Exit(arrivals[each.target](each.arrive), each.call + 1, None)
        one, two = _better(one, leaving), _better(two, leaving)
    following = caught(direct.get(each.target, ()), each.arrive + transfer_s)
    if following is not None:
        two = _better(two, Exit(following.arrive, each.call + 1, following))
    return one, two


def _better(known: Exit | None, other: Exit) -> Exit:
    return other if known is None or other.arrive < known.arrive else known


def _boarding(each: Connection, exits: Exits, found: Sequence[defaultdict[str, list[Ride]]]) -> None:
    for leaving, lists in zip(exits, found, strict=True):
        if leaving is None:
            continue
        known = lists[each.origin]
        if known and known[-1].arrive <= leaving.arrive:
            continue
        # Of two that depart together, the one that arrives first is enough.
        if known and known[-1].depart == each.depart:
            known.pop()
        known.append(Ride(each.depart, leaving.arrive, each.trip, each.call, leaving.alight, leaving.then))
