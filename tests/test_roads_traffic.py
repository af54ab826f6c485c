"""Roads by the hour: what ways are made of, tables against the exact integral, dates, and legs."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date, time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roads_cases import place, small_pack
from test_traffic import judge

import tourplanner as tp
from benchmarks.travel import hourly_trips
from tourplanner.errors import GoalError, UnknownIdError
from tourplanner.model import Place
from tourplanner.testing import small_catalogue
from tourplanner.travel import GeodesicTravel, RoadTravel, Traffic, TravelMatrix
from tourplanner.travel.roads import SPEEDS, VEHICLES, Speeds
from tourplanner.travel.traffic import DayKind

HANOI = Traffic.packaged("hanoi")
SMALL = replace(HANOI, centre=(21.0, 105.8), rings_m=(1_000.0, 2_500.0))
"""Rings that cut the small land's roads."""
MONDAY, SUNDAY, TET = date(2027, 3, 22), date(2027, 3, 21), date(2027, 2, 6)


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    return small_pack(tmp_path_factory.mktemp("roads"))


small = st.builds(Place, lat=st.floats(20.98, 21.05), lon=st.floats(105.79, 105.85), accuracy_m=st.integers(0, 900))
wide = st.builds(Place, lat=st.floats(20.75, 21.25), lon=st.floats(105.6, 106.1), accuracy_m=st.integers(0, 900))
lands = [("small", small), ("hanoi", wide)]


def over(land, request, **options):
    if land == "hanoi":
        return RoadTravel.packaged("hanoi", **options)
    return RoadTravel(request.getfixturevalue("pack"), traffic=SMALL, **options)


@pytest.mark.parametrize(("land", "where"), lands, ids=["small", "hanoi"])
@pytest.mark.parametrize("vehicle", VEHICLES)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_the_parts_of_a_way_add_up_to_all_of_it(land, where, vehicle, data, request):
    places = data.draw(st.lists(where, min_size=2, max_size=6))
    travel = over(land, request, vehicle=vehicle)
    found = travel.unrounded(places)
    parts, plain = found.parts(), replace(travel, traffic=None).unrounded(places)
    assert (found.weights == plain.weights).all()
    assert (parts.ring_ms.sum(axis=0) + parts.walk_ms == found.ms)[found.known].all()
    assert (parts.ring_ms >= 0)[:, found.known].all()
    assert (parts.walk_ms >= 0).all()
    assert (parts.walk_dm <= found.dm).all()
    assert len(parts.ring_ms) == (3 if travel.rush else 1)


def ring_metres(leg, traffic):
    """Metres of a leg's line in each ring, measured in steps of some metres along the line that is drawn."""
    found = np.zeros(len(traffic.rings_m) + 1)
    for stretch in leg.stretches:
        points = np.array(stretch.points)
        drawn = [np.hypot(*((b - a) * [111_195, 111_195 * np.cos(np.radians(a[0]))])) for a, b in pairwise(points)]
        for (a, b), length in zip(pairwise(points), drawn, strict=True):
            share = (np.arange(50) + 0.5)[:, None] / 50
            on = a + share * (b - a)
            true = length * stretch.metres / max(sum(drawn), 1e-9)
            found += np.bincount(traffic.rings(*on.T), minlength=len(found)) * true / 50
    return found


at_crossings = st.sampled_from("ABCDEHIK").map(place)


@pytest.mark.parametrize(("land", "where"), [("small", at_crossings), ("hanoi", wide)], ids=["small", "hanoi"])
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_the_time_in_each_ring_is_that_of_the_line_that_is_drawn(land, where, data, request):
    """With one speed everywhere, time in a ring is distance in it; roads that cut a radius are split by their line."""
    steady = Speeds(dict.fromkeys(SPEEDS["car"].kmh, 36.0), daytime=1.0, access_kmh=36.0)
    ends = data.draw(st.lists(where, min_size=2, max_size=2))
    travel = over(land, request, speeds=steady)
    leg, parts = travel.leg(*ends), travel.unrounded(ends).parts()
    if leg.mapped and not travel.matrix(ends).walked[0, 1]:
        metres = ring_metres(leg, travel.traffic)
        # Access ways count whole where their place is; of a road that is used in part, each part as all of it.
        least = 210 if land == "small" else 1_000
        assert parts.ring_ms[:, 0, 1] / 100 == pytest.approx(metres, abs=0.02 * metres.sum() + least)


@pytest.mark.parametrize(("land", "where"), lands, ids=["small", "hanoi"])
@pytest.mark.parametrize("traffic", [True, False])
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_metres_on_foot_are_those_of_the_leg(land, where, traffic, data, request):
    places = data.draw(st.lists(where, min_size=2, max_size=4))
    travel = over(land, request, vehicle="coach")
    travel = travel if traffic else replace(travel, traffic=None)
    matrix = travel.matrix(places)
    for at, leg in enumerate(travel.legs(places)):
        assert matrix.walk_m[at, at + 1] == pytest.approx(leg.walked_m, abs=1.01)


@pytest.mark.parametrize("vehicle", VEHICLES)
@settings(max_examples=8, deadline=None)
@given(
    places=st.lists(wide, min_size=2, max_size=3),
    depart=st.integers(5 * 60, 22 * 60),
    day=st.sampled_from([MONDAY, TET]),
)
def test_tables_are_the_exact_integral_within_two_minutes_and_never_a_minute_short(vehicle, places, depart, day):
    """One minute for the straight lines between the tables, one for rounding up."""
    travel = RoadTravel.packaged("hanoi", vehicle=vehicle).on(day)
    matrix, parts = travel.matrix(places), travel.unrounded(places).parts()
    guess = travel.estimate.matrix(places)
    factors = HANOI.table(HANOI.kind(day), travel.pace.exposure)
    for pair in np.ndindex(matrix.seconds.shape):
        if guess.walked[pair]:
            assert matrix.leg_s(*pair, 60 * depart) == guess.seconds[pair]
            continue
        ring_s = parts.ring_ms[:, *pair] / 1000
        driven = judge(HANOI.clocks, factors, ring_s, 60 * depart, 5.0) if len(ring_s) == 3 else float(ring_s.sum())
        exact = max(driven + parts.walk_ms[pair] / 1000 + guess.padding_s[pair], 300)
        assert -61 <= matrix.leg_s(*pair, 60 * depart) - exact <= 121


def test_away_from_the_rush_a_leg_takes_what_it_takes_by_day():
    region = [Place(lat=21.0287, lon=105.8524), Place(lat=20.9747, lon=105.9127), Place(lat=21.1570, lon=105.5020)]
    hourly, plain = RoadTravel.packaged("hanoi"), RoadTravel.packaged("hanoi", traffic=None)
    by_hour, by_day = hourly.matrix(region), plain.matrix(region)
    for origin, target in np.ndindex(by_day.seconds.shape):
        assert by_hour.leg_s(origin, target, 10 * 3600) == by_day.seconds[origin, target]
        assert by_hour.leg_s(origin, target, 8 * 3600) >= by_day.seconds[origin, target]
    assert by_hour.leg_s(0, 1, 17 * 3600) > 1.2 * by_day.seconds[0, 1]
    assert (by_hour.metres == by_day.metres).all()
    assert hourly.courses(region) == plain.courses(region)
    assert "giờ cao điểm: ước tính, ±25 %" in hourly.basis
    assert "by the hour: estimate, ±25 %" in hourly.basis
    assert "giờ" not in plain.basis


def test_a_leg_says_what_it_takes_at_an_hour():
    ends = [Place(lat=21.0287, lon=105.8524), Place(lat=20.9747, lon=105.9127)]
    travel = RoadTravel.packaged("hanoi")
    matrix = travel.matrix(ends)
    assert travel.leg(*ends, time(8, 7, 30)).seconds == matrix.leg_s(0, 1, 8 * 3600 + 450)
    assert travel.leg(*ends).seconds == matrix.leg_s(0, 1, 11 * 3600)
    assert travel.leg(*ends, time(8)).stretches == travel.leg(*ends).stretches


def test_dates_of_one_kind_are_equal_values():
    travel = RoadTravel.packaged("hanoi")
    assert travel.on(MONDAY) == travel == travel.on(date(2027, 3, 23))
    assert hash(travel.on(SUNDAY)) == hash(travel.on(date(2027, 3, 14)))
    assert travel.on(SUNDAY) == travel.on(date(2027, 4, 30)) != travel.on(TET)
    assert (travel.on(SUNDAY).day, travel.on(TET).on(MONDAY).day) == ("sunday", "workday")
    plain = RoadTravel.packaged("hanoi", traffic=None)
    assert plain.on(TET) is plain
    ends = [Place(lat=21.0287, lon=105.8524), Place(lat=20.9747, lon=105.9127)]
    rush = [travel.on(day).matrix(ends).leg_s(0, 1, 8 * 3600) for day in (TET, SUNDAY, MONDAY)]
    assert rush == sorted(set(rush))
    with pytest.raises(UnknownIdError, match="there is no kind of day 'monday'"):
        RoadTravel.packaged("hanoi", day="monday")


def test_traffic_belongs_to_the_value(pack):
    travel = RoadTravel(pack, traffic=SMALL, day="tet")
    sent = pickle.loads(pickle.dumps(travel))
    places = [place("A"), place("C"), place("K")]
    assert (sent.matrix(places).by_hour == travel.matrix(places).by_hour).all()
    assert RoadTravel(pack).traffic is None
    assert RoadTravel.packaged("hanoi").traffic is HANOI


@pytest.mark.parametrize("vehicle", ["car", "coach"])
def test_one_factor_everywhere_and_always_multiplies_what_is_driven(pack, vehicle):
    """No radii, one clock: times by day without walks, half as long again."""
    steady = Traffic("x", (21.0, 105.8), (), (0,), (DayKind("workday", ((1.5,),)),))
    places = [place(name) for name in "ACGIK"]
    found = RoadTravel(pack, vehicle=vehicle, traffic=steady)
    plain = RoadTravel(pack, vehicle=vehicle).unrounded(places)
    matrix, walked_s = found.matrix(places), found.unrounded(places).parts().walk_ms / 1000
    exact = np.maximum(1.5 * (plain.ms / 1000 - walked_s) + walked_s, 300)
    off = (matrix.seconds - exact)[~matrix.walked]
    assert ((off > -0.01) & (off < 60)).all()
    assert matrix.hours.tolist() == [5 * 3600, 22 * 3600]
    assert (walked_s > 0).any() == (vehicle == "coach")


def test_who_meets_no_traffic_has_one_time(pack):
    places = [place("A"), place("C")]
    for vehicle in ("bicycle", "walking"):
        travel = RoadTravel(pack, vehicle=vehicle, traffic=SMALL)
        assert not travel.matrix(places).is_hourly
        assert "estimate" not in travel.basis
    motorbike, car = (RoadTravel.packaged("hanoi", vehicle=each) for each in ("motorbike", "car"))
    ends = [Place(lat=21.0287, lon=105.8524), Place(lat=20.9747, lon=105.9127)]
    slower = []
    for travel in (motorbike, car):
        matrix = travel.matrix(ends)
        slower.append(matrix.leg_s(0, 1, 8 * 3600) / matrix.leg_s(0, 1, 10 * 3600))
    assert 1 < slower[0] < slower[1]


def test_outside_the_area_half_of_each_end_s_factor_counts():
    near, far = Place(lat=21.0287, lon=105.8524), Place(lat=21.9, lon=105.8524)
    travel = RoadTravel.packaged("hanoi")
    matrix, guess = travel.matrix([near, far]), GeodesicTravel().matrix([near, far])
    assert matrix.estimated[0, 1]
    assert abs(matrix.leg_s(0, 1, 10 * 3600 + 900) - guess.seconds[0, 1]) <= 60
    half = int(guess.seconds[0, 1]) / 2
    exact = judge(HANOI.clocks, HANOI.table("workday"), [half, 0, half], 7 * 3600)
    assert abs(matrix.leg_s(0, 1, 7 * 3600) - exact) <= 120


def test_a_pair_s_times_are_its_own_however_many_places_there_are():
    """What plans a region and what judges a day ask for different places."""
    chance = np.random.default_rng(5)
    many = [Place(lat=a, lon=b) for a, b in chance.uniform((20.95, 105.75), (21.08, 105.92), (420, 2))]
    travel = RoadTravel.packaged("hanoi", reach_m=50_000, within_s=420.0)
    whole, part = travel.matrix(many), travel.matrix(many[:5])
    assert (whole.hours == part.hours).all()
    assert (whole.by_hour[:, :5, :5] == part.by_hour).all()
    assert whole.by_hour.dtype == np.int32


def test_fewer_tables_where_less_is_asked(pack):
    places = [place("A"), place("K")]
    fine, coarse = (RoadTravel.packaged("hanoi", within_s=each).matrix(places) for each in (45.0, 420.0))
    assert len(coarse.hours) < len(fine.hours) / 3
    for hour in range(5 * 3600, 22 * 3600, 600):
        assert abs(coarse.leg_s(0, 1, hour) - fine.leg_s(0, 1, hour)) <= 420 + 45 + 60
    with pytest.raises(GoalError, match="0 s is no tolerance above 0; the default is 45"):
        RoadTravel(pack, within_s=0)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"walk_m": np.zeros((1, 2), np.int64)}, r"travel walk_m: one for each pair is needed, \(2, 2\), not \(1, 2\)"),
        ({"walk_m": np.full((2, 2), 9)}, "walk_m: whole metres are needed, from 0 to the metres"),
        ({"walk_m": np.zeros((2, 2))}, "walk_m: whole metres"),
        ({"spread": np.full((2, 2), -0.1)}, "spread: shares from 0"),
        ({"spread": np.full(2, 0.1)}, "spread: one for each pair"),
    ],
)
def test_metres_on_foot_and_spread_fit_the_matrix(fault, told):
    none = np.zeros((2, 2), np.int64)
    with pytest.raises(ValueError, match=told):
        TravelMatrix(none, none + 1 - np.eye(2, dtype=np.int64), none, none > 0, **fault)


def test_without_a_word_what_is_walked_is_on_foot_and_a_quarter_is_the_spread():
    none, walked = np.zeros((2, 2), np.int64), np.array([[True, False], [True, True]])
    matrix = TravelMatrix(none, none + 5, none, walked)
    assert matrix.walk_m.tolist() == [[5, 0], [5, 5]]
    assert (matrix.spread == 0.25).all()


def test_a_plan_by_the_hour_is_judged_by_the_hour():
    travel = RoadTravel.packaged("hanoi", vehicle="van")
    tour = tp.plan(small_catalogue(), tp.Goal(must=("dao-thuc",)), on="2027-03-22", travel=travel)
    assert tp.check(tour, travel) == ()
    assert {finding.rule for finding in tp.check(tour, replace(travel, traffic=None))} == {"road"}


def test_published_trips_are_met_within_a_quarter_away_from_the_rush():
    for row in hourly_trips():
        for clock in ("09:30", "10:00"):
            assert abs(row[f"difference % at {clock}"]) <= 25, row
