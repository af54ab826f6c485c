"""
Routes of an orienteering problem as arrays, and the elementary steps on them: begin, insert, remove, compare.

Visits are nodes 0 … n - 1; routes of kind k leave from node n + k and end in node n + kinds + k. ``move[i, j]`` is the
service at i and the travel to j. Position 0 of a route is where it leaves from, ``length + 1`` where it ends.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tourplanner.planning.kernels.jit import inlined, kernel

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

NEVER = 2**50
"""Later than any time."""


class Case(NamedTuple):
    """
    What is given: n visits, k kinds, w windows, z resources, r routes.

    ``opens`` and ``closes`` (k x w x n) are sorted, disjoint, unused ones opening NEVER and closing at -1; a visit that
    a route of a kind cannot make at all has none. ``back`` is ``move`` the other way round, for reading along rows.
    ``least`` is the shortest way from node to node over any visit, its service included.
    ``near`` (n x g) are the visits closest in place and hours, ``toll`` the share of the resources a visit takes,
    ``name`` a random number of each node.
    """

    points: Ints
    move: Ints
    back: Ints
    least: Ints
    opens: Ints
    closes: Ints
    earliest: Ints
    latest: Ints
    uses: Ints
    kind: Ints
    near: Ints
    toll: Floats
    name: Ints


class Routes(NamedTuple):
    """
    A solution: ``order[r]`` from start to end, ``length`` visits in it.

    ``begin`` is the earliest time a position's visit can begin, ``late`` the latest arrival at it that keeps all that
    follows in time. ``where`` is the route of each visit or -1; ``left`` what is left of each resource.
    """

    order: Ints
    length: Ints
    begin: Ints
    late: Ints
    where: Ints
    left: Ints


@inlined
def earliest_begin(case: Case, kind: int, visit: int, arrival: int) -> int:
    """When a visit begins at the earliest after an arrival; NEVER if its last window is over."""
    for window in range(case.opens.shape[1]):
        if arrival <= case.closes[kind, window, visit]:
            opening: int = case.opens[kind, window, visit]
            return max(arrival, opening)
    return NEVER


@inlined
def latest_arrival(case: Case, kind: int, visit: int, begin: int) -> int:
    """The last arrival after which a visit begins at ``begin`` or before; -1 if there is none."""
    for window in range(case.opens.shape[1] - 1, -1, -1):
        if case.opens[kind, window, visit] <= begin:
            closing: int = case.closes[kind, window, visit]
            return min(begin, closing)
    return -1


@inlined
def refresh(case: Case, routes: Routes, r: int) -> bool:
    """Recompute the times of a route; False, with times undefined, if it cannot be kept."""
    order, begin, late = routes.order[r], routes.begin[r], routes.late[r]
    kind, length = case.kind[r], routes.length[r]
    begin[0] = case.earliest[kind]
    for p in range(1, length + 1):
        begin[p] = earliest_begin(case, kind, order[p], begin[p - 1] + case.move[order[p - 1], order[p]])
        if begin[p] >= NEVER:
            return False
    begin[length + 1] = begin[length] + case.move[order[length], order[length + 1]]
    late[length + 1] = case.latest[kind]
    for p in range(length, 0, -1):
        late[p] = latest_arrival(case, kind, order[p], late[p + 1] - case.move[order[p], order[p + 1]])
    late[0] = case.earliest[kind]
    kept: bool = begin[length + 1] <= late[length + 1]
    return kept


@inlined
def fits(case: Case, routes: Routes, visit: int) -> bool:
    """Whether what is left of the resources is enough for one more visit."""
    enough = True
    for z in range(routes.left.shape[0]):
        enough = enough and case.uses[visit, z] <= routes.left[z]
    return enough


@inlined
def fits_instead(case: Case, routes: Routes, visit: int, r: int, first: int, last: int) -> bool:
    """Whether the resources are enough for a visit in place of positions ``first`` … ``last`` of route r."""
    for z in range(routes.left.shape[0]):
        left = routes.left[z] - case.uses[visit, z]
        for p in range(first, last + 1):
            left += case.uses[routes.order[r, p], z]
        if left < 0:
            return False
    return True


@inlined
def put(case: Case, routes: Routes, r: int, after: int, visit: int) -> None:
    """Insert a visit after a position; the route's times are not recomputed."""
    order = routes.order[r]
    for p in range(routes.length[r] + 1, after, -1):
        order[p + 1] = order[p]
    order[after + 1] = visit
    routes.length[r] += 1
    routes.where[visit] = r
    for z in range(routes.left.shape[0]):
        routes.left[z] -= case.uses[visit, z]


@inlined
def take(case: Case, routes: Routes, r: int, first: int, count: int) -> None:
    """Remove ``count`` visits from position ``first`` on; the route's times are not recomputed."""
    order = routes.order[r]
    for p in range(first, first + count):
        routes.where[order[p]] = -1
        for z in range(routes.left.shape[0]):
            routes.left[z] += case.uses[order[p], z]
    for p in range(first + count, routes.length[r] + 2):
        order[p - count] = order[p]
    routes.length[r] -= count


@kernel
def copy_routes(source: Routes, target: Routes) -> None:
    """Make ``target`` the same as ``source``."""
    for r in range(source.order.shape[0]):
        length = source.length[r]
        target.length[r] = length
        for p in range(length + 2):
            target.order[r, p] = source.order[r, p]
            target.begin[r, p] = source.begin[r, p]
            target.late[r, p] = source.late[r, p]
    target.where[:] = source.where
    target.left[:] = source.left


@inlined
def score(case: Case, routes: Routes) -> int:
    """Points of all visits made."""
    total = 0
    for r in range(routes.order.shape[0]):
        for p in range(1, routes.length[r] + 1):
            total += case.points[routes.order[r, p]]
    return total


@inlined
def duration(case: Case, routes: Routes, r: int) -> int:
    """Service and travel of a route, waiting not included."""
    total = 0
    for p in range(routes.length[r] + 1):
        total += case.move[routes.order[r, p], routes.order[r, p + 1]]
    return total


@inlined
def position(routes: Routes, visit: int) -> int:
    """Where in its route a visit stands."""
    r, p = routes.where[visit], 1
    while routes.order[r, p] != visit:
        p += 1
    return p
