"""The compiled moves against a plain twin that recomputes everything, on small random problems."""

from itertools import permutations
from random import Random

import numpy as np
import pytest
from orienteering_cases import begin, problem

from tourplanner.planning.annealing import _memory
from tourplanner.planning.kernels import moves
from tourplanner.planning.kernels.moves_anneal import anneal, remember
from tourplanner.planning.kernels.moves_improve import relocate, replace, reverse
from tourplanner.planning.kernels.moves_insert import (
    DETOUR,
    NOWHERE,
    PLACES,
    PUSH,
    WAITING,
    Taste,
    fill,
    tabulate,
)
from tourplanner.planning.kernels.moves_segment import refill
from tourplanner.planning.orienteering_case import case_of, chosen_of

CASES = [seed for seed in range(90) if case_of(problem(seed))[0].kind.size]


def times(given, ids, kind, visits):
    """Begin times of a route of case visits, its end included; None if it cannot be kept."""
    moments, last = [int(given.earliest[kind])], -1
    for visit in [int(ids[each]) for each in visits]:
        way = given.away[kind, visit] if last < 0 else given.service[last] + given.between[last, visit]
        then = begin(given, kind, visit, moments[-1] + int(way))
        if then is None:
            return None
        moments.append(then)
        last = visit
    moments.append(moments[-1] + (int(given.service[last] + given.home[kind, last]) if visits else 0))
    return moments if moments[-1] <= given.latest[kind] else None


def filled(seed, share=0.6):
    """A random solution with some of the visits, its problem and room to work in."""
    given = problem(seed)
    case, ids = case_of(given)
    memory = _memory(case, given.caps)
    random = Random(seed)
    barred = np.array([random.random() > share for _ in ids], dtype=np.bool_)
    fill(case, memory.routes, memory.table, Taste(1.0, 1.0, 0.0, 0.0, PUSH), barred)
    return given, case, ids, memory


def consistent(given, case, ids, routes):
    """All that is written down about routes is what the twin counts."""
    made = chosen_of(case, routes)
    left = given.caps.copy()
    for r in range(len(case.kind)):
        visits = routes.order[r, 1 : routes.length[r] + 1].tolist()
        moments = times(given, ids, int(case.kind[r]), visits)
        assert moments is not None
        assert routes.begin[r, : len(visits) + 2].tolist() == moments
        assert all(routes.where[visit] == r for visit in visits)
        assert all(moves.position(routes, visit) == at for at, visit in enumerate(visits, 1))
        left -= given.uses[ids[visits]].sum(axis=0)
    assert routes.left.tolist() == left.tolist()
    assert left.min(initial=0) >= 0
    assert (routes.where >= 0).sum() == sum(len(visits) for _, visits in made)
    assert moves.score(case, routes) == sum(int(given.points[ids[list(visits)]].sum()) for _, visits in made)


@pytest.mark.parametrize("seed", CASES[:30])
def test_begins_and_arrivals_at_every_moment(seed):
    given = problem(seed)
    case, ids = case_of(given)
    for kind in range(len(given.count)):
        for visit, number in enumerate(ids.tolist()):
            if case.closes[kind, :, visit].max() < 0:
                continue
            begins = [begin(given, kind, number, moment) for moment in range(170)]
            assert [moves.earliest_begin(case, kind, visit, t) for t in range(170)] == [
                moves.NEVER if then is None else then for then in begins
            ]
            for moment in range(0, 170, 7):
                arrivals = [t for t in range(170) if begins[t] is not None and begins[t] <= moment]
                assert moves.latest_arrival(case, kind, visit, moment) == max(arrivals, default=-1)


@pytest.mark.parametrize("seed", CASES)
def test_an_insertion_costs_what_the_twin_counts(seed):
    given, case, ids, memory = filled(seed)
    routes = memory.routes
    consistent(given, case, ids, routes)
    for measure in (DETOUR, WAITING, PUSH):
        for r in range(len(case.kind)):
            tabulate(case, routes, memory.table, r, measure)
            for visit in np.nonzero(routes.where < 0)[0].tolist():
                costs = insertions(given, case, ids, routes, r, visit, measure)
                entry = int(memory.table.best[r, visit])
                assert (entry >> PLACES if entry < NOWHERE else None) == min(costs.values(), default=None)
                if costs:
                    assert costs[entry & (1 << PLACES) - 1] == min(costs.values())


def insertions(given, case, ids, routes, r, visit, measure):
    """What it costs to insert a visit after each position where that is possible."""
    kind, visits = int(case.kind[r]), routes.order[r, 1 : routes.length[r] + 1].tolist()
    before, costs = times(given, ids, kind, visits), {}
    for after in range(len(visits) + 1):
        moments = times(given, ids, kind, [*visits[:after], visit, *visits[after:]])
        if moments is None:
            continue
        here, there = routes.order[r, after], routes.order[r, after + 1]
        detour = int(case.move[here, visit] + case.move[visit, there] - case.move[here, there])
        wait = moments[after + 1] - before[after] - int(case.move[here, visit])
        # Arriving at the next visit, not beginning it: the leg after the new visit is its own.
        reached = moments[after + 1] + int(case.move[visit, there])
        pushed = max(0, reached - before[after + 1])
        costs[after] = {DETOUR: detour, WAITING: max(0, detour + wait), PUSH: pushed}[measure]
    return costs


@pytest.mark.parametrize("seed", CASES)
def test_small_changes_keep_the_rules_and_never_lose(seed):
    given, case, ids, memory = filled(seed)
    routes = memory.routes
    for change in (
        lambda: relocate(case, routes, memory.table),
        lambda: reverse(case, routes, 8),
        lambda: replace(case, routes, memory.table),
        lambda: fill(case, routes, memory.table, Taste(1.0, 1.0, 0.5, 0.1, WAITING), memory.barred),
    ):
        before = moves.score(case, routes)
        change()
        consistent(given, case, ids, routes)
        assert moves.score(case, routes) >= before


@pytest.mark.parametrize("seed", CASES)
def test_a_stretch_is_refilled_with_the_best_there_is(seed):
    given, case, ids, memory = filled(seed)
    routes, random = memory.routes, Random(seed)
    for r in range(len(case.kind)):
        length = int(routes.length[r])
        if length == 0:
            continue
        first = random.randint(1, length)
        last = random.randint(first, length)
        visits = routes.order[r, 1 : length + 1].tolist()
        free = [*visits[first - 1 : last], *np.nonzero(routes.where < 0)[0].tolist()]
        left = routes.left + given.uses[ids[visits[first - 1 : last]]].sum(axis=0)
        most = 0
        for count in range(1, len(free) + 1):
            for chosen in permutations(free, count):
                kept = times(given, ids, int(case.kind[r]), [*visits[: first - 1], *chosen, *visits[last:]])
                if kept is not None and (given.uses[ids[list(chosen)]].sum(axis=0) <= left).all():
                    most = max(most, int(given.points[ids[list(chosen)]].sum()))
        others = moves.score(case, routes) - int(given.points[ids[visits[first - 1 : last]]].sum())
        refill(case, routes, memory.room, r, first, last)
        consistent(given, case, ids, routes)
        assert moves.score(case, routes) == others + most


@pytest.mark.parametrize("seed", CASES[::3])
def test_annealing_keeps_its_books(seed):
    given, case, ids, memory = filled(seed)
    moves.copy_routes(memory.routes, memory.kept)
    memory.value[0] = moves.score(case, memory.routes)
    for chance in range(5):
        anneal(case, memory, chance, 40, 3.0, 0.01, 5, 2)
        for routes in (memory.kept, memory.best):
            consistent(given, case, ids, routes)
        assert memory.value[0] == moves.score(case, memory.kept)
        assert memory.value[2] == moves.score(case, memory.best)
    pool = memory.pool
    seen = set()
    for slot in range(int(pool.used[0])):
        visits = pool.order[slot, : pool.length[slot]].tolist()
        assert times(given, ids, int(pool.kind[slot]), visits) is not None
        seen.add((int(pool.kind[slot]), frozenset(visits)))
    assert len(seen) == pool.used[0]


def test_the_pool_keeps_the_shorter_of_two_orders_and_the_higher_value():
    _, case, _, memory = filled(CASES[0])
    pool = memory.pool
    kind = int(case.kind[0])
    for order, spent, value in (([0], 9, 5), ([0], 7, 3), ([0], 8, 6)):
        remember(case, pool, kind, np.array(order), spent, value)
    assert (int(pool.used[0]), int(pool.spent[0]), int(pool.value[0])) == (1, 7, 6)
