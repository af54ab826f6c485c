"""Simulated annealing over ruined and refilled routes, in one compiled loop."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tourplanner.planning.kernels.jit import kernel
from tourplanner.planning.kernels.moves import Case, Routes, copy_routes, duration, refresh, score
from tourplanner.planning.kernels.moves_improve import relocate, replace, reverse
from tourplanner.planning.kernels.moves_insert import PUSH, Insertions, Taste, fill
from tourplanner.planning.kernels.moves_ruin import (
    below,
    clear_around,
    cut_strings,
    drop_worst,
    force,
    scatter,
    swap_tails,
)
from tourplanner.planning.kernels.moves_segment import Subsets, refill

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Pool(NamedTuple):
    """
    Routes seen in good solutions, one per kind and set of visits, found by hashing.

    ``key`` and ``slot`` (2**h) are the hash table, -1 where empty; of route i, ``order`` holds its visits, ``length``
    and ``kind`` say what it is, ``spent`` how long it takes, ``value`` what the best solution with it is worth.
    ``used`` (1) is how many there are.
    """

    key: Ints
    slot: Ints
    order: npt.NDArray[np.int32]
    length: Ints
    kind: Ints
    spent: Ints
    value: Ints
    used: Ints


class Search(NamedTuple):
    """
    A search's memory: solutions at hand, accepted and best; room to work in; their ``value`` and time.

    ``value`` (4): accepted score, accepted duration, best score, best duration.
    """

    routes: Routes
    kept: Routes
    best: Routes
    table: Insertions
    room: Subsets
    barred: npt.NDArray[np.bool_]
    value: Floats
    pool: Pool


@kernel
def remember(case: Case, pool: Pool, kind: int, order: Ints, spent: int, value: int) -> None:
    """Put a route into the pool unless it is full, or raise the value of the same one."""
    key = case.name[case.points.shape[0] + kind]
    for visit in order:
        key ^= case.name[visit]
    mask = pool.key.shape[0] - 1
    at = key & mask
    while pool.key[at] >= 0 and pool.key[at] != key:
        at = (at + 1) & mask
    slot = pool.slot[at]
    if pool.key[at] < 0:
        slot = pool.used[0]
        if slot == pool.length.shape[0]:
            return
        pool.key[at], pool.slot[at] = key, slot
        pool.kind[slot], pool.length[slot], pool.value[slot], pool.spent[slot] = kind, order.shape[0], value, spent
        pool.used[0] += 1
    elif spent >= pool.spent[slot]:
        pool.value[slot] = max(pool.value[slot], value)
        return
    pool.spent[slot] = spent
    pool.value[slot] = max(pool.value[slot], value)
    for p in range(order.shape[0]):
        pool.order[slot, p] = order[p]


@kernel
def _ruin(case: Case, routes: Routes, most: int) -> None:
    """Take some visits out in one of several ways."""
    chance = np.random.random()
    if chance < 0.4:
        cut_strings(case, routes, most)
    elif chance < 0.55:
        scatter(case, routes, most)
    elif chance < 0.7:
        clear_around(case, routes, most)
    elif chance < 0.8:
        drop_worst(case, routes, most)
    elif chance < 0.95:
        force(case, routes)
    else:
        swap_tails(case, routes)
        cut_strings(case, routes, max(1, most // 2))


@kernel
def _bar(case: Case, search: Search, share: float) -> None:
    """Bar some of the visits just taken out from coming straight back."""
    for visit in range(case.points.shape[0]):
        lost = search.routes.where[visit] < 0 and search.kept.where[visit] >= 0
        search.barred[visit] = lost and np.random.random() < share


@kernel
def _taste() -> Taste:
    chance = 0.0
    if np.random.random() >= 0.3:
        chance = 0.5 * np.random.random()
    toll = np.random.random()
    return Taste(0.6 + 1.6 * np.random.random(), 0.4 + np.random.random(), toll, chance, below(3))


@kernel
def _polish(case: Case, search: Search, stretches: int) -> None:
    """Improve a solution by small changes, and by refilling some stretches of it."""
    routes = search.routes
    plain = Taste(1.0, 1.0, 0.0, 0.0, PUSH)
    search.barred[:] = False
    relocate(case, routes, search.table)
    reverse(case, routes, 8)
    replace(case, routes, search.table)
    fill(case, routes, search.table, plain, search.barred)
    improved = False
    for _ in range(stretches):
        r = below(routes.order.shape[0])
        if routes.length[r] > 0:
            count = 1 + below(min(search.room.visits.shape[0] - 3, routes.length[r]))
            first = 1 + below(routes.length[r] - count + 1)
            improved |= refill(case, routes, search.room, r, first, first + count - 1)
    if improved:
        fill(case, routes, search.table, plain, search.barred)


@kernel
def anneal(
    case: Case, search: Search, seed: int, iterations: int, heat: float, thrift: float, most: int, stretches: int
) -> None:
    """
    So many rounds of ruining and refilling at one temperature, from the solution accepted last.

    Parameters
    ----------
    heat
        Points: a loss of so many is accepted with probability 1 / e.
    thrift
        Points that a unit of a route's duration is taken to cost when solutions are compared.
    most
        Most visits taken out at once.
    stretches
        How many stretches of a promising solution are refilled by dynamic programming.
    """
    np.random.seed(seed)
    routes, kept, value = search.routes, search.kept, search.value
    for _ in range(iterations):
        _ruin(case, routes, most)
        for r in range(routes.order.shape[0]):
            refresh(case, routes, r)
        share = 0.0
        if np.random.random() < 0.5:
            share = np.random.random()
        _bar(case, search, share)
        fill(case, routes, search.table, _taste(), search.barred)
        _polish(case, search, stretches if score(case, routes) >= value[2] - 5 * heat else 0)
        worth = score(case, routes)
        spent = 0
        for r in range(routes.order.shape[0]):
            spent += duration(case, routes, r)
        if worth > value[2] or (worth == value[2] and spent < value[3]):
            value[2], value[3] = worth, spent
            copy_routes(routes, search.best)
        if worth >= 0.95 * value[2]:
            for r in range(routes.order.shape[0]):
                if routes.length[r] > 0:
                    order = routes.order[r, 1 : routes.length[r] + 1]
                    remember(case, search.pool, case.kind[r], order, duration(case, routes, r), worth)
        rise = worth - value[0] - thrift * (spent - value[1])
        if rise >= 0 or np.random.random() < np.exp(rise / heat):
            value[0], value[1] = worth, spent
            copy_routes(routes, kept)
        else:
            copy_routes(kept, routes)
