"""A map of several courses at once: every village named, every course numbered on its line; and the covers' motif."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tourplanner.model.basemap import Basemap, Feature
from tourplanner.model.bounds import Points
from tourplanner.press.lettering import Lettering
from tourplanner.publish.basemap import clip
from tourplanner.publish.boxes import Box, spread
from tourplanner.publish.labels import Label, Space, place_labels, road_labels, stop_label, water_labels
from tourplanner.publish.mapdraw import draw_base
from tourplanner.publish.marks import INK, credit, draw_label, draw_symbol, north_arrow, scale_bar, text
from tourplanner.publish.palette import COLOUR
from tourplanner.publish.print.courses import Course, Ribbon, draw_ribbons, reach, ribbons
from tourplanner.publish.projection import Sheet, fit
from tourplanner.publish.tracks import DISC_MM, Symbol
from tourplanner.publish.words import clean

MARGINS_MM = (14.0, 11.0)
DOT_MM, BADGE_MM = 1.0, 2.0
_NAME_SIZES = (2.9, 2.5, 2.1)
"""Type sizes of village names in mm, tried in order until all find room."""


@dataclass(frozen=True, slots=True)
class Dot:
    """Villages at one spot of the sheet (mm), and the numbers of the courses that visit them."""

    x: float
    y: float
    names: tuple[str, ...]

    @property
    def box(self) -> Box:
        return Box.around(self.x, self.y, 2 * DOT_MM, 2 * DOT_MM)


@dataclass(frozen=True, slots=True)
class Badge:
    """A course's number on its line."""

    x: float
    y: float
    number: int
    colour: str

    @property
    def box(self) -> Box:
        return Box.around(self.x, self.y, 2 * BADGE_MM, 2 * BADGE_MM)


@dataclass(frozen=True, slots=True, eq=False)
class Overview:
    """A map laid out: lines, marks, labels that found room, and the furniture's boxes; all in mm from the top left."""

    sheet: Sheet
    ribbons: tuple[Ribbon, ...]
    dots: tuple[Dot, ...]
    badges: tuple[Badge, ...]
    ends: tuple[tuple[float, float], ...]
    labels: tuple[Label, ...]
    furniture: tuple[tuple[Box, str], ...]
    basemap: Basemap

    def svg(self) -> str:
        """The map as an SVG document; same map, same text."""
        parts = [draw_base(self.sheet, self.basemap)]
        parts += (piece for label in self.labels if label.kind != "stop" for piece in draw_label(label))
        parts += draw_ribbons(self.ribbons)
        parts += (_badge(badge) for badge in self.badges)
        parts += (draw_symbol(Symbol("start"), x, y) for x, y in self.ends)
        parts += (
            f'<circle cx="{dot.x:.2f}" cy="{dot.y:.2f}" r="{DOT_MM}" fill="#fff" stroke="{INK}" stroke-width=".5"/>'
            for dot in self.dots
        )
        parts += (piece for label in self.labels if label.kind == "stop" for piece in draw_label(label))
        parts += (body for _, body in self.furniture)
        return framed(self.sheet, parts)


def framed(sheet: Sheet, parts: Sequence[str]) -> str:
    """Pieces of SVG as a document, cut off at the sheet's frame."""
    size = f'width="{sheet.width:g}mm" height="{sheet.height:g}mm" viewBox="0 0 {sheet.width:g} {sheet.height:g}"'
    frame = f'width="{sheet.width:g}" height="{sheet.height:g}" rx="2"'
    inner = f'width="{sheet.width - 0.3:g}" height="{sheet.height - 0.3:g}" rx="1.9"'
    line = f'<rect x=".15" y=".15" {inner} fill="none" stroke="#6b635b" stroke-width=".3"/>'
    body = "".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}><clipPath id="frame"><rect {frame}/></clipPath>'
        f'<g clip-path="url(#frame)">{body}</g>{line}</svg>'
    )


def motif(courses: Sequence[Course], width: float, height: float, basemap: Basemap) -> str:
    """The courses over a map without a word, for a cover, as SVG."""
    sheet = fit(reach(courses), width, height, (min(16.0, width / 4), min(14.0, height / 4)))
    drawn = ribbons(courses, sheet)
    spots = sheet.xy([(each.place.lat, each.place.lon) for course in courses for each in course.villages])
    dots = [
        f'<circle cx="{x:.2f}" cy="{y:.2f}" r="1.5" fill="#fff" stroke="{INK}" stroke-width=".7"/>'
        for x, y in spots.tolist()
    ]
    veil = f'<rect width="{width:g}" height="{height:g}" fill="{COLOUR.paper}" fill-opacity=".45"/>'
    return framed(sheet, [draw_base(sheet, basemap), veil, *draw_ribbons(drawn), *dots])


def overview(
    courses: Sequence[Course],
    *,
    width: float,
    height: float,
    basemap: Basemap,
    lettering: Lettering,
    attributions: Sequence[str] = (),
) -> Overview:
    """
    All courses on ``width`` x ``height`` mm at the largest round scale that shows them.

    Labels touch neither each other nor a mark, the furniture or the frame. A village whose name finds no room is left
    without; with more than one course the numbers of those that visit it stand behind its name.
    """
    sheet = fit(reach(courses), width, height, (min(MARGINS_MM[0], width / 4), min(MARGINS_MM[1], height / 4)))
    drawn, ends = ribbons(courses, sheet), _ends(courses, sheet)
    dots = _dots(courses, sheet)
    route = _route(drawn, [*ends, *((dot.x, dot.y) for dot in dots)])
    furniture = furniture_on(sheet, route, attributions, lettering)
    houses = [Box.around(x, y, 2 * DISC_MM, 2 * DISC_MM) for x, y in ends]
    taken = [box for box, _ in furniture] + houses + [dot.box.grown(0.3) for dot in dots]
    badges = _badges(courses, drawn, sheet, taken) if len(courses) > 1 else ()
    taken += [badge.box for badge in badges]
    labels = _labels(sheet, basemap, dots, route, taken)
    return Overview(sheet, drawn, dots, badges, ends, labels, furniture, basemap)


def _ends(courses: Sequence[Course], sheet: Sheet) -> tuple[tuple[float, float], ...]:
    """Where days begin and end, each place once."""
    points = [point for course in courses for day in course.days for point in (day.start, day.end)]
    places = dict.fromkeys((point.place.lat, point.place.lon) for point in points)
    return tuple((round(x, 2), round(y, 2)) for x, y in sheet.xy(list(places)).tolist())


def _dots(courses: Sequence[Course], sheet: Sheet) -> tuple[Dot, ...]:
    """Villages on the sheet, those that would cover each other as one, in order of first visit."""
    numbers: dict[str, list[int]] = {}
    villages = {}
    for course in courses:
        for village in course.villages:
            villages[village.id] = village
            numbers.setdefault(village.id, []).append(course.number)
    found: list[Dot] = []
    for id, village in villages.items():
        ((x, y),) = sheet.xy([(village.place.lat, village.place.lon)]).tolist()
        told = ", ".join(map(str, numbers[id])) if len(courses) > 1 else ""
        name = f"{clean(village.name.vi)} {told}".strip()
        near = next((at for at, dot in enumerate(found) if np.hypot(dot.x - x, dot.y - y) < 2 * DOT_MM), None)
        if near is None:
            found.append(Dot(x, y, (name,)))
        else:
            found[near] = Dot(found[near].x, found[near].y, (*found[near].names, name))
    return tuple(found)


def _route(drawn: Sequence[Ribbon], spots: Sequence[tuple[float, float]]) -> Points:
    """Points all along the courses and their marks, for measuring what covers them."""
    return np.vstack([*(spread(ribbon.line, 0.8) for ribbon in drawn), np.array(spots).reshape(-1, 2)])


def furniture_on(
    sheet: Sheet, route: Points, attributions: Sequence[str], lettering: Lettering
) -> tuple[tuple[Box, str], ...]:
    """Attribution, scale bar and north arrow in the corners the courses leave free."""
    found = [credit(attributions, np.array([sheet.width - 1, sheet.height - 1]))] if attributions else []
    bottom = found[0][0].top - 1 if found and found[0][0].left < 62 else sheet.height - 3
    bars = [scale_bar(sheet, np.array([3, at]), lettering) for at in (bottom, 13.4)]
    norths = [north_arrow(np.array([at, 3]), lettering) for at in (sheet.width - 3, 11)]
    bar = min(bars, key=lambda each: each[0].count(route))
    north = min(norths, key=lambda each: each[0].count(route) + 1000 * each[0].meets(bar[0]))
    return (*found, bar, north)


def _badges(
    courses: Sequence[Course], drawn: Sequence[Ribbon], sheet: Sheet, taken: Sequence[Box]
) -> tuple[Badge, ...]:
    """Each course's number where its line is farthest from the others'."""
    frame, found = Box(0, 0, sheet.width, sheet.height).grown(-3), list[Badge]()
    for course in courses:
        own = [spread(ribbon.line, 4.0) for ribbon in drawn if ribbon.number == course.number]
        others = [spread(ribbon.line, 2.0) for ribbon in drawn if ribbon.number != course.number]
        others += [np.array([[badge.x, badge.y]]) for badge in found]
        boxes = [*taken, *(badge.box for badge in found)]
        spots = np.vstack(own) if own else np.empty((0, 2))
        tries = [Badge(x, y, course.number, course.colour) for x, y in spots.tolist()]
        free = [badge for badge in tries if _is_free(badge.box, frame, boxes)]
        if free:
            found.append(max(free, key=lambda badge: _distance((badge.x, badge.y), others)))
    return tuple(found)


def _is_free(box: Box, frame: Box, taken: Sequence[Box]) -> bool:
    return box.within(frame) and not any(box.grown(0.4).meets(other) for other in taken)


def _distance(spot: Sequence[float], lines: Sequence[Points]) -> float:
    """Millimetres to the nearest of the lines' points, at most 12: beyond that no place is better than another."""
    points = np.vstack(lines) if lines else np.empty((0, 2))
    nearest = float(np.hypot(*(points - np.array(spot)).T).min()) if len(points) else 12.0
    return round(min(nearest, 12.0), 2)


def _labels(
    sheet: Sheet, basemap: Basemap, dots: Sequence[Dot], route: Points, taken: Sequence[Box]
) -> tuple[Label, ...]:
    """Villages first, then towns, roads and rivers where there is room left."""
    frame = Box(0, 0, sheet.width, sheet.height).grown(-1.2)
    for size in _NAME_SIZES:
        space = Space(frame, route, list(taken))
        named = [stop_label(space, dot.box, dot.names, size) for dot in dots]
        if all(named):
            break
    labels = [label for label in named if label is not None]
    return (*labels, *base_labels(sheet, basemap, space, {name for dot in dots for name in dot.names}))


def base_labels(sheet: Sheet, basemap: Basemap, space: Space, shown: set[str]) -> list[Label]:
    """Towns, numbered roads and rivers of the base map, as far as there is room; no name that is shown already."""
    layers = clip(basemap, sheet.bounds, ("place", "waterway", "road"))
    sizes = {1: 2.9, 2: 2.5, 3: 2.3, 4: 2.0} | ({5: 1.9} if sheet.scale <= 120_000 else {})
    towns = {
        each.name: (each.name, each.rank, *sheet.xy(each.rings[0])[0].tolist())
        for each in sorted(layers["place"], key=lambda each: -each.rank)
        if not any(name.startswith(each.name) for name in shown)
    }
    found = place_labels(space, list(towns.values()), sizes)
    found += road_labels(space, _numbered(sheet, layers["road"]), 1.8, most=8)
    rivers = [(each.name, sheet.xy(each.rings[0])) for each in layers["waterway"] if each.name and each.kind == "river"]
    return found + water_labels(space, sorted(rivers, key=lambda each: -len(each[1])), 2.3)


def _numbered(sheet: Sheet, roads: Iterable[Feature]) -> list[tuple[str, Points]]:
    """Main roads by their numbers, the important classes first, long pieces before short ones."""
    order = {"motorway": 0, "trunk": 1, "primary": 2}
    named = [each for each in roads if each.kind in order and 0 < len(each.name) < 9]
    ranked = sorted(named, key=lambda each: (order[each.kind], -len(each.rings[0]), each.name))
    return [(each.name.replace(".", " "), sheet.xy(each.rings[0])) for each in ranked]


def _badge(badge: Badge) -> str:
    disc = (
        f'<circle cx="{badge.x:.2f}" cy="{badge.y:.2f}" r="{BADGE_MM}" fill="{badge.colour}" stroke="#fff" '
        f'stroke-width=".45"/>'
    )
    size = 2.7 if badge.number < 10 else 2.2
    return disc + text(str(badge.number), badge.x, badge.y + 0.36 * size, size, "#ffffff", "semibold")
