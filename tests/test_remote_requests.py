"""What is asked for, how often, and how patiently."""

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from routing_server import Loopback, Reply, plane

from tourplanner.errors import NoRouteError
from tourplanner.model import Place
from tourplanner.travel import RoutedTravel
from tourplanner.travel.remote import Limits, openrouteservice, osrm, valhalla
from tourplanner.travel.remote.batches import batches

SPREAD = [Place(lat=20.9 + 0.02 * at, lon=105.7 + 0.013 * (at * 7 % 11)) for at in range(12)]
DAY = datetime(2026, 11, 26, 9, tzinfo=UTC)


@pytest.fixture
def server():
    with Loopback(plane) as server:
        yield server


def routed(server, limits=None, patience=None, **more):
    given = {"limits": limits, "patience": patience}
    return RoutedTravel(valhalla(server.url, **{key: each for key, each in given.items() if each}), **more)


# Batches


@given(
    missing=st.integers(0, 14).flatmap(
        lambda n: st.lists(st.lists(st.booleans(), min_size=n, max_size=n), min_size=n, max_size=n)
    ),
    limits=st.builds(Limits, st.integers(2, 9), st.integers(1, 20)),
)
def test_each_missing_pair_is_asked_once_no_other_and_no_more_at_once_than_allowed(missing, limits):
    wanted = np.array(missing, dtype=bool).reshape(len(missing), len(missing))
    asked = np.zeros_like(wanted, dtype=int)
    for origins, destinations in batches(wanted, limits):
        assert len(origins) * len(destinations) <= limits.pairs
        assert len({*origins, *destinations}) <= limits.locations
        asked[np.ix_(origins, destinations)] += 1
    assert (asked == wanted).all()


def test_requests_keep_to_the_limits_and_give_the_same_table(server):
    whole = routed(server).matrix(SPREAD)
    assert len(server.tables) == 1
    for limits in (Limits(2, 1), Limits(5, 25), Limits(8, 12), Limits(12, 100)):
        parts = routed(server, limits).matrix(SPREAD)
        assert (parts.seconds == whole.seconds).all()
        assert (parts.metres == whole.metres).all()


def test_places_that_are_a_metre_apart_are_asked_for_once(server):
    twice = [*SPREAD, *(Place(lat=each.lat + 2e-6, lon=each.lon - 2e-6) for each in SPREAD)]
    matrix = routed(server, Limits(12, 144)).matrix(twice)
    assert len(server.tables) == 1
    assert (matrix.seconds[:12, :12] == matrix.seconds[12:, 12:]).all()


# What is known is not asked for


@pytest.mark.parametrize("cached", [False, True])
def test_what_is_known_is_not_asked_for_again(cached, server, tmp_path):
    travel = routed(server, cache=tmp_path / "legs.sqlite" if cached else None)
    first, drawn = travel.matrix(SPREAD), travel.courses(SPREAD)
    count = len(server.asked)
    assert count == 1 + 11
    for _ in range(2):
        assert (travel.matrix(SPREAD[::-1]).seconds == first.seconds[::-1, ::-1]).all()
        assert travel.courses(SPREAD) == drawn
        assert travel.matrix(SPREAD[3:7]).metres.shape == (4, 4)
    assert len(server.asked) == count


def test_another_object_knows_what_is_in_the_file(server, tmp_path):
    cache = tmp_path / "legs.sqlite"
    first, drawn = routed(server, cache=cache).matrix(SPREAD), routed(server, cache=cache).courses(SPREAD)
    count = len(server.asked)
    again = routed(server, cache=str(cache), factor=3.0)
    assert (again.matrix(SPREAD).seconds >= first.seconds).all()
    assert again.courses(SPREAD) == drawn
    assert len(server.asked) == count


def test_a_new_place_costs_its_row_and_its_column(server):
    travel = routed(server)
    travel.matrix(SPREAD[:-1])
    travel.matrix(SPREAD)
    asked = [len(_ends(each, "sources")) * len(_ends(each, "targets")) for each in server.tables]
    assert asked[0] == 121
    assert sum(asked[1:]) == 12 + 11


def _ends(asked, side):
    return json.loads(asked.body)[side]


@pytest.mark.parametrize(
    "other",
    [
        {"vehicle": "walking"},
        {"vehicle": "coach"},
        {"engine": lambda url: valhalla(url, costing={"use_tolls": 0})},
        {"engine": lambda url: osrm(url, profile="car")},
        {"engine": lambda url: openrouteservice(base_url=url)},
    ],
)
def test_other_engines_profiles_and_options_have_answers_of_their_own(other, server, tmp_path):
    cache = tmp_path / "legs.sqlite"
    routed(server, cache=cache).matrix(SPREAD)
    count = len(server.asked)
    more = dict(other)
    engine = more.pop("engine", valhalla)(server.url)
    RoutedTravel(engine, cache=cache, **more).matrix(SPREAD)
    assert len(server.asked) > count


def test_another_server_has_answers_of_its_own(server, tmp_path):
    cache = tmp_path / "legs.sqlite"
    routed(server, cache=cache).matrix(SPREAD)
    with Loopback(plane) as other:
        routed(other, cache=cache).matrix(SPREAD)
        assert len(other.asked) == 1


def test_old_answers_are_asked_for_again_and_can_be_forgotten(server, tmp_path):
    cache = tmp_path / "legs.sqlite"
    more = {"cache": cache, "max_age": timedelta(days=30)}
    routed(server, clock=lambda: DAY, **more).matrix(SPREAD)
    routed(server, clock=lambda: DAY + timedelta(days=30), **more).matrix(SPREAD)
    assert len(server.asked) == 1
    late = routed(server, clock=lambda: DAY + timedelta(days=31), **more)
    late.matrix(SPREAD)
    late.courses(SPREAD[:2])
    assert len(server.asked) == 3
    assert late.forget(older_than=timedelta(days=1)) == 0
    late.matrix(SPREAD)
    assert len(server.asked) == 3
    much_later = routed(server, clock=lambda: DAY + timedelta(days=33), cache=cache)
    assert much_later.forget(older_than=timedelta(days=1)) == 144 + 1
    much_later.matrix(SPREAD)
    assert len(server.asked) == 4


def test_what_was_answered_before_an_interruption_is_kept(server, tmp_path):
    class EnoughError(Exception):
        pass

    def stop(what, step, of):
        steps.append((what, step, of))
        if step == 4:
            raise EnoughError

    steps = []
    small = Limits(6, 9)
    with pytest.raises(EnoughError):
        routed(server, small, cache=tmp_path / "legs.sqlite", progress=stop).matrix(SPREAD)
    before = len(server.asked)
    assert before == 4
    assert steps[0] == ("asking Valhalla", 0, 16)
    steps.clear()
    routed(server, small, cache=tmp_path / "legs.sqlite").matrix(SPREAD)
    assert len(server.asked) == 16


def test_a_pair_without_a_way_is_asked_for_again(server, tmp_path):
    travel = routed(server, cache=tmp_path / "legs.sqlite")
    server.answer = lambda asked: _without_ways(plane(asked))
    with pytest.raises(NoRouteError):
        travel.matrix(SPREAD[:2])
    server.answer = plane
    assert travel.matrix(SPREAD[:2]).seconds[0, 1] > 0


def _without_ways(reply):
    for row in reply.body["sources_to_targets"]:
        for each in row:
            each.update(time=None, distance=None)
    return reply


def test_a_place_that_spoils_every_table_is_found(server):
    """Some services refuse a table as a whole."""

    def answer(asked):
        ends = [each["lat"] for side in ("sources", "targets") for each in _ends(asked, side)]
        spoilt = any(abs(lat - SPREAD[7].lat) < 1e-6 for lat in ends)
        return Reply({"error_code": 171, "error": "No suitable edges near location"}, 400) if spoilt else plane(asked)

    server.answer = answer
    with pytest.raises(NoRouteError) as caught:
        routed(server).matrix(SPREAD)
    assert f"{SPREAD[7].lat:.5f}, {SPREAD[7].lon:.5f}" in (caught.value.origin, caught.value.destination)
    assert len(server.asked) < 20


def test_roads_to_avoid_are_said_and_kept_apart(server, tmp_path):
    cache = tmp_path / "legs.sqlite"
    RoutedTravel(osrm(server.url, profile="car"), cache=cache).matrix(SPREAD)
    count = len(server.asked)
    engine = osrm(server.url, profile="car", exclude=["toll", "motorway"])
    assert osrm(server.url, profile="car", exclude="ferry").options == '{"exclude": ["ferry"]}'
    RoutedTravel(engine, cache=cache).courses(SPREAD[:2])
    RoutedTravel(engine, cache=cache).matrix(SPREAD)
    assert len(server.asked) == count + 3
    assert all(each.query["exclude"] == ["motorway,toll"] for each in server.asked[count:])
