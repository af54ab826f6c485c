"""The kinds of documents of a publication: one entry each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tourplanner.publish.bundle import making
from tourplanner.publish.bundle.order import Order, orders_of
from tourplanner.publish.bundle.source import Source
from tourplanner.publish.files.listing import EXTRAS
from tourplanner.speech import message

Contents = bytes | Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Document:
    """
    A kind of document.

    ``pattern`` is the name of its file. Where it has ``{route}``, ``{day}``, ``{language}`` or ``{paper}`` there is a
    file for each; where it ends with a slash, it is a folder, and ``make`` gives the files in it by name. ``title`` is
    a message, what readers see, "" for what is not shown; ``label`` tells documents of one title apart, and is the same
    in every language. ``extra`` is the package's extra that it needs, ``first_paper`` says that it is made on the first
    of the papers asked for alone.
    """

    pattern: str
    group: str
    title: str
    make: Callable[[Source, Order], Contents]
    label: str = ""
    extra: str | None = None
    first_paper: bool = False


def documents(source: Source) -> tuple[Document, ...]:
    """The documents that are asked for, and those that always are."""
    return tuple(each for each in DOCUMENTS.values() if each.group in source.groups or not each.group)


def orders(source: Source) -> tuple[Order, ...]:
    """Every file that is asked for."""
    return tuple(order for document in documents(source) for order in orders_for(document, source))


def orders_for(document: Document, source: Source) -> Iterator[Order]:
    """The files of one document."""
    papers = source.papers[:1] if document.first_paper else source.papers
    return orders_of(document.pattern, source, papers)


def _listed() -> Iterator[Document]:
    """What takes longest stands first, so that all workers end at about the same time."""
    yield Document("handbook/", "handbook", "", making.handbook_folder)
    yield Document("atlas.{language}.pdf", "atlas", message("Atlas of routes"), making.atlas)
    yield Document("{route}/roadbook.{language}.pdf", "roadbook", message("Roadbook"), making.roadbook)
    yield from _maps()
    yield Document("{route}/runsheet.{language}.pdf", "runsheet", message("Run sheet"), making.guide_sheet)
    title = message("Run sheet for the driver")
    yield Document("{route}/driver.{language}.pdf", "runsheet", title, making.driver_sheet)
    yield Document("overview.{language}.html", "web", message("Overview of all routes"), making.overview)
    yield Document("map.{language}.html", "web", message("Map of all routes"), making.portfolio_map)
    yield Document("{route}/map.{language}.html", "web", message("Map"), making.web_map)
    yield Document("{route}/calendar.{language}.ics", "calendars", message("Calendar"), making.calendar)
    yield Document("calendars/", "calendars", "", making.feeds_folder)
    yield _programme("{route}/programme.{language}.docx", "Word", making.route_file)
    yield _programme("{route}/programme.{language}.xlsx", "Excel", making.route_file)
    yield _programme("files/programmes.{language}.xlsx", "Excel", making.portfolio_file)
    for kind, label in _KINDS.items():
        yield Document(f"{{route}}/route.{kind}", "files", _FILES, making.route_file, label)
    for kind, label in (_KINDS | {"graphml": "GraphML"}).items():
        yield Document(f"files/routes.{kind}", "files", _FILES, making.portfolio_file, label)
    yield Document("routes.json", "", _FILES, making.routes_json, "JSON")


def _maps() -> Iterator[Document]:
    name, title = "{route}/map.{paper}.{language}", message("Map to print")
    yield Document(f"{name}.pdf", "maps", title, making.printed_map)
    yield Document(f"{name}{{day}}.png", "pictures", title, making.map_picture, "PNG", first_paper=True)
    yield Document(f"{name}{{day}}.svg", "pictures", title, making.map_drawing, "SVG", first_paper=True)


def _programme(pattern: str, label: str, make: Callable[[Source, Order], Contents]) -> Document:
    kind = pattern.rpartition(".")[2]
    title = message("Programme and prices")
    return Document(pattern, "programmes", title, make, label, extra=EXTRAS[kind])


_FILES = message("Files for other programs")
_KINDS = {
    "gpx": "GPX", "kml": "KML", "geojson": "GeoJSON", "gpkg": "GeoPackage", "csv": "CSV", "jsonld": "JSON-LD",
}  # fmt: skip

DOCUMENTS: Mapping[str, Document] = {each.pattern: each for each in _listed()}
"""All of them by pattern."""
