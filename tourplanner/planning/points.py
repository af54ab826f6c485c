"""What a visit is worth: the one table of points that planner, documents and docs share."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tourplanner.model import Experience, Value, Village

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
    """

    satellite: int = 20
    at_risk: int = 25
    recognised: int = 10
    ocop_star: int = 5
    wish: int = 200
    new_village: int = 30
    new_craft: int = 20
    drive_minute: int = 1
    repeats: tuple[int, ...] = (100, 50, 25)

    def visit(self, experience: Experience, village: Village, *, wished: bool = False) -> int:
        """Points of a first visit."""
        points = BY_KIND[experience.kind]
        points += self.satellite if village.standing == "satellite" else 0
        points += self.at_risk if village.at_risk else 0
        points += self.recognised if village.recognition in ("traditional", "tourism") else 0
        points += self.ocop_star * (experience.ocop_stars or 0)
        return points + (self.wish if wished else 0)
