"""The roads a map shows: the larger ones everywhere, small streets in the middle of cities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import shapely

from tourplanner.travel.roads.geometry import apart_m
from tourplanner.travel.roads.kinds import KINDS
from tourplanner.travel.roads.making.map_shapes import merged
from tourplanner.travel.roads.making.parts import Flags
from tourplanner.travel.roads.making.read import Ints, Streets
from tourplanner.travel.roads.making.scenery import Sight
from tourplanner.travel.roads.pack import E5, Area

FINE = 7e-5
"""Degrees: 8 m, less than a tenth of a millimetre on a 1:100 000 sheet."""
ROADS = {
    "motorway": "motorway",
    "trunk": "trunk",
    "primary": "primary",
    "secondary": "secondary",
    "tertiary": "tertiary",
    "motorway_link": "link",
    "trunk_link": "link",
    "primary_link": "link",
}
"""OpenStreetMap's kind of road, and the class it is drawn as."""
MINOR = frozenset({"tertiary", "link"})
STREETS = ("residential", "unclassified", "living_street", "pedestrian")
CITY_M = 2_500.0
"""Small streets are kept so near the middle of a city: tours walk there."""
SHORTEST_STREET = 0.0004


def map_roads(streets: Streets, area: Area, cities: Sequence[Any]) -> Iterator[Sight]:
    """Roads by class and number, joined end to end; ``cities`` are points (lon, lat)."""
    box = shapely.box(area.west, area.south, area.east, area.north)
    classes = np.array([ROADS.get(kind, "") for kind in KINDS])[streets.kind]
    refs = np.array(streets.words)[streets.ref]
    way, line = _lines(streets, (classes != "")[streets.way])
    for name in dict.fromkeys(ROADS.values()):
        of_class = classes[way] == name
        for ref in sorted(set(refs[way[of_class]].tolist())) if name != "link" else [""]:
            same = of_class & ((refs[way] == ref) | (name == "link"))
            for each in merged(line[same], 1e-4 if name in MINOR else FINE, box):
                yield Sight(name, each, ref)
    _, line = _lines(streets, _in_cities(streets, cities))
    for each in merged(line, FINE, box, SHORTEST_STREET):
        yield Sight("street", each)


def _lines(streets: Streets, some: Flags) -> tuple[Ints, Any]:
    """Chosen segments joined along their roads: the road of each line, and the lines."""
    start, end, way = streets.start[some], streets.end[some], streets.way[some]
    if not len(way):
        return way, np.zeros(0, object)
    fresh = np.ones(len(way), np.bool_)
    fresh[1:] = (way[1:] != way[:-1]) | (start[1:] != end[:-1])
    number = np.cumsum(fresh) - 1
    point = np.concatenate((start[fresh], end))
    line = np.concatenate((number[fresh], number))
    order = np.argsort(line, kind="stable")
    at = point[order]
    return way[fresh], shapely.linestrings(streets.lon[at] / E5, streets.lat[at] / E5, indices=line[order])


def _in_cities(streets: Streets, cities: Sequence[Any]) -> Flags:
    small = np.isin(streets.kind[streets.way], [KINDS.index(each) for each in STREETS])
    near = np.zeros(len(streets.lat), np.bool_)
    for city in cities:
        near |= apart_m(streets.lat, streets.lon, round(city.y * E5), round(city.x * E5)) < CITY_M
    return small & near[streets.start] & near[streets.end]
