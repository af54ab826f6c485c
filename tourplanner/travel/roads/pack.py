"""The road pack: the roads of an area as one frozen value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from tourplanner.errors import GoalError

if TYPE_CHECKING:
    from tourplanner.model.basemap import Basemap

E5 = 100_000
"""Coordinates are whole 1e-5 degrees, about a metre."""

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Area:
    """A box in degrees, its edges included."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        if not (-180 <= self.west < self.east <= 180 and -90 <= self.south < self.north <= 90):
            raise GoalError(f"{self} is no area; give west,south,east,north in degrees, as in 105.2,20.45,106.6,21.55")

    @classmethod
    def parse(cls, text: str) -> Area:
        """ "105.2,20.45,106.6,21.55": west, south, east, north."""
        try:
            west, south, east, north = (float(part) for part in text.split(","))
        except ValueError:
            raise GoalError(
                f"{text!r} is no area; give west,south,east,north in degrees, as in 105.2,20.45,106.6,21.55"
            ) from None
        return cls(west, south, east, north)

    def holds(self, lat: npt.NDArray[np.float64], lon: npt.NDArray[np.float64]) -> Flags:
        """Which of n points in degrees lie inside."""
        inside: Flags = (lat >= self.south) & (lat <= self.north) & (lon >= self.west) & (lon <= self.east)
        return inside

    def holds_e5(self, lat: Ints, lon: Ints) -> Flags:
        """Which of n points in 1e-5 degrees lie inside."""
        return self.holds(lat / E5, lon / E5)

    def shrunk(self, degrees: float) -> Area:
        """The same box smaller on each side, at most by a quarter."""
        lat, lon = (min(degrees, side / 4) for side in (self.north - self.south, self.east - self.west))
        return Area(self.west + lon, self.south + lat, self.east - lon, self.north - lat)

    def __str__(self) -> str:
        return f"{self.west:g},{self.south:g},{self.east:g},{self.north:g}"


@dataclass(frozen=True, slots=True, eq=False)
class RoadPack:
    """
    The roads of an area as a graph of m roads between n crossings.

    Crossings: ``lat``, ``lon`` in 1e-5 degrees. Roads: ``start`` and ``end`` (numbers of crossings), ``length_dm``
    along the unsimplified road in decimetres, ``kind`` (into ``KINDS``), ``permission`` (who may use it, bits of
    ``VEHICLES``), ``oneway`` (from start to end only; nobody but walkers goes the other way), ``name`` and ``ref``
    (numbers into ``words``, whose first is ""). The points between start and end stand in ``shape_lat``,
    ``shape_lon``, ``shape_count`` of them for each road.

    ``area`` is what the pack covers, ``source`` and ``as_of`` what it was made from, ``attribution`` the line that maps
    must show, ``licence`` the licence of the pack, ``lacks`` what is known to be missing. ``basemap_bytes`` is the
    packed ``basemap``, b"" if there is none.
    """

    title: str
    area: Area
    source: str
    as_of: date
    licence: str
    attribution: str
    lacks: tuple[str, ...]
    words: tuple[str, ...]
    lat: Ints
    lon: Ints
    start: Ints
    end: Ints
    length_dm: Ints
    kind: Ints
    permission: Ints
    oneway: Flags
    name: Ints
    ref: Ints
    shape_count: Ints
    shape_lat: Ints
    shape_lon: Ints
    basemap_bytes: bytes = b""

    def __repr__(self) -> str:
        return (
            f"<RoadPack {self.area}: {len(self.lat):,} crossings, {len(self.start):,} roads, "
            f"{self.length_dm.sum() / 10_000:,.0f} km, {self.source}, {self.as_of}>"
        )

    @property
    def basemap(self) -> Basemap | None:
        """
        What maps draw under a route in the area; None if the pack was built without. Unpacked on first use.

        Raises
        ------
        DataError
            If it is damaged.
        """
        return _basemap(self.basemap_bytes, self.title) if self.basemap_bytes else None

    def lines(self) -> tuple[Ints, Ints, Ints]:
        """All points of all roads, lat and lon, and where each road begins among them (m + 1 numbers)."""
        count = self.shape_count + 2
        first = np.concatenate(([0], np.cumsum(count)))
        lat, lon = np.empty(first[-1], np.int64), np.empty(first[-1], np.int64)
        inner = np.ones(first[-1], np.bool_)
        inner[first[:-1]] = inner[first[1:] - 1] = False
        for line, shape, ends in ((lat, self.shape_lat, self.lat), (lon, self.shape_lon, self.lon)):
            line[inner], line[first[:-1]], line[first[1:] - 1] = shape, ends[self.start], ends[self.end]
        return lat, lon, first

    def faults(self) -> Iterator[str]:
        """What is wrong with the numbers, if anything."""
        roads, crossings = len(self.start), len(self.lat)
        for field in ("end", "length_dm", "kind", "permission", "oneway", "name", "ref", "shape_count"):
            if len(getattr(self, field)) != roads:
                yield f"{field} has {len(getattr(self, field))} entries, not {roads}"
        if len(self.lon) != crossings or not roads:
            yield f"{crossings} latitudes, {len(self.lon)} longitudes, {roads} roads"
        if len(self.shape_lat) != len(self.shape_lon) or len(self.shape_lat) != self.shape_count.sum():
            yield "the points between crossings do not add up"
        for field, below in (("start", crossings), ("end", crossings), ("name", len(self.words)),
                             ("ref", len(self.words)), ("kind", _kinds()), ("permission", 64)):  # fmt: skip
            values = getattr(self, field)
            if len(values) and not (values.min() >= 0 and values.max() < below):
                yield f"{field} points beyond {below}"
        if roads and self.length_dm.min() < 1:
            yield "a road has no length"

    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@lru_cache(maxsize=4)
def _basemap(data: bytes, title: str) -> Basemap:
    from tourplanner.model.basemapfile import basemap_from

    return basemap_from(data, title)


def _kinds() -> int:
    from tourplanner.travel.roads.kinds import KINDS

    return len(KINDS)
