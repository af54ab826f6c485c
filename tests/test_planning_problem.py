"""The frozen problem: written, read back equal, and refused where its arrays do not fit."""

from dataclasses import fields, replace
from datetime import date, timedelta

import numpy as np
import pytest
from planning_cases import Case, hand_made, prices_for, tiny
from planning_regions import SMALL, goal_for, region

from tourplanner.planning.compile import compiled
from tourplanner.planning.plan import plan_master
from tourplanner.planning.price import Pricer
from tourplanner.planning.problem import Problem
from tourplanner.planning.search import search
from tourplanner.travel import GeodesicTravel


def same(one, other):
    for each in fields(Problem):
        left, right = getattr(one, each.name), getattr(other, each.name)
        if isinstance(left, np.ndarray):
            assert left.dtype == right.dtype, each.name
            assert left.shape == right.shape, each.name
            assert (left == right).all(), each.name
        else:
            assert left == right, each.name
            assert type(left) is type(right), each.name
    return True


KINDS = [Case(), Case(lunch=False), Case(shifts=3), Case(apart=True, odd_seconds=True), Case(hourly=True)]


@pytest.mark.parametrize("kind", KINDS)
def test_json_gives_the_problem_back_equal(kind):
    for seed in range(40):
        problem = tiny(seed, kind)
        text = problem.to_json()
        assert same(problem, Problem.from_json(text))
        assert Problem.from_json(text).to_json() == text


def test_json_of_a_region_gives_the_same_tour():
    for seed in range(6):
        catalogue = region(seed)
        goal = goal_for(seed, catalogue, 2)
        shifts = [(*goal.ends(n), [date(2027, 3, 1 + n)], 1) for n in range(2)]
        numbers = compiled(catalogue, goal, shifts, GeodesicTravel())
        read = Problem.from_json(numbers.problem.to_json())
        assert same(numbers.problem, read)
        assert search(read, plan_master(numbers)) == search(numbers.problem, plan_master(numbers))


def test_a_problem_without_visits_survives():
    goal = goal_for(1, SMALL)
    empty = SMALL.replace(experiences=())
    numbers = compiled(empty, goal.replace(must=(), wishes=(), either=(), together=(), before=()), [
        (*goal.ends(0), [date(2027, 3, 1)], 1)
    ], GeodesicTravel())  # fmt: skip
    assert same(numbers.problem, Problem.from_json(numbers.problem.to_json()))


def test_names_keep_their_accents():
    problem = replace(tiny(1), villages=("Bát Tràng",) * len(tiny(1).villages))
    assert "Bát Tràng" in problem.to_json()


def test_arrays_are_frozen():
    problem = tiny(2)
    with pytest.raises(ValueError, match="read-only"):
        problem.service[0] = 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("service", np.array([1.0, 2.0])),
        ("service", np.array([1, 2, 3])),
        ("opens", np.zeros((1, 2), dtype=np.int64)),
        ("travel_s", np.zeros((4, 3), dtype=np.int64)),
        ("place", np.zeros(9, dtype=np.int64)),
    ],
)
def test_arrays_that_do_not_fit_are_refused_by_name(name, value):
    visits = [{"minutes": 30, "windows": [(8, 9)]}] * 2
    problem = hand_made(visits, minutes=[[0, 5, 9, 9], [5, 0, 9, 9], [9, 9, 0, 0], [9, 9, 0, 0]])
    with pytest.raises((TypeError, ValueError)) as caught:
        replace(problem, **{name: value})
    assert isinstance(caught.value, TypeError)
    assert name in str(caught.value)


def test_more_dates_than_bits_are_refused():
    days = tuple(str(date(2027, 1, 1) + timedelta(number)) for number in range(63))
    with pytest.raises(ValueError, match="62 dates"):
        replace(tiny(3), date_names=days)


def test_all_sixty_two_dates_can_be_used():
    last = 1 << 61
    problem = hand_made(
        [{"minutes": 30, "windows": [(8, 9)], "dates": last}], minutes=[[0, 5, 5], [5, 0, 0], [5, 0, 0]]
    )
    days = tuple(str(date(2027, 1, 1) + timedelta(number)) for number in range(62))
    problem = replace(problem, shifts=(replace(problem.shifts[0], dates=(1 << 62) - 1),), date_names=days)
    priced = Pricer(problem, 0)(prices_for(problem, 1), above=-np.inf, keep=9, beam=9)
    assert [route.dates for route in priced.routes] == [last]


def test_times_by_the_hour_that_do_not_fit_are_refused_by_name():
    problem = tiny(4, Case(hourly=True))
    with pytest.raises(ValueError, match="travel_s: need the least over all hours"):
        replace(problem, travel_s=problem.travel_s + 60)
    with pytest.raises(ValueError, match="hours: need ascending seconds"):
        replace(problem, hours=problem.hours[::-1].copy())
    with pytest.raises(TypeError, match="drive_by_hour"):
        replace(problem, drive_by_hour=problem.drive_by_hour[:1])
    with pytest.raises(ValueError, match="hours: need ascending seconds"):
        replace(problem, hours=problem.hours[:0], travel_by_hour=problem.travel_by_hour[:0],
                drive_by_hour=problem.drive_by_hour[:0])  # fmt: skip


def test_one_hour_is_no_hour_and_is_not_written():
    problem = replace(tiny(4), hours=np.array([30_000]))
    assert problem.hours.tolist() == [0]
    assert (problem.travel_by_hour == problem.travel_s).all()
    assert "by_hour" not in problem.to_json()
    longer = replace(problem, travel_s=problem.travel_s * 2)
    assert (longer.travel_by_hour == 2 * problem.travel_s).all()
