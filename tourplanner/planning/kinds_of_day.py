"""Days with the same roads: travel times may depend on the date, and a problem has one set of tables for each kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

import numpy as np

from tourplanner.errors import GoalError
from tourplanner.model.vehicles import Vehicle
from tourplanner.rules import Law
from tourplanner.rules.law import lawful_roads
from tourplanner.travel import TravelMatrix, TravelTimes

MOST_BYTES = 4_000_000_000
"""What the tables of a problem may take."""


@dataclass(frozen=True, slots=True)
class KindsOfDay:
    """The different sources of travel times over some dates, and for each date the number of its own."""

    sources: tuple[TravelTimes, ...]
    of: Mapping[date, int]


def kinds_of_day(travel: TravelTimes, dates: Sequence[date], law: Law, vehicles: Sequence[Vehicle]) -> KindsOfDay:
    """The kinds of the dates, in their order: with the roads that the law of each leaves to the vehicles."""
    sources: list[TravelTimes] = []
    of: dict[date, int] = {}
    for day in dates:
        own = lawful_roads(travel, day, law, vehicles)
        if own not in sources:
            sources.append(own)
        of[day] = sources.index(own)
    return KindsOfDay(tuple(sources), of)


def roads(matrices: Sequence[TravelMatrix]) -> dict[str, Any]:
    """
    The fields of a problem between places: a table for each kind of day and hour.

    Raises
    ------
    GoalError
        If they would take more than ``MOST_BYTES``.
    """
    hours = reduce(np.union1d, [each.hours for each in matrices])
    _small_enough(len(matrices), len(hours), len(matrices[0].metres))
    by_hour = [each.at(hours) for each in matrices]
    travel = np.concatenate(by_hour, dtype=np.int64)
    drive = travel.copy()
    drive[np.repeat([each.walked for each in matrices], len(hours), axis=0)] = 0
    one = len(matrices) == 1
    return {
        "travel_s": travel.min(axis=0),
        "drive_s": drive.min(axis=0),
        "metres": matrices[0].metres if one else np.array([each.metres for each in matrices]),
        "hours": hours,
        "travel_by_hour": travel,
        "drive_by_hour": drive,
        "walk_m": matrices[0].walk_m if one else np.array([each.walk_m for each in matrices]),
    }


def _small_enough(kinds: int, hours: int, places: int) -> None:
    wanted = 2 * 8 * kinds * hours * places**2
    if wanted > MOST_BYTES and kinds * hours > 1:
        raise GoalError(
            f"travel: {places} places on {kinds} kinds of days at {hours} hours take {wanted / 1e9:.0f} GB; plan a "
            "part of the region, or with times that are the same at all hours, as "
            "travel=tourplanner.RoadTravel.packaged(traffic=None)"
        )
