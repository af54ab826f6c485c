"""From scenery and streets to a basemap: joined, cut, simplified, without what is too small to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from math import cos, radians
from typing import Any

import numpy as np
import shapely

from tourplanner.model.basemap import LAYERS, Basemap, Feature, Layer
from tourplanner.model.basemapfile import SCALE
from tourplanner.model.bounds import Bounds
from tourplanner.travel.roads.making.map_roads import FINE, map_roads
from tourplanner.travel.roads.making.map_shapes import merged, one_by_one
from tourplanner.travel.roads.making.read import Streets
from tourplanner.travel.roads.making.scenery import Scenery, Sight
from tourplanner.travel.roads.pack import Area

COARSE = 2e-4
"""Degrees: 22 m, two tenths of a millimetre on a 1:100 000 sheet."""
SEAM = 1e-5
"""Areas so near each other are one: degrees, about a metre."""
LEAST_KM2 = {"land": 0.08, "water": 0.02}
"""Smaller areas, and holes in them, cannot be seen in print."""
SHORTEST = {"waterway": 0.01, "rail": 0.004, "boundary": 0.004}
"""Degrees."""
APART = 0.03
"""A place name is kept once within so many degrees, about 3 km."""


def background(scenery: Scenery, streets: Streets, area: Area, attribution: str, licence: str, day: date) -> Basemap:
    """The basemap of an area. Boundaries are kept whole, everything else ends at the area's edge."""
    box = shapely.box(area.west, area.south, area.east, area.north)
    found = {
        "land": _areas(scenery["land"], box, LEAST_KM2["land"], COARSE),
        "water": _areas(scenery["water"], box, LEAST_KM2["water"], FINE),
        "waterway": _waterways(scenery["waterway"], box),
        "rail": _rails(scenery["rail"], box),
        "road": map_roads(streets, area, [each.geometry for each in scenery["place"] if each.rank == 1]),
        "boundary": _boundaries(scenery["boundary"]),
        "place": _places(scenery["place"]),
    }
    layers = {name: Layer.of(_quantised(found[name])) for name in LAYERS}
    coverage = Bounds(area.south, area.west, area.north, area.east)
    return Basemap(layers, coverage, attribution, licence, day)


def _quantised(sights: Iterable[Sight]) -> Iterator[Feature]:
    """Features with coordinates as their file keeps them: lines of two points and more, rings of four."""
    for sight in sights:
        rings = [_ring(part) for part in _parts(sight.geometry)]
        least = {"Polygon": 4, "LineString": 2}.get(sight.geometry.geom_type, 1)
        if len(rings[0]) >= least:
            kept = tuple(ring for ring in rings if len(ring) >= least)
            yield Feature(kept, sight.kind, sight.name, sight.rank)


def _parts(shape: Any) -> list[Any]:
    return [shape.exterior, *shape.interiors] if shape.geom_type == "Polygon" else [shape]


def _ring(part: Any) -> Any:
    whole = np.rint(np.array(part.coords)[:, 1::-1] * SCALE).astype(np.int64)
    return whole[np.insert(np.diff(whole, axis=0).any(axis=1), 0, True)] / SCALE


def _areas(sights: list[Sight], box: Any, least_km2: float, tolerance: float) -> Iterator[Sight]:
    """Areas of one kind joined, without specks and small holes."""
    least = least_km2 / (111.2 * 111.32 * cos(radians(box.centroid.y)))
    for kind in sorted({each.kind for each in sights}):
        whole = shapely.unary_union(shapely.buffer([each.geometry for each in sights if each.kind == kind], SEAM))
        smooth = shapely.simplify(shapely.intersection(whole, box), tolerance)
        for part in sorted(one_by_one(smooth, "Polygon"), key=lambda each: each.bounds):
            if part.area >= least:
                holes = [hole for hole in part.interiors if shapely.Polygon(hole).area > least]
                yield Sight(kind, shapely.Polygon(part.exterior, holes))


def _waterways(sights: list[Sight], box: Any) -> Iterator[Sight]:
    """Rivers and canals, and smaller waters that have a name."""
    for kind, name in sorted({(each.kind, each.name) for each in sights}):
        if kind in ("river", "canal") or name:
            same = [each.geometry for each in sights if (each.kind, each.name) == (kind, name)]
            for line in merged(same, FINE, box, SHORTEST["waterway"]):
                yield Sight(kind, line, name)


def _rails(sights: list[Sight], box: Any) -> Iterator[Sight]:
    for line in merged([each.geometry for each in sights], COARSE / 2, box, SHORTEST["rail"]):
        yield Sight("rail", line)


def _boundaries(sights: list[Sight]) -> Iterator[Sight]:
    """Province borders, and commune borders where they are not province borders."""
    outer, inner = (
        shapely.unary_union([each.geometry for each in sights if each.kind == kind]) for kind in ("province", "commune")
    )
    for kind, shape in (("province", outer), ("commune", inner.difference(outer.buffer(0.0015)))):
        for line in merged([shape], 1.5e-4, None, SHORTEST["boundary"]):
            yield Sight(kind, line)


def _places(sights: list[Sight]) -> Iterator[Sight]:
    """The largest first; of places with one name near each other the largest."""
    kept: dict[str, list[Sight]] = {}
    for each in sorted(sights, key=lambda sight: (sight.rank, sight.name, sight.geometry.y, sight.geometry.x)):
        x, y = each.geometry.x, each.geometry.y
        same = kept.setdefault(each.name, [])
        if all(abs(other.geometry.y - y) + abs(other.geometry.x - x) >= APART for other in same):
            same.append(each)
            yield each
