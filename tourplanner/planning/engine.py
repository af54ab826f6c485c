"""
The relaxation, solved by GLOP: it hands out the points (duals) that pricing works with.

With ``choice``, the adapter to OR-Tools. Both get whole numbers only and run without a clock: same input, same answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tourplanner.errors import TourplannerError
from tourplanner.planning.bound import Prices
from tourplanner.planning.problem import Problem, Route
from tourplanner.planning.rows import INFINITE, Counts, Extra, Master, Row

WHOLE = 1e-6
"""How far from a whole number a solution's numbers may be."""

MISSING = 10_000.0
"""Points that a unit of an unmet condition costs in the relaxation, or more where routes may be worth more."""


class Relaxation:
    """The master problem with fractions of routes allowed. Routes are added as pricing finds them."""

    def __init__(self, problem: Problem, master: Master) -> None:
        from ortools.linear_solver import pywraplp

        self.problem, self.master = problem, master
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.rows = [self.solver.Constraint(finite(row.low), finite(row.high)) for row in master.rows]
        self.objective = self.solver.Objective()
        self.objective.SetMaximization()
        self.counts = Counts(problem, master.rows)
        best = max((extra.points for extra in master.extras), default=0)
        self.missing_cost = max(MISSING, float(best * problem.limits.stops[1] * problem.routes))
        self.missing = self._slacks()
        self.taken: list[Any] = []
        self.extras: list[Any] = []
        numbers = {extra.name: self._number(extra) for extra in master.extras}
        for constraint, row in zip(self.rows, master.rows, strict=True):
            for name, count in row.extras.items():
                constraint.SetCoefficient(numbers[name], count)
        self.add(master.kept, at_least=1.0)

    def _number(self, extra: Extra) -> Any:
        variable = self.solver.NumVar(0.0, float(extra.most), "")
        self.objective.SetCoefficient(variable, float(extra.points))
        self.extras.append(variable)
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
            self.taken.append(variable)
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

    def whole(self) -> tuple[int, ...] | None:
        """The routes of the solution, by their order of adding, if it takes nothing in fractions and none twice."""
        shares = [variable.solution_value() for variable in self.taken]
        chosen = tuple(index for index, share in enumerate(shares) if share > 0.5)
        off = max((abs(share - (share > 0.5)) for share in shares), default=0.0)
        extras = (variable.solution_value() for variable in self.extras)
        return chosen if off < WHOLE and all(abs(each - round(each)) < WHOLE for each in extras) else None

    def prices(self, shift: int) -> Prices:
        """The points in force for pricing the routes of one shift."""
        return self._priced(shift, [constraint.dual_value() for constraint in self.rows])

    def full_credit(self, shift: int, spent: Mapping[str, float] | None = None) -> Prices:
        """
        Points as if a route were alone: all that it visits and covers counts in full, and nothing is short.

        With ``spent``, as if it came after others that have taken so much of each extra already.
        """
        spent = spent or {}
        open_ = {extra.name: extra.points for extra in self.master.extras if spent.get(extra.name, 0.0) < extra.most}
        credit = [
            -max([open_.get(name, 0) / -count for name, count in row.extras.items() if count < 0], default=0.0)
            if _credits(row)
            else 0.0
            for row in self.master.rows
        ]
        return self._priced(shift, credit)

    def spend(self, route: Route, spent: dict[str, float]) -> None:
        """Take from the extras what a route brings in, the best first."""
        extras = {extra.name: extra for extra in self.master.extras}
        for number, count in self.counts.of(route).items():
            row = self.master.rows[number]
            bringing = [extras[name] for name, each in row.extras.items() if each < 0] if _credits(row) else []
            for extra in sorted(bringing, key=lambda each: -each.points):
                taken = min(float(count), extra.most - spent.get(extra.name, 0.0))
                spent[extra.name] = spent.get(extra.name, 0.0) + taken
                count -= int(taken)

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


def _credits(row: Row) -> bool:
    """Whether a row only says that extras are earned by routes."""
    return row.low == 0 and not row.demand


def finite(bound: float) -> float:
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
