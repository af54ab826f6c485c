"""
A publication: every document of a portfolio in one folder, in the languages of the guests.

``documents`` lists the kinds of files, one entry each; ``plan`` says which files they come to; ``crew`` has them made
by several processes; ``manifest`` says afterwards which files are there. Names are loaded on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tourplanner.lazy import lazy

if TYPE_CHECKING:
    from tourplanner.publish.bundle.groups import GROUPS, PAPERS
    from tourplanner.publish.bundle.manifest import check_publication
    from tourplanner.publish.bundle.publication import publish
    from tourplanner.publish.bundle.source import Source

_HOMES = {
    "GROUPS": "groups",
    "PAPERS": "groups",
    "Source": "source",
    "check_publication": "manifest",
    "publish": "publication",
}

__all__ = ["GROUPS", "PAPERS", "Source", "check_publication", "publish"]

__getattr__, __dir__ = lazy(__name__, _HOMES)
