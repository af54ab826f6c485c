"""
How long drives take while traffic changes: speeds that depend on the clock (Ichoua, Gendreau & Potvin 2003).

A drive that takes T by day progresses at a rate of 1 / f(u) at clock u and is over when its progress is T. The rate is
never negative, so who leaves later cannot arrive earlier. Between two clocks f is linear, and progress a logarithm.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from tourplanner.travel.traffic.traffic import Floats, Ints, Traffic

GRID_S = 900
EARLIEST, LATEST = 5 * 3600, 22 * 3600
"""Tables are exact within their tolerance for departures between these, constant before and after."""
DRIVES_S = (600, 1_800, 3_600, 5_400, 7_200, 9_000)
"""By day: drives on which hours are chosen, as long as those of the packaged region."""
SLOW_KMH = 12.0
"""No drive stays in a ring longer than it takes to cross all of it at this speed."""


class Drives:
    """
    m drives under one table of factors.

    Parameters
    ----------
    clocks
        K seconds from midnight, ascending.
    factors
        Rings x K.
    ring_s
        Rings x m: how many seconds of each drive, by day, lie in each ring. A drive's factor is the mean of its rings',
        weighted by these.
    """

    def __init__(self, clocks: Sequence[int], factors: Floats, ring_s: Floats) -> None:
        self.clocks = np.array(clocks, float)
        self.total_s = ring_s.sum(axis=0)
        # Ring by ring, not as a product of matrices, whose last bit depends on the machine.
        parts = (of[:, None] * some for of, some in zip(factors, ring_s, strict=True))
        stretched: Floats = sum(parts, start=np.zeros(1))
        self.factors = stretched / np.where(self.total_s > 0, self.total_s, 1.0)
        self.factors[:, self.total_s <= 0] = 1.0
        # Where no ring's factor changes, no logarithm is needed, and a factor of 1 leaves times as they are.
        changes = (np.diff(factors, axis=1) != 0).any(axis=0)
        self.slopes = np.diff(self.factors, axis=0) / np.diff(self.clocks)[:, None] * changes[:, None]
        self.changes = [False, *changes.tolist(), False]
        self._whole: dict[int, Floats] = {}

    def takes(self, depart: int) -> Floats:
        """Seconds that each drive takes for who departs at ``depart``, seconds from midnight."""
        left: Floats = self.total_s.copy()
        taken: Floats = np.zeros_like(left)
        now, row = float(depart), int(np.searchsorted(self.clocks, depart, side="right")) - 1
        while (left > 0).any():
            end = self.clocks[row + 1] if row + 1 < len(self.clocks) else np.inf
            done = np.minimum(left, self._progress(row, now, end))
            taken += np.where(done >= left, self._time(row, now, done), end - now)
            left -= done
            now, row = end, row + 1
        return taken

    def _factor(self, row: int, at: float) -> Floats:
        """The factors at a moment between the clocks ``row`` and ``row + 1``."""
        if not self.changes[row + 1]:
            constant: Floats = self.factors[max(row, 0)]
            return constant
        factor: Floats = self.factors[row] + (at - self.clocks[row]) * self.slopes[row]
        return factor

    def _progress(self, row: int, begin: float, end: float) -> Floats:
        """How many of its seconds each drive could do from one moment to another."""
        if row in self._whole and begin == self.clocks[row]:
            return self._whole[row]
        factor = self._factor(row, begin)
        progress: Floats = (end - begin) / factor
        if self.changes[row + 1]:
            rise = self.slopes[row] * progress
            progress = progress * np.where(rise == 0, 1.0, np.log1p(rise) / np.where(rise == 0, 1.0, rise))
        if row >= 0 and begin == self.clocks[row]:
            self._whole[row] = progress
        return progress

    def _time(self, row: int, begin: float, progress: Floats) -> Floats:
        """How long that much progress takes from a moment on."""
        time: Floats = self._factor(row, begin) * progress
        if self.changes[row + 1]:
            rise = self.slopes[row] * progress
            time = time * np.where(rise == 0, 1.0, np.expm1(rise) / np.where(rise == 0, 1.0, rise))
        return time


@lru_cache(maxsize=64)
def table_hours(traffic: Traffic, kind: str, exposure: float, tolerance_s: float) -> tuple[int, ...]:
    """
    The hours, in seconds from midnight, at which drives have to be known.

    As few as possible from the earliest to the latest departure such that, on every quarter of an hour between two of
    them, the straight line is off by ``tolerance_s`` at most, for drives of 10 to 150 minutes within each ring and
    through all of them.
    """
    drives = Drives(traffic.clocks, traffic.table(kind, exposure), _usual_drives(traffic.rings_m))
    grid: Ints = np.arange(EARLIEST, LATEST + 1, GRID_S)
    times = np.array([drives.takes(int(hour)) for hour in grid])
    chosen = [0]
    while chosen[-1] < len(grid) - 1:
        chosen.append(_farthest(times, chosen[-1], tolerance_s))
    return tuple(grid[chosen].tolist())


def _usual_drives(rings_m: tuple[float, ...]) -> Floats:
    """Seconds by day in each ring, rings x drives: within each ring, and from the centre outwards through all."""
    widths = np.diff([0.0, *rings_m])
    most_s = np.append(2 * widths / (SLOW_KMH / 3.6), np.inf)
    within = [np.where(ring == np.arange(len(most_s)), np.minimum(long, most_s), 0)
              for ring in range(len(most_s)) for long in DRIVES_S]  # fmt: skip
    inner_s = np.append(0.0, np.cumsum(most_s[:-1] / 2))
    outwards = [np.clip(long - inner_s, 0, most_s / 2) for long in DRIVES_S]
    return np.array([*within, *outwards]).T


def _farthest(times: Floats, begin: int, tolerance_s: float) -> int:
    """How far a straight line from one row to another stays near the rows between."""
    end = begin + 1
    while end + 1 < len(times):
        share = (np.arange(begin + 1, end + 1) - begin)[:, None] / (end + 1 - begin)
        line = times[begin] + share * (times[end + 1] - times[begin])
        if np.abs(line - times[begin + 1 : end + 1]).max() > tolerance_s:
            break
        end += 1
    return end
