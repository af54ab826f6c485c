"""Publications to try out, small enough to make in a second, and what lies in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bare import bare_basemap

from tourplanner.programme import guidebook
from tourplanner.publish.bundle import Source
from tourplanner.testing import small_catalogue
from tourplanner.testing.small import small_portfolio

QUICK = ("calendars", "files")
"""Groups that are made in an instant."""


def source(**changes: Any) -> Source:
    """Two routes on a map with nothing below them."""
    region = small_catalogue()
    given: dict[str, Any] = {
        "portfolio": small_portfolio(), "guidebook": guidebook(region, small_portfolio()),
        "groups": QUICK, "basemap": bare_basemap(),
    }  # fmt: skip
    return Source(**given | changes)


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
