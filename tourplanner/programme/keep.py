"""What an operator wants kept, found in the programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tourplanner.catalogue.search import fold, nearest
from tourplanner.errors import GoalError
from tourplanner.programme.places import Places, Spot
from tourplanner.programme.show import line_name, place_name
from tourplanner.programme.value import Line, Programme

LUNCH = frozenset(("lunch", "an trua", "bua trua", "com trua", "trua"))


@dataclass(frozen=True, slots=True)
class Kept:
    """Ids of lines that stay, those of them that keep their experience too, and whether there has to be a lunch."""

    lines: frozenset[str]
    exactly: frozenset[str]
    lunch: bool


def kept(programme: Programme, keep: Sequence[str]) -> Kept:
    """
    The lines that names mean: an id of a line, a village, an experience, or words of the line.

    Raises
    ------
    GoalError
        With every name that no line has, and the nearest there are.
    """
    places = Places(programme.catalogue)
    stay: set[str] = set()
    exact: set[str] = set()
    faults = []
    names = [keep] if isinstance(keep, str) else list(keep)
    for name in names:
        if fold(name) in LUNCH:
            continue
        spot = places.cell(name)
        here = [line for line in programme.lines if line.kind in ("visit", "free") and _means(line, name, spot)]
        stay |= {line.id for line in here}
        if spot is not None and spot.experience:
            exact |= {line.id for line in here if line.experience == spot.experience}
        if not here:
            faults.append(f"keep: no line is {name!r}; there are {', '.join(_nearest(programme, name))}")
    if faults:
        raise GoalError("\n  ".join(faults))
    return Kept(frozenset(stay), frozenset(exact), any(fold(name) in LUNCH for name in names))


def _means(line: Line, name: str, spot: Spot | None) -> bool:
    if line.id == name:
        return True
    if spot is not None:
        return spot.experience in (None, line.experience) and spot.place == line.place
    return bool(fold(name)) and f" {fold(name)} " in f" {fold(line.text)} "


def _nearest(programme: Programme, name: str) -> list[str]:
    lines = [line for line in programme.lines if line.kind == "visit"]
    known = [place_name(programme.catalogue, line.place) for line in lines]
    known += [line_name(programme.catalogue, line) for line in lines if line.experience]
    return nearest(name, known) or list(dict.fromkeys(known)) or ["no visits"]
