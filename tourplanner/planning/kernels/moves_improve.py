"""Small changes that never lose: another visit in place of a few, visits moved to where they cost less, turns."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tourplanner.planning.kernels.jit import inlined, kernel
from tourplanner.planning.kernels.moves import (
    NEVER,
    Case,
    Routes,
    earliest_begin,
    fits_instead,
    position,
    put,
    refresh,
    take,
)
from tourplanner.planning.kernels.moves_insert import DETOUR, NOWHERE, PLACES, Insertions, begins_after, tabulate

Ints = npt.NDArray[np.int64]

DROPPED = 2
"""Bits that hold how many visits an exchange drops."""


@kernel
def _tabulate_exchanges(case: Case, routes: Routes, table: Insertions, r: int) -> None:
    """
    For every visit the stretch of at most three visits of a route that it could replace at the least loss of points.

    Entries hold the points lost, the position before the stretch and its length; NOWHERE if there is none.
    """
    best, start = table.best[r], table.start
    best[:] = NOWHERE
    order, length = routes.order[r], routes.length[r]
    most = 0
    for visit in range(best.shape[0]):
        if routes.where[visit] < 0:
            most = max(most, case.points[visit])
    for after in range(length + 1):
        begins_after(case, case.kind[r], routes.begin[r, after], order[after], start)
        left = routes.begin[r, after]
        lost = 0
        for count in range(min(3, length - after) + 1):
            if count > 0:
                lost += case.points[order[after + count]]
                if lost >= most:
                    break
            back, late = case.back[order[after + count + 1]], routes.late[r, after + count + 1]
            if left + case.least[order[after], order[after + count + 1]] > late:
                continue
            price = (lost << PLACES | after) << DROPPED | count
            for visit in range(best.shape[0]):
                best[visit] = min(best[visit], price if start[visit] + back[visit] <= late else NOWHERE)


@kernel
def replace(case: Case, routes: Routes, table: Insertions) -> bool:
    """Exchange up to three successive visits for one not made while points rise, the best first; True if any did."""
    for r in range(routes.order.shape[0]):
        _tabulate_exchanges(case, routes, table, r)
    improved = False
    while True:
        most, best, into = 0, -1, -1
        for visit in range(case.points.shape[0]):
            if routes.where[visit] >= 0:
                continue
            for r in range(routes.order.shape[0]):
                gain = case.points[visit] - (table.best[r, visit] >> PLACES + DROPPED)
                if gain > most and _affordable(case, routes, table, visit, r):
                    most, best, into = gain, visit, r
        if best < 0:
            return improved
        entry = table.best[into, best]
        after = entry >> DROPPED & (1 << PLACES) - 1
        take(case, routes, into, after + 1, entry & (1 << DROPPED) - 1)
        put(case, routes, into, after, best)
        refresh(case, routes, into)
        _tabulate_exchanges(case, routes, table, into)
        improved = True


@inlined
def _affordable(case: Case, routes: Routes, table: Insertions, visit: int, r: int) -> bool:
    """Whether the resources allow the exchange written down."""
    entry = table.best[r, visit]
    after = entry >> DROPPED & (1 << PLACES) - 1
    return fits_instead(case, routes, visit, r, after + 1, after + (entry & (1 << DROPPED) - 1))


@kernel
def relocate(case: Case, routes: Routes, table: Insertions) -> None:
    """Move single visits to other routes where they cost less travel, once through."""
    if routes.order.shape[0] < 2:
        return
    for r in range(routes.order.shape[0]):
        tabulate(case, routes, table, r, DETOUR)
    for visit in range(case.points.shape[0]):
        source = routes.where[visit]
        if source < 0:
            continue
        p = position(routes, visit)
        before, after = routes.order[source, p - 1], routes.order[source, p + 1]
        least = case.move[before, visit] + case.move[visit, after] - case.move[before, after]
        into = -1
        for r in range(routes.order.shape[0]):
            if r != source and table.best[r, visit] >> PLACES < least:
                least, into = table.best[r, visit] >> PLACES, r
        if into >= 0:
            place = table.best[into, visit] & (1 << PLACES) - 1
            take(case, routes, source, p, 1)
            put(case, routes, into, place, visit)
            refresh(case, routes, source)
            refresh(case, routes, into)
            tabulate(case, routes, table, source, DETOUR)
            tabulate(case, routes, table, into, DETOUR)


@kernel
def reverse(case: Case, routes: Routes, most: int) -> None:
    """Turn up to ``most`` successive visits round where the next one can then begin earlier."""
    for r in range(routes.order.shape[0]):
        order = routes.order[r]
        for first in range(1, routes.length[r]):
            for last in range(first + 1, min(routes.length[r], first + most - 1) + 1):
                now = routes.begin[r, last] + case.move[order[last], order[last + 1]]
                if _turned_arrival(case, routes, r, first, last) < now:
                    order[first : last + 1] = order[first : last + 1][::-1].copy()
                    refresh(case, routes, r)


@inlined
def _turned_arrival(case: Case, routes: Routes, r: int, first: int, last: int) -> int:
    """When one arrives after positions ``first`` … ``last`` made in reverse; NEVER if that cannot be kept."""
    order = routes.order[r]
    time, here = routes.begin[r, first - 1], order[first - 1]
    for p in range(last, first - 1, -1):
        time = earliest_begin(case, case.kind[r], order[p], time + case.move[here, order[p]])
        if time >= NEVER:
            return NEVER
        here = order[p]
    time += case.move[here, order[last + 1]]
    return time if time <= routes.late[r, last + 1] else NEVER
