"""The printed route sheet as one SVG that a designer opens: the same content, every text a text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from tourplanner.press.lettering import Lettering
from tourplanner.publish.column import LEADING, Column, readable, wrapped
from tourplanner.publish.palette import Palette, palette_of
from tourplanner.publish.paper import Paper
from tourplanner.publish.routemap import RouteMap
from tourplanner.publish.timetable import Row
from tourplanner.publish.typeface import typeface

DENSITIES = (1.0, 0.92, 0.85, 0.78)
"""How much smaller the text is set, tried in order until the map has room."""
ROOMY = (1.12,)
"""Tried before those beside a map, where a short table would leave the column bare."""
_PT = 0.3528
_BOTTOM_MM = 8.0


def plate(page: dict[str, Any], drawn: RouteMap, paper: Paper) -> str:
    """
    A page's content around a map as an SVG document in mm.

    A list that does not fit makes the document longer than the paper rather than lose something.
    """
    sheet = drawn.sheet
    head = headed(page, paper, drawn.lettering)
    below = text_below(page, paper, drawn.lettering, page["density"], head.y + sheet.height + 2)
    high = max(paper.height, below.y + _BOTTOM_MM)
    size = f'width="{paper.width:g}mm" height="{high:g}mm" viewBox="0 0 {paper.width:g} {high:g}"'
    back = f'<rect width="{paper.width:g}" height="{high:g}" fill="#fff"/>'
    placed = f'<g id="map" transform="translate({paper.margin:g} {head.y:.2f})">{drawn.group()}</g>'
    parts = [drawn.palette.hatch, back, '<g id="head">', *head.parts, "</g>", placed, '<g id="text">', *below.parts]
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</g></svg>'


def fitted(page: dict[str, Any], paper: Paper, lettering: Lettering) -> dict[str, float]:
    """The density at which text and map get on, and the height in mm the map then has."""
    top = headed(page, paper, lettering).y
    height, density = 0.0, 1.0
    for density in (*ROOMY, *DENSITIES) if paper.landscape else DENSITIES:
        end = text_below(page, paper, lettering, density, top + 2).y
        legend = _legend(page, paper, lettering, density, top)
        room = paper.height - _BOTTOM_MM - top
        height = room - (legend.y - top + 2 if paper.landscape else end - top)
        if height >= paper.map_height and (not paper.landscape or end <= paper.height - _BOTTOM_MM):
            break
    return {"density": density, "height": height}


def headed(page: dict[str, Any], paper: Paper, lettering: Lettering) -> Column:
    """Heading, totals and code; the column ends where the map begins."""
    k, palette = paper.type_scale, palette_of(paper.ink)
    column = Column(paper.margin, 10 * k, paper.width - 2 * paper.margin, palette, lettering.fonts)
    soft = palette.small_print
    if page["qr"]:
        side = 19 * k
        column.picture(page["qr"], column.width - side, column.y, side, side)
        for at, line in enumerate(wrapped(page["scan"], 2.26 * k, 20 * k)):
            y = column.y + (6 + 3 * at) * k
            column.line(line, 2.26 * k, x=column.width - side - 2, anchor="end", y=y, colour=soft)
    column.line(page["kicker"].upper(), 7.4 * _PT * k, "semibold", colour=palette.visit)
    title = page["title_pt"] * _PT
    for line in wrapped(page["title"], title, column.width - 48 * k, "semibold"):
        column.line(line, title, "semibold")
    if page["subtitle"]:
        column.line(page["subtitle"], 9 * _PT * k, colour=soft)
    column.line(page["line"], 8.6 * _PT * k)
    column.y = max(column.y, 10 * k + (20 * k if page["qr"] else 0)) + 1.5 * k
    _facts(column, page, k, soft)
    return column


def _facts(column: Column, page: dict[str, Any], k: float, soft: str) -> None:
    size = 9.2 * _PT * k
    widths = [
        max(typeface("semibold").width(fact["value"], size), typeface("regular").width(fact["label"], 2.26 * k))
        for fact in page["facts"]
    ]
    gap = (column.width - sum(widths)) / max(1, len(widths) - 1)
    x = 0.0
    for fact, width in zip(page["facts"], widths, strict=True):
        column.line(fact["label"], 2.26 * k, x=x, y=column.y, colour=soft)
        column.line(fact["value"], size, "semibold", x=x, y=column.y + 3.2 * k)
        x += width + gap
    column.y += 3.2 * k + LEADING * size + 1.5 * k


def text_below(page: dict[str, Any], paper: Paper, lettering: Lettering, density: float, top: float) -> Column:
    """Legend, timetable and small print: under the map, or the last two in the column beside it."""
    k, palette = paper.type_scale * density, palette_of(paper.ink)
    legend = _legend(page, paper, lettering, density, top)
    column = replace(legend, parts=list(legend.parts))
    if paper.landscape:
        left = paper.margin + paper.map_width + paper.gutter
        start = headed(page, paper, lettering).y
        column = Column(left, start, paper.side, palette, lettering.fonts, column.parts)
    for row in page["rows"]:
        column.rule()
        column.y += 0.9 * k
        _row(column, row, k, palette, beside=paper.landscape)
        column.y += 0.7 * k
    column.rule()
    column.y += 1.8 * k
    for note in page["notes"]:
        column.paragraph(note["text"], readable(2.26 * k), label=note["label"], colour=palette.small_print)
    return column


def _legend(page: dict[str, Any], paper: Paper, lettering: Lettering, density: float, top: float) -> Column:
    k, palette = paper.type_scale * density, palette_of(paper.ink)
    column = Column(paper.margin, top, paper.map_width, palette, lettering.fonts)
    items = [
        (each["svg"], *_size(each["svg"], (3.6 if each["tall"] else 2.2) * k), each["text"]) for each in page["legend"]
    ]
    column.flow(items, readable(2.33 * k), 4 * k)
    column.y += 1 * k
    return column


def _size(svg: str, height: float) -> tuple[float, float]:
    """Width and height in mm of a picture of some height, by its view box."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    wide, high = map(float, found.groups()) if found else (1.0, 1.0)
    return wide / high * height, height


def _row(column: Column, row: Row, k: float, palette: Palette, *, beside: bool) -> None:
    """One row of the timetable: sign, times, what and where, and at the right the leg to it and the price."""
    size, small, top = 2.9 * k, readable(2.45 * k), column.y
    middle, right = (31 * k, 29 * k) if beside else (36 * k, 44 * k)
    column.picture(row["symbol"], 1.0, top + 0.2 * k, 4.6 * k, 4.6 * k)
    column.line(row["time"] + "°" * row["hours_doubt"], size, "semibold", x=7.5 * k, y=top)
    if row["wait"]:
        column.line(row["wait"], small, x=7.5 * k, y=top + LEADING * size, colour=palette.small_print)
    width = column.width - middle - right
    place = row["place"] + "°" * row["place_doubt"] if row["place"] else ""
    craft = " · ".join(each for each in (row["craft"], row["role"]) if each)
    details = (place, row["phone"], craft) if beside else (" · ".join(filter(None, (place, craft, row["phone"]))),)
    for line in wrapped(row["name"], size, width, "semibold"):
        column.line(line, size, "semibold", x=middle)
    for line in (line for each in details if each for line in wrapped(each, small, width)):
        column.line(line, small, x=middle, colour=palette.small_print)
    column.y = max(column.y, _leg(column, row, top, size, small), top + 5 * k)


def _leg(column: Column, row: Row, top: float, size: float, small: float) -> float:
    """The leg and the price, flush right from ``top`` down; where they end."""
    y, leg = top, row["leg"]
    if leg:
        column.line(leg["text"], size, x=column.width, anchor="end", y=y)
        y += LEADING * size
        column.line(leg["way"], small, x=column.width, anchor="end", y=y)
        width, height = _size(leg["line"], small)
        away = typeface("regular").width(leg["way"], small) + 1
        column.picture(leg["line"], column.width - away - width, y + 0.15 * small, width, height)
        y += LEADING * small
    if row["price"] != "–":
        column.line(row["price"], small, "semibold", x=column.width, anchor="end", y=y)
        y += LEADING * small
    return y
