"""Taking visits out of routes, by chance: what a greedy filling then puts back better."""

from __future__ import annotations

import numpy as np

from tourplanner.planning.kernels.jit import inlined, kernel
from tourplanner.planning.kernels.moves import NEVER, Case, Routes, earliest_begin, position, put, refresh, take


@inlined
def below(count: int) -> int:
    """A random whole number from 0 to ``count - 1``."""
    return int(np.random.random() * count)


@kernel
def cut_strings(case: Case, routes: Routes, most: int) -> None:
    """
    Remove a string of neighbouring visits from several routes, all close to one random visit.

    After Christiaens & Vanden Berghe, Slack induction by string removals (2020).
    """
    strings = 1 + below(min(routes.order.shape[0], most))
    each = max(1, most // strings)
    seed = below(case.points.shape[0])
    cut = np.zeros(routes.order.shape[0], dtype=np.bool_)
    for index in range(case.near.shape[1]):
        visit = case.near[seed, index]
        r = routes.where[visit]
        if r < 0 or cut[r]:
            continue
        count = 1 + below(min(each, routes.length[r]))
        here = position(routes, visit)
        low, high = max(1, here - count + 1), min(here, routes.length[r] - count + 1)
        first = low + below(high - low + 1)
        if count > 1 and here < first + count - 1 and np.random.random() < 0.3:
            take(case, routes, r, here + 1, first + count - 1 - here)
            if here > first:
                take(case, routes, r, first, here - first)
        else:
            take(case, routes, r, first, count)
        cut[r] = True
        strings -= 1
        if strings == 0:
            break


@kernel
def scatter(case: Case, routes: Routes, most: int) -> None:
    """Remove random visits."""
    total = routes.length.sum()
    for _ in range(min(1 + below(most), total)):
        index = below(total)
        r = 0
        while index >= routes.length[r]:
            index -= routes.length[r]
            r += 1
        take(case, routes, r, index + 1, 1)
        total -= 1


@kernel
def clear_around(case: Case, routes: Routes, most: int) -> None:
    """Remove most of the visits closest, in place and hours, to a random one."""
    seed, count = below(case.points.shape[0]), 1 + below(most)
    for index in range(case.near.shape[1]):
        visit = case.near[seed, index]
        if routes.where[visit] >= 0 and np.random.random() < 0.8:
            take(case, routes, routes.where[visit], position(routes, visit), 1)
            count -= 1
            if count == 0:
                break


@kernel
def drop_worst(case: Case, routes: Routes, most: int) -> None:
    """Remove the visits with the fewest points for their detour, give or take chance."""
    for _ in range(1 + below(most)):
        least, worst, at = 1e300, -1, 0
        for r in range(routes.order.shape[0]):
            for p in range(1, routes.length[r] + 1):
                before, visit, after = routes.order[r, p - 1], routes.order[r, p], routes.order[r, p + 1]
                detour = case.move[before, visit] + case.move[visit, after] - case.move[before, after]
                worth = case.points[visit] / (max(detour, 0) + 1.0) * (0.3 + np.random.random())
                if worth < least:
                    least, worst, at = worth, r, p
        if worst < 0:
            break
        take(case, routes, worst, at, 1)


@kernel
def force(case: Case, routes: Routes) -> None:
    """Put a random unmade visit into a route in place of the few visits that it costs least to give up."""
    visit = below(case.points.shape[0])
    for _ in range(30):
        if routes.where[visit] < 0:
            break
        visit = below(case.points.shape[0])
    if routes.where[visit] >= 0:
        return
    least, into, at, dropped = 1e300, -1, 0, 0
    for r in range(routes.order.shape[0]):
        for p in range(routes.length[r] + 1):
            begin = earliest_begin(case, case.kind[r], visit, routes.begin[r, p] + case.move[routes.order[r, p], visit])
            if begin >= NEVER:
                break
            lost = 0
            for count in range(min(8, routes.length[r] - p + 1)):
                if count > 0:
                    lost += case.points[routes.order[r, p + count]]
                if begin + case.move[visit, routes.order[r, p + count + 1]] <= routes.late[r, p + count + 1]:
                    price = lost * (0.5 + np.random.random())
                    if price < least:
                        least, into, at, dropped = price, r, p, count
                    break
    if into < 0:
        return
    take(case, routes, into, at + 1, dropped)
    put(case, routes, into, at, visit)
    while (routes.left < 0).any():
        _give_up_one(case, routes, visit)


@kernel
def _give_up_one(case: Case, routes: Routes, keep: int) -> None:
    """Remove a random visit other than ``keep``."""
    total = routes.length.sum()
    while True:
        index = below(total)
        r = 0
        while index >= routes.length[r]:
            index -= routes.length[r]
            r += 1
        if routes.order[r, index + 1] != keep or total == 1:
            take(case, routes, r, index + 1, 1)
            return


@kernel
def swap_tails(case: Case, routes: Routes) -> None:
    """Two routes of a kind exchange what follows a random point in time, if both can be kept."""
    first, second = below(routes.order.shape[0]), below(routes.order.shape[0])
    if first == second or case.kind[first] != case.kind[second]:
        return
    p, q = 1 + below(routes.length[first] + 1), 1
    while q <= routes.length[second] and routes.begin[second, q] < routes.begin[first, p]:
        q += 1
    a, b = routes.order[first], routes.order[second]
    move = case.move
    if routes.begin[first, p - 1] + move[a[p - 1], b[q]] > routes.late[second, q]:
        return
    if routes.begin[second, q - 1] + move[b[q - 1], a[p]] > routes.late[first, p]:
        return
    one, two = routes.length[first] + 2 - p, routes.length[second] + 2 - q
    for index in range(max(one, two)):
        x, y = a[p + index] if index < one else -1, b[q + index] if index < two else -1
        if index < two:
            a[p + index] = y
        if index < one:
            b[q + index] = x
    routes.length[first], routes.length[second] = p + two - 2, q + one - 2
    for r in (first, second):
        for index in range(1, routes.length[r] + 1):
            routes.where[routes.order[r, index]] = r
        refresh(case, routes, r)
