"""One file of a publication that is to be made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tourplanner.model import Itinerary
from tourplanner.publish.bundle.source import Source, route_folder


@dataclass(frozen=True, slots=True)
class Order:
    """
    A document of the registry by its ``pattern``, for one route (by its index) or a day of it, in one language, on one
    paper.

    What the pattern has no part for is None or "".
    """

    pattern: str
    route: int | None = None
    language: str = ""
    paper: str = ""
    day: int = 0

    def name(self, source: Source) -> str:
        """The file's path in the folder; of a document that is a folder, with a slash at its end."""
        folder = "" if self.route is None else route_folder(source.portfolio.routes[self.route])
        return self.pattern.format(route=folder, language=self.language, paper=self.paper, day=self._day(source))

    def _day(self, source: Source) -> str:
        """ ".day-2"; nothing for a route of one day."""
        several = self.route is not None and len(self.itinerary(source).days) > 1
        return f".day-{self.day + 1}" if several else ""

    def itinerary(self, source: Source) -> Itinerary:
        """The route it is of."""
        assert self.route is not None
        return source.portfolio.routes[self.route]


def orders_of(pattern: str, source: Source, papers: tuple[str, ...]) -> Iterator[Order]:
    """A pattern once for every route, language, paper and day that it has a part for; routes outermost."""
    routes = source.portfolio.routes
    for route in range(len(routes)) if "{route}" in pattern else (None,):
        days = range(len(routes[route].days)) if route is not None and "{day}" in pattern else (0,)
        for language in source.languages if "{language}" in pattern else ("",):
            for paper in papers if "{paper}" in pattern else ("",):
                yield from (Order(pattern, route, language, paper, day) for day in days)
