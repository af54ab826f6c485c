"""Putting visits into routes: the cheapest place for each, and greedy filling by points per cost."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tourplanner.planning.kernels.jit import inlined, kernel
from tourplanner.planning.kernels.moves import NEVER, Case, Routes, earliest_begin, fits, put, refresh

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

NOWHERE = 2**62
"""What an insertion costs that is not possible."""

DETOUR, WAITING, PUSH = 0, 1, 2
"""What an insertion is said to cost: the way round; that and the wait before it; by how much the next visit moves."""

PLACES = 20
"""Bits that hold the position of an insertion; its cost stands above them, so that the least entry is the cheapest."""


class Insertions(NamedTuple):
    """
    ``best`` (r x n): the cheapest insertion of each visit into each route, its cost and the position it comes after.

    ``start`` (n) is room for begin times, ``fresh`` (n) for insertions at new places, ``open`` (n) for a list of
    visits; ``appeal`` and ``rank`` (n) say how much one wants them.
    """

    best: Ints
    start: Ints
    fresh: Ints
    open: Ints
    appeal: Floats
    rank: Floats


class Taste(NamedTuple):
    """How a greedy filling ranks visits: points ** ``points`` / cost ** ``cost``, less toll, give or take chance."""

    points: float
    cost: float
    toll: float
    chance: float
    measure: int


@inlined
def begins_after(case: Case, kind: int, left: int, here: int, start: Ints) -> None:
    """When each visit begins at the earliest if one leaves for it from node ``here``, visited at ``left``."""
    way = case.move[here]
    last = case.opens.shape[1] - 1
    opens, closes = case.opens[kind, last], case.closes[kind, last]
    for visit in range(start.shape[0]):
        arrival = left + way[visit]
        start[visit] = max(arrival, opens[visit]) if arrival <= closes[visit] else NEVER
    for window in range(last - 1, -1, -1):
        opens, closes = case.opens[kind, window], case.closes[kind, window]
        for visit in range(start.shape[0]):
            arrival = left + way[visit]
            start[visit] = max(arrival, opens[visit]) if arrival <= closes[visit] else start[visit]


@kernel
def lower(
    case: Case, routes: Routes, table: Insertions, best: Ints, r: int, first: int, last: int, measure: int
) -> None:
    """Lower ``best`` (n) to what inserting each visit after positions ``first`` … ``last`` costs, where possible."""
    start = table.start
    for after in range(first, last + 1):
        here, there = routes.order[r, after], routes.order[r, after + 1]
        left, late = routes.begin[r, after], routes.late[r, after + 1]
        if left + case.least[here, there] > late:
            continue
        begins_after(case, case.kind[r], left, here, start)
        way, back, direct = case.move[here], case.back[there], case.move[here, there]
        if measure == DETOUR:
            for visit in range(best.shape[0]):
                price = (way[visit] + back[visit] - direct) << PLACES | after
                best[visit] = min(best[visit], price if start[visit] + back[visit] <= late else NOWHERE)
        else:
            base = left + direct if measure == WAITING else routes.begin[r, after + 1]
            for visit in range(best.shape[0]):
                onward = start[visit] + back[visit]
                price = max(0, onward - base) << PLACES | after
                best[visit] = min(best[visit], price if onward <= late else NOWHERE)


@inlined
def tabulate(case: Case, routes: Routes, table: Insertions, r: int, measure: int) -> None:
    """Find the cheapest insertion of every visit into a route, whether it is made already or not."""
    table.best[r, :] = NOWHERE
    lower(case, routes, table, table.best[r], r, 0, routes.length[r], measure)


@inlined
def insertion(case: Case, routes: Routes, r: int, after: int, visit: int, measure: int) -> int:
    """What ``tabulate`` writes down for one visit and one position; NOWHERE if times forbid it."""
    here, there = routes.order[r, after], routes.order[r, after + 1]
    left = routes.begin[r, after]
    onward = earliest_begin(case, case.kind[r], visit, left + case.move[here, visit]) + case.move[visit, there]
    if onward > routes.late[r, after + 1]:
        return NOWHERE
    if measure == DETOUR:
        cost: int = case.move[here, visit] + case.move[visit, there] - case.move[here, there]
    elif measure == WAITING:
        cost = max(0, onward - left - case.move[here, there])
    else:
        cost = max(0, onward - routes.begin[r, after + 1])
    return cost << PLACES | after


@kernel
def look_again(case: Case, routes: Routes, table: Insertions, r: int, visit: int, measure: int) -> None:
    """Find the cheapest insertion of one visit into a route anew."""
    best = NOWHERE
    for after in range(routes.length[r] + 1):
        best = min(best, insertion(case, routes, r, after, visit, measure))
    table.best[r, visit] = best


@inlined
def _settle(table: Insertions, taste: Taste, visit: int) -> bool:
    """Rank a visit by its cheapest insertion; False if there is none."""
    best = NOWHERE
    for r in range(table.best.shape[0]):
        best = min(best, table.best[r, visit])
    if best == NOWHERE:
        return False
    table.rank[visit] = table.appeal[visit] - taste.cost * np.log(max(best >> PLACES, 1))
    return True


@kernel
def _gather(case: Case, routes: Routes, table: Insertions, taste: Taste, barred: npt.NDArray[np.bool_]) -> int:
    """List all visits that can be inserted somewhere, with their cheapest insertions; how many there are."""
    for r in range(routes.order.shape[0]):
        tabulate(case, routes, table, r, taste.measure)
    count = 0
    for visit in range(case.points.shape[0]):
        if routes.where[visit] >= 0 or barred[visit]:
            continue
        table.appeal[visit] = taste.points * np.log(case.points[visit]) - taste.toll * case.toll[visit]
        if taste.chance > 0:
            table.appeal[visit] += taste.chance * np.random.random()
        if _settle(table, taste, visit):
            table.open[count] = visit
            count += 1
    return count


@kernel
def _winner(table: Insertions, count: int) -> int:
    """Which of the visits listed ranks highest."""
    best = 0
    for index in range(1, count):
        if table.rank[table.open[index]] > table.rank[table.open[best]]:
            best = index
    return best


@inlined
def _cheapest_route(table: Insertions, visit: int) -> int:
    best = 0
    for r in range(1, table.best.shape[0]):
        if table.best[r, visit] < table.best[best, visit]:
            best = r
    return best


@kernel
def _follow(case: Case, routes: Routes, table: Insertions, taste: Taste, r: int, put_after: int, count: int) -> int:
    """
    Keep the list up to date, a visit having been inserted after a position of route r; how many are left on it.

    Times have only become tighter, so what went nowhere goes nowhere now. The two new legs are looked at; whether what
    was known before still holds is seen when it is used.
    """
    fresh = table.fresh
    fresh[:] = NOWHERE
    lower(case, routes, table, fresh, r, put_after, put_after + 1, taste.measure)
    index = 0
    while index < count:
        visit = table.open[index]
        known = table.best[r, visit]
        if known == NOWHERE:
            index += 1
            continue
        after = known & (1 << PLACES) - 1
        if after != put_after:
            table.best[r, visit] = min(known + (after > put_after), fresh[visit])
        elif fresh[visit] < NOWHERE:
            table.best[r, visit] = fresh[visit]
        else:
            look_again(case, routes, table, r, visit, taste.measure)
        if table.best[r, visit] >> PLACES == known >> PLACES or _settle(table, taste, visit):
            index += 1
        else:
            count -= 1
            table.open[index] = table.open[count]
    return count


@kernel
def fill(case: Case, routes: Routes, table: Insertions, taste: Taste, barred: npt.NDArray[np.bool_]) -> int:
    """Insert visits that are not barred, the best ranked first, until none fits; how many were inserted."""
    count = _gather(case, routes, table, taste, barred)
    inserted = 0
    while count > 0:
        index = _winner(table, count)
        visit = table.open[index]
        r = _cheapest_route(table, visit)
        after = table.best[r, visit] & (1 << PLACES) - 1
        affordable = fits(case, routes, visit)
        if affordable and insertion(case, routes, r, after, visit, taste.measure) != table.best[r, visit]:
            look_again(case, routes, table, r, visit, taste.measure)
            if _settle(table, taste, visit):
                continue
            affordable = False
        count -= 1
        table.open[index] = table.open[count]
        if affordable:
            put(case, routes, r, after, visit)
            refresh(case, routes, r)
            inserted += 1
            count = _follow(case, routes, table, taste, r, after, count)
    return inserted
