"""One file of a publication that is to be made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tourplanner.model import Itinerary
from tourplanner.publish.bundle.source import Source, route_folder


@dataclass(frozen=True, slots=True)
class Order:
    """
    A document of the registry by its ``pattern``, for one route (by its index), in one language, on one paper.

    What the pattern has no part for is None or "".
    """

    pattern: str
    route: int | None = None
    language: str = ""
    paper: str = ""

    def name(self, source: Source) -> str:
        """The file's path in the folder; of a document that is a folder, with a slash at its end."""
        folder = "" if self.route is None else route_folder(source.portfolio.routes[self.route])
        return self.pattern.format(route=folder, language=self.language, paper=self.paper)

    def itinerary(self, source: Source) -> Itinerary:
        """The route it is of."""
        assert self.route is not None
        return source.portfolio.routes[self.route]


def orders_of(pattern: str, source: Source, languages: tuple[str, ...]) -> Iterator[Order]:
    """A pattern once for every route, language and paper that it has a part for; routes outermost."""
    routes = range(len(source.portfolio.routes)) if "{route}" in pattern else (None,)
    spoken = languages if "{language}" in pattern else ("",)
    papers = source.papers if "{paper}" in pattern else ("",)
    for route in routes:
        for language in spoken:
            for paper in papers:
                yield Order(pattern, route, language, paper)
