"""What a visit is worth: the one table of points that planner, documents and docs share."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from tourplanner.model import Experience, Itinerary, Value, Village

BY_KIND: Mapping[str, int] = MappingProxyType(
    {
        "class": 100,
        "workshop": 90,
        "performance": 90,
        "museum": 80,
        "market": 70,
        "heritage site": 70,
        "showroom": 60,
        "meal": 0,
    }
)


class Points(Value):
    """
    How visits, coverage and driving are weighed against each other, in whole points.

    A visit is worth ``BY_KIND`` plus ``satellite`` in a lesser-known village, ``at_risk`` where the craft is at risk,
    ``recognised`` in a recognised village and ``ocop_star`` per OCOP star; a wish is worth ``wish`` more. In a
    portfolio the second, third ... route with the same visit gets ``repeats`` percent of it; each village met for the
    first time adds ``new_village``, each craft ``new_craft``. Every minute of driving costs ``drive_minute``.

    In one tour, of all visits with the same main craft the one worth most (wishes apart) counts in full, each other
    one ``same_craft`` percent of its points, rounded down; ``wish`` is never lessened. 100 is no such fall.
    """

    satellite: int = 20
    at_risk: int = 25
    recognised: int = 10
    ocop_star: int = 5
    wish: int = 200
    new_village: int = 30
    new_craft: int = 20
    drive_minute: int = 1
    same_craft: Annotated[int, Field(ge=0, le=100)] = 100
    repeats: tuple[int, ...] = (100, 50, 25)

    def visit(self, experience: Experience, village: Village, *, wished: bool = False, again: bool = False) -> int:
        """Points of a visit; ``again`` if the tour has a visit of the same craft that is worth more."""
        points = BY_KIND[experience.kind]
        points += self.satellite if village.standing == "satellite" else 0
        points += self.at_risk if village.at_risk else 0
        points += self.recognised if village.recognition in ("traditional", "tourism") else 0
        points += self.ocop_star * (experience.ocop_stars or 0)
        points = points * self.same_craft // 100 if again else points
        return points + (self.wish if wished else 0)

    def tour(self, tour: Itinerary) -> int:
        """What a tour scores: its visits, of each craft the best in full, less whole minutes driven leg by leg."""
        crafts: dict[str, list[tuple[int, int]]] = {}
        for stop in tour.visits:
            craft = next(iter((*stop.experience.crafts, *stop.village.crafts)), "")
            wished = bool({stop.experience.id, stop.village.id} & set(tour.goal.wishes))
            worth = self.visit(stop.experience, stop.village, wished=wished)
            again = self.visit(stop.experience, stop.village, wished=wished, again=True)
            crafts.setdefault(craft, []).append((worth, again))
        score = sum(again for each in crafts.values() for _, again in each)
        score += sum(max(worth - again for worth, again in each) for each in crafts.values())
        return score - sum(leg.seconds // 60 for leg in tour.legs if leg.mode == "drive") * self.drive_minute
