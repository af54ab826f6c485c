"""What files there are of a route and of a portfolio, by name, each made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from tourplanner.model import Itinerary, Portfolio
from tourplanner.publish.files.csv import portfolio_csv, route_csv
from tourplanner.publish.files.excel import portfolio_xlsx, route_xlsx
from tourplanner.publish.files.geojson import portfolio_geojson, route_geojson
from tourplanner.publish.files.gpkg import portfolio_gpkg, route_gpkg
from tourplanner.publish.files.gpx import portfolio_gpx, route_gpx
from tourplanner.publish.files.graphml import portfolio_graphml
from tourplanner.publish.files.jsonld import portfolio_jsonld, route_jsonld
from tourplanner.publish.files.kml import portfolio_kml, route_kml
from tourplanner.publish.files.word import route_docx
from tourplanner.speech import checked

_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "gpx": "application/gpx+xml",
    "graphml": "application/xml",
    "jsonld": "application/ld+json",
    "kml": "application/vnd.google-earth.kml+xml",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
}
"""The media type of each kind of file, as a web server tells it."""

EXTRAS = {"docx": "word", "xlsx": "excel"}
"""The extra that a kind of file needs; the others need none."""

_ROUTE: Mapping[str, Callable[[Itinerary], bytes]] = {
    "geojson": route_geojson, "gpx": route_gpx, "kml": route_kml, "gpkg": route_gpkg, "csv": route_csv,
    "jsonld": route_jsonld,
}  # fmt: skip
_PORTFOLIO: Mapping[str, Callable[[Portfolio], bytes]] = {
    "geojson": portfolio_geojson, "gpx": portfolio_gpx, "kml": portfolio_kml, "gpkg": portfolio_gpkg,
    "csv": portfolio_csv, "jsonld": portfolio_jsonld, "graphml": portfolio_graphml,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """One file that can be made: ``kind`` is its ending, ``language`` "" where it speaks none in particular."""

    name: str
    kind: str
    language: str
    make: Callable[[], bytes]

    @property
    def media(self) -> str:
        """Its media type."""
        return MEDIA[self.kind]

    @property
    def extra(self) -> str | None:
        """The extra without which ``make`` raises ``ModuleNotFoundError``."""
        return EXTRAS.get(self.kind)


def route_files(itinerary: Itinerary, languages: Iterable[str] = ("vi",)) -> dict[str, File]:
    """
    The files of one route by name: ``route.gpx`` and the like, ``programme.vi.docx`` once per language.

    Raises
    ------
    UnknownIdError
        For a language other than those of ``speech.LANGUAGES``.
    """
    found = [File(f"route.{kind}", kind, "", partial(make, itinerary)) for kind, make in _ROUTE.items()]
    for spoken in map(checked, languages):
        found.append(File(f"programme.{spoken}.xlsx", "xlsx", spoken, partial(route_xlsx, itinerary, spoken)))
        found.append(File(f"programme.{spoken}.docx", "docx", spoken, partial(route_docx, itinerary, spoken)))
    return {file.name: file for file in found}


def portfolio_files(portfolio: Portfolio, languages: Iterable[str] = ("vi",)) -> dict[str, File]:
    """The files of all routes together, ``routes.gpkg`` and the like; otherwise as ``route_files``."""
    found = [File(f"routes.{kind}", kind, "", partial(make, portfolio)) for kind, make in _PORTFOLIO.items()]
    for spoken in map(checked, languages):
        found.append(File(f"programmes.{spoken}.xlsx", "xlsx", spoken, partial(portfolio_xlsx, portfolio, spoken)))
    return {file.name: file for file in found}
