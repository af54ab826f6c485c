"""What tags say of scenery: the layer and the kind it is drawn as."""

from __future__ import annotations

from collections.abc import Mapping

Tags = Mapping[str, str]

LAYERS = ("land", "water", "waterway", "rail", "boundary", "place")
AREA_KEYS = ("natural", "landuse", "leisure", "waterway")

# https://wiki.openstreetmap.org/wiki/Map_features
_AREAS = {
    ("natural", "water"): ("water", "water"),
    ("waterway", "riverbank"): ("water", "water"),
    ("waterway", "dock"): ("water", "water"),
    ("landuse", "reservoir"): ("water", "water"),
    ("landuse", "basin"): ("water", "water"),
    ("landuse", "residential"): ("land", "urban"),
    ("landuse", "industrial"): ("land", "urban"),
    ("landuse", "commercial"): ("land", "urban"),
    ("landuse", "retail"): ("land", "urban"),
    ("landuse", "forest"): ("land", "wood"),
    ("natural", "wood"): ("land", "wood"),
    ("natural", "wetland"): ("land", "wood"),
    ("leisure", "park"): ("land", "wood"),
}
_WATERWAYS = frozenset({"river", "canal", "stream", "ditch", "drain"})
_RAILWAYS = frozenset({"rail", "light_rail", "narrow_gauge"})
_UNDER = frozenset({"yes", "culvert", "building_passage"})
_PLACES = {"city": 1, "town": 2, "suburb": 3, "village": 5, "quarter": 6, "neighbourhood": 6, "hamlet": 6}
_LEVELS = {"4": "province", "6": "commune"}
# Since 1 July 2025 Vietnam has provinces and communes only; https://wiki.openstreetmap.org/wiki/Tag:boundary=administrative
BOUNDARIES = tuple(_LEVELS.values())
"""The more important first."""


def area(tags: Tags) -> tuple[str, str] | None:
    """Layer and kind of an area; None for what is not drawn."""
    return next((_AREAS[key, value] for key in AREA_KEYS if (key, value := tags.get(key, "")) in _AREAS), None)


def line(tags: Tags) -> tuple[str, str] | None:
    """Layer and kind of a river or railway above the ground, sidings left out; None for what is not drawn."""
    if tags.get("tunnel") in _UNDER:
        return None
    if tags.get("waterway") in _WATERWAYS:
        return "waterway", tags["waterway"]
    return ("rail", "rail") if tags.get("railway") in _RAILWAYS and "service" not in tags else None


def place(tags: Tags) -> tuple[str, int] | None:
    """Kind and rank of a settlement, 1 the largest; None for other places."""
    kind = tags.get("place", "")
    return (kind, _PLACES[kind]) if kind in _PLACES else None


def boundary(tags: Tags) -> str | None:
    """province or commune for a boundary drawn on maps, None for others."""
    return _LEVELS.get(tags.get("admin_level", "")) if tags.get("boundary") == "administrative" else None
