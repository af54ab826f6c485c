"""What every source of travel times keeps, whatever it rests on."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roads_cases import MAINLAND, small_pack
from routing_server import Loopback, plane
from timetable_cases import BOAT, FERRY, Banks

from tourplanner.errors import NoRouteError
from tourplanner.model import Place
from tourplanner.travel import (
    GeodesicTravel,
    HourlyTravel,
    RoadTravel,
    RoutedTravel,
    Traffic,
    TravelMatrix,
    TravelTimes,
    courses,
)
from tourplanner.travel.remote import graphhopper, openrouteservice, osrm, valhalla
from tourplanner.travel.timetable import TimetableTravel


class Ferry:
    """A source written against the protocol alone: a plane, a river at 105.9 E, and a boat in one direction."""

    basis, attribution = "a plane with a river", "© the boatman"

    def matrix(self, places):
        here = np.array([(place.lat, place.lon) for place in places], dtype=float).reshape(-1, 2)
        apart = np.abs(here[:, None] - here).sum(axis=2)
        metres = np.rint(apart * 111_000).astype(np.int64)
        against = (here[:, None, 1] > 105.9) & (here[None, :, 1] <= 105.9)
        if len(places) > 9:
            raise NoRouteError("the quay", "the other side", "the boat takes nine")
        seconds = 60 * (metres // 500) + 600 * against
        np.fill_diagonal(seconds, 0)
        return TravelMatrix(seconds.astype(np.int64), metres, np.zeros_like(metres), np.zeros_like(against))


def _small():
    """A dozen roads; most places at random lie outside their area."""
    with TemporaryDirectory() as folder:
        return small_pack(Path(folder), MAINLAND)


SERVER = Loopback(plane)
OSRM = osrm(SERVER.url, profile="car")
SOURCES = {
    "geodesic": GeodesicTravel(),
    "no walking": GeodesicTravel(walk_within_m=0.0),
    "slow": GeodesicTravel(minutes_at_1_km=12.0, exponent=1.0, detour=2.0),
    "ferry": Ferry(),
    "by the hour": HourlyTravel(GeodesicTravel(), {"06:30": 1.0, "08:00": 1.5, "09:30": 1.0, "17:00": 1.4}),
    "steep": HourlyTravel(Ferry(), {"08:00": 9.0, "08:01": 0.2, "12:00": 3.0, "12:10": 0.5}),
    "by the hour twice": HourlyTravel(HourlyTravel(GeodesicTravel(), {"08:00": 1.5, "09:00": 1.0}), {"08:30": 2.0}),
    "one factor": HourlyTravel(GeodesicTravel(), {"08:00": 1.25}),
    # Places at random lie in forests and mountains too.
    "roads": RoadTravel.packaged("hanoi", reach_m=50_000),
    "coach roads": RoadTravel.packaged("hanoi", vehicle="coach", reach_m=50_000),
    "on foot": RoadTravel.packaged("hanoi", vehicle="walking", reach_m=50_000),
    "small roads": RoadTravel(_small(), reach_m=50_000),
    "a boat there": TimetableTravel(GeodesicTravel(), BOAT, by=[("ben-trong", "ben-ngoai")], reach_m=40_000),
    "a boat where it is quicker": TimetableTravel(GeodesicTravel(), BOAT, everywhere=True, reach_m=30_000, ahead_s=0),
    "a ferry and no bridge": TimetableTravel(Banks(), FERRY),
    "an island": TimetableTravel(GeodesicTravel(), FERRY, islands=["bo-dong"], reach_m=40_000, step_s=300),
    "car without traffic": RoadTravel.packaged("hanoi", traffic=None, reach_m=50_000),
    "coach without traffic": RoadTravel.packaged("hanoi", vehicle="coach", traffic=None, reach_m=50_000),
    "van": RoadTravel.packaged("hanoi", vehicle="van", reach_m=50_000),
    "motorbike": RoadTravel.packaged("hanoi", vehicle="motorbike", reach_m=50_000),
    "bicycle": RoadTravel.packaged("hanoi", vehicle="bicycle", reach_m=50_000),
    "car before Tết": RoadTravel.packaged("hanoi", day="before-tet", reach_m=50_000),
    "small roads with traffic": RoadTravel(_small(), traffic=Traffic.packaged(), reach_m=50_000),
    "roads by the hour": HourlyTravel(RoadTravel.packaged("hanoi", reach_m=50_000), {"08:00": 1.5, "09:30": 1.0}),
    "osrm": RoutedTravel(OSRM),
    "osrm without walks": RoutedTravel(OSRM, vehicle="coach", routed_as="car", near=GeodesicTravel(walk_within_m=0.0)),
    "osrm by the hour": HourlyTravel(RoutedTravel(OSRM), {"08:00": 1.5, "09:30": 1.0}),
    "valhalla": RoutedTravel(valhalla(SERVER.url), vehicle="coach"),
    "openrouteservice": RoutedTravel(openrouteservice(base_url=SERVER.url), vehicle="walking"),
    "graphhopper": RoutedTravel(graphhopper(base_url=SERVER.url), vehicle="bicycle"),
}
place = st.builds(
    Place,
    lat=st.floats(20.4, 21.6, allow_nan=False),
    lon=st.floats(105.2, 106.7, allow_nan=False),
    accuracy_m=st.integers(0, 5000),
)
places = st.lists(place, max_size=7)


def arrays(matrix):
    return {name: getattr(matrix, name) for name in ("seconds", "metres", "padding_s", "walked", "walk_m")}


@pytest.mark.parametrize("source", SOURCES)
def test_says_what_it_rests_on(source):
    travel: TravelTimes = SOURCES[source]
    assert isinstance(travel.basis, str)
    assert travel.basis
    assert isinstance(travel.attribution, str)


@pytest.mark.parametrize("source", SOURCES)
@settings(max_examples=40, deadline=None)
@given(places=places)
def test_is_square_whole_and_never_negative(source, places):
    matrix = SOURCES[source].matrix(places)
    n = len(places)
    for name, array in arrays(matrix).items():
        assert array.shape == (n, n), name
        assert array.dtype == (np.bool_ if name == "walked" else np.int64), name
        if name != "walked":
            assert (array >= 0).all(), name
            assert not np.diagonal(array).any(), name
    assert (matrix.seconds >= matrix.padding_s).all()
    assert (matrix.walk_m <= matrix.metres).all()
    assert (matrix.walk_m == matrix.metres)[matrix.walked].all()
    assert matrix.spread.shape == (n, n)
    assert ((matrix.spread > 0) & (matrix.spread < 1)).all()


@pytest.mark.parametrize("source", SOURCES)
@settings(max_examples=15, deadline=None)
@given(places=places, departs=st.tuples(st.integers(0, 90_000), st.integers(0, 90_000)))
def test_who_leaves_later_never_arrives_earlier(source, places, departs):
    matrix, (early, late) = SOURCES[source].matrix(places), sorted(departs)
    for origin, target in np.ndindex(matrix.seconds.shape):
        assert early + matrix.leg_s(origin, target, early) <= late + matrix.leg_s(origin, target, late)
        assert matrix.seconds[origin, target] <= matrix.leg_s(origin, target, early)


@pytest.mark.parametrize("source", SOURCES)
@settings(max_examples=25, deadline=None)
@given(places=places, seed=st.randoms(use_true_random=False))
def test_a_pair_s_times_depend_on_the_pair_alone(source, places, seed):
    travel = SOURCES[source]
    order = list(range(len(places)))
    seed.shuffle(order)
    order = order[: len(places) // 2 + 1]
    whole, part = travel.matrix(places), travel.matrix([places[index] for index in order])
    for name, array in arrays(whole).items():
        assert (getattr(part, name) == array[np.ix_(order, order)]).all(), name
    hours = np.union1d(part.hours, whole.hours)
    departs = np.union1d(np.concatenate([hours, hours + 1]), (hours[1:] + hours[:-1]) // 2)
    for row, origin in enumerate(order):
        for column, target in enumerate(order):
            assert (part.legs_s(row, column, departs) == whole.legs_s(origin, target, departs)).all()


@pytest.mark.parametrize("source", SOURCES)
@settings(max_examples=25, deadline=None)
@given(places=places, departs=st.lists(st.integers(0, 86_400), min_size=2))
def test_who_leaves_later_is_never_there_earlier_and_no_leg_takes_less_than_its_least(source, places, departs):
    matrix, departs = SOURCES[source].matrix(places), sorted(departs)
    for origin in range(len(places)):
        for target in range(len(places)):
            arrivals = [depart + matrix.leg_s(origin, target, depart) for depart in departs]
            assert arrivals == sorted(arrivals)
            assert min(map(int.__sub__, arrivals, departs)) >= matrix.seconds[origin, target]
            assert (matrix.legs_s(origin, target, np.array(departs)) + departs == arrivals).all()


@pytest.mark.parametrize("source", SOURCES)
@settings(max_examples=15, deadline=None)
@given(places=places)
def test_keeps_no_state_between_calls(source, places):
    travel = SOURCES[source]
    first = arrays(travel.matrix(places))
    travel.matrix(places[:1])
    assert all((first[name] == array).all() for name, array in arrays(travel.matrix(places)).items())


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("count", [0, 1])
def test_no_places_and_one_place(source, count):
    matrix = SOURCES[source].matrix([Place(lat=21.0, lon=105.8, accuracy_m=400)] * count)
    assert all(array.shape == (count, count) for array in arrays(matrix).values())
    assert not matrix.seconds.any()
    assert matrix.by_hour.shape == (len(matrix.hours), count, count)


def test_what_cannot_be_travelled_is_named():
    with pytest.raises(NoRouteError, match="from the quay to the other side: the boat takes nine") as caught:
        SOURCES["ferry"].matrix([Place(lat=21.0, lon=105.8)] * 10)
    assert (caught.value.origin, caught.value.destination) == ("the quay", "the other side")


@pytest.mark.parametrize("source", SOURCES)
@settings(max_examples=15, deadline=None)
@given(places=places)
def test_a_course_leads_from_each_place_to_the_next_or_is_empty(source, places):
    drawn = courses(SOURCES[source], places)
    assert len(drawn) == max(0, len(places) - 1)
    for course, origin, target in zip(drawn, places, places[1:], strict=False):
        if course.points:
            assert course.points[0] == (origin.lat, origin.lon)
            assert course.points[-1] == (target.lat, target.lon)
        assert course.points or not course.roads
    assert drawn == courses(SOURCES[source], places)
