"""Which names a printed map bears: the stops' first, then what lies around the route."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from tourplanner.model.basemap import Basemap, Feature
from tourplanner.model.bounds import Bounds, Points
from tourplanner.publish.basemap import clip
from tourplanner.publish.labels import (
    Label,
    Space,
    leg_labels,
    place_labels,
    road_labels,
    stop_label,
    water_labels,
)
from tourplanner.publish.palette import Palette
from tourplanner.publish.projection import Sheet
from tourplanner.publish.tracks import Marker, Track, leg_letter, titles

_STOP_SIZE, _INSIDE_SIZE, _LEG_SIZE, _WATER_SIZE, _ROAD_SIZE = 3.5, 2.6, 2.6, 2.5, 2.15


def letter(
    sheet: Sheet,
    basemap: Basemap,
    space: Space,
    marks: Sequence[Marker],
    lines: Sequence[Track],
    palette: Palette,
    *,
    inside: bool = False,
) -> tuple[Label, ...]:
    """
    All lettering that finds room in a space; base map names that a stop already bears are left out.

    ``inside`` a village stops are named by what guests do there, in smaller type.
    """
    size = _INSIDE_SIZE if inside else _STOP_SIZE
    named = zip(marks, titles(marks, inside=inside), strict=True)
    stops = [stop_label(space, mark.box, names, size) for mark, names in named]
    found = [label for label in stops if label is not None]
    if palette.ink == "black":
        found += leg_labels(space, [(leg_letter(track.leg), track.line) for track in lines], _LEG_SIZE)
    shown = {name.casefold() for mark in marks for name, _ in mark.names}
    return (*found, *_around(sheet, basemap, space, shown))


def _around(sheet: Sheet, basemap: Basemap, space: Space, shown: set[str]) -> list[Label]:
    layers = _ground(basemap, sheet.bounds)
    towns = [place for place in _places(sheet, layers["place"]) if place[0].casefold() not in shown]
    sizes = _place_sizes(sheet.scale)
    found = place_labels(space, [place for place in towns if place[1] <= 2], sizes)
    found += road_labels(space, _numbered(sheet, layers["road"]), _ROAD_SIZE, most=12)
    found += water_labels(space, _named(sheet, layers["waterway"]), _WATER_SIZE)
    found += place_labels(space, [place for place in towns if place[1] > 2], sizes)
    return found


@lru_cache(maxsize=16)
def _ground(basemap: Basemap, bounds: Bounds) -> dict[str, tuple[Feature, ...]]:
    """What may be named; kept for the next language."""
    return clip(basemap, bounds, ("place", "waterway", "road"))


def _places(sheet: Sheet, features: Iterable[Feature]) -> list[tuple[str, int, float, float]]:
    """Each name once, where its most important bearer is."""
    found: dict[str, tuple[str, int, float, float]] = {}
    for each in sorted(features, key=lambda feature: feature.rank):
        x, y = sheet.xy(each.rings[0])[0].tolist()
        found.setdefault(each.name, (each.name, each.rank, x, y))
    return list(found.values())


def _place_sizes(scale: int) -> dict[int, float]:
    """Type sizes in mm by rank; small places only where the scale has room for them."""
    sizes = {2: 2.8, 3: 2.6, 4: 2.4}
    if scale >= 30_000:
        sizes[1] = 3.3
    if scale <= 160_000:
        sizes[5] = 2.2
    if scale <= 80_000:
        sizes[6] = 2.12
    return sizes


def _numbered(sheet: Sheet, features: Iterable[Feature]) -> list[tuple[str, Points]]:
    """Numbered roads, the important classes first, long pieces before short ones."""
    order = {"motorway": 0, "trunk": 1, "primary": 2, "secondary": 3}
    found = [
        (order[each.kind], -len(each.rings[0]), each.name.replace(".", " "), sheet.xy(each.rings[0]))
        for each in features
        if each.kind in order and each.name and len(each.name) < 9
    ]
    return [(name, line) for _, _, name, line in sorted(found, key=lambda each: each[:3])]


def _named(sheet: Sheet, features: Iterable[Feature]) -> list[tuple[str, Points]]:
    found = [(each.name, sheet.xy(each.rings[0])) for each in features if each.name and each.kind in ("river", "canal")]
    return sorted(found, key=lambda each: -len(each[1]))
