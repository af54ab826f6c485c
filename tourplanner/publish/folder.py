"""The folder an operator receives: everything about a portfolio, written whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Literal

from tourplanner.errors import FolderError
from tourplanner.model import Itinerary, Portfolio, Text
from tourplanner.publish.words import folder_name

if TYPE_CHECKING:
    from tourplanner.model.basemap import Basemap

Progress = Callable[[str, int, int], None]
"""Called with the file written next, the number of files done and of all files; last with "" and all done."""
Make = Callable[[], bytes]

ROUTE_FILES = ("map.html", "route.ics", "route.geojson", "route.gpx", "map.pdf")
PORTFOLIO_FILES = ("routes.json", "index.html", "map.html")
ITINERARY_FILES = ("route.json", *ROUTE_FILES)


def export(
    portfolio: Portfolio,
    folder: str | os.PathLike[str],
    *,
    progress: Progress | None = None,
    overwrite: bool = True,
    link: str | None = None,
    basemap: Basemap | None = None,
    language: str = "vi",
    fonts: str | os.PathLike[str] | None = None,
) -> Path:
    """
    Write ``routes.json``, ``index.html``, ``map.html`` and per route a folder: map, calendar, geo files, printed map.

    Everything is made in a folder beside and moved into place at the end: a failure leaves what was there. The same
    portfolio gives the same bytes.

    Parameters
    ----------
    folder
        Made if absent; replaced if an earlier export made it.
    overwrite
        False refuses any folder that is not empty.
    link
        Address under which the folder will be published; the printed maps then carry a code leading to their web map.
    basemap
        What all maps draw under the routes, as ``RoadPack.basemap`` has it; by default the packaged region.
    language
        In which the pages and the printed maps speak, one of ``speech.LANGUAGES``; calendars and geo files stay as
        they are.
    fonts
        A folder with typefaces for the printed maps, see ``map_pdf``.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    FolderError
        If the folder holds files that no export wrote, or is a file; nothing was touched.
    ValueError
        If two routes share an id.
    UnknownIdError, FontError
        If there is no such language, or no typeface to print it in.
    """
    from tourplanner.publish.document import portfolio_json
    from tourplanner.publish.index import index_html
    from tourplanner.publish.portfoliomap import portfolio_map_html

    ids = [route.id for route in portfolio.routes]
    if len(set(ids)) < len(ids):
        raise ValueError(f"routes share an id: {', '.join(sorted({id for id in ids if ids.count(id) > 1}))}")
    files: dict[str, Make] = {"routes.json": lambda: portfolio_json(portfolio)}
    about = _About(portfolio.region_name, portfolio.attributions, basemap, language, fonts)
    files["index.html"] = lambda: index_html(portfolio, basemap=basemap, language=language)
    files["map.html"] = lambda: portfolio_map_html(portfolio, basemap=basemap, language=language)
    for route in portfolio.routes:
        name = folder_name(route.id)
        address = f"{link.rstrip('/')}/{name}/map.html" if link else None
        for file, make in _route_files(route, about, address):
            files[f"{name}/{file}"] = make
    return _write(Path(folder), files, progress, overwrite)


def export_itinerary(
    itinerary: Itinerary,
    folder: str | os.PathLike[str],
    *,
    region_name: Text,
    attributions: tuple[str, ...] = (),
    progress: Progress | None = None,
    overwrite: bool = True,
    link: str | None = None,
    basemap: Basemap | None = None,
    language: str = "vi",
    fonts: str | os.PathLike[str] | None = None,
) -> Path:
    """
    Write one tour's ``route.json``, map, calendar, geo files and printed map into a folder.

    For everything else see ``export``; ``link`` is the address of the folder.
    """
    from tourplanner.publish.document import route_json

    address = f"{link.rstrip('/')}/map.html" if link else None
    files: dict[str, Make] = {"route.json": lambda: route_json(itinerary)}
    about = _About(region_name, attributions, basemap, language, fonts)
    files |= dict(_route_files(itinerary, about, address))
    return _write(Path(folder), files, progress, overwrite)


@dataclass(frozen=True, slots=True)
class _About:
    """What the maps of all routes have in common."""

    region_name: Text
    attributions: tuple[str, ...]
    basemap: Basemap | None
    language: str
    fonts: str | os.PathLike[str] | None


def _route_files(route: Itinerary, about: _About, address: str | None) -> Iterator[tuple[str, Make]]:
    from tourplanner.publish.calendars.route import route_ics
    from tourplanner.publish.files.geojson import route_geojson
    from tourplanner.publish.files.gpx import route_gpx
    from tourplanner.publish.sheet import map_pdf
    from tourplanner.publish.webmap import route_map_html

    shared: dict[str, Any] = {
        "region_name": about.region_name, "attributions": about.attributions, "basemap": about.basemap,
        "language": about.language,
    }  # fmt: skip
    yield "map.html", lambda: route_map_html(route, **shared)
    yield "route.ics", lambda: route_ics(route)
    yield "route.geojson", lambda: route_geojson(route)
    yield "route.gpx", lambda: route_gpx(route)
    yield "map.pdf", lambda: map_pdf(route, link=address, fonts=about.fonts, **shared)


def _write(folder: Path, files: Mapping[str, Make], progress: Progress | None, overwrite: bool) -> Path:
    check_folder(folder, overwrite=overwrite)
    return write_whole(folder, files, progress)


def write_whole(folder: Path, files: Mapping[str, Make], progress: Progress | None = None) -> Path:
    """Make all files beside a folder and put them in its place at the end; whoever calls knows that it may go."""
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = _beside(folder, "new")
    try:
        for done, (name, make) in enumerate(files.items()):
            if progress:
                progress(name, done, len(files))
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(make())
        _swap(fresh, folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    if progress:
        progress("", len(files), len(files))
    return folder


def _beside(folder: Path, what: Literal["new", "old"]) -> Path:
    """A free name beside a folder, on the same file system."""
    return folder.with_name(f".{folder.name}.{what}-{os.getpid()}")


def _swap(fresh: Path, folder: Path) -> None:
    old = _beside(folder, "old")
    if not folder.exists():
        fresh.rename(folder)
        return
    folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old)


def check_folder(folder: str | os.PathLike[str], *, overwrite: bool = True) -> None:
    """
    Whether ``export`` would write there; worth asking before planning for it.

    Raises
    ------
    FolderError
        If the folder holds files that no export wrote, or is a file.
    """
    folder = Path(folder).resolve()
    if not folder.exists():
        return
    if not folder.is_dir():
        raise FolderError(folder, (), "is a file, not a folder")
    found = _held(folder)
    if found and not overwrite:
        raise FolderError(folder, found, "is not empty, and overwriting was not asked for")
    foreign = [name for name in found if not _is_ours(name)]
    if foreign:
        raise FolderError(folder, foreign, "holds files that tourplanner did not write")
    if found and not any(_is_marker(folder / name) for name in ("routes.json", "route.json")):
        raise FolderError(folder, found, "has no routes.json or route.json of an earlier export")


def _held(folder: Path) -> list[str]:
    """What lies in a folder and in its folders. No export goes deeper, and a home folder is not searched through."""
    inside = [path for each in folder.iterdir() for path in (each.iterdir() if each.is_dir() else (each,))]
    return sorted(path.relative_to(folder).as_posix() for path in inside)


def _is_ours(name: str) -> bool:
    path = PurePosixPath(name)
    known = {1: (*PORTFOLIO_FILES, *ITINERARY_FILES), 2: ROUTE_FILES}
    return path.name in known.get(len(path.parts), ())


def _is_marker(path: Path) -> bool:
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(document, dict) and str(document.get("schema", "")).startswith("tourplanner/")
