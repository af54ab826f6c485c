"""Repairs are valid, minimal and say truly what changed."""

from __future__ import annotations

from datetime import time, timedelta
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from programme_cases import RICH, SATURDAY, context, day, programmes, terms

import tourplanner as tp
from tourplanner.programme import Programme, Repaired, Terms
from tourplanner.programme.report import faults
from tourplanner.travel import GeodesicTravel

MONDAY = SATURDAY + timedelta(days=9)
START = ("08:00", "pick-up", "hoan-kiem-old-quarter")
HOME = ("17:00", "drop-off", "hoan-kiem-old-quarter")


def judged(found: Repaired, travel: Any = None) -> None:
    """The judge accepts every day, the check finds no error, and the difference is that of the two programmes."""
    for itinerary in found.itineraries:
        assert tp.check(itinerary, travel, RICH.sessions, RICH.festivals) == ()
    assert not any(fault.code[0] == "E" for fault in faults(found.programme, context(found.programme, travel)))
    assert found.programme.check(travel=travel).errors == found.report.errors == ()
    after = {line.id: line for line in found.programme.lines}
    told = {change.before.id: change for change in found.changes if change.before and change.kind != "reordered"}
    for line in found.original.lines:
        if line.kind == "drive":
            continue
        change, now = told[line.id], after.get(line.id)
        assert (change.kind in ("dropped", "left out")) == (now is None)
        if now is not None:
            assert change.minutes == now.minute - line.minute
            assert (change.kind == "kept") <= (now.minute == line.minute)
            if line.experience and line.kind == "visit":
                assert (change.kind == "swapped") == (line.experience != now.experience)
    stops = {line.id for line in found.programme.lines if line.kind in ("visit", "meal")}
    assert stops - {line.id for line in found.original.lines} == {
        change.after.id for change in found.changes if change.kind == "added" and change.after
    }


RUSH = tp.HourlyTravel(GeodesicTravel(), {"07:30": 1.0, "08:30": 1.8, "10:00": 1.0, "15:00": 1.0, "17:00": 2.5})


@settings(max_examples=25)
@given(programmes(), terms())
def test_a_repair_drives_as_long_as_it_does_at_the_hour(programme: Programme, given_terms: dict[str, Any]) -> None:
    asked = {name: value for name, value in given_terms.items() if name not in ("guide", "walk_m")}
    one_day: Programme = programme.replace(days=programme.days[:1])
    try:
        found = one_day.repair(max_changes=20, travel=RUSH, **asked)
    except tp.InfeasibleError:
        return
    for itinerary in found.itineraries:
        assert tp.check(itinerary, RUSH, RICH.sessions, RICH.festivals) == ()
    assert found.programme.check(travel=RUSH).errors == found.report.errors == ()


def test_a_day_too_tight_for_the_rush_hour_is_mended_and_left_alone_without_it() -> None:
    programme = day(("08:30", "pick-up", "hoan-kiem-old-quarter"), ("09:05", "visit", "bt-market", 60),
                    ("12:00", "drop-off", "hoan-kiem-old-quarter"))  # fmt: skip
    assert programme.repair(on=MONDAY, pax=12).count == 0
    mended = programme.repair(on=MONDAY, pax=12, travel=RUSH, max_changes=9)
    (itinerary,) = mended.itineraries
    (leg, _) = itinerary.legs
    matrix = RUSH.matrix([itinerary.days[0].start.place, itinerary.stops[0].place])
    assert leg.seconds == matrix.leg_s(0, 1, leg.depart.hour * 3600 + leg.depart.minute * 60)
    assert leg.arrive <= itinerary.stops[0].begin
    assert not any(fault.code == "E-LATE" for fault in mended.report.faults)
    assert any(fault.code == "E-LATE" for fault in programme.check(MONDAY, pax=12, travel=RUSH).faults)


def test_a_draft_is_driven_at_its_hours() -> None:
    usual, rush = (tp.Programme.draft(["bat-trang", "van-phuc"], RICH, at=time(8, 30), travel=travel)
                   for travel in (GeodesicTravel(), RUSH))  # fmt: skip
    assert usual.lines[1].minute < rush.lines[1].minute


@settings(max_examples=40)
@given(programmes(), terms())
def test_a_repair_is_valid_and_its_difference_true(programme: Programme, given_terms: dict[str, Any]) -> None:
    asked = {name: value for name, value in given_terms.items() if name not in ("guide", "walk_m")}
    one_day: Programme = programme.replace(days=programme.days[:1])
    try:
        found = one_day.repair(max_changes=20, **asked)
    except tp.InfeasibleError:
        return
    judged(found)
    if found.count:
        with pytest.raises(tp.InfeasibleError, match=f"; {found.count} would do"):
            one_day.repair(max_changes=found.count - 1, **asked)


NAMED = ["bt-wheel", "bt-market", "vp-street", "ht-class", "qpc-dinh", "dt-show", "kk-goldleaf"]


@settings(max_examples=5)
@given(st.lists(st.sampled_from(NAMED), min_size=2, max_size=3, unique=True), st.integers(0, 4))
def test_no_repair_drops_more_than_planning_by_subsets_would(ids: list[str], last: int) -> None:
    """The planner, asked for every subset in the programme's order, finds none that keeps more stops."""
    rows = [(f"{8 + 2 * n:02}:00", "visit", id, RICH.experience(id).minutes) for n, id in enumerate(ids)]
    programme: Programme = day(*rows).replace(terms=Terms(on=MONDAY, lunch=None)).knowing(RICH)
    hours = "08:00", f"{14 + last}:00"
    found = programme.repair(max_changes=9, day=hours, pax=20)
    judged(found)
    best = next(size for size in range(len(ids), 0, -1) if any(
        _can_be_planned(subset, hours) for subset in combinations(ids, size)
    ))  # fmt: skip
    assert found.count <= len(ids) - best
    if found.count == 0:
        assert best == len(ids)


def _can_be_planned(ids: tuple[str, ...], hours: tuple[str, str]) -> bool:
    order = tuple(pairwise(ids))
    others = tuple(each.id for each in RICH.experiences if each.id not in ids and each.kind != "meal")
    goal = tp.Goal(must=ids, never=others, before=order, lunch=None, day=hours, villages=(1, 9), stops=(1, 9))
    try:
        tp.plan(RICH, goal, on=MONDAY)
    except tp.InfeasibleError:
        return False
    return True


def test_a_valid_programme_is_left_as_it_is() -> None:
    rows = [START, ("09:00", "visit", "bt-wheel", 75), ("10:30", "visit", "bt-market", 60),
            ("11:40", "meal", "bat-trang-lunch", 60), ("14:00", "visit", "vp-street", 75), HOME]  # fmt: skip
    found = day(*rows).repair(on=MONDAY)
    assert (found.count, found.moved) == (0, 0)
    assert {change.kind for change in found.changes} == {"kept"}


def test_lunch_is_added_kept_and_moved() -> None:
    rows = [START, ("09:00", "visit", "bt-wheel", 75), ("13:00", "visit", "vp-street", 75), HOME]
    found = day(*rows).repair(on=MONDAY)
    assert [change.kind for change in found.changes if change.counts] == ["added"]
    early = [
        START,
        ("09:00", "visit", "bt-wheel", 75),
        ("10:40", "meal", None, 60),
        ("13:00", "visit", "vp-street"),
        HOME,
    ]
    found = day(*early).repair(["lunch"], on=MONDAY)
    (meal,) = [line for line in found.programme.lines if line.kind == "meal"]
    assert (found.count, meal.id) == (0, "r3")
    assert time(11, 15) <= meal.begin <= time(13, 15)


def test_what_is_kept_stays_and_the_rest_gives_way() -> None:
    rows = [START, ("08:40", "visit", "bt-wheel", 75), ("10:00", "visit", "qpc-dinh", 60),
            ("11:15", "visit", "dt-show", 60), ("12:30", "visit", "pv-rattan", 90), HOME]  # fmt: skip
    programme = day(*rows)
    for keep in ("Quảng Phú Cầu", "dt-show", "phu vinh"):
        found = programme.repair([keep], 9, MONDAY, pax=20)
        judged(found)
        stay = {"Quảng Phú Cầu": "r3", "dt-show": "r4", "phu vinh": "r5"}[keep]
        assert stay in {line.id for line in found.programme.lines}
        assert 0 < found.count < 4


def test_a_stop_is_swapped_for_another_of_its_village_where_that_is_enough() -> None:
    rows = [
        START,
        ("09:00", "visit", "vp-weaving", 40),
        ("11:00", "visit", "bt-market", 60),
        ("12:05", "meal", None, 60),
    ]
    found = day(*rows).repair(on=MONDAY, pax=70)
    assert [(change.kind, change.after and change.after.experience) for change in found.changes if change.counts] == [
        ("swapped", "vp-street")
    ]
    with pytest.raises(tp.InfeasibleError, match="no change of this programme"):
        day(("09:00", "visit", "vp-weaving", 40)).repair(["vp-weaving"], on=MONDAY, pax=700)


def test_stops_change_places_where_a_door_is_open_in_the_morning_only() -> None:
    rows = [
        START,
        ("08:45", "visit", "ht-class", 90),
        ("13:30", "visit", "qpc-factory", 45),
        ("15:00", "visit", "qpc-dinh"),
    ]
    found = day(*rows).repair(["ha thai", "qpc-factory", "qpc-dinh"], on=MONDAY)
    judged(found)
    assert {change.kind for change in found.changes if change.counts} <= {"reordered", "added", "shortened"}


def test_the_coach_ban_moves_the_day_or_changes_the_coach() -> None:
    rows = [START, ("09:00", "visit", "bt-market", 60), ("10:30", "visit", "bt-wheel", 75), ("12:30", "meal", None, 60),
            ("15:00", "visit", "vp-street", 75), ("17:15", "drop-off", "hoan-kiem-old-quarter")]  # fmt: skip
    found = day(*rows).repair(on=MONDAY, pax=35, vehicle=tp.vehicles.coach45, travel=GeodesicTravel())
    judged(found, GeodesicTravel())
    assert found.programme.lines[0].begin > time(9)
    assert found.programme.lines[-1].begin < time(16)
    late = day(START, ("09:00", "visit", "bt-market", 60), ("14:30", "visit", "vp-street", 75), HOME)
    found = late.repair(
        ["Vạn Phúc", "bát tràng"], on=MONDAY, pax=35, vehicle=tp.vehicles.coach45, day=("07:00", "17:00")
    )
    judged(found)


def test_unknown_names_come_all_at_once_with_the_nearest() -> None:
    programme = day(START, ("09:00", "visit", "bt-market", 60), HOME)
    with pytest.raises(tp.GoalError, match="no line is 'Phú Vinh'") as caught:
        programme.repair(["Phú Vinh", "bat trag"], on=MONDAY)
    assert "no line is 'bat trag'; there are Bát Tràng" in str(caught.value)
    with pytest.raises(tp.GoalError, match="not after it starts"):
        programme.repair(on=MONDAY, day=("18:00", "8h"))


def test_the_difference_has_minutes_and_money() -> None:
    rows = [
        START,
        ("09:00", "visit", "vp-weaving", 40),
        ("10:00", "visit", "ht-class", 90),
        ("12:00", "meal", None, 60),
    ]
    found = day(*rows).repair(on=MONDAY, pax=45, max_changes=5)
    data = found.data()
    assert data["changes"] == found.count
    money = {change.before.id: change.vnd for change in found.changes if change.before}
    dropped = [change for change in found.changes if change.kind == "dropped"]
    assert all(
        money[change.before.id] == -45 * 200_000 for change in dropped if change.before and change.before.id == "r3"
    )
    assert str(found).splitlines()[0] == f"{found.count} changes, {found.moved} minutes moved" or found.count == 1
    assert "<table>" in found._repr_html_()
