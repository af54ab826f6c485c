"""
Ten routes without deciding them together: what the portfolio is measured against.

``one_by_one`` is the careful operator: every step takes the best next route for the very same objective and limits,
given the routes already taken, with the same engine; a quota becomes a condition as soon as the routes still to come
could not make up for it. ``best_in_a_row`` is the hasty one: the best single route, then the best that repeats no
visit, and so on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from tourplanner.errors import InfeasibleError
from tourplanner.model import Goal, Itinerary, Quotas
from tourplanner.planning import Effort, Points, plan
from tourplanner.planning.choice import choose
from tourplanner.planning.compile import Compiled
from tourplanner.planning.naming import itinerary
from tourplanner.planning.problem import Route
from tourplanner.planning.quotas import portfolio_master
from tourplanner.planning.result import Result
from tourplanner.planning.schedule import day
from tourplanner.planning.search import search
from tourplanner.rules import portfolio_facts
from tourplanner.travel import GeodesicTravel

AT_LEAST = ("villages", "crafts", "communes", "at_risk", "ocop")
AT_MOST = ("visits_per_village", "overlap_percent")


class Way(Protocol):
    """A way to come to a set of routes."""

    def __call__(self, case: Case, said: Callable[[str], None]) -> Sequence[Route]: ...


@dataclass(frozen=True)
class Case:
    """The task: a compiled region, and what ``portfolio`` would be given."""

    numbers: Compiled
    count: int
    quotas: Quotas
    points: Points
    seed: int
    effort: Effort | None

    @property
    def on(self) -> date:
        return self.numbers.dates[0]


def one_by_one(case: Case, said: Callable[[str], None]) -> list[Route]:
    """
    The best next route, again and again.

    Where the quotas leave no next route, the step is repeated without them and what was given up is said.
    """
    taken: list[Route] = []
    for step in range(1, case.count + 1):
        found = best_next(case, due(case, step), taken)
        if found.routes is None:
            said(f"step {step}: no route reaches the quotas any more, taken without them")
            found = best_next(case, without(case.quotas), taken)
        if found.routes is None:
            said(f"step {step}: no further route keeps the limits")
            return taken
        taken += found.routes
    return taken


def best_next(case: Case, quotas: Quotas, taken: Sequence[Route]) -> Result:
    """The routes taken and the one that adds most to them."""
    numbers = of_size(case.numbers, len(taken) + 1)
    master = portfolio_master(numbers, quotas, case.points, case.on, taken)
    return search(numbers.problem, master, seed=case.seed, effort=case.effort)


def of_size(numbers: Compiled, count: int) -> Compiled:
    """The same task with another number of routes."""
    shifts = tuple(replace(shift, count=count) for shift in numbers.problem.shifts)
    return replace(numbers, problem=replace(numbers.problem, shifts=shifts))


def due(case: Case, step: int) -> Quotas:
    """The quotas that step ``step`` has to keep: what the routes after it cannot make up for."""
    left = case.count - step
    most = dict.fromkeys(AT_LEAST, case.numbers.goal.villages[1]) | {"crafts": case.numbers.goal.stops[1]}
    needed = {name: max(0, getattr(case.quotas, name) - left * most[name]) for name in AT_LEAST}
    quotas: Quotas = case.quotas.replace(**needed)
    return quotas


def without(quotas: Quotas) -> Quotas:
    """Only the limits: most visits per village and overlap."""
    left: Quotas = quotas.replace(**dict.fromkeys(AT_LEAST, 0), share_permille=0)
    return left


def best_in_a_row(case: Case, said: Callable[[str], None]) -> list[Route]:
    """The best single route, then the best one without anything visited before, as long as there is one."""
    taken: list[Route] = []
    numbers, visited = case.numbers, list[str]()
    for step in range(1, case.count + 1):
        goal: Goal = numbers.goal.replace(never=(*numbers.goal.never, *visited))
        try:
            tour = plan(
                numbers.catalogue, goal, on=numbers.dates, points=case.points, travel=GeodesicTravel(), seed=case.seed,
                effort=case.effort,
            )  # fmt: skip
        except InfeasibleError:
            said(f"step {step}: no route is left that repeats no visit")
            return taken
        visited += [stop.experience.id for stop in tour.visits]
        taken.append(as_route(numbers, tour))
    return taken


def as_route(numbers: Compiled, tour: Itinerary) -> Route:
    """A tour of one day in the numbers of the case."""
    on = 1 << numbers.dates.index(tour.days[0].date)
    usable = {id: node for node, id in enumerate(numbers.problem.visits) if numbers.problem.dates[node] & on}
    meals = {meal.id: number for number, meal in enumerate(numbers.meals)}
    eaten = [number for number, stop in enumerate(tour.stops) if stop.is_meal]
    drive = sum(leg.seconds // 60 for leg in tour.legs if leg.mode == "drive")
    return Route(
        shift=0,
        visits=tuple(usable[stop.experience.id] for stop in tour.visits),
        meal=meals[tour.stops[eaten[0]].experience.id] if eaten else -1,
        meal_after=eaten[0] if eaten else -1,
        drive_min=drive,
        dates=on,
    )


def score(case: Case, routes: Sequence[Route]) -> int:
    """What a set of routes is worth as a portfolio, whatever quotas it misses."""
    numbers = of_size(case.numbers, len(routes))
    master = portfolio_master(numbers, case.quotas, case.points, case.on, routes)
    master = master.without(master.demands())
    return choose(numbers.problem, master, routes, seed=case.seed, nodes=1000).score


def reached(case: Case, routes: Sequence[Route]) -> Mapping[str, int]:
    """What a set of routes reaches, counted by the rules from the itineraries alone."""
    return portfolio_facts(itineraries(case, routes))


def itineraries(case: Case, routes: Sequence[Route]) -> list[Itinerary]:
    """The routes with clock times, each on its first possible date."""
    numbers = case.numbers
    dates = [next(on for n, on in enumerate(numbers.dates) if route.dates >> n & 1) for route in routes]
    days = [day(numbers, route, on) for route, on in zip(routes, dates, strict=True)]
    return [itinerary(numbers.catalogue, numbers.goal, (each,), number=n) for n, each in enumerate(days, 1)]


def missed(quotas: Quotas, facts: Mapping[str, int]) -> list[str]:
    """The quotas that do not hold, with what is there and what was asked for."""
    short = [name for name in (*AT_LEAST, "share_permille") if facts[name] < getattr(quotas, name)]
    over = [name for name in AT_MOST if facts[name] > getattr(quotas, name)]
    named = [f"{name.replace('_', ' ')} {facts[name]} < {getattr(quotas, name)}" for name in short]
    return named + [f"{name.replace('_', ' ')} {facts[name]} > {getattr(quotas, name)}" for name in over]
