"""route.gpkg: routes for QGIS, styled when it opens them."""

from __future__ import annotations

from collections.abc import Sequence

from tourplanner.formats.geopackage import geopackage
from tourplanner.model import Itinerary, Portfolio
from tourplanner.publish.files.layers import route_layers
from tourplanner.publish.files.qgis import styles


def route_gpkg(itinerary: Itinerary) -> bytes:
    """A route as a GeoPackage with the layers ``villages``, ``legs`` and ``stops`` in WGS 84 and a style for each."""
    return _gpkg([itinerary])


def portfolio_gpkg(portfolio: Portfolio) -> bytes:
    """All routes of a portfolio in the same three layers; the column ``route`` tells them apart."""
    return _gpkg(portfolio.routes)


def _gpkg(routes: Sequence[Itinerary]) -> bytes:
    return geopackage(route_layers(routes), styles(routes))
