"""Where a rule holds: a circle, or polygons, on the map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import cos, hypot, pi, radians, sin
from typing import Annotated, Self

from pydantic import Field, model_validator

from tourplanner.model import Place, Text, Value
from tourplanner.model.itinerary import Point

METRES_PER_DEGREE = 111_195
STEP_M = 50
"""A drawn line is looked at every so many metres."""

CORNERS = 32

Ring = Annotated[tuple[Point, ...], Field(min_length=3)]


class Circle(Value):
    """All within ``radius_m`` metres of a point."""

    lat: float
    lon: float
    radius_m: Annotated[int, Field(gt=0)]


class Area(Value):
    """A named area: a circle, polygons of (lat, lon) corners (no need to repeat the first), or both together."""

    name: Text
    circle: Circle | None = None
    polygons: tuple[Ring, ...] = ()

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if self.circle is None and not self.polygons:
            raise ValueError("an area needs a circle or polygons")
        return self

    @property
    def rings(self) -> tuple[tuple[Point, ...], ...]:
        """The outlines of its parts, of a circle with ``CORNERS`` corners."""
        return (*self.polygons, *([_corners(self.circle)] if self.circle else []))

    def holds(self, place: Place) -> bool:
        """Whether a place lies inside; accurate to some metres over a city's width."""
        return self.holds_point((place.lat, place.lon))

    def holds_point(self, point: Point) -> bool:
        """The same for (lat, lon)."""
        if self.circle and metres((self.circle.lat, self.circle.lon), point) <= self.circle.radius_m:
            return True
        return any(_inside(ring, point) for ring in self.polygons)


def _corners(circle: Circle) -> tuple[Point, ...]:
    lat = circle.radius_m / METRES_PER_DEGREE
    lon = lat / cos(radians(circle.lat))
    angles = [2 * pi * corner / CORNERS for corner in range(CORNERS)]
    return tuple((circle.lat + lat * cos(angle), circle.lon + lon * sin(angle)) for angle in angles)


def metres(one: Point, other: Point) -> float:
    """Distance on a plane that fits around the first point: right to some metres over a city's width."""
    east = (other[1] - one[1]) * cos(radians(one[0]))
    return hypot(other[0] - one[0], east) * METRES_PER_DEGREE


def along(path: Sequence[Point]) -> Iterator[tuple[Point, float]]:
    """Points of a line at most ``STEP_M`` apart, its corners among them, each with its share of the way, 0 to 1."""
    whole = sum(metres(one, other) for one, other in pairwise(path)) or 1.0
    gone = 0.0
    for one, other in pairwise(path):
        length = metres(one, other)
        steps = max(1, round(length / STEP_M))
        for step in range(steps):
            part = step / steps
            yield (one[0] + part * (other[0] - one[0]), one[1] + part * (other[1] - one[1])), (
                gone + part * length
            ) / whole
        gone += length
    yield path[-1], 1.0


def _inside(ring: Sequence[Point], point: Point) -> bool:
    """Ray casting: an odd number of edges lies east of the point."""
    lat, lon = point
    inside = False
    for (lat1, lon1), (lat2, lon2) in pairwise((*ring, ring[0])):
        if (lat1 > lat) != (lat2 > lat) and lon < lon1 + (lat - lat1) * (lon2 - lon1) / (lat2 - lat1):
            inside = not inside
    return inside
