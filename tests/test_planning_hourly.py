"""Tours on roads that depend on the hour: as before where they do not, leaving as they should, judged by the hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random

import brute_worlds
import exhaustive
import numpy as np
import pytest
from brute_tours import Roads, best
from by_distance import check, plan, portfolio
from exhaustive import Fault, compared
from planning_cases import Case, all_routes, tiny

from tourplanner.chance import punctuality
from tourplanner.model import HANOI, Goal, Itinerary, Lunch, Opening, Party, Quotas, Spread
from tourplanner.planning import Points
from tourplanner.planning.bound import Prices
from tourplanner.planning.compile import compiled
from tourplanner.planning.explain.slack import slack
from tourplanner.planning.price import Pricer
from tourplanner.planning.reserve import reserved
from tourplanner.planning.schedule import day
from tourplanner.testing import small_catalogue
from tourplanner.travel import GeodesicTravel, HourlyTravel, TravelMatrix, TravelTimes

SMALL = small_catalogue()
SATURDAY = date(2027, 3, 20)
RUSH = HourlyTravel(GeodesicTravel(), {"07:00": 1.1, "08:00": 1.6, "09:30": 1.0, "15:30": 1.0, "17:00": 1.5})
FLAT = HourlyTravel(GeodesicTravel(), {"08:00": 1.0, "10:00": 1.0, "16:00": 1.0})
GOALS = {
    "any day": Goal(),
    "no lunch": Goal(lunch=None, day=(time(8, 7), time(17, 30))),
    "two days": Goal(days=2, nights=("my-dinh-station",), stops=(1, 3)),
    "limits": Goal(drive_minutes=150, walk_metres=2000, co2_grams=4000, party=Party(adults=12)),
    "a break": Goal(lunch=Lunch(kind="break"), must=("ha-thai",)),
}


@cache
def planned(name: str) -> Itinerary:
    return plan(SMALL, GOALS[name], on=SATURDAY, travel=RUSH)


GOLDEN = [
    "08:00", "08:30–09:45 bt-wheel", "09:50–10:50 bt-market", "10:55–11:40 bt-kiln", "12:10–13:10 ht-studio",
    "13:15–14:15 ha-thai-lunch", "14:55–16:10 vp-street", "16:15–16:55 vp-weaving", "17:26",
]  # fmt: skip

# where the hour makes no difference


def test_the_timetable_of_constant_times_is_the_one_it_always_was() -> None:
    tour = plan(SMALL, Goal(), on=SATURDAY)
    clocks = [f"{stop.begin:%H:%M}–{stop.end:%H:%M} {stop.experience.id}" for stop in tour.stops]
    assert [f"{tour.days[0].depart:%H:%M}", *clocks, f"{tour.days[0].back:%H:%M}"] == GOLDEN


@pytest.mark.parametrize("name", GOALS)
def test_three_hours_with_the_same_times_score_the_same(name: str) -> None:
    constant, hourly = (plan(SMALL, GOALS[name], on=SATURDAY, travel=travel) for travel in (GeodesicTravel(), FLAT))
    # Of several tours with the same score another one may be found.
    assert (hourly.score, hourly.bound) == (constant.score, constant.bound)
    assert check(hourly) == ()


@pytest.mark.parametrize("name", GOALS)
def test_three_hours_with_the_same_times_are_the_same_timetables(name: str) -> None:
    goal = GOALS[name]
    shifts = [(*goal.ends(number), [SATURDAY + timedelta(number)], 1) for number in range(goal.days)]
    constant, hourly = (compiled(SMALL, goal, shifts, travel) for travel in (GeodesicTravel(), FLAT))
    problem = constant.problem
    prices = Prices(problem.points.astype(float), np.zeros(len(problem.villages)), 0.0)
    for number in range(goal.days):
        routes = Pricer(problem, number)(prices, above=-np.inf, keep=300, beam=2000).routes
        assert len(routes) > 50
        slower = [reserved(each.problem, Spread(), 0.7).travel_by_hour for each in (constant, hourly)]
        assert (slower[0] == slower[1]).all()
        for route in routes:
            on = SATURDAY + timedelta(number)
            assert day(hourly, route, on) == day(constant, route, on)


# the timetable


def second(tour: Itinerary, number: int, moment: datetime) -> int:
    return int((moment - datetime.combine(tour.days[number].date, time(), HANOI)).total_seconds())


def matrices(tour: Itinerary, travel: TravelTimes) -> list[TravelMatrix]:
    return [
        travel.matrix([each.start.place, *(stop.place for stop in each.stops), each.end.place]) for each in tour.days
    ]


@pytest.mark.parametrize("name", GOALS)
def test_every_leg_is_as_long_as_at_its_hour_and_the_first_leaves_as_late_as_it_may(name: str) -> None:
    tour = planned(name)
    assert check(tour, RUSH) == ()
    assert tour.status == "optimal"
    assert tour.score == Points().tour(tour)
    differ = 0
    for number, (one, matrix) in enumerate(zip(tour.days, matrices(tour, RUSH), strict=True)):
        for index, leg in enumerate(one.legs):
            assert leg.seconds == matrix.leg_s(index, index + 1, second(tour, number, leg.depart))
            differ += leg.seconds > matrix.seconds[index, index + 1]
        leaves, begin = (second(tour, number, moment) for moment in (one.depart, one.stops[0].begin))
        later = leaves // 300 * 300 + 300
        assert later + matrix.leg_s(0, 1, later) > begin
        assert one.depart.time() >= tour.goal.day[0]
        assert one.depart.minute % 5 == 0 or one.depart.time() == tour.goal.day[0]
    assert differ


@pytest.mark.parametrize(
    ("factors", "kiln"),
    [
        ({"14:00": 1.0, "15:00": 1.5}, "11:05"),
        ({"07:00": 1.5, "11:00": 1.5, "12:00": 1.0}, "10:15"),
        ({"07:00": 1.0, "10:00": 1.0, "11:30": 2.0}, "09:15"),
        ({"07:00": 1.0, "11:30": 2.0}, "08:35"),
    ],
)
def test_waits_go_out_of_the_middle_where_no_leg_takes_another_time(factors: dict[str, float], kiln: str) -> None:
    # The second visit's door opens at one: who does not mind the hour begins the first one late instead of waiting.
    late = Opening.daily(time(13), time(17))
    region = SMALL.replace(
        experiences=tuple(
            each.replace(opening=late) if each.id == "qpc-dinh" else each
            for each in SMALL.experiences
            if each.id in ("bt-kiln", "qpc-dinh")
        ),
        hosts=(),
    )
    goal = Goal(must=("bt-kiln", "qpc-dinh"), stops=(2, 2), lunch=None, before=(("bt-kiln", "qpc-dinh"),))
    travel = HourlyTravel(GeodesicTravel(), factors)
    constant, hourly = (plan(region, goal, on=SATURDAY, travel=each) for each in (GeodesicTravel(), travel))
    assert [f"{stop.begin:%H:%M}" for stop in constant.stops] == ["11:05", "13:00"]
    assert [f"{stop.begin:%H:%M}" for stop in hourly.stops][1] == "13:00"
    assert f"{hourly.stops[0].begin:%H:%M}" == kiln
    assert [leg.seconds for leg in hourly.days[0].legs] == as_early_as_can_be(hourly, travel)


def as_early_as_can_be(tour: Itinerary, travel: TravelTimes) -> list[int]:
    """Seconds of each leg of two stops if nobody waits that need not."""
    (matrix,), (one, two) = matrices(tour, travel), tour.stops
    arrive = 8 * 3600 + matrix.leg_s(0, 1, 8 * 3600)
    begin = -(-arrive // 300) * 300
    depart = max(at for at in range(8 * 3600, begin, 300) if at + matrix.leg_s(0, 1, at) <= begin)
    over = begin + 60 * one.experience.minutes
    home = 13 * 3600 + 60 * two.experience.minutes
    return [matrix.leg_s(0, 1, depart), matrix.leg_s(1, 2, over), matrix.leg_s(2, 3, home)]


def test_a_portfolio_and_a_choice_of_dates_know_the_hour() -> None:
    quotas = Quotas(villages=3, crafts=2, communes=2)
    routes = portfolio(SMALL, 2, Goal(stops=(1, 3)), month="2027-03", quotas=quotas, travel=RUSH)
    assert routes.status == "optimal"
    usual = portfolio(SMALL, 2, Goal(stops=(1, 3)), month="2027-03", quotas=quotas)
    assert routes.objective.score < usual.objective.score
    tour = plan(SMALL, Goal(), on=[SATURDAY, SATURDAY + timedelta(1)], travel=RUSH)
    assert check(tour, RUSH) == ()


# the judge


def test_a_leg_with_the_time_of_another_hour_is_caught() -> None:
    tour = planned("any day")
    caught = 0
    for index, leg in enumerate(tour.days[0].legs):
        for clock in (time(8), time(12), time(17)):
            seconds = matrices(tour, RUSH)[0].leg_s(index, index + 1, clock.hour * 3600)
            legs = list(tour.days[0].legs)
            legs[index] = leg.replace(seconds=seconds)
            wrong = tour.replace(days=(tour.days[0].replace(legs=tuple(legs)),))
            rules = {finding.rule for finding in check(wrong, RUSH)}
            assert ("road" in rules) == (seconds != leg.seconds)
            caught += "road" in rules
    assert caught >= 5
    assert "road" in {finding.rule for finding in check(tour)}


def test_a_day_moved_to_another_hour_is_caught() -> None:
    tour = planned("any day")
    shift = timedelta(minutes=30)
    usual = tour.days[0]
    legs = tuple(leg.replace(depart=leg.depart + shift) for leg in usual.legs)
    stops = tuple(
        stop.replace(arrive=stop.arrive + shift, begin=stop.begin + shift, end=stop.end + shift) for stop in usual.stops
    )
    later = usual.replace(depart=usual.depart + shift, back=usual.back + shift, legs=legs, stops=stops)
    assert "road" in {finding.rule for finding in check(tour.replace(days=(later,)), RUSH)}


# what is asked afterwards


def lived(tour: Itinerary, number: int, late: int, minutes: int, *, leg: bool) -> bool:
    """Whether a day still runs if one leg takes longer or one stop begins later, on the roads of that hour."""
    planned_day, matrix = tour.days[number], matrices(tour, RUSH)[number]
    now = second(tour, number, planned_day.depart)
    for index, stop in enumerate(planned_day.stops):
        depart = max(now, second(tour, number, planned_day.legs[index].depart))
        now = depart + matrix.leg_s(index, index + 1, depart) + (60 * minutes if leg and late == index else 0)
        now = max(now, second(tour, number, stop.begin) + (60 * minutes if not leg and late == index else 0))
        begun = datetime.combine(planned_day.date, time(), HANOI) + timedelta(seconds=now)
        one = planned_day.replace(stops=(stop.replace(begin=begun, end=begun + (stop.end - stop.begin)),))
        shut = {each.subject for each in check(tour.replace(days=(one,)), RUSH) if each.rule == "opening"}
        lunch = tour.goal.lunch
        if stop.experience.id in shut or (stop.is_meal and lunch and begun.time() > lunch.latest):
            return False
        now += int((stop.end - stop.begin).total_seconds())
    last, home = len(planned_day.stops), planned_day.legs[-1]
    depart = max(now, second(tour, number, home.depart))
    now = depart + matrix.leg_s(last, last + 1, depart) + (60 * minutes if leg and late == last else 0)
    end = tour.goal.day[1]
    return now <= end.hour * 3600 + end.minute * 60


@pytest.mark.parametrize("name", GOALS)
def test_slack_meets_the_roads_of_the_hour(name: str) -> None:
    tour = planned(name)
    spares = iter(tour.slack().each)  # type: ignore[attr-defined]
    for number, each in enumerate(tour.days):
        for index in range(len(each.legs)):
            for leg in (True, False) if index < len(each.stops) else (True,):
                spare = next(spares)
                assert lived(tour, number, index, spare.minutes, leg=leg)
                assert not lived(tour, number, index, spare.minutes + 1, leg=leg)
    assert slack(Itinerary.model_validate_json(tour.model_dump_json())).each


@pytest.mark.parametrize("name", ["any day", "two days"])
def test_a_promised_chance_is_kept_by_the_hour(name: str) -> None:
    spread = Spread(peak=0.17, peak_factor=1.0)
    tour = plan(SMALL, GOALS[name], on=SATURDAY, travel=RUSH, robust=0.9, spread=spread)
    assert check(tour, RUSH) == ()
    assert punctuality(tour, spread, seed=1).kept.interval[0] >= 0.9
    assert tour.score == Points().tour(tour) <= tour.bound
    assert tour.status == "feasible"


@pytest.mark.parametrize("odd", [False, True])
def test_with_a_reserve_only_some_of_the_routes_are_left_by_the_hour(odd: bool) -> None:
    lost = 0
    for seed in range(12):
        problem = tiny(seed, Case(hourly=True, odd_seconds=odd, apart=odd, limited=False))
        routes = {(route.visits, route.meal, route.meal_after) for route in all_routes(problem, 0)}
        slower = reserved(problem, Spread(), 0.6)
        arrivals = slower.travel_by_hour + slower.hours[:, None, None]
        assert (np.diff(arrivals, axis=0) >= 0).all()
        left = {(route.visits, route.meal, route.meal_after) for route in all_routes(slower, 0)}
        assert left <= routes
        lost += len(routes) - len(left)
    assert lost > 0


def test_why_not_and_what_if_ask_again_on_the_same_roads() -> None:
    tour = plan(SMALL, Goal(stops=(1, 3)), on=SATURDAY, travel=RUSH)
    other = tour.what_if(day=(time(9, 30), time(17, 30)))
    assert check(other, RUSH) == ()
    absent = next(village.id for village in SMALL.villages if village not in tour.villages)
    told = tour.why_not(absent)
    if told.best:
        assert check(told.best, RUSH) == ()
        assert told.cost == tour.score - told.best.score


# trying everything


def test_a_planner_that_knows_no_hours_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    real, caught = exhaustive.plan, 0

    def blind(*args, travel, **how):  # type: ignore[no-untyped-def]
        return real(*args, travel=replace(travel, rush=False), **how)

    monkeypatch.setattr(exhaustive, "plan", blind)
    for seed in range(12):
        world = brute_worlds.first(Random(f"blind {seed}"))
        world = replace(world, roads=replace(world.roads, rush=True))
        if best(world) is None:
            continue
        try:
            compared(world)
        except Fault:
            caught += 1
    assert caught > 4


def test_tried_roads_are_those_that_the_planner_is_given() -> None:
    roads, places = Roads(3, odd=True, rush=True), [village.place for village in SMALL.villages[:4]]
    matrix = roads.matrix(places)
    for i, a in enumerate(places):
        for j, b in enumerate(places):
            for depart in range(20_000, 70_000, 1201) if i != j else ():
                assert matrix.leg_s(i, j, depart) == roads.takes(a, b, depart)
    assert matrix.is_hourly


def test_lunch_is_decided_on_first_where_a_smallest_conflict_is_looked_for() -> None:
    """Without lunch what follows is driven to earlier, on a worse road: giving up lunch may not help, but hinder."""
    faults = []
    for seed in range(25):
        random = Random(f"conflict {seed}")
        world = brute_worlds.first(random)
        world = replace(world, roads=replace(world.roads, rush=True))
        world = replace(world, goal=world.goal.replace(lunch=Lunch(), drive_minutes=random.choice((40, 50, 60))))
        world = brute_worlds.must(world, random) or world
        try:
            compared(brute_worlds.either(world, random) or world)
        except Fault as fault:
            faults.append(fault)
    assert faults == []
