"""The way from one departure's return to the next one's pick-up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tourplanner.model import HANOI, Place
from tourplanner.travel import TravelMatrix, TravelTimes, kept_matrix, on_day


class Transfers:
    """
    Seconds between places where crews and vehicles begin and end.

    Without a source of travel times, every way between two different places takes ``default_s``.
    """

    def __init__(self, travel: TravelTimes | None, places: Iterable[Place], default_s: int) -> None:
        self.travel, self.default_s = travel, default_s
        self.places = list(dict.fromkeys(places))
        self.number = {place: number for number, place in enumerate(self.places)}
        self.matrices: dict[object, TravelMatrix] = {}

    def seconds(self, origin: Place, target: Place, at: datetime) -> int:
        """
        How long the way takes for who leaves at ``at``.

        Raises
        ------
        NoRouteError
            If there is no way.
        """
        if origin == target:
            return 0
        if self.travel is None:
            return self.default_s
        local = at.astimezone(HANOI)
        matrix = self._matrix(local)
        second = 3600 * local.hour + 60 * local.minute + local.second
        return matrix.leg_s(self.number[origin], self.number[target], second)

    def _matrix(self, local: datetime) -> TravelMatrix:
        day = local.date()
        if day not in self.matrices:
            assert self.travel is not None
            self.matrices[day] = kept_matrix(on_day(self.travel, day), self.places)
        return self.matrices[day]
