"""
Pricing: the best routes under given points, by label setting.

A label is a half-built route. Labels grow by one visit at a time, with the meal taken before or after the move;
a label goes when its completion bound cannot pass the threshold, or when another one with the same visits and the
same last visit is ready no later and has no fewer points (dominance; Feillet, Dejax, Gendreau & Gueguen 2004).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tourplanner.planning.bound import Bounder, Prices
from tourplanner.planning.kernels import labels as kernels
from tourplanner.planning.kernels import routes
from tourplanner.planning.kernels.labels import Ground, Labels, Worth
from tourplanner.planning.memory import Memory
from tourplanner.planning.penalties import UNLIMITED, Penalties
from tourplanner.planning.problem import GRAIN_S, Floats, Ints, Problem, Route

Index = npt.NDArray[np.intp]

ROOM = 4096
"""Labels there is room for at first."""


@dataclass(frozen=True, slots=True)
class Priced:
    """
    What pricing found: routes with their value under the given points, best first, and what no route exceeds.

    Every route worth more than ``sure`` is among ``routes``; ``complete`` is true if that is every one asked for.
    ``labels`` counts the work; ``cut`` says that the beam was too narrow to hold all labels.
    """

    routes: tuple[Route, ...]
    values: Floats
    most: float
    complete: bool
    sure: float
    labels: int
    cut: bool = False


class Pricer:
    """Finds the best routes of one shift. Make it once, call it with every new set of points."""

    def __init__(
        self,
        problem: Problem,
        shift: int,
        conditions: Iterable[tuple[Ints, float, float]] = (),
        memory: Memory | None = None,
    ) -> None:
        """
        Parameters
        ----------
        conditions
            More of what every route has to keep: weights of the visits, least and most.
        memory
            What the bound remembers, to be shared by the pricers of a problem.
        """
        self.number, self.shift = shift, problem.shifts[shift]
        self.problem = problem.on(self.shift)
        self.keys = np.random.default_rng(20_260_101).integers(
            1, 1 << 62, size=(2, len(problem.visits)), dtype=np.int64
        )
        self.ground = ground(self.problem, shift, self.keys, conditions)
        self.penalties = Penalties(self.problem, self.ground)
        self.memory = memory or Memory(problem)
        self.bounders: dict[int, Bounder] = {}

    def __call__(
        self, prices: Prices, *, above: float, keep: int, beam: int, step: int = GRAIN_S, alike: bool = False,
        tightening: int = 0,
    ) -> Priced:  # fmt: skip
        """
        Routes worth more than ``above`` points.

        Parameters
        ----------
        prices
            Points of visits, of entering villages, and of the route; driving costs ``problem.drive_cost`` a minute.
        above
            Only routes worth more than this are wanted.
        keep
            Most routes to return; the best are kept.
        beam
            Most labels kept per number of visits, those with the highest completion bounds. ``most`` stays a valid
            upper bound when the beam cuts.
        step
            Grain of the bound's clock in seconds.
        alike
            Whether to keep the very best even if they are all alike; else some that begin with each visit.
        tightening
            Most subgradient steps towards a lower bound.

        Returns
        -------
        Priced
        """
        if step not in self.bounders:
            self.bounders[step] = Bounder(self.problem, self.shift, step, self.memory)
        if not len(self.problem.visits):
            return Priced((), np.empty(0), above, True, above, 0)
        tight = self.penalties(self.bounders[step], prices, above=above, steps=tightening)
        if tight.most <= above:
            return Priced((), np.empty(0), above, True, above, 0)
        bound = tight.completion
        worth = Worth(
            visit=prices.visit,
            village=prices.village,
            visit_penalty=tight.visit,
            village_penalty=tight.village,
            table=bound.table,
            layers=bound.layers,
            base=bound.base,
            element=bound.element,
            length=bound.length,
            slack=bound.slack + tight.ahead,
            origin=bound.earliest,
            step=bound.step,
            anchored=bound.anchored,
            metre=-1.0 if prices.metre is None else max(prices.metre, 0.0),
        )
        return _Run(self, worth, prices.route, above, keep, beam, alike).all()


def ground(problem: Problem, number: int, keys: Ints, more: Iterable[tuple[Ints, float, float]]) -> Ground:
    """What the compiled loops need to know of a shift."""
    shift, limits = problem.shifts[number], problem.limits
    order = [[] for _ in problem.villages] if not limits.lunch else problem.meals_in(shift)
    conditions, lows, highs = _conditions(problem, more)
    return Ground(
        hours=problem.hours,
        travel=problem.travel_by_hour,
        drive=problem.drive_by_hour,
        far=(problem.metres - problem.walk_m << kernels.DRIVEN_BIT) + problem.walk_m,
        place=_own(problem.place),
        usable=np.flatnonzero((problem.dates & shift.dates) != 0).astype(np.int64),
        opens=_own(problem.opens),
        closes=_own(problem.closes),
        service=_own(problem.service),
        dates=_own(problem.dates),
        ident=_own(problem.ident),
        village=_own(problem.village),
        craft=_own(problem.craft),
        role=_own(problem.role),
        anchor=_own(problem.anchor),
        feeds=_own(problem.feeds),
        swappable=np.array(problem.swappable),
        before=np.array(limits.before, dtype=np.int64).reshape(-1, 2),
        keys=keys,
        meal_firsts=np.cumsum([0, *map(len, order)]).astype(np.int64),
        meal_order=np.array([meal for each in order for meal in each], dtype=np.int64),
        meal_opens=_own(problem.meal_opens),
        meal_closes=_own(problem.meal_closes),
        meal_s=_own(problem.meal_s),
        meal_dates=_own(problem.meal_dates),
        conditions=conditions,
        lows=lows,
        highs=highs,
        growing=np.all(conditions >= 0, axis=1),
        start=shift.start,
        end=shift.end,
        latest=shift.latest,
        drive_cost=problem.drive_cost,
        drive_limit=-1 if limits.drive_s is None else limits.drive_s,
        walk_limit=-1 if limits.walk_m is None else limits.walk_m,
        metre_limit=-1 if limits.drive_m is None else limits.drive_m,
        per_craft=-1 if limits.per_craft is None else limits.per_craft,
        stops_min=limits.stops[0],
        villages_min=limits.villages[0],
        villages_max=limits.villages[1],
        roles_min=limits.roles,
        anchors_min=limits.anchors,
        satellites_min=limits.satellites,
        lunch=limits.lunch,
    )


def _own(array: Ints) -> Ints:
    """A writeable copy: read-only arrays would be another type, and everything compiled once more."""
    return np.array(array)


def _conditions(problem: Problem, more: Iterable[tuple[Ints, float, float]]) -> tuple[Ints, Ints, Ints]:
    """What every single route must add up to: a row of weights for each sum, its least and its most."""
    limits, n = problem.limits, len(problem.visits)
    rows: list[Ints] = []
    lows: list[int] = []
    highs: list[int] = []
    for visits, fewest, most in limits.counted:
        rows.append(np.isin(np.arange(n), visits).astype(np.int64))
        lows.append(fewest)
        highs.append(most)
    for one, other in limits.alike:
        rows.append(np.isin(np.arange(n), one).astype(np.int64) - np.isin(np.arange(n), other))
        lows.append(0)
        highs.append(0)
    if limits.budget is not None:
        rows.append(np.array(problem.price))
        lows.append(-UNLIMITED)
        highs.append(limits.budget)
    for each, low, high in more:
        rows.append(each)
        lows.append(int(max(low, -UNLIMITED)))
        highs.append(int(min(high, UNLIMITED)))
    weights = np.array(rows, dtype=np.int64).reshape(len(rows), n)
    return weights, np.array(lows, dtype=np.int64), np.array(highs, dtype=np.int64)


class _Run:
    def __init__(
        self, pricer: Pricer, worth: Worth, route: float, above: float, keep: int, beam: int, alike: bool
    ) -> None:
        self.pricer, self.ground, self.worth, self.keep, self.beam = pricer, pricer.ground, worth, keep, beam
        self.alike = alike
        self.above, self.cut, self.labels = above, -np.inf, 0
        self.depth = pricer.problem.limits.stops[1]
        pool = np.empty((ROOM, kernels.COLUMNS), dtype=np.int64)
        self.table = Labels(pool, np.empty(ROOM), np.empty(ROOM), np.empty(ROOM))
        empty = self.table.pool[0]
        empty[:] = 0
        empty[[kernels.LAST, kernels.PRED, kernels.MEAL, kernels.AFTER]] = -1
        empty[kernels.READY], empty[kernels.DATES] = pricer.shift.earliest, pricer.shift.dates
        self.table.value[0], self.table.paid[0] = route, 0.0
        self.found = np.empty((256, routes.FOUND_COLUMNS), dtype=np.int64)
        self.points, self.heads, self.count = np.empty(256), np.full(1024, -1, dtype=np.int64), 0

    def all(self) -> Priced:
        begin, end = 0, 1
        for size in range(1, self.depth + 1):
            begin, end = end, self.level(begin, end, self.depth - size)
            self.labels += end - begin
            if begin == end:
                break
            self.found, self.points, self.heads, self.count = routes.finished(
                self.ground, self.table, self.worth.metre, begin, end, self.above, self.found, self.points,
                self.heads, self.count,
            )  # fmt: skip
        return self.result()

    def level(self, first: int, begin: int, left: int) -> int:
        """Grow the labels ``first`` to ``begin`` by one visit into rows from ``begin`` on; where the new ones end."""
        floor, label, end, most = self.above, first, begin, max(ROOM // 4, 2 * self.beam)
        while label < begin:
            self.table, label, end = kernels.grown(
                self.ground, self.worth, self.table, label, begin, begin, end, left, floor, most
            )
            if label < begin:
                # The beam is full: what hopes for less than its last label is not made at all.
                end = self.narrowed(begin, end)
                if end - begin >= self.beam:
                    floor = max(floor, float(self.table.hope[begin:end].min()))
                    self.cut = max(self.cut, floor)
        return self.narrowed(begin, end)

    def narrowed(self, begin: int, end: int) -> int:
        """Keep the best labels of a level, dominated ones out; what is cut remembers how good it might have been."""
        hope = self.table.hope
        rows = begin + np.flatnonzero(hope[begin:end] > self.above)
        if len(rows) > self.beam:
            order = rows[spread(self.table.pool[rows, kernels.LAST], hope[rows])]
            rows = np.sort(order[: self.beam])
            self.cut = max(self.cut, float(hope[order[self.beam :]].max()))
        if len(rows) < end - begin:
            end = begin + len(rows)
            for column in self.table:
                column[begin:end] = column[rows]
        return end

    def paths(self, labels: Ints) -> Ints:
        """The visits of labels in order, filled up with -1."""
        columns = np.full((len(labels), self.depth), -1, dtype=np.int64)
        walk = labels
        for column in range(self.depth):
            columns[:, column] = self.table.pool[walk, kernels.LAST]
            walk = np.where(walk > 0, self.table.pool[walk, kernels.PRED], 0)
        columns = columns[:, ::-1]
        order = np.argsort(columns < 0, axis=1, kind="stable")
        return np.take_along_axis(columns, order, axis=1)

    def result(self) -> Priced:
        """The best route of every set of visits (and metres, where priced), best first; ties by visits, then metres."""
        sure = max(self.cut, self.above)
        if not self.count:
            return Priced((), np.empty(0), sure, sure <= self.above, sure, self.labels, self.cut > self.above)
        found, value = self.found[: self.count], self.points[: self.count]
        path = self.paths(found[:, routes.FOUND_LABEL])
        best = np.lexsort((found[:, routes.FOUND_METRES], *path.T[::-1], -value))
        chosen = best[: self.keep]
        if len(best) > self.keep:
            chosen = best if self.alike else best[np.sort(spread(path[best, 0], value[best])[: self.keep])]
            chosen = chosen[: self.keep]
            left_out = np.setdiff1d(best, chosen, assume_unique=True)
            sure = max(sure, float(value[left_out].max()))
        most = max(self.cut, float(value[best[0]]))
        made = tuple(self.route(row, visits) for row, visits in zip(found[chosen], path[chosen], strict=True))
        return Priced(made, value[chosen], most, sure <= self.above, sure, self.labels, self.cut > self.above)

    def route(self, row: Ints, visits: Ints) -> Route:
        return Route(
            shift=self.pricer.number,
            visits=tuple(int(visit) for visit in visits if visit >= 0),
            meal=int(row[routes.FOUND_MEAL]),
            meal_after=int(row[routes.FOUND_AFTER]),
            drive_min=int(row[routes.FOUND_DRIVEN]),
            dates=int(row[routes.FOUND_DATES]),
            drive_m=int(row[routes.FOUND_METRES]),
        )


def spread(group: Ints, worth: Floats) -> Index:
    """An order that takes the best of every group first, then every second best ...: good and not all alike."""
    order = np.lexsort((-worth, group))
    starts = np.flatnonzero(np.concatenate([[True], np.diff(group[order]) != 0]))
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    return order[np.lexsort((-worth[order], rank))]
