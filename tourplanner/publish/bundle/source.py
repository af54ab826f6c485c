"""What a publication is made from."""

from __future__ import annotations

from dataclasses import dataclass, field

from tourplanner.model import Guidebook, Itinerary, Portfolio
from tourplanner.model.basemap import Basemap
from tourplanner.publish.bundle.groups import GROUPS, PAPERS
from tourplanner.publish.words import folder_name


@dataclass(frozen=True, slots=True)
class Source:
    """
    A portfolio with everything that its documents say and how they are wanted; sent to every worker once.

    ``guidebook`` tells of the region and of the same routes. ``link`` is the address of the published folder, None if
    it has none; ``basemap`` and ``fonts`` are those of the maps, None for the packaged ones.
    """

    portfolio: Portfolio
    guidebook: Guidebook = field(repr=False)
    languages: tuple[str, ...] = ("vi",)
    groups: tuple[str, ...] = GROUPS
    papers: tuple[str, ...] = PAPERS
    link: str | None = None
    basemap: Basemap | None = field(default=None, repr=False)
    fonts: str | None = None

    def address(self, path: str) -> str | None:
        """Where a file of the publication will be read, if that is known."""
        return f"{self.link.rstrip('/')}/{path}" if self.link else None


def route_folder(route: Itinerary) -> str:
    """The folder of a route's own documents within the publication."""
    return f"routes/{folder_name(route.id)}"
