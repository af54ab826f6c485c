"""Completion bounds against the best completion there is, for every half-built route of tiny problems."""

from dataclasses import replace

import numpy as np
import pytest
from planning_cases import Case, complete, extended, halves, hand_made, prices_for, tiny, worth

from tourplanner.planning.bound import Bounder, Prices
from tourplanner.planning.problem import Limits

KINDS = {
    "mixed": Case(),
    "no lunch": Case(lunch=False),
    "apart": Case(apart=True),
    "odd seconds": Case(odd_seconds=True),
    "crooked": Case(crooked=True, apart=True),
    "by the hour": Case(hourly=True, apart=True),
    "by the hour, odd seconds": Case(hourly=True, apart=True, odd_seconds=True),
    "odd seconds, apart": Case(apart=True, odd_seconds=True, lunch=True),
}


def so_far(problem, prices, half):
    """Points of a half-built route: all but the way home."""
    villages = {int(problem.village[i]) for i in half.path}
    gained = sum(prices.visit[i] for i in half.path) + sum(prices.village[i] for i in villages)
    return prices.route + gained - half.drive_min * problem.drive_cost


def best_ends(problem, prices):
    """
    Every half-built route of at least one visit, with the value of the best whole route it can become.

    Of two visits that may be swapped without any difference, only one order counts once the meal is behind.
    """
    memo = {}

    def best(half):
        if half not in memo:
            values = [worth(problem, prices, route) for route in complete(problem, 0, half)]
            due = problem.limits.lunch and half.meal < 0
            nodes = np.flatnonzero(due | ~problem.swappable[half.path[-1]]) if half.path else []
            if len(half.path) < problem.limits.stops[1]:
                values += [best(longer) for node in nodes for longer in extended(problem, half, int(node))]
            memo[half] = max(values, default=-np.inf)
        return memo[half]

    return [(half, best(half)) for half in halves(problem, 0) if half.path]


def gain(problem, bound, half):
    met = {int(problem.village[i]): int(problem.anchor[i]) for i in half.path}
    fed = int(half.meal >= 0 or not problem.limits.lunch)
    left, villages = problem.limits.stops[1] - len(half.path), problem.limits.villages[1] - len(met)
    return bound.gain(left, villages, fed, sum(met.values()), half.now, half.path[-1], known(problem, bound, half))


def known(problem, bound, half):
    """The state of what is remembered at the last visit: of its list, what was visited or left before."""
    *before, last = half.path
    idents = int(problem.ident.max()) + 1
    past = {int(problem.ident[i]) for i in before}
    past |= {idents + int(problem.village[i]) for i in before if problem.village[i] != problem.village[last]}
    return sum(1 << bit for bit, each in enumerate(bound.element[last, : bound.length[last]]) if each in past)


def learnt(bounder, prices, lessons=3, room=4):
    """The bound after it has learnt from its own best relaxed routes."""
    bound = bounder(prices)
    for _ in range(lessons):
        bounder.memory.learn(bounder.best(prices, bound, -np.inf, 8)[1], room)
        bound = bounder(prices)
    return bound


@pytest.mark.parametrize(("step", "large"), [(300, 150), (900, 150), (900, 0)])
@pytest.mark.parametrize("kind", KINDS)
def test_no_half_built_route_gains_more_than_its_bound(kind, step, large, monkeypatch):
    monkeypatch.setattr("tourplanner.planning.steps.LARGE", large)
    monkeypatch.setattr("tourplanner.planning.bound.LARGE", large)
    looked = 0
    for seed in range(50):
        problem = tiny(seed, KINDS[kind])
        prices = prices_for(problem, seed)
        bounder = Bounder(problem, problem.shifts[0], step)
        bound = learnt(bounder, prices, lessons=seed % 4)
        most, _ = bounder.best(prices, bound, -np.inf, 1)
        for half, best in best_ends(problem, prices):
            assert best <= most, f"seed {seed}: {half}"
            if half.now <= problem.shifts[0].latest and best > -np.inf:
                looked += 1
                assert best <= so_far(problem, prices, half) + gain(problem, bound, half), f"seed {seed}: {half}"
    assert looked > 150


def test_without_villages_to_come_back_to_the_bound_is_the_truth():
    # One village, no limits beside the clock: nothing is relaxed but the meal's own windows.
    tight = 0
    for seed in range(40):
        problem = tiny(seed, Case(visits=(2, 2), villages=(1, 1), lunch=False, limited=False))
        prices = prices_for(problem, seed)
        bound = Bounder(problem, problem.shifts[0])(prices)
        for half, best in best_ends(problem, prices):
            if best > -np.inf and problem.shifts[0].earliest % 300 == 0:
                tight += 1
                assert so_far(problem, prices, half) + gain(problem, bound, half) == pytest.approx(best, abs=0.05)
    assert tight > 20


@pytest.mark.parametrize("lunch", [False, True])
def test_a_bound_that_has_learnt_enough_is_the_best_route(lunch):
    # Everything is open and comes to five minutes, so that only what was forgotten could make a difference.
    tight = learning = 0
    for seed in range(120):
        problem = tiny(seed, Case(visits=(3, 6), villages=(1, 3), dates=1, lunch=lunch, limited=False))
        problem = replace(problem, service=problem.service // 300 * 300, limits=replace(problem.limits, stops=(1, 5)))
        if problem.shifts[0].earliest % 300:
            continue
        prices = prices_for(problem, seed)
        ends = [best for half, best in best_ends(problem, prices) if len(half.path) == 1]
        bounder = Bounder(problem, problem.shifts[0])
        fresh, _ = bounder.best(prices, bounder(prices), -np.inf, 1)
        most, _ = bounder.best(prices, learnt(bounder, prices, lessons=40, room=1000), -np.inf, 1)
        if ends and max(ends) > -np.inf:
            tight += 1
            learning += fresh > most + 1
            assert most == pytest.approx(max(ends), abs=0.05), f"seed {seed}"
    assert tight > 60
    assert learning > 5


@pytest.mark.parametrize("scale", [1e4, 1e6])
def test_large_points_lose_nothing_to_rounding(scale):
    for seed in range(40):
        problem = tiny(seed, Case(visits=(4, 6), limited=False))
        prices = prices_for(problem, seed)
        prices = Prices(prices.visit * scale * 0.7919, prices.village * scale * 0.6133, prices.route)
        bound = Bounder(problem, problem.shifts[0])(prices)
        for half, best in best_ends(problem, prices):
            if best > -np.inf:
                assert best <= so_far(problem, prices, half) + gain(problem, bound, half), f"seed {seed}: {half}"


def test_a_day_that_starts_off_the_five_minutes():
    # Start 8:07. Over at 9:32, two minutes on, the next begins at 9:35 and the day ends at 11:15: just in time.
    visits = [{"minutes": 37, "windows": [(8 + 55 / 60, 9)]}, {"minutes": 90, "windows": [(8, 12)]}]
    minutes = [[0, 2, 14, 10], [2, 0, 14, 10], [14, 14, 0, 0], [10, 10, 0, 0]]
    problem = hand_made(visits, minutes=minutes, limits=Limits((1, 2), (1, 1), lunch=False), day=(8 + 7 / 60, 11.25))
    prices = Prices(np.array([50.0, 50.0]), np.zeros(1), 0.0)
    bound = Bounder(problem, problem.shifts[0])(prices)
    first = next(half for half in halves(problem, 0) if half.path == (0,))
    assert first.now == 9 * 3600 + 32 * 60
    assert gain(problem, bound, first) >= 50 - 2 - 10


def test_an_anchor_still_due_is_worth_nothing_without_one():
    visits = [{"minutes": 30, "windows": [(8, 12)]}, {"minutes": 30, "windows": [(8, 8)], "village": 1, "anchor": 1}]
    minutes = [[0, 20, 10, 10], [20, 0, 10, 10], [10, 10, 0, 0], [10, 10, 0, 0]]
    problem = hand_made(visits, minutes=minutes, limits=Limits((1, 2), (1, 2), anchors=1, lunch=False))
    bound = Bounder(problem, problem.shifts[0])(Prices(np.array([50.0, 50.0]), np.zeros(2), 0.0))
    first = next(half for half in halves(problem, 0) if half.path == (0,))
    assert gain(problem, bound, first) == -np.inf


def test_two_short_drives_over_the_meal_may_count_fewer_minutes_than_the_straight_one():
    # 119 seconds straight are a whole minute of driving; 59 and 59 over the table are none.
    visits = [{"minutes": 30, "windows": [(8, 9)]}, {"minutes": 30, "windows": [(8, 16)]}]
    straight, half = 119 / 60, 59 / 60
    minutes = [
        [0, straight, half, 10, 10], [straight, 0, half, 10, 10], [half, half, 0, 20, 20], [10, 10, 20, 0, 0],
        [10, 10, 20, 0, 0],
    ]  # fmt: skip
    meal = {"windows": (11, 12), "minutes": 30}
    problem = hand_made(visits, meals=[meal], minutes=minutes)
    prices = Prices(np.array([50.0, 50.0]), np.zeros(1), 0.0)
    bound = Bounder(problem, problem.shifts[0])(prices)
    first = next(half for half in halves(problem, 0) if half.path == (0,))
    best = dict(best_ends(problem, prices))[first]
    assert best == 50 + 50 - 10 - 0 - 10
    assert best <= so_far(problem, prices, first) + gain(problem, bound, first)
