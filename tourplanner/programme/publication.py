"""Everything that a portfolio and its region have to show, published in one folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tourplanner.catalogue import Catalogue
from tourplanner.model import Portfolio
from tourplanner.programme.guide import guidebook
from tourplanner.publish.bundle import GROUPS, PAPERS, Source, publish

if TYPE_CHECKING:
    from tourplanner.model.basemap import Basemap
    from tourplanner.publish.folder import Progress


def publish_routes(
    portfolio: Portfolio,
    region: Catalogue,
    folder: str | os.PathLike[str],
    *,
    languages: Sequence[str] = ("vi",),
    only: Sequence[str] = GROUPS,
    papers: Sequence[str] = PAPERS,
    link: str | None = None,
    basemap: Basemap | None = None,
    fonts: str | os.PathLike[str] | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    overwrite: bool = True,
) -> Path:
    """
    Write all documents of a portfolio for guests, guides, drivers, villages and the city, in several languages.

    ``index.html`` leads to them, ``published.json`` lists them. Everything is made in a folder beside, by several
    processes, and moved into place at the end. The same input gives the same bytes.

    Parameters
    ----------
    region
        What the routes were planned over; festivals and villages are told from it.
    folder
        Made if absent; replaced if an earlier publication made it and nobody changed anything in it.
    languages
        Of ``speech.LANGUAGES``; the first is that of the start page.
    only
        Groups of documents, of ``publish.bundle.GROUPS``.
    papers
        For printed maps, of ``publish.bundle.PAPERS``.
    link
        Address under which the folder will be published, https://; printed codes then lead to web maps.
    basemap
        What all maps draw under the routes; by default the packaged region.
    fonts
        A folder with typefaces for print, see ``map_pdf``.
    jobs
        How many processes, by default one for each core; 1 uses no other process.
    progress
        Called with the file made last, the number of files done and of all.
    overwrite
        False refuses any folder that is not empty.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    GoalError
        If what is asked for is not there, or needs what is not installed: all of it.
    PublishError
        If files cannot be made, say for want of a glyph: all of them, by name.
    FolderError
        If the folder holds what no publication wrote, or what was changed since. Nothing was touched.
    """
    source = source_of(
        portfolio, region, languages=languages, only=only, papers=papers, link=link, basemap=basemap, fonts=fonts
    )
    return publish(source, folder, jobs=jobs, progress=progress, overwrite=overwrite)


def source_of(
    portfolio: Portfolio,
    region: Catalogue,
    *,
    languages: Sequence[str] = ("vi",),
    only: Sequence[str] = GROUPS,
    papers: Sequence[str] = PAPERS,
    link: str | None = None,
    basemap: Basemap | None = None,
    fonts: str | os.PathLike[str] | None = None,
) -> Source:
    """What documents are made from: a portfolio with all that its region tells. For the rest see ``publish_routes``."""
    return Source(
        portfolio=portfolio,
        guidebook=guidebook(region, portfolio),
        languages=tuple(languages),
        groups=tuple(only),
        papers=tuple(papers),
        link=link,
        basemap=basemap,
        fonts=None if fonts is None else os.fspath(fonts),
    )
