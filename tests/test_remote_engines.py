"""What engines answer: real answers as recorded, and the plane in four services' words."""

from itertools import pairwise, permutations
from math import ceil, isclose

import numpy as np
import pytest
from record_engines import APART, MANY, TOUR
from remote_cases import HERE, MAKERS, OVER
from roads_cases import SPOTS
from routing_server import MPS, Loopback, plane, plane_m, recorded

from tourplanner.errors import NoRouteError
from tourplanner.model import Place
from tourplanner.travel import HourlyTravel, RoutedTravel
from tourplanner.travel.geodesic import GeodesicTravel, great_circle_m
from tourplanner.travel.remote import osrm

REAL = ("osrm", "valhalla")


@pytest.fixture
def server():
    with Loopback(plane) as server:
        yield server


@pytest.fixture
def replay():
    with Loopback(recorded()) as server:
        yield server


# What real servers answered


def road_m(*names: str) -> float:
    """Along straight roads between spots."""
    return sum(_apart(a, b) for a, b in pairwise(names))


def _apart(a: str, b: str) -> float:
    lat, lon = np.array([SPOTS[a], SPOTS[b]]).T
    return float(great_circle_m(lat, lon)[0, 1])


@pytest.mark.parametrize("engine", REAL)
def test_real_answers_are_the_land_s_roads(engine, replay):
    names = "ABCDEFI"
    matrix = RoutedTravel(MAKERS[engine](replay.url)).matrix(MANY)
    way = {
        "AB": "AB", "AD": "AFD", "AF": "AF", "FD": "FD", "DE": "DE", "EC": "EC", "CE": "CE", "ED": "ED", "BA": "BA",
    }  # fmt: skip
    for (origin, target), spots in way.items():
        metres = matrix.metres[names.index(origin), names.index(target)]
        assert isclose(metres, road_m(*spots), rel_tol=0.005), (origin, target)
    one_way = matrix.metres[names.index("D"), names.index("F")]
    assert isclose(one_way, road_m("D", "bend", "B", "A", "F"), rel_tol=0.005)
    for origin, target in ((0, -1), (-1, names.index("F"))):
        assert matrix.metres[origin, target] == pytest.approx(road_m("A", "F") / 2 + 1.29 * 519, abs=8)


@pytest.mark.parametrize("engine", REAL)
def test_real_times_are_doubled_and_real_ways_drawn_and_named(engine, replay):
    travel = RoutedTravel(MAKERS[engine](replay.url))
    raw = RoutedTravel(MAKERS[engine](replay.url), factor=1.0)
    usual, halved = travel.matrix(MANY), raw.matrix(MANY)
    far = halved.seconds[:7, :7] > 300
    assert far.sum() > 8
    assert (abs(usual.seconds[:7, :7] - 2 * halved.seconds[:7, :7])[far] <= 60).all()
    first, second, third = travel.courses(TOUR)
    assert first.points == (SPOTS["A"], SPOTS["F"], SPOTS["D"])
    assert (first.roads, second.roads, third.roads) == (("Phố Một Chiều",), ("Phố Gốm",), ("DT.2",))


@pytest.mark.parametrize("engine", REAL)
@pytest.mark.parametrize("places", APART.values(), ids=APART)
def test_what_real_servers_find_no_way_to_is_named(engine, places, replay):
    travel = RoutedTravel(MAKERS[engine](replay.url))
    for ask in (travel.matrix, travel.courses):
        with pytest.raises(NoRouteError, match=r"finds no way") as caught:
            ask(places)
        named = {f"{place.lat:.5f}, {place.lon:.5f}" for place in places}
        assert {caught.value.origin, caught.value.destination} == named


# The same plane in four services' words


@pytest.mark.parametrize("engine", MAKERS)
def test_every_service_s_answers_mean_the_same(engine, server):
    travel = RoutedTravel(MAKERS[engine](server.url))
    matrix = travel.matrix(HERE)
    padding = GeodesicTravel().matrix(HERE).padding_s
    for origin, target in permutations(range(3), 2):
        metres = plane_m(*((HERE[at].lat, HERE[at].lon) for at in (origin, target)))
        assert matrix.metres[origin, target] == pytest.approx(metres, abs=1.01)
        seconds = 2 * metres / MPS + padding[origin, target]
        assert abs(matrix.seconds[origin, target] - 60 * ceil(seconds / 60)) <= (60 if seconds % 60 < 1 else 0)
    course, _ = travel.courses(HERE)
    bend = (HERE[1].lat, HERE[0].lon)
    assert course.points == ((HERE[0].lat, HERE[0].lon), bend, (HERE[1].lat, HERE[1].lon))
    assert course.roads == ("Meridian", "Parallel")


@pytest.mark.parametrize("engine", MAKERS)
def test_a_place_without_a_way_is_named_by_every_service(engine, server):
    travel = RoutedTravel(MAKERS[engine](server.url))
    for ask in (travel.matrix, travel.courses):
        with pytest.raises(NoRouteError, match=r"to 21\.00000, 107\.50000: .* finds no way"):
            ask([HERE[0], OVER])


@pytest.mark.parametrize("engine", MAKERS)
def test_near_places_are_walked_and_nobody_is_asked(engine, server):
    near = [Place(lat=21.03, lon=105.85), Place(lat=21.032, lon=105.85)]
    travel = RoutedTravel(MAKERS[engine](server.url))
    assert (travel.matrix(near).seconds == GeodesicTravel().matrix(near).seconds).all()
    assert travel.courses(near)[0].points == ()
    assert server.asked == []


def test_a_place_without_a_way_does_no_harm_where_it_is_only_walked_to(server):
    across = Place(lat=21.0, lon=106.9999), Place(lat=21.0, lon=107.0001)
    travel = RoutedTravel(osrm(server.url, profile="car"))
    assert travel.matrix(across).walked.all()
    with pytest.raises(NoRouteError):
        travel.matrix([*across, HERE[0]])


def test_the_hour_comes_on_top(server):
    travel = HourlyTravel(RoutedTravel(osrm(server.url, profile="car")), {"08:00": 1.5, "09:30": 1.0})
    matrix = travel.matrix(HERE)
    assert matrix.leg_s(0, 2, 8 * 3600) > matrix.leg_s(0, 2, 12 * 3600)
    assert len(travel.courses(HERE)[0].points) == 3
