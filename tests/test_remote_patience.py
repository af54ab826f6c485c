"""How patiently services are asked, and what is said when they do not answer."""

import sys
from time import sleep

import pytest
from routing_server import Loopback, Reply, plane

from tourplanner.errors import GoalError, ServiceError
from tourplanner.model import Place
from tourplanner.travel import RoutedTravel
from tourplanner.travel.remote import Patience, osrm, valhalla

SPREAD = [Place(lat=20.9 + 0.02 * at, lon=105.7 + 0.013 * (at * 7 % 11)) for at in range(12)]


@pytest.fixture
def server():
    with Loopback(plane) as server:
        yield server


def routed(server, limits=None, patience=None, **more):
    given = {"limits": limits, "patience": patience}
    return RoutedTravel(valhalla(server.url, **{key: each for key, each in given.items() if each}), **more)


class Sleeps(list):
    def patience(self, **more):
        return Patience(sleep=self.append, **{"timeout_s": 5.0, **more})


BUSY = Reply({"message": "busy"}, 503)


@pytest.mark.parametrize(
    "fault", [BUSY, Reply({}, 500), Reply(b"<html>", 502), Reply({}, 504), Reply({}, 429), Reply(None, hangs=True)]
)
def test_what_may_pass_is_tried_again(fault, server):
    sleeps = Sleeps()
    server.faults = [fault, fault]
    matrix = routed(server, patience=sleeps.patience()).matrix(SPREAD)
    assert matrix.seconds[0, 1] > 0
    assert len(server.asked) == 3
    assert len(sleeps) == 2
    assert 0.5 <= sleeps[0] <= 1.5
    assert 1.0 <= sleeps[1] <= 3.0


def test_pauses_grow_up_to_the_longest_and_are_those_of_the_seed(server):
    found = []
    for seed in (1, 1, 2):
        sleeps = Sleeps()
        server.faults = [BUSY] * 9
        with pytest.raises(ServiceError, match=r"it refused \(503: busy\), 9 times"):
            routed(server, patience=sleeps.patience(retries=8, longest_s=10, seed=seed)).matrix(SPREAD)
        found.append(list(sleeps))
    assert found[0] == found[1] != found[2]
    assert all(0.5 * 2**at <= pause for at, pause in enumerate(found[0][:4]))
    assert found[0][-1] == 10
    assert server.faults == []


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": "Thu, 26 Nov 2026 09:00:09 GMT", "Date": "Thu, 26 Nov 2026 09:00:00 GMT"}, 9),
    ],
)
def test_a_service_that_says_when_is_taken_at_its_word(headers, pause, server, monkeypatch):
    monkeypatch.setattr("routing_server._Handler.date_time_string", lambda *_: headers.get("Date", ""))
    sleeps = Sleeps()
    server.faults = [Reply({}, 429, {"Retry-After": headers["Retry-After"]})]
    routed(server, patience=sleeps.patience()).matrix(SPREAD)
    assert sleeps == [pause]


def test_a_service_that_wants_too_long_a_rest_is_left_alone(server):
    sleeps = Sleeps()
    server.faults = [Reply({"error": "quota"}, 429, {"Retry-After": "3600"})]
    with pytest.raises(ServiceError, match=r"429: quota.*left alone for 3600 s; try later") as caught:
        routed(server, patience=sleeps.patience()).matrix(SPREAD)
    assert (sleeps, len(server.asked), caught.value.status) == ([], 1, 429)


def test_a_silent_service_times_out(server):
    release = []
    sleeps = Sleeps()

    def answer(asked):
        while not release:
            sleep(0.01)
        return plane(asked)

    server.answer = answer
    try:
        with pytest.raises(ServiceError, match=r"no answer within 0\.2 s, 2 times; ask for less at once"):
            routed(server, patience=sleeps.patience(timeout_s=0.2, retries=1)).matrix(SPREAD)
    finally:
        release.append(True)
    assert len(sleeps) == 1


def test_nobody_at_the_address_is_one_error(server):
    server.shutdown()
    server.server_close()
    with pytest.raises(ServiceError, match="no connection; see that it runs") as caught:
        routed(server, patience=Patience(retries=0)).matrix(SPREAD)
    error = caught.value
    assert error.asked == "a table of 12 × 12 places"
    assert (error.service, error.status) == (f"Valhalla at {server.url}", None)
    assert "requests" not in repr(error.__cause__)


@pytest.mark.parametrize(
    ("status", "body", "named"),
    [
        (400, {"error_code": 154, "error": "Path distance exceeds the max distance limit"}, "max distance limit"),
        (401, {"error": {"message": "no such key"}}, "401: no such key.*give the right key"),
        (403, {"message": "quota used up"}, "403: quota used up.*quota is used up"),
        (404, b"not here", "404.*see that the address"),
        (413, {}, "413.*ask for less at once"),
        (418, {}, "418.*see the service's manual"),
    ],
)
def test_other_errors_are_told_at_once(status, body, named, server):
    server.faults = [Reply(body, status)]
    with pytest.raises(ServiceError, match=named) as caught:
        routed(server).matrix(SPREAD)
    assert len(server.asked) == 1
    assert caught.value.status == status


def test_patience_without_end_or_below_nothing_is_refused():
    with pytest.raises(GoalError, match="patience: timeout_s=inf, retries=-1; seconds and tries are finite"):
        Patience(timeout_s=float("inf"), retries=-1)


def test_without_the_package_one_is_told_which(monkeypatch):
    monkeypatch.setitem(sys.modules, "routingpy", None)
    with pytest.raises(GoalError, match=r"pip install 'tourplanner\[remote\]'"):
        osrm("http://127.0.0.1:5000", profile="car")
