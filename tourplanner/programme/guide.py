"""A guidebook out of a catalogue and, if there is one, a portfolio."""

from __future__ import annotations

from tourplanner.catalogue import Catalogue
from tourplanner.errors import GoalError
from tourplanner.model import Portfolio
from tourplanner.model.guidebook import Guidebook


def guidebook(region: Catalogue, portfolio: Portfolio | None = None) -> Guidebook:
    """
    What a handbook is made from: everything on record in a region and the routes of a portfolio.

    Raises
    ------
    GoalError
        If routes go to villages that the region has not; all are named.
    """
    routes = portfolio.routes if portfolio else ()
    known = {village.id for village in region.villages}
    strange = sorted({stop.village.id for route in routes for stop in route.stops} - known)
    if strange:
        raise GoalError(
            f"routes go to villages that the region {region.region} has not: {', '.join(strange)}; "
            "give the region they were planned for"
        )
    lines = (*region.attributions, *(portfolio.attributions if portfolio else ()))
    return Guidebook(
        region=region.region,
        name=region.name,
        as_of=region.as_of,
        crafts=region.crafts,
        villages=region.villages,
        hosts=region.hosts,
        experiences=region.experiences,
        festivals=region.festivals,
        routes=routes,
        sources=region.sources,
        attributions=tuple(dict.fromkeys(lines)),
    )
