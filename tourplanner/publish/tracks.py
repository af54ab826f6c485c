"""A day on paper: its legs as lines in millimetres and its places as rows of symbols that do not hide each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tourplanner.model import Day, Itinerary
from tourplanner.model.bounds import Points
from tourplanner.publish.boxes import Box
from tourplanner.publish.pins import leg_colour
from tourplanner.publish.projection import Sheet
from tourplanner.publish.words import clean

DISC_MM = 2.5
"""Radius of a symbol."""
PITCH_MM = 5.2
"""From one symbol's centre to the next in a row."""
BEND, BEND_MM = 0.06, 6.0
"""How far a leg without road geometry bows to its right: as a share of its length, and at most so much."""
LANE_MM = 0.55
"""How far a leg on a road is shifted to its right, so that there and back lie side by side."""
INSET_MM = 1.5

SymbolKind = Literal["start", "end", "visit", "meal"]


@dataclass(frozen=True, slots=True)
class Symbol:
    """One sign: a number for a visit, a pictogram for the rest."""

    kind: SymbolKind
    number: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Marker:
    """
    Symbols in visiting order in one row around ``x``, ``y`` (mm), for places too close to part.

    ``spots`` are the true points (n x 2, mm), one per symbol; ``names`` what is there as (village, experience) or
    (start point, "").
    """

    symbols: tuple[Symbol, ...]
    spots: Points
    names: tuple[tuple[str, str], ...]
    x: float
    y: float

    @property
    def box(self) -> Box:
        return Box.around(self.x, self.y, PITCH_MM * (len(self.symbols) - 1) + 2 * DISC_MM, 2 * DISC_MM)

    @property
    def centres(self) -> list[tuple[float, float]]:
        first = self.x - PITCH_MM * (len(self.symbols) - 1) / 2
        return [(first + PITCH_MM * index, self.y) for index in range(len(self.symbols))]


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One leg's line (n x 2, mm) in the direction of travel. ``straight`` says that it is not the road."""

    line: Points
    colour: str
    straight: bool
    walk: bool

    @property
    def length(self) -> float:
        return float(np.hypot(*np.diff(self.line, axis=0).T).sum())


def extent(day: Day) -> list[tuple[float, float]]:
    """Every (lat, lon) a day's map must show."""
    return [(place.lat, place.lon) for place in day.places] + [point for leg in day.legs for point in leg.path]


def tracks(day: Day, sheet: Sheet) -> tuple[Track, ...]:
    """The legs that can be seen at the sheet's scale, in order of travel."""
    ends = sheet.xy([(place.lat, place.lon) for place in day.places])
    found = []
    for index, leg in enumerate(day.legs):
        straight = len(leg.path) < 2
        line = _bent(ends[index], ends[index + 1]) if straight else beside(sheet.xy(leg.path), LANE_MM)
        track = Track(line, leg_colour(index), straight, leg.mode == "walk")
        if track.length >= 0.5:
            found.append(track)
    return tuple(found)


def _bent(origin: Points, destination: Points) -> Points:
    """A slight curve to the right of the way, so that the way back does not cover it."""
    step = destination - origin
    length = float(np.hypot(*step))
    if length == 0:
        return np.array([origin, destination])
    right = np.array([-step[1], step[0]]) / length
    control = (origin + destination) / 2 + right * 2 * min(BEND * length, BEND_MM)
    t = np.linspace(0, 1, 25)[:, None]
    curve: Points = (1 - t) ** 2 * origin + 2 * t * (1 - t) * control + t**2 * destination
    return curve


def beside(line: Points, by: float) -> Points:
    """The line shifted ``by`` mm to its right; corners are mitred, sharp ones blunted."""
    line = line[np.insert(np.hypot(*np.diff(line, axis=0).T) > 0.05, 0, True)]
    if len(line) < 2:
        return line
    steps = np.diff(line, axis=0)
    normals = np.column_stack([-steps[:, 1], steps[:, 0]]) / np.hypot(*steps.T)[:, None]
    sums = np.vstack([normals[:1], normals[:-1] + normals[1:], normals[-1:]])
    squares = np.maximum((sums**2).sum(axis=1), 1.0)
    squares[[0, -1]] = 2
    shifted: Points = line + sums * (2 * by / squares)[:, None]
    shifted[0], shifted[-1] = line[0] + normals[0] * by, line[-1] + normals[-1] * by
    return shifted


def markers(itinerary: Itinerary, day: Day, sheet: Sheet) -> tuple[Marker, ...]:
    """The day's places in visiting order; those whose symbols would touch are one marker."""
    found = [_marker(sheet, [item]) for item in _items(itinerary, day, sheet)]
    while (pair := _touching(found)) is not None:
        one, other = pair
        found[one] = _merged(sheet, found[one], found.pop(other))
    return tuple(found)


Item = tuple[Symbol, Points, tuple[str, str]]


def _items(itinerary: Itinerary, day: Day, sheet: Sheet) -> list[Item]:
    ends = sheet.xy([(place.lat, place.lon) for place in day.places])
    number = sum(len(earlier.visits) for earlier in itinerary.days[: itinerary.days.index(day)])
    items: list[Item] = [(Symbol("start"), ends[0], (day.start.name.vi, ""))]
    for stop, spot in zip(day.stops, ends[1:-1], strict=True):
        number += not stop.is_meal
        symbol = Symbol("meal") if stop.is_meal else Symbol("visit", number)
        items.append((symbol, spot, (stop.village.name.vi, stop.experience.name.vi)))
    if day.end.id != day.start.id:
        items.append((Symbol("end"), ends[-1], (day.end.name.vi, "")))
    return items


def _marker(sheet: Sheet, items: Sequence[Item]) -> Marker:
    spots = np.array([spot for _, spot, _ in items])
    symbols = tuple(symbol for symbol, _, _ in items)
    return _placed(sheet, symbols, spots, tuple(name for _, _, name in items))


def _merged(sheet: Sheet, one: Marker, other: Marker) -> Marker:
    return _placed(
        sheet, one.symbols + other.symbols, np.vstack([one.spots, other.spots]), one.names + other.names
    )


def _placed(sheet: Sheet, symbols: tuple[Symbol, ...], spots: Points, names: tuple[tuple[str, str], ...]) -> Marker:
    """Centred on the middle of the spots, moved inside the frame if need be."""
    x, y = (spots.min(axis=0) + spots.max(axis=0)) / 2
    half = PITCH_MM * (len(symbols) - 1) / 2 + DISC_MM + INSET_MM
    x = min(max(float(x), half), sheet.width - half)
    return Marker(symbols, spots, names, x, float(y))


def titles(found: Sequence[Marker]) -> list[tuple[str, ...]]:
    """What to write beside each marker: its villages, or its experiences where a village has several markers."""
    homes = Counter(village for marker in found for village in {village for village, _ in marker.names})

    def title(village: str, experience: str) -> str:
        return clean(experience if experience and homes[village] > 1 else village)

    return [tuple(dict.fromkeys(title(*name) for name in marker.names)) for marker in found]


def _touching(found: Sequence[Marker]) -> tuple[int, int] | None:
    for one in range(len(found)):
        for other in range(one + 1, len(found)):
            if found[one].box.grown(0.4).meets(found[other].box):
                return one, other
    return None
