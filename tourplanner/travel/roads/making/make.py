"""From an extract to a road pack."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tourplanner.travel.roads.making.chains import Road, roads, simplified
from tourplanner.travel.roads.making.lanes import WORTH, passed
from tourplanner.travel.roads.making.parts import Segments, kept, largest
from tourplanner.travel.roads.making.read import Ints, Progress, Streets, as_of, fault, not_installed, read
from tourplanner.travel.roads.pack import Area, RoadPack

if TYPE_CHECKING:
    from tourplanner.travel.roads.making.scenery import Scenery

LICENCE = "ODbL-1.0"
ATTRIBUTION = "© OpenStreetMap contributors (ODbL)"


@dataclass(frozen=True, slots=True)
class Origin:
    """What a pack says of itself: its name, what it was made from, as of when, and what is known to be missing."""

    name: str
    source: str = "OpenStreetMap"
    as_of: date | None = None
    lacks: tuple[str, ...] = ()
    thanks: str = ""
    """Whom maps drawn from its basemap must name beside OpenStreetMap."""


def silent(what: str, step: int, of: int) -> None:
    """No progress."""


Look = Callable[[Path, Area, Progress], "Scenery"]


def make(
    extract: Path,
    area: Area,
    origin: Origin,
    progress: Progress = silent,
    *,
    basemap: bool = True,
    look: Look | None = None,
) -> RoadPack:
    """
    A road pack of an area; the same extract gives the same pack.

    Parameters
    ----------
    extract
        OpenStreetMap data: ``.osm.pbf``, ``.osm``, ``.osm.gz`` or ``.osm.bz2``.
    area
        What to cover. An extract that reaches some kilometres farther keeps roads near the edge whole.
    origin
        What the pack says of itself. Without ``as_of`` the extract's own date counts.
    progress
        Called with what is being done, the step, and the number of steps (0 if unknown).
    basemap
        Whether the pack holds what maps draw under a route.
    look
        What tells the scenery for it; by default it is read from the extract.

    Raises
    ------
    DataError
        If the extract cannot be read, has no roads in the area, or no date and none was given.
    TourplannerError
        If a package of the extra ``roads`` is not installed.
    """
    streets = read(extract, area, progress)
    day = origin.as_of or as_of(extract)
    if day is None:
        raise fault(extract, "no-date", "the file does not say as of when it is", "give --as-of YYYY-MM-DD")
    segments = Segments(streets)
    whole = segments.car & largest(segments, segments.car)
    worth = passed(segments, whole, progress) >= WORTH
    progress("joining roads", 1, 4)
    some = kept(segments, whole, worth & ~segments.through)
    if not some.any():
        raise fault(
            extract, "no-roads", f"the area {area} has no roads that a car gets to and away from",
            "give a wider area; roads are needed, not only lanes",
        )  # fmt: skip
    progress("leaving out points", 2, 4)
    found = list(roads(segments, some))
    progress("drawing lines", 3, 4)
    pack = _packed(streets, found, area, origin, day)
    if basemap:
        pack = replace(pack, basemap_bytes=_basemap(extract, streets, pack, origin, look, progress))
    progress("done", 4, 4)
    return pack


def _basemap(
    extract: Path, streets: Streets, pack: RoadPack, origin: Origin, look: Look | None, progress: Progress
) -> bytes:
    """What the pack's maps show beside the route, packed."""
    from tourplanner.model.basemapfile import basemap_bytes

    try:
        from tourplanner.travel.roads.making.background import background
        from tourplanner.travel.roads.making.scenery import read_scenery
    except ImportError:
        raise not_installed("drawing a basemap", "shapely") from None
    scenery = (look or read_scenery)(extract, pack.area, progress)
    progress("drawing the basemap", 3, 4)
    day = f"{ATTRIBUTION}, {pack.as_of.month}/{pack.as_of.year}"
    attribution = " · ".join(filter(None, (day, origin.thanks)))
    return basemap_bytes(background(scenery, streets, pack.area, attribution, LICENCE, pack.as_of))


def _packed(streets: Streets, found: list[Road], area: Area, origin: Origin, day: date) -> RoadPack:
    """Crossings in the order of a Z-shaped curve, roads by their ends: neighbours stand together, which packs well."""
    ends = np.unique(np.array([(road.points[0], road.points[-1]) for road in found]))
    ends = ends[np.lexsort((ends, _z(streets.lat[ends], streets.lon[ends])))]
    number = {point: at for at, point in enumerate(ends.tolist())}
    lines = [(_turned(road, number), road) for road in found]
    lines.sort(key=lambda each: (number[each[0][0]], number[each[0][-1]], each[1].traits, each[1].length_dm, each[0]))
    shapes = [np.array(points)[simplified(streets.lat[[*points]], streets.lon[[*points]])][1:-1] for points, _ in lines]
    inner = np.concatenate([*shapes, np.zeros(0, np.int64)]).astype(np.int64)
    kind, permission, name, ref, oneway = (np.array(each) for each in zip(*(r.traits for _, r in lines), strict=True))
    words, (name, ref) = _words(streets.words, name, ref)
    return RoadPack(
        title=origin.name, area=area, source=origin.source, as_of=day, licence=LICENCE, attribution=ATTRIBUTION,
        lacks=origin.lacks, words=words, lat=streets.lat[ends], lon=streets.lon[ends],
        start=np.array([number[points[0]] for points, _ in lines]),
        end=np.array([number[points[-1]] for points, _ in lines]),
        length_dm=np.array([road.length_dm for _, road in lines]), kind=kind, permission=permission,
        oneway=oneway.astype(bool), name=name, ref=ref, shape_count=np.array([len(each) for each in shapes]),
        shape_lat=streets.lat[inner], shape_lon=streets.lon[inner],
    )  # fmt: skip


def _turned(road: Road, number: dict[int, int]) -> tuple[int, ...]:
    """The road's points, a two-way road from its lower crossing to its higher one."""
    backwards = number[road.points[0]] > number[road.points[-1]] and not road.traits[4]
    return road.points[::-1] if backwards else road.points


def _words(words: tuple[str, ...], *columns: Ints) -> tuple[tuple[str, ...], list[Ints]]:
    """The words in use, sorted, "" first, and the columns with their new numbers."""
    used = sorted({words[at] for column in columns for at in np.unique(column).tolist()} | {""})
    new = {word: at for at, word in enumerate(used)}
    table = np.array([new.get(word, 0) for word in words])
    return tuple(used), [table[column] for column in columns]


def _z(lat: Ints, lon: Ints) -> Ints:
    """A number for each point whose bits are those of lat and lon in turn (Morton, 1966)."""
    found = np.zeros(len(lat), np.int64)
    for axis, values in enumerate((lon + 18_000_000, lat + 9_000_000)):
        for at in range(26):
            found |= ((values >> at) & 1) << (2 * at + axis)
    return found
