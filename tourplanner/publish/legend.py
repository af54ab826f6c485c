"""What the signs of a printed map mean: little pictures with words, only for what the map shows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tourplanner.publish.mapdraw import (
    BEYOND,
    COMMUNE,
    PROVINCE,
    RAIL,
    ROADS,
    URBAN,
    WATER,
    fill,
    path,
    roads_at,
    stroke,
)
from tourplanner.publish.marks import LINE_MM, draw_tracks, symbol_svg
from tourplanner.publish.routemap import RouteMap
from tourplanner.publish.tracks import Symbol, Track
from tourplanner.speech import message

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


def leg_svg(track: Track) -> str:
    """A leg as a short line in its own look."""
    line = np.array([[0.8, 1.5], [8.8, 1.5]])
    return _picture("".join(draw_tracks([Track(line, track.colour, track.straight, track.walk)])), 10)


def _symbols(shown: RouteMap) -> Iterator[Entry]:
    kinds = {symbol.kind for marker in shown.markers for symbol in marker.symbols}
    say = shown.lettering.voice.say
    yield symbol_svg(Symbol("start")), say("start") if "end" in kinds else say("start and end")
    for kind in ("end", "visit", "meal"):
        if kind in kinds:
            yield symbol_svg(Symbol(kind, 1)), say(_WORDS[kind])


def _legs(shown: RouteMap) -> Iterator[Entry]:
    ways = {(track.straight, track.walk): track for track in shown.tracks}
    for way, words in _WAYS.items():
        if way in ways:
            yield _mixed(shown, way), shown.lettering.voice.say(words)


def _mixed(shown: RouteMap, way: tuple[bool, bool]) -> str:
    """Up to three colours of one look: every leg has its own."""
    colours = [track.colour for track in shown.tracks if (track.straight, track.walk) == way][:3]
    length = 12.4 / len(colours)
    dash = "0.01 1.2" if way[1] else "1.7 0.8" if way[0] else ""
    cap = "round" if way[1] else "butt"
    lines = [np.array([[0.8 + at * length, 1.5], [0.8 + (at + 1) * length - 0.2, 1.5]]) for at in range(len(colours))]
    return _picture("".join(stroke(path([li]), c, LINE_MM, dash, cap) for li, c in zip(lines, colours, strict=True)))


def _base(shown: RouteMap) -> Iterator[Entry]:
    drawn, say = roads_at(shown.sheet.scale), shown.lettering.voice.say
    for kinds, text in (
        (("motorway", "trunk"), say("motorway, main road")),
        (("primary", "secondary", "tertiary"), say("other road")),
    ):
        yield _roads([kind for kind in kinds if kind in drawn][:2]), text
    yield _picture(_line(RAIL, 0.55) + _line("#ffffff", 0.32, "1.4 1.4")), say("railway")
    yield _block(WATER), say("water")
    yield _block(URBAN), say("housing, industry")
    yield _picture(_line(PROVINCE, 0.4, "2.6 0.9 0.5 0.9")), say("province boundary")
    if shown.sheet.scale <= 250_000:
        yield _picture(_line(COMMUNE, 0.25, "1.2 0.9")), say("commune or ward boundary")
    if not shown.basemap.coverage.contains(shown.sheet.bounds):
        yield _block(BEYOND), say("beyond the base map")


def _roads(kinds: list[str]) -> str:
    length = 12.4 / max(1, len(kinds))
    parts = []
    for at, kind in enumerate(kinds):
        line = path([np.array([[0.8 + at * length, 1.5], [0.8 + (at + 1) * length, 1.5]])])
        colour, casing, width, _ = ROADS[kind]
        parts += [stroke(line, casing, width + 0.4, cap="butt"), stroke(line, colour, width, cap="butt")]
    return _picture("".join(parts))


def _line(colour: str, width: float, dash: str = "") -> str:
    return stroke("M.8 1.5L13.2 1.5", colour, width, dash, "butt")


def _block(colour: str) -> str:
    block = path([np.array([[0.3, 0.4], [5.7, 0.4], [5.7, 2.6], [0.3, 2.6]])], closed=True)
    return _picture(fill(block, colour) + stroke(block, "#a39c92", 0.1), 6)


def _picture(body: str, width: int = 14) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 3">{body}</svg>'
