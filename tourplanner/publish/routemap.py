"""One day's map on paper: what lies where, and the SVG drawn from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tourplanner.model import Day, Itinerary
from tourplanner.model.basemap import Basemap, Feature
from tourplanner.model.bounds import Points
from tourplanner.publish.basemap import clip, packaged_basemap
from tourplanner.publish.boxes import Box, spread
from tourplanner.publish.labels import (
    Label,
    Space,
    place_labels,
    road_labels,
    stop_label,
    water_labels,
)
from tourplanner.publish.lettering import Lettering
from tourplanner.publish.mapdraw import draw_base
from tourplanner.publish.marks import credit, draw_label, draw_marker, draw_tracks, north_arrow, scale_bar
from tourplanner.publish.projection import Sheet, fit
from tourplanner.publish.tracks import Marker, Track, extent, markers, titles, tracks

MARGINS_MM = (17.0, 12.0)
"""From the outermost place to the frame: room for symbols, lettering and bends."""
WIDTH_MM, HEIGHT_MM = 186.0, 150.0
_STOP_SIZE, _WATER_SIZE, _ROAD_SIZE = 3.5, 2.5, 1.9


@dataclass(frozen=True, slots=True, eq=False)
class RouteMap:
    """
    A map laid out: the sheet with its scale, the route's lines and markers, every label that found room.

    ``furniture`` are the boxes of scale bar, north arrow and attribution. All in mm from the top left.
    """

    sheet: Sheet
    tracks: tuple[Track, ...]
    markers: tuple[Marker, ...]
    labels: tuple[Label, ...]
    furniture: tuple[Box, ...]
    attributions: tuple[str, ...]
    basemap: Basemap
    lettering: Lettering

    def svg(self) -> str:
        """The map as an SVG document, in mm; same map, same text."""
        sheet = self.sheet
        size = f'width="{sheet.width:g}mm" height="{sheet.height:g}mm" viewBox="0 0 {sheet.width:g} {sheet.height:g}"'
        frame = f'width="{sheet.width:g}" height="{sheet.height:g}" rx="2"'
        parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {size}>']
        parts.append(f'<clipPath id="frame"><rect {frame}/></clipPath><g clip-path="url(#frame)">')
        parts.append(draw_base(sheet, self.basemap))
        parts += (piece for label in self.labels if label.kind != "stop" for piece in draw_label(label))
        parts += draw_tracks(self.tracks)
        parts += (piece for label in self.labels if label.kind == "stop" for piece in draw_label(label))
        parts += (piece for marker in self.markers for piece in draw_marker(marker))
        parts += (body for _, body in _furniture(sheet, self.attributions, self.tracks, self.markers, self.lettering))
        edge = f'width="{sheet.width - 0.3:g}" height="{sheet.height - 0.3:g}" rx="1.9"'
        parts.append(f'</g><rect x=".15" y=".15" {edge} fill="none" stroke="#6b635b" stroke-width=".3"/></svg>')
        return "".join(parts)


def lay_out(
    itinerary: Itinerary,
    day: Day,
    *,
    attributions: Sequence[str] = (),
    width: float = WIDTH_MM,
    height: float = HEIGHT_MM,
    basemap: Basemap | None = None,
    lettering: Lettering | None = None,
) -> RouteMap:
    """
    The map of one day of an itinerary on ``width`` x ``height`` mm, at the largest round scale that shows all of it.

    Labels never touch each other, a marker, the furniture or the frame; base map labels keep off the route.
    """
    bare = outline(
        itinerary, day, attributions=attributions, width=width, height=height, basemap=basemap, lettering=lettering
    )
    return replace(bare, labels=_labels(bare))


def outline(
    itinerary: Itinerary,
    day: Day,
    *,
    attributions: Sequence[str] = (),
    width: float = WIDTH_MM,
    height: float = HEIGHT_MM,
    basemap: Basemap | None = None,
    lettering: Lettering | None = None,
) -> RouteMap:
    """The same map without its lettering, which takes the longest."""
    basemap, lettering = basemap or packaged_basemap(), lettering or Lettering()
    sheet = fit(extent(day), width, height, (min(MARGINS_MM[0], width / 4), min(MARGINS_MM[1], height / 4)))
    lines, marks = tracks(day, sheet), markers(itinerary, day, sheet)
    credits = _credits(basemap, attributions)
    furniture = tuple(box for box, _ in _furniture(sheet, credits, lines, marks, lettering))
    return RouteMap(sheet, lines, marks, (), furniture, credits, basemap, lettering)


def map_svg(
    itinerary: Itinerary,
    *,
    day: int = 0,
    attributions: Sequence[str] = (),
    width: float = WIDTH_MM,
    height: float = HEIGHT_MM,
    basemap: Basemap | None = None,
    lettering: Lettering | None = None,
) -> str:
    """
    The map of day ``day`` (0-based) as SVG in mm, set in Be Vietnam Pro.

    Raises
    ------
    IndexError
        If the itinerary has no such day.
    """
    drawn = lay_out(
        itinerary, itinerary.days[day], attributions=attributions, width=width, height=height, basemap=basemap,
        lettering=lettering,
    )  # fmt: skip
    return drawn.svg()


def _credits(basemap: Basemap, attributions: Sequence[str]) -> tuple[str, ...]:
    """The base map's own line, then what the others add to it."""
    others = [words for words in dict.fromkeys(attributions) if words and words not in basemap.attribution]
    return basemap.attribution, *others


def _furniture(
    sheet: Sheet, credits: Sequence[str], lines: Sequence[Track], marks: Sequence[Marker], lettering: Lettering
) -> list[tuple[Box, str]]:
    """Attribution, scale bar and north arrow, each with its box, in the corners the route leaves free."""
    low = np.array([sheet.width - 1, sheet.height - 1])
    notice, notice_svg = credit(credits, low)
    bottom = sheet.height - 3 if notice.left > 62 else notice.top - 1
    lefts = [scale_bar(sheet, np.array([3, at]), lettering) for at in (bottom, 13.4)]
    rights = [north_arrow(np.array([at, 3]), lettering) for at in (sheet.width - 3, 11)]
    route = _route(lines, marks)
    bar = min(lefts, key=lambda each: each[0].count(route))
    north = min(rights, key=lambda each: each[0].count(route) + 1000 * each[0].meets(bar[0]))
    return [(notice, notice_svg), bar, north]


def _route(lines: Iterable[Track], marks: Iterable[Marker]) -> Points:
    """Points all along the route, markers included, for measuring what covers it."""
    points = [spread(track.line, 0.6) for track in lines]
    return np.vstack([*points, *(np.array(mark.centres) for mark in marks)])


def _labels(bare: RouteMap) -> tuple[Label, ...]:
    """All lettering, the stops' first; base map names that a stop already bears are left out."""
    sheet, marks = bare.sheet, bare.markers
    frame = Box(0, 0, sheet.width, sheet.height).grown(-1.2)
    taken = [*bare.furniture, *(mark.box.grown(0.5) for mark in marks)]
    space = Space(frame, _route(bare.tracks, marks), taken)
    stops = [stop_label(space, mark.box, names, _STOP_SIZE) for mark, names in zip(marks, titles(marks), strict=True)]
    layers = clip(bare.basemap, sheet.bounds, ("place", "waterway", "road"))
    shown = {name.casefold() for mark in marks for name, _ in mark.names}
    towns = [place for place in _places(sheet, layers["place"]) if place[0].casefold() not in shown]
    sizes = _place_sizes(sheet.scale)
    found = place_labels(space, [place for place in towns if place[1] <= 2], sizes)
    found += road_labels(space, _numbered(sheet, layers["road"]), _ROAD_SIZE, most=12)
    found += water_labels(space, _named(sheet, layers["waterway"]), _WATER_SIZE)
    found += place_labels(space, [place for place in towns if place[1] > 2], sizes)
    return (*(label for label in stops if label is not None), *found)


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
        sizes[5] = 2.1
    if scale <= 80_000:
        sizes[6] = 2.0
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
