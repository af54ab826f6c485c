"""The conditions on one tour, as rows for the master."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from tourplanner.model import ROLES
from tourplanner.planning.categories import categories
from tourplanner.planning.compile import Compiled
from tourplanner.planning.limits import drive_metres
from tourplanner.planning.rows import INFINITE, Extra, Master, Row


def plan_master(numbers: Compiled) -> Master:
    """Rows and extras of one tour: one route per day, each visit once, and the goal's conditions."""
    problem, goal = numbers.problem, numbers.goal
    rows = [Row(1, 1, route=1, shifts=each) for each in alternatives(numbers)]
    extras: list[Extra] = []
    rows += list(_worth(numbers, extras))
    for ident in range(int(problem.ident.max(initial=-1)) + 1):
        nodes = np.flatnonzero(problem.ident == ident).tolist()
        rows.append(Row(-INFINITE, 1, visits=dict.fromkeys(nodes, 1)))
    rows += _wanted(numbers)
    if goal.budget is not None:
        prices = {node: int(price) for node, price in enumerate(problem.price) if price}
        rows.append(Row(-INFINITE, goal.budget.amount, visits=prices, demand="budget"))
    if goal.days > 1:
        rows += [*_over_days(numbers, extras), *_nights(numbers, extras)]
    return Master(tuple(rows), tuple(extras))


def alternatives(numbers: Compiled) -> list[frozenset[int]]:
    """Day by day, the shifts of which one is to be filled: they differ in where the day begins and ends."""
    shifts = numbers.problem.shifts
    if numbers.goal.days == 1:
        return [frozenset(those) for _, those in numbers.problem.together()]
    dates = dict.fromkeys(shift.dates for shift in shifts)
    return [frozenset(n for n, shift in enumerate(shifts) if shift.dates == each) for each in dates]


def _nights(numbers: Compiled, extras: list[Extra]) -> Iterator[Row]:
    """Where there is a choice, a day begins where the day before has ended. For conflicts; tours come one by one."""
    shifts, days = numbers.problem.shifts, alternatives(numbers)
    for number, (day, following) in enumerate(pairwise(days), 1):
        places = dict.fromkeys(shifts[each].end for each in sorted(day))
        for place in places if len(places) > 1 else ():
            slept = Extra(f"night {number} at {place}", 0)
            extras.append(slept)
            ending = frozenset(each for each in day if shifts[each].end == place)
            beginning = frozenset(each for each in following if shifts[each].start == place)
            yield Row(0, 0, route=1, shifts=ending, extras={slept.name: -1})
            yield Row(0, 0, route=1, shifts=beginning, extras={slept.name: -1})


def _worth(numbers: Compiled, extras: list[Extra]) -> Iterator[Row]:
    """What visits are worth: of each craft the one worth most counts in full, with ``same_craft`` the others less."""
    problem, goal, points = numbers.problem, numbers.goal, numbers.points
    for id in dict.fromkeys(problem.visits):
        nodes = nodes_of(numbers, id)
        worth = {f"visit {id}": int(problem.points[nodes[0]])}
        if points.same_craft < 100:
            experience = numbers.experiences[nodes[0]]
            village = numbers.catalogue.village(experience.village)
            wished = bool({id, village.id} & set(goal.wishes))
            worth[f"visit {id} again"] = points.visit(experience, village, wished=wished, again=True)
        extras += [Extra(name, each) for name, each in worth.items()]
        yield Row(0, INFINITE, visits=dict.fromkeys(nodes, 1), extras=dict.fromkeys(worth, -1))
    if points.same_craft < 100:
        for craft in range(len(problem.crafts)):
            ids = dict.fromkeys(problem.visits[node] for node in np.flatnonzero(problem.craft == craft))
            yield Row(-INFINITE, 1, extras={f"visit {id}": 1 for id in ids})


def nodes_of(numbers: Compiled, id: str) -> list[int]:
    """The visit numbers of an experience: one for each set of dates with the same hours."""
    return [node for node, visit in enumerate(numbers.problem.visits) if visit == id]


def _wanted(numbers: Compiled) -> Iterator[Row]:
    problem, goal = numbers.problem, numbers.goal
    for id in goal.must:
        if id in problem.villages:
            yield Row(1, INFINITE, villages={problem.villages.index(id): 1}, demand=f"must {id}")
        else:
            yield Row(1, INFINITE, visits=dict.fromkeys(nodes_of(numbers, id), 1), demand=f"must {id}")
    for group in goal.either:
        nodes = [node for id in group for node in nodes_of(numbers, id)]
        yield Row(1, 1, visits=dict.fromkeys(nodes, 1), demand=f"either {'/'.join(group)}")
    for group in goal.together:
        first = dict.fromkeys(nodes_of(numbers, group[0]), 1)
        for other in group[1:]:
            row = first | dict.fromkeys(nodes_of(numbers, other), -1)
            yield Row(0, 0, visits=row, demand=f"together {'+'.join(group)}")
    for name, (least, most) in goal.limits:
        named = [n for n, each in enumerate(numbers.experiences) if name in categories(numbers.catalogue, each)]
        high = INFINITE if most is None else most
        yield Row(least, high, visits=dict.fromkeys(named, 1), demand=f"limit {name}")


def _over_days(numbers: Compiled, extras: list[Extra]) -> Iterator[Row]:
    """What only shows over several days: order, crafts, roles and standing."""
    problem, goal, days = numbers.problem, numbers.goal, alternatives(numbers)
    for first, second in goal.before:
        for number in range(len(days) - 1):
            late = frozenset[int]().union(*days[number + 1 :])
            early = frozenset[int]().union(*days[: number + 1])
            both = Extra(f"{first} after day {number + 1}", 0)
            extras.append(both)
            yield Row(
                -INFINITE, 0, visits=dict.fromkeys(nodes_of(numbers, first), 1), shifts=late, extras={both.name: -1}
            )
            yield Row(
                -INFINITE, 1, visits=dict.fromkeys(nodes_of(numbers, second), 1), shifts=early, extras={both.name: 1}
            )
    driven = drive_metres(goal)
    if driven is not None:
        yield Row(-INFINITE, driven, metre=1, demand="co2")
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
