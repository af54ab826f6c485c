"""
The small land of ``roads_cases`` with what lies beside its roads, as an OpenStreetMap file.

A lake with an island (a relation), a pond (a closed way), a puddle too small to print, a river and a nameless ditch, a
railway with a siding, a wood, a village's houses in two plots, a province border that is a commune border too (an
untagged way of two relations), a commune border, a city, a village twice and a place without a name; all of it more
than once across the area's edge.
"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import quoteattr

from roads_cases import WAYS, Ways, osm_xml

Spots = list[tuple[float, float]]


def box(south: float, west: float, north: float, east: float) -> Spots:
    return [(south, west), (south, east), (north, east), (north, west), (south, west)]


LAKE, ISLAND = box(20.92, 105.86, 20.95, 105.90), box(20.93, 105.87, 20.94, 105.88)
SHAPES: tuple[tuple[str, Spots, dict[str, str]], ...] = (
    ("lake", LAKE, {}),
    ("island", ISLAND, {}),
    ("pond", box(21.06, 105.71, 21.07, 105.72), {"landuse": "reservoir"}),
    ("puddle", box(21.06, 105.73, 21.0602, 105.7302), {"natural": "water"}),
    ("river", [(21.15, 105.75), (21.08, 105.75), (20.96, 105.76)], {"waterway": "river", "name": "Sông Nhỏ"}),
    ("ditch", [(21.0, 105.72), (21.05, 105.72)], {"waterway": "ditch"}),
    ("rail", [(20.97, 105.72), (20.97, 105.78)], {"railway": "rail", "name": "Đường sắt"}),
    ("siding", [(20.975, 105.72), (20.975, 105.78)], {"railway": "rail", "service": "siding"}),
    ("tunnel", [(20.965, 105.72), (20.965, 105.78)], {"waterway": "canal", "tunnel": "culvert", "name": "Cống"}),
    ("wood", box(21.08, 105.95, 21.09, 106.05), {"landuse": "forest"}),
    ("houses", box(21.03, 105.90, 21.035, 105.91), {"landuse": "residential"}),
    ("yards", box(21.03, 105.91, 21.035, 105.92), {"landuse": "industrial"}),
    ("border", [(21.08, 105.60), (21.085, 105.80), (21.08, 106.10)], {}),
    ("line", [(20.95, 105.90), (20.99, 105.92)], {"boundary": "administrative", "admin_level": "6"}),
    ("hamlets", [(20.95, 105.93), (20.99, 105.94)], {"boundary": "administrative", "admin_level": "8"}),
)
RELATIONS: tuple[tuple[dict[str, str], tuple[tuple[str, str], ...]], ...] = (
    ({"type": "multipolygon", "natural": "water", "name": "Hồ Lớn"}, (("lake", "outer"), ("island", "inner"))),
    ({"type": "boundary", "boundary": "administrative", "admin_level": "6"}, (("border", "outer"),)),
    ({"type": "boundary", "boundary": "administrative", "admin_level": "4"}, (("border", "outer"),)),
)
PLACES: tuple[tuple[tuple[float, float], dict[str, str]], ...] = (
    ((21.01, 105.82), {"place": "city", "name": "Phố Nhỏ"}),
    ((21.05, 105.80), {"place": "village", "name": "Làng Gốm"}),
    ((21.051, 105.80), {"place": "hamlet", "name": "Làng Gốm"}),
    ((21.05, 105.86), {"place": "hamlet", "name": "Làng Gốm"}),
    ((21.04, 105.86), {"place": "village"}),
    ((21.04, 105.87), {"place": "farm", "name": "Trại"}),
    ((22.00, 105.87), {"place": "town", "name": "Xa Xôi"}),
)


def scenery_xml(ways: Ways = WAYS) -> str:
    """The land as an OSM file: nodes, ways, relations, as such files order them."""
    lines = osm_xml(ways).splitlines()
    first_way = next(at for at, line in enumerate(lines) if line.startswith("<way"))
    nodes, drawn = _ways()
    places = [
        line
        for id, ((lat, lon), tags) in enumerate(PLACES, 9_000)
        for line in (f'<node id="{id}" version="1" lat="{lat}" lon="{lon}">', *_tags(tags), "</node>")
    ]
    return "\n".join(
        [*lines[:first_way], *nodes, *places, *lines[first_way:-1], *drawn, *_relations(), lines[-1]]
    )


def _ways() -> tuple[list[str], list[str]]:
    nodes, ways = [], []
    for at, (_, spots, tags) in enumerate(SHAPES):
        ids = {spot: 1_000 + 100 * at + index for index, spot in enumerate(dict.fromkeys(spots))}
        nodes += [f'<node id="{id}" version="1" lat="{lat}" lon="{lon}"/>' for (lat, lon), id in ids.items()]
        refs = [f'<nd ref="{ids[spot]}"/>' for spot in spots]
        ways += [f'<way id="{1_000 + at}" version="1">', *refs, *_tags(tags), "</way>"]
    return nodes, ways


def _relations() -> list[str]:
    number = {name: 1_000 + at for at, (name, _, _) in enumerate(SHAPES)}
    lines = []
    for at, (tags, members) in enumerate(RELATIONS, 1):
        ways = [f'<member type="way" ref="{number[name]}" role="{role}"/>' for name, role in members]
        lines += [f'<relation id="{at}" version="1">', *ways, *_tags(tags), "</relation>"]
    return lines


def _tags(tags: dict[str, str]) -> list[str]:
    return [f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items()]


def scenery_file(folder: Path, ways: Ways = WAYS) -> Path:
    file = folder / "scenery.osm"
    file.write_text(scenery_xml(ways), encoding="utf-8")
    return file
