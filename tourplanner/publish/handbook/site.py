"""The handbook as a folder: every page in every language, what they share, calendars and files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tourplanner.errors import GoalError
from tourplanner.model import Itinerary
from tourplanner.model.guidebook import Guidebook
from tourplanner.publish.basemap import packaged_basemap
from tourplanner.publish.calendars.checks import checked_url
from tourplanner.publish.folder import Make, Progress, write_whole
from tourplanner.publish.handbook.about import about_page
from tourplanner.publish.handbook.assets import asset_files, start_js, start_page
from tourplanner.publish.handbook.book import YEARS, Book
from tourplanner.publish.handbook.crafts import craft_page, crafts_page
from tourplanner.publish.handbook.festivals import festivals_calendar, festivals_page
from tourplanner.publish.handbook.frame import Page, framed
from tourplanner.publish.handbook.gate import gate_html
from tourplanner.publish.handbook.home import home_page
from tourplanner.publish.handbook.owned import LIST, check_handbook_folder, list_json
from tourplanner.publish.handbook.paths import (
    calendar_path,
    craft_path,
    festivals_path,
    gate_path,
    route_path,
    village_path,
)
from tourplanner.publish.handbook.routes import route_file, route_page, routes_page
from tourplanner.publish.handbook.search import index_js
from tourplanner.publish.handbook.village import village_page
from tourplanner.publish.handbook.villages import villages_page
from tourplanner.speech import Language, Speaker, checked, speaker

if TYPE_CHECKING:
    from tourplanner.model.basemap import Basemap

Build = Callable[[Book, Speaker], Page]


def handbook(
    guidebook: Guidebook,
    folder: str | os.PathLike[str],
    *,
    languages: Sequence[str] = ("vi", "en"),
    address: str | None = None,
    on: date | None = None,
    documents: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    basemap: Basemap | None = None,
    progress: Progress | None = None,
    overwrite: bool = True,
) -> Path:
    """
    Write the electronic handbook of a region: pages for phones that need no network and no server.

    Opened at ``index.html``, also from a USB stick. There is a page for each village, craft and route, the festivals
    of three times twelve months, calendars to subscribe to, a search that takes names without accents. Everything is
    made in a folder beside and moved into place at the end. The same guidebook gives the same bytes.

    Parameters
    ----------
    folder
        Made if absent; replaced if an earlier handbook made it and nobody put anything in.
    languages
        One or more of ``speech.LANGUAGES``; the first is that of the start page and of the codes.
    address
        Under which the folder will be published, https://. Each village then has a sheet for its gate with a code that
        leads to its page, ``gate/<village id>.html``, and calendars are subscribed to there.
    on
        The day from which festivals are told; by default the day of the data.
    documents
        By route id what else there is to read: (label, address) pairs. An address has https://, or is a path from the
        handbook's folder, such as ``"../print/route-1/map.pdf"``.
    basemap
        Another base map than the packaged one.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    UnknownIdError
        If there is no such language.
    GoalError
        If no language or one twice is given, an address is none, or documents are given for no route.
    FolderError
        If the folder holds what no handbook wrote, or is a file; nothing was touched.
    """
    book = Book(
        guide=guidebook,
        languages=_languages(languages),
        on=on or guidebook.as_of,
        basemap=basemap or packaged_basemap(),
        address=_address(address),
        documents=_documents(guidebook, documents or {}),
    )
    folder = Path(folder).resolve()
    check_handbook_folder(folder, overwrite=overwrite)
    files = dict(_files(book))
    about = {"region": guidebook.region, "as_of": guidebook.as_of.isoformat(), "languages": list(book.languages)}
    return write_whole(folder, {LIST: lambda: list_json(about, files), **files}, progress)


def _languages(languages: Sequence[str]) -> tuple[Language, ...]:
    found = tuple(checked(language) for language in languages)
    if not found or len(set(found)) < len(found):
        raise GoalError(f"the languages are {tuple(languages)!r}: give at least one, and each once")
    return found


def _address(address: str | None) -> str | None:
    if address is None:
        return None
    if not address.startswith("http"):
        raise GoalError(f"{address!r} is no address of a web site: give one with https://")
    return checked_url(address).rstrip("/")


def _documents(
    guide: Guidebook, documents: Mapping[str, Sequence[tuple[str, str]]]
) -> dict[str, tuple[tuple[str, str], ...]]:
    known = {route.id for route in guide.routes}
    faults = [f"there is no route {id!r}" for id in documents if id not in known]
    faults += [
        f"{address!r} is neither a path nor an address with https://"
        for links in documents.values()
        for _, address in links
        if not _leads(address)
    ]
    if faults:
        raise GoalError(f"documents: {'; '.join(faults)}")
    return {id: tuple(links) for id, links in documents.items()}


def _leads(address: str) -> bool:
    """An address of the web, or a path: whatever else begins with a scheme might be a script."""
    if "://" in address:
        return address.startswith(("https://", "http://"))
    return bool(address) and ":" not in address and not address.startswith("/")


def _files(book: Book) -> Iterator[tuple[str, Make]]:
    yield "index.html", lambda: start_page(book)
    yield "assets/start.js", lambda: start_js(book)
    yield from asset_files(book)
    for language in book.languages:
        voice = speaker(language)
        yield f"{language}/search.js", partial(index_js, book, voice)
        for path, build in _pages(book):
            yield f"{language}/{path}", partial(_page, build, book, voice)
    yield from _calendars(book)
    for route in book.guide.routes:
        yield from _route_files(route)
    if book.address:
        for village in book.villages.values():
            yield gate_path(village.id), partial(gate_html, village, book)


def _page(build: Build, book: Book, voice: Speaker) -> bytes:
    return framed(build(book, voice), book, voice)


def _pages(book: Book) -> Iterator[tuple[str, Build]]:
    yield "index.html", home_page
    yield "villages.html", villages_page
    yield "crafts.html", crafts_page
    yield "about.html", about_page
    for number in range(YEARS):
        yield festivals_path(number), partial(festivals_page, number)
    if book.guide.routes:
        yield "routes.html", routes_page
    for village in book.villages.values():
        yield village_path(village.id), partial(village_page, village)
    for craft in book.crafts.values():
        yield craft_path(craft.id), partial(craft_page, craft)
    for route in book.guide.routes:
        yield route_path(route.id), partial(route_page, route)


def _calendars(book: Book) -> Iterator[tuple[str, Make]]:
    yield calendar_path(), lambda: festivals_calendar(book)
    for id in book.festivals_of:
        if id in book.villages:
            yield calendar_path(id), partial(festivals_calendar, book, book.villages[id])


def _route_files(route: Itinerary) -> Iterator[tuple[str, Make]]:
    from tourplanner.publish.calendars.route import route_ics
    from tourplanner.publish.files import route_geojson, route_gpx, route_kml

    yield route_file(route, "ics"), partial(route_ics, route)
    yield route_file(route, "gpx"), partial(route_gpx, route)
    yield route_file(route, "geojson"), partial(route_geojson, route)
    yield route_file(route, "kml"), partial(route_kml, route)
