"""
Completion bounds: the most that a half-built route can still gain.

A backward dynamic programme over visits left, clock, last visit, and whether meal and anchor are still due. It may
come back to an earlier village, so it never underestimates (state-space relaxation, Christofides, Mingozzi & Toth
1981; for team orienteering Righini & Salani 2009).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tourplanner.planning.kernels import completion as kernels
from tourplanner.planning.memory import Memory, Walk
from tourplanner.planning.problem import GRAIN_S, Floats, Ints, Problem, Shift
from tourplanner.planning.steps import LARGE, Singles, Steps

SLACK, ROUNDING = 0.01, 1e-6
"""Added to every bound, the second for each point: single precision never makes it an underestimate."""


@dataclass(frozen=True, slots=True)
class Prices:
    """
    Points in force: of each visit (n), of entering each village (v), and of the route itself.

    ``metre`` is what each metre driven costs, None where no condition adds up the metres of routes.
    """

    visit: Floats
    village: Floats
    route: float
    metre: float | None = None


@dataclass(frozen=True, slots=True)
class Completion:
    """
    The tabulated bound: ``table[layers[left, villages], row, 2 * fed + anchored, clock]``.

    ``left`` visits at most are still to come, and ``villages`` at most are still entered (more than the last column is
    as many as there are). Row ``base[visit] + s`` is a visit with the set s of its ``element`` that were visited or
    left before. Where no anchor is asked for (``anchored`` is false), only the states with one are filled, and only
    clocks that a half-built route can meet.
    """

    table: Singles
    layers: Ints
    base: Ints
    element: Ints
    length: Ints
    earliest: int
    step: int
    slack: float
    anchored: bool

    def gain(self, left: int, villages: int, fed: int, anchors: int, ready: int, visit: int, known: int = 0) -> float:
        """
        Most points still to come, the leg home included; -inf where nobody gets home in time.

        ``left`` visits and ``villages`` at most are added after ``visit``, which is over at ``ready``; ``fed`` is 0
        while the meal is due, ``anchors`` counts the anchors met, ``known`` is the set of what is remembered there.
        """
        clock = min((ready - self.earliest) // self.step, self.table.shape[3] - 1)
        state = 2 * fed + (min(anchors, 1) if self.anchored else 1)
        layer = self.layers[left, min(villages, self.layers.shape[1] - 1)]
        return float(self.table[layer, self.base[visit] + known, state, clock]) + self.slack


class Bounder:
    """
    Tabulates completion bounds of one shift for ever new points.

    ``step`` is the clock's grain in seconds, a multiple of five minutes: finer is tighter and slower. At five minutes
    only the way back to earlier visits and villages is relaxed, where the memory does not reach.
    """

    def __init__(
        self, problem: Problem, shift: Shift, step: int = GRAIN_S, memory: Memory | None = None
    ) -> None:  # fmt: skip
        self.problem, self.steps = problem, Steps(problem, shift, step)
        self.memory = memory or Memory(problem)
        self.walk = Walk(self.memory, self.steps.firsts, self.steps.target)
        self.anchor, self.feeds = np.array(problem.anchor), np.array(problem.feeds)
        self.entering = (problem.village[self.steps.origin] != problem.village[self.steps.target]).astype(np.int64)
        self.swapped = problem.swappable[self.steps.origin, self.steps.target]
        self.layers = self._layers()
        self.spans = self._spans()
        self.asked: tuple[int, bytes, bytes] | None = None

    def _layers(self) -> Ints:
        """Visits left x villages left: the number of a table. Who has k visits left enters k villages at most."""
        depth, villages = self.problem.limits.stops[1], self.problem.limits.villages[1]
        columns = np.minimum(np.arange(depth)[:, None], np.arange(min(depth, villages)))
        begins = np.concatenate([[0], np.cumsum(columns[:-1, -1] + 1)])
        layers: Ints = (begins[:, None] + columns).astype(np.int64)
        return layers

    def _spans(self) -> Ints:
        """Visits left x meal due or had x n x 2: the clocks at which each visit can be over, the second excluded."""
        steps, limits = self.steps, self.problem.limits
        n, clocks = steps.ends.shape
        spans = np.zeros((limits.stops[1], 2, n, 2), dtype=np.int64)
        spans[..., 0], spans[..., 1] = (0, clocks) if n > LARGE else (clocks, 0)
        for fed, begins in enumerate(steps.begins):
            for visit, (first, last) in enumerate(zip(begins.tolist(), steps.begins_up[fed].tolist(), strict=True)):
                state = 1 if fed or not limits.lunch or self.feeds[visit] else 0
                kernels.reach(steps.ends[visit], steps.ends_up[visit], first, last, spans[-1, state, visit])
        for left in range(limits.stops[1] - 1, 0, -1):
            kernels.reached(
                steps.firsts, steps.target, steps.offset, steps.offset_up, steps.meal, steps.meal_up, steps.ends,
                steps.ends_up, self.feeds, spans[left], spans[left - 1],
            )  # fmt: skip
        if limits.lunch and not self.feeds.any():
            # Who still has to eat leaves before the last table closes.
            late = 1 + max(int(steps.meal[:, 2].max(initial=-1)), self._last_table())
            spans[:, 0, :, 1] = np.minimum(spans[:, 0, :, 1], late)
        return spans

    def _last_table(self) -> int:
        """The last clock at which a visit may be over that is followed by the meal and the way home."""
        return int(np.flatnonzero((self.steps.home[..., 0] > -np.inf).any(axis=0)).max(initial=-1))

    def __call__(self, prices: Prices) -> Completion:
        """The bound under the given points; the last one is kept for who asks again."""
        asked = (self.memory.size, prices.visit.tobytes(), prices.village.tobytes())
        if asked != self.asked:
            self.asked, self.last = asked, self._tabulated(prices)
        return self.last

    def _tabulated(self, prices: Prices) -> Completion:
        limits, steps, walk = self.problem.limits, self.steps, self.walk
        walk.refresh()
        depth, anchored = limits.stops[1], bool(limits.anchors)
        states = np.array([s for s in range(4) if (s >= 2 or limits.lunch) and (s % 2 or anchored)], dtype=np.int64)
        rows = len(walk.visit)
        table = np.full((self.layers[-1, -1] + 1, rows, 4, steps.clocks), -np.inf, dtype=np.float32)
        table[:, :, 1], table[:, :, 3] = steps.home[walk.visit, :, 0], steps.home[walk.visit, :, 1]
        gain, far = self._gains(prices), self._far(prices)
        arrive = np.full((self.layers.shape[1], *table.shape[1:]), -np.inf, dtype=np.float32)
        for left in range(1, depth):
            before, own = self._of(left - 1), self._of(left)
            arriving = arrive[: before.stop - before.start]
            kernels.arrivals(table[before], walk.visit, steps.ends, self.anchor, self.feeds, states, arriving)
            kernels.moved(
                walk.firsts, walk.target, walk.pair, walk.visit, self.entering, steps.offset, steps.meal, gain,
                self.spans[left], arriving, states, table[own],
            )  # fmt: skip
            if len(far):
                table[own] = np.maximum(table[own], self._moved_far(arriving[-1, walk.base[:-1]], far))
        size = np.abs(prices.visit).max(initial=0.0) + np.abs(prices.village).max(initial=0.0)
        return Completion(
            table, self.layers, walk.base, walk.element, walk.length, steps.origin_s, steps.step,
            SLACK + ROUNDING * depth * float(size), anchored,
        )  # fmt: skip

    def _of(self, left: int) -> slice:
        """The tables for so many visits to come."""
        return slice(int(self.layers[left, 0]), int(self.layers[left, -1]) + 1)

    def best(self, prices: Prices, bound: Completion, above: float, count: int) -> tuple[float, list[Ints]]:
        """
        What no route of the shift is worth more than, and the best relaxed routes that begin differently, best first.

        They may visit twice and come back to villages. ``count`` at most are worth more than ``above``; the first is
        given in any case.
        """
        steps, walk = self.steps, self.walk
        begins = prices.route + prices.visit + prices.village[self.problem.village] - steps.begin_cost
        state = (0 if self.problem.limits.lunch else 2) + (0 if bound.anchored else 1)
        worth = np.full(begins.shape, -np.inf)
        over, after = np.zeros(begins.shape, dtype=np.int64), np.zeros(begins.shape, dtype=np.int64)
        kernels.begun(
            bound.table, self.layers[-1, -1], walk.base, walk.visit, steps.ends, self.anchor, self.feeds, begins,
            steps.begins, state, worth, over, after,
        )  # fmt: skip
        order = np.argsort(-worth, axis=None, kind="stable")
        order = order[worth.flat[order] > -np.inf]
        gain, far = self._gains(prices), self._far(prices)
        paths = []
        for first in [each for place, each in enumerate(order[:count]) if not place or worth.flat[each] > above]:
            path = np.full(len(bound.layers), -1, dtype=np.int64)
            kernels.walked(
                bound.table, self.layers, walk.visit, steps.ends, self.anchor, self.feeds, walk.firsts,
                walk.target, walk.pair, self.entering, steps.offset, steps.meal, gain, walk.base, far,
                steps.far_meal, walk.base[first % len(self.anchor)], over.flat[first], after.flat[first], path,
            )  # fmt: skip
            paths.append(path[path >= 0])
        return float(worth.max(initial=-np.inf)) + bound.slack, paths

    def _gains(self, prices: Prices) -> Singles:
        """Moves x 3: what going on to a visit adds, while the meal is due (0), after it (1), and with it (2)."""
        steps, there = self.steps, self.steps.target
        gain = prices.visit[there] + np.where(self.entering > 0, prices.village[self.problem.village[there]], 0.0)
        straight = gain - steps.cost[:, 0]
        with_meal = np.where(steps.meal[:, 2] >= 0, gain - steps.cost[:, 1], -np.inf)
        return np.stack([straight, np.where(self.swapped, -np.inf, straight), with_meal], axis=-1).astype(np.float32)

    def _far(self, prices: Prices) -> Singles:
        """n: what each visit adds at most to who comes from far away; none where every move is looked up."""
        if len(self.problem.visits) <= LARGE:
            return np.empty(0, dtype=np.float32)
        far = prices.visit + np.maximum(prices.village, 0.0)[self.problem.village] - self.steps.far_cost
        return np.asarray(far, dtype=np.float32)

    def _moved_far(self, arrive: Singles, far: Singles) -> Singles:
        """States x clocks: at least what the best move longer than ``FAR_S`` is worth, wherever it begins."""
        taken, over, last, straight = self.steps.far_meal.tolist()
        best = (arrive + far[:, None, None]).max(axis=0)
        padded = np.concatenate([best, np.full((4, 1), -np.inf, dtype=np.float32)], axis=1)
        clock, clocks = np.arange(self.steps.clocks), self.steps.clocks
        found: Singles = padded[:, np.minimum(clock + straight, clocks)]
        eaten = padded[2:, np.minimum(np.maximum(clock + taken, over), clocks)]
        found[:2] = np.maximum(found[:2], np.where(clock <= last, eaten, -np.inf))
        return found
