"""stops.csv: the stops of routes for any spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tourplanner.formats.cells import csv_bytes
from tourplanner.formats.layer import Value
from tourplanner.model import Itinerary, Place, Portfolio
from tourplanner.model.vn2000 import to_vn2000
from tourplanner.publish.files.layers import stops_layer
from tourplanner.publish.words import iso


def route_csv(itinerary: Itinerary, *, grid: int | None = None) -> bytes:
    """
    Starts, visits, meals and ends as CSV (RFC 4180), one line each in the order of travel.

    UTF-8 with a byte order mark, without which Excel shows Vietnamese as gibberish; Python reads it as ``utf-8-sig``. A
    text that a spreadsheet would calculate has an apostrophe before it.

    Parameters
    ----------
    grid
        EPSG code of a grid of VN-2000 (5897 in Hanoi): adds ``vn2000_x_north`` and ``vn2000_y_east`` in metres beside
        ``lat`` and ``lon``; needs the extra ``geo``.
    """
    return _csv([itinerary], grid)


def portfolio_csv(portfolio: Portfolio, *, grid: int | None = None) -> bytes:
    """The same for all routes of a portfolio; the column ``route`` tells them apart."""
    return _csv(portfolio.routes, grid)


def _csv(routes: Sequence[Itinerary], grid: int | None) -> bytes:
    stops = stops_layer(routes)
    metres = ("vn2000_x_north", "vn2000_y_east", "vn2000_epsg") if grid else ()
    rows: list[Sequence[str | int | float | None]] = [(*stops.columns, "lat", "lon", *metres)]
    for values, ((lat, lon),) in zip(stops.rows, stops.shapes, strict=True):
        rows.append((*map(_cell, values), lat, lon, *_grid(lat, lon, grid)))
    return csv_bytes(rows)


def _grid(lat: float, lon: float, grid: int | None) -> tuple[float, ...]:
    if grid is None:
        return ()
    point = to_vn2000(Place(lat=lat, lon=lon), epsg=grid)
    return point.northing, point.easting, point.epsg


def _cell(value: Value) -> str | int | float | None:
    if isinstance(value, datetime):
        return iso(value)
    return value if isinstance(value, str | int | float) else None
