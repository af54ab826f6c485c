"""Each kind of rule alone: what it finds in an itinerary, when, on what it rests, and what would do."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from rules_cases import CATALOGUE, later, tour, with_day, with_leg

from tourplanner.model import HANOI, Itinerary, Place, Text, TimeRange, vehicles
from tourplanner.rules import Law, LawFinding, judge_law
from tourplanner.rules.law import Access, Area, CoachBan, DriverHours, Holidays, LowEmissionZone
from tourplanner.rules.law.area import STEP_M, along, metres
from tourplanner.rules.law.driver_hours import driven, reached, stretches

LAW = Law.packaged()
MONDAY = date(2027, 3, 29)
NAME = Text(vi="quy định", en="a rule")
FACTS = {"id": "co.rule", "title": NAME, "source": "QĐ 1"}
LAKE = Place(lat=21.0318, lon=105.8521)
CITY = Area(name=Text(vi="phố", en="town"), polygons=(((21.0, 105.8), (21.1, 105.8), (21.1, 105.9), (21.0, 105.9)),))
RUSH = TimeRange(open=time(7), close=time(9))


def found(one: Itinerary, rule: str, law: Law = LAW, **given: object) -> list[LawFinding]:
    return [each for each in judge_law(one, law, **given) if each.rule == rule]  # type: ignore[arg-type]


def slow(one: Itinerary, *minutes: int) -> Itinerary:
    """The legs of the first day as long as this, stops and all that follows moved on; rests stay as they were."""
    legs, stops, shift = list(one.days[0].legs), list(one.days[0].stops), timedelta()
    for index, leg in enumerate(legs):
        wanted = {"seconds": 60 * minutes[index], "mode": "drive"} if index < len(minutes) else {}
        legs[index] = leg.replace(depart=leg.depart + shift, **wanted)
        shift = legs[index].arrive - leg.arrive
        if index < len(stops):
            stop = stops[index]
            stops[index] = stop.replace(arrive=stop.arrive + shift, begin=stop.begin + shift, end=stop.end + shift)
    return with_day(one, legs=tuple(legs), stops=tuple(stops), back=legs[-1].arrive)


# Coach bans


def test_a_45_seater_at_hoan_kiem_at_eight_is_barred_with_source_and_a_way_out() -> None:
    one = tour(("kk-goldleaf", "bt-market"), MONDAY)
    first, *_ = found(one, "vn.hanoi.coach_ban", vehicles=[vehicles.coach45])
    assert (first.day, first.at, first.subject) == (1, one.days[0].depart, "hoan-kiem-old-quarter")
    assert (first.source, first.since, first.severity) == ("QĐ 24/2020/QĐ-UBND", date(2020, 10, 20), "warning")
    assert first.standing == "press, not confirmed"
    assert [fix.get("en") for fix in first.fixes] == ["drive there from 09:01 on", "take 1 vehicle of 29 seats"]
    assert "→ drive there from 09:01 on; or take 1 vehicle of 29 seats [vn.hanoi.coach_ban: QĐ 24/2020" in str(first)


def test_smaller_or_later_or_earlier_law_is_free() -> None:
    one = tour(("kk-goldleaf", "bt-market"), MONDAY)
    assert found(one, "vn.hanoi.coach_ban", vehicles=[vehicles.coach29]) == []
    assert found(one, "vn.hanoi.coach_ban") == [], "twenty guests take a coach of 29 seats"
    at_ten = one.replace(days=(later(one.days[0], 120),))
    hits = found(at_ten, "vn.hanoi.coach_ban", vehicles=[vehicles.coach45])
    assert [each.at for each in hits if each.at and each.at.hour < 16] == []
    assert found(tour(("kk-goldleaf",), date(2020, 10, 19)), "vn.hanoi.coach_ban", vehicles=[vehicles.coach45]) == []


def test_the_hours_include_both_ends_and_the_way_back_counts_where_it_arrives() -> None:
    one = tour(("kk-goldleaf", "bt-market"), MONDAY)
    back = one.days[0].legs[-1]
    sixteen = back.arrive.replace(hour=16, minute=0, second=0)
    on_time = with_leg(one, 2, depart=sixteen - timedelta(seconds=back.seconds))
    hits = found(on_time, "vn.hanoi.coach_ban", vehicles=[vehicles.coach45])
    assert (hits[-1].at, hits[-1].subject) == (sixteen, "hoan-kiem-old-quarter")
    early = with_leg(one, 2, depart=sixteen - timedelta(seconds=back.seconds + 1))
    assert len(found(early, "vn.hanoi.coach_ban", vehicles=[vehicles.coach45])) == len(hits) - 1


def test_a_drawn_line_is_judged_where_it_leads() -> None:
    """Bát Tràng to Kiêu Kỵ never enters the town, unless its line makes a detour through it."""
    ban = CoachBan(**FACTS, seats=17, hours=(TimeRange(open=time(0), close=time(23)),), area=CITY)
    one, law = tour(("kk-goldleaf", "bt-market"), MONDAY), Law((ban,))
    outside = Place(lat=20.95, lon=105.85)
    start, stop = one.days[0].start, one.days[0].stops[0]
    assert ban.area.holds(LAKE)
    assert ban.met(one.days[0].legs[1], outside, outside) is None
    through = one.days[0].legs[1].replace(path=((20.95, 105.85), (21.05, 105.85), (20.95, 105.86)))
    moment, hours = ban.met(through, outside, outside) or (None, None)
    assert hours == ban.hours[0]
    assert moment is not None
    assert through.depart < moment < through.arrive
    assert (start.id, stop.experience.id) == ("hoan-kiem-old-quarter", "kk-goldleaf")
    assert judge_law(with_leg(one, 1, path=through.path), law)[-1].rule == "co.rule"


@given(st.floats(20.95, 21.15), st.floats(105.75, 105.95), st.integers(0, 1439), st.integers(60, 7200))
def test_a_leg_without_a_line_is_judged_at_its_ends(lat: float, lon: float, minute: int, seconds: int) -> None:
    ban = CoachBan(**FACTS, seats=17, hours=(RUSH,), area=CITY)
    depart = datetime(2027, 3, 29, minute // 60, minute % 60, tzinfo=HANOI)
    leg = tour(("kk-goldleaf",), MONDAY).days[0].legs[0].replace(depart=depart, seconds=seconds, path=())
    box, point = shapely.box(105.8, 21.0, 105.9, 21.1), shapely.Point(lon, lat)
    arrive = minute * 60 + seconds
    hit = [box.contains(point) and 7 * 3600 <= 60 * minute <= 9 * 3600, 7 * 3600 <= arrive <= 9 * 3600]
    assert (ban.met(leg, Place(lat=lat, lon=lon), LAKE) is not None) == any(hit)


def test_a_ban_may_hold_on_some_weekdays_only() -> None:
    ban = CoachBan(**FACTS, seats=17, hours=(RUSH,), weekdays=(1, 2, 3, 4, 5), area=CITY)
    assert ban.in_force(MONDAY)
    assert not ban.in_force(MONDAY - timedelta(1))
    assert Law((ban,)).on(MONDAY - timedelta(1)).coach_bans == ()
    assert ban.bars(LAKE, time(9)) == RUSH
    assert ban.bars(LAKE, time(9, 1)) is None
    assert ban.bars(Place(lat=20.9, lon=105.85), time(8)) is None


# Driving hours


def test_a_tour_is_judged_by_the_hours_of_its_date() -> None:
    """Eleven hours at the wheel with long rests: too many in June 2026, lawful in 2027."""
    visits = ("kk-goldleaf", "bt-kiln", "bt-wheel")
    before, after = (slow(tour(visits, on), 170, 170, 170, 170) for on in (date(2026, 6, 15), date(2027, 6, 14)))
    (over,) = found(before, "vn.driver_hours.day")
    assert over.message.get("en") == "one driver drives 11:20 h in a day, 10:00 h at most"
    assert (over.until, [fix.get("en") for fix in over.fixes]) == (date(2026, 7, 1), ["take a second driver"])
    assert found(after, "vn.driver_hours.day") == []
    assert found(before, "vn.driver_hours.stretch") == found(after, "vn.driver_hours.stretch") == []


def test_four_hours_at_a_stretch() -> None:
    one = slow(tour(("kk-goldleaf", "bt-market"), MONDAY), 241)
    (over,) = found(one, "vn.driver_hours.stretch")
    assert over.at == one.days[0].depart + timedelta(hours=4)
    assert over.fixes[0].get("en") == "rest 15 minutes before 12:00"
    assert found(slow(tour(("kk-goldleaf", "bt-market"), MONDAY), 240), "vn.driver_hours.stretch") == []
    assert found(one, "vn.driver_hours.stretch", vehicles=[]) == [], "nobody drives"


def test_forty_eight_hours_in_seven_days_until_july_2026() -> None:
    rule = LAW.rule("vn.driver_hours.week")
    assert isinstance(rule, DriverHours)
    day = [(8 * 3600, 15 * 3600)]
    assert list(rule.exceeded([day] * 6)) == []
    assert list(rule.exceeded([day] * 7)) == [(6, 14 * 3600, 49 * 3600)]
    assert list(rule.exceeded([[], *[day] * 6, [], day])) == []
    assert not rule.in_force(date(2026, 7, 1))


DRIVES = st.lists(st.tuples(st.integers(1, 7200), st.integers(0, 3600)), max_size=8)
"""How long each drive takes, and the rest before it."""


@given(DRIVES, st.integers(60, 3600))
def test_stretches_are_parted_by_rests_alone(drives: list[tuple[int, int]], rest: int) -> None:
    day, at = [], 0
    for length, pause in drives:
        day.append((at + pause, at + pause + length))
        at += pause + length
    parts = list(stretches(day, rest))
    assert [drive for part in parts for drive in part] == day
    assert all(two[0][0] - one[-1][1] >= rest for one, two in pairwise(parts))
    assert all(two[0] - one[1] < rest for part in parts for one, two in pairwise(part))
    for part in parts:
        assert reached(part, driven(part)) == part[-1][1]


@given(DRIVES, st.integers(2, 90), st.integers(1, 3600))
def test_a_stretch_is_as_long_as_a_clock_beside_the_driver_says(
    drives: list[tuple[int, int]], most: int, rest: int
) -> None:
    """Second by second: a counter of driving that only a long enough rest sets back to nothing."""
    rule = DriverHours(**FACTS, limit="stretch", minutes=most, rest_minutes=1 + rest // 60)
    day, at, counter, over = [], 0, 0, False
    for length, pause in drives:
        counter = 0 if pause >= 60 * rule.rest_minutes else counter
        day.append((at + pause, at + pause + length))
        at += pause + length
        counter += length
        over = over or counter > 60 * most
    assert bool(list(rule.exceeded([day]))) == over
    whole = DriverHours(**FACTS, limit="day", minutes=most)
    assert bool(list(whole.exceeded([day]))) == (sum(length for length, _ in drives) > 60 * most)


@given(st.lists(st.integers(0, 14 * 3600), max_size=12), st.integers(1, 60))
def test_a_week_is_any_seven_days(days: list[int], hours: int) -> None:
    rule = DriverHours(**FACTS, limit="week", minutes=60 * hours)
    found = list(rule.exceeded([[(3600, 3600 + seconds)] for seconds in days]))
    sums = [sum(days[max(0, last - 6) : last + 1]) for last in range(len(days))]
    assert bool(found) == any(each > 3600 * hours for each in sums)
    assert all(seconds == sums[index] > 3600 * hours for index, _, seconds in found)


# Low-emission zones, access, days off


def test_a_zone_bars_what_is_known_to_burn_fuel_below_the_level() -> None:
    one = tour(("kk-goldleaf", "bt-market"), MONDAY)
    old = vehicles.coach29.replace(euro=3)
    cars = "vn.hanoi.low_emission_zone.cars"
    (hit,) = found(one, cars, vehicles=[old])
    assert (hit.subject, hit.fixes[0].get("en")) == ("hoan-kiem-old-quarter", "take a vehicle of level 4 or better")
    for free in (vehicles.coach29, old.replace(euro=4), old.replace(fuel="electric"), old.replace(fuel="unknown")):
        assert found(one, cars, vehicles=[free]) == []
    moped = vehicles.coach29.replace(seats=2, guests=1, fuel="petrol")
    assert [each.rule for each in judge_law(one, LAW, [moped])] == ["vn.hanoi.low_emission_zone"]
    assert judge_law(tour(("kk-goldleaf", "bt-market"), date(2026, 6, 29)), LAW, [moped]) == ()


def test_a_zone_may_have_hours() -> None:
    zone = LowEmissionZone(**FACTS, vehicles=("car",), hours=(RUSH,), area=CITY)
    point = (LAKE.lat, LAKE.lon)
    assert zone.holds_at(point, time(9))
    assert not zone.holds_at(point, time(9, 1))
    assert not zone.holds_at((20.9, 105.85), time(8))


def test_a_village_that_a_coach_does_not_reach() -> None:
    one = tour(("ch-class",), MONDAY)
    (hit,) = found(one, "vn.access.chuong", vehicles=[vehicles.coach29])
    assert (hit.subject, hit.severity, hit.at) == ("chuong", "warning", one.days[0].stops[0].arrive)
    ways = [fix.get("en") for fix in hit.fixes]
    assert ways == ["take 2 vehicles of 16 seats", "park outside the village, then on foot"]
    assert found(one, "vn.access.chuong", vehicles=[vehicles.van16] * 2) == []


def test_what_to_arrange_names_parking_metres_and_minutes() -> None:
    gate = LAW.rule("vn.access.duong-lam")
    assert isinstance(gate, Access)
    assert gate.arrangement.get("en") == "park at the Mông Phụ gate, then on foot"
    known = gate.replace(last=gate.last.replace(metres=400, minutes=6))  # type: ignore[union-attr]
    assert known.arrangement.vi == "đỗ xe cổng làng Mông Phụ, rồi đi bộ (400 m, 6 phút)"
    assert known.arrangement.get("en") == "park at the Mông Phụ gate, then on foot (400 m, 6 min)"
    cart = LAW.rule("vn.access.bat-trang")
    assert isinstance(cart, Access)
    assert not cart.stops(45)
    assert "by electric cart" in cart.arrangement.get("en")


@pytest.mark.parametrize(
    ("on", "rule", "what"),
    [
        (date(2027, 4, 30), "vn.holidays", "Victory Day"),
        (date(2025, 5, 2), "vn.holidays.swaps_2025", "Day off swapped"),
        (date(2026, 1, 2), "vn.holidays.swaps_2026", "Day off swapped"),
        (date(2027, 11, 24), "vn.holidays.culture_day", "may be a day off"),
    ],
)
def test_a_day_off_by_law_or_by_swap(on: date, rule: str, what: str) -> None:
    (hit,) = found(tour(("kk-goldleaf", "bt-market"), on), rule)
    assert what in hit.message.get("en")
    assert hit.severity == "warning"


def test_the_swaps_of_2028_are_not_known_and_said_so_near_holidays_only() -> None:
    rule = LAW.rule("vn.holidays")
    assert isinstance(rule, Holidays)
    assert rule.unknown(date(2028, 5, 2))
    assert not rule.unknown(date(2028, 5, 15))
    assert not rule.unknown(date(2026, 5, 2))
    assert rule.unknown(date(2027, 12, 30)), "close to New Year"
    assert not rule.unknown(date(2028, 4, 30)), "a holiday whatever is decided"
    assert rule.unknown(date(2027, 9, 3)), "the day beside 2 September is only guessed"


# The whole judge


def test_a_day_beyond_knowledge_warns_once_for_each_rule() -> None:
    beyond = judge_law(tour(("kk-goldleaf", "bt-market"), date(2028, 3, 27)), LAW)
    assert [each.rule for each in beyond] == [
        "vn.hanoi.coach_ban", "vn.hanoi.old_quarter_ban", "vn.driver_hours.stretch",
    ]  # fmt: skip
    assert {each.severity for each in beyond} == {"warning"}
    assert "known until 2027-12-31 only, not for 2028-03-27" in beyond[0].message.get("en")
    assert judge_law(tour(("kk-goldleaf", "bt-market"), MONDAY), LAW) == ()


def test_confirmed_rules_make_errors_and_errors_come_first() -> None:
    one = slow(tour(("kk-goldleaf", "bt-market"), MONDAY), 241)
    sure = LAW.confirmed("vn.driver_hours.stretch", by="Vũ", on=date(2026, 12, 1))
    judged = judge_law(one, sure, [vehicles.coach45])
    assert (judged[0].rule, judged[0].severity) == ("vn.driver_hours.stretch", "error")
    assert judged[0].standing == "press, confirmed by Vũ on 2026-12-01"
    assert {each.severity for each in judged[1:]} == {"warning"}


# Areas


@given(st.floats(20.98, 21.12), st.floats(105.77, 105.92))
def test_areas_hold_what_shapely_says_they_hold(lat: float, lon: float) -> None:
    for rule in LAW.rules:
        area = getattr(rule, "area", None)
        if isinstance(area, Area):
            rings = [shapely.Polygon(ring) for ring in area.polygons]
            point = shapely.Point(lat, lon)
            if all(ring.boundary.distance(point) > 1e-9 for ring in rings):
                assert area.holds(Place(lat=lat, lon=lon)) == any(ring.contains(point) for ring in rings)


def test_packaged_areas_are_simple_and_hold_the_places_they_are_named_after() -> None:
    for rule in LAW.rules:
        for ring in getattr(getattr(rule, "area", None), "polygons", ()):
            assert shapely.Polygon(ring).is_valid
    starts = {start.id: start.place for start in CATALOGUE.starts}
    city = LAW.rule("vn.hanoi.coach_ban").area  # type: ignore[attr-defined]
    assert city.holds(starts["hoan-kiem-old-quarter"])
    assert not city.holds(CATALOGUE.village("bat-trang").place)


def test_a_circle_is_an_area_too_and_nothing_is_none() -> None:
    ring = Area(name=NAME, circle={"lat": 21.0, "lon": 105.8, "radius_m": 1_000})  # type: ignore[arg-type]
    assert ring.holds_point((21.0089, 105.8))
    assert not ring.holds_point((21.0091, 105.8))
    with pytest.raises(ValueError, match="a circle or polygons"):
        Area(name=NAME)


@given(st.lists(st.tuples(st.floats(20.9, 21.1), st.floats(105.8, 105.9)), min_size=2, max_size=6))
def test_points_along_a_line_are_close_together_and_in_order(path: list[tuple[float, float]]) -> None:
    points = list(along(path))
    assert (points[0][0], points[-1]) == (path[0], (path[-1], 1.0))
    assert set(path) <= {point for point, _ in points}
    for (one, before), (two, after) in pairwise(points):
        assert metres(one, two) <= 1.5 * STEP_M + 1
        assert before <= after + 1e-12
