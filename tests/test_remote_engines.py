"""What engines answer, and what is refused: real answers as recorded, the plane's as computed, profiles, addresses."""

import json
from datetime import timedelta
from itertools import pairwise, permutations
from math import ceil, isclose
from traceback import format_exception

import numpy as np
import pytest
from record_engines import APART, MANY, TOUR
from roads_cases import SPOTS
from routing_server import MPS, Loopback, Reply, plane, plane_m, recorded

from tourplanner.errors import GoalError, NoRouteError, ServiceError, TourplannerError
from tourplanner.model import Place
from tourplanner.travel import HourlyTravel, RoutedTravel, TravelTimes
from tourplanner.travel.geodesic import GeodesicTravel, great_circle_m
from tourplanner.travel.remote import FACTORS, Limits, graphhopper, openrouteservice, osrm, valhalla
from tourplanner.travel.roads import VEHICLES

MAKERS = {
    "osrm": lambda url, **more: osrm(url, profile="car", **more),
    "valhalla": valhalla,
    "openrouteservice": lambda url, **more: openrouteservice(base_url=url, **more),
    "graphhopper": lambda url, **more: graphhopper(base_url=url, **more),
}
REAL = ("osrm", "valhalla")
HERE = [Place(lat=21.03, lon=105.85), Place(lat=20.98, lon=105.78, accuracy_m=400), Place(lat=21.17, lon=106.05)]
OVER = Place(lat=21.0, lon=107.5)


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


# Vehicles and profiles


@pytest.mark.parametrize(
    ("engine", "vehicle", "sent"),
    [
        ("osrm", "van", "/driving/"),
        ("valhalla", "coach", '"costing": "bus"'),
        ("valhalla", "motorbike", '"costing": "motor_scooter"'),
        ("openrouteservice", "walking", "/foot-walking/"),
        ("openrouteservice", "bicycle", "/cycling-regular/"),
        ("graphhopper", "walking", "profile=foot"),
    ],
)
def test_the_vehicle_says_the_profile(engine, vehicle, sent, server):
    RoutedTravel(MAKERS[engine](server.url), vehicle=vehicle).matrix(HERE)
    assert all(sent in each.url + each.body for each in server.tables)


@pytest.mark.parametrize(
    ("engine", "there"),
    [("osrm", "car, van"), ("openrouteservice", "van, car, bicycle, walking"), ("graphhopper", "van, car, motorbike")],
)
def test_a_vehicle_without_a_profile_is_refused_unless_another_will_do(engine, there, server):
    with pytest.raises(GoalError, match=f"no profile for 'coach', only for {there}"):
        RoutedTravel(MAKERS[engine](server.url), vehicle="coach")
    coach = RoutedTravel(MAKERS[engine](server.url), vehicle="coach", routed_as="car")
    assert "như ô tô con, nhân 2.35 (ước tính), ±25 % / by" in coach.basis
    assert "as a car, times 2.35 (an estimate), ±25 %" in coach.basis
    car = RoutedTravel(MAKERS[engine](server.url))
    assert coach.matrix(HERE).seconds[0, 2] > car.matrix(HERE).seconds[0, 2]


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"vehicle": "tram"}, "no vehicle 'tram'"),
        ({"routed_as": "tram"}, "no vehicle 'tram'"),
        ({"factor": 0.0}, "factor: a number above 0 is needed, not 0.0"),
        ({"factor": float("nan")}, "not nan"),
        ({"factor": float("inf")}, "not inf"),
    ],
)
def test_what_cannot_be_meant_is_refused(asked, named, server):
    with pytest.raises(GoalError, match=named):
        RoutedTravel(osrm(server.url, profile="car"), **asked)


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda: osrm("https://routing.example/routed-bike", profile="car"), "is for bicycle, profile='car'"),
        (lambda: osrm("https://routing.example/routed-car/", profile="foot"), "is for car, profile='foot'"),
        (lambda: osrm("https://routing.example", profile="coach"), "no profile 'coach'; .* car, bicycle, foot"),
        (lambda: osrm("routing.example", profile="car"), "'routing.example' is no address"),
        (lambda: osrm("file:///etc", profile="car"), "is no address"),
        (lambda: valhalla(""), "is no address"),
        (lambda: valhalla("http://[::1"), "is no address"),
        (lambda: osrm("http://here:99999", profile="car"), "is no address"),
        (openrouteservice, "needs api_key"),
        (graphhopper, "needs api_key"),
        (lambda: Limits(1, 1), "at least 2 locations"),
    ],
)
def test_engines_that_cannot_be_meant_are_refused(make, named):
    with pytest.raises(GoalError, match=named):
        make()


@pytest.mark.parametrize("address", ["https://routing.example/routed-car", "http://car.bike.example:5000"])
def test_an_address_that_says_nothing_else_is_taken(address):
    assert osrm(address, profile="car").address == address


def test_a_server_of_another_profile_is_found_out(server):
    server.answer = lambda asked: plane(asked) if "/table/" in asked.path else _by_bicycle(asked)
    travel = RoutedTravel(osrm(server.url, profile="car"))
    for ask in (travel.matrix, travel.courses):
        with pytest.raises(ServiceError, match="it routes cycling, not driving"):
            ask(HERE)
    assert server.tables == []


def _by_bicycle(asked):
    return Reply(json.loads(json.dumps(plane(asked).body).replace('"driving"', '"pushing bike"')))


# What it says of itself


def test_what_the_times_rest_on_is_said(server):
    engine = osrm(server.url, profile="car")
    assert RoutedTravel(engine).basis == (
        "theo OSRM, nhân 2 (ước tính), ±25 % / by OSRM, times 2 (an estimate), ±25 %"
    )
    own = RoutedTravel(engine, factor=1.7).basis
    assert own.endswith("by OSRM, times 1.7 (the operator's own factor), ±25 %")
    on_foot = RoutedTravel(osrm(server.url, profile="foot"), vehicle="walking")
    assert on_foot.basis == "theo OSRM, ±25 % / by OSRM, ±25 %"
    assert on_foot.matrix(HERE).walked.all()
    assert RoutedTravel(engine).attribution == "© OpenStreetMap contributors"
    assert "openrouteservice.org" in RoutedTravel(openrouteservice("key")).attribution


def test_every_vehicle_has_a_factor_that_says_how_sure_it_is():
    assert set(FACTORS) == set(VEHICLES)
    assert all(each.provenance.confidence == "estimate" and each.provenance.note for each in FACTORS.values())
    assert FACTORS["car"].value == 2.0
    assert FACTORS["walking"].value == FACTORS["bicycle"].value == 1.0


def test_it_is_a_source_of_travel_times(server):
    travel: TravelTimes = RoutedTravel(osrm(server.url, profile="car"), max_age=timedelta(days=30))
    assert travel == RoutedTravel(osrm(server.url, profile="car"), max_age=timedelta(days=30))
    assert travel != RoutedTravel(osrm(server.url, profile="car"))


# Answers that cannot be


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda body: body["durations"][0].__setitem__(1, 0), "it says 0 s for places 9.1 km apart"),
        (lambda body: body["durations"][0].__setitem__(1, -5), "not below 0"),
        (lambda body: body["durations"].pop(), r"a table of 3 × 3 was asked for, not \(2, 3\)"),
        (lambda body: body["durations"][1].pop(), "not what OSRM answers"),
        (lambda body: body["distances"][0].__setitem__(1, "far"), "not what OSRM answers"),
        (lambda body: body.pop("distances"), "not what OSRM answers"),
        (lambda body: body.update(durations=None), "not what OSRM answers"),
        (lambda body: body["durations"][0].__setitem__(1, float("inf")), "finite"),
    ],
)
def test_an_answer_that_cannot_be_is_no_travel_time(spoil, named, server):
    def answer(asked):
        reply = plane(asked)
        if "/table/" in asked.path:
            spoil(reply.body)
        return reply

    server.answer = answer
    with pytest.raises(ServiceError, match=named) as caught:
        RoutedTravel(osrm(server.url, profile="car")).matrix(HERE)
    assert caught.value.service.startswith("OSRM at http://127.0.0.1")


def test_a_hair_below_nothing_is_nothing(server):
    def answer(asked):
        reply = plane(asked)
        if "/table/" in asked.path:
            reply.body["distances"][0][1] = -0.9
        return reply

    server.answer = answer
    on_one_road = [Place(lat=21.03, lon=105.85), Place(lat=21.0301, lon=105.85)]
    travel = RoutedTravel(osrm(server.url, profile="car"), near=GeodesicTravel(walk_within_m=0.0))
    assert travel.matrix(on_one_road).metres[0, 1] == 0


def test_places_that_were_moved_far_away_are_named(server):
    def answer(asked):
        reply = plane(asked)
        for end in reply.body.get("destinations", ())[2:]:
            end["distance"] = 7300.0
        return reply

    server.answer = answer
    travel = RoutedTravel(osrm(server.url, profile="car"))
    with pytest.raises(NoRouteError, match=r"to 21\.17000, 106\.05000: the nearest roads .* 7\.3 km away"):
        travel.matrix(HERE)
    wide = RoutedTravel(osrm(server.url, profile="car"), reach_m=8_000)
    assert wide.matrix(HERE).metres[0, 2] - wide.matrix(HERE).metres[2, 0] == pytest.approx(1.29 * 7300, abs=2)


def test_places_that_were_moved_without_a_word_are_found_by_the_straight_line(server):
    def answer(asked):
        reply = plane(asked)
        for row in reply.body.get("sources_to_targets", ()):
            row[2]["distance"] = min(row[2]["distance"], 1.0)
        return reply

    server.answer = answer
    with pytest.raises(NoRouteError, match="the nearest roads Valhalla"):
        RoutedTravel(valhalla(server.url)).matrix(HERE)


@pytest.mark.parametrize("body", [b"<html>welcome</html>", [], {"code": "Ok"}, "text", 5, None])
@pytest.mark.parametrize("engine", MAKERS)
def test_anything_else_at_the_address_is_one_error(engine, body, server):
    server.answer = lambda _: Reply(body)
    travel = RoutedTravel(MAKERS[engine](server.url))
    for ask in (travel.matrix, travel.courses):
        with pytest.raises(ServiceError, match="see that the address is that of such a service"):
            ask(HERE)


@pytest.mark.parametrize("make", [openrouteservice, graphhopper])
def test_keys_are_in_no_message(make, server, tmp_path):
    server.answer = lambda asked: Reply({"message": f"bad key: {asked.url} {asked.headers.get('Authorization')}"}, 403)
    engine = make("top-secret", base_url=server.url)
    cache = tmp_path / "legs.sqlite"
    travel = RoutedTravel(engine, cache=cache)
    with pytest.raises(TourplannerError) as caught:
        travel.matrix(HERE)
    sent = server.asked[0]
    assert "top-secret" in sent.url + str(sent.headers)
    shown = [*format_exception(caught.value), repr(travel), engine.address]
    server.answer = plane
    travel.matrix(HERE)
    shown.append(cache.read_bytes().decode("latin-1"))
    assert not [each for each in shown if "top-secret" in each]


def test_passwords_in_addresses_are_used_and_not_shown(server, tmp_path):
    engine = osrm(server.url.replace("http://", "http://me:hush@"), profile="car")
    cache = tmp_path / "legs.sqlite"
    RoutedTravel(engine, cache=cache).matrix(HERE)
    assert server.asked[0].headers["Authorization"].startswith("Basic ")
    assert engine.address == server.url
    assert "hush" not in repr(engine) + cache.read_bytes().decode("latin-1")
