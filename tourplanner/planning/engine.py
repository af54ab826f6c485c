"""
The adapter to OR-Tools, the only place that imports it.

The relaxation is solved by GLOP, which hands out the points (duals) that pricing works with; the choice among the
routes found is made by CP-SAT. Both get whole numbers only and run without a clock: same input, same answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from tourplanner.errors import TourplannerError
from tourplanner.planning.bound import Prices
from tourplanner.planning.problem import Problem, Route
from tourplanner.planning.rows import INFINITE, Counts, Extra, Master, Sides, shared_at_most, visit_key

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

MISSING = 10_000.0
"""Points that a unit of an unmet condition costs in the relaxation, or more where routes may be worth more."""


class Relaxation:
    """The master problem with fractions of routes allowed. Routes are added as pricing finds them."""

    def __init__(self, problem: Problem, master: Master) -> None:
        from ortools.linear_solver import pywraplp

        self.problem, self.master = problem, master
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.rows = [self.solver.Constraint(_finite(row.low), _finite(row.high)) for row in master.rows]
        self.objective = self.solver.Objective()
        self.objective.SetMaximization()
        self.counts = Counts(problem, master.rows)
        best = max((extra.points for extra in master.extras), default=0)
        self.missing_cost = max(MISSING, float(best * problem.limits.stops[1] * sum(s.count for s in problem.shifts)))
        self.missing = self._slacks()
        numbers = {extra.name: self._number(extra) for extra in master.extras}
        for constraint, row in zip(self.rows, master.rows, strict=True):
            for name, count in row.extras.items():
                constraint.SetCoefficient(numbers[name], count)
        self.add(master.kept, at_least=1.0)

    def _number(self, extra: Extra) -> Any:
        variable = self.solver.NumVar(0.0, float(extra.most), "")
        self.objective.SetCoefficient(variable, float(extra.points))
        return variable

    def _slacks(self) -> list[Any]:
        """What may be missing in the conditions that the routes kept, and nothing else, would not meet."""
        kept: dict[int, int] = defaultdict(int)
        for route in self.master.kept:
            for number, count in self.counts.of(route).items():
                kept[number] += count
        variables = []
        for number, row in enumerate(self.master.rows):
            if not row.low <= kept[number] <= row.high:
                variable = self.solver.NumVar(0.0, self.solver.infinity(), "")
                self.objective.SetCoefficient(variable, -self.missing_cost)
                self.rows[number].SetCoefficient(variable, 1.0 if kept[number] < row.low else -1.0)
                variables.append(variable)
        return variables

    def add(self, routes: Sequence[Route], *, at_least: float = 0.0) -> None:
        """Let routes take part."""
        for route in routes:
            variable = self.solver.NumVar(at_least, 1.0 if at_least else self.solver.infinity(), "")
            self.objective.SetCoefficient(variable, float(-route.drive_min * self.problem.drive_cost))
            for number, count in self.counts.of(route).items():
                self.rows[number].SetCoefficient(variable, count)

    def solve(self) -> tuple[float, float]:
        """The best value with fractions, and how much of the conditions is still unmet (0.0 when all hold)."""
        status = self.solver.Solve()
        if status != self.solver.OPTIMAL:
            raise TourplannerError(f"the linear relaxation ended with GLOP status {status}")
        unmet = sum(variable.solution_value() for variable in self.missing)
        return float(self.objective.Value()), float(unmet)

    def prices(self, shift: int) -> Prices:
        """The points in force for pricing the routes of one shift."""
        return self._priced(shift, [constraint.dual_value() for constraint in self.rows])

    def full_credit(self, shift: int) -> Prices:
        """Points as if a route were alone: all that it visits and covers counts in full, and nothing is short."""
        worth = {extra.name: extra.points for extra in self.master.extras}
        credit = [
            -max([worth[name] / -count for name, count in row.extras.items() if count < 0], default=0.0)
            if row.low == 0 and not row.demand
            else 0.0
            for row in self.master.rows
        ]
        return self._priced(shift, credit)

    def _priced(self, shift: int, duals: Sequence[float]) -> Prices:
        visit = np.zeros(len(self.problem.visits))
        village = np.zeros(len(self.problem.villages))
        route = 0.0
        metre = 0.0 if any(row.metre for row in self.master.rows) else None
        for dual, row in zip(duals, self.master.rows, strict=True):
            if dual == 0.0 or (row.shifts is not None and shift not in row.shifts):
                continue
            for index, count in row.visits.items():
                visit[index] -= dual * count
            for index, count in row.villages.items():
                village[index] -= dual * count
            route -= dual * row.route
            if metre is not None:
                metre += dual * row.metre
        return Prices(visit, village, route, metre)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the choice came to: indices of routes (None if nothing fits), score, a bound, and if that is proven."""

    routes: tuple[int, ...] | None
    score: int
    bound: int
    proven: bool


def choose(
    problem: Problem,
    master: Master,
    routes: Sequence[Route],
    *,
    seed: int,
    work: float,
    hint: Sequence[int] = (),
) -> Chosen:
    """
    The best set of routes among those given, of which the first are those that the master keeps.

    Parameters
    ----------
    work
        Limit in CP-SAT's deterministic time, the same on every machine.
    hint
        Indices of routes that made a good set before.
    """
    watched: set[int] = set()
    while True:
        chosen = _choose(problem, master, routes, seed=seed, work=work, hint=hint, watched=frozenset(watched))
        short = _short_changed(problem, master.sides, [routes[index] for index in chosen.routes or ()]) - watched
        if not short:
            return chosen
        # Fair shares seldom bind, and stating them for all villages slows the proof tenfold: add them as needed.
        watched |= short


def _choose(
    problem: Problem,
    master: Master,
    routes: Sequence[Route],
    *,
    seed: int,
    work: float,
    hint: Sequence[int],
    watched: frozenset[int],
) -> Chosen:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    take = [model.new_bool_var("") for _ in routes]
    for variable in take[: len(master.kept)]:
        model.add(variable == 1)
    extras = {extra.name: model.new_int_var(0, extra.most, extra.name) for extra in master.extras}
    _rows(model, problem, master, routes, take, extras)
    if master.sides.overlap_percent is not None:
        _overlap(model, problem, master.sides.overlap_percent, routes, take)
    if watched:
        _share(model, problem, master.sides.share_permille or 0, routes, take, watched)
    score = sum(extras[extra.name] * extra.points for extra in master.extras if extra.points)
    model.maximize(score - sum(v * (r.drive_min * problem.drive_cost) for v, r in zip(take, routes, strict=True)))
    for index in hint:
        model.add_hint(take[index], True)
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = seed
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = work
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Chosen(None, 0, 0, proven=status == cp_model.INFEASIBLE)
    chosen = tuple(index for index, variable in enumerate(take) if solver.value(variable))
    bound = int(np.floor(solver.best_objective_bound + 1e-6))
    return Chosen(chosen, round(solver.objective_value), bound, proven=status == cp_model.OPTIMAL)


def _rows(
    model: cp_model.CpModel,
    problem: Problem,
    master: Master,
    routes: Sequence[Route],
    take: Sequence[cp_model.IntVar],
    extras: dict[str, cp_model.IntVar],
) -> None:
    counts = Counts(problem, master.rows)
    terms: list[list[Any]] = [[extras[name] * count for name, count in row.extras.items()] for row in master.rows]
    for variable, route in zip(take, routes, strict=True):
        for number, count in counts.of(route).items():
            terms[number].append(variable * count)
    for row, each in zip(master.rows, terms, strict=True):
        total = sum(each)
        if row.low > -INFINITE:
            model.add(total >= int(row.low))
        if row.high < INFINITE:
            model.add(total <= int(row.high))


def _overlap(
    model: cp_model.CpModel, problem: Problem, percent: int, routes: Sequence[Route], take: Sequence[cp_model.IntVar]
) -> None:
    """
    A route that may share k visits has no k + 1 visits in common with any chosen route at least as long.

    Stated on sets of k + 1 visits instead of on pairs of routes: few conditions, and strong ones.
    """
    visits = [visit_key(problem, route) for route in routes]
    allowed = [shared_at_most(len(key), percent) for key in visits]
    for level in sorted(set(allowed)):
        holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for index, key in enumerate(visits):
            if allowed[index] >= level:
                for subset in combinations(sorted(key), level + 1):
                    holders[subset].append(index)
        for subset in sorted(holders):
            own = [take[index] for index in holders[subset] if allowed[index] == level]
            longer = [take[index] for index in holders[subset] if allowed[index] > level]
            if own and len(own) + len(longer) > 1:
                model.add_at_most_one(own)
                if longer:
                    one = model.new_bool_var("")
                    model.add(sum(own) == one)
                    for other in longer:
                        model.add_implication(one, other.negated())


def _spent(problem: Problem, route: Route) -> dict[int, int]:
    """Visiting minutes of a route by village."""
    spent: dict[int, int] = defaultdict(int)
    for visit in route.visits:
        spent[int(problem.village[visit])] += int(problem.service[visit]) // 60
    return spent


def _short_changed(problem: Problem, sides: Sides, routes: Sequence[Route]) -> set[int]:
    """The villages that get less than their least share of all visiting minutes."""
    total: dict[int, int] = defaultdict(int)
    for route in routes:
        for village, minutes in _spent(problem, route).items():
            total[village] += minutes
    least = (sides.share_permille or 0) * sum(total.values())
    return {village for village, minutes in total.items() if 1000 * minutes < least}


def _share(
    model: cp_model.CpModel,
    problem: Problem,
    permille: int,
    routes: Sequence[Route],
    take: Sequence[cp_model.IntVar],
    villages: frozenset[int],
) -> None:
    """Each of these villages, if visited, gets its least share of all visiting minutes."""
    minutes: dict[int, list[Any]] = defaultdict(list)
    holders: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    everything = []
    for variable, route in zip(take, routes, strict=True):
        spent = _spent(problem, route)
        everything.append(variable * sum(spent.values()))
        for village in villages & spent.keys():
            minutes[village].append(variable * spent[village])
            holders[village].append(variable)
    most = sum(shift.count for shift in problem.shifts) * 24 * 60
    total = model.new_int_var(0, most, "visiting minutes")
    model.add(total == sum(everything))
    for village in sorted(minutes):
        visited = model.new_bool_var("")
        model.add_max_equality(visited, holders[village])
        model.add(1000 * sum(minutes[village]) >= permille * total).only_enforce_if(visited)


def _finite(bound: float) -> float:
    return float(np.clip(bound, -1e18, 1e18)) if abs(bound) != INFINITE else bound


def assign(
    costs: Sequence[Mapping[int, int]], *, together: int, apart: Sequence[tuple[int, int]], clash: int, seed: int
) -> list[int]:
    """
    A column for every row at the least cost.

    Parameters
    ----------
    costs
        For each row the columns it may get, with their cost; at least one each.
    together
        Cost of every row beyond the first in a column.
    apart, clash
        Pairs of rows that cost ``clash`` if they get the same column.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    gets = [{column: model.new_bool_var("") for column in row} for row in costs]
    terms: list[Any] = [gets[row][column] * cost for row, each in enumerate(costs) for column, cost in each.items()]
    for row in gets:
        model.add_exactly_one(row.values())
    for column in sorted({column for row in costs for column in row}):
        beyond = model.new_int_var(0, len(costs), "")
        model.add(beyond >= sum(row[column] for row in gets if column in row) - 1)
        terms.append(beyond * together)
    for one, other in apart:
        for column in sorted(gets[one].keys() & gets[other].keys()):
            both = model.new_bool_var("")
            model.add_bool_or(gets[one][column].negated(), gets[other][column].negated(), both)
            terms.append(both * clash)
    model.minimize(sum(terms))
    solver = cp_model.CpSolver()
    solver.parameters.random_seed, solver.parameters.num_workers = seed, 1
    solver.parameters.max_deterministic_time = 5.0
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise TourplannerError("no columns could be assigned to the rows")
    return [next(column for column, variable in row.items() if solver.value(variable)) for row in gets]
