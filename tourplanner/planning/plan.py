"""One tour of one or several days, the best there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from tourplanner.catalogue import Catalogue
from tourplanner.errors import GoalError, InfeasibleError, JudgeError
from tourplanner.model import ROLES, Goal, Text, Unvisited
from tourplanner.planning.compile import Compiled, compiled
from tourplanner.planning.conflict import impossible, infeasible
from tourplanner.planning.naming import itinerary
from tourplanner.planning.points import Points
from tourplanner.planning.question import Question
from tourplanner.planning.rows import INFINITE, Extra, Master, Row
from tourplanner.planning.schedule import day
from tourplanner.planning.search import Effort, Progress, fits, search
from tourplanner.planning.tour import Tour
from tourplanner.rules import check
from tourplanner.travel import GeodesicTravel, TravelTimes

DEMANDS = {"price-unknown": "budget", "language": "hosts speak", "hours-unverified": "verified only", "never": "never"}
"""Which demand of the goal stands behind a reason for leaving an experience out."""


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
    _possible(numbers, master)
    error = impossible(numbers.problem, master)
    if error:
        raise error
    found = search(numbers.problem, master, seed=seed, effort=effort, progress=progress)
    if found.routes is None:
        raise infeasible(numbers, master, found, seed=seed, effort=effort)
    routes = sorted(found.routes, key=lambda route: route.shift)
    days = tuple(day(numbers, route, _first_date(numbers, route.dates)) for route in routes)
    result = itinerary(
        catalogue,
        goal,
        days,
        score=found.score,
        bound=found.bound,
        status="optimal" if found.proven else "feasible",
        unvisited=list(
            _unvisited(numbers, master, effort, {stop.experience.id for each in days for stop in each.stops})
        ),
    )
    findings = check(result, travel, catalogue.sessions)
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
    """The days to fill, as ``compiled`` takes them."""
    if goal.days == 1:
        yield (*goal.ends(0), dates, 1)
        return
    for number in range(goal.days):
        yield (*goal.ends(number), [dates[0] + timedelta(days=number)], 1)


def _first_date(numbers: Compiled, dates: int) -> date:
    return next(on for number, on in enumerate(numbers.dates) if dates >> number & 1)


def _possible(numbers: Compiled, master: Master) -> None:
    """Raise if something that must be visited cannot be, whatever else is asked for."""
    usable = set(numbers.problem.visits) | set(numbers.problem.villages)
    refused = {id: _reason(numbers, id, master) for id in numbers.goal.must if id not in usable}
    if refused:
        words = "; ".join(f"{id} ({reason.reason.get('en')})" for id, reason in refused.items())
        against = dict.fromkeys(DEMANDS[reason.code] for reason in refused.values() if reason.code in DEMANDS)
        raise InfeasibleError(f"cannot visit {words}", [*(f"must {id}" for id in refused), *against])


def plan_master(numbers: Compiled) -> Master:
    """Rows and extras of one tour: one route per day, each visit once, and the goal's conditions."""
    problem, goal = numbers.problem, numbers.goal
    rows = [Row(1, 1, route=1, shifts=frozenset({number})) for number in range(len(problem.shifts))]
    extras = []
    for id in dict.fromkeys(problem.visits):
        extras.append(Extra(f"visit {id}", int(problem.points[_nodes(numbers, id)[0]])))
        rows.append(Row(0, INFINITE, visits=dict.fromkeys(_nodes(numbers, id), 1), extras={f"visit {id}": -1}))
    for ident in range(int(problem.ident.max(initial=-1)) + 1):
        nodes = np.flatnonzero(problem.ident == ident).tolist()
        rows.append(Row(-INFINITE, 1, visits=dict.fromkeys(nodes, 1)))
    rows += _wanted(numbers)
    if goal.budget is not None:
        prices = {node: int(price) for node, price in enumerate(problem.price) if price}
        rows.append(Row(-INFINITE, goal.budget.amount, visits=prices, demand="budget"))
    if goal.days > 1:
        several = list(_over_days(numbers, extras))
        rows += several
    return Master(tuple(rows), tuple(extras))


def _nodes(numbers: Compiled, id: str) -> list[int]:
    return [node for node, visit in enumerate(numbers.problem.visits) if visit == id]


def _wanted(numbers: Compiled) -> Iterator[Row]:
    problem, goal = numbers.problem, numbers.goal
    for id in goal.must:
        if id in problem.villages:
            yield Row(1, INFINITE, villages={problem.villages.index(id): 1}, demand=f"must {id}")
        else:
            yield Row(1, INFINITE, visits=dict.fromkeys(_nodes(numbers, id), 1), demand=f"must {id}")
    for group in goal.either:
        nodes = [node for id in group for node in _nodes(numbers, id)]
        yield Row(1, 1, visits=dict.fromkeys(nodes, 1), demand=f"either {'/'.join(group)}")
    for group in goal.together:
        first = dict.fromkeys(_nodes(numbers, group[0]), 1)
        for other in group[1:]:
            row = first | dict.fromkeys(_nodes(numbers, other), -1)
            yield Row(0, 0, visits=row, demand=f"together {'+'.join(group)}")


def _over_days(numbers: Compiled, extras: list[Extra]) -> Iterator[Row]:
    """What only shows over several days: order, crafts, roles and standing."""
    problem, goal = numbers.problem, numbers.goal
    for first, second in goal.before:
        for number in range(goal.days - 1):
            late = frozenset(range(number + 1, goal.days))
            early = frozenset(range(number + 1))
            both = Extra(f"{first} after day {number + 1}", 0)
            extras.append(both)
            yield Row(
                -INFINITE, 0, visits=dict.fromkeys(_nodes(numbers, first), 1), shifts=late, extras={both.name: -1}
            )
            yield Row(
                -INFINITE, 1, visits=dict.fromkeys(_nodes(numbers, second), 1), shifts=early, extras={both.name: 1}
            )
    if goal.per_craft is not None:
        for craft in range(len(problem.crafts)):
            nodes = np.flatnonzero(problem.craft == craft).tolist()
            yield Row(-INFINITE, goal.per_craft, visits=dict.fromkeys(nodes, 1), demand="per craft")
    for bit, role in enumerate(ROLES):
        nodes = np.flatnonzero(problem.role >> bit & 1).tolist()
        extras.append(Extra(f"role {role}", 0))
        yield Row(0, INFINITE, visits=dict.fromkeys(nodes, 1), extras={f"role {role}": -1})
    yield Row(goal.roles, INFINITE, extras={f"role {role}": 1 for role in ROLES}, demand="roles")
    for standing, least in (("anchor", goal.anchors), ("satellite", goal.satellites)):
        names = []
        for number, id in enumerate(problem.villages):
            if least and numbers.catalogue.village(id).standing == standing:
                names.append(f"{standing} {id}")
                extras.append(Extra(names[-1], 0))
                yield Row(0, INFINITE, villages={number: 1}, extras={names[-1]: -1})
        if least:
            yield Row(least, INFINITE, extras=dict.fromkeys(names, 1), demand=f"{standing}s")


def _unvisited(numbers: Compiled, master: Master, effort: Effort | None, visited: set[str]) -> Iterator[Unvisited]:
    """The wishes left out, each with its reason."""
    villages = {numbers.catalogue.experience(id).village for id in visited}
    for wish in numbers.goal.wishes:
        if wish not in visited and wish not in villages:
            yield _reason(numbers, wish, master, effort)


def _reason(numbers: Compiled, wish: str, master: Master, effort: Effort | None = None) -> Unvisited:
    catalogue = numbers.catalogue
    inside = [each.id for each in catalogue.experiences_in.get(wish, ()) if each.kind != "meal"] or [wish]
    usable = [id for id in inside if id in numbers.problem.visits]
    if not usable:
        refused = [numbers.excluded[id] for id in inside if id in numbers.excluded]
        if refused:
            return Unvisited(wish=wish, code=refused[0].code, reason=refused[0].reason)
        return Unvisited(
            wish=wish,
            code="nothing-to-visit",
            reason=Text(vi="làng chưa có điểm trải nghiệm trong dữ liệu", en="no experience there is on record"),
        )
    nodes = [node for id in usable for node in _nodes(numbers, id)]
    wanted = Row(1, INFINITE, visits=dict.fromkeys(nodes, 1), demand=f"wish {wish}")
    asked = replace(master, rows=(*master.rows, wanted))
    if fits(numbers.problem, asked, seed=1, effort=effort or Effort.for_size(len(numbers.problem.visits))):
        return Unvisited(
            wish=wish,
            code="outscored",
            reason=Text(
                vi="đi được, nhưng khi đó phải bỏ những điểm được nhiều điểm hơn",
                en="it fits, but only in place of stops that are worth more",
            ),
        )
    return Unvisited(
        wish=wish,
        code="does-not-fit",
        reason=Text(
            vi="không kịp đi, thăm và về cùng các yêu cầu khác của tour",
            en="it cannot be reached, visited and left in time together with the tour's other demands",
        ),
    )
