"""Several groups at once: each has its tour, and no host gets more guests on a day than there is room for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from tourplanner.catalogue import Catalogue
from tourplanner.errors import GoalError, JudgeError
from tourplanner.model import HANOI, Goal, Itinerary, Session
from tourplanner.model.groups import GroupTours
from tourplanner.planning.compile import Compiled, compiled
from tourplanner.planning.conflict import impossible, infeasible
from tourplanner.planning.lines import drawn
from tourplanner.planning.naming import itinerary
from tourplanner.planning.plan import asked_dates, shifts
from tourplanner.planning.points import Points
from tourplanner.planning.problem import Problem, Route
from tourplanner.planning.rows import INFINITE, Extra, Master, Row
from tourplanner.planning.schedule import day, first_date
from tourplanner.planning.screen import lifted, screening
from tourplanner.planning.search import Effort, Progress, search
from tourplanner.planning.tour_rows import plan_master
from tourplanner.planning.unvisited import possible, unvisited
from tourplanner.rules import Law, check_groups
from tourplanner.rules.law import law_notices
from tourplanner.travel import TravelTimes, usual_travel


def plan_groups(
    catalogue: Catalogue,
    goal: Goal = Goal(),
    *,
    groups: int = 2,
    on: date | str,
    points: Points = Points(),
    travel: TravelTimes | None = None,
    law: Law | None = None,
    seed: int = 1,
    effort: Effort | None = None,
    progress: Progress | None = None,
) -> GroupTours:
    """
    The best tours for several groups that travel on the same days.

    Parameters
    ----------
    goal
        What every group's tour must keep; ``party`` is one group.
    groups
        How many groups, 1 to 6. A thing is visited by at most so many of them on a day as its capacity takes guests of
        all together, whatever the hour; lunch is only where all groups find a seat.
    on
        The first day, as a date or "YYYY-MM-DD".
    points, travel, law, seed, effort, progress
        As in ``plan``.

    Returns
    -------
    GroupTours
        With the score of all together, its bound and status; accepted by the judge.

    Raises
    ------
    InfeasibleError, GoalError
        As in ``plan``.
    """
    if not 1 <= groups <= 6:
        raise GoalError(f"groups: 1 to 6 groups can be planned together, {groups} asked for")
    travel = travel or usual_travel(goal.fleet)
    dates = asked_dates(on, goal)
    if len(dates) > 1:
        raise GoalError("on: give one day on which all groups set out")

    def asked(goal: Goal) -> tuple[Compiled, Problem, Master]:
        days = list(shifts(goal, dates))
        one = compiled(catalogue, goal, days, travel, points=points, seats=groups * goal.party.size, law=law)
        together = replace(one.problem, shifts=one.problem.shifts * groups)
        return one, together, _several(one, plan_master(one), groups)

    def without(dropped: Sequence[str]) -> tuple[Problem, Master]:
        return asked(lifted(goal, dropped))[1:]

    one, problem, master = asked(goal)
    numbers = replace(one, problem=problem)
    base = plan_master(one)
    refused = possible(one, base)
    error = impossible(one.problem, base)
    if error and not screening(goal):
        raise error
    found = None if error or refused else search(problem, master, seed=seed, effort=effort, progress=progress)
    if found is None or found.routes is None:
        proven = not found or found.proven
        raise infeasible(numbers, master, without, proven=proven, seed=seed, effort=effort, because=refused)
    own = _by_group(found.routes, len(one.problem.shifts), groups)
    result = GroupTours(
        tours=tuple(_tour(numbers, master, routes, number, effort, travel) for number, routes in enumerate(own)),
        score=found.score,
        bound=found.bound,
        status="optimal" if found.proven else "feasible",
    )
    findings = check_groups(result.tours, travel, catalogue.sessions, catalogue.festivals, law)
    if findings:
        raise JudgeError(findings)
    return result


def _by_group(routes: Sequence[Route], shifts: int, groups: int) -> list[list[Route]]:
    """Each group's routes in the order of days."""
    ordered = sorted(routes, key=lambda route: route.shift)
    return [[route for route in ordered if route.shift // shifts == number] for number in range(groups)]


def _tour(
    numbers: Compiled, master: Master, routes: Sequence[Route], group: int, effort: Effort | None, travel: TravelTimes
) -> Itinerary:
    timed = (day(numbers, route, first_date(numbers, route.dates)) for route in routes)
    days = drawn(timed, travel, numbers.law, numbers.goal.fleet)
    stops = [stop for each in days for stop in each.stops]
    own = frozenset(each.shift for each in routes)
    left = list(unvisited(numbers, master, effort, stops, own))
    tour = itinerary(numbers.catalogue, numbers.goal, days, number=group + 1, unvisited=left, basis=travel.basis,
                     bans=numbers.bans)  # fmt: skip
    notices = (*tour.notices, *law_notices(tour, numbers.law))
    made: Itinerary = tour.replace(score=numbers.points.tour(tour), notices=notices)
    return made


def _several(one: Compiled, base: Master, groups: int) -> Master:
    """The conditions of one tour for each group, and those on what groups share."""
    count = len(one.problem.shifts)
    rows, extras = [], []
    for group in range(groups):
        names = {extra.name: f"{extra.name}, group {group + 1}" for extra in base.extras}
        extras += [Extra(names[extra.name], extra.points, extra.most) for extra in base.extras]
        rows += [_for_group(row, names, range(group * count, (group + 1) * count)) for row in base.rows]
    return Master((*rows, *_sharing(one, groups)), tuple(extras))


def _for_group(row: Row, names: Mapping[str, str], own: range) -> Row:
    shifts = own if row.shifts is None else [own[shift] for shift in sorted(row.shifts)]
    return replace(row, shifts=frozenset(shifts), extras={names[name]: count for name, count in row.extras.items()})


def _sharing(one: Compiled, groups: int) -> Iterator[Row]:
    """On each day, a thing is visited by no more groups than it has room for."""
    problem, count = one.problem, len(one.problem.shifts)
    for date_bit in dict.fromkeys(shift.dates for shift in problem.shifts):
        today = [number for number, shift in enumerate(problem.shifts) if shift.dates == date_bit]
        everywhere = frozenset(group * count + number for group in range(groups) for number in today)
        on = first_date(one, date_bit)
        for ident in dict.fromkeys(problem.ident.tolist()):
            nodes = np.flatnonzero(problem.ident == ident).tolist()
            most = min(_room(one, node, on) for node in nodes) // one.goal.party.size
            if most < groups:
                visits = dict.fromkeys(nodes, 1)
                yield Row(-INFINITE, most, visits=visits, shifts=everywhere, demand="room for all groups")


def _room(one: Compiled, node: int, on: date) -> int:
    """Guests that a thing takes on a day: its capacity, or the places of its fullest session that takes a group."""
    experience, size = one.experiences[node], one.goal.party.size
    own = [each for each in one.catalogue.sessions if each.experience == experience.id and _held(each, on, size)]
    return min([experience.capacity, *(session.places_left for session in own)])


def _held(session: Session, on: date, size: int) -> bool:
    return session.begin.astimezone(HANOI).date() == on and session.places_left >= size
