"""Which vehicle an engine routes, what its times are multiplied by, and what it says of both."""

import json
from datetime import timedelta

import pytest
from remote_cases import HERE, MAKERS
from routing_server import Loopback, Reply, plane

from tourplanner.errors import GoalError, ServiceError
from tourplanner.travel import RoutedTravel, TravelTimes
from tourplanner.travel.remote import FACTORS, Limits, graphhopper, openrouteservice, osrm, valhalla
from tourplanner.travel.roads import VEHICLES


@pytest.fixture
def server():
    with Loopback(plane) as server:
        yield server


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
