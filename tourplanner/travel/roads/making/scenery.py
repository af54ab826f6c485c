"""What lies beside the roads of an OpenStreetMap extract: water, land, railways, boundaries, places, as it is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import shapely

from tourplanner.model import nfc
from tourplanner.travel.roads.making import scenery_tags as told
from tourplanner.travel.roads.making.read import Progress, osmium
from tourplanner.travel.roads.pack import Area


@dataclass(frozen=True, slots=True)
class Sight:
    """
    One thing as its source has it, neither cut nor simplified.

    ``geometry`` is a shapely Polygon, LineString or Point in (lon, lat) degrees, or several of one sort; the other
    fields are those of ``tourplanner.model.basemap.Feature``.
    """

    kind: str
    geometry: Any
    name: str = ""
    rank: int = 0


Scenery = dict[str, list[Sight]]
"""Sights by layer: land, water, waterway, rail, boundary, place."""


def read_scenery(extract: Path, area: Area, progress: Progress) -> Scenery:
    """
    The scenery of an area, for a file that ``read`` has read before.

    Water and land are closed ways and multipolygon relations, holes included; what is broken there is left out.
    Boundaries are the ways of boundary relations of admin_level 4 and 6, and ways tagged so themselves.
    """
    found: Scenery = {layer: [] for layer in told.LAYERS}
    box = shapely.box(area.west, area.south, area.east, area.north)
    shapely.prepare(box)
    for number, (layer, sight) in enumerate(chain(_tagged(extract), _borders(extract))):
        if number % 5_000 == 0:
            progress("reading water, land and places", number, 0)
        if box.intersects(sight.geometry):
            found[layer].append(sight)
    return found


def _tagged(extract: Path) -> Iterator[tuple[str, Sight]]:
    package = osmium()
    areas = package.filter.KeyFilter(*told.AREA_KEYS)
    processor = package.FileProcessor(str(extract)).with_areas(areas)
    for each in processor.with_filter(package.filter.KeyFilter(*told.AREA_KEYS, "railway", "place")):
        tags = each.tags
        name = nfc(tags.get("name", "")).strip()
        if each.is_area():
            if (about := told.area(tags)) and not (shape := _polygons(each)).is_empty:
                yield about[0], Sight(about[1], shape)
        elif each.is_way():
            if (about := told.line(tags)) and (shape := _line(each)):
                yield about[0], Sight(about[1], shape, name)
        elif each.is_node() and name and (place := told.place(tags)):
            yield "place", Sight(place[0], shapely.Point(each.lon, each.lat), name, place[1])


def _borders(extract: Path) -> Iterator[tuple[str, Sight]]:
    package = osmium()
    kinds = _border_ways(package, extract)
    if not kinds:
        return
    processor = package.FileProcessor(str(extract), package.osm.NODE | package.osm.WAY).with_locations()
    ways = processor.with_filter(package.filter.EntityFilter(package.osm.WAY))
    for way in ways.with_filter(package.filter.IdFilter(sorted(kinds))):
        if shape := _line(way):
            yield "boundary", Sight(kinds[way.id], shape)


def _border_ways(package: Any, extract: Path) -> dict[int, str]:
    """Ways by number with the most important boundary they are part of."""
    found: dict[int, str] = {}
    wanted = package.osm.WAY | package.osm.RELATION
    for each in package.FileProcessor(str(extract), wanted).with_filter(package.filter.KeyFilter("admin_level")):
        kind = told.boundary(each.tags)
        if kind is None:
            continue
        members = [each.id] if each.is_way() else [member.ref for member in each.members if member.type == "w"]
        for way in members:
            found[way] = min(kind, found.get(way, kind), key=told.BOUNDARIES.index)
    return found


def _line(way: Any) -> Any:
    points = _points(way.nodes)
    return shapely.LineString(points) if len(points) > 1 else None


def _polygons(area: Any) -> Any:
    parts = []
    for outer in area.outer_rings():
        shell = _points(outer)
        holes = [points for inner in area.inner_rings(outer) if len(points := _points(inner)) > 3]
        if len(shell) > 3:
            parts.append(shapely.Polygon(shell, holes))
    return shapely.MultiPolygon(parts)


def _points(nodes: Iterable[Any]) -> list[tuple[float, float]]:
    return [(node.lon, node.lat) for node in nodes if node.location.valid()]
