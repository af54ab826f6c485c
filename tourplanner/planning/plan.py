"""One tour of one or several days, the best there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import product

from tourplanner.catalogue import Catalogue
from tourplanner.errors import GoalError, JudgeError
from tourplanner.model import Goal
from tourplanner.planning.compile import Compiled, compiled
from tourplanner.planning.conflict import impossible, infeasible
from tourplanner.planning.naming import itinerary
from tourplanner.planning.points import Points
from tourplanner.planning.question import Question
from tourplanner.planning.schedule import day
from tourplanner.planning.search import Effort, Progress, search
from tourplanner.planning.tour import Tour
from tourplanner.planning.tour_rows import plan_master
from tourplanner.planning.unvisited import possible, unvisited
from tourplanner.rules import check
from tourplanner.travel import GeodesicTravel, TravelTimes


def plan(
    catalogue: Catalogue,
    goal: Goal = Goal(),
    *,
    on: date | str | Sequence[date],
    points: Points = Points(),
    travel: TravelTimes | None = None,
    seed: int = 1,
    effort: Effort | None = None,
    progress: Progress | None = None,
) -> Tour:
    """
    The best tour for a goal.

    Parameters
    ----------
    goal
        What the tour must keep.
    on
        The first day, as a date or "YYYY-MM-DD". For a one-day tour several dates may be given: the best is taken.
    points, travel, seed, effort, progress
        As in ``portfolio``.

    Returns
    -------
    Tour
        An ``Itinerary`` with score, bound and status, accepted by the judge, that can be asked why; wishes left out
        come back with a reason.

    Raises
    ------
    InfeasibleError
        If nothing keeps the goal; ``conflict`` names a smallest set of demands that cannot hold together.
    GoalError
        If the goal contradicts itself or names what does not exist.
    """
    travel = travel or GeodesicTravel()
    dates = asked_dates(on, goal)
    numbers = compiled(catalogue, goal, list(shifts(goal, dates)), travel, points=points)
    master = plan_master(numbers)
    possible(numbers, master)
    error = impossible(numbers.problem, master)
    if error:
        raise error
    found = search(numbers.problem, master, seed=seed, effort=effort, progress=progress)
    if found.routes is None:
        raise infeasible(numbers, master, found, seed=seed, effort=effort)
    routes = sorted(found.routes, key=lambda route: route.shift)
    days = tuple(day(numbers, route, first_date(numbers, route.dates)) for route in routes)
    result = itinerary(
        catalogue,
        goal,
        days,
        score=found.score,
        bound=found.bound,
        status="optimal" if found.proven else "feasible",
        unvisited=list(unvisited(numbers, master, effort, [stop for each in days for stop in each.stops])),
    )
    findings = check(result, travel, catalogue.sessions, catalogue.festivals)
    if findings:
        raise JudgeError(findings)
    return Tour.of(result, Question(catalogue, goal, dates, points, travel, seed, effort))


def asked_dates(on: date | str | Sequence[date], goal: Goal) -> tuple[date, ...]:
    """The first days to choose from, in order; a ``GoalError`` if there is none, or too many for the goal's days."""
    try:
        given = date.fromisoformat(on) if isinstance(on, str) else on
    except ValueError:
        raise GoalError(f"on: {on!r} is no date; write it as 2027-03-20") from None
    dates = (given,) if isinstance(given, date) else tuple(sorted(set(given)))
    if not dates:
        raise GoalError("on: no date given")
    if goal.days > 1 and len(dates) > 1:
        raise GoalError("on: give one first day for a tour of several days")
    return dates


def shifts(goal: Goal, dates: Sequence[date]) -> Iterator[tuple[str, str, Sequence[date], int]]:
    """The days to fill, as ``compiled`` takes them: one for each pair of places a day may begin and end at."""
    if goal.days == 1:
        yield (*goal.ends(0), dates, 1)
        return
    for number in range(goal.days):
        for start, end in product(*goal.stays(number)):
            yield start, end, [dates[0] + timedelta(days=number)], 1


def first_date(numbers: Compiled, dates: int) -> date:
    """The first of the dates in a bit set."""
    return next(on for number, on in enumerate(numbers.dates) if dates >> number & 1)
