"""Pieces of a folium map that folium itself has not: a vector base map, chips, arrows, our script."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import asinh, atan2, cos, degrees, hypot, radians, tan
from typing import Any

import folium
from branca.element import MacroElement
from folium.template import Template

from tourplanner.publish.markup import Markup, el, escape, js_literal

Line = Sequence[tuple[float, float]]
LANE_PX = 2.75
"""How far a leg on a road keeps to the right, so that there and back lie side by side; the script shifts the line."""


class VectorBase(folium.map.Layer):
    """Roads, water and land drawn on a canvas under everything else, from GeoJSON that travels with the page."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = tourplannerBase({{ this._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
        """
    )

    def __init__(self, data: Sequence[Any] | str, name: str) -> None:
        """``data`` as ``base_data`` has it, or that as JavaScript already."""
        super().__init__(name=name, overlay=True)
        self._name = "VectorBase"
        self.data = data if isinstance(data, str) else js_literal(data)


class Behaviour(MacroElement):
    """Labels kept apart, timetable and map linked, a metric scale, the attribution as text."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            tourplannerMap({{ this._parent.get_name() }}, {{ this.credit }});
        {% endmacro %}
        """
    )

    def __init__(self, credit: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Behaviour"
        self.credit = js_literal(credit)


def icon_marker(
    html: Markup, at: tuple[float, float], *, popup: Markup | None = None, **options: Any
) -> folium.Marker:
    """A marker without size of its own: its CSS places it around the spot."""
    return folium.Marker(
        at,
        icon=folium.DivIcon(html=html, icon_size=(0, 0), class_name="tp-icon"),
        popup=None if popup is None else folium.Popup(popup, max_width=300),
        **options,
    )


def leg_path(
    line: Line, colour: str, *, key: str, straight: bool, tooltip: str, turn: int = 0
) -> folium.PolyLine:
    """
    A leg; ``turn`` shifts the dashes of every other leg so that two on one line both show.

    The script gives it a white casing and the moving direction, and lets legs on roads keep to the right at every zoom.
    """
    points = [list(point) for point in (sorted(line) if straight else line)]
    dash = {"dashArray": "9 9", "dashOffset": str(9 * (turn % 2)), "lineCap": "butt"} if straight else {}
    names = f"tp-path tp-path-{key}" + ("" if straight else " tp-lane")
    look = {"color": colour, "weight": 4, "className": names} | dash
    drawn = folium.PolyLine(points, tooltip=escape(tooltip), **look)  # type: ignore[no-untyped-call]
    drawn.options |= {"casing": 7, "leg": key, "flow": 1 if points == [list(point) for point in line] else -1}
    return drawn


def arrows(
    line: Line, colour: str, shares: Sequence[float] = (0.38, 0.78), *, straight: bool = True
) -> list[folium.Marker]:
    """Arrow heads along a line, at these shares of its length, pointing the way it is travelled."""
    found, lane = [], "" if straight else f" translateX({LANE_PX}px)"
    for share in shares:
        at, bearing = _along(line, share)
        style = f"transform:translate(-50%,-50%) rotate({bearing:.0f}deg){lane}"
        head = el("path", d="M6 0 11 11 6 8 1 11z", fill=colour, stroke="#fff", stroke_width="1.2")
        icon = el("svg", head, viewBox="-1 -1 14 14", class_="tp-arrow", style=style)
        found.append(icon_marker(icon, at, interactive=False, keyboard=False, zIndexOffset=-2000))
    return found


def length(line: Line) -> float:
    """Length in degrees of latitude, for comparing."""
    return sum(_step(a, b) for a, b in pairwise(line))


def _step(a: tuple[float, float], b: tuple[float, float]) -> float:
    return hypot(b[0] - a[0], (b[1] - a[1]) * cos(radians(a[0])))


def _along(line: Line, share: float) -> tuple[tuple[float, float], float]:
    """The point at a share of a line's length, and the compass bearing there as the map shows it (Mercator)."""
    left = share * length(line)
    for a, b in pairwise(line):
        step = _step(a, b)
        if left <= step and step:
            part = left / step
            rise = asinh(tan(radians(b[0]))) - asinh(tan(radians(a[0])))
            bearing = degrees(atan2(radians(b[1] - a[1]), rise))
            return (round(a[0] + part * (b[0] - a[0]), 6), round(a[1] + part * (b[1] - a[1]), 6)), bearing
        left -= step
    return line[-1], 0.0
