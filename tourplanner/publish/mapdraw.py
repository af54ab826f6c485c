"""The base of a printed map as SVG: water, land, roads and boundaries in millimetres, quiet behind the route."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import numpy as np

from tourplanner.model.basemap import Basemap, Feature
from tourplanner.model.bounds import Bounds, Points
from tourplanner.publish.basemap import clip
from tourplanner.publish.projection import Sheet

PAPER, URBAN, WOOD, WATER = "#fbf8f2", "#f0e9dd", "#e3eddb", "#b9dbee"
RIVER, RAIL, COMMUNE, PROVINCE, BEYOND = "#8cc0de", "#8a8580", "#b9aab4", "#8a6f8f", "#e9e6e0"

# Class: fill, casing, width in mm at 1:100 000, and the smallest scale (largest denominator) it is drawn at.
ROADS = {
    "street": ("#ffffff", "#ddd5c8", 0.42, 40_000),
    "tertiary": ("#ffffff", "#d6cdbf", 0.50, 170_000),
    "link": ("#f6cf94", "#c99a5b", 0.45, 110_000),
    "secondary": ("#ffffff", "#c9bda9", 0.70, 350_000),
    "primary": ("#fbe0a3", "#cfa75c", 0.90, 800_000),
    "trunk": ("#f7c885", "#c48f4d", 1.05, 2_000_000),
    "motorway": ("#f0a469", "#b96f38", 1.20, 10_000_000),
}


def width_of(kind: str, scale: int) -> float:
    """Width of a road class in mm at a scale; roads get narrower slower than the ground."""
    return ROADS[kind][2] * min(1.7, max(0.5, math.pow(100_000 / scale, 0.45)))


def roads_at(scale: int) -> tuple[str, ...]:
    """The road classes drawn at a scale, the least important first."""
    return tuple(kind for kind, (_, _, _, smallest) in ROADS.items() if scale <= smallest)


def path(lines: Iterable[Points], *, closed: bool = False) -> str:
    """SVG path data of lines in mm, hundredths of a millimetre; points that fall together are left out."""
    return "".join(_steps(np.rint(line * 100).astype(int), closed) for line in lines)


def _steps(points: Points, closed: bool) -> str:
    steps = np.diff(points, axis=0)
    moved = points[np.insert(steps.any(axis=1), 0, True)].tolist()
    if len(moved) < 2:
        return ""
    words = [f"{x / 100:g} {y / 100:g}" for x, y in moved]
    return f"M{words[0]}L{' '.join(words[1:])}{'Z' if closed else ''}"


def stroke(data: str, colour: str, width: float, dash: str = "", cap: str = "round") -> str:
    """A line; nothing for empty path data."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    look = f'fill="none" stroke="{colour}" stroke-width="{width:.2f}" stroke-linejoin="round" stroke-linecap="{cap}"'
    return f'<path d="{data}" {look}{dashes}/>' if data else ""


def fill(data: str, colour: str) -> str:
    """An area, holes left open."""
    return f'<path d="{data}" fill="{colour}" fill-rule="evenodd"/>' if data else ""


def draw_base(sheet: Sheet, basemap: Basemap) -> str:
    """Everything below the route, not clipped to the sheet: lines reach up to 3 mm beyond it."""
    margin = 3 / sheet.height * (sheet.bounds.north - sheet.bounds.south)
    layers = clip(basemap, sheet.bounds.grown(margin))
    parts = [f'<rect width="{sheet.width:g}" height="{sheet.height:g}" fill="{PAPER}"/>']
    parts += _areas(sheet, layers["land"], {"urban": URBAN, "wood": WOOD})
    parts += _areas(sheet, layers["water"], {"water": WATER})
    parts += _lines(sheet, layers)
    parts += _roads(sheet, layers["road"])
    parts.append(fill(_beyond(sheet, basemap.coverage), BEYOND))
    parts += _borders(sheet, layers["boundary"])
    return "".join(parts)


def _areas(sheet: Sheet, features: Iterable[Feature], colours: dict[str, str]) -> Iterator[str]:
    found = list(features)
    for kind, colour in colours.items():
        rings = [sheet.xy(ring) for each in found if each.kind == kind for ring in each.rings]
        yield fill(path(rings, closed=True), colour)


def of_kind(sheet: Sheet, features: Iterable[Feature], *kinds: str) -> list[Points]:
    """The lines of some kinds in mm."""
    return [sheet.xy(each.rings[0]) for each in features if each.kind in kinds]


def _lines(sheet: Sheet, layers: dict[str, tuple[Feature, ...]]) -> Iterator[str]:
    narrow = min(1.0, 150_000 / sheet.scale)
    yield stroke(path(of_kind(sheet, layers["waterway"], "river")), RIVER, 0.45 * narrow)
    if sheet.scale <= 350_000:
        minor = of_kind(sheet, layers["waterway"], "canal", "stream", "ditch", "drain")
        yield stroke(path(minor), RIVER, 0.25 * narrow)
    rail = path(of_kind(sheet, layers["rail"], "rail"))
    yield stroke(rail, RAIL, 0.55)
    yield stroke(rail, PAPER, 0.32, dash="1.4 1.4", cap="butt")


def _roads(sheet: Sheet, features: tuple[Feature, ...]) -> Iterator[str]:
    data = {kind: path(of_kind(sheet, features, kind)) for kind in roads_at(sheet.scale)}
    for kind, lines in data.items():
        yield stroke(lines, ROADS[kind][1], width_of(kind, sheet.scale) + 0.22)
    for kind, lines in data.items():
        yield stroke(lines, ROADS[kind][0], width_of(kind, sheet.scale))


def _borders(sheet: Sheet, features: tuple[Feature, ...]) -> Iterator[str]:
    if sheet.scale <= 250_000:
        yield stroke(path(of_kind(sheet, features, "commune")), COMMUNE, 0.18, dash="1.2 0.9", cap="butt")
    yield stroke(path(of_kind(sheet, features, "province")), PROVINCE, 0.4, dash="2.6 0.9 0.5 0.9", cap="butt")


def _beyond(sheet: Sheet, coverage: Bounds) -> str:
    """The part of the sheet for which the base map knows nothing."""
    if coverage.contains(sheet.bounds):
        return ""
    south, west, north, east = coverage
    known = sheet.xy([(south, west), (north, west), (north, east), (south, east)])
    paper = np.array([[0, 0], [sheet.width, 0], [sheet.width, sheet.height], [0, sheet.height]])
    low, high = known.min(axis=0).clip(0, paper[2]), known.max(axis=0).clip(0, paper[2])
    hole = np.array([low, [high[0], low[1]], high, [low[0], high[1]]])
    return path([paper, hole], closed=True)
