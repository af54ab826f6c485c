"""Conditions over a set of routes, as data: what the master problem is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from tourplanner.planning.problem import Ints, Problem, Route

INFINITE = float("inf")


@dataclass(frozen=True, slots=True)
class Extra:
    """A whole number from 0 to ``most`` beside the routes, worth ``points`` each (a village covered, a first visit)."""

    name: str
    points: int
    most: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """
    low <= sum over chosen routes + sum over extras <= high.

    A route counts ``visits[i]`` for each visit i, ``villages[v]`` once for each village v, ``route``, and ``metre`` for
    each metre driven; only routes of ``shifts`` count (None: all). ``demand`` names what was asked for, if the row
    stands for a wish that may conflict with others; rows without one always can be satisfied.
    """

    low: float
    high: float
    visits: Mapping[int, int] = field(default_factory=dict)
    villages: Mapping[int, int] = field(default_factory=dict)
    route: int = 0
    metre: int = 0
    shifts: frozenset[int] | None = None
    extras: Mapping[str, int] = field(default_factory=dict)
    demand: str = ""


@dataclass(frozen=True, slots=True)
class Sides:
    """
    Conditions that only the final choice looks at; leaving them out of the relaxation keeps its bound valid.

    ``overlap_percent``: most of the shorter route's visits that two routes share. ``share_permille``: least share of
    all visiting time for every village that is visited. None asks for nothing.
    """

    overlap_percent: int | None = None
    share_permille: int | None = None


@dataclass(frozen=True, slots=True)
class Master:
    """The master problem: conditions, extras, routes that are in whatever happens, and the side conditions."""

    rows: tuple[Row, ...]
    extras: tuple[Extra, ...]
    kept: tuple[Route, ...] = ()
    sides: Sides = Sides()

    def demands(self) -> tuple[str, ...]:
        """The names of all demands, in order."""
        names = [row.demand for row in self.rows if row.demand]
        names += ["overlap"] if self.sides.overlap_percent is not None else []
        names += ["share"] if self.sides.share_permille else []
        return tuple(dict.fromkeys(names))

    def without(self, dropped: Sequence[str]) -> Master:
        """The same problem with some demands left out."""
        sides = Sides(
            None if "overlap" in dropped else self.sides.overlap_percent,
            None if "share" in dropped else self.sides.share_permille,
        )
        rows = tuple(row for row in self.rows if row.demand not in dropped or not row.demand)
        return Master(rows, self.extras, self.kept, sides)


def on_each(problem: Problem, master: Master) -> Iterator[tuple[Ints, float, float]]:
    """
    Demands that a single route has to keep if it is the only one: weights of the visits, least and most.

    None where several routes share them. Demands that extras stand for are left to the master.
    """
    if master.kept or problem.routes != 1 or len(problem.shifts) > 1:
        return
    for row in master.rows:
        weights = np.zeros(len(problem.visits), dtype=np.int64)
        for visit, count in row.visits.items():
            weights[visit] = count
        # Once for a village, however often it is visited: only "at least once" is a sum over visits.
        once = set(row.villages.values()) == {1} and (row.low, row.high) == (1, INFINITE) and not row.visits
        if once:
            weights[np.isin(problem.village, list(row.villages))] = 1
        if row.demand and not (row.extras or row.route or row.metre) and (once or not row.villages):
            yield weights, row.low, row.high


class Counts:
    """What routes add to the rows, looked up by visit and village."""

    def __init__(self, problem: Problem, rows: Sequence[Row]) -> None:
        self.village = problem.village.tolist()
        self.shifts = [row.shifts for row in rows]
        self.by_visit: list[list[tuple[int, int]]] = [[] for _ in problem.visits]
        self.by_village: list[list[tuple[int, int]]] = [[] for _ in problem.villages]
        self.by_route: list[tuple[int, int]] = []
        self.by_metre: list[tuple[int, int]] = []
        for number, row in enumerate(rows):
            for visit, count in row.visits.items():
                self.by_visit[visit].append((number, count))
            for village, count in row.villages.items():
                self.by_village[village].append((number, count))
            if row.route:
                self.by_route.append((number, row.route))
            if row.metre:
                self.by_metre.append((number, row.metre))

    def of(self, route: Route) -> dict[int, int]:
        """Row number -> what the route adds to it, only where it is not 0."""
        entries = self.by_route + [(number, count * route.drive_m) for number, count in self.by_metre]
        for visit in route.visits:
            entries += self.by_visit[visit]
        for village in dict.fromkeys(self.village[visit] for visit in route.visits):
            entries += self.by_village[village]
        total: dict[int, int] = {}
        for number, count in entries:
            shifts = self.shifts[number]
            if shifts is None or route.shift in shifts:
                total[number] = total.get(number, 0) + count
        return total


def visit_key(problem: Problem, route: Route) -> frozenset[str]:
    """The experiences of a route: what overlap is counted on."""
    return frozenset(problem.visits[visit] for visit in route.visits)


def shared_at_most(size: int, percent: int) -> int:
    """How many visits a route of this size may share with a route at least as long."""
    return size * percent // 100
