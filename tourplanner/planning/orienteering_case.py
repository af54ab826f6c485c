"""
An orienteering problem made ready for the compiled moves: impossible visits left out, nodes numbered, tables built.

A visit that cannot be made alone is taken to be impossible: travel over another visit is never a short cut.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tourplanner.planning.kernels.moves import NEVER, Case, Routes, put, refresh
from tourplanner.planning.orienteering import Ints, Orienteering

NEAR = 60
"""So many visits are known as close to each one."""

HOURS = 0.1
"""What an hour between the middles of two visits' windows counts beside an hour of travel: how close two visits are."""

EXACT = 400
"""Up to so many visits the least ways over a third are exact; for more, a quicker lower bound serves."""


def windows(problem: Orienteering) -> tuple[Ints, Ints]:
    """Opens and closes, k x w x n, sorted and disjoint; unused windows open NEVER and close at -1."""
    kinds, n, most = problem.opens.shape
    opens = np.full((kinds, max(most, 1), n), NEVER, dtype=np.int64)
    closes = np.full_like(opens, -1)
    for kind in range(kinds):
        for visit in range(n):
            pairs = zip(problem.opens[kind, visit].tolist(), problem.closes[kind, visit].tolist(), strict=True)
            last = -1
            for begin, end in sorted((max(a, 0), b) for a, b in pairs if max(a, 0) <= b):
                if last >= 0 and begin <= closes[kind, last, visit]:
                    closes[kind, last, visit] = max(end, closes[kind, last, visit])
                else:
                    last += 1
                    opens[kind, last, visit], closes[kind, last, visit] = begin, end
    return opens, closes


def alone(problem: Orienteering, opens: Ints, closes: Ints) -> npt.NDArray[np.bool_]:
    """k x n: visits worth something that a route of a kind could make if it made nothing else."""
    arrival = problem.earliest[:, None] + problem.away
    begin = np.where(arrival[:, None] <= closes, np.maximum(arrival[:, None], opens), NEVER).min(axis=1)
    in_time = begin + problem.service + problem.home <= problem.latest[:, None]
    worth = (problem.points > 0) & (problem.uses <= problem.caps).all(axis=1)
    possible: npt.NDArray[np.bool_] = in_time & worth & (problem.count > 0)[:, None]
    return possible


def case_of(problem: Orienteering) -> tuple[Case, Ints]:
    """The case of the visits that can be made at all, and their numbers in the problem."""
    opens, closes = windows(problem)
    possible = alone(problem, opens, closes)
    ids = np.nonzero(possible.any(axis=0))[0].astype(np.int64)
    opens = np.where(possible[:, None, ids], opens[:, :, ids], NEVER)
    closes = np.where(possible[:, None, ids], closes[:, :, ids], -1)
    move = _moves(problem, ids)
    slots = np.repeat(np.arange(len(problem.count)), np.minimum(problem.count, possible.sum(axis=1)))
    uses = np.ascontiguousarray(problem.uses[ids])
    return Case(
        points=np.ascontiguousarray(problem.points[ids]),
        move=move,
        back=np.ascontiguousarray(move.T),
        least=_least(move, len(ids)),
        opens=np.ascontiguousarray(opens),
        closes=np.ascontiguousarray(closes),
        earliest=problem.earliest.copy(),
        latest=problem.latest.copy(),
        uses=uses,
        kind=slots.astype(np.int64),
        near=_near(problem, ids, opens, closes),
        toll=_tolls(uses, problem.caps),
        name=np.random.default_rng(0).integers(1, 2**62, len(ids) + len(problem.count)),
    ), ids


def no_routes(case: Case, caps: Ints) -> Routes:
    """Every route empty."""
    n, most = len(case.points), len(case.points) + 3
    many = len(case.kind)
    order, begin, late = (np.zeros((many, most), dtype=np.int64) for _ in range(3))
    routes = Routes(order, np.zeros(many, np.int64), begin, late, np.full(n, -1, np.int64), caps.copy())
    set_routes(case, routes, caps, ())
    return routes


def set_routes(case: Case, routes: Routes, caps: Ints, chosen: Sequence[tuple[int, Sequence[int]]]) -> None:
    """Make routes what was chosen: (kind, visits in order) each, all possible; the others empty."""
    n, kinds = len(case.points), len(case.earliest)
    routes.where[:], routes.left[:], routes.length[:] = -1, caps, 0
    free: dict[int, list[int]] = {}
    for r, kind in reversed(list(enumerate(case.kind.tolist()))):
        routes.order[r, 0], routes.order[r, 1] = n + kind, n + kinds + kind
        free.setdefault(kind, []).append(r)
    for kind, visits in chosen:
        r = free[kind].pop()
        for after, visit in enumerate(visits):
            put(case, routes, r, after, visit)
    for r in range(len(case.kind)):
        refresh(case, routes, r)


def chosen_of(case: Case, routes: Routes) -> list[tuple[int, tuple[int, ...]]]:
    """Kind and visits in order of every route that is not empty."""
    pairs = zip(case.kind.tolist(), routes.order, routes.length.tolist(), strict=True)
    return [(kind, tuple(order[1 : length + 1].tolist())) for kind, order, length in pairs if length]


def _moves(problem: Orienteering, ids: Ints) -> Ints:
    n, kinds = len(ids), len(problem.count)
    move = np.zeros((n + 2 * kinds, n + 2 * kinds), dtype=np.int64)
    move[:n, :n] = problem.between[np.ix_(ids, ids)] + problem.service[ids, None]
    move[n : n + kinds, :n] = problem.away[:, ids]
    move[:n, n + kinds :] = (problem.home[:, ids] + problem.service[ids]).T
    return move


def _least(move: Ints, n: int) -> Ints:
    """The shortest way between nodes over a visit that is neither of them, or less."""
    out, into = move[:, :n].copy(), np.ascontiguousarray(move[:n].T)
    np.fill_diagonal(out[:n], NEVER)
    np.fill_diagonal(into[:n], NEVER)
    if not n:
        return np.full_like(move, NEVER)
    if n > EXACT:
        return np.ascontiguousarray(out.min(axis=1)[:, None] + into.min(axis=1))
    least = np.empty_like(move)
    for node in range(len(move)):
        least[node] = (out[node] + into).min(axis=1)
    return least


def _near(problem: Orienteering, ids: Ints, opens: Ints, closes: Ints) -> Ints:
    """Visits by closeness to each one: travel, and how far apart the middles of their hours are."""
    travel = problem.between[np.ix_(ids, ids)]
    first = np.where(opens[:, 0] < NEVER, opens[:, 0], 0).max(axis=0, initial=0)
    last = closes.max(axis=(0, 1), initial=0)
    middle = (np.minimum(first, problem.latest.max(initial=0)) + np.minimum(last, problem.latest.max(initial=0))) / 2
    apart = (travel + travel.T) / 2 + HOURS * np.abs(middle[:, None] - middle)
    return np.ascontiguousarray(np.argsort(apart, axis=1, kind="stable")[:, :NEAR].astype(np.int64))


def _tolls(uses: Ints, caps: Ints) -> npt.NDArray[np.float64]:
    """Share of all resources that a visit takes, 1 on average."""
    toll: npt.NDArray[np.float64] = (uses / np.maximum(caps, 1)).sum(axis=1, dtype=np.float64)
    mean = toll.mean() if len(toll) else 0.0
    return toll / mean if mean > 0 else toll
