"""Tours planned for a promised chance keep it on other days than those they were planned on."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from math import exp, log

import pytest
from by_distance import check, plan
from planning_cases import Case, all_routes, tiny
from planning_regions import SMALL, in_order

from tourplanner.chance import punctuality
from tourplanner.errors import GoalError, InfeasibleError, PromiseError
from tourplanner.model import HANOI, Goal, Itinerary, Session, Spread
from tourplanner.planning.problem import Problem, Route
from tourplanner.planning.reserve import reserved

SATURDAY = date(2027, 3, 6)
KINDS = [Case(), Case(lunch=False), Case(shifts=2), Case(apart=True, odd_seconds=True)]


def promise(tour: Itinerary) -> str:
    (notice,) = (each for each in tour.notices if each.code == "promised-chance")
    return notice.text.get("en")


# the reserve


def key(route: Route) -> tuple[object, ...]:
    return route.visits, route.meal, route.meal_after


@pytest.mark.parametrize("kind", KINDS)
def test_with_a_reserve_only_some_of_the_routes_are_left_and_their_driving_is_the_same(kind: Case) -> None:
    lost = 0
    for seed in range(12):
        problem = tiny(seed, kind)
        routes = {key(route): (route.drive_min, route.dates) for route in all_routes(problem, 0)}
        for level in (0.0, 0.4, 1.2):
            left = {
                key(route): (route.drive_min, route.dates)
                for route in all_routes(reserved(problem, Spread(), level), 0)
            }
            assert all(left[each][0] == routes[each][0] for each in left)
            assert left.keys() <= routes.keys()
            assert level > 0 or left == routes
            lost += len(routes) - len(left)
            routes = left
    assert lost > 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("level", [0.3, 1.0])
def test_a_day_that_much_slower_still_meets_every_deadline(kind: Case, level: float) -> None:
    """What the reserve is for, step by step: every way and every stay of a route longer by its share."""
    way, walk, stay = (level * (quantile - 1) for quantile in (exp(1.2816 * 0.17), exp(1.2816 * 0.1), 1 + log(10) / 10))
    seen = 0
    for seed in range(12):
        problem = tiny(seed, kind)
        for route in all_routes(reserved(problem, Spread(), level), 0):
            assert slow_return(problem, route, 0.999 * way, 0.999 * walk, 0.999 * stay) <= problem.shifts[0].latest
            seen += 1
    assert seen > 10


def slow_return(problem: Problem, route: Route, way: float, walk: float, stay: float) -> float:
    """When guests are back if they leave as early as they may; infinite if a door is shut."""
    shift, n = problem.shifts[route.shift], len(problem.visits)
    calls = [(int(problem.place[i]), pairs(problem, i), int(problem.service[i])) for i in route.visits]
    if route.meal >= 0:
        meal = route.meal
        window = [(int(problem.meal_opens[meal]), int(problem.meal_closes[meal]))]
        calls.insert(route.meal_after, (int(problem.place[n + meal]), window, int(problem.meal_s[meal])))
    now, here = float(shift.earliest), shift.start
    for place, windows, seconds in calls:
        now += leg(problem, here, place, way, walk)
        begins = [max(now, first) for first, last in windows if first <= last and now <= last]
        if not begins:
            return float("inf")
        now, here = begins[0] + (1 + stay) * seconds, place
    return now + leg(problem, here, shift.end, way, walk)


def leg(problem: Problem, here: int, there: int, way: float, walk: float) -> float:
    return int(problem.travel_s[here, there]) * (1 + (way if problem.drive_s[here, there] else walk))


def pairs(problem: Problem, visit: int) -> list[tuple[int, int]]:
    return list(zip(problem.opens[visit].tolist(), problem.closes[visit].tolist(), strict=True))


# tours


@pytest.mark.parametrize(
    "goal",
    [
        Goal(),
        Goal(must=("ha-thai",), day=(time(8), time(16)), stops=(1, 4)),
        Goal(lunch=None, day=(time(13), time(18))),
        Goal(days=2, stops=(1, 4), villages=(1, 3), day=(time(8), time(13, 30))),
    ],
    ids=["usual", "short", "afternoon", "two days"],
)
def test_what_is_promised_is_kept_on_other_days(goal: Goal) -> None:
    usual = plan(SMALL, goal, on=SATURDAY)
    tour = plan(SMALL, goal, on=SATURDAY, robust=0.9)
    assert check(tour, sessions=SMALL.sessions) == ()
    assert in_order(tour.days)
    low, high = punctuality(tour, seed=2027).kept.interval
    assert high >= 0.9
    assert punctuality(tour, seed=1).kept.interval[0] >= 0.9
    assert punctuality(usual, seed=2027).kept.p < low
    assert tour.score <= usual.score
    assert tour.bound == usual.bound
    assert (tour.status == "optimal") == (tour.score == tour.bound)
    share = int(re.search(r"is kept is (\d+) % \(promised: 90 %\)", promise(tour)).group(1))  # type: ignore[union-attr]
    assert abs(share / 100 - punctuality(tour, seed=1).kept.p) <= 0.01


def test_the_printed_day_shows_the_reserve() -> None:
    tour = plan(SMALL, Goal(), on=SATURDAY, robust=0.9)
    room = min(datetime.combine(day.date, time(17, 30), HANOI) - day.back for day in tour.days)
    assert room >= timedelta(minutes=20)
    assert f"the printed return leaves at least {room // timedelta(minutes=1)} minutes" in promise(tour)


def test_a_higher_promise_costs_points_and_is_kept_more_often() -> None:
    goal = Goal(must=("ha-thai",))
    tours = [plan(SMALL, goal, on=SATURDAY, robust=each) for each in (0.5, 0.9, 0.99)]
    scores = [tour.score for tour in tours]
    assert scores == sorted(scores, reverse=True)
    for tour, least in zip(tours, (0.5, 0.9, 0.99), strict=True):
        assert punctuality(tour, seed=5).kept.interval[1] >= least


def test_where_days_run_as_printed_a_promise_costs_nothing() -> None:
    usual = plan(SMALL, Goal(), on=SATURDAY)
    tour = plan(SMALL, Goal(), on=SATURDAY, robust=0.9, spread=Spread.none())
    assert [day.stops for day in tour.days] == [day.stops for day in usual.days]
    assert (tour.score, tour.status) == (usual.score, usual.status)
    assert "is kept is 100 % (promised: 90 %)" in promise(tour)


def test_guests_are_early_for_a_dated_session() -> None:
    begin = datetime.combine(SATURDAY, time(15), HANOI)
    show = Session(id="dt-show-1", experience="dt-show", begin=begin, end=begin + timedelta(hours=1), places_left=40)
    region = SMALL.replace(sessions=(show,))
    goal = Goal(must=("dt-show",), day=(time(8), time(19)), lunch=None)
    tour = plan(region, goal, on=SATURDAY, robust=0.95)
    assert check(tour, sessions=region.sessions) == ()
    (stop,) = (stop for stop in tour.visits if stop.experience.id == "dt-show")
    assert stop.begin == begin
    assert stop.begin - stop.arrive >= timedelta(minutes=5)
    assert punctuality(tour, seed=9)["dt-show"].admitted.interval[1] >= 0.95


def test_the_same_question_has_the_same_answer_and_a_changed_one_keeps_the_promise() -> None:
    tour = plan(SMALL, Goal(), on=SATURDAY, robust=0.9)
    assert plan(SMALL, Goal(), on=SATURDAY, robust=0.9) == tour
    other = tour.what_if(day=(time(8), time(16, 30)))
    assert promise(other)
    assert punctuality(other, seed=8).kept.interval[1] >= 0.9


# what cannot be promised


def test_a_promise_nobody_can_keep_is_refused_with_the_best_there_is() -> None:
    goal = Goal(must=("ha-thai", "dao-thuc", "chuong"), stops=(3, 4), villages=(1, 4), day=(time(8), time(17)))
    plan(SMALL, goal, on=SATURDAY)
    with pytest.raises(
        PromiseError, match=r"no tour found is kept with a chance of 99\.9%, the best with \d"
    ) as caught:
        plan(SMALL, goal, on=SATURDAY, robust=0.999, spread=Spread(drive=0.5, peak=0.6))
    error = caught.value
    assert isinstance(error, InfeasibleError)
    assert (error.promised, error.conflict, error.proven) == (0.999, ("robust",), False)
    assert 0 <= error.best < 0.999


@pytest.mark.parametrize("chance", [0, 1, -0.5, 90])
def test_a_promise_that_is_no_chance_is_refused(chance: float) -> None:
    with pytest.raises(GoalError, match=r"robust: a chance above 0 and below 1, such as 0\.9"):
        plan(SMALL, Goal(), on=SATURDAY, robust=chance)
