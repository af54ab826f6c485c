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
    offset_up, meal_up, ends_up
        The same rounded up, the first two numbers of ``meal`` over the slowest table, and for who comes at the clock or
        earlier.
    begins, begin_cost
        2 x n: the clock at which each visit can be reached first, and points that costs; straight, and after a meal.
        ``begins_up`` is rounded up, over the slowest table.
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
        self.slow_s = problem.travel_by_hour.max(axis=0)
        ways = self.here[self.origin], self.here[self.target]
        self.offset, self.offset_up = on_grain(problem.travel_s[ways]) // step, -(-on_grain(self.slow_s[ways]) // step)
        self.meal, self.meal_up, with_meal = self._meals(self.here[self.origin], self.target, self._both_tables())
        straight = problem.drive_s[self.here[self.origin], self.here[self.target]] // 60
        self.cost = np.stack([straight, with_meal], axis=-1) * problem.drive_cost
        (self.ends, self.ends_up), self.home = self._ends(), self._home()
        self.begins, self.begins_up, self.begin_cost = self._begins()

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
        allowed: npt.NDArray[np.bool_] = (problem.ident[:, None] != problem.ident) & (both != 0)
        for first, second in problem.limits.before:
            allowed[second, first] = False
        return allowed

    def _both_tables(self) -> Iterator[Ints]:
        """k meal numbers each, -1 for none: where can be eaten before a move and, in another village, after it."""
        entering = self.problem.village[self.origin] != self.problem.village[self.target]
        for row in self.tables:
            yield row[self.origin]
            yield np.where(entering, row[self.target], -1)

    def _meals(self, origin: Ints, target: Ints, tables: Iterator[Ints]) -> tuple[Ints, Ints, Ints]:
        """
        From k places over any of the tables to k visits: clocks as in ``meal``, the most clocks, least minutes driven.
        """
        problem, step, none = self.problem, self.step, np.full(len(target), CLOSED)
        taken, over, minutes = (np.full(len(target), LATER) for _ in range(3))
        most, latest, last = none, none, none
        for table in tables:
            meal = np.maximum(table, 0)
            way, given = self.there[meal], table >= 0
            first, second = problem.travel_s[origin, way], problem.travel_s[way, self.here[target]]
            driven = problem.drive_s[origin, way] // 60 + problem.drive_s[way, self.here[target]] // 60
            leaves = (problem.meal_closes[meal] - first - self.origin_s) // step
            takes, ends = self._taken(meal, first, second)
            taken, over = np.where(given, (np.minimum(taken, takes), np.minimum(over, ends)), (taken, over))
            takes, ends = self._taken(meal, self.slow_s[origin, way], self.slow_s[way, self.here[target]])
            most, latest = np.where(given, (np.maximum(most, takes), np.maximum(latest, ends)), (most, latest))
            minutes = np.where(given, np.minimum(minutes, driven), minutes)
            last = np.where(given, np.maximum(last, leaves), last)
        least = np.stack([taken // step, over // step, last], axis=-1)
        return least, np.stack([-(-most // step), -(-latest // step)], axis=-1), minutes

    def _taken(self, meal: Ints, first: Ints, second: Ints) -> tuple[Ints, Ints]:
        """Seconds from setting out to arriving over a meal, and the second of arriving if one waits for the table."""
        eaten = self.problem.meal_s[meal] + second
        ends = on_grain(self.problem.meal_opens[meal] + eaten) - self.origin_s
        return on_grain(on_grain(first) + eaten), np.maximum(ends, 0)

    def _begins(self) -> tuple[Ints, Ints, Floats]:
        problem, start, every = self.problem, self.shift.start, np.arange(self.n)
        straight, slow = (
            (on_grain(self.shift.earliest + way[start, self.here]) - self.origin_s) // self.step
            for way in (problem.travel_s, self.slow_s)
        )
        least, most, minutes = self._meals(np.full(self.n, start), every, iter(self.tables))
        fed = np.where(least[:, 2] >= 0, np.maximum(least[:, 0], least[:, 1]), self.clocks)
        # The start may be off the clock.
        late = np.stack([slow, most.max(axis=1)]) + 1
        cost = np.stack([problem.drive_s[start, self.here] // 60, minutes]) * float(problem.drive_cost)
        return np.minimum(np.stack([straight, fed]), self.clocks), np.minimum(late, self.clocks - 1), cost

    def _ends(self) -> tuple[Ints, Ints]:
        """The clocks ``ends`` and ``ends_up``."""
        problem = self.problem
        arrive = np.broadcast_to(self._times(), (self.n, self.clocks))
        begin = first_begin(arrive, problem.opens[:, None, :], problem.closes[:, None, :])
        over = begin + problem.service[:, None] - self.origin_s
        over[problem.dates & self.shift.dates == 0] = self.clocks * self.step
        ends = np.minimum(over // self.step, self.clocks)
        # The longer one waits the later it is over, until it is too late.
        up = np.maximum.accumulate(np.where(ends < self.clocks, -(-over // self.step), 0), axis=1)
        return ends, up

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
