"""One tour of one or several days, the best there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import product

from tourplanner.catalogue import Catalogue
from tourplanner.errors import GoalError, JudgeError
from tourplanner.model import Goal, Notice, Spread
from tourplanner.planning.compile import Compiled, compiled
from tourplanner.planning.conflict import impossible, infeasible
from tourplanner.planning.lines import drawn
from tourplanner.planning.naming import itinerary
from tourplanner.planning.nights import search_nights
from tourplanner.planning.points import Points
from tourplanner.planning.problem import Problem
from tourplanner.planning.question import Question
from tourplanner.planning.result import Result
from tourplanner.planning.robust import robust_tour
from tourplanner.planning.rows import Master
from tourplanner.planning.schedule import timed
from tourplanner.planning.screen import lifted, screening
from tourplanner.planning.search import Effort, Progress
from tourplanner.planning.stop import Stop, early
from tourplanner.planning.tour import Tour
from tourplanner.planning.tour_rows import plan_master
from tourplanner.planning.unvisited import possible, unvisited
from tourplanner.rules import Law, check
from tourplanner.rules.law import law_notices
from tourplanner.travel import TravelTimes, usual_travel


def plan(
    catalogue: Catalogue,
    goal: Goal = Goal(),
    *,
    on: date | str | Sequence[date],
    points: Points = Points(),
    travel: TravelTimes | None = None,
    seed: int = 1,
    effort: Effort | None = None,
    stop: Stop | None = None,
    progress: Progress | None = None,
    robust: float | None = None,
    spread: Spread = Spread(),
    law: Law | None = None,
) -> Tour:
    """
    The best tour for a goal.

    Parameters
    ----------
    goal
        What the tour must keep.
    on
        The first day, as a date or "YYYY-MM-DD". For a one-day tour several dates may be given: the best is taken.
    points, travel, seed, effort, stop, progress
        As in ``portfolio``.
    robust
        The chance, above 0 and below 1, with which every stop is to be admitted, lunch to be in its window and every
        day to be back in time, all of it together, as ``punctuality`` simulates it. None promises nothing.
    spread
        How far legs and visits stray from plan, for ``robust``.
    law
        What bars the party's vehicles where and when; by default ``Law.installed()``. The tour keeps to it,
        sure or not.

    Returns
    -------
    Tour
        An ``Itinerary`` with score, bound and status, accepted by the judge, that can be asked why; wishes left out
        come back with a reason.

    Raises
    ------
    InfeasibleError
        If nothing keeps the goal; ``conflict`` names a smallest set of demands that cannot hold together. As
        ``PromiseError`` if no tour found keeps the promise of ``robust``; ``best`` is the best chance there was.
    GoalError
        If the goal contradicts itself or names what does not exist.
    StoppedError
        If ``stop`` ended the search before there was any tour.
    """
    travel = travel or usual_travel(goal.fleet)
    dates = asked_dates(on, goal)
    numbers = compiled(catalogue, goal, list(shifts(goal, dates)), travel, points=points, law=law)
    master = plan_master(numbers)
    refused = possible(numbers, master)
    error = impossible(numbers.problem, master)
    if error and not screening(goal):
        raise error
    own, rows = numbers, master
    found: Result | None = None
    if not error and not refused:
        own, rows, found = search_nights(numbers, master, seed=seed, effort=effort, stop=stop, progress=progress)
    if found is None or found.routes is None:
        early(found, stop)

        def without(dropped: Sequence[str]) -> tuple[Problem, Master]:
            return _asked_again(numbers, dropped, travel)

        proven = not found or found.proven
        raise infeasible(numbers, master, without, proven=proven, seed=seed, effort=effort, because=refused)
    score, bound, days = found.score, found.bound, timed(own, found.routes)
    proven = score == bound
    notices: tuple[Notice, ...] = ()
    if robust is not None:
        kept = robust_tour(robust, spread, own, rows, found, seed=seed, effort=effort, progress=progress)
        numbers, master = kept.numbers, rows
        score, days, notices = kept.score, kept.days, kept.notices
        # The bound is over tours that leave as soon as they can: by the hour, one that waits may have better roads.
        bound = max(bound, score)
        proven = score == bound and not own.problem.is_hourly
    result = itinerary(
        catalogue,
        goal,
        drawn(days, travel, own.law, goal.fleet),
        score=score,
        bound=bound,
        status="optimal" if proven else "feasible",
        unvisited=list(unvisited(numbers, master, effort, [stop for each in days for stop in each.stops])),
        basis=travel.basis,
        bans=own.bans,
    )
    result = result.replace(notices=(*result.notices, *notices, *law_notices(result, own.law)))
    findings = check(result, travel, catalogue.sessions, catalogue.festivals, own.law)
    if findings:
        raise JudgeError(findings)
    return Tour.of(result, Question(catalogue, goal, dates, points, travel, seed, effort, robust, spread, own.law))


def _asked_again(numbers: Compiled, dropped: Sequence[str], travel: TravelTimes) -> tuple[Problem, Master]:
    goal = lifted(numbers.goal, dropped)
    days = list(shifts(goal, numbers.dates))
    again = compiled(numbers.catalogue, goal, days, travel, points=numbers.points, law=numbers.law)
    return again.problem, plan_master(again)


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
