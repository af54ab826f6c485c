"""Which route runs on which day of the month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tourplanner.almanac import festivals_on
from tourplanner.errors import TourplannerError
from tourplanner.planning.compile import Compiled
from tourplanner.planning.problem import Route

CLASH = 1_000
SAME_DAY = 30
WEEKDAY_COST = (6, 6, 6, 6, 4, 0, 0)
FESTIVAL_GAIN = 5


def dated(
    numbers: Compiled, routes: Sequence[Route], taken: Sequence[tuple[date, frozenset[str]]], seed: int
) -> list[tuple[Route, date]]:
    """
    A date for each route, out of those it can run on.

    Spread over different days, weekends first, on a village's festival where there is one; two routes never meet in
    one village on one day if that can be helped. ``taken`` are dates and villages of routes already sold.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    villages = [{numbers.experiences[visit].village for visit in route.visits} for route in routes]
    runs = {
        (row, column): model.new_bool_var("")
        for row, route in enumerate(routes)
        for column in range(len(numbers.dates))
        if route.dates >> column & 1
    }
    costs = []
    for row in range(len(routes)):
        model.add_exactly_one(variable for (each, _), variable in runs.items() if each == row)
    for (row, column), variable in runs.items():
        on = numbers.dates[column]
        festive = any(each.village in villages[row] for each in festivals_on(numbers.catalogue.festivals, on))
        met = sum(day == on and bool(there & villages[row]) for day, there in taken)
        cost = WEEKDAY_COST[on.weekday()] - FESTIVAL_GAIN * festive + CLASH * met
        cost += SAME_DAY * sum(day == on for day, _ in taken)
        costs.append(variable * cost)
    for column in range(len(numbers.dates)):
        here = [(row, variable) for (row, each), variable in runs.items() if each == column]
        extra = model.new_int_var(0, len(routes), "")
        model.add(extra >= sum(variable for _, variable in here) - 1)
        costs.append(extra * SAME_DAY)
        for index, (row, one) in enumerate(here):
            for other_row, other in here[:index]:
                if villages[row] & villages[other_row]:
                    clash = model.new_bool_var("")
                    model.add_bool_or(one.negated(), other.negated(), clash)
                    costs.append(clash * CLASH)
    model.minimize(sum(costs))
    solver = cp_model.CpSolver()
    solver.parameters.random_seed, solver.parameters.num_workers = seed, 1
    solver.parameters.max_deterministic_time = 5.0
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise TourplannerError("no dates could be given to the routes")
    return [
        (route, numbers.dates[column])
        for row, route in enumerate(routes)
        for column in range(len(numbers.dates))
        if (row, column) in runs and solver.value(runs[row, column])
    ]
