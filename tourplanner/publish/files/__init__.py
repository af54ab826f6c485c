"""
Routes as files that other tools open, made of model values alone: maps, tables, documents and graphs.

``route_files`` and ``portfolio_files`` say what files there are, by name; each is made when it is asked for. Names are
loaded on first use: a GPX file needs no workbook.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tourplanner.lazy import lazy

if TYPE_CHECKING:
    from tourplanner.publish.files.csv import portfolio_csv, route_csv
    from tourplanner.publish.files.excel import portfolio_xlsx, route_xlsx
    from tourplanner.publish.files.frames import legs_frame, stops_frame, villages_frame
    from tourplanner.publish.files.geojson import portfolio_geojson, route_geojson
    from tourplanner.publish.files.gpkg import portfolio_gpkg, route_gpkg
    from tourplanner.publish.files.gpx import portfolio_gpx, route_gpx
    from tourplanner.publish.files.graphml import portfolio_graphml
    from tourplanner.publish.files.jsonld import Offer, portfolio_jsonld, route_jsonld, village_jsonld
    from tourplanner.publish.files.kml import portfolio_kml, route_kml
    from tourplanner.publish.files.listing import File, portfolio_files, route_files
    from tourplanner.publish.files.word import route_docx

_HOMES = {
    "File": "listing",
    "Offer": "jsonld",
    "legs_frame": "frames",
    "portfolio_csv": "csv",
    "portfolio_files": "listing",
    "portfolio_geojson": "geojson",
    "portfolio_gpkg": "gpkg",
    "portfolio_gpx": "gpx",
    "portfolio_graphml": "graphml",
    "portfolio_jsonld": "jsonld",
    "portfolio_kml": "kml",
    "portfolio_xlsx": "excel",
    "route_csv": "csv",
    "route_docx": "word",
    "route_files": "listing",
    "route_geojson": "geojson",
    "route_gpkg": "gpkg",
    "route_gpx": "gpx",
    "route_jsonld": "jsonld",
    "route_kml": "kml",
    "route_xlsx": "excel",
    "stops_frame": "frames",
    "village_jsonld": "jsonld",
    "villages_frame": "frames",
}

__all__ = [
    "File",
    "Offer",
    "legs_frame",
    "portfolio_csv",
    "portfolio_files",
    "portfolio_geojson",
    "portfolio_gpkg",
    "portfolio_gpx",
    "portfolio_graphml",
    "portfolio_jsonld",
    "portfolio_kml",
    "portfolio_xlsx",
    "route_csv",
    "route_docx",
    "route_files",
    "route_geojson",
    "route_gpkg",
    "route_gpx",
    "route_jsonld",
    "route_kml",
    "route_xlsx",
    "stops_frame",
    "village_jsonld",
    "villages_frame",
]

__getattr__, __dir__ = lazy(__name__, _HOMES)
