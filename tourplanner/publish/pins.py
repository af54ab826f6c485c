"""What a map marks: stops numbered in visiting order, meals, starts and ends, gathered where they share a spot."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, radians
from typing import Literal

from tourplanner.model import Day, Itinerary, Place, StartPoint, Stop

LEG_COLOURS = ("#c0392b", "#1f7a8c", "#7b3fa0", "#2e7d32", "#c77700", "#34568b", "#a83279", "#5d6d1e")
ROUTE_COLOURS = (
    "#c0392b", "#1f7a8c", "#7b3fa0", "#2e7d32", "#a86200",
    "#34568b", "#a83279", "#5d6d1e", "#8a4b2a", "#00695c",
)  # fmt: skip
TOGETHER_M = 150.0
"""Pins closer than this are drawn side by side over one spot, so that none hides another."""

Kind = Literal["start", "end", "visit", "meal"]


@dataclass(frozen=True, slots=True)
class Pin:
    """One mark. ``number`` counts visits from 1 over the tour (None for others), ``group`` the spots from 0."""

    kind: Kind
    place: Place
    group: int
    spot: str
    day: Day
    number: int | None = None
    stop: Stop | None = None
    point: StartPoint | None = None


def pins(itinerary: Itinerary) -> tuple[Pin, ...]:
    """The marks of a tour in the order guests meet them; a place where a day ends and another begins comes once."""
    found: list[Pin] = []
    seen: set[str] = set()
    number = 0
    for day in itinerary.days:
        _add_point(found, seen, day, day.start, "start")
        for stop in day.stops:
            number += not stop.is_meal
            kind: Kind = "meal" if stop.is_meal else "visit"
            group = _group(found, stop.place)
            count = None if stop.is_meal else number
            found.append(Pin(kind, stop.place, group, stop.village.name.vi, day, number=count, stop=stop))
        _add_point(found, seen, day, day.end, "end")
    return tuple(found)


def route_colour(number: int) -> str:
    """The colour of route ``number``, counted from 1."""
    return ROUTE_COLOURS[(number - 1) % len(ROUTE_COLOURS)]


def leg_colour(index: int) -> str:
    """The colour of leg ``index``, counted from 0 within its day."""
    return LEG_COLOURS[index % len(LEG_COLOURS)]


def _add_point(found: list[Pin], seen: set[str], day: Day, point: StartPoint, kind: Kind) -> None:
    if point.id not in seen:
        seen.add(point.id)
        found.append(Pin(kind, point.place, _group(found, point.place), point.name.vi, day, point=point))


def _group(found: list[Pin], place: Place) -> int:
    near = (pin.group for pin in found if metres_apart(pin.place, place) <= TOGETHER_M)
    return next(near, max((pin.group + 1 for pin in found), default=0))


def metres_apart(one: Place, other: Place) -> float:
    """Distance on a flat map, good within a region."""
    east = (other.lon - one.lon) * cos(radians((one.lat + other.lat) / 2))
    return 111_195.0 * hypot(other.lat - one.lat, east)
