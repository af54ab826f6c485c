"""
What comes out: model values in, bytes and files out.

Names are loaded on first use; importing this room loads neither folium nor typst nor icalendar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tourplanner.lazy import lazy

if TYPE_CHECKING:
    from tourplanner.publish.basemap import packaged_basemap
    from tourplanner.publish.calendars.route import route_ics
    from tourplanner.publish.document import portfolio_document, portfolio_json, route_document, route_json
    from tourplanner.publish.files.geojson import route_geojson
    from tourplanner.publish.files.gpx import route_gpx
    from tourplanner.publish.folder import check_folder, export, export_itinerary
    from tourplanner.publish.index import index_html
    from tourplanner.publish.portfoliomap import portfolio_map, portfolio_map_html
    from tourplanner.publish.print.atlas import atlas_pdf
    from tourplanner.publish.print.roadbook import roadbook_pdf
    from tourplanner.publish.print.runsheet import runsheet_pdf
    from tourplanner.publish.sheet import map_pdf
    from tourplanner.publish.webmap import route_map, route_map_html

_HOMES = {
    "atlas_pdf": "print.atlas",
    "check_folder": "folder",
    "export": "folder",
    "export_itinerary": "folder",
    "index_html": "index",
    "map_pdf": "sheet",
    "packaged_basemap": "basemap",
    "portfolio_document": "document",
    "portfolio_json": "document",
    "portfolio_map": "portfoliomap",
    "portfolio_map_html": "portfoliomap",
    "roadbook_pdf": "print.roadbook",
    "route_document": "document",
    "route_geojson": "files.geojson",
    "route_gpx": "files.gpx",
    "route_ics": "calendars.route",
    "route_json": "document",
    "route_map": "webmap",
    "route_map_html": "webmap",
    "runsheet_pdf": "print.runsheet",
}

__all__ = [
    "atlas_pdf",
    "check_folder",
    "export",
    "export_itinerary",
    "index_html",
    "map_pdf",
    "packaged_basemap",
    "portfolio_document",
    "portfolio_json",
    "portfolio_map",
    "portfolio_map_html",
    "roadbook_pdf",
    "route_document",
    "route_geojson",
    "route_gpx",
    "route_ics",
    "route_json",
    "route_map",
    "route_map_html",
    "runsheet_pdf",
]

__getattr__, __dir__ = lazy(__name__, _HOMES)
