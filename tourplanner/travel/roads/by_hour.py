"""From what ways are made of to tables by the hour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tourplanner.travel.hours import first_in_first_out
from tourplanner.travel.roads.pack import Ints
from tourplanner.travel.roads.snap import Floats
from tourplanner.travel.traffic import Drives, Traffic, table_hours

FINE_S, COARSE_S = 45.0, 240.0
MANY = 400
"""For more places than this, tables are fewer: they are for whole regions, not for timetables."""
ROWS = 32


@dataclass(frozen=True, slots=True)
class Rush:
    """One kind of day's traffic as a vehicle meets it."""

    traffic: Traffic
    kind: str
    exposure: float

    def hours(self, places: int) -> Ints:
        """The hours at which times are tabulated between so many places."""
        tolerance = FINE_S if places <= MANY else COARSE_S
        return np.array(table_hours(self.traffic, self.kind, self.exposure, tolerance), np.int64)

    def drives(self, ring_s: Floats) -> Drives:
        """Drives of which so many seconds by day lie in each ring, rings x m."""
        return Drives(self.traffic.clocks, self.traffic.table(self.kind, self.exposure), ring_s)


def tables(rush: Rush, ring_ms: Ints, rounded: Callable[[Floats, slice], Ints]) -> tuple[Ints, Ints]:
    """
    Hours, and for each the seconds between all places, h x n x n, first in, first out.

    ``ring_ms`` is rings x n x n; ``rounded`` makes a timetable's seconds of the driving seconds of some rows.
    """
    places = ring_ms.shape[1]
    hours = rush.hours(places)
    by_hour = np.empty((len(hours), places, places), np.int64)
    for first in range(0, places, ROWS):
        rows = slice(first, min(first + ROWS, places))
        some = ring_ms[:, rows] / 1000
        drives = rush.drives(some.reshape(len(some), -1))
        times = [rounded(drives.takes(hour).reshape(some.shape[1:]), rows) for hour in hours.tolist()]
        by_hour[:, rows] = first_in_first_out(hours, np.array(times))
    return hours, by_hour


def halves(seconds: Ints, rings: Ints, count: int) -> Ints:
    """Milliseconds in each of ``count`` rings where only the rings of both ends are known: half each, rings x n x n."""
    ms = 1000 * seconds
    at = np.arange(count)[:, None] == rings
    return np.where(at[:, :, None], ms // 2, 0) + np.where(at[:, None, :], ms - ms // 2, 0)

