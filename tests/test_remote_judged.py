"""Answers that cannot be, places that were moved, and keys that nobody is to see."""

from traceback import format_exception

import pytest
from remote_cases import HERE, MAKERS
from routing_server import Loopback, Reply, plane

from tourplanner.errors import NoRouteError, ServiceError, TourplannerError
from tourplanner.model import Place
from tourplanner.travel import GeodesicTravel, RoutedTravel
from tourplanner.travel.remote import graphhopper, openrouteservice, osrm, valhalla


@pytest.fixture
def server():
    with Loopback(plane) as server:
        yield server


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
