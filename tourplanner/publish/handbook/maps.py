"""Maps of pages: a box with what is to be drawn in it; the shared scripts draw it when it comes into view."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from tourplanner.model import Itinerary, Village
from tourplanner.model.basemap import Basemap
from tourplanner.model.bounds import Bounds
from tourplanner.model.guidebook import Guidebook
from tourplanner.publish.basedata import base_data, line_code
from tourplanner.publish.files.lines import is_straight, leg_line
from tourplanner.publish.handbook.paths import village_path
from tourplanner.publish.markup import Markup, el, escape, js_literal
from tourplanner.publish.pins import leg_colour, pins
from tourplanner.publish.words import clean


def base_js(guide: Guidebook, basemap: Basemap) -> bytes:
    """``HANDBOOK_BASE``: the base map around everything the book shows, and the escaped line at every map's foot."""
    line = str(escape(basemap.attribution))
    bounds = _bounds(guide)
    shapes = base_data(bounds, basemap) if bounds else [[], []]
    return f"const HANDBOOK_BASE = {js_literal(shapes)};\nconst HANDBOOK_CREDIT = {js_literal(line)};\n".encode()


def _bounds(guide: Guidebook) -> Bounds | None:
    points = [(village.place.lat, village.place.lon) for village in guide.villages]
    points += [(each.lat, each.lon) for route in guide.routes for day in route.days for each in day.places]
    if not points:
        return None
    lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
    return Bounds(min(lats), min(lons), max(lats), max(lons))


def all_villages_map(label: str) -> Markup:
    """A map of every village in the search index, which the page must load."""
    return _box(["index"], label)


def villages_map(villages: Sequence[Village], label: str, home: str) -> Markup:
    """A map of some villages; ``home`` leads from the page to its language's folder."""
    spots = [
        [each.place.lat, each.place.lon, clean(each.name.vi), f"{home}{village_path(each.id)}"] for each in villages
    ]
    return _box(["villages", spots], label)


def route_map(route: Itinerary, label: str) -> Markup:
    """A map of a route: the line of each leg, then its marks as (lat, lon, spot, name of the spot, kind, number)."""
    lines = [
        [line_code(np.array(leg_line(day, at))), leg_colour(at), is_straight(leg)]
        for day in route.days
        for at, leg in enumerate(day.legs)
    ]
    marks = [
        [pin.place.lat, pin.place.lon, pin.group, clean(pin.spot), pin.kind, pin.number or 0]
        for pin in pins(route)
    ]
    return _box(["route", [line for line in lines if line[0]], marks], label)


def _box(data: list[object], label: str) -> Markup:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return el("div", class_="hb-map", role="region", aria_label=label, data_map=text)
