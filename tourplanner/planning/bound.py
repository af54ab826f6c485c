"""
Completion bounds: the most that a half-built route can still gain.

A backward dynamic programme over visits left, clock, last visit, and whether meal and anchor are still due. It may
come back to an earlier village, so it never underestimates (state-space relaxation, Christofides, Mingozzi & Toth
1981; for team orienteering Righini & Salani 2009).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tourplanner.planning.kernels import completion as kernels
from tourplanner.planning.problem import GRAIN_S, Floats, Ints, Problem, Shift
from tourplanner.planning.times import first_begin, on_grain

Singles = npt.NDArray[np.float32]

LARGE = 400
"""Above this many visits, moves longer than ``FAR_S`` count as just that long: far fewer to look up."""

FAR_S = 40 * 60

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
    The tabulated bound: ``table[left, visit, 2 * fed + anchored, clock]``.

    Where no anchor is asked for (``anchored`` is false), only the states with one are filled.
    """

    table: Singles
    earliest: int
    step: int
    slack: float
    anchored: bool

    def gain(self, left: int, fed: int, anchors: int, ready: int, visit: int) -> float:
        """
        Most points still to come, the leg home included; -inf where nobody gets home in time.

        ``left`` visits at most are added after ``visit``, which is over at ``ready``; ``fed`` is 0 while the meal is
        due, ``anchors`` counts the anchors met.
        """
        clock = min((ready - self.earliest) // self.step, self.table.shape[3] - 1)
        state = 2 * fed + (min(anchors, 1) if self.anchored else 1)
        return float(self.table[left, visit, state, clock]) + self.slack


class Bounder:
    """
    Tabulates completion bounds of one shift for ever new points.

    ``step`` is the clock's grain in seconds, a multiple of five minutes: finer is tighter and slower. At five minutes
    only the way back to an earlier village is relaxed.
    """

    def __init__(self, problem: Problem, shift: Shift, step: int = GRAIN_S) -> None:
        self.problem, self.shift, self.step = problem, shift, step
        n = self.n = len(problem.visits)
        self.origin_s = shift.earliest // GRAIN_S * GRAIN_S
        self.clocks = (shift.latest - self.origin_s) // step + 1
        self.lunch = problem.limits.lunch
        self.meals = problem.meals_of(shift) if self.lunch else np.empty((0, n), dtype=np.int64)
        between = problem.shortest(problem.travel_s, self.meals)
        near = between <= FAR_S if n > LARGE else np.ones((n, n), dtype=np.bool_)
        self.ident = problem.ident[:, None] == problem.ident
        self.origin, self.target = np.nonzero(near & ~self.ident)
        self.firsts = np.searchsorted(self.origin, np.arange(n + 1)).astype(np.int64)
        self.offset = on_grain(between[self.origin, self.target]) // step
        self.entering = problem.village[self.origin] != problem.village[self.target]
        self.swapped = problem.swappable[self.origin, self.target]
        self.anchor, self.feeds = np.array(problem.anchor), np.array(problem.feeds)
        # Whole minutes leg by leg, as routes count them: two legs over a meal may leave out more seconds than one.
        driving = problem.shortest(problem.drive_s // 60, self.meals)[self.origin, self.target]
        self.drive_cost = driving * problem.drive_cost
        self.ends = self._ends()
        self.after_meal, self.meal_times = self._after_meal()
        self.home = self._home()

    def _times(self) -> Ints:
        return self.origin_s + np.arange(self.clocks, dtype=np.int64) * self.step

    def _ends(self) -> Ints:
        """n x clocks: the clock at which a visit is over that is reached at a clock; ``clocks`` if it is too late."""
        problem = self.problem
        arrive = np.broadcast_to(self._times(), (self.n, self.clocks))
        begin = first_begin(arrive, problem.opens[:, None, :], problem.closes[:, None, :])
        ends: Ints = (begin + problem.service[:, None] - self.origin_s) // self.step
        return np.minimum(ends, self.clocks)

    def _after_meal(self) -> tuple[Ints, npt.NDArray[np.bool_]]:
        """For an arrival clock, the clock after a meal around the way, and whether there may still be one."""
        problem, times = self.problem, self._times()
        if not self.meals.size:
            return np.full(self.clocks, self.clocks), np.zeros(self.clocks, dtype=np.bool_)
        over = np.maximum(times, problem.meal_opens.min()) + problem.meal_s.min()
        way = int(problem.travel_s.max(initial=0))
        allowed = times <= problem.meal_closes.max() + way
        return np.minimum((over - self.origin_s) // self.step, self.clocks), allowed

    def _home(self) -> Singles:
        """n x clocks x 2: what the way home gains (less than 0), meal due (0) or not; -inf where it is too late."""
        problem, times, end = self.problem, self._times(), self.shift.end
        here, there = problem.place[: self.n], problem.place[self.n :]
        home = np.full((self.n, self.clocks, 2), -np.inf, dtype=np.float32)
        in_time = times + problem.travel_s[here, end][:, None] <= self.shift.latest
        cost = problem.drive_s[here, end] // 60 * problem.drive_cost
        home[..., 1] = np.where(in_time, -cost[:, None], -np.inf)
        if not self.lunch:
            home[..., 0] = home[..., 1]
        for row in self.meals:
            meal = np.maximum(row, 0)
            way = there[meal]
            begin = np.maximum(times + problem.travel_s[here, way][:, None], problem.meal_opens[meal][:, None])
            over = begin + problem.meal_s[meal][:, None]
            ok = (row[:, None] >= 0) & (times <= problem.meal_closes[meal][:, None])
            ok &= over + problem.travel_s[way, end][:, None] <= self.shift.latest
            driven = problem.drive_s[here, way] // 60 + problem.drive_s[way, end] // 60
            due = np.where(ok, -(driven * problem.drive_cost)[:, None], -np.inf)
            home[..., 0] = np.maximum(home[..., 0], due)
        return home

    def __call__(self, prices: Prices) -> Completion:
        """The bound under the given points."""
        limits = self.problem.limits
        depth, anchored = limits.stops[1], bool(limits.anchors)
        states = np.array([s for s in range(4) if (s >= 2 or self.lunch) and (s % 2 or anchored)], dtype=np.int64)
        table = np.full((depth, self.n, 4, self.clocks), -np.inf, dtype=np.float32)
        table[0, :, 1], table[0, :, 3] = self.home[..., 0], self.home[..., 1]
        gain = self._gains(prices)
        far = (prices.visit + np.maximum(prices.village, 0.0)[self.problem.village]).astype(np.float32)
        arrive = np.full(table.shape[1:], -np.inf, dtype=np.float32)
        for left in range(1, depth):
            table[left] = table[0]
            kernels.arrivals(
                table[left - 1],
                self.ends,
                self.after_meal,
                self.meal_times,
                self.anchor,
                self.feeds,
                states,
                self.lunch,
                arrive,
            )
            kernels.moved(self.firsts, self.target, self.offset, gain, arrive, states, table[left])
            if self.n > LARGE:
                table[left] = np.maximum(table[left], self._moved_far(arrive, far))
        size = np.abs(prices.visit).max(initial=0.0) + np.abs(prices.village).max(initial=0.0)
        return Completion(table, self.origin_s, self.step, SLACK + ROUNDING * depth * float(size), anchored)

    def _gains(self, prices: Prices) -> Singles:
        """Pairs x 2: what moving from one visit to another adds, while the meal is due (0) and after (1)."""
        problem, there = self.problem, self.target
        gain = prices.visit[there] + np.where(self.entering, prices.village[problem.village[there]], 0.0)
        gain = gain - self.drive_cost
        return np.stack([gain, np.where(self.swapped, -np.inf, gain)], axis=-1).astype(np.float32)

    def _moved_far(self, arrivals: Singles, gain: Singles) -> Singles:
        """States x clocks: at least what the best move longer than ``FAR_S`` is worth, wherever it begins."""
        late = np.minimum(np.arange(self.clocks) + FAR_S // self.step, self.clocks - 1)
        worth = (arrivals + gain[:, None, None]).max(axis=0)[:, late]
        worth[:, np.arange(self.clocks) + FAR_S // self.step >= self.clocks] = -np.inf
        best: Singles = worth - np.float32(FAR_S // 60 * self.problem.drive_cost)
        return best
