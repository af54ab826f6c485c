"""Assigning guides, drivers and vehicles: the best there is, accepted by the judge, the rest explained."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from crew_cases import SATURDAY, Haphazard, at, departure, driver, every_assignment, guide, place, rule, unit, world
from hypothesis import given, settings
from hypothesis import strategies as st

import tourplanner as tp
from tourplanner.errors import GoalError
from tourplanner.model import Assignment, CrewNeeds, CrewTerms, Ride, TimeOff
from tourplanner.rules import Law
from tourplanner.rules.law import DriverHours, WorkingHours

SUNDAY = SATURDAY + timedelta(days=1)


@pytest.mark.parametrize("seed", range(7, 40))
def test_no_assignment_that_the_judge_accepts_is_better(seed: int) -> None:
    office = world(seed)
    departures = office.pop("departures")
    plan = tp.assign(departures, **office)
    assert tp.judge_assignment(departures, plan, **office) == ()
    best = max(every_assignment({"departures": departures, **office}), key=lambda each: each.score.order)
    assert (plan.status, plan.score) == ("optimal", best.score)
    assert plan.most == best.score.served
    assert all(each.reasons for each in plan.left)


@given(st.integers(100, 10_000), st.sampled_from(["guides", "drivers", "vehicles"]))
@settings(max_examples=8, deadline=None)
def test_who_helps_more_is_never_worse_and_the_order_of_departures_does_not_matter(seed: int, kind: str) -> None:
    office = world(seed)
    departures = office.pop("departures")
    fewer = tp.assign(departures, **office | {kind: office[kind][:1]})
    more = tp.assign(departures, **office)
    assert more.score.served >= fewer.score.served
    assert tp.assign(departures[::-1], **office).score == more.score


def served(*departures: CrewNeeds, **office: Any) -> Assignment:
    """By an office with one of each, unless it has others."""
    known = {"guides": [guide("lan")], "drivers": [driver("an")], "vehicles": [unit("van")], "law": Law(())}
    return tp.assign(departures, **known | office)


def told(plan: Assignment, departure: str) -> tuple[list[str], list[str]]:
    """Reasons and changes of a departure that is left over, in English."""
    left = next(each for each in plan.left if each.departure == departure)
    assert all(text.vi and text.vi != text.en for text in (*left.reasons, *left.changes))
    return [text.get("en") for text in left.reasons], [text.get("en") for text in left.changes]


def test_the_worthier_departures_come_first() -> None:
    plan = served(departure("r1", 8, 16), departure("r2", 7, 12, priority=2), departure("r3", 13.5, 18))
    assert [each.departure for each in plan.assigned] == ["r2", "r3"]
    assert (plan.score.served, plan.most, plan.status) == (3, 3, "optimal")


def test_the_fewest_vehicles_and_the_smallest_that_will_do() -> None:
    fleet = [unit("v1"), unit("v2"), unit("c35", "coach35"), unit("c29", "coach29")]
    plan = served(departure("r1", guests=20), drivers=[driver("an"), driver("binh")], vehicles=fleet)
    assert plan.assigned[0].vehicles == ("c29",)
    several = served(departure("r1", guests=20), drivers=[driver("an"), driver("binh")], vehicles=fleet[:2])
    assert several.assigned[0].vehicles == ("v1", "v2")


def test_fewer_vehicles_count_for_more_than_empty_seats() -> None:
    fleet = [unit("v1"), unit("v2"), unit("c45", "coach45")]
    plan = served(departure("r1", guests=24), drivers=[driver("an"), driver("binh")], vehicles=fleet)
    assert (plan.assigned[0].vehicles, plan.score.spare_seats) == (("c45",), 45 - 26)


def test_people_rest_at_night_and_vehicles_need_not() -> None:
    both = departure("r1", 12, 20), departure("r2", 7, 12, on=SUNDAY)
    law = Law((rule(WorkingHours, "rest", minutes=720),))
    assert len(served(*both, law=law).left) == 1
    people = {"guides": [guide("lan"), guide("mai")], "drivers": [driver("an"), driver("binh")]}
    assert served(*both, law=law, **people).left == ()


def test_empty_ways_of_a_day_are_hours_at_the_wheel() -> None:
    both = departure("r1", 8, 12), departure("r2", 13.5, 17, start="west")
    assert served(*both, law=Law((rule(DriverHours, "day", minutes=300),))).left == ()
    assert len(served(*both, law=Law((rule(DriverHours, "day", minutes=299),))).left) == 1
    assert served(*both, law=Law((rule(DriverHours, "stretch", minutes=60),))).left == ()
    assert len(served(*both, law=Law((rule(DriverHours, "stretch", minutes=59),))).left) == 2


def test_large_vehicles_go_to_the_drivers_who_may_drive_them() -> None:
    fleet = [unit("c7", "car7"), unit("c45", "coach45")]
    plan = served(departure("r1", guests=44), drivers=[driver("an", "B"), driver("binh", "D")], vehicles=fleet)
    assert plan.assigned[0].rides == (Ride(vehicle="c45", driver="binh"), Ride(vehicle="c7", driver="an"))


def test_days_of_work_are_spread_and_empty_ways_are_short() -> None:
    days = [departure(f"r{number}", 8, 12, on=SATURDAY + timedelta(days=number)) for number in range(4)]
    fleet = [unit("far", depot=place("west")), unit("near", depot=place("east"))]
    plan = served(*days, guides=[guide("lan"), guide("minh")], drivers=[driver("an"), driver("binh")], vehicles=fleet)
    assert plan.score.spread == 4 * 2**2
    assert {each.vehicles for each in plan.assigned} == {("near",)}
    assert plan.score.positioning_s == 0


class ByDepot(Haphazard):
    """A way takes 80 minutes, but from and to the depots 10 and 25."""

    def matrix(self, places: Any) -> Any:
        known = super().matrix(places)
        near = {place("depot"): 600, place("north"): 1500}
        for row, one in enumerate(places):
            for column, other in enumerate(places):
                known.seconds[row, column] = 0 if one == other else near.get(one) or near.get(other) or 4800
        return known


def test_a_vehicle_makes_one_round_a_day() -> None:
    fleet = [unit("v1", depot=place("depot")), unit("v2", depot=place("north"))]
    both = departure("r1", 8, 12), departure("r2", 14, 17, start="west", finish="west")
    plan = served(*both, vehicles=fleet, travel=ByDepot(1))
    assert plan.score.positioning_s == 60 * (2 * 10 + 2 * 25), "by way of its depot, one alone would seem to do better"
    tomorrow = departure("r2", 14, 17, on=SUNDAY, start="west", finish="west")
    overnight = served(departure("r1", 8, 12, days=2), tomorrow, vehicles=fleet, travel=ByDepot(1))
    assert overnight.score.positioning_s == 60 * (2 * 10 + 2 * 25)


def test_several_guides_speak_all_languages_together() -> None:
    team = [guide("lan", "fr"), guide("minh", "en"), guide("hoa", "ko")]
    both = departure("r1", languages=("fr", "en"))
    assert served(both, guides=team).assigned == ()
    assert served(departure("r1", languages=("fr", "en"), guides=2), guides=team).assigned[0].guides == ("lan", "minh")


def test_what_stands_already_stays_and_counts() -> None:
    first = served(departure("r1", 8, 12), guides=[guide("minh")]).assigned
    both = (departure("r1", 8, 12), departure("r2", 8, 12, on=SUNDAY, priority=9), departure("r3", 8, 12))
    plan = served(*both, guides=[guide("lan"), guide("minh")], kept=first)
    assert plan.assigned[0] == first[0]
    assert plan.assigned[1].guides == ("lan",), "minh has had a day"
    assert [each.departure for each in plan.left] == ["r3"]
    with pytest.raises(GoalError, match=r"kept: .*no guide on it speaks fr"):
        served(*both, guides=[guide("minh", "ko")], kept=first)


# What is left over


def test_nobody_who_speaks_the_language() -> None:
    plan = served(departure("r1", languages=("ko",)))
    assert told(plan, "r1") == (
        ["no guide speaks Korean for 6 March"],
        ["hire a guide who speaks Korean for 6 March"],
    )


def test_where_those_are_who_would_do() -> None:
    team = [
        guide("lan"), guide("minh", off=(TimeOff(begin=at(0), end=at(48), note="cưới"),)),
        guide("hoa", card_until=date(2027, 3, 5)), guide("mai", card="domestic"), guide("kim", "ko"),
    ]  # fmt: skip
    many = {"drivers": [driver("an"), driver("binh")], "vehicles": [unit("v1"), unit("v2")]}
    plan = served(departure("r2", 8, 19, priority=2), departure("r1", 9, 15), guides=team, **many)
    reasons, changes = told(plan, "r1")
    assert reasons == [
        "4 guides speak French: Lan is on r2 until 19:00; Minh is off until 00:00 on 8 March (cưới); "
        "Hoa the card ends on 5 March; Mai has only the card for citizens of Vietnam"
    ]
    assert changes == [
        "let it depart on 7 March instead: then everybody is free",
        "hire a guide who speaks French for 6 March",
        "drop r2, and it can go",
    ]


def test_the_changes_named_do_help() -> None:
    both = departure("r2", 8, 19, priority=2), departure("r1", 9, 15)
    many = {"drivers": [driver("an"), driver("binh")], "vehicles": [unit("v1"), unit("v2")]}
    assert len(served(*both, **many).left) == 1
    assert served(both[0], both[1].moved(1), **many).left == ()
    assert served(*both, guides=[guide("lan"), guide("new")], **many).left == ()
    assert served(both[1], **many).left == ()


def test_seats_and_licences_that_are_missing() -> None:
    fleet = {"vehicles": [unit("van"), unit("big", "coach29", plate="29B-123.45")], "drivers": [driver("an", "D1")]}
    assert told(served(departure("r1", guests=25), **fleet), "r1") == (
        ["no driver has licence D2 for 6 March"], ["hire 1 driver with licence D2 for 6 March"],
    )  # fmt: skip
    fleet["drivers"] = [driver("an", "D2")]
    assert told(served(departure("r1", guests=30), **fleet), "r1") == (
        ["1 driver has licence D2 or better: too few"], ["hire 1 driver with licence D2 for 6 March"],
    )  # fmt: skip
    reasons, changes = told(served(departure("r1", guests=60), **fleet), "r1")
    assert reasons[0] == "61 seats beside drivers' are wanted on 6 March, 43 are free: too few"
    assert changes == ["hire 1 × coach with 29 seats and 2 drivers with licence D2 for 6 March"]


def test_a_vehicle_that_the_law_bars_is_told_with_its_ways_out() -> None:
    route = tp.load("hanoi")
    need = departure("r1", 8, 16, guests=20)
    start = need.days[0].start.replace(place=route.start("hoan-kiem-old-quarter").place)
    itinerary = need.itinerary.replace(days=(need.days[0].replace(start=start),))
    plan = served(need.replace(itinerary=itinerary), vehicles=[unit("c45", "coach45")], law=Law.packaged())
    reasons, changes = told(plan, "r1")
    assert "c45 east: vehicles of 35 seats or more may not run in inner Hanoi" in reasons[0]
    assert changes == [
        "hire 1 × coach with 29 seats", "drive there from 09:01 on", "take 1 vehicle of 29 seats",
    ]  # fmt: skip


def test_a_departure_that_is_too_long_for_anybody_says_so() -> None:
    reasons, changes = told(served(departure("r1", 6, 19), law=Law.packaged()), "r1")
    assert reasons == ["this departure alone is 13:00 h of work, 12:00 h at most"] * 2
    assert changes == ["make it shorter"]
    reasons, changes = told(served(departure("r1", 6, 17, drive_min=500), law=Law.packaged()), "r1")
    assert reasons == ["one driver drives 4:10 h at a stretch, 4:00 h at most"]
    assert changes[0].startswith("rest 15 minutes before ")


def test_who_has_worked_enough_is_not_asked_again() -> None:
    week = [departure(f"r{number}", 8, 17, on=SATURDAY + timedelta(days=number)) for number in range(6)]
    plan = served(*week, law=Law.packaged(), drivers=[driver("an"), driver("binh")])
    (left,) = plan.left
    reasons, changes = told(plan, left.departure)
    assert reasons[0].startswith("1 guide speaks French: Lan has no hours left in the day or week (is on r")
    assert changes[-2].startswith("hire a guide who speaks French")


def test_the_turnaround_and_the_way_are_the_operators_to_set() -> None:
    both = departure("r1", 8, 12), departure("r2", 12.5, 17, start="west")
    assert len(served(*both).left) == 1
    assert served(*both, terms=CrewTerms(turnaround_minutes=20, transfer_minutes=10)).left == ()
    assert len(served(*both, travel=tp.GeodesicTravel()).left) == 1


def test_nothing_to_assign_is_assigned_to_nobody() -> None:
    assert served() == Assignment(assigned=(), status="optimal")
    assert str(served(departure("r1"))) == "r1: lan; an in van"
