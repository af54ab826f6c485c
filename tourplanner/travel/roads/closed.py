"""Roads that are closed, by name, by number, or by an area."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

import numpy as np

from tourplanner.errors import GoalError, UnknownIdError
from tourplanner.model import nfc
from tourplanner.travel.avoiding import Ring
from tourplanner.travel.roads.geometry import apart_m
from tourplanner.travel.roads.pack import E5, Flags, Ints, RoadPack

Closure = str | Ring


def closures(asked: Iterable[str | Sequence[tuple[float, float]]]) -> tuple[Closure, ...]:
    """What was asked for as hashable values; raises GoalError for a ring of fewer than three corners."""
    found = tuple(each if isinstance(each, str) else tuple((lat, lon) for lat, lon in each) for each in asked)
    for each in found:
        if not isinstance(each, str) and len(each) < 3:
            raise GoalError(f"closed: {each} is no area; give at least three corners (lat, lon), or a road's name")
    return found


def open_roads(pack: RoadPack, closed: Iterable[Closure]) -> Flags:
    """
    Which roads of a pack are left.

    A name or number closes every road that bears it; letters' case, blanks and dots do not matter ("ql1a" is QL.1A). An
    area closes every road that touches it.

    Raises
    ------
    UnknownIdError
        If no road of the pack has a name or number; proposes the nearest.
    """
    found = np.ones(len(pack.start), np.bool_)
    for each in closed:
        found &= ~(_named(pack, each) if isinstance(each, str) else _within(pack, each))
    return found


def lying_in(pack: RoadPack, areas: Iterable[Ring]) -> Flags:
    """Which roads of a pack lie in any of the areas with half of their length or more."""
    lat, lon, first = pack.lines()
    tail = np.ones(len(lat), np.bool_)
    tail[first[1:] - 1] = False
    a = np.flatnonzero(tail)
    length = apart_m(lat[a], lon[a], lat[a + 1], lon[a + 1])
    road = np.repeat(np.arange(len(first) - 1), np.diff(first) - 1)
    within = np.zeros(len(a), np.bool_)
    for area in areas:
        corners = np.rint(np.array(area) * E5).astype(np.int64)
        within |= inside((lat[a] + lat[a + 1]) // 2, (lon[a] + lon[a + 1]) // 2, corners)
    of_it = np.bincount(road, length * within, len(first) - 1)
    found: Flags = 2 * of_it >= np.maximum(np.bincount(road, length, len(first) - 1), 1e-9)
    return found


def _named(pack: RoadPack, asked: str) -> Flags:
    wanted = _plain(asked)
    known = {at: {_plain(part) for part in word.split(";")} for at, word in enumerate(pack.words) if word}
    numbers = [at for at, parts in known.items() if wanted in parts]
    if not numbers or not wanted:
        raise UnknownIdError("road", asked, get_close_matches(asked, [word for word in pack.words if word], 3, 0.5))
    found: Flags = np.isin(pack.name, numbers) | np.isin(pack.ref, numbers)
    return found


def _plain(text: str) -> str:
    return re.sub(r"[\s.]", "", nfc(text)).casefold()


def _within(pack: RoadPack, ring: Ring) -> Flags:
    lat, lon, first = pack.lines()
    corners = np.rint(np.array(ring) * E5).astype(np.int64)
    hit = inside(lat, lon, corners)
    tail = np.ones(len(lat), np.bool_)
    tail[first[1:] - 1] = False
    at = np.flatnonzero(tail)
    hit[at] |= _crosses(lat[at], lon[at], lat[at + 1], lon[at + 1], corners)
    return np.logical_or.reduceat(hit, first[:-1])


def inside(lat: Ints, lon: Ints, corners: Ints) -> Flags:
    """Whether a line to the east meets the ring an odd number of times; whole numbers, so exact."""
    found = np.zeros(len(lat), np.bool_)
    for (y1, x1), (y2, x2) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        spans = (y1 > lat) != (y2 > lat)
        side = (x2 - x1) * (lat - y1) - (lon - x1) * (y2 - y1)
        found ^= spans & ((side > 0) == (y2 > y1))
    return found


def _crosses(a_lat: Ints, a_lon: Ints, b_lat: Ints, b_lon: Ints, corners: Ints) -> Flags:
    hit = np.zeros(len(a_lat), np.bool_)
    for (y1, x1), (y2, x2) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        one = (x2 - x1) * (a_lat - y1) - (y2 - y1) * (a_lon - x1)
        two = (x2 - x1) * (b_lat - y1) - (y2 - y1) * (b_lon - x1)
        three = (b_lon - a_lon) * (y1 - a_lat) - (b_lat - a_lat) * (x1 - a_lon)
        four = (b_lon - a_lon) * (y2 - a_lat) - (b_lat - a_lat) * (x2 - a_lon)
        hit |= (np.sign(one) * np.sign(two) <= 0) & (np.sign(three) * np.sign(four) < 0)
    return hit
