"""One day's map on paper: what lies where, and the SVG drawn from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tourplanner.model import Day, Itinerary
from tourplanner.model.basemap import Basemap
from tourplanner.model.bounds import Bounds, Points
from tourplanner.press.lettering import Lettering
from tourplanner.publish.basemap import packaged_basemap
from tourplanner.publish.boxes import Box, spread
from tourplanner.publish.clipping import clip_line
from tourplanner.publish.furniture import Piece, furnish, inset_bar
from tourplanner.publish.inset import InsetPlan, beside, plan_inset
from tourplanner.publish.labels import Label, Space
from tourplanner.publish.lettermap import letter
from tourplanner.publish.mapdraw import draw_base
from tourplanner.publish.marks import SMALLEST_MM, credit, draw_label, draw_marker, draw_tracks
from tourplanner.publish.palette import COLOUR, Palette
from tourplanner.publish.projection import Sheet, fit
from tourplanner.publish.tracks import Marker, Track, extent, markers, tracks
from tourplanner.publish.typeface import typeface
from tourplanner.publish.words import clean

MARGINS_MM = (17.0, 12.0)
"""From the outermost place to the frame: room for symbols, lettering and bends."""
WIDTH_MM, HEIGHT_MM = 186.0, 150.0


@dataclass(frozen=True, slots=True, eq=False)
class RouteMap:
    """
    A map laid out: the sheet with its scale, the route's lines and markers, every label that found room.

    ``furniture`` are scale bar, north arrow and attribution, each as its box and SVG. All in mm from the top left.
    """

    sheet: Sheet
    tracks: tuple[Track, ...]
    markers: tuple[Marker, ...]
    labels: tuple[Label, ...]
    furniture: tuple[Piece, ...]
    basemap: Basemap
    lettering: Lettering
    palette: Palette = COLOUR
    inset: Inset | None = None

    def svg(self) -> str:
        """The map as an SVG document, in mm; same map, same text."""
        sheet = self.sheet
        size = f'width="{sheet.width:g}mm" height="{sheet.height:g}mm" viewBox="0 0 {sheet.width:g} {sheet.height:g}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{self.palette.hatch}{self.group()}</svg>'

    def group(self, clip: str = "frame") -> str:
        """The map as SVG elements, to put into a document that has the palette's hatch; ``clip`` is its id there."""
        sheet = self.sheet
        frame = f'width="{sheet.width:g}" height="{sheet.height:g}" rx="2"'
        parts = [f'<clipPath id="{clip}"><rect {frame}/></clipPath><g clip-path="url(#{clip})">']
        parts.append(draw_base(sheet, self.basemap, self.palette))
        parts += self._lettered(stops=False)
        parts += draw_tracks(self.tracks, self.palette)
        if self.inset:
            parts.append(_outlined(self.inset.plan.ground, self.palette))
        parts += self._lettered(stops=True)
        shown_again = self.inset.plan.marker if self.inset else -1
        for index, marker in enumerate(self.markers):
            parts += draw_marker(marker, self.palette, spots=index != shown_again)
        parts += (body for _, body in self.furniture)
        if self.inset:
            parts.append(self.inset.group())
        edge = f'width="{sheet.width - 0.3:g}" height="{sheet.height - 0.3:g}" rx="1.9"'
        look = f'fill="none" stroke="{self.palette.frame}" stroke-width=".3"'
        return f'{"".join(parts)}</g><rect x=".15" y=".15" {edge} {look}/>'

    def _lettered(self, *, stops: bool) -> Iterator[str]:
        """What stands above the route, or the names below it."""
        for label in self.labels:
            if (label.kind in ("stop", "leg")) is stops:
                yield from draw_label(label, self.palette, self.lettering.fonts)


@dataclass(frozen=True, slots=True, eq=False)
class Inset:
    """A part of a map on it at a larger scale: where it stands and what it shows."""

    plan: InsetPlan
    shown: RouteMap

    def group(self) -> str:
        left, top, right, bottom = self.plan.box
        frame = f'x="{left:g}" y="{top:g}" width="{right - left:g}" height="{bottom - top:g}" rx="2"'
        edge = f'<rect {frame} fill="#fff" stroke="#fff" stroke-width="2"/>'
        inside = f'<g transform="translate({left:g} {top:g})">{self.shown.group("inset")}</g>'
        return f'{edge}{inside}<rect {frame} fill="none" stroke="{self.shown.palette.text}" stroke-width=".5"/>'


def lay_out(
    itinerary: Itinerary,
    day: Day,
    *,
    attributions: Sequence[str] = (),
    width: float = WIDTH_MM,
    height: float = HEIGHT_MM,
    basemap: Basemap | None = None,
    lettering: Lettering | None = None,
    palette: Palette = COLOUR,
) -> RouteMap:
    """
    The map of one day of an itinerary on ``width`` x ``height`` mm, at the largest round scale that shows all of it.

    Labels never touch each other, a marker, the furniture or the frame; base map labels keep off the route. Stops that
    the scale cannot part come again in an inset where a corner is free.
    """
    bare = outline(
        itinerary, day, attributions=attributions, width=width, height=height, basemap=basemap, lettering=lettering,
        palette=palette,
    )  # fmt: skip
    return _lettered(bare)


def outline(
    itinerary: Itinerary,
    day: Day,
    *,
    attributions: Sequence[str] = (),
    width: float = WIDTH_MM,
    height: float = HEIGHT_MM,
    basemap: Basemap | None = None,
    lettering: Lettering | None = None,
    palette: Palette = COLOUR,
) -> RouteMap:
    """The same map without its lettering, which takes the longest."""
    basemap, lettering = basemap or packaged_basemap(), lettering or Lettering()
    sheet = fit(extent(day), width, height, (min(MARGINS_MM[0], width / 4), min(MARGINS_MM[1], height / 4)))
    lines, marks = tracks(day, sheet, palette.lane), markers(itinerary, day, sheet, lettering.voice)
    credits, route = _credits(basemap, attributions, width - 6), _route(lines, marks)
    notice, _ = credit(credits, np.array([width - 1, height - 1]))
    plan = plan_inset(sheet, marks, route, lambda own: len(markers(itinerary, day, own, lettering.voice)), notice)
    inset = None
    if plan:
        marks = beside(plan, sheet, marks, route)
        inset = Inset(plan, _inside(itinerary, day, plan.sheet, basemap, lettering, palette))
    pieces = furnish(sheet, credits, route, lettering, palette, [plan.box.grown(1)] if plan else [])
    return RouteMap(sheet, lines, marks, (), tuple(pieces), basemap, lettering, palette, inset)


def _inside(
    itinerary: Itinerary, day: Day, sheet: Sheet, basemap: Basemap, lettering: Lettering, palette: Palette
) -> RouteMap:
    """What an inset shows."""
    lines = tuple(_cut(tracks(day, sheet, palette.lane), sheet))
    marks = markers(itinerary, day, sheet, lettering.voice)
    return RouteMap(sheet, lines, marks, (), tuple(inset_bar(sheet, lettering)), basemap, lettering, palette)


def _cut(lines: Iterable[Track], sheet: Sheet) -> Iterator[Track]:
    """The pieces of the lines on a sheet and a little beyond its frame."""
    frame = Bounds(-3, -3, sheet.width + 3, sheet.height + 3)
    for track in lines:
        yield from (replace(track, line=piece) for piece in clip_line(track.line, frame))


def _lettered(bare: RouteMap, *, inside: bool = False) -> RouteMap:
    """With its lettering and its inset's."""
    sheet, inset = bare.sheet, bare.inset
    taken = [*(box for box, _ in bare.furniture), *(mark.box.grown(0.5) for mark in bare.markers)]
    if inset:
        taken += [inset.plan.box.grown(1), inset.plan.ground]
        inset = replace(inset, shown=_lettered(inset.shown, inside=True))
    space = Space(Box(0, 0, sheet.width, sheet.height).grown(-1.2), _route(bare.tracks, bare.markers), taken)
    labels = letter(sheet, bare.basemap, space, bare.markers, bare.tracks, bare.palette, inside=inside)
    return replace(bare, labels=labels, inset=inset)


def _credits(basemap: Basemap, attributions: Sequence[str], width: float) -> tuple[str, ...]:
    """The base map's own line, then what the others add to it, none wider than ``width`` mm."""
    others = [words for words in dict.fromkeys(attributions) if words and words not in basemap.attribution]
    face = typeface("regular")
    return tuple(
        line for words in (basemap.attribution, *others) for line in face.wrap(clean(words), SMALLEST_MM, width)
    )


def _outlined(ground: Box, palette: Palette) -> str:
    """The frame of what an inset shows, on the map."""
    size = f'x="{ground.left:.2f}" y="{ground.top:.2f}" width="{ground.width:.2f}" height="{ground.height:.2f}"'
    return (
        f'<rect {size} fill="none" stroke="#fff" stroke-width="1"/>'
        f'<rect {size} fill="none" stroke="{palette.text}" stroke-width=".4"/>'
    )


def _route(lines: Iterable[Track], marks: Iterable[Marker]) -> Points:
    """Points all along the route, markers included, for measuring what covers it."""
    points = [spread(track.line, 0.6) for track in lines]
    return np.vstack([*points, *(np.array(mark.centres) for mark in marks)])
