"""
The search: routes are priced in as the relaxation asks for them, then the best set is chosen and proven.

Column generation with a Lagrangian bound at every step (Lasdon 1970), then all routes within the gap are listed, so
that the choice among them is the choice among all (route enumeration; Baldacci, Christofides & Mingozzi 2008).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor

import numpy as np

from tourplanner.planning.engine import Chosen, Relaxation, choose
from tourplanner.planning.price import Priced, Pricer
from tourplanner.planning.problem import GRAIN_S, Problem, Route
from tourplanner.planning.rows import Master

EPSILON = 1e-4
ROUNDS_AT_ONCE = 5

Progress = Callable[[str, int, int], None]
"""Called with what is being done, the step, and the number of steps (0 if unknown)."""


@dataclass(frozen=True, slots=True)
class Effort:
    """
    How much to work, in counts that are the same on every machine.

    Parameters
    ----------
    rounds
        Most rounds of pricing.
    keep
        Most routes priced in per round and shift.
    beams
        Labels kept per number of visits; the next, wider beam is used when one finds nothing more.
    pool
        Most routes listed for the final proof, 0 to do without it.
    choice
        CP-SAT's deterministic time for each choice.
    proof
        Labels kept when the first bound is proven.
    step
        Grain of the bound's clock in seconds.
    """

    rounds: int = 200
    keep: int = 150
    beams: tuple[int, ...] = (400, 20_000, 400_000)
    pool: int = 20_000
    choice: float = 6.0
    proof: int = 20_000
    step: int = GRAIN_S

    @classmethod
    def for_size(cls, visits: int) -> Effort:
        """What is reasonable for a region with so many visits: up to 150 the search goes for proof, then for time."""
        if visits <= 150:
            return cls()
        if visits <= 400:
            return cls(rounds=60, beams=(400, 4_000), pool=0, choice=12.0)
        return cls(rounds=24, keep=300, beams=(400, 2_000), pool=0, proof=6_000, step=3 * GRAIN_S)


@dataclass(frozen=True, slots=True)
class Found:
    """
    The outcome: routes beside those kept (None if nothing fits), score, a bound over all routes, and the work done.

    ``proven`` is true if the score is the optimum or, with no routes, if it is proven that nothing fits.
    """

    routes: tuple[Route, ...] | None
    score: int
    bound: int
    proven: bool
    pool: tuple[Route, ...]
    rounds: int
    labels: int


def search(
    problem: Problem, master: Master, *, seed: int = 1, effort: Effort | None = None, progress: Progress | None = None
) -> Found:
    """The best set of routes under the master's conditions, with its proof as far as ``effort`` reaches."""
    effort = effort or Effort.for_size(len(problem.visits))
    return _Search(problem, master, seed, effort, progress or (lambda *_: None)).run()


def fits(problem: Problem, master: Master, *, seed: int, effort: Effort) -> bool:
    """Whether any set of routes keeps the conditions, as far as the effort reaches."""
    attempt = _Search(problem, master, seed, effort, lambda *_: None)
    while True:
        unmet = attempt.relax(until_met=True)
        if unmet <= EPSILON:
            work = min(effort.choice, 3.0)
            if choose(problem, master, attempt.pool, seed=seed, work=work).routes is not None:
                return True
        if attempt.settled or attempt.rounds >= effort.rounds:
            return attempt.settled and unmet <= EPSILON and attempt.run().routes is not None


class _Search:
    def __init__(self, problem: Problem, master: Master, seed: int, effort: Effort, progress: Progress) -> None:
        self.problem, self.master, self.seed = problem, master, seed
        self.effort, self.progress = effort, progress
        self.pricers = [Pricer(problem, number) for number in range(len(problem.shifts))]
        self.relaxation = Relaxation(problem, master)
        self.pool: list[Route] = []
        self.known: set[tuple[int, frozenset[int], int, int]] = set()
        self.pool += master.kept
        self.settled = False
        self.bound = float("inf")
        self.rounds = self.labels = 0

    def run(self) -> Found:
        unmet = self.relax()
        if unmet > EPSILON:
            return self.found(None, proven=self.settled)
        self.progress("choosing", 0, 0)
        chosen = choose(self.problem, self.master, self.pool, seed=self.seed, work=self.effort.choice)
        listed = False
        gap = self.bound - chosen.score if chosen.routes is not None else float("inf")
        if gap >= 1 and self.effort.pool:
            listed = self.list_within(gap)
            again = choose(
                self.problem, self.master, self.pool, seed=self.seed, work=self.effort.choice, hint=chosen.routes or ()
            )
            if chosen.routes is None or (again.routes is not None and again.score >= chosen.score):
                chosen = again
            if listed and again.routes is not None:
                self.bound = min(self.bound, max(again.bound, chosen.score))
        return self.found(chosen, proven=listed and chosen.routes is None and chosen.proven)

    def admit(self, routes: Sequence[Route]) -> list[Route]:
        """Take routes into the pool; those that were not there yet."""
        new = []
        for route in routes:
            key = (route.shift, frozenset(route.visits), route.drive_min, route.drive_m)
            if key not in self.known:
                self.known.add(key)
                new.append(route)
        self.pool += new
        return new

    def relax(self, *, until_met: bool = False) -> float:
        """
        Price routes in until no route improves the relaxation; what stays unmet (0.0 if all holds).

        With ``until_met`` stop a few rounds after all conditions hold; calling again goes on.
        """
        beam = 0
        if not self.rounds:
            self.relaxation.add(self.admit([route for each in self.first() for route in each.routes]))
        value, unmet = self.solve()
        begun = self.rounds
        while self.rounds < self.effort.rounds:
            if until_met and unmet <= EPSILON and self.rounds >= begun + ROUNDS_AT_ONCE:
                break
            self.rounds += 1
            self.progress("pricing", self.rounds, 0)
            width = self.effort.beams[beam]
            priced = [self.price(number, above=EPSILON, beam=width) for number in range(len(self.pricers))]
            most = sum(
                shift.count * max(0.0, each.most) for shift, each in zip(self.problem.shifts, priced, strict=True)
            )
            if unmet <= EPSILON:
                self.bound = min(self.bound, value + most)
            elif value + most < self.worst():
                self.settled = True
                break
            new = self.admit([route for each in priced for route in each.routes])
            if not new:
                if all(each.complete for each in priced):
                    self.settled = True
                    self.bound = min(self.bound, value + EPSILON)
                    break
                if beam + 1 == len(self.effort.beams):
                    break
                beam += 1
                continue
            self.relaxation.add(new)
            value, unmet = self.solve()
        return unmet

    def worst(self) -> float:
        """No set of routes that keeps all conditions scores less: all day on the road, and nothing seen."""
        minutes = sum(shift.count * (shift.latest - shift.earliest) // 60 for shift in self.problem.shifts)
        return -float(minutes * self.problem.drive_cost)

    def first(self) -> list[Priced]:
        """
        Routes to start with, the best as if each were alone, and the first bound: no set is worth more than as many
        times the best of them. Where routes seldom meet, in a large region, no later bound may be better.
        """
        keep, beam = 4 * self.effort.keep, 4 * self.effort.beams[0]
        found, bound = [], 0.0
        for number, (pricer, shift) in enumerate(zip(self.pricers, self.problem.shifts, strict=True)):
            prices = self.relaxation.full_credit(number)
            priced = pricer(prices, above=-np.inf, keep=keep, beam=beam, step=self.effort.step)
            found.append(priced)
            if priced.routes:
                best = float(priced.values.max())
                sure = pricer(prices, above=best, keep=1, beam=self.effort.proof, step=self.effort.step)
                bound += shift.count * max(best, sure.most)
        if all(priced.routes for priced in found) and not self.master.kept:
            self.bound = bound + EPSILON
        return found

    def solve(self) -> tuple[float, float]:
        result = self.relaxation.solve()
        self.prices = [self.relaxation.prices(number) for number in range(len(self.pricers))]
        return result

    def price(self, number: int, *, above: float, beam: int, keep: int | None = None) -> Priced:
        priced = self.pricers[number](
            self.prices[number], above=above, keep=keep or self.effort.keep, beam=beam, step=self.effort.step
        )
        self.labels += priced.labels
        return priced

    def list_within(self, gap: float) -> bool:
        """Add every route that a better set could contain; false if there are more than the pool may hold."""
        complete = True
        for number in range(len(self.pricers)):
            self.progress("listing routes", number, len(self.pricers))
            priced = self.price(number, above=-gap, beam=self.effort.beams[-1], keep=self.effort.pool)
            self.admit(priced.routes)
            complete &= priced.complete
        return complete and self.settled

    def found(self, chosen: Chosen | None, *, proven: bool) -> Found:
        pool = tuple(self.pool)
        if chosen is None or chosen.routes is None:
            return Found(None, 0, 0, proven, pool, self.rounds, self.labels)
        bound = max(chosen.score, floor(self.bound + EPSILON))
        routes = tuple(pool[index] for index in chosen.routes if index >= len(self.master.kept))
        return Found(routes, chosen.score, bound, bound == chosen.score, pool, self.rounds, self.labels)
