"""
The choice among the routes found: a whole number of each, by branch and bound (SCIP).

On such problems, many columns with a strong relaxation, it proves in seconds what CP-SAT leaves open after minutes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from tourplanner.planning.engine import finite
from tourplanner.planning.problem import Problem, Route
from tourplanner.planning.rows import Counts, Master, Sides, shared_at_most, visit_key

TOLERANCE = 1e-6
SETTINGS = (
    "separating/maxroundsroot = 5\nseparating/maxrounds = 1\npresolving/maxrestarts = 0\n"
    "propagating/probing/maxprerounds = 0\n"
)
"""
Fewer cuts than by default, measured two to five times faster here; no probing, which took 16 of 17 seconds of a choice
among 4,000 routes.
"""


@dataclass(frozen=True, slots=True)
class Chosen:
    """
    What the choice came to: indices of routes (None if nothing fits), score, a bound, if that is proven, and the nodes
    it took.
    """

    routes: tuple[int, ...] | None
    score: int
    bound: int
    proven: bool
    nodes: int = 0


def choose(
    problem: Problem, master: Master, routes: Sequence[Route], *, seed: int, nodes: int, hint: Sequence[int] = ()
) -> Chosen:
    """
    The best set of routes among those given, of which the first are those that the master keeps.

    Parameters
    ----------
    nodes
        Most nodes of the search tree: the same work on every machine.
    hint
        Indices of routes that made a good set before.
    """
    watched: set[int] = set()
    spent = 0
    while True:
        chosen = _Choice(problem, master, routes, frozenset(watched)).solve(seed, nodes, hint)
        spent += chosen.nodes
        short = short_changed(problem, master.sides, [routes[index] for index in chosen.routes or ()]) - watched
        if not short:
            return Chosen(chosen.routes, chosen.score, chosen.bound, chosen.proven, spent)
        # Fair shares seldom bind, and stating them for all villages slows the proof: add them as needed.
        watched |= short


class _Choice:
    """The model: a yes or no for each route, the extras, the rows, and the side conditions."""

    def __init__(self, problem: Problem, master: Master, routes: Sequence[Route], watched: frozenset[int]) -> None:
        from ortools.linear_solver import pywraplp

        self.problem, self.master, self.routes = problem, master, routes
        self.solver = pywraplp.Solver.CreateSolver("SCIP")
        self.infinity = self.solver.infinity()
        self.objective = self.solver.Objective()
        self.objective.SetMaximization()
        self.take = [self.solver.BoolVar("") for _ in routes]
        self.rows()
        for variable in self.take[: len(master.kept)]:
            self.at_least({variable: 1}, 1)
        if master.sides.overlap_percent is not None:
            self.overlap(master.sides.overlap_percent)
        if master.sides.share_permille:
            self.few_villages(1000 // master.sides.share_permille)
        if watched:
            self.share(master.sides.share_permille or 0, watched)

    def at_most(self, terms: dict[Any, float], most: float) -> None:
        constraint = self.solver.Constraint(-self.infinity, float(most))
        for variable, factor in terms.items():
            constraint.SetCoefficient(variable, float(factor))

    def at_least(self, terms: dict[Any, float], least: float) -> None:
        self.at_most({variable: -factor for variable, factor in terms.items()}, -least)

    def rows(self) -> None:
        problem, master = self.problem, self.master
        extras = {extra.name: self.solver.IntVar(0, extra.most, "") for extra in master.extras}
        for extra in master.extras:
            self.objective.SetCoefficient(extras[extra.name], float(extra.points))
        counts = Counts(problem, master.rows)
        constraints = [self.solver.Constraint(finite(row.low), finite(row.high)) for row in master.rows]
        for constraint, row in zip(constraints, master.rows, strict=True):
            for name, count in row.extras.items():
                constraint.SetCoefficient(extras[name], float(count))
        for variable, route in zip(self.take, self.routes, strict=True):
            self.objective.SetCoefficient(variable, float(-route.drive_min * problem.drive_cost))
            for number, count in counts.of(route).items():
                constraints[number].SetCoefficient(variable, float(count))

    def overlap(self, percent: int) -> None:
        """
        A route that may share k visits has no k + 1 visits in common with any chosen route at least as long.

        Stated on sets of k + 1 visits instead of on pairs of routes: few conditions, and strong ones.
        """
        visits = [visit_key(self.problem, route) for route in self.routes]
        allowed = [shared_at_most(len(key), percent) for key in visits]
        for level in sorted(set(allowed)):
            holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
            for index, key in enumerate(visits):
                if allowed[index] >= level:
                    for subset in combinations(sorted(key), level + 1):
                        holders[subset].append(index)
            for subset in sorted(holders):
                own = [self.take[index] for index in holders[subset] if allowed[index] == level]
                longer = [self.take[index] for index in holders[subset] if allowed[index] > level]
                if own and len(own) + len(longer) > 1:
                    self.one_of(own, longer)

    def one_of(self, own: Sequence[Any], longer: Sequence[Any]) -> None:
        """At most one of the first, and if there is one, none of the others."""
        if not longer:
            self.at_most(dict.fromkeys(own, 1.0), 1)
            return
        one = self.solver.NumVar(0.0, 1.0, "")
        self.at_most({**dict.fromkeys(own, 1.0), one: -1.0}, 0)
        for other in longer:
            self.at_most({one: 1.0, other: 1.0}, 1)

    def few_villages(self, most: int) -> None:
        """No more villages than have room for their least share, stated where routes could reach more."""
        holders: dict[int, list[Any]] = defaultdict(list)
        for variable, route in zip(self.take, self.routes, strict=True):
            for village in spent_minutes(self.problem, route):
                holders[village].append(variable)
        routes = self.problem.routes + len(self.master.kept)
        if min(len(holders), routes * self.problem.limits.villages[1]) <= most:
            return
        visited = {village: self.solver.BoolVar("") for village in sorted(holders)}
        for village, variable in visited.items():
            for holder in holders[village]:
                self.at_most({holder: 1.0, variable: -1.0}, 0)
        self.at_most(dict.fromkeys(visited.values(), 1.0), most)

    def share(self, permille: int, villages: frozenset[int]) -> None:
        """Each of these villages, if visited, gets its least share of all visiting minutes."""
        spent = [spent_minutes(self.problem, route) for route in self.routes]
        everything = [sum(each.values()) for each in spent]
        most = self.problem.routes + len(self.master.kept)
        large = float(permille * most * max(everything, default=0))
        for village in sorted(villages):
            visited = self.solver.BoolVar("")
            terms = {visited: -large}
            for variable, each, total in zip(self.take, spent, everything, strict=True):
                terms[variable] = float(1000 * each.get(village, 0) - permille * total)
                if village in each:
                    self.at_most({variable: 1.0, visited: -1.0}, 0)
            self.at_least(terms, -large)

    def solve(self, seed: int, nodes: int, hint: Sequence[int]) -> Chosen:
        from ortools.linear_solver import pywraplp

        if hint:
            wanted = set(hint)
            self.solver.SetHint(self.take, [float(index in wanted) for index in range(len(self.take))])
        self.solver.SetSolverSpecificParametersAsString(
            f"limits/totalnodes = {nodes}\nrandomization/randomseedshift = {seed % 1_000_000}\n{SETTINGS}"
        )
        settings = pywraplp.MPSolverParameters()
        settings.SetDoubleParam(pywraplp.MPSolverParameters.RELATIVE_MIP_GAP, 0.0)
        status = self.solver.Solve(settings)
        worked = int(max(0, self.solver.nodes()))
        if status not in (self.solver.OPTIMAL, self.solver.FEASIBLE):
            return Chosen(None, 0, 0, proven=status == self.solver.INFEASIBLE, nodes=worked)
        chosen = tuple(index for index, variable in enumerate(self.take) if variable.solution_value() > 0.5)
        score = round(self.objective.Value())
        proven = status == self.solver.OPTIMAL
        bound = score if proven else max(score, int(np.floor(self.objective.BestBound() + TOLERANCE)))
        return Chosen(chosen, score, bound, proven, worked)


def sides_hold(problem: Problem, sides: Sides, routes: Sequence[Route]) -> bool:
    """Whether a set of routes keeps the side conditions."""
    if sides.overlap_percent is not None:
        for one, other in combinations([visit_key(problem, route) for route in routes], 2):
            if len(one & other) > shared_at_most(min(len(one), len(other)), sides.overlap_percent):
                return False
    return not short_changed(problem, sides, routes)


def spent_minutes(problem: Problem, route: Route) -> dict[int, int]:
    """Visiting minutes of a route by village."""
    spent: dict[int, int] = defaultdict(int)
    for visit in route.visits:
        spent[int(problem.village[visit])] += int(problem.service[visit]) // 60
    return spent


def short_changed(problem: Problem, sides: Sides, routes: Sequence[Route]) -> set[int]:
    """The villages that get less than their least share of all visiting minutes."""
    if not sides.share_permille:
        return set()
    total: dict[int, int] = defaultdict(int)
    for route in routes:
        for village, minutes in spent_minutes(problem, route).items():
            total[village] += minutes
    least = sides.share_permille * sum(total.values())
    return {village for village, minutes in total.items() if 1000 * minutes < least}
