"""Which route runs on which day of the month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations

from tourplanner.almanac import festivals_on
from tourplanner.planning.compile import Compiled
from tourplanner.planning.engine import assign
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
    villages = [{numbers.experiences[visit].village for visit in route.visits} for route in routes]
    festivals = numbers.catalogue.festivals
    celebrating = [{each.village for each in festivals_on(festivals, on)} for on in numbers.dates]
    costs = []
    for route, there in zip(routes, villages, strict=True):
        possible = [column for column in range(len(numbers.dates)) if route.dates >> column & 1]
        costs.append({column: _cost(numbers.dates[column], there, celebrating[column], taken) for column in possible})
    apart = [(i, j) for i, j in combinations(range(len(routes)), 2) if villages[i] & villages[j]]
    chosen = assign(costs, together=SAME_DAY, apart=apart, clash=CLASH, seed=seed)
    return [(route, numbers.dates[column]) for route, column in zip(routes, chosen, strict=True)]


def _cost(on: date, there: set[str], celebrating: set[str], taken: Sequence[tuple[date, frozenset[str]]]) -> int:
    cost = WEEKDAY_COST[on.weekday()] - FESTIVAL_GAIN * bool(there & celebrating)
    for day, villages in taken:
        cost += (day == on) * (SAME_DAY + CLASH * bool(villages & there))
    return cost
