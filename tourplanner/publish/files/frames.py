"""Routes as GeoPandas frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tourplanner.formats.frames import geo_frame
from tourplanner.model import Itinerary, Portfolio
from tourplanner.publish.files.layers import legs_layer, stops_layer, villages_layer

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


def stops_frame(routes: Portfolio | Itinerary) -> GeoDataFrame:
    """Starts, visits, meals and ends of a route, or of all routes of a portfolio; points in EPSG:4326."""
    return geo_frame(stops_layer(_all(routes)))


def legs_frame(routes: Portfolio | Itinerary) -> GeoDataFrame:
    """The legs as lines in EPSG:4326; ``straight`` says where no road is known."""
    return geo_frame(legs_layer(_all(routes)))


def villages_frame(routes: Portfolio | Itinerary) -> GeoDataFrame:
    """The villages visited, each once, as points in EPSG:4326."""
    return geo_frame(villages_layer(_all(routes)))


def _all(routes: Portfolio | Itinerary) -> Sequence[Itinerary]:
    return [routes] if isinstance(routes, Itinerary) else routes.routes
