"""A small map of one village: where it is as far as that is known, and the visits in it by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tourplanner.model import Stop, Village
from tourplanner.model.basemap import Basemap
from tourplanner.press.lettering import Lettering
from tourplanner.publish.boxes import Box
from tourplanner.publish.labels import Label, Space, stop_label
from tourplanner.publish.mapdraw import draw_base
from tourplanner.publish.marks import draw_label, draw_marker, scale_bar
from tourplanner.publish.palette import COLOUR
from tourplanner.publish.print.overview import base_labels, framed
from tourplanner.publish.projection import Sheet
from tourplanner.publish.tracks import DISC_MM, PITCH_MM, Marker, Symbol
from tourplanner.publish.words import clean

SCALES = (25_000, 40_000, 60_000, 100_000)
_CIRCLE_MM = 13.0
"""The largest radius in mm that the circle of a place's accuracy has."""


@dataclass(frozen=True, slots=True, eq=False)
class Locator:
    """A map laid out, in mm from the top left; ``radius`` is the accuracy of the village's place."""

    sheet: Sheet
    markers: tuple[Marker, ...]
    labels: tuple[Label, ...]
    radius: float
    bar: tuple[Box, str]
    basemap: Basemap

    def svg(self) -> str:
        """The map as an SVG document; same map, same text."""
        x, y = self.sheet.width / 2, self.sheet.height / 2
        around = (
            f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{self.radius:.2f}" fill="{COLOUR.visit}" fill-opacity=".08" '
            f'stroke="{COLOUR.visit}" stroke-width=".3" stroke-dasharray="1 .8"/>'
        )
        parts = [draw_base(self.sheet, self.basemap), around if self.radius > DISC_MM else ""]
        parts += (piece for label in self.labels if label.kind != "stop" for piece in draw_label(label))
        parts += (piece for marker in self.markers for piece in draw_marker(marker))
        parts += (piece for label in self.labels if label.kind == "stop" for piece in draw_label(label))
        return framed(self.sheet, [*parts, self.bar[1]])


def locator(
    village: Village,
    visits: Sequence[tuple[int, Stop]],
    *,
    width: float,
    height: float,
    basemap: Basemap,
    lettering: Lettering,
) -> Locator:
    """The village in the middle of ``width`` x ``height`` mm, with the visits (number, stop) that lie on it."""
    place = village.place
    scale = next((each for each in SCALES if place.accuracy_m * 1000 / each <= _CIRCLE_MM), SCALES[-1])
    sheet = Sheet(place.lat, place.lon, scale, width, height)
    marks = _markers(village, visits, sheet)
    bar = scale_bar(sheet, np.array([2, height - 2]), lettering)
    frame = Box(0, 0, width, height).grown(-1.2)
    space = Space(frame, np.array(marks[0].centres), [bar[0], *(mark.box.grown(0.5) for mark in marks)])
    name = clean(village.name.vi)
    own = stop_label(space, marks[0].box, (name,), 3.3)
    labels = [*([own] if own else []), *base_labels(sheet, basemap, space, {name})]
    return Locator(sheet, marks, tuple(labels), place.accuracy_m * 1000 / scale, bar, basemap)


def _markers(village: Village, visits: Sequence[tuple[int, Stop]], sheet: Sheet) -> tuple[Marker, ...]:
    """Visits in rows at their places, what is nearer than two symbols in one row; those beyond the frame left out."""
    rows: list[list[tuple[int, tuple[float, float]]]] = []
    for number, stop in visits:
        ((x, y),) = sheet.xy([(stop.place.lat, stop.place.lon)]).tolist()
        if not Box.around(x, y, 2 * DISC_MM, 2 * DISC_MM).within(Box(0, 0, sheet.width, sheet.height).grown(-1)):
            continue
        near = next((row for row in rows if np.hypot(row[0][1][0] - x, row[0][1][1] - y) < 2 * PITCH_MM), None)
        if near is None:
            rows.append([(number, (x, y))])
        else:
            near.append((number, (x, y)))
    middle = (sheet.width / 2, sheet.height / 2)
    return tuple(_marker(row, village) for row in rows or [[(number, middle) for number, _ in visits]])


def _marker(row: Sequence[tuple[int, tuple[float, float]]], village: Village) -> Marker:
    spots = np.array([spot for _, spot in row])
    x, y = ((spots.min(axis=0) + spots.max(axis=0)) / 2).tolist()
    symbols = tuple(Symbol("visit", number) for number, _ in row)
    return Marker(symbols, spots, (village.place,) * len(row), ((village.name.vi, ""),) * len(row), x, y)
