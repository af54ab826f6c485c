"""
A small land of roads with known answers, as an OpenStreetMap file.

    F ===> D ------ E      ===> one way: F, D, and A, F
    ^      |        |      G, H, I lie north of D: a lane D-G-H, then a road H-I
    |      |        |      J is a gate north of E, K the village behind it
    A ---- B ------ C      a motorway runs from A by M to C and back
     \\_____M______/        an island with roads of its own lies in the east
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.sax.saxutils import quoteattr

from tourplanner.model import Place
from tourplanner.travel.roads.making.make import Origin, make
from tourplanner.travel.roads.pack import Area, RoadPack

AREA = Area(105.7, 20.9, 106.0, 21.1)
ORIGIN = Origin("Đất nhỏ", "a test", date(2026, 11, 1))
SPOTS = {
    "A": (21.00, 105.80), "B": (21.00, 105.82), "C": (21.00, 105.84), "D": (21.02, 105.82), "E": (21.02, 105.84),
    "F": (21.02, 105.80), "G": (21.03, 105.82), "H": (21.04, 105.82), "I": (21.05, 105.82), "M": (20.98, 105.82),
    "J-": (21.0298, 105.84), "J": (21.03, 105.84), "J+": (21.0302, 105.84), "K": (21.04, 105.84),
    "bend": (21.01, 105.823), "straight": (21.00, 105.83), "dip": (20.985, 105.811),
    "X": (21.00, 105.95), "Y": (21.02, 105.95), "Z": (21.02, 105.97),
}  # fmt: skip
WAYS: tuple[tuple[str, dict[str, str]], ...] = (
    ("A B straight C", {"highway": "primary", "name": "Đường Cái", "ref": "QL.1"}),
    ("B bend D", {"highway": "tertiary", "name": "Cầu Gốm"}),
    ("D E", {"highway": "tertiary", "name": "Phố Gốm"}),
    ("E C", {"highway": "secondary", "ref": "DT.2"}),
    ("A F D", {"highway": "secondary", "name": "Phố Một Chiều", "oneway": "yes"}),
    ("D G H", {"highway": "residential", "name": "Ngõ Nhỏ"}),
    ("H I", {"highway": "unclassified", "name": "Đường Thôn"}),
    ("E J- J J+ K", {"highway": "unclassified", "name": "Đường Cổng Làng"}),
    ("A dip M C", {"highway": "motorway", "ref": "CT.9"}),
    ("C M dip A", {"highway": "motorway", "ref": "CT.9"}),
    ("X Y Z", {"highway": "unclassified", "name": "Đường Đảo"}),
    ("A D", {"highway": "proposed", "name": "Not yet"}),
    ("A E", {"highway": "footway", "area": "yes"}),
    ("B E", {"highway": "primary", "access": "private"}),
)
GATE = {"barrier": "gate"}


def place(name: str, accuracy_m: int = 0) -> Place:
    lat, lon = SPOTS[name]
    return Place(lat=lat, lon=lon, accuracy_m=accuracy_m)


Ways = tuple[tuple[str, dict[str, str]], ...]
MAINLAND = tuple(way for way in WAYS if way[1].get("name") != "Đường Đảo")


def osm_xml(ways: Ways = WAYS) -> str:
    """The land as an OSM file."""
    number = {name: at for at, name in enumerate(SPOTS, 1)}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6" generator="by hand">']
    for name, (lat, lon) in SPOTS.items():
        lines += [f'<node id="{number[name]}" version="1" lat="{lat}" lon="{lon}">']
        lines += [*_tags(GATE if name == "J" else {}), "</node>"]
    for at, (spots, tags) in enumerate(ways, 1):
        points = [f'<nd ref="{number[spot]}"/>' for spot in spots.split()]
        lines += [f'<way id="{at}" version="1">', *points, *_tags(tags), "</way>"]
    return "\n".join([*lines, "</osm>"])


def _tags(tags: dict[str, str]) -> list[str]:
    return [f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items()]


def osm_file(folder: Path, ways: Ways = WAYS) -> Path:
    file = folder / "small.osm"
    file.write_text(osm_xml(ways), encoding="utf-8")
    return file


def small_pack(folder: Path, ways: Ways = WAYS) -> RoadPack:
    return make(osm_file(folder, ways), AREA, ORIGIN)
