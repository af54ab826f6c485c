"""The default travel times against their own formula, and against published trips from the Old Quarter."""

from math import acos, ceil, cos, radians, sin, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tourplanner.model import Place
from tourplanner.travel import GeodesicTravel
from tourplanner.travel.geodesic import great_circle_m, whole

TRAVEL = GeodesicTravel()
OLD_QUARTER = Place(lat=21.0318, lon=105.8521)
# lat, lon; minutes quoted by operators and press; road kilometres by OpenStreetMap (August 2021); published kilometres.
TRIPS = {
    "Bát Tràng": (20.9747, 105.9127, 35, 14.0, (13, 20)),
    "Hạ Thái": (20.9010, 105.8740, 30, None, None),
    "Đường Lâm": (21.1597, 105.4695, 90, 45.7, (44, 65)),
    "Đào Thục": (21.1540, 105.9090, 45, None, None),
    "Phú Vinh": (20.9080, 105.6420, 58, 26.4, (27, 30)),
    "Quảng Phú Cầu": (20.7330, 105.8160, None, 35.6, (35, 35)),
}
lat, lon = st.floats(20.5, 21.4), st.floats(105.3, 106.1)
place = st.builds(Place, lat=lat, lon=lon, accuracy_m=st.integers(0, 3000))


def between(one, other, travel=TRAVEL):
    matrix = travel.matrix([one, other])
    return tuple(array[0, 1].item() for array in (matrix.seconds, matrix.metres, matrix.padding_s, matrix.walked))


def law_of_cosines_km(one, other):
    """The great circle by another formula."""
    a, b = radians(one.lat), radians(other.lat)
    inner = sin(a) * sin(b) + cos(a) * cos(b) * cos(radians(one.lon - other.lon))
    return 6371.0088 * acos(min(1.0, inner))


@settings(max_examples=80, deadline=None)
@given(place, place)
def test_drives_by_the_published_formula(one, other):
    km = law_of_cosines_km(one, other)
    if not 0.5 < km < 120:
        return
    seconds, metres, padding, walked = between(one, other)
    spread = sqrt((one.accuracy_m**2 + other.accuracy_m**2) / 2)
    assert not walked
    assert padding == pytest.approx(spread * 1.29 / 20 * 3.6, abs=1.01)
    assert metres == pytest.approx(1290 * km + 620, abs=2)
    assert seconds / 60 == pytest.approx(max(5, 3.46 * 1.35 * km**0.792 + padding / 60), abs=1.01)


@pytest.mark.parametrize("trip", TRIPS)
def test_published_trips_are_met_within_a_third(trip):
    lat, lon, quoted, road_km, published = TRIPS[trip]
    seconds, metres, _, _ = between(OLD_QUARTER, Place(lat=lat, lon=lon))
    if quoted:
        # A formula for the whole region, ±25 % for traffic alone: straight main roads are the worst case.
        assert seconds / 60 == pytest.approx(quoted, rel=0.35)
    if road_km:
        assert metres / 1000 == pytest.approx(road_km, rel=0.3)
        assert published[0] * 0.9 <= metres / 1000 <= published[1] * 1.3


def test_the_trips_are_right_on_average():
    quoted = {trip: row for trip, row in TRIPS.items() if row[2]}
    ratios = [between(OLD_QUARTER, Place(lat=r[0], lon=r[1]))[0] / 60 / r[2] for r in quoted.values()]
    assert sum(ratios) / len(ratios) == pytest.approx(1, abs=0.15)


@settings(max_examples=60, deadline=None)
@given(st.lists(place, min_size=2, max_size=6))
def test_there_is_as_far_as_back(places):
    matrix = TRAVEL.matrix(places)
    for array in (matrix.seconds, matrix.metres, matrix.padding_s, matrix.walked):
        assert (array == array.T).all()


@settings(max_examples=60, deadline=None)
@given(st.lists(place, min_size=1, max_size=6))
def test_minutes_are_whole(places):
    assert not (TRAVEL.matrix(places).seconds % 60).any()


@settings(max_examples=60, deadline=None)
@given(place, place, st.integers(0, 4000))
def test_a_vaguer_place_is_never_nearer(one, other, more):
    vaguer = one.replace(accuracy_m=one.accuracy_m + more)
    before, after = between(one, other), between(vaguer, other)
    assert after[0] >= before[0]
    assert after[2] >= before[2]
    assert after[1] == before[1]


@settings(max_examples=40, deadline=None)
@given(place, st.floats(0.01, 0.5), st.floats(0.01, 0.5), st.floats(0, 6.28))
def test_farther_takes_no_less(one, near, far, angle):
    near, far = sorted((near, far))
    exact = Place(lat=one.lat, lon=one.lon)
    points = [Place(lat=one.lat + r * sin(angle), lon=one.lon + r * cos(angle)) for r in (near, far)]
    assert between(exact, points[0])[:2] <= between(exact, points[1])[:2]


def test_next_door_is_walked():
    here = Place(lat=21.0, lon=105.8)
    door = Place(lat=21.0 + 399 / 111_195, lon=105.8)
    beyond = Place(lat=21.0 + 401 / 111_195, lon=105.8)
    seconds, metres, _, walked = between(here, door)
    assert walked
    assert metres == pytest.approx(399 * 1.29, abs=2)
    assert seconds == 60 * ceil(metres / (4 / 3.6) / 60)
    assert not between(here, beyond)[3]


def test_two_stops_in_one_place_take_a_few_minutes():
    here = Place(lat=21.0, lon=105.8, accuracy_m=400)
    seconds, metres, padding, walked = between(here, here)
    assert (metres, walked) == (0, True)
    assert padding == ceil(400 * 1.29 / 20 * 3.6)
    assert padding <= seconds <= 600


def test_the_ends_of_the_earth_are_half_its_girth_apart():
    ends = np.array([[lat, lon] for lat in np.linspace(-90, 90, 41) for lon in (0.0, 13.7)])
    both = np.concatenate([ends, np.stack([-ends[:, 0], ends[:, 1] - 180], axis=1)])
    metres = great_circle_m(both[:, 0], both[:, 1])
    assert np.isfinite(metres).all()
    half = len(ends)
    assert metres[np.arange(half), np.arange(half) + half] == pytest.approx(np.pi * 6_371_008.8, rel=1e-7)


@pytest.mark.parametrize(("value", "rounded"), [(0.0, 0), (1e-9, 0), (0.5, 1), (3.0, 3), (3.0000001, 3), (3.1, 4)])
def test_rounding_up_forgives_the_last_bit(value, rounded):
    assert whole(np.array([value])).tolist() == [rounded]
