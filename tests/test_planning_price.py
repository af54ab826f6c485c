"""Pricing against a plain search over every order of visits and every place of the meal."""

from dataclasses import replace

import numpy as np
import pytest
from planning_cases import Case, all_routes, hand_made, prices_for, tiny, worth

from tourplanner.planning.bound import Prices
from tourplanner.planning.price import Pricer
from tourplanner.planning.problem import Limits

ALL = 10**6
KINDS = {
    "mixed": Case(),
    "no lunch": Case(lunch=False),
    "lunch": Case(lunch=True, visits=(4, 6), villages=(1, 2)),
    "few limits": Case(limited=False),
    "apart": Case(apart=True),
    "odd seconds": Case(odd_seconds=True),
    "no lunch, apart": Case(lunch=False, apart=True),
    "a visit is the meal": Case(lunch=True, feeds=True),
    "a visit is the meal, apart": Case(lunch=True, feeds=True, apart=True, villages=(1, 2)),
    "metres": Case(roads=True),
    "metres, apart": Case(roads=True, apart=True, villages=(1, 2)),
    "by the hour": Case(hourly=True),
    "by the hour, apart": Case(hourly=True, apart=True, odd_seconds=True, villages=(1, 2)),
    "by the hour, a visit is the meal": Case(hourly=True, lunch=True, feeds=True),
    "by the hour, metres": Case(hourly=True, lunch=False, roads=True),
}


def best_by_visits(problem, prices):
    """The value of the best route for every set of visits there is a route for."""
    best = {}
    for route in all_routes(problem, 0):
        key = frozenset(route.visits)
        best[key] = max(best.get(key, -np.inf), worth(problem, prices, route))
    return best


def found(priced):
    return {frozenset(route.visits): value for route, value in zip(priced.routes, priced.values, strict=True)}


def plain(problem):
    """Prices that are the visits' own points."""
    return Prices(problem.points.astype(float), np.zeros(len(problem.villages)), 0.0)


def everything(problem, prices=None, above=-np.inf):
    return Pricer(problem, 0)(prices or plain(problem), above=above, keep=ALL, beam=ALL)


@pytest.mark.parametrize("kind", KINDS)
def test_every_set_of_visits_is_found_at_its_best_value(kind):
    feasible = 0
    for seed in range(280):
        problem = tiny(seed, KINDS[kind])
        prices = prices_for(problem, seed)
        above = (-np.inf, 0.0, 50.0)[seed % 3]
        priced = everything(problem, prices, above)
        expected = {key: value for key, value in best_by_visits(problem, prices).items() if value > above}
        feasible += bool(expected)
        assert found(priced).keys() == expected.keys(), f"seed {seed}"
        assert found(priced) == pytest.approx(expected), f"seed {seed}"
        assert priced.complete
        assert priced.most >= max(expected.values(), default=-np.inf) - 1e-6
    assert feasible > 80


@pytest.mark.parametrize("kind", KINDS)
def test_routes_say_their_true_meal_driving_and_dates(kind):
    for seed in range(1000, 1120):
        problem = tiny(seed, KINDS[kind])
        routes = set(all_routes(problem, 0))
        for route in everything(problem, prices_for(problem, seed)).routes:
            assert route in routes, f"seed {seed}"


def test_where_metres_are_priced_the_same_visits_count_anew_with_other_metres():
    several = 0
    for seed in range(150):
        problem = tiny(seed, Case(roads=True, apart=seed % 2 == 0, visits=(3, 5)))
        prices = prices_for(problem, seed, metre=(0.0, 0.0005, 0.004)[seed % 3])
        best = {}
        for route in all_routes(problem, 0):
            key = frozenset(route.visits), route.drive_m
            best[key] = max(best.get(key, -np.inf), worth(problem, prices, route))
        priced = everything(problem, prices)
        given = {
            (frozenset(route.visits), route.drive_m): value
            for route, value in zip(priced.routes, priced.values, strict=True)
        }
        assert given == pytest.approx(best), f"seed {seed}"
        several += len({visits for visits, _ in best}) < len(best)
    assert several > 40


def test_a_narrow_beam_never_claims_too_much():
    cut = 0
    for seed in range(60):
        problem = tiny(seed, Case(visits=(5, 7), villages=(2, 3), limited=seed % 2 == 0))
        prices, pricer = prices_for(problem, seed), Pricer(problem, 0)
        every = pricer(prices, above=-np.inf, keep=ALL, beam=ALL)
        best = max(every.values, default=-np.inf)
        for beam, keep, below in ((1, 1, 30), (2, ALL, 30), (5, 3, np.inf), (ALL, 2, np.inf)):
            above = best - below if every.routes else 0.0
            expected = {key: value for key, value in found(every).items() if value > above}
            priced = pricer(prices, above=above, keep=keep, beam=beam)
            assert priced.most >= max(expected.values(), default=-np.inf) - 1e-6, f"seed {seed}"
            assert len(priced.routes) <= keep
            assert list(priced.values) == sorted(priced.values, reverse=True)
            assert found(priced).keys() <= expected.keys()
            assert all(value <= expected[key] + 1e-6 for key, value in found(priced).items())
            if priced.complete:
                assert found(priced).keys() == expected.keys(), f"seed {seed}"
            cut += not priced.complete
    assert cut > 30


def test_the_same_points_give_the_same_routes():
    problem = tiny(11, Case(visits=(5, 7), limited=False))
    prices = prices_for(problem, 11)
    one, other = (Pricer(problem, 0)(prices, above=-np.inf, keep=9, beam=20) for _ in range(2))
    assert one.routes == other.routes
    assert one.values.tolist() == other.values.tolist()


def test_a_short_visit_goes_first_where_only_that_fits():
    # Both begin by 9:00. The short one first leaves time for the long one; the other way round it does not.
    visits = [{"minutes": 90, "windows": [(8, 9)]}, {"minutes": 45, "windows": [(8, 9)]}]
    minutes = [[0, 5, 10, 10], [5, 0, 10, 10], [10, 10, 0, 0], [10, 10, 0, 0]]
    problem = hand_made(visits, minutes=minutes)
    assert (1, 0) in [route.visits for route in everything(problem).routes]


def test_after_a_last_meal_the_way_home_leads_from_the_table():
    # Over at 9:00, at table from 11:00 to 12:00, home is 60 minutes from there: 13:00 and no later.
    visits = [{"minutes": 30, "windows": [(8, 9)]}]
    minutes = [[0, 10, 30, 60], [10, 0, 60, 60], [30, 60, 0, 0], [60, 60, 0, 0]]
    problem = hand_made(
        visits, meals=[{"windows": (11, 12), "minutes": 60}], minutes=minutes, day=(8, 13),
    )  # fmt: skip
    assert [(route.visits, route.meal_after) for route in everything(problem).routes] == [((0,), 1)]


def test_the_table_may_lie_on_the_way_home():
    # Over at 9:00, 50 minutes to the table, which is laid at 11:00, and home at 12:10, ten minutes from there.
    visits = [{"minutes": 30, "windows": [(8, 8.5)]}]
    minutes = [[0, 50, 30, 60], [50, 0, 60, 10], [30, 60, 0, 60], [60, 10, 60, 0]]
    problem = hand_made(visits, meals=[{"windows": (11, 12), "minutes": 60}], minutes=minutes, day=(8, 12 + 10 / 60))
    assert [route.visits for route in everything(problem).routes] == [(0,)]


@pytest.mark.parametrize("begins", [9.0, 11.0])
def test_driving_to_the_table_is_counted(begins):
    # The meal is 20 minutes' drive from the visit, which is 10 minutes from the start: 10 + 20 + 30 or 30 + 20 + 10.
    visits = [{"minutes": 60, "windows": [(begins, begins)]}]
    minutes = [[0, 20, 10, 10], [20, 0, 30, 30], [10, 30, 0, 0], [10, 30, 0, 0]]
    meal = {"windows": (9.5, 12), "minutes": 30}
    problem = hand_made(visits, meals=[meal], minutes=minutes)
    assert {route.drive_min for route in everything(problem).routes} == {60}


@pytest.mark.parametrize(("limit", "routes"), [(40 * 60, 0), (41 * 60, 1)])
def test_no_second_on_the_road_is_forgotten(limit, routes):
    # 20 min 30 s each way is more than 40 minutes and not more than 41.
    visits = [{"minutes": 30, "windows": [(8, 12)]}]
    minutes = [[0, 20.5, 20.5], [20.5, 0, 0], [20.5, 0, 0]]
    problem = hand_made(visits, minutes=minutes, limits=Limits((1, 1), (1, 1), lunch=False, drive_s=limit))
    assert len(everything(problem).routes) == routes


@pytest.mark.parametrize("cost", [0, 1])
def test_a_drive_limit_holds_whatever_driving_costs(cost):
    # 0-1-2 drives 20 + 10 home and is over last; 1-0-2 drives 30 + 10 and is over first.
    visits = [{"minutes": 30, "windows": [(8, 16)]} for _ in range(3)]
    minutes = [[0, 10, 30, 20, 60], [10, 0, 30, 10, 60], [30, 30, 0, 60, 10], [20, 10, 60, 0, 0], [60, 60, 10, 0, 0]]
    walked = [[0, 1, 0, 0, 0], [1, 0, 1, 1, 0], [0, 1, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 0, 0, 0]]
    limits = Limits((3, 3), (1, 1), lunch=False, drive_s=35 * 60)
    problem = hand_made(visits, minutes=minutes, walked=walked, limits=limits, drive_cost=cost)
    assert [(route.visits, route.drive_min) for route in everything(problem).routes] == [((0, 1, 2), 30)]


def test_a_session_is_caught_by_who_arrives_in_the_five_minutes_before_it():
    problem = hand_made([{"minutes": 30, "windows": [(9, 9)]}], minutes=[[0, 57, 57], [57, 0, 0], [57, 0, 0]])
    assert len(everything(problem).routes) == 1


def test_a_visit_is_not_begun_in_the_noon_rest():
    visits = [{"minutes": 60, "windows": [(8, 10.5), (13.5, 16)]}, {"minutes": 120, "windows": [(8, 9)]}]
    minutes = [[0, 30, 10, 10], [30, 0, 10, 10], [10, 10, 0, 0], [10, 10, 0, 0]]
    early = hand_made(visits, minutes=minutes, day=(8, 11))
    late = hand_made(visits, minutes=minutes, day=(8.5, 15))
    assert max(len(route.visits) for route in everything(early).routes) == 1
    assert [route.visits for route in everything(late).routes if len(route.visits) == 2] == [(1, 0)]


def test_no_visit_at_all_gives_no_route():
    problem = hand_made([{"minutes": 30, "windows": [(8, 9)], "dates": 2}], minutes=[[0, 5, 5], [5, 0, 0], [5, 0, 0]])
    priced = everything(problem)
    assert (priced.routes, priced.complete) == ((), True)


def by_the_hour(problem, hours, *factors):
    """The problem with its times multiplied at each of these hours (numbers)."""
    travel = np.array([problem.travel_s * factor for factor in factors], dtype=np.int64)
    drive = np.array([problem.drive_s * factor for factor in factors], dtype=np.int64)
    return replace(
        problem, hours=np.array([round(3600 * hour) for hour in hours]), travel_by_hour=travel, drive_by_hour=drive,
        travel_s=travel.min(axis=0), drive_s=drive.min(axis=0),
    )  # fmt: skip


def test_of_two_that_take_unequally_long_the_order_matters_where_the_hour_does():
    # Both open until they have to be over at five, at equal distance from everything. Between them it takes three times
    # as long from nine to half past nine as from ten on: who begins with the long one leaves it at ten.
    visits = [{"minutes": 60, "windows": [(8, 16)]}, {"minutes": 120, "windows": [(8, 15)]}]
    minutes = [[0, 20, 0, 0], [20, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]
    steady = hand_made(visits, minutes=minutes)
    assert steady.swappable[1, 0]
    assert [(route.visits, route.drive_min) for route in pairs(steady)] == [((0, 1), 20)]
    hourly = by_the_hour(steady, (9.5, 10), 3, 1)
    assert not hourly.swappable.any()
    assert [(route.visits, route.drive_min) for route in pairs(hourly)] == [((1, 0), 20)]


def pairs(problem):
    return [route for route in everything(problem).routes if len(route.visits) == 2]


@pytest.mark.parametrize(("opens", "minutes"), [(8, 60), (9.25, 45), (9.5, 30), (12, 30)])
def test_the_first_leg_is_driven_on_the_last_five_minutes_that_will_do(opens, minutes):
    # An hour for who leaves by eight, 45 minutes at 8:30, half an hour from nine on. Nobody is there before nine.
    visits = [{"minutes": 30, "windows": [(opens, 16)]}]
    problem = hand_made(visits, minutes=[[0, 30, 30], [30, 0, 0], [30, 0, 0]], day=(8, 17))
    (route,) = everything(by_the_hour(problem, (8, 9), 2, 1)).routes
    assert route.drive_min == minutes + 30
