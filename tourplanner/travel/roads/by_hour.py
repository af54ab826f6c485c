"""Traffic as a vehicle meets it on a day, and tables by the hour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tourplanner.travel.hours import raised_in_turn
from tourplanner.travel.roads.found import Rows
from tourplanner.travel.roads.pack import Ints
from tourplanner.travel.roads.snap import Floats
from tourplanner.travel.traffic import Drives, Traffic, table_hours

ROWS = 16
"""So many rows are worked out at a time: they fit the processor's cache."""


@dataclass(frozen=True, slots=True)
class Rush:
    """One kind of day's traffic as a vehicle meets it, tabulated within so many seconds of the exact time."""

    traffic: Traffic
    kind: str
    exposure: float
    within_s: float

    def hours(self) -> Ints:
        """The hours at which times are tabulated: the same for any places, so that a pair's times are its own."""
        return np.array(table_hours(self.traffic, self.kind, self.exposure, self.within_s), np.int64)

    def drives(self, ring_s: Floats) -> Drives:
        """Drives of which so many seconds by day lie in each ring, rings x m."""
        return Drives(self.traffic.clocks, self.traffic.table(self.kind, self.exposure), ring_s)


def tables(rush: Rush, hours: Ints, legs: Rows) -> npt.NDArray[np.int32]:
    """
    For each of h hours the seconds between all n places for who departs then, h x n x n, first in, first out.

    In 32 bits, which hold 68 years: the tables are most of the memory that a region takes.
    """
    places = len(legs.rings)
    by_hour = np.empty((len(hours), places, places), np.int32)
    for first in range(0, places, ROWS):
        rows = slice(first, min(first + ROWS, places))
        ring_s = legs.ring_s(rows, len(rush.traffic.rings_m) + 1)
        drives, rounded = rush.drives(ring_s.reshape(len(ring_s), -1)), legs.rounded(rows)
        times = (rounded(drives.takes(hour).reshape(ring_s.shape[1:])) for hour in hours.tolist())
        for number, raised in enumerate(raised_in_turn(hours, times)):
            by_hour[number, rows] = raised
    return by_hour
