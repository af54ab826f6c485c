"""
Orienteering by cycles of simulated annealing, each followed by the best recombination of the routes seen.

The moves are ruin and refill (Schrimpf et al. 2000; strings after Christiaens & Vanden Berghe 2020); routes seen in
good solutions are packed anew by CP-SAT, as in the route recombination of Hu & Lim (2014).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tourplanner.planning.kernels.moves import Case, Routes, duration
from tourplanner.planning.kernels.moves_anneal import Pool, Search, anneal, remember
from tourplanner.planning.kernels.moves_insert import Insertions
from tourplanner.planning.kernels.moves_segment import Subsets
from tourplanner.planning.orienteering import Answer, Ints, Orienteering
from tourplanner.planning.orienteering_case import case_of, chosen_of, no_routes, set_routes
from tourplanner.planning.packing import Column, pack
from tourplanner.planning.stop import FirstOf, Seconds, State, Stop, Work

Progress = Callable[[State], None]

ENDLESS = float("inf")

SEGMENT = 9
"""Visits that are tried in every order when a stretch is refilled."""

PACKING = 0.5
"""Most effort for one recombination, in CP-SAT's deterministic time."""

SLOTS = 14_000
"""Routes kept in mind."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """When a search will end as far as its stop rule says so in advance: iterations and processor seconds."""

    work: float = ENDLESS
    seconds: float = ENDLESS

    @classmethod
    def of(cls, stop: Stop) -> Horizon:
        """Read from the rules that know; what other rules will do is not known before they do it."""
        if isinstance(stop, Work):
            return cls(work=max(1, stop.units))
        if isinstance(stop, Seconds):
            return cls(seconds=max(1e-3, stop.most))
        if isinstance(stop, FirstOf):
            each = [cls.of(rule) for rule in stop.rules]
            return cls(min((h.work for h in each), default=ENDLESS), min((h.seconds for h in each), default=ENDLESS))
        return cls()

    def share(self, work: float, seconds: float) -> float:
        """How much of the way to the end lies behind, 0 to 1 and beyond."""
        return max(work / self.work, seconds / self.seconds)


@dataclass(frozen=True, slots=True)
class Recipe:
    """
    How a search is run. Temperatures in mean points of a visit.

    Parameters
    ----------
    hot, warm, cold
        Temperature at the start of a cycle from nothing and of one from the best solution, and at the end of both.
    thrift
        Mean points of a visit that a route's whole duration counts for when solutions are compared.
    ruin, most
        Share of the visits made, and number of visits, taken out at most.
    stretches
        Stretches refilled exactly when a solution is promising.
    cycle_s, cycle_work, cycles
        A cycle lasts at least so many seconds or iterations, and there are at most so many before a known end.
    packing
        Share of a cycle's time for recombining routes.
    columns
        Routes recombined at most, for every second that a cycle lasts, and in all.
    """

    hot: float = 2.0
    warm: float = 1.0
    cold: float = 0.05
    thrift: float = 0.1
    ruin: float = 0.3
    most: int = 30
    stretches: int = 4
    cycle_s: float = 2.0
    cycle_work: int = 15_000
    cycles: int = 5
    packing: float = 0.1
    columns: int = 2_000


def searched(
    problem: Orienteering,
    stop: Stop,
    seed: int,
    progress: Progress | None,
    start: Sequence[tuple[int, Sequence[int]]],
    recipe: Recipe | None = None,
) -> Answer:
    """What ``orienteer`` says, without its checks."""
    return _Annealing(problem, stop, seed, progress, start, recipe or Recipe()).run()


class _Annealing:
    """A search under way."""

    def __init__(
        self,
        problem: Orienteering,
        stop: Stop,
        seed: int,
        progress: Progress | None,
        start: Sequence[tuple[int, Sequence[int]]],
        recipe: Recipe,
    ) -> None:
        self.began = time.process_time()
        self.stop, self.seed, self.progress, self.recipe = stop, seed, progress, recipe
        self.caps = problem.caps.copy()
        self.case, self.ids = case_of(problem)
        self.bound = int(self.case.points.sum())
        self.horizon = Horizon.of(stop)
        self.mean = float(self.case.points.mean()) if self.bound else 1.0
        self.thrift = recipe.thrift * self.mean / max(1.0, float((problem.latest - problem.earliest).max(initial=1)))
        self.work, self.rate, self.found_at = 0, 0.0, 0.0
        self.best: list[Column] = self._known(start)
        self.score = self._points(self.best)
        self.memory = _memory(self.case, self.caps)

    def run(self) -> Answer:
        cycle = 0
        try:
            while not self._over():
                self._cycle(fresh=cycle % 2 == 0 and not (cycle == 0 and self.best))
                cycle += 1
        except KeyboardInterrupt:
            pass
        routes = tuple((kind, tuple(self.ids[list(visits)].tolist())) for kind, visits in self.best)
        return Answer(routes, self.score, self.bound, self.work, self.found_at, self.seed)

    def _known(self, start: Sequence[tuple[int, Sequence[int]]]) -> list[Column]:
        """The routes to start from, by the case's numbers, without what is worth nothing."""
        number = {visit: index for index, visit in enumerate(self.ids.tolist())}
        kept = [(kind, tuple(number[visit] for visit in visits if visit in number)) for kind, visits in start]
        return [column for column in kept if column[1]]

    def _points(self, columns: Sequence[Column]) -> int:
        return sum(int(self.case.points[list(visits)].sum()) for _, visits in columns)

    def _seconds(self) -> float:
        return time.process_time() - self.began

    def _over(self) -> bool:
        state = State(self.score if self.work else None, float(self.bound), self.work, self._seconds())
        if self.progress:
            self.progress(state)
        return self.score == self.bound or self.stop(state)

    def _better(self, columns: list[Column]) -> None:
        score = self._points(columns)
        if score > self.score:
            self.best, self.score, self.found_at = columns, score, self._seconds()

    def _cycle(self, *, fresh: bool) -> None:
        """Anneal from nothing or from the best solution, then recombine the routes seen."""
        recipe, case, memory = self.recipe, self.case, self.memory
        since, goal = (self.work, self._seconds()), self._goal()
        hot, cold = self.mean * (recipe.hot if fresh else recipe.warm), self.mean * recipe.cold
        self._begin_from([] if fresh else self.best)
        packing = recipe.packing if len(case.kind) > 1 else 0.0
        over = False
        while not over:
            share = goal.share(self.work - since[0], (self._seconds() - since[1]) / (1 - packing))
            if share >= 1:
                break
            iterations = self._iterations(goal, since, share)
            before = time.process_time()
            most = min(recipe.most, max(2, int(recipe.ruin * memory.kept.length.sum())))
            chance = (self.seed * 1_000_003 + self.work) % 2**32
            heat = hot * (cold / hot) ** share
            anneal(case, memory, chance, iterations, heat, self.thrift, most, recipe.stretches)
            self.work += iterations
            self.rate = iterations / max(1e-6, time.process_time() - before)
            if memory.value[2] > self.score:
                self._better(chosen_of(case, memory.best))
            over = self._over()
        if packing and self.score < self.bound and (not over or self.work >= self.horizon.work):
            self._recombine(goal, since[1] + goal.seconds - self._seconds())

    def _goal(self) -> Horizon:
        """How long this cycle is to last."""
        recipe, horizon = self.recipe, self.horizon
        if horizon == Horizon():
            return Horizon(work=recipe.cycle_work)
        lasts = min(horizon.work / recipe.cycle_work, horizon.seconds / recipe.cycle_s)
        count = max(1, min(recipe.cycles, round(lasts)))
        return Horizon(
            max(1.0, min(horizon.work / count, horizon.work - self.work)),
            max(1e-3, min(horizon.seconds / count, horizon.seconds - self._seconds())),
        )

    def _begin_from(self, columns: Sequence[Column]) -> None:
        memory, case = self.memory, self.case
        for routes in (memory.routes, memory.kept):
            set_routes(case, routes, self.caps, columns)
        spent = sum(duration(case, memory.kept, r) for r in range(len(case.kind)))
        memory.value[:] = self._points(columns), spent, -1.0, 0.0

    def _iterations(self, goal: Horizon, since: tuple[int, float], share: float) -> int:
        """So many until one looks up again: a fiftieth of the cycle, and less towards its end."""
        if goal.seconds == ENDLESS:
            return int(max(1, min(250, since[0] + goal.work - self.work)))
        if not self.rate:
            return 16
        left = self.rate * goal.seconds * (1 - share)
        by_time = max(8.0, min(500.0, left / 2, self.rate * goal.seconds / 50))
        return int(max(1, min(by_time, since[0] + goal.work - self.work)))

    def _recombine(self, goal: Horizon, seconds: float) -> None:
        """Pack the best routes seen into a better solution, if there is one; forget the others when room is short."""
        pool, case = self.memory.pool, self.case
        count = int(pool.used[0])
        ranked = np.lexsort((np.arange(count), -pool.value[:count]))
        timed = goal.seconds < ENDLESS
        most = self.recipe.columns if not timed else int(min(1.0, goal.seconds) * self.recipe.columns)
        columns = list(dict.fromkeys([*self.best, *(_column(pool, slot) for slot in ranked[:most].tolist())]))
        limit = seconds if timed else ENDLESS
        packed = pack(case, self.caps, columns, self.best, work=PACKING, seconds=limit, seed=self.seed)
        if packed is not None:
            self._better(packed)
        if count > SLOTS // 2:
            _forget(case, pool, ranked[: SLOTS // 4])


def _memory(case: Case, caps: Ints) -> Search:
    n, many = len(case.points), len(case.kind)
    routes: list[Routes] = [no_routes(case, caps) for _ in range(3)]
    start, fresh, listed = (np.zeros(n, dtype=np.int64) for _ in range(3))
    table = Insertions(np.zeros((many, n), np.int64), start, fresh, listed, np.zeros(n), np.zeros(n))
    sets = (1 << SEGMENT, SEGMENT)
    room = Subsets(
        np.zeros(sets, np.int64), np.zeros(sets, np.int64), np.zeros(sets[0], np.int64), np.zeros(SEGMENT, np.int64),
        np.zeros(n), np.zeros(n, np.int64),
    )  # fmt: skip
    buckets = 1 << 16
    length, kind, spent, value = (np.zeros(SLOTS, dtype=np.int64) for _ in range(4))
    key, slot, order = np.full(buckets, -1, np.int64), np.zeros(buckets, np.int64), np.zeros((SLOTS, n), np.int32)
    pool = Pool(key, slot, order, length, kind, spent, value, np.zeros(1, np.int64))
    return Search(routes[0], routes[1], routes[2], table, room, np.zeros(n, np.bool_), np.zeros(4), pool)


def _column(pool: Pool, slot: int) -> Column:
    return int(pool.kind[slot]), tuple(pool.order[slot, : pool.length[slot]].tolist())


def _forget(case: Case, pool: Pool, keep: Ints) -> None:
    """Keep these routes only."""
    kept = [(*_column(pool, slot), int(pool.spent[slot]), int(pool.value[slot])) for slot in keep.tolist()]
    pool.key[:], pool.used[0] = -1, 0
    for kind, visits, spent, value in kept:
        remember(case, pool, kind, np.array(visits, dtype=np.int64), spent, value)
