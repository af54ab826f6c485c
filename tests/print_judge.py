"""
Judges printed maps by geometry of its own: what touches what, what leaves the sheet, what is too small or too thin.

As a command it looks at every map of a folder's routes, in each size, way up, ink and language:
``PYTHONPATH=tests python -m print_judge routes/routes.json``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from itertools import combinations

import shapely

from tourplanner.model import Itinerary
from tourplanner.press.fonts import fonts_for
from tourplanner.press.lettering import Lettering
from tourplanner.publish.palette import palette_of
from tourplanner.publish.paper import EVERY_PAPER, Paper
from tourplanner.publish.routemap import RouteMap, lay_out
from tourplanner.speech import LANGUAGES, Language, speaker

SIX_POINTS_MM = 6 * 25.4 / 72


def faults(shown: RouteMap) -> list[str]:
    """All that is wrong with a map and its inset; only the lines of the route may lie where a label lies."""
    return [*_touching(shown), *_thin(shown.svg()), *(_inset_faults(shown) if shown.inset else ())]


def _touching(shown: RouteMap) -> Iterator[str]:
    labels = [(" / ".join(label.lines), shapely.Polygon(label.corners)) for label in shown.labels]
    discs = [shapely.Point(*at).buffer(2.5) for marker in shown.markers for at in marker.centres]
    furniture = [shapely.box(*box) for box, _ in shown.furniture]
    frame = shapely.box(0, 0, shown.sheet.width, shown.sheet.height)
    solid = [*furniture, *([shapely.box(*shown.inset.plan.box)] if shown.inset else [])]
    for (one, first), (other, second) in combinations(labels, 2):
        if first.intersection(second).area > 1e-6:
            yield f"{one} on {other}"
    for words, shape in labels:
        if not frame.contains(shape):
            yield f"{words} leaves the sheet"
        if any(shape.intersects(disc) for disc in discs):
            yield f"{words} on a symbol"
        if any(shape.intersection(box).area > 1e-6 for box in solid):
            yield f"{words} on the furniture"
    for one, other in combinations(solid, 2):
        if one.intersection(other).area > 1e-6:
            yield f"furniture on furniture at {one.centroid}"
    for at, box in enumerate(furniture):
        if not frame.contains(box):
            yield f"furniture {at} leaves the sheet"


def _thin(svg: str) -> Iterator[str]:
    for size in map(float, re.findall(r'font-size="([\d.]+)"', svg)):
        if size < SIX_POINTS_MM - 1e-3:
            yield f"type of {size} mm"
    for width in map(float, re.findall(r'stroke-width="([\d.]+)"', svg)):
        if width < 0.1:
            yield f"a line of {width} mm"


def _inset_faults(shown: RouteMap) -> Iterator[str]:
    """An inset covers no leg and no symbol, lies on the sheet, shows a part of it larger, with symbols in the frame."""
    assert shown.inset
    box = shapely.box(*shown.inset.plan.box)
    inside = shown.inset.shown
    if not shapely.box(0, 0, shown.sheet.width, shown.sheet.height).contains(box):
        yield "the inset leaves the sheet"
    if any(shapely.LineString(track.line).intersects(box) for track in shown.tracks):
        yield "the inset covers a leg"
    if any(shapely.Point(*at).buffer(2.5).intersects(box) for mark in shown.markers for at in mark.centres):
        yield "the inset covers a symbol"
    if not shown.sheet.bounds.contains(inside.sheet.bounds) or inside.sheet.scale >= shown.sheet.scale:
        yield "the inset does not enlarge a part of the map"
    frame = shapely.box(0, 0, inside.sheet.width, inside.sheet.height)
    if not all(frame.contains(shapely.Point(*at).buffer(2.5)) for mark in inside.markers for at in mark.centres):
        yield "a symbol leaves the inset"
    yield from (f"inset: {each}" for each in _touching(inside))


def printed(route: Itinerary, paper: Paper, language: Language = "vi", day: int = 0) -> RouteMap:
    """The map that a sheet of paper gets when there is little to tell beside it."""
    height = paper.height - 70 if paper.landscape else paper.map_height
    return lay_out(
        route, route.days[day], width=paper.map_width, height=height, palette=palette_of(paper.ink),
        lettering=Lettering(speaker(language), fonts_for(language)),
    )  # fmt: skip


def main(path: str) -> int:
    import tourplanner as tp

    routes, count, wrong = tp.read_routes(path, tp.load("hanoi")).routes, 0, 0
    for route in routes:
        for paper in EVERY_PAPER:
            for language in LANGUAGES:
                for day in range(len(route.days)):
                    shown = printed(route, paper, language, day)
                    found = faults(shown)
                    count, wrong = count + 1, wrong + bool(found)
                    for each in found:
                        print(f"{route.id} {paper} {language}: {each}")
    print(f"{count} maps, {wrong} with faults")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
