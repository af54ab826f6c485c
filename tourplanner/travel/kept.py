"""Matrices that were looked up before: who asks again on the same roads need not search them again."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import lru_cache

import numpy as np

from tourplanner.model import Place
from tourplanner.travel.times import TravelMatrix, TravelTimes

FEW = 12
MOST = 300
"""Places of a source that are kept; larger questions are asked anew."""


def kept_matrix(travel: TravelTimes, places: Sequence[Place]) -> TravelMatrix:
    """
    The travel matrix of n places, as ``travel.matrix(places)``; errors too.

    What a source said of places is kept for as long as it is one of the last few asked: the times of a pair depend on
    the pair alone.
    """
    if not isinstance(travel, Hashable) or len(places) > MOST:
        return travel.matrix(places)
    return _kept(travel).matrix(places)


class _Kept:
    """One source's places so far, each as often as it was in one question, and the matrix of them."""

    def __init__(self, travel: TravelTimes) -> None:
        self.travel = travel
        self.few: dict[tuple[Place, ...], TravelMatrix] = {}
        self.number: dict[tuple[Place, int], int] = {}
        self.all: TravelMatrix | None = None

    def matrix(self, places: Sequence[Place]) -> TravelMatrix:
        seen: dict[Place, int] = {}
        asked = []
        for place in places:
            seen[place] = seen.get(place, 0) + 1
            asked.append((place, seen[place]))
        missing = [each for each in asked if each not in self.number]
        if missing and len(asked) <= FEW:
            # Not worth looking everything up again for.
            key = tuple(places)
            if len(self.few) > MOST:
                self.few.clear()
            if key not in self.few:
                self.few[key] = self.travel.matrix(places)
            return self.few[key]
        if self.all is None or missing:
            every = [*self.number, *missing] if len(self.number) + len(missing) <= MOST else asked
            found = self.travel.matrix([place for place, _ in every])
            self.number, self.all = {each: number for number, each in enumerate(every)}, found
        return _part(self.all, [self.number[each] for each in asked])


def _part(matrix: TravelMatrix, numbers: Sequence[int]) -> TravelMatrix:
    """The matrix of some of its places, in this order."""
    rows = np.array(numbers, dtype=np.int64)
    those = np.ix_(rows, rows)
    by_hour = np.ascontiguousarray(matrix.by_hour[:, rows[:, None], rows])
    return TravelMatrix.hourly(
        matrix.hours, by_hour, metres=matrix.metres[those], padding_s=matrix.padding_s[those],
        walked=matrix.walked[those], walk_m=matrix.walk_m[those], spread=matrix.spread[those],
    )  # fmt: skip


@lru_cache(maxsize=16)
def _kept(travel: TravelTimes) -> _Kept:
    return _Kept(travel)
