"""What the signs of a printed map mean: little pictures with words, only for what the map shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tourplanner.publish.labels import Label
from tourplanner.publish.mapdraw import border_mm, fill, path, rail_strokes, roads_at, stroke
from tourplanner.publish.marks import draw_label, draw_tracks, symbol_svg
from tourplanner.publish.palette import COLOUR, Palette, leg_strokes
from tourplanner.publish.routemap import RouteMap
from tourplanner.publish.tracks import Symbol, Track, leg_letter
from tourplanner.speech import message

_BORDER = "2.6 0.9 0.5 0.9"
Entry = tuple[str, str]
"""SVG and words."""

_WORDS = {"visit": message("place to visit"), "meal": message("meal"), "end": message("end")}
_WAYS = {
    (False, False): message("way"),
    (True, False): message("straight connection, not the road"),
    (False, True): message("on foot"),
    (True, True): message("on foot, straight connection"),
}
"""By whether the line is straight and whether guests walk."""


def legend(shown: RouteMap) -> list[Entry]:
    """Symbols first, then the route's lines, then the base map."""
    return [*_symbols(shown), *_legs(shown), *_base(shown)]


def leg_svg(track: Track, palette: Palette = COLOUR) -> str:
    """A leg as a short line in its own look; in black ink with its letter before it."""
    if palette.ink == "colour":
        line = np.array([[0.8, 1.5], [8.8, 1.5]])
        return _picture("".join(draw_tracks([replace(track, line=line)])), 10)
    data = path([np.array([[4.4, 1.8], [14.2, 1.8]])])
    look = leg_strokes(palette, track.colour, track.leg, straight=track.straight, walk=track.walk)
    tag = Label((leg_letter(track.leg),), "leg", 1.8, 1.8, 3.2, 3.2, 2.5, "semibold")
    return _picture("".join((*(stroke(data, *line) for line in look), *draw_label(tag, palette))), 15, 3.6)


def _symbols(shown: RouteMap) -> Iterator[Entry]:
    kinds = {symbol.kind for marker in shown.markers for symbol in marker.symbols}
    say, palette = shown.lettering.voice.say, shown.palette
    yield symbol_svg(Symbol("start"), palette), say("start") if "end" in kinds else say("start and end")
    for kind in ("end", "visit", "meal"):
        if kind in kinds:
            yield symbol_svg(Symbol(kind, 1), palette), say(_WORDS[kind])


def _legs(shown: RouteMap) -> Iterator[Entry]:
    ways = {(track.straight, track.walk): track for track in shown.tracks}
    for way, words in _WAYS.items():
        if way in ways:
            yield _mixed(shown, way), shown.lettering.voice.say(words)


def _mixed(shown: RouteMap, way: tuple[bool, bool]) -> str:
    """Up to three legs of one look: every leg has its own colour, or pattern."""
    legs = [track for track in shown.tracks if (track.straight, track.walk) == way][:3]
    length = 12.4 / len(legs)
    parts = []
    for at, leg in enumerate(legs):
        data = path([np.array([[0.8 + at * length, 1.5], [0.8 + (at + 1) * length - 0.4, 1.5]])])
        look = leg_strokes(shown.palette, leg.colour, leg.leg, straight=leg.straight, walk=leg.walk)
        parts += [stroke(data, *line) for line in look]
    return _picture("".join(parts))


def _base(shown: RouteMap) -> Iterator[Entry]:
    palette = shown.palette
    drawn, say = roads_at(palette, shown.sheet.scale), shown.lettering.voice.say
    for kinds, text in (
        (("motorway", "trunk"), say("motorway, main road")),
        (("primary", "secondary", "tertiary"), say("other road")),
    ):
        yield _roads([kind for kind in kinds if kind in drawn][:2], palette), text
    yield _picture("".join(stroke("M.8 1.5L13.2 1.5", *line) for line in rail_strokes(palette))), say("railway")
    yield _block(palette.water, palette), say("water")
    if palette.urban:
        yield _block(palette.urban, palette), say("housing, industry")
    border = stroke("M.8 1.5L13.2 1.5", palette.province, border_mm(palette), _BORDER, "butt")
    yield _picture(border), say("province boundary")
    if shown.sheet.scale <= 250_000 and palette.ink == "colour":
        border = stroke("M.8 1.5L13.2 1.5", palette.commune, 0.25, "1.2 0.9", "butt")
        yield _picture(border), say("commune or ward boundary")
    if not shown.basemap.coverage.contains(shown.sheet.bounds):
        yield _block(palette.beyond, palette), say("beyond the base map")


def _roads(kinds: list[str], palette: Palette) -> str:
    length = 12.4 / max(1, len(kinds))
    parts = []
    for at, kind in enumerate(kinds):
        line = path([np.array([[0.8 + at * length, 1.5], [0.8 + (at + 1) * length, 1.5]])])
        look = palette.road(kind)
        if look.fill != look.casing:
            parts.append(stroke(line, look.casing, look.width + 1.6 * palette.casing, cap="butt"))
        parts.append(stroke(line, look.fill, look.width, cap="butt"))
    return _picture("".join(parts))


def _block(colour: str, palette: Palette) -> str:
    block = path([np.array([[0.3, 0.4], [5.7, 0.4], [5.7, 2.6], [0.3, 2.6]])], closed=True)
    edge = palette.text if palette.ink == "black" else "#a39c92"
    hatch = palette.hatch if colour.startswith("url") else ""
    return _picture(hatch + fill(block, colour) + stroke(block, edge, 0.1), 6)


def _picture(body: str, width: float = 14, height: float = 3) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">{body}</svg>'
