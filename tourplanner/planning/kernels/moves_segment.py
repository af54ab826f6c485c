"""The best way to fill a stretch of a route, by dynamic programming over subsets of a few visits."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tourplanner.planning.kernels.jit import kernel
from tourplanner.planning.kernels.moves import NEVER, Case, Routes, earliest_begin, put, refresh, take

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Subsets(NamedTuple):
    """
    Room for s visits: ``begin`` and ``previous`` (2**s x s) by set and last visit, ``worth`` (2**s), ``visits`` (s).

    ``detour`` and ``near`` (n) serve to choose the visits.
    """

    begin: Ints
    previous: Ints
    worth: Ints
    visits: Ints
    detour: Floats
    near: Ints


@kernel
def _candidates(case: Case, routes: Routes, room: Subsets, r: int, first: int, last: int) -> int:
    """Write down the stretch's visits and the most promising ones not made; how many there are."""
    kind, order = case.kind[r], routes.order[r]
    start, end, limit = order[first - 1], order[last + 1], routes.late[r, last + 1]
    count = last - first + 1
    room.visits[:count] = order[first : last + 1]
    found = 0
    for visit in range(case.points.shape[0]):
        if routes.where[visit] >= 0:
            continue
        begin = earliest_begin(case, kind, visit, routes.begin[r, first - 1] + case.move[start, visit])
        if begin + case.move[visit, end] > limit:
            continue
        least = NEVER
        for p in range(first - 1, last + 1):
            here, there = order[p], order[p + 1]
            least = min(least, case.move[here, visit] + case.move[visit, there] - case.move[here, there])
        room.detour[found] = -case.points[visit] / max(least, 1) * (1.0 + 0.5 * np.random.random())
        room.near[found] = visit
        found += 1
    taken: int = min(found, room.visits.shape[0] - count)
    for index in range(taken):
        best = index
        for other in range(index + 1, found):
            if room.detour[other] < room.detour[best]:
                best = other
        room.detour[best], room.detour[index] = room.detour[index], room.detour[best]
        room.near[best], room.near[index] = room.near[index], room.near[best]
        room.visits[count + index] = room.near[index]
    return count + taken


@kernel
def _affordable(case: Case, routes: Routes, room: Subsets, chosen: int, r: int, first: int, last: int) -> bool:
    """Whether the resources are enough for a subset in place of the stretch."""
    for z in range(routes.left.shape[0]):
        left = routes.left[z]
        for p in range(first, last + 1):
            left += case.uses[routes.order[r, p], z]
        for index in range(room.visits.shape[0]):
            if chosen >> index & 1:
                left -= case.uses[room.visits[index], z]
        if left < 0:
            return False
    return True


@kernel
def _label(case: Case, routes: Routes, room: Subsets, count: int, r: int, first: int, last: int) -> tuple[int, int]:
    """Earliest begins by subset and last visit; the best subset with its last visit, (0, -1) if none is better."""
    kind, order = case.kind[r], routes.order[r]
    start, end, limit = order[first - 1], order[last + 1], routes.late[r, last + 1]
    best_worth, best_time = 0, routes.begin[r, last] + case.move[order[last], end]
    for p in range(first, last + 1):
        best_worth += case.points[order[p]]
    room.begin[: 1 << count, :count] = NEVER
    room.worth[0] = 0
    for index in range(count):
        visit = room.visits[index]
        begin = earliest_begin(case, kind, visit, routes.begin[r, first - 1] + case.move[start, visit])
        if begin + case.move[visit, end] <= limit:
            room.begin[1 << index, index], room.previous[1 << index, index] = begin, -1
    found, ending = 0, -1
    for chosen in range(1, 1 << count):
        lowest = 0
        while not chosen >> lowest & 1:
            lowest += 1
        room.worth[chosen] = room.worth[chosen & (chosen - 1)] + case.points[room.visits[lowest]]
        for index in range(count):
            begin = room.begin[chosen, index]
            if begin >= NEVER:
                continue
            here = room.visits[index]
            time = begin + case.move[here, end]
            better = room.worth[chosen] > best_worth or (room.worth[chosen] == best_worth and time < best_time)
            if better and _affordable(case, routes, room, chosen, r, first, last):
                best_worth, best_time, found, ending = room.worth[chosen], time, chosen, index
            for other in range(count):
                if chosen >> other & 1:
                    continue
                there = room.visits[other]
                then = earliest_begin(case, kind, there, begin + case.move[here, there])
                if then + case.move[there, end] <= limit and then < room.begin[chosen | 1 << other, other]:
                    room.begin[chosen | 1 << other, other] = then
                    room.previous[chosen | 1 << other, other] = index
    return found, ending


@kernel
def refill(case: Case, routes: Routes, room: Subsets, r: int, first: int, last: int) -> bool:
    """
    Fill positions ``first`` … ``last`` of a route anew with the most points, then the earliest end.

    The visits that stood there and the most promising ones not made are tried in every order; True if that was better.
    """
    count = _candidates(case, routes, room, r, first, last)
    chosen, index = _label(case, routes, room, count, r, first, last)
    if chosen == 0:
        return False
    take(case, routes, r, first, last - first + 1)
    while index >= 0:
        put(case, routes, r, first - 1, room.visits[index])
        chosen, index = chosen & ~(1 << index), room.previous[chosen, index]
    refresh(case, routes, r)
    return True
