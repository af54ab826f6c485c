"""
A region's data: loading, checking, searching and writing it.

Names are loaded on first use: planning needs neither the search nor the reader of tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tourplanner.lazy import lazy

if TYPE_CHECKING:
    from tourplanner.catalogue.catalogue import Catalogue
    from tourplanner.catalogue.gaps import Gap
    from tourplanner.catalogue.packaged import load, regions
    from tourplanner.catalogue.read import Reading, examine
    from tourplanner.catalogue.search import Found

__all__ = ["Catalogue", "Found", "Gap", "Reading", "examine", "load", "regions"]

_HOMES = {
    "Catalogue": "catalogue",
    "Found": "search",
    "Gap": "gaps",
    "Reading": "read",
    "examine": "read",
    "load": "packaged",
    "regions": "packaged",
}

__getattr__, __dir__ = lazy(__name__, _HOMES)
