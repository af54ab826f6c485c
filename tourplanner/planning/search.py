"""
The search: routes are priced in as the relaxation asks for them, then the best set is chosen and proven.

Column generation with a Lagrangian bound at every step (Lasdon 1970), then all routes within the gap are listed, so
that the choice among them is the choice among all (route enumeration; Baldacci, Christofides & Mingozzi 2008).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from math import floor
from time import process_time

import numpy as np

from tourplanner.planning.bound import Prices
from tourplanner.planning.choice import Chosen, choose, sides_hold
from tourplanner.planning.effort import Effort
from tourplanner.planning.engine import Relaxation
from tourplanner.planning.kernels.jit import ready
from tourplanner.planning.kernels.labels import grown
from tourplanner.planning.memory import Memory
from tourplanner.planning.price import Priced, Pricer
from tourplanner.planning.problem import Floats, Problem, Route
from tourplanner.planning.result import Result, Status
from tourplanner.planning.rows import Master, on_each
from tourplanner.planning.stop import State, Stop

__all__ = ["Effort", "Progress", "Result", "fits", "search"]

EPSILON = 1e-4
ROUNDS_AT_ONCE = 5
SLACK = 0.01
"""Points by which reduced costs are trusted less than they say."""

NARROW, LEARNING = 20, 3
"""The beam that looks for routes to start with, and the steps towards a tighter bound before it."""

SETS = (2_000, 8_000)
"""How many routes are chosen among, the most promising first; then all."""

LEAST_NODES, HARD = 50, 20_000
"""Nodes any choice may take; nodes times routes that make it a hard one."""

FEW, HURRIED = 400, 100
"""Routes and nodes of a choice that is to be quick: the first one, or when the search is stopped without an answer."""

REACHES = (0.006, 0.03, float("inf"))
"""How far routes may fall short of the relaxation to be listed, as a share of it: little first."""

NODE_WORK = 1000
"""Units of work that a node of the choice counts for."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, the step, and the number of steps (0 if unknown)."""


def search(
    problem: Problem,
    master: Master,
    *,
    seed: int = 1,
    effort: Effort | None = None,
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> Result:
    """
    The best set of routes under the master's conditions, with its proof as far as ``effort`` reaches.

    Parameters
    ----------
    stop
        Asked between steps; ends the search with the best so far. So does ``KeyboardInterrupt``.
    """
    effort = effort or Effort.for_size(len(problem.visits))
    return _Search(problem, master, seed, effort, stop, progress or (lambda *_: None)).run()


def fits(problem: Problem, master: Master, *, seed: int, effort: Effort) -> bool:
    """Whether any set of routes keeps the conditions, as far as the effort reaches."""
    attempt = _Search(problem, master, seed, effort, None, lambda *_: None)
    while True:
        unmet = attempt.relax(until_met=True)
        if unmet <= EPSILON and attempt.any_set():
            return True
        if attempt.settled or attempt.rounds >= effort.rounds:
            return attempt.settled and unmet <= EPSILON and attempt.run().routes is not None


class _Stopped(Exception):  # noqa: N818
    """A stop rule said so."""


class _Search:
    def __init__(
        self, problem: Problem, master: Master, seed: int, effort: Effort, stop: Stop | None, progress: Progress
    ) -> None:
        self.problem, self.master, self.seed = problem, master, seed
        self.effort, self.stop, self.progress = effort, stop, progress
        memory = Memory(problem)
        self.pricers = [Pricer(problem, number, memory=memory) for number in range(len(problem.shifts))]
        # A single route has to keep the demands by itself. The relaxation stays without them: its prices are better.
        demands = list(on_each(problem, master))
        self.strict = [Pricer(problem, 0, demands, memory)] if demands else self.pricers
        self.relaxation = Relaxation(problem, master)
        self.pool: list[Route] = list(master.kept)
        self.known: set[tuple[int, frozenset[int], int, int]] = set()
        self.best: Chosen | None = None
        self.settled = self.refuted = self.tired = False
        self.bound = float(sum(max(0, extra.points) * extra.most for extra in master.extras))
        self.value = self.bound
        self.prices: list[Prices] = []
        self.village = problem.village.tolist()
        self.rounds = self.work = 0
        self.begun = process_time()

    def run(self) -> Result:
        try:
            if self.relax() > EPSILON:
                self.refuted = self.settled
                self.best = None
            elif not self.closed():
                self.prove()
        except _Stopped:
            self.hurry()
        except KeyboardInterrupt:
            if self.best is None:
                raise
        return self.result()

    def ask(self) -> None:
        """End the search if the stop rule says so."""
        if self.stop is not None:
            score = None if self.best is None else self.best.score
            if self.stop(State(score, self.bound, self.work, process_time() - self.begun)):
                raise _Stopped

    def closed(self) -> bool:
        """Whether the best set is proven to be so."""
        return self.best is not None and floor(self.bound + EPSILON) <= self.best.score

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

        With ``until_met`` stop at the first set that keeps all conditions, or a few rounds after fractions of routes
        do; calling again goes on.
        """
        beam = 0
        if not self.rounds:
            self.relaxation.add(self.admit(self.first(proven=not until_met)))
        value, unmet = self.solve()
        begun = self.rounds
        while self.rounds < self.effort.rounds and not self.closed():
            if until_met and unmet <= EPSILON and (self.best or self.rounds >= begun + ROUNDS_AT_ONCE):
                break
            self.ask()
            self.rounds += 1
            self.progress("pricing", self.rounds, 0)
            width = self.effort.beams[beam]
            priced = [self.price(number, above=EPSILON, beam=width) for number in range(len(self.pricers))]
            most = self.together(max(0.0, each.most) for each in priced)
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
        minutes = [(shift.latest - shift.earliest) // 60 for shift in self.problem.shifts]
        return -self.together(minutes) * self.problem.drive_cost

    def together(self, worths: Iterable[float]) -> float:
        """The most that all routes are worth together, if one of each shift is worth so much."""
        worth = list(worths)
        return float(sum(count * max(worth[each] for each in those) for count, those in self.problem.together()))

    def first(self, *, proven: bool) -> list[Route]:
        """
        Routes to start with, and the first bound: no set is worth more than as many times the best there is alone.

        Where routes seldom meet, in a large region, no later bound may be better. Without ``proven`` there is none.
        """
        found: list[Route] = []
        most: list[float] = []
        if not ready(grown):
            self.progress("compiling, once on this machine", 0, 0)
        for number in range(len(self.problem.shifts)):
            self.ask()
            self.progress("best routes alone", number, len(self.problem.shifts))
            alone = self.seeds(number, {})
            found += alone.routes
            if proven:
                sure = self.sure(number, alone)
                most.append(sure.most)
                found += sure.routes
        if found and proven and not self.master.kept:
            self.bound = min(self.bound, self.together(most) + EPSILON)
        return found + self.beside_each_other()

    def sure(self, number: int, alone: Priced) -> Priced:
        """What the best route of a shift is worth at most, if these are good ones, and those that are better."""
        if not alone.routes:
            return replace(alone, most=max(0.0, alone.most))
        best, prices = float(alone.values[0]), self.relaxation.full_credit(number)
        for beam in self.effort.proof:
            better = self.price(number, above=best, beam=beam, prices=prices, strict=True)
            if not better.cut:
                break
        return replace(better, most=max(best, better.most))

    def beside_each_other(self) -> list[Route]:
        """Routes each of which is the best beside those taken before it."""
        spent: dict[str, float] = {}
        for route in self.master.kept:
            self.relaxation.spend(route, spent)
        numbers = [those[nth % len(those)] for count, those in self.problem.together() for nth in range(count)]
        found: list[Route] = []
        for step, number in enumerate(numbers if len(numbers) > 1 else []):
            self.ask()
            self.progress("best routes beside each other", step, len(numbers))
            beside = self.seeds(number, spent)
            found += beside.routes
            if beside.routes:
                self.relaxation.spend(beside.routes[0], spent)
        return found

    def seeds(self, number: int, spent: dict[str, float]) -> Priced:
        """Good routes of a shift if ``spent`` is gone already, and the best at the head."""
        prices = self.relaxation.full_credit(number, spent)
        narrow = self.price(number, above=-np.inf, beam=NARROW, prices=prices, strict=True, steps=LEARNING)
        if not narrow.routes:
            return self.price(number, above=-np.inf, beam=self.effort.beams[0], prices=prices, strict=True)
        best = float(narrow.values[0])
        wide = self.price(number, above=best - abs(best) / 4, beam=self.effort.beams[0], prices=prices, strict=True)
        return wide if wide.routes else narrow

    def solve(self) -> tuple[float, float]:
        value, unmet = self.relaxation.solve()
        self.value = value
        self.prices = [self.relaxation.prices(number) for number in range(len(self.pricers))]
        chosen = self.relaxation.whole() if unmet <= EPSILON else None
        better = chosen is not None and (self.best is None or value > self.best.score + EPSILON)
        if better and sides_hold(self.problem, self.master.sides, [self.pool[index] for index in chosen or ()]):
            self.best = Chosen(chosen, round(value), round(value), proven=False)
        return value, unmet

    def price(
        self, number: int, *, above: float, beam: int, keep: int | None = None, prices: Prices | None = None,
        alike: bool = False, strict: bool = False, steps: int | None = None,
    ) -> Priced:  # fmt: skip
        """Routes of a shift; ``strict`` ones keep all demands by themselves if there is to be no other route."""
        priced = (self.strict if strict else self.pricers)[number](
            prices or self.prices[number], above=above, keep=keep or self.effort.keep, beam=beam,
            tightening=self.effort.steps(beam) if steps is None else steps,
            step=self.effort.step, alike=alike,
        )  # fmt: skip
        self.work += priced.labels
        return priced

    def prove(self) -> None:
        """List the routes that a better set could contain, ever more of them, and choose among them."""
        if self.best is None:
            self.hurry()
        if not self.settled or not self.effort.pool:
            self.choose_among(np.inf)
        for share in REACHES if self.settled and self.effort.pool else ():
            within = min(self.reach(), share * max(1.0, abs(self.value)))
            self.choose_among(self.listed(within))
            if self.closed() or self.refuted or self.tired or within == self.reach():
                break

    def choose_among(self, sure: float) -> None:
        """Choose among ever more routes of the pool; every route worth more than ``sure`` is in it."""
        worths, kept = self.worths(), len(self.master.kept)
        order = kept + np.argsort(-worths[kept:], kind="stable")
        for size in (*SETS, len(order)):
            self.ask()
            taken = order[: min(size, int((worths[order] > -self.reach()).sum()))]
            self.progress("choosing", len(taken), len(order))
            nodes = max(LEAST_NODES, self.effort.nodes * LEAST_NODES // max(1, len(taken)))
            chosen = self.consider([*range(kept), *taken.tolist()], nodes)
            if self.settled:
                self.tighten(chosen, max(sure, float(worths[order[len(taken) :]].max(initial=-np.inf))))
            if self.closed() or self.refuted or len(taken) < size or self.hard(chosen, len(taken)):
                break

    def hard(self, chosen: Chosen, routes: int) -> bool:
        """Whether a choice was so hard that one among more routes is not worth trying."""
        if chosen.routes is None:
            return False
        self.tired = not chosen.proven or chosen.nodes * routes > HARD
        return self.tired

    def reach(self) -> float:
        """How far a route may fall short of the relaxation if a better set is to contain it; more is too far."""
        return self.value - self.best.score - 1 + SLACK if self.best else np.inf

    def tighten(self, chosen: Chosen, left_out: float) -> None:
        """
        Lower the bound to the best of the sets chosen among, and of those with a route worth ``left_out`` or less.

        A set is worth no more than the relaxation and, under its prices, any one of its routes together.
        """
        inside = float(chosen.bound) if chosen.routes is not None else -np.inf if chosen.proven else np.inf
        most = max(inside, self.value + left_out + SLACK / 10)
        if self.best is None:
            self.refuted = most == -np.inf
        else:
            self.bound = min(self.bound, max(most, float(self.best.score)))

    def listed(self, within: float) -> float:
        """Take in every route that falls short of the relaxation by less; the worth above which none is missing."""
        sure = -np.inf
        for number in range(len(self.pricers)):
            self.ask()
            self.progress("listing routes", number, len(self.pricers))
            for beam in self.effort.beams:
                priced = self.price(number, above=-within, beam=beam, keep=self.effort.pool, alike=True)
                if not priced.cut:
                    break
            self.admit(priced.routes)
            sure = max(sure, priced.sure)
        return sure

    def worths(self) -> Floats:
        """Points of every route in the pool under the prices in force."""
        return np.array([self.worth(route) for route in self.pool], dtype=float)

    def worth(self, route: Route) -> float:
        prices, village = self.prices[route.shift], self.village
        gained = prices.route - route.drive_min * self.problem.drive_cost
        gained -= max(0.0, prices.metre or 0.0) * route.drive_m
        gained += sum(float(prices.visit[visit]) for visit in route.visits)
        return gained + sum(float(prices.village[each]) for each in {village[visit] for visit in route.visits})

    def consider(self, routes: Sequence[int], nodes: int) -> Chosen:
        """Choose among some routes of the pool; the best set so far is kept."""
        among = [self.pool[index] for index in routes]
        before = set(self.best.routes or ()) if self.best else set()
        hint = [place for place, index in enumerate(routes) if index in before]
        chosen = choose(self.problem, self.master, among, seed=self.seed, nodes=nodes, hint=hint)
        self.work += NODE_WORK * chosen.nodes
        if chosen.routes is not None and (self.best is None or chosen.score > self.best.score):
            indices = tuple(routes[index] for index in chosen.routes)
            self.best = Chosen(indices, chosen.score, chosen.bound, chosen.proven)
        return chosen

    def any_set(self) -> bool:
        """Whether the pool holds a set that keeps all conditions, as far as a short look tells."""
        return self.best is not None or self.consider(range(len(self.pool)), HURRIED).routes is not None

    def hurry(self) -> None:
        """If there is no answer yet, one from the routes at hand."""
        if self.best is None and self.prices:
            kept, worths = len(self.master.kept), self.worths()
            order = kept + np.argsort(-worths[kept:], kind="stable")
            self.consider([*range(kept), *order[:FEW].tolist()], HURRIED)

    def result(self) -> Result:
        status: Status = "infeasible" if self.refuted else "stopped"
        if self.best is None or self.best.routes is None:
            return Result(status, None, 0, 0, self.seed, self.work, self.rounds, tuple(self.pool), self.problem)
        bound = max(self.best.score, floor(self.bound + EPSILON))
        status = "optimal" if bound == self.best.score else "feasible"
        routes = tuple(self.pool[index] for index in self.best.routes if index >= len(self.master.kept))
        return Result(
            status, routes, self.best.score, bound, self.seed, self.work, self.rounds, tuple(self.pool), self.problem
        )
