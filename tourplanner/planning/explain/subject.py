"""What a question is about: the visits of a tour that a name means, or the ones it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tourplanner.errors import GoalError
from tourplanner.model import Text
from tourplanner.planning.named import named

if TYPE_CHECKING:
    from tourplanner.catalogue import Catalogue
    from tourplanner.planning.tour import Tour


def visited(tour: Tour, name: str) -> tuple[str, ...]:
    """The ids of the stops, meals included, that a name means; an error if it means none."""
    id = named(tour.question.catalogue, name)
    found = tuple(stop.experience.id for stop in tour.stops if id in (stop.experience.id, stop.village.id))
    if not found:
        raise GoalError(f"{id} is not in this tour; ask why_not({id!r})")
    return found


def absent(tour: Tour, name: str) -> str:
    """The id of a village or visit that the tour lacks; an error if it is there, or is a meal."""
    catalogue = tour.question.catalogue
    id = named(catalogue, name)
    if any(id in (stop.experience.id, stop.village.id) for stop in tour.visits):
        raise GoalError(f"{id} is in this tour; ask why({id!r})")
    if any(each.id == id and each.kind == "meal" for each in catalogue.experiences):
        raise GoalError(f"{id} is a place to eat: a tour eats where it passes; say lunch=... to change that")
    return id


def title(catalogue: Catalogue, id: str) -> Text:
    """The name of a village or experience; an experience's with its village."""
    for village in catalogue.villages:
        if village.id == id:
            return village.name
    experience = catalogue.experience(id)
    village = catalogue.village(experience.village)
    return Text(
        vi=f"{experience.name.vi} ({village.name.vi})", en=f"{experience.name.get('en')} ({village.name.get('en')})"
    )
