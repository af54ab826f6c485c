"""What a relaxed route can do next, in clocks: on to a visit, straight or over a meal; from the start; and home."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from tourplanner.planning.problem import GRAIN_S, Floats, Ints, Problem, Shift
from tourplanner.planning.times import first_begin, on_grain

Singles = npt.NDArray[np.float32]

LARGE = 400
"""Above this many visits, moves longer than ``FAR_S`` count as just that long: far fewer to look up."""

FAR_S = 40 * 60

LATER, CLOSED = np.int64(1 << 40), np.int64(-1)


class Steps:
    """
    The steps of one shift on a clock of ``step`` seconds, none longer or dearer than it is.

    n visits; visit i may be followed by ``target[firsts[i]:firsts[i + 1]]``, k moves in all. What costs points is the
    driving.

    Parameters
    ----------
    offset, cost
        k clocks that a move takes, and k x 2 points it costs: straight, and with the meal on the way.
    meal
        k x 3: clocks that a move with the meal takes, the clock it is not over before, and the last to set out at.
    ends
        n x clocks: the clock at which a visit is over that is reached at a clock, ``clocks`` if it is too late.
    begins, begin_cost
        2 x n: the clock at which each visit can be reached first, and points that costs; straight, and after a meal.
    home
        n x clocks x 2: what the way home gains (less than 0), meal due or not; -inf where it is too late.
    """

    def __init__(self, problem: Problem, shift: Shift, step: int) -> None:
        self.problem, self.shift, self.step = problem, shift, step
        n = self.n = len(problem.visits)
        self.here, self.there = problem.place[:n], problem.place[n:]
        self.origin_s = shift.earliest // GRAIN_S * GRAIN_S
        self.clocks = (shift.latest - self.origin_s) // step + 1
        self.tables = problem.meals_of(shift) if problem.limits.lunch else np.empty((0, n), dtype=np.int64)
        allowed, self.far_cost = self._in_a_row(), 0
        self.origin, self.target = np.nonzero(self._near(allowed))
        self.firsts = np.searchsorted(self.origin, np.arange(n + 1)).astype(np.int64)
        self.offset = on_grain(problem.travel_s[self.here[self.origin], self.here[self.target]]) // step
        self.meal, with_meal = self._meals(self.here[self.origin], self.target, self._both_tables())
        straight = problem.drive_s[self.here[self.origin], self.here[self.target]] // 60
        self.cost = np.stack([straight, with_meal], axis=-1) * problem.drive_cost
        self.ends, self.home = self._ends(), self._home()
        self.begins, self.begin_cost = self._begins()

    def _near(self, allowed: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """n x n: the moves that are looked up one by one."""
        if self.n <= LARGE:
            return allowed
        near = self.problem.shortest(self.problem.travel_s, self.tables) <= FAR_S
        if not near.all():
            # Two legs of whole minutes are at most one shorter than both together.
            minutes = self.problem.shortest(self.problem.drive_s, self.tables)[~near].min() // 60 - 1
            self.far_cost = max(0, int(minutes)) * self.problem.drive_cost
        return allowed & near

    def _in_a_row(self) -> npt.NDArray[np.bool_]:
        """n x n: whether a route may hold both visits, and the second right after the first."""
        problem = self.problem
        both = problem.dates[:, None] & problem.dates & self.shift.dates
        allowed = (problem.ident[:, None] != problem.ident) & (both != 0)
        for first, second in problem.limits.before:
            allowed[second, first] = False
        return allowed

    def _both_tables(self) -> Iterator[Ints]:
        """k meal numbers each, -1 for none: where can be eaten before a move and, in another village, after it."""
        entering = self.problem.village[self.origin] != self.problem.village[self.target]
        for row in self.tables:
            yield row[self.origin]
            yield np.where(entering, row[self.target], -1)

    def _meals(self, origin: Ints | int, target: Ints, tables: Iterator[Ints]) -> tuple[Ints, Ints]:
        """k x 3 clocks as in ``meal``, and k least minutes of driving, from places over any of the tables to visits."""
        problem = self.problem
        taken, over, minutes = (np.full(len(target), LATER) for _ in range(3))
        last = np.full(len(target), CLOSED)
        for table in tables:
            meal = np.maximum(table, 0)
            way, given = self.there[meal], table >= 0
            first, second = problem.travel_s[origin, way], problem.travel_s[way, self.here[target]]
            eaten, leaves = problem.meal_s[meal] + second, problem.meal_closes[meal] - first
            driven = problem.drive_s[origin, way] // 60 + problem.drive_s[way, self.here[target]] // 60
            taken = np.where(given, np.minimum(taken, on_grain(on_grain(first) + eaten)), taken)
            over = np.where(given, np.minimum(over, on_grain(problem.meal_opens[meal] + eaten) - self.origin_s), over)
            last = np.where(given, np.maximum(last, (leaves - self.origin_s) // self.step), last)
            minutes = np.where(given, np.minimum(minutes, driven), minutes)
        return np.stack([taken // self.step, np.maximum(over, 0) // self.step, last], axis=-1), minutes

    def _begins(self) -> tuple[Ints, Floats]:
        problem, start, every = self.problem, self.shift.start, np.arange(self.n)
        straight = on_grain(self.shift.earliest + problem.travel_s[start, self.here])
        (taken, over, last), minutes = (
            np.transpose(each) for each in self._meals(np.int64(start), every, iter(self.tables))
        )
        fed = np.where(last >= 0, np.maximum(taken, over), self.clocks)
        clock = np.stack([(straight - self.origin_s) // self.step, np.minimum(fed, self.clocks)])
        cost = np.stack([problem.drive_s[start, self.here] // 60, minutes]) * float(problem.drive_cost)
        return np.minimum(clock, self.clocks), cost

    def _ends(self) -> Ints:
        problem = self.problem
        arrive = np.broadcast_to(self._times(), (self.n, self.clocks))
        begin = first_begin(arrive, problem.opens[:, None, :], problem.closes[:, None, :])
        ends: Ints = (begin + problem.service[:, None] - self.origin_s) // self.step
        ends[problem.dates & self.shift.dates == 0] = self.clocks
        return np.minimum(ends, self.clocks)

    def _home(self) -> Singles:
        problem, times, end = self.problem, self._times(), self.shift.end
        home = np.full((self.n, self.clocks, 2), -np.inf, dtype=np.float32)
        in_time = times + problem.travel_s[self.here, end][:, None] <= self.shift.latest
        cost = problem.drive_s[self.here, end] // 60 * problem.drive_cost
        home[..., 1] = np.where(in_time, -cost[:, None], -np.inf)
        if not problem.limits.lunch:
            home[..., 0] = home[..., 1]
        for row in self.tables:
            meal = np.maximum(row, 0)
            way = self.there[meal]
            arrive = times + problem.travel_s[self.here, way][:, None]
            begin = np.maximum(arrive, problem.meal_opens[meal][:, None])
            over = begin + problem.meal_s[meal][:, None]
            ok = (row[:, None] >= 0) & (begin <= problem.meal_closes[meal][:, None])
            ok &= over + problem.travel_s[way, end][:, None] <= self.shift.latest
            driven = problem.drive_s[self.here, way] // 60 + problem.drive_s[way, end] // 60
            due = np.where(ok, -(driven * problem.drive_cost)[:, None], -np.inf)
            home[..., 0] = np.maximum(home[..., 0], due)
        return home

    def _times(self) -> Ints:
        return self.origin_s + np.arange(self.clocks, dtype=np.int64) * self.step

    @property
    def far_meal(self) -> Ints:
        """Clocks of a move longer than ``FAR_S``: as a row of ``meal``, then straight."""
        straight = FAR_S // self.step
        if not self.tables.size:
            return np.array([0, self.clocks, CLOSED, straight], dtype=np.int64)
        problem = self.problem
        shortest, opens = int(problem.meal_s.min()), int(problem.meal_opens.min())
        over = max(0, opens + shortest - self.origin_s) // self.step
        last = (int(problem.meal_closes.max()) - self.origin_s) // self.step
        return np.array([(FAR_S + shortest) // self.step, over, last, straight], dtype=np.int64)
