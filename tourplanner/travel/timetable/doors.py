"""From places to the stops near them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tourplanner.model import Place
from tourplanner.travel.times import TravelMatrix, Whole
from tourplanner.travel.timetable.ground import Afoot, Way
from tourplanner.travel.timetable.values import Stop, Trip


@dataclass(frozen=True, slots=True)
class Door:
    """A stop and the way to it from a place."""

    stop: str
    way: Way
    driven: bool = False


class Near:
    """
    Which stops are walked to from which places, and how.

    Of the stops of one trip the nearest within reach is walked to, and no other: nobody walks past a quay, least of
    all over the water to the quay on the other side.
    """

    def __init__(self, afoot: Afoot, places: Sequence[Place], stops: Sequence[Stop], trips: Sequence[Trip]) -> None:
        points = [*places, *(stop.place for stop in stops)]
        straight, metres, seconds, padding = afoot.walks(points)
        self._walks = TravelMatrix(seconds, metres, padding, np.ones_like(straight, dtype=bool))
        self._straight: Whole = straight[: len(places), len(places) :]
        self._reach_m, self._ids = afoot.reach_m, [stop.id for stop in stops]
        number = {stop.id: at for at, stop in enumerate(stops)}
        self._courses = [[number[each] for each in course] for course in _courses(trips)]
        self.afoot = [self._doors(place) for place in range(len(places))]

    def way(self, origin: int, target: int) -> Way:
        """The walk between two places, however far."""
        return Way(self._walks, origin, target)

    def nearest(self, place: int) -> str | None:
        """The stop nearest to a place, if within reach."""
        if not self._ids:
            return None
        stop = int(self._straight[place].argmin())
        return self._ids[stop] if self._straight[place, stop] <= self._reach_m else None

    def _doors(self, place: int) -> dict[str, Door]:
        away = self._straight[place]
        nearest = {min(course, key=lambda stop: (away[stop], stop)) for course in self._courses}
        first = len(self._straight)
        return {
            self._ids[stop]: Door(self._ids[stop], self.way(place, first + stop))
            for stop in sorted(nearest)
            if away[stop] <= self._reach_m
        }


def _courses(trips: Sequence[Trip]) -> list[tuple[str, ...]]:
    """The sequences of stops there are."""
    return sorted({tuple(dict.fromkeys(call.stop for call in trip.calls)) for trip in trips})
