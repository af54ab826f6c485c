"""Where no single change is enough: a smallest set of changes that is, made together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import product

from tourplanner.planning.explain.asker import Asker
from tourplanner.planning.explain.change import Asks, changed
from tourplanner.planning.explain.ladder import Ladder

Part = tuple[Ladder, int]
"""A ladder and the number of one of its rungs."""


def several(asker: Asker, ladders: Sequence[Ladder], base: Asks) -> tuple[Part, ...]:
    """
    Changes that together admit what each alone does not; without any one of them, or with one a step smaller, they
    do not.

    All are made as large as they go, left out one after the other while the rest is enough (deletion filter; Chinneck
    2008, ch. 6), and then made as small as they can be. Empty if all together are not enough.
    """

    def enough(parts: Sequence[Part]) -> bool:
        return asker.admits(changed(asker.question.goal, base, parts))

    parts = next((each for each in _largest(ladders) if enough(each)), [])
    for part in parts[::-1]:
        fewer = [each for each in parts if each is not part]
        parts = fewer if enough(fewer) else parts
    for place in range(len(parts)):
        parts = _tightened(parts, place, enough)
    return tuple(parts)


def smaller(parts: Sequence[Part]) -> tuple[tuple[Part, ...], ...]:
    """What falls short of these changes: for each of them the step before it, or nothing where it is the first."""
    found = []
    for place, (ladder, rung) in enumerate(parts):
        before = [(ladder, rung - 1)] if rung else []
        found.append((*parts[:place], *before, *parts[place + 1 :]))
    return tuple(found)


def _largest(ladders: Sequence[Ladder]) -> Iterator[list[Part]]:
    """Everything at its last rung, with every choice of the rungs that have no order."""
    rising = [(ladder, len(ladder.rungs) - 1) for ladder in ladders if ladder.rising and ladder.rungs]
    choices = [[None, *((each, rung) for rung in range(len(each.rungs)))] for each in ladders if not each.rising]
    for chosen in product(*choices):
        yield [*rising, *(part for part in chosen if part)]


def _tightened(parts: list[Part], place: int, enough: Callable[[Sequence[Part]], bool]) -> list[Part]:
    """One of the changes made as small as it can be, the others as they are."""
    ladder, largest = parts[place]
    if not ladder.rising:
        return parts

    def at(rung: int) -> list[Part]:
        return [*parts[:place], (ladder, rung), *parts[place + 1 :]]

    return at(replace(ladder, rungs=ladder.rungs[: largest + 1]).first(lambda rung: enough(at(rung))) or 0)
