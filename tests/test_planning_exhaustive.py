"""
``plan`` and trying everything say the same, whatever is asked of whatever tiny region, one change after the other.

``python -m tests.exhaustive --cases 5000`` does the same for as long as you like.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from random import Random

import brute_worlds
import exhaustive
import pytest
from brute_tours import Roads, World, begins, best, lunar_day, spans, tours
from brute_worlds import LOOSER, OTHER, SMALL, TIGHTER, USUAL
from exhaustive import Fault, Walk, compared, minimised
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tourplanner.almanac import LunarDate, begin_windows
from tourplanner.model import Goal, Lunch, Money, Opening, Price
from tourplanner.testing import synthetic_region
from tourplanner.travel import GeodesicTravel

SEEDS = st.integers(0, 2**20)
MONDAY = date(2027, 3, 8)


class Questions(RuleBasedStateMachine):
    """Each step compares; a demand more never raises the best, a demand less never lowers it."""

    walk: Walk

    @initialize(seed=SEEDS)
    def begin(self, seed):
        self.walk = Walk(Random(seed))

    @rule(seed=SEEDS, step=st.sampled_from(TIGHTER))
    def ask_for_more(self, seed, step):
        self.walk.go([step], Random(seed))

    @rule(seed=SEEDS, step=st.sampled_from(LOOSER))
    def ask_for_less(self, seed, step):
        self.walk.go([step], Random(seed))

    @rule(seed=SEEDS, step=st.sampled_from(OTHER))
    def ask_for_something_else(self, seed, step):
        self.walk.go([step], Random(seed))


TestQuestions = Questions.TestCase
TestQuestions.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)


# what the comparison is worth


def test_walks_meet_every_kind_of_step_and_often_a_tour():
    names, fits = set(), []
    for number in range(12):
        for name, points in exhaustive.walk(Random(f"mix {number}"), 20):
            names.add(name)
            fits.append(points is not None)
    assert len(names) > 0.7 * len({*TIGHTER, *LOOSER, *OTHER})
    assert 0.4 < sum(fits) / len(fits) < 0.95


def test_every_field_of_a_goal_is_in_the_mix():
    varied = {*USUAL, "days", "party", "start", "end", "nights", "lunch", "stops", "wishes", "vehicle_co2", "vehicles"}
    assert varied == set(Goal.model_fields)


def test_all_ways_are_tried():
    # Two visits in one village: each alone and both in either order, without lunch and with nothing in the way.
    world = brute_worlds.first(Random(1))
    own = [SMALL.experience(id) for id in ("bt-wheel", "bt-market")]
    region = SMALL.replace(experiences=tuple(own), hosts=())
    world = World(region, Goal(lunch=None, stops=(1, 3)), (MONDAY,), roads=Roads())
    found = {frozenset(day.visits) for (day,) in tours(world)}
    assert found == {frozenset({"bt-wheel"}), frozenset({"bt-market"}), frozenset({"bt-wheel", "bt-market"})}
    asked = world.goal.replace(before=(("bt-market", "bt-wheel"),))
    assert ("bt-market", "bt-wheel") in {day.visits for (day,) in tours(replace(world, goal=asked))}


def test_the_opening_hours_of_both_are_the_same():
    # Two readings of one document, the almanac's and the one here, over made-up and packaged hours.
    for seed in range(4):
        for one in synthetic_region(60, seed=seed).experiences:
            for day in range(8, 30):
                on = date(2027, 3, day)
                found = begin_windows(one.opening, one.minutes, on)
                asked = [((a.hour * 60 + a.minute) * 60, (b.hour * 60 + b.minute) * 60) for a, b in found]
                assert spans(one.opening, one.minutes, on) == asked
    assert all(LunarDate.of(date(2027, 3, day)).day == lunar_day(date(2027, 3, day)) for day in range(8, 30))


def test_roads_are_those_that_the_planner_is_given():
    places = [village.place for village in SMALL.villages]
    matrix = Roads(3, odd=True).matrix(places)
    for i, a in enumerate(places):
        for j, b in enumerate(places):
            if i != j:
                leg = matrix.seconds[i, j], matrix.metres[i, j], matrix.walked[i, j]
                assert leg == Roads(3, odd=True).leg(a, b)
    assert (matrix.seconds != matrix.seconds.T).any()


@pytest.mark.parametrize("days", [1, 2])
def test_a_planner_that_errs_is_caught(monkeypatch, days):
    random = Random(f"err {days}")
    worlds = iter(lambda: brute_worlds.first(random), None)
    asked = (replace(each, goal=each.goal.replace(days=days, stops=(1, 2))) for each in worlds)
    world, expected = next((each, most) for each in asked if (most := best(each)) is not None)
    assert compared(world) == expected
    monkeypatch.setattr(exhaustive, "best", lambda _: expected + 1)
    with pytest.raises(Fault, match="bound"):
        compared(world)
    monkeypatch.setattr(exhaustive, "best", lambda _: None)
    with pytest.raises(Fault, match="nothing fits, plan found"):
        compared(world)


def test_a_fault_is_told_in_a_smaller_world(monkeypatch):
    # A planner that cannot count beyond two visits.
    real = exhaustive.plan

    def blind(catalogue, goal, **how):
        return real(catalogue, goal.replace(stops=(1, min(2, goal.stops[1]))), **how)

    monkeypatch.setattr(exhaustive, "plan", blind)
    fault = next(caught for number in range(40) if (caught := fault_on(number)))
    small = minimised(fault)
    assert len(small.world.catalogue.experiences) <= len(fault.world.catalogue.experiences)
    assert "goal" in str(small)
    with pytest.raises(Fault):
        compared(small.world)


def fault_on(number):
    try:
        list(exhaustive.walk(Random(f"blind {number}"), 15))
    except Fault as fault:
        return fault
    return None


def test_the_command_counts_and_says_what_it_met(capsys):
    assert exhaustive.main(["--cases", "30", "--seed", "7", "--steps", "6"]) == 0
    said = capsys.readouterr().out
    assert "0 faults" in said
    assert "first" in said


def test_geodesic_times_may_be_asked_as_well():
    # The default source of travel times instead of drawn ones: legs of the same formula, one pair at a time.
    class Legs(Roads):
        def leg(self, a, b):
            matrix = GeodesicTravel().matrix([a, b])
            return int(matrix.seconds[0, 1]), int(matrix.metres[0, 1]), bool(matrix.walked[0, 1])

        def matrix(self, places):
            return GeodesicTravel().matrix(places)

    for seed in range(6):
        world = brute_worlds.first(Random(f"geodesic {seed}"))
        compared(replace(world, roads=Legs(), goal=world.goal.replace(day=(time(8), time(17)))))
    one = world.catalogue.experiences[-1]
    assert begins(world, one, MONDAY) == sorted(begins(world, one, MONDAY))


def test_who_waits_until_lunch_is_past_begins_on_full_five_minutes():
    # Lunch at a table from 11:15, then a class with lunch in its price, at 13:20 at the earliest: 13:15 would be lunch.
    day = Opening.daily(time(12), time(18))
    one = SMALL.experience("ht-class").replace(
        opening=day, minutes=75, price=Price(adult=Money(amount=0), includes_lunch=True)
    )
    studio = SMALL.experience("ht-studio").replace(opening=Opening.daily(time(8), time(17)))
    table = SMALL.experience("ha-thai-lunch")
    region = SMALL.replace(experiences=(one, studio, table), hosts=())
    goal = Goal(day=(time(8), time(17)), before=(("ht-studio", "ht-class"),), must=("ht-class", "ht-studio"))
    for latest in (time(12), time(12, 17)):
        compared(World(region, goal.replace(lunch=Lunch(latest=latest)), (MONDAY,)))
