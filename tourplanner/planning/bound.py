"""
Completion bounds: the most that a half-built route can still gain.

A backward dynamic programme over (visits left, meal taken or not, clock, last visit) that may come back to an
earlier village, so it never underestimates (state-space relaxation, Christofides, Mingozzi & Toth 1981; for team
orienteering Righini & Salani 2009). Going straight back to the village just left is excluded.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tourplanner.planning.problem import GRAIN_S, Floats, Ints, Problem, Shift
from tourplanner.planning.times import NEVER, first_begin

LARGE = 300
"""Above this many visits the clock is coarser and the count of visits left is not tracked."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Points in force: of each visit (n), of entering each village (v), and of the route itself."""

    visit: Floats
    village: Floats
    route: float


@dataclass(frozen=True, slots=True)
class Completion:
    """``gain(...)`` looks up the table: visits left x meal state x clock x visit."""

    table: Floats
    earliest: int
    step: int

    def gain(self, left: int, fed: Ints, ready: Ints, visit: Ints) -> Floats:
        """Most points still to come, home leg included; -inf where nobody gets home in time."""
        left = min(left, self.table.shape[0] - 1)
        clock = np.minimum((ready - self.earliest) // self.step, self.table.shape[2] - 1)
        found: Floats = self.table[left, fed, clock, visit]
        return found


def completion(problem: Problem, shift: Shift, prices: Prices, lunch: bool) -> Completion:
    """
    Tabulate the bound for one shift.

    Returns
    -------
    Completion
        table[r, f, b, i]: with r visits left (or any number, for large problems), meal due (f = 0) or not (f = 1),
        ready to leave visit i at ``earliest + b * step``.
    """
    n = len(problem.visits)
    large = n > LARGE
    step = GRAIN_S * (3 if large else 1)
    depth = 1 if large else problem.limits.stops[1]
    clocks = (shift.latest - shift.earliest) // step + 2
    table = np.full((depth + 1, 2, clocks, n), -np.inf)
    walk = _Moves(problem, shift, prices, lunch)
    best = _Best(depth, clocks, n)
    for clock in range(clocks - 1, -1, -1):
        now = shift.earliest + clock * step
        home = walk.home(now)
        moves = walk.to_others(now, step, clocks)
        for fed in (1, 0):
            best.first[0, fed, clock] = home[fed]
            best.second[0, fed, clock] = -np.inf
            for left in range(1, depth + 1):
                before = depth if large else left - 1
                best.extend(left, fed, clock, before, home[fed], moves, walk)
            if large:
                best.first[0, fed, clock] = best.first[1, fed, clock]
    table[:] = best.first
    return Completion(table, shift.earliest, step)


class _Moves:
    """What a move between two visits gains and how long it takes, at a given clock."""

    def __init__(self, problem: Problem, shift: Shift, prices: Prices, lunch: bool) -> None:
        n = len(problem.visits)
        self.problem, self.shift, self.lunch = problem, shift, lunch
        self.village = problem.village
        same = self.village[:, None] == self.village
        entering = np.where(same, 0.0, prices.village[self.village])
        gain = prices.visit + entering - problem.driving / 60 * problem.drive_cost
        gain = np.where(problem.ident[:, None] == problem.ident, -np.inf, gain)
        self.gain = (gain if lunch else np.where(problem.swappable, -np.inf, gain),
                     np.where(problem.swappable, -np.inf, gain))  # fmt: skip
        self.same = same
        here = problem.place[:n]
        self.home_s = problem.travel_s[here, shift.end]
        self.home_cost = problem.drive_s[here, shift.end] / 60 * problem.drive_cost
        self.meal_s = int(problem.meal_s.min()) if len(problem.meals) else 0
        self.meal_from = int(problem.meal_opens.min()) if len(problem.meals) else 0
        self.meal_until = int(problem.meal_closes.max()) if len(problem.meals) else -1

    def home(self, now: int) -> tuple[Floats, Floats]:
        straight = np.where(now + self.home_s <= self.shift.latest, -self.home_cost, -np.inf)
        if not self.lunch:
            return straight, straight
        after = max(now, self.meal_from) + self.meal_s
        fits = (after + self.home_s <= self.shift.latest) & (now <= self.meal_until)
        return np.where(fits, -self.home_cost, -np.inf), straight

    def to_others(self, now: int, step: int, clocks: int) -> dict[str, Ints]:
        """Clock numbers at which each move ends: straight, and with the meal on the way; ``clocks`` if too late."""
        arrive = now + self.problem.between
        moves = {"straight": self._ends(arrive, step, clocks)}
        if self.lunch:
            fed = np.maximum(arrive, self.meal_from) + self.meal_s
            moves["fed"] = self._ends(np.where(now <= self.meal_until, fed, NEVER), step, clocks)
        return moves

    def _ends(self, arrive: Ints, step: int, clocks: int) -> Ints:
        begin = first_begin(arrive, self.problem.opens, self.problem.closes)
        ends: Ints = np.minimum((begin + self.problem.service - self.shift.earliest) // step, clocks)
        return ends


class _Best:
    """The best completion of each state, and the best whose next village is another one."""

    def __init__(self, depth: int, clocks: int, n: int) -> None:
        shape = (depth + 1, 2, clocks + 1, n)
        self.padded_first = np.full(shape, -np.inf)
        self.padded_second = np.full(shape, -np.inf)
        self.padded_next = np.full(shape, -1, dtype=np.int64)
        self.first, self.second = self.padded_first[:, :, :clocks], self.padded_second[:, :, :clocks]
        self.next = self.padded_next[:, :, :clocks]

    def extend(
        self, left: int, fed: int, clock: int, before: int, home: Floats, moves: dict[str, Ints], walk: _Moves
    ) -> None:
        total = self._after(before, fed, moves["straight"], walk)
        if not fed and "fed" in moves:
            total = np.maximum(total, self._after(before, 1, moves["fed"], walk))
        total = walk.gain[fed] + total
        chosen = total.argmax(axis=1)
        rows = np.arange(len(chosen))
        top = total[rows, chosen]
        follows = walk.village[chosen]
        rest = np.where(walk.village == follows[:, None], -np.inf, total).max(axis=1)
        stay = home >= top
        self.first[left, fed, clock] = np.where(stay, home, top)
        self.second[left, fed, clock] = np.where(stay, top, np.maximum(rest, home))
        self.next[left, fed, clock] = np.where(stay, -1, follows)

    def _after(self, before: int, fed: int, ends: Ints, walk: _Moves) -> Floats:
        columns = np.arange(ends.shape[1])
        first = self.padded_first[before, fed][ends, columns]
        back = (self.padded_next[before, fed][ends, columns] == walk.village[:, None]) & ~walk.same
        if not back.any():
            return first
        second = self.padded_second[before, fed][ends, columns]
        after: Floats = np.where(back, second, first)
        return after
