"""Reading the roads of an OpenStreetMap extract: the only home of osmium."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tourplanner.errors import DataError, Problem, TourplannerError
from tourplanner.model import nfc
from tourplanner.travel.roads.making import tags as told
from tourplanner.travel.roads.pack import Area

Ints = npt.NDArray[np.int64]
Progress = Callable[[str, int, int], None]
EDGE = 0.02
"""Degrees, about two kilometres: so near the edge of an area roads may be joined outside."""


@dataclass(frozen=True, slots=True, eq=False)
class Streets:
    """
    The roads of an area as straight segments.

    ``lat``, ``lon``: points in 1e-5 degrees. ``start``, ``end``: for each segment two numbers of points, ``way`` its
    road; ``barred``: for each point whom a barrier stops there, as bits; ``at_edge``: whether it is near
    the area's edge. For each road ``kind``, ``permission`` (bits), ``direction`` (1, -1, 0 for both) and the numbers of
    ``name`` and ``ref`` in ``words``, whose first is "".
    """

    lat: Ints
    lon: Ints
    barred: Ints
    at_edge: npt.NDArray[np.bool_]
    start: Ints
    end: Ints
    way: Ints
    kind: Ints
    permission: Ints
    direction: Ints
    name: Ints
    ref: Ints
    words: tuple[str, ...]


def osmium() -> Any:
    """The package that reads extracts; an error that names the extra if it is not installed."""
    try:
        import osmium as package
    except ImportError:
        raise not_installed("reading OpenStreetMap extracts", "osmium") from None
    return package


def not_installed(what: str, package: str) -> TourplannerError:
    """The error for a package of the extra ``roads`` that is missing."""
    return TourplannerError(
        f"{what} needs the package {package}, which is not installed; run: pip install 'tourplanner[roads]'"
    )


def read(extract: Path, area: Area, progress: Progress) -> Streets:
    """
    The roads within an area.

    Parameters
    ----------
    extract
        ``.osm.pbf``, ``.osm``, ``.osm.gz`` or ``.osm.bz2``.
    area
        What lies outside is left out; a road that leaves is cut at its last point inside.
    progress
        Called with what is being done, the step, and 0.

    Raises
    ------
    DataError
        If the file is missing, empty, not OpenStreetMap data, or has no roads in the area.
    TourplannerError
        If osmium is not installed.
    """
    package = osmium()
    if not extract.is_file():
        raise fault(extract, "missing", "there is no such file", "download an extract, say from download.geofabrik.de")
    if not extract.stat().st_size:
        raise fault(extract, "empty", "the file is empty", "download it again")
    gathered = _Gathered()
    try:
        for number, each in enumerate(_roads(package, extract)):
            if number % 20_000 == 0:
                progress("reading roads", number, 0)
            gathered.take(each)
    except RuntimeError as error:
        raise fault(
            extract, "not-osm", f"this cannot be read as OpenStreetMap data ({error})", "give an .osm.pbf or .osm file"
        ) from None
    streets = gathered.within(area)
    if not len(streets.start):
        raise fault(
            extract, "no-roads", f"no roads in the area {area}; the file has {len(gathered.kind)} roads elsewhere",
            "give west,south,east,north in degrees, as in --area 105.2,20.45,106.6,21.55",
        )  # fmt: skip
    return streets


def fault(file: Path, code: str, message: str, fix: str) -> DataError:
    return DataError([Problem(str(file), None, "", "", code, message, fix)])


def _roads(package: Any, extract: Path) -> Iterator[Any]:
    wanted = package.osm.NODE | package.osm.WAY
    processor = package.FileProcessor(str(extract), wanted).with_locations()
    return iter(processor.with_filter(package.filter.KeyFilter("highway", "barrier")))


class _Gathered:
    """Flat lists, filled road by road."""

    def __init__(self) -> None:
        self.ids, self.lat, self.lon = array("q"), array("q"), array("q")
        self.length, self.kind, self.permission, self.direction = array("q"), array("q"), array("q"), array("q")
        self.name, self.ref = array("q"), array("q")
        self.words: dict[str, int] = {"": 0}
        self.barriers: dict[int, int] = {}

    def take(self, each: Any) -> None:
        if each.is_node():
            if stopped := told.barred(dict(each.tags)):
                self.barriers[each.id] = stopped
            return
        kind = told.kind(each.tags)
        if kind is None:
            return
        tags = dict(each.tags)
        permission = told.permission(tags)
        points = [(node.ref, node.location.y, node.location.x) for node in each.nodes if node.location.valid()]
        if not permission or len(points) < 2:
            return
        for ref, lat, lon in points:
            self.ids.append(ref)
            self.lat.append(lat)
            self.lon.append(lon)
        self.length.append(len(points))
        self.kind.append(kind)
        self.permission.append(permission)
        self.direction.append(told.direction(tags))
        self.name.append(self._word(tags.get("name", "")))
        self.ref.append(self._word(tags.get("ref", "")))

    def _word(self, text: str) -> int:
        return self.words.setdefault(nfc(text), len(self.words))

    def within(self, area: Area) -> Streets:
        ids, first, point = np.unique(_ints(self.ids), return_index=True, return_inverse=True)
        lat, lon = (np.rint(_ints(each)[first] / 100).astype(np.int64) for each in (self.lat, self.lon))
        way = np.repeat(np.arange(len(self.length)), _ints(self.length))
        inside = area.holds_e5(lat, lon)[point]
        follows = (way[:-1] == way[1:]) & inside[:-1] & inside[1:] & (point[:-1] != point[1:])
        barred = np.zeros(len(ids), np.int64)
        known = [(at, stopped) for at, stopped in self._stops(ids) if at >= 0]
        for at, stopped in known:
            barred[at] = stopped
        return Streets(
            lat, lon, barred, ~area.shrunk(EDGE).holds_e5(lat, lon),
            point[:-1][follows], point[1:][follows], way[:-1][follows],
            _ints(self.kind), _ints(self.permission), _ints(self.direction), _ints(self.name), _ints(self.ref),
            tuple(self.words),
        )  # fmt: skip

    def _stops(self, ids: Ints) -> Iterator[tuple[int, int]]:
        for id, stopped in self.barriers.items():
            at = int(np.searchsorted(ids, id))
            yield (at if at < len(ids) and ids[at] == id else -1), stopped


def _ints(values: array[int]) -> Ints:
    return np.frombuffer(values, dtype=np.int64) if len(values) else np.zeros(0, np.int64)


def as_of(extract: Path) -> date | None:
    """The day an extract shows, by its own header; None if it does not say."""
    package = osmium()
    reader = package.io.Reader(str(extract))
    try:
        header = reader.header()
        said = header.get("osmosis_replication_timestamp") or header.get("timestamp")
    finally:
        reader.close()
    try:
        return date.fromisoformat(said[:10])
    except ValueError:
        return None
