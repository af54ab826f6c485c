"""Ten routes as one decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tourplanner.almanac import month_days
from tourplanner.catalogue import Catalogue
from tourplanner.errors import GoalError, JudgeError
from tourplanner.model import Day, Goal, Itinerary, Objective, Party, Portfolio, Quotas
from tourplanner.planning.compile import Compiled, compiled
from tourplanner.planning.conflict import impossible, infeasible
from tourplanner.planning.dates import dated
from tourplanner.planning.lines import drawn
from tourplanner.planning.naming import itinerary
from tourplanner.planning.points import Points
from tourplanner.planning.problem import Problem, Route
from tourplanner.planning.quotas import achieved, portfolio_master
from tourplanner.planning.result import Result
from tourplanner.planning.rows import INFINITE, Master, Row
from tourplanner.planning.schedule import day
from tourplanner.planning.screen import lifted, screening
from tourplanner.planning.search import Effort, Progress, search
from tourplanner.planning.stop import Stop, early
from tourplanner.rules import Law, check_portfolio
from tourplanner.rules.law import law_notices
from tourplanner.travel import TravelTimes, usual_travel

ROUTE = Goal(party=Party(adults=20), villages=(2, 4), stops=(3, 6), roles=3, anchors=1, satellites=1, per_craft=3)
"""The route Hanoi's plan asks for: 2 to 4 villages, three roles of the linkage circle, a satellite beside an anchor."""


def portfolio(
    catalogue: Catalogue,
    count: int = 10,
    goal: Goal = ROUTE,
    *,
    month: str,
    quotas: Quotas = Quotas(),
    points: Points = Points(),
    travel: TravelTimes | None = None,
    law: Law | None = None,
    seed: int = 1,
    effort: Effort | None = None,
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> Portfolio:
    """
    Routes that fit together, decided at once.

    Parameters
    ----------
    count
        How many one-day routes.
    goal
        What each route must keep.
    month
        "YYYY-MM": every route gets a date in it on which all its stops are open.
    quotas
        What the set must reach. All are hard.
    points
        How visits, coverage and driving are weighed.
    travel
        Source of travel times; by default the packaged roads, in the vehicle that the goal's party rides in.
    law
        What bars vehicles where and when; by default ``Law.installed()``. Every route keeps to it, sure or not.
    seed, effort
        Same seed, effort and data: same routes, on any machine.
    stop
        When to end: ``Seconds``, ``Gap``, ``Work`` or any function of the search's state. The best so far comes back
        with its bound, as it does after Ctrl-C; with ``Work`` it is the same on every machine.
    progress
        Called with what is being done, the step, and the number of steps (0 if unknown).

    Returns
    -------
    Portfolio
        With score, bound, gap and every quota; accepted by the judge.

    Raises
    ------
    InfeasibleError
        If the quotas cannot hold together; ``conflict`` names a smallest set of them.
    GoalError
        If the goal contradicts itself or names what does not exist.
    """
    how = How(points, travel or usual_travel(goal.fleet), law, seed, effort, stop, progress)
    return build(catalogue, count, goal, month, quotas, how)


def extend(
    keep: Portfolio,
    catalogue: Catalogue,
    *,
    to: int,
    month: str | None = None,
    goal: Goal | None = None,
    quotas: Quotas = Quotas(),
    points: Points = Points(),
    travel: TravelTimes | None = None,
    law: Law | None = None,
    seed: int = 1,
    effort: Effort | None = None,
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> Portfolio:
    """
    Grow a portfolio without touching the routes it has: 2030's ten become 2050's twenty.

    The routes of ``keep`` come first, unchanged to the minute; the new ones are chosen together with them under
    ``quotas``. Everything else as in ``portfolio``; month and goal default to those of ``keep``.
    """
    if to < len(keep):
        raise GoalError(f"cannot extend {len(keep)} routes to {to}: ask for {len(keep)} or more")
    goal = goal or keep.routes[0].goal
    how = How(points, travel or usual_travel(goal.fleet), law, seed, effort, stop, progress)
    return build(catalogue, to, goal, month or keep.month, quotas, how, keep=keep.routes)


@dataclass(frozen=True, slots=True)
class How:
    """What routes are planned with, beside what they must keep: as in ``portfolio``."""

    points: Points
    travel: TravelTimes
    law: Law | None = None
    seed: int = 1
    effort: Effort | None = None
    stop: Stop | None = None
    progress: Progress | None = None


def build(
    catalogue: Catalogue,
    count: int,
    goal: Goal,
    month: str,
    quotas: Quotas,
    how: How,
    *,
    keep: Sequence[Itinerary] = (),
    met: Sequence[str] = (),
) -> Portfolio:
    """What ``portfolio`` and ``extend`` do; ``met`` are ids of villages that some route has to visit."""
    if count < 1:
        raise GoalError(f"a portfolio has at least one route, {count} asked for")
    if goal.days != 1:
        raise GoalError(f"a portfolio is made of one-day routes, the goal has {goal.days} days")
    try:
        days = month_days(month)
    except ValueError as error:
        raise GoalError(f"month: {error}") from None
    also = [visit.experience.id for route in keep for visit in route.visits]

    def asked(goal: Goal) -> tuple[Compiled, Master]:
        numbers = compiled(
            catalogue,
            goal,
            [(*goal.ends(0), days, count)],
            how.travel,
            points=how.points,
            also=list(dict.fromkeys(also)),
            every_route=True,
            law=how.law,
        )
        kept = tuple(_as_route(numbers, route) for route in keep)
        master = portfolio_master(numbers, quotas, how.points, days[0], kept)
        number = numbers.problem.villages.index
        rows = [Row(1, INFINITE, villages={number(id): 1}, demand=f"must {id}") for id in met]
        return numbers, replace(master, rows=(*master.rows, *rows))

    numbers, master = asked(goal)
    short = impossible(numbers.problem, master)
    if short and not screening(goal):
        raise short
    found = None
    if not short:
        found = search(
            numbers.problem, master, seed=how.seed, effort=how.effort, stop=how.stop, progress=how.progress
        )
    if found is None or found.routes is None:
        early(found, how.stop)

        def without(dropped: Sequence[str]) -> tuple[Problem, Master]:
            again, rows = asked(lifted(goal, dropped))
            return again.problem, rows

        raise infeasible(numbers, master, without, proven=not found or found.proven, seed=how.seed, effort=how.effort)
    return _portfolio(numbers, quotas, month, how, found, keep)


def _as_route(numbers: Compiled, route: Itinerary) -> Route:
    """A route already sold, in the numbers of this problem."""
    first = {id: index for index, id in reversed(list(enumerate(numbers.problem.visits)))}
    drive = sum(leg.seconds for leg in route.legs if leg.mode == "drive") // 60
    on = {day: 1 << number for number, day in enumerate(numbers.dates)}.get(route.days[0].date, 0)
    # One of another month takes nobody's room on this month's kinds of days but the first's.
    shift = next((number for number, each in enumerate(numbers.problem.shifts) if each.dates & on), 0)
    return Route(shift, tuple(first[stop.experience.id] for stop in route.visits), -1, 0, drive, 0)


def _portfolio(
    numbers: Compiled,
    quotas: Quotas,
    month: str,
    how: How,
    found: Result,
    keep: Sequence[Itinerary],
) -> Portfolio:
    catalogue, goal, travel = numbers.catalogue, numbers.goal, how.travel
    assert found.routes is not None
    taken = [(route.days[0].date, frozenset(v.id for v in route.villages)) for route in keep]
    days = [day(numbers, route, on) for route, on in dated(numbers, found.routes, taken, how.seed)]
    days.sort(key=lambda each: (each.date, each.stops[0].experience.id))
    days = [*drawn(days, travel, numbers.law, goal.fleet)]
    made = [
        itinerary(
            catalogue,
            goal,
            (each,),
            number=len(keep) + number,
            score=route_points(how.points, each),
            basis=travel.basis,
            bans=numbers.bans,
        )
        for number, each in enumerate(days, 1)
    ]
    routes = [*keep, *(each.replace(notices=(*each.notices, *law_notices(each, numbers.law))) for each in made)]
    result = Portfolio(
        region=catalogue.region,
        region_name=catalogue.name,
        seed=how.seed,
        month=month,
        objective=Objective(score=found.score, bound=found.bound, covers=_covers(numbers)),
        status="optimal" if found.proven else "feasible",
        quotas=achieved(routes, quotas),
        routes=tuple(routes),
        attributions=tuple(filter(None, (*catalogue.attributions, travel.attribution))),
    )
    findings = check_portfolio(result, quotas, travel, catalogue.sessions, catalogue.festivals, numbers.law)
    if findings:
        raise JudgeError(findings)
    return result


def route_points(points: Points, day: Day) -> int:
    """What one route would score alone: first visits less driving."""
    value = sum(points.visit(stop.experience, stop.village) for stop in day.visits)
    return value - sum(leg.seconds for leg in day.legs if leg.mode == "drive") // 60 * points.drive_minute


def _covers(numbers: Compiled) -> str:
    return (
        f"all sets of routes over {len(set(numbers.problem.visits))} experiences in {len(numbers.problem.villages)} "
        "villages under the same limits and quotas"
    )
