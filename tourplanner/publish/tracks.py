"""A day on paper: its legs as lines in millimetres and its places as rows of symbols that do not hide each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from tourplanner.model import Day, Itinerary, Place
from tourplanner.model.bounds import Points
from tourplanner.publish.boxes import Box
from tourplanner.publish.palette import COLOUR
from tourplanner.publish.pins import leg_colour
from tourplanner.publish.projection import Sheet
from tourplanner.publish.words import VIETNAMESE, clean
from tourplanner.speech import Speaker

DISC_MM = 2.5
"""Radius of a symbol."""
PITCH_MM = 5.2
"""From one symbol's centre to the next in a row."""
BEND, BEND_MM = 0.06, 6.0
"""How far a leg without road geometry bows to its right: as a share of its length, and at most so much."""
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

    ``spots`` are the true points (n x 2, mm), one per symbol, and ``places`` the same on the ground; ``names`` what is
    there as (village, experience) or (start point, "").
    """

    symbols: tuple[Symbol, ...]
    spots: Points
    places: tuple[Place, ...]
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
    """
    One leg's line (n x 2, mm) in the direction of travel.

    ``straight`` says that it is not the road; ``leg`` counts from 0 within the day.
    """

    line: Points
    colour: str
    straight: bool
    walk: bool
    leg: int = 0

    @property
    def length(self) -> float:
        return float(np.hypot(*np.diff(self.line, axis=0).T).sum())


def extent(day: Day) -> list[tuple[float, float]]:
    """Every (lat, lon) a day's map must show."""
    return [(place.lat, place.lon) for place in day.places] + [point for leg in day.legs for point in leg.path]


def leg_letter(leg: int) -> str:
    """The letter of leg ``leg``, counted from 0 within its day: A, B, ... Z, AA, AB ..."""
    return (leg_letter(leg // 26 - 1) if leg >= 26 else "") + chr(ord("A") + leg % 26)


def tracks(day: Day, sheet: Sheet, lane: float = COLOUR.lane) -> tuple[Track, ...]:
    """The legs that can be seen at the sheet's scale, in order of travel, on roads ``lane`` mm to their right."""
    ends = sheet.xy([(place.lat, place.lon) for place in day.places])
    found = []
    for index, leg in enumerate(day.legs):
        straight = len(leg.path) < 2
        line = _bent(ends[index], ends[index + 1]) if straight else beside(sheet.xy(leg.path), lane)
        track = Track(line, leg_colour(index), straight, leg.mode == "walk", index)
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


def markers(itinerary: Itinerary, day: Day, sheet: Sheet, voice: Speaker = VIETNAMESE) -> tuple[Marker, ...]:
    """
    The day's places on the sheet in visiting order; those whose symbols would touch are one marker.

    A village is named in Vietnamese in every language, an experience and a start as ``voice`` has them.
    """
    paper = Box(0, 0, sheet.width, sheet.height)
    items = [item for item in _items(itinerary, day, sheet, voice) if paper.count(item.spot.reshape(1, 2))]
    rows = [[item] for item in items]
    while (pair := _touching([_marker(sheet, row) for row in rows])) is not None:
        one, other = pair
        together = [*rows[one], *rows.pop(other)]
        rows[one] = [item for item in items if any(item is each for each in together)]
    return tuple(_marker(sheet, row) for row in rows)


class Item(NamedTuple):
    """One place of a day: its symbol, its point in mm and on the ground, and its name as ``Marker.names`` has it."""

    symbol: Symbol
    spot: Points
    place: Place
    name: tuple[str, str]


def _items(itinerary: Itinerary, day: Day, sheet: Sheet, voice: Speaker) -> list[Item]:
    ends = sheet.xy([(place.lat, place.lon) for place in day.places])
    number = sum(len(earlier.visits) for earlier in itinerary.days[: itinerary.days.index(day)])
    items: list[Item] = [Item(Symbol("start"), ends[0], day.start.place, (voice.content(day.start.name).marked, ""))]
    for stop, spot in zip(day.stops, ends[1:-1], strict=True):
        number += not stop.is_meal
        symbol = Symbol("meal") if stop.is_meal else Symbol("visit", number)
        name = stop.village.name.vi, voice.content(stop.experience.name).marked
        items.append(Item(symbol, spot, stop.place, name))
    if day.end.id != day.start.id:
        items.append(Item(Symbol("end"), ends[-1], day.end.place, (voice.content(day.end.name).marked, "")))
    return items


def _marker(sheet: Sheet, items: Sequence[Item]) -> Marker:
    """Centred on the middle of the spots, moved inside the frame if need be."""
    spots = np.array([item.spot for item in items])
    x, y = (spots.min(axis=0) + spots.max(axis=0)) / 2
    half = PITCH_MM * (len(items) - 1) / 2 + DISC_MM + INSET_MM
    x = min(max(float(x), half), sheet.width - half)
    symbols, places = tuple(item.symbol for item in items), tuple(item.place for item in items)
    return Marker(symbols, spots, places, tuple(item.name for item in items), x, float(y))


def titles(found: Sequence[Marker], *, inside: bool = False) -> list[tuple[str, ...]]:
    """
    What to write beside each marker: its villages, or its experiences where a village has several markers.

    ``inside`` a village, on an inset, always its experiences.
    """
    homes = Counter(village for marker in found for village in {village for village, _ in marker.names})

    def title(village: str, experience: str) -> str:
        return clean(experience if experience and (inside or homes[village] > 1) else village)

    return [tuple(dict.fromkeys(title(*name) for name in marker.names)) for marker in found]


def _touching(found: Sequence[Marker]) -> tuple[int, int] | None:
    for one in range(len(found)):
        for other in range(one + 1, len(found)):
            if found[one].box.grown(0.4).meets(found[other].box):
                return one, other
    return None
