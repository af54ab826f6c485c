"""Each rule of a programme alone: the fault it finds, where, and what it rests on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from programme_cases import RICH, SATURDAY, day

import tourplanner as tp
from tourplanner.errors import GoalError
from tourplanner.model import Place
from tourplanner.model.vehicles import fleet
from tourplanner.programme import Fault, Programme, Terms
from tourplanner.programme.faults import CODES, RULES
from tourplanner.rules.law import CoachBan, Law
from tourplanner.testing.small import small_itinerary
from tourplanner.travel import GeodesicTravel, HourlyTravel, usual_travel

MONDAY = SATURDAY + timedelta(days=9)
"""After the festival."""
BAN = "vn.hanoi.coach_ban"
SURE = Law.packaged().confirmed(*(rule.id for rule in Law.packaged().rules), by="Vũ", on=date(2026, 12, 1))
"""The packaged law, all of it confirmed by somebody."""
SLOW = HourlyTravel(GeodesicTravel(), {"00:00": 6.0})
OLD = tp.vehicles.van16.replace(fuel="diesel", euro=2)
FAR = [("10:00", "pick-up", "hoan-kiem-old-quarter"), ("18:00", "visit", "qpc-dinh")]
HOME = ("17:00", "drop-off", "hoan-kiem-old-quarter")
START = ("08:00", "pick-up", "hoan-kiem-old-quarter")


def faults(programme: Programme, code: str, **terms: Any) -> tuple[Fault, ...]:
    report = programme.check(terms.pop("on", MONDAY), **{"pax": 20, **terms})
    return tuple(fault for fault in report.faults if fault.code == code)


@pytest.mark.parametrize(
    ("rows", "terms", "code", "line", "subject"),
    [
        ([("09:00", "visit", "kk-goldleaf")], {"on": SATURDAY}, "E-CLOSED", "r1", "kk-goldleaf"),
        ([("09:00", "visit", "ht-studio")], {}, "E-CLOSED", "r1", "ht-studio"),
        ([("07:30", "visit", "vp-street")], {}, "E-EARLY", "r1", "vp-street"),
        ([("12:00", "visit", "vp-weaving")], {}, "E-EARLY", "r1", "vp-weaving"),
        ([("16:30", "visit", "vp-street", 75)], {}, "E-SHUT", "r1", "vp-street"),
        ([("11:00", "visit", "vp-weaving", 60)], {}, "E-SHUT", "r1", "vp-weaving"),
        ([("17:30", "visit", "vp-street", 60)], {}, "E-SHUT", "r1", "vp-street"),
        ([("09:30", "visit", "dt-show", 60)], {}, "E-START", "r1", "dt-show"),
        ([("09:30", "visit", "ht-studio", 60)], {"on": SATURDAY, "pax": 9}, "E-START", "r1", "ht-studio"),
        ([("09:00", "visit", "bt-market", 60), ("10:15", "visit", "qpc-dinh")], {}, "E-LATE", "r2", "r1"),
        ([("09:00", "visit", "bt-market", 60), ("09:45", "visit", "bt-wheel")], {}, "E-TWO", "r2", "r1"),
        ([("09:00", "visit", "vp-weaving", 40)], {"pax": 38}, "E-CAP", "r1", "vp-weaving"),
        ([("10:00", "visit", "ht-studio", 60)], {"on": SATURDAY, "pax": 10}, "E-CAP", "r1", "ht-studio"),
        ([("09:00", "visit", "pv-rattan", 90)], {"pax": 6}, "E-FEW", "r1", "pv-rattan"),
        ([("09:00", "visit", "qpc-factory", 45)], {"booked": MONDAY - timedelta(3)}, "E-LEAD", "r1", "qpc-factory"),
        ([START, ("09:00", "visit", "bt-market")], {"vehicle": tp.vehicles.van16}, "E-SEATS", "tour", "vehicles"),
        ([("09:00", "visit", "qd-embroidery")], {}, "E-ENV", "r1", "quat-dong"),
        ([START, ("09:30", "visit", "bt-market")], {"vehicle": tp.vehicles.coach35}, "W-BAN", "r1", BAN),
        ([START, ("09:30", "visit", "bt-market")], {"vehicle": tp.vehicles.coach35, "law": SURE}, "E-BAN", "r1", BAN),
        (FAR, {"vehicle": tp.vehicles.van16, "travel": SLOW}, "W-HOURS", "day-1", "vn.driver_hours.stretch"),
        (FAR, {"vehicle": tp.vehicles.van16, "travel": SLOW, "law": SURE}, "E-HOURS", "day-1",
         "vn.driver_hours.stretch"),
        (FAR, {"vehicle": OLD}, "W-LEZ", "r1", "vn.hanoi.low_emission_zone.cars"),
        (FAR, {"vehicle": OLD, "law": SURE}, "E-LEZ", "r1", "vn.hanoi.low_emission_zone.cars"),
        ([("09:00", "visit", "bt-market")], {"on": date(2028, 3, 27)}, "W-LAW", "day-1", "law"),
        ([("09:00", "visit", "bt-wheel", 60)], {}, "W-SHORT", "r1", "bt-wheel"),
        ([START, ("09:30", "visit", "bt-market"), HOME], {}, "W-LUNCH", "day-1", "lunch"),
        ([START, ("09:30", "meal", "bat-trang-lunch"), HOME], {}, "W-LUNCH", "day-1", "lunch"),
        ([("09:00", "visit", "bt-market")], {"on": SATURDAY}, "W-FEST", "r1", "bat-trang/festival"),
        ([("09:00", "visit", "bt-kiln")], {"on": SATURDAY + timedelta(1)}, "E-CLOSED", "r1", "bt-kiln"),
        ([("09:00", "visit", "bt-market")], {"on": date(2027, 4, 30)}, "W-TET", "day-1", "holiday"),
        ([("09:00", "visit", "bt-market")], {"on": date(2027, 2, 9)}, "W-TET", "day-1", "holiday"),
        ([("09:00", "visit", "vp-weaving")], {"languages": ["fr"]}, "W-LANG", "r1", "vp-weaving"),
        ([("09:00", "visit", "ch-class")], {"vehicle": tp.vehicles.coach29}, "W-ACCESS", "r1", "vn.access.chuong"),
        ([("09:00", "visit", "bt-market"), ("10:10", "visit", "bt-kiln")], {"walk_m": 9}, "W-WALK", "day-1", "walking"),
        ([("09:00", "visit", "ninh-so", 60)], {}, "N-VISIT", "r1", "ninh-so"),
        ([("09:00", "visit", "bt-market", 60)], {}, "N-FACT", "tour", "facts"),
        ([("09:00", "visit", "bt-kiln", 60)], {}, "N-PRICE", "tour", "prices"),
    ],
)  # fmt: skip
def test_a_rule_finds_its_fault(rows: list[Any], terms: dict[str, Any], code: str, line: str, subject: str) -> None:
    found = faults(day(*rows), code, **terms)
    assert [(fault.line, fault.subject) for fault in found] == [(line, subject)]


def test_every_code_is_tried_above_and_every_rule_is_listed() -> None:
    (mark,) = test_a_rule_finds_its_fault.pytestmark
    assert {case[2] for case in mark.args[1]} == set(CODES)
    assert len({rule.__doc__ for rule in RULES}) == len(RULES)


def test_a_good_day_has_no_errors_and_no_warnings() -> None:
    rows = [START, ("09:00", "visit", "bt-wheel", 75), ("10:30", "visit", "bt-market", 60),
            ("11:40", "meal", "bat-trang-lunch", 60), ("14:00", "visit", "vp-street", 75), HOME]  # fmt: skip
    report = day(*rows).check(MONDAY, pax=20, vehicle=tp.vehicles.coach29)
    assert report.errors == report.warnings == ()
    assert str(report).splitlines()[0] == "0 errors · 0 warnings · 1 note   Mon 29 Mar 2027 (22/2 âm lịch)"


def test_a_late_ride_says_when_it_arrives_and_how_long_the_road_is() -> None:
    (fault,) = faults(day(("09:00", "visit", "bt-market", 60), ("10:15", "visit", "qpc-dinh", 60)), "E-LATE")
    places = [RICH.village(id).place for id in ("bat-trang", "quang-phu-cau")]
    road = usual_travel(fleet(20)).on(MONDAY).matrix(places).leg_s(0, 1, 10 * 3600) // 60
    assert f"(road {road // 60}:{road % 60:02} at that hour, 0:15 planned)" in fault.message.en
    assert f"đường đi {road // 60}:{road % 60:02}" in fault.message.vi


RUSH = HourlyTravel(GeodesicTravel(), {"08:00": 2.5, "09:00": 1.0})
"""Two and a half times as long on the road at eight in the morning, as usual from nine on."""


def test_the_road_takes_as_long_as_it_does_at_that_hour() -> None:
    early = day(("08:00", "pick-up", "hoan-kiem-old-quarter"), ("08:50", "visit", "bt-market", 60))
    late = day(("09:00", "pick-up", "hoan-kiem-old-quarter"), ("09:50", "visit", "bt-market", 60))
    codes = [{fault.code for fault in each.check(MONDAY, travel=RUSH).errors} for each in (early, late)]
    assert codes == [{"E-LATE"}, set()]
    assert early.check(MONDAY).errors == ()


def test_the_coach_ban_is_judged_by_the_law_of_the_day() -> None:
    ban = Law.packaged().rule(BAN)
    assert isinstance(ban, CoachBan)
    rows = [START, ("09:30", "visit", "bt-market", 60)]
    (fault,) = faults(day(*rows), "W-BAN", vehicle=tp.vehicles.coach45)
    assert (fault.basis.rule, fault.basis.since, fault.basis.until) == (ban.id, date(2020, 10, 20), None)
    assert "QĐ 24/2020" in fault.basis.source
    assert {fix.kind for fix in fault.fixes} >= {"shift", "vehicle"}
    assert faults(day(*rows), "W-BAN", vehicle=tp.vehicles.coach29) == ()
    assert faults(day(*rows), "W-BAN", vehicle=tp.vehicles.coach45, on=date(2020, 10, 19)) == ()
    edge = day(("09:00", "pick-up", "hoan-kiem-old-quarter"), ("09:50", "visit", "bt-market", 60))
    assert len(faults(edge, "W-BAN", vehicle=tp.vehicles.coach45)) == 1
    assert not ban.area.holds(Place(lat=20.9747, lon=105.9127))


def test_what_only_the_press_supports_is_an_error_once_somebody_confirms_it() -> None:
    programme, terms = day(START, ("09:30", "visit", "bt-market", 60)), {"vehicle": tp.vehicles.coach45, "pax": 38}
    (warned,) = programme.check(MONDAY, **terms).warnings
    assert (warned.code, warned.basis.confidence) == ("W-BAN", "press, not confirmed")
    (error,) = programme.check(MONDAY, **terms, law=SURE).errors
    assert (error.code, error.basis.confidence) == ("E-BAN", "press, confirmed by Vũ on 2026-12-01")
    assert {fix.kind for fix in error.fixes} == {fix.kind for fix in warned.fixes}
    moved = programme.repair(on=MONDAY, **terms).programme
    assert programme.repair(on=MONDAY, **terms, law=SURE).programme == moved, "a repair keeps to it all the same"
    assert not moved.check().warnings


def test_a_long_day_is_judged_by_the_law_of_its_date() -> None:
    """Twelve hours at the wheel with a rest every four: forbidden until the daily limit ended on 1 July 2026."""
    rows = [("00:10", "pick-up", "hoan-kiem-old-quarter"), ("04:30", "visit", "qpc-dinh", 20),
            ("09:00", "visit", "bt-market", 20), ("18:00", "drop-off", "hoan-kiem-old-quarter")]  # fmt: skip
    slow = HourlyTravel(GeodesicTravel(), {"00:00": 4.2})
    before, after = (faults(day(*rows), "W-HOURS", on=on, travel=slow, vehicle=tp.vehicles.van16)
                     for on in (date(2026, 6, 30), date(2026, 7, 1)))  # fmt: skip
    assert "vn.driver_hours.day" in {fault.subject for fault in before}
    assert "vn.driver_hours.day" not in {fault.subject for fault in after}


def test_smaller_coaches_are_offered_with_what_they_cost_more() -> None:
    (fault,) = faults(day(START, ("09:30", "visit", "bt-market", 60)), "W-BAN", vehicle=tp.vehicles.coach45, pax=38)
    (fix,) = [fix for fix in fault.fixes if fix.kind == "vehicle"]
    assert fix.vnd == 2 * 2_400_000 - 3_750_000
    assert fix.apply().terms is not None
    assert [vehicle.id for vehicle in fix.apply().terms.vehicles] == ["coach29", "coach29"]


def test_a_party_too_large_is_shared_swapped_or_takes_turns() -> None:
    (fault,) = faults(day(("09:00", "visit", "vp-weaving", 40), ("14:00", "visit", "bt-market")), "E-CAP", pax=38)
    kinds = {fix.kind: fix.apply().line("r1") for fix in fault.fixes if fix.kind != "drop"}
    assert kinds["share"].beside == ("vp-street",)
    assert kinds["swap"].experience == "vp-street"
    assert (kinds["groups"].groups, kinds["groups"].whole) == (2, 80)


def test_what_the_operator_has_made_sure_of_is_not_said_again() -> None:
    programme = day(("09:00", "visit", "bt-kiln", 60))
    report = programme.check(SATURDAY)
    assert set(report.counts) == {"N-FACT", "N-PRICE", "W-FEST"}
    while report.faults:
        report = next(fix for fix in report.faults[0].fixes if fix.kind == "confirm").apply().check()
    assert report.terms.confirmed[0] == "bat-trang/festival"


def test_a_planned_tour_is_checked_like_a_written_one() -> None:
    tour = small_itinerary(RICH, "tour", MONDAY, ("kk-goldleaf", "bat-trang-lunch", "bt-wheel", "bt-market"))
    programme = Programme.of(tour, RICH)
    assert [line.kind for line in programme.lines] == ["pick-up", "visit", "meal", "visit", "visit", "drop-off"]
    assert programme.check(travel=GeodesicTravel()).errors == ()
    assert {fault.code for fault in programme.check(pax=30, travel=GeodesicTravel()).errors} == {"E-CAP"}


def test_bad_terms_come_all_at_once() -> None:
    programme = day(("09:00", "visit", "bt-market"))
    with pytest.raises(GoalError, match="on: '2027-13-01' is no date") as caught:
        programme.check("2027-13-01", pax=0, booked="x", vehicle="coach45")  # type: ignore[arg-type]
    for words in ("pax: 0", "booked: 'x'", "tp.vehicles.coach45"):
        assert words in str(caught.value)
    with pytest.raises(GoalError, match="say the day"):
        programme.check()
    with pytest.raises(GoalError, match="line r1: there is no village 'nowhere'"):
        day(("09:00", "visit", "nowhere")).check(MONDAY)


def test_the_report_reads_like_this() -> None:
    programme = day(START, ("09:00", "visit", "vp-weaving", 40), ("11:00", "meal", None, 60), HOME)
    text = str(programme.check("2027-03-20", pax=38, vehicle=tp.vehicles.coach45)).splitlines()
    assert text[0].startswith("1 error · 3 warnings · 1 note   Sat 20 Mar 2027 (13/2 âm lịch)")
    ban = next(at for at, line in enumerate(text) if line.startswith("W-BAN    08:00  Bờ Hồ"))
    assert "rule vn.hanoi.coach_ban (QĐ 24/2020/QĐ-UBND, since 2020-10-20, press, not confirmed)" in text[ban]
    assert text[ban + 1].strip().startswith("fix: ")


def test_texts_of_the_data_do_no_harm() -> None:
    evil = RICH.replace(villages=tuple(
        each.replace(name=each.name.replace(vi="<script>x</script>\x1b[31m")) for each in RICH.villages
    ))  # fmt: skip
    programme = day(START, ("09:00", "visit", "qd-embroidery", 40)).knowing(evil)
    report = programme.check(MONDAY, catalogue=evil)
    assert "<script" not in report._repr_html_() + programme._repr_html_()
    assert "\x1b" not in str(report) + str(programme)


def test_terms_are_kept_by_the_programme_a_fix_leads_to() -> None:
    report = day(("09:00", "visit", "kk-goldleaf")).check(SATURDAY, pax=7)
    fix = next(fix for fix in report.errors[0].fixes if fix.kind == "date")
    assert fix.apply().terms == Terms(on=SATURDAY + timedelta(1), party=tp.Party(adults=7))
