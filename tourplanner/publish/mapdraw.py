"""The base of a printed map as SVG: water, land, roads and boundaries in millimetres, quiet behind the route."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import lru_cache

import numpy as np

from tourplanner.model.basemap import Basemap, Feature
from tourplanner.model.bounds import Bounds, Points
from tourplanner.publish.basemap import clip
from tourplanner.publish.palette import COLOUR, Palette, Stroke
from tourplanner.publish.projection import Sheet

HAIR_MM = 0.1
"""Thinner lines break up in print."""
BROAD_MM = 0.6
"""Waters narrower than this are left out where they are outlined."""


def width_of(palette: Palette, kind: str, scale: int) -> float:
    """Width of a road class in mm at a scale; roads get narrower slower than the ground."""
    return palette.road(kind).width * min(1.7, max(0.5, math.pow(100_000 / scale, 0.45)))


def roads_at(palette: Palette, scale: int) -> tuple[str, ...]:
    """The road classes drawn at a scale, the least important first."""
    return tuple(kind for kind, look in palette.roads if scale <= look.smallest)


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


@lru_cache(maxsize=32)
def draw_base(sheet: Sheet, basemap: Basemap, palette: Palette = COLOUR) -> str:
    """
    Everything below the route, not clipped to the sheet: lines reach up to 3 mm beyond it.

    Fills may refer to the palette's ``hatch``, which has to stand once in the document.

    Kept for the next map of the same ground, which is the same in every language.
    """
    margin = 3 / sheet.height * (sheet.bounds.north - sheet.bounds.south)
    layers = clip(basemap, sheet.bounds.grown(margin))
    parts = [f'<rect width="{sheet.width:g}" height="{sheet.height:g}" fill="{palette.paper}"/>']
    parts += _areas(sheet, layers["land"], {"urban": palette.urban, "wood": palette.wood})
    parts += _areas(sheet, layers["water"], {"water": palette.water}, palette.water_line)
    parts += _lines(sheet, layers, palette)
    parts += _roads(sheet, layers["road"], palette)
    parts.append(fill(_beyond(sheet, basemap.coverage), palette.beyond))
    parts += _borders(sheet, layers["boundary"], palette)
    return "".join(parts)


def _areas(sheet: Sheet, features: Iterable[Feature], looks: dict[str, str], edge: str = "") -> Iterator[str]:
    """Areas in their colours; with an ``edge``, which would make blots of small ones, only those that can be seen."""
    found = list(features)
    for kind, colour in looks.items():
        if colour:
            rings = [sheet.xy(ring) for each in found if each.kind == kind for ring in each.rings]
            data = path([ring for ring in rings if not edge or _breadth(ring) > BROAD_MM], closed=True)
            yield fill(data, colour)
            if edge:
                yield stroke(data, edge, 0.12)


def _breadth(ring: Points) -> float:
    """How broad an area is on the whole, by what it covers for its outline: a long rectangle's width."""
    steps = np.diff(ring, axis=0, append=ring[:1])
    area = abs(float((ring[:, 0] * steps[:, 1] - ring[:, 1] * steps[:, 0]).sum())) / 2
    return 2 * area / max(float(np.hypot(*steps.T).sum()), 1e-9)


def of_kind(sheet: Sheet, features: Iterable[Feature], *kinds: str) -> list[Points]:
    """The lines of some kinds in mm."""
    return [sheet.xy(each.rings[0]) for each in features if each.kind in kinds]


def _lines(sheet: Sheet, layers: dict[str, tuple[Feature, ...]], palette: Palette) -> Iterator[str]:
    # Without blue, a river that is a line would be a road: it is dotted.
    narrow, dots = min(1.0, 150_000 / sheet.scale), "0.01 0.6" if palette.ink == "black" else ""
    rivers = path(of_kind(sheet, layers["waterway"], "river"))
    yield stroke(rivers, palette.river, max(HAIR_MM, (0.25 if dots else 0.45) * narrow), dots)
    if sheet.scale <= (60_000 if dots else 350_000):
        minor = of_kind(sheet, layers["waterway"], "canal", "stream", "ditch", "drain")
        yield stroke(path(minor), palette.river, max(HAIR_MM, (0.15 if dots else 0.25) * narrow), dots)
    rail = path(of_kind(sheet, layers["rail"], "rail"))
    yield from (stroke(rail, *look) for look in rail_strokes(palette))


def rail_strokes(palette: Palette) -> tuple[Stroke, ...]:
    """A railway: a dark line with light pieces in it; in black a thin one with ties, lest it be taken for a leg."""
    if palette.ink == "black":
        return (Stroke(palette.rail, 0.15), Stroke(palette.rail, 0.6, "0.15 2.8"))
    return (Stroke(palette.rail, 0.55, cap="round"), Stroke(palette.paper, 0.32, "1.4 1.4"))


def _roads(sheet: Sheet, features: tuple[Feature, ...], palette: Palette) -> Iterator[str]:
    data = {kind: path(of_kind(sheet, features, kind)) for kind in roads_at(palette, sheet.scale)}
    for kind, lines in data.items():
        look = palette.road(kind)
        if look.fill != look.casing:
            yield stroke(lines, look.casing, width_of(palette, kind, sheet.scale) + palette.casing)
    for kind, lines in data.items():
        yield stroke(lines, palette.road(kind).fill, max(HAIR_MM, width_of(palette, kind, sheet.scale)))


def _borders(sheet: Sheet, features: tuple[Feature, ...], palette: Palette) -> Iterator[str]:
    if sheet.scale <= 250_000 and palette.ink == "colour":
        yield stroke(path(of_kind(sheet, features, "commune")), palette.commune, 0.18, dash="1.2 0.9", cap="butt")
    province = path(of_kind(sheet, features, "province"))
    yield stroke(province, palette.province, border_mm(palette), dash="2.6 0.9 0.5 0.9", cap="butt")


def border_mm(palette: Palette) -> float:
    """Width of a province's boundary; in black it must not be taken for a leg."""
    return 0.2 if palette.ink == "black" else 0.4


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
