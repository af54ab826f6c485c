"""A guidebook out of a catalogue and, if there is one, a portfolio."""

from __future__ import annotations

from collections.abc import Sequence

from tourplanner.catalogue import Catalogue
from tourplanner.errors import GoalError
from tourplanner.model import Portfolio, Story
from tourplanner.model.guidebook import Guidebook


def guidebook(
    region: Catalogue, portfolio: Portfolio | None = None, *, stories: Sequence[Story] = ()
) -> Guidebook:
    """
    What a handbook is made from: everything on record in a region, the routes of a portfolio, the villages' stories.

    Raises
    ------
    GoalError
        If routes go to villages that the region has not, or stories are of such; all are named.
    """
    routes = portfolio.routes if portfolio else ()
    known = {village.id for village in region.villages}
    met = {stop.village.id for route in routes for stop in route.stops} | {story.village for story in stories}
    if strange := sorted(met - known):
        raise GoalError(
            f"routes and stories are of villages that the region {region.region} has not: {', '.join(strange)}; "
            "give the region they belong to"
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
        stories=tuple(stories),
        sources=region.sources,
        attributions=tuple(dict.fromkeys(lines)),
    )
