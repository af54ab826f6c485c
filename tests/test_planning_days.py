"""Days with roads of their own: each tour and route goes by the roads of its date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from brute_tours import Roads
from planning_regions import SMALL, best_portfolio, region

from tourplanner.errors import GoalError
from tourplanner.model import Goal, Quotas
from tourplanner.planning import extend, kinds_of_day, plan, plan_groups, portfolio
from tourplanner.planning.compile import compiled
from tourplanner.planning.kinds_of_day import roads
from tourplanner.planning.portfolio import _as_route
from tourplanner.planning.problem import Problem
from tourplanner.rules import check, check_groups, check_portfolio
from tourplanner.travel import GeodesicTravel, HourlyTravel, TravelMatrix, on_day

FRIDAY, SATURDAY = date(2027, 3, 5), date(2027, 3, 6)
MARCH = tuple(date(2027, 3, day) for day in range(1, 32))
SHORT = Goal(stops=(1, 3), villages=(1, 3), lunch=None)
NONE = Quotas(villages=0, crafts=0, communes=0, overlap_percent=50, share_permille=50)
WEEKENDS = [Roads(4, free=9), Roads(7, odd=True, free=3), Roads(11, rush=True, free=12), Roads(2, ends=True, free=5)]


@pytest.mark.parametrize("roads", WEEKENDS)
def test_of_two_days_the_one_with_the_better_roads_is_taken(roads):
    for seed in range(6):
        catalogue = region(seed)
        alone = {day: plan(catalogue, SHORT, on=day, travel=roads) for day in (FRIDAY, SATURDAY)}
        both = plan(catalogue, SHORT, on=(FRIDAY, SATURDAY), travel=roads)
        assert both.score == max(tour.score for tour in alone.values())
        assert both.bound == both.score
        assert both.days[0].date in [day for day, tour in alone.items() if tour.score == both.score]
        assert check(both, roads) == ()


@pytest.mark.parametrize("roads", WEEKENDS)
def test_each_day_of_a_long_tour_goes_by_its_own_roads(roads):
    tour = plan(SMALL, SHORT.replace(days=2, stops=(1, 2)), on=FRIDAY, travel=roads)
    assert check(tour, roads) == ()
    assert [on_day(roads, day.date).seed for day in tour.days] == [roads.seed, roads.free]
    other = tour.replace(days=tuple(day.replace(date=day.date + timedelta(1)) for day in tour.days))
    assert "road" in {finding.rule for finding in check(other, roads)}


@pytest.mark.parametrize("roads", WEEKENDS)
def test_groups_go_by_the_roads_of_the_day(roads):
    for on in (FRIDAY, SATURDAY):
        tours = plan_groups(SMALL, SHORT.replace(stops=(1, 2)), groups=2, on=on, travel=roads).tours
        assert check_groups(tours, roads) == ()


@pytest.mark.parametrize("roads", WEEKENDS)
def test_a_portfolio_is_the_best_over_all_kinds_of_days(roads):
    for seed in (3, 8):
        catalogue = region(seed, visits=5)
        numbers = compiled(catalogue, SHORT, [(*SHORT.ends(0), MARCH, 2)], roads)
        assert [(shift.roads, shift.group) for shift in numbers.problem.shifts] == [(0, 0), (1, 0)]
        routes = portfolio(catalogue, 2, SHORT, month="2027-03", quotas=NONE, travel=roads)
        assert routes.objective.score == best_portfolio(numbers, 2, NONE)
        assert routes.objective.bound == routes.objective.score
        assert check_portfolio(routes, NONE, roads) == ()


def test_days_with_the_same_roads_are_one_kind():
    numbers = compiled(SMALL, SHORT, [(*SHORT.ends(0), MARCH, 2)], Roads(4, free=4))
    assert [(shift.roads, shift.group) for shift in numbers.problem.shifts] == [(0, None)]


def test_json_gives_days_of_several_kinds_back():
    problem = compiled(SMALL, SHORT, [(*SHORT.ends(0), MARCH, 2)], WEEKENDS[2]).problem
    read = Problem.from_json(problem.to_json())
    assert read.to_json() == problem.to_json()
    for one, other in zip(problem.shifts, read.shifts, strict=True):
        assert one == other
        for name in ("travel_by_hour", "drive_by_hour", "metres", "walk_m"):
            assert np.array_equal(getattr(problem.on(one), name), getattr(read.on(other), name))


class Rare:
    """Saturdays have hours of their own, at which the roads are known."""

    basis, attribution = "", ""

    def on(self, day):
        clocks = {"08:00": 1.1, "09:17": 1.7} if day.weekday() == 5 else {"07:30": 1.0, "10:00": 1.4, "16:00": 1.2}
        return HourlyTravel(GeodesicTravel(), clocks)

    def matrix(self, places):
        return self.on(FRIDAY).matrix(places)


def test_kinds_of_days_may_have_other_hours():
    tour = plan(SMALL, SHORT.replace(days=2, stops=(1, 3)), on=FRIDAY, travel=Rare())
    assert check(tour, Rare()) == ()
    assert check(plan(SMALL, SHORT, on=(FRIDAY, SATURDAY), travel=Rare()), Rare()) == ()


def test_a_problem_has_64_bits_however_narrow_the_tables_and_no_driving_where_one_walks():
    places = [SMALL.village(id).place for id in ("bat-trang", "chuong", "kieu-ky")]
    wide = Rare().on(SATURDAY).matrix(places)
    walked = np.array([[False, True, False]] * 3)
    afoot = {"walked": walked, "walk_m": np.where(walked, wide.metres, 0)}
    narrow = replace(wide, by_hour=wide.by_hour.astype(np.int32), **afoot)
    fields = roads([narrow, wide])
    tables, hours = fields["travel_by_hour"], len(wide.hours)
    assert tables.dtype == np.int64
    assert np.array_equal(tables, np.concatenate((wide.by_hour, wide.by_hour)))
    assert np.array_equal(fields["drive_by_hour"][:hours], np.where(walked, 0, wide.by_hour))
    assert np.array_equal(fields["drive_by_hour"][hours:], wide.by_hour)


def test_tables_at_other_hours_are_never_earlier():
    places = [SMALL.village(id).place for id in ("bat-trang", "chuong", "kieu-ky")]
    one: TravelMatrix = Rare().on(SATURDAY).matrix(places)
    hours = np.array([26_000, 28_800, 30_001, 31_111, 33_420, 50_000])
    tables = one.at(hours)
    between = TravelMatrix.hourly(hours, tables, metres=one.metres, padding_s=one.padding_s, walked=one.walked)
    for depart in range(25_000, 52_000, 77):
        for pair in ((0, 1), (1, 2), (2, 0)):
            late = between.leg_s(*pair, depart) - one.leg_s(*pair, depart)
            assert late >= 0
            assert depart not in hours[[0, 1, 4, 5]] or late <= 1
    assert np.array_equal(one.at(one.hours), one.by_hour)


def test_tables_that_no_machine_holds_are_refused_with_a_way_out(monkeypatch):
    monkeypatch.setattr(kinds_of_day, "MOST_BYTES", 10_000)
    with pytest.raises(GoalError, match=r"traffic=None"):
        plan(SMALL, SHORT, on=FRIDAY, travel=Rare())
    assert plan(SMALL, SHORT, on=FRIDAY, travel=GeodesicTravel()).score


def test_a_route_that_was_sold_takes_room_on_its_own_kind_of_day():
    """May 2027 begins on a Saturday: a route of a Monday is not one of the weekend's."""
    roads = WEEKENDS[0]
    may = tuple(date(2027, 5, day) for day in range(1, 32))
    numbers = compiled(SMALL, SHORT, [(*SHORT.ends(0), may, 3)], roads)
    for on in (date(2027, 5, 3), date(2027, 5, 8)):
        sold = _as_route(numbers, plan(SMALL, SHORT, on=on, travel=roads))
        assert numbers.problem.shifts[sold.shift].dates >> numbers.dates.index(on) & 1
    routes = portfolio(SMALL, 3, SHORT, month="2027-05", quotas=NONE, travel=roads)
    assert extend(routes, SMALL, to=3, quotas=NONE, travel=roads).objective.score == routes.objective.score
