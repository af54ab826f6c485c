"""What a question is about: a stop of the tour, or what the tour lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tourplanner.errors import GoalError
from tourplanner.model import Text
from tourplanner.planning.named import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tourplanner.catalogue import Catalogue
    from tourplanner.planning.tour import Tour


@dataclass(frozen=True, slots=True)
class Subject:
    """A village or experience by ``id``; ``inside`` are the visits it stands for, in ``village``."""

    id: str
    village: str
    inside: tuple[str, ...]
    name: Text


def visited(tour: Tour, name: str) -> Subject:
    """The stops, meals included, that a name means; an error if it means none."""
    catalogue = tour.question.catalogue
    id = named(catalogue, name)
    found = [stop for stop in tour.stops if id in (stop.experience.id, stop.village.id)]
    if not found:
        raise GoalError(f"{id} is not in this tour; ask why_not({id!r})")
    return Subject(id, found[0].village.id, tuple(stop.experience.id for stop in found), title(catalogue, id))


def absent(tour: Tour, name: str) -> Subject:
    """A village or visit that the tour lacks; an error if it is there, or is a meal."""
    catalogue = tour.question.catalogue
    id = named(catalogue, name)
    if any(id in (stop.experience.id, stop.village.id) for stop in tour.visits):
        raise GoalError(f"{id} is in this tour; ask why({id!r})")
    every = [each for each in catalogue.experiences if id in (each.id, each.village)]
    if any(each.id == id and each.kind == "meal" for each in every):
        raise GoalError(f"{id} is a place to eat: where to have lunch follows from the visits")
    inside = tuple(each.id for each in every if each.kind != "meal")
    return Subject(id, every[0].village if every else id, inside, title(catalogue, id))


def title(catalogue: Catalogue, id: str) -> Text:
    """The name of a village or experience; an experience's with its village."""
    for village in catalogue.villages:
        if village.id == id:
            return Text(vi=village.name.vi, en=village.name.get("en"))
    experience = catalogue.experience(id)
    village = catalogue.village(experience.village)
    return Text(
        vi=f"{experience.name.vi} ({village.name.vi})", en=f"{experience.name.get('en')} ({village.name.get('en')})"
    )


def listed(catalogue: Catalogue, ids: Sequence[str]) -> Text:
    """The names of several, in a row."""
    names = [title(catalogue, id) for id in ids]
    return Text(vi=", ".join(name.vi for name in names), en=", ".join(name.en for name in names))
