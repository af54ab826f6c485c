"""OSRM itself: its library and its server over the small land, beside what was recorded of it."""

import socket
import subprocess
import time
from pathlib import Path

import pytest
from record_engines import APART, MANY, TOUR
from roads_cases import osm_file, place
from routing_server import Loopback, recorded

from tourplanner.errors import DataError, GoalError, NoRouteError, ServiceError
from tourplanner.model import Place
from tourplanner.travel import RoutedTravel
from tourplanner.travel.remote import osrm, osrm_files

real = pytest.importorskip("osrm", reason="osrm-bindings has wheels from Python 3.12 on")
HOME = Path(real.__file__).parent


def tool(name, *words):
    subprocess.run([HOME / "bin" / f"osrm-{name}", *words], check=True, capture_output=True)


def land(folder):
    folder.mkdir()
    file = osm_file(folder)
    tool("extract", "-p", HOME / "share" / "profiles" / "car.lua", file)
    return file.with_suffix(".osrm")


@pytest.fixture(scope="module")
def contracted(tmp_path_factory):
    files = land(tmp_path_factory.mktemp("ch") / "land")
    tool("contract", files)
    return files


@pytest.fixture(scope="module")
def partitioned(tmp_path_factory):
    files = land(tmp_path_factory.mktemp("mld") / "land")
    tool("partition", files)
    tool("customize", files)
    return files


@pytest.fixture(scope="module")
def once():
    """What was recorded of a server."""
    with Loopback(recorded()) as server:
        travel = RoutedTravel(osrm(server.url, profile="car"))
        return travel.matrix(MANY), travel.courses(TOUR)


def same(travel, once):
    matrix, drawn = once
    found = travel.matrix(MANY)
    assert (found.seconds == matrix.seconds).all()
    assert (abs(found.metres - matrix.metres) <= 1).all()
    for course, other in zip(travel.courses(TOUR), drawn, strict=True):
        assert (course.points, course.roads) == (other.points, other.roads)


@pytest.mark.parametrize("files", ["contracted", "partitioned"])
def test_the_library_says_what_the_server_said(files, request, once):
    travel = RoutedTravel(osrm_files(request.getfixturevalue(files), profile="car"))
    assert travel.engine.algorithm == {"contracted": "CH", "partitioned": "MLD"}[files]
    same(travel, once)


def test_the_server_says_what_it_said(contracted, once):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["--algorithm", "ch", "--ip", "127.0.0.1", "--port", str(port), contracted]
    with subprocess.Popen([HOME / "bin" / "osrm-routed", *words], stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(port)
            same(RoutedTravel(osrm(f"http://127.0.0.1:{port}", profile="car")), once)
            lanes = [Place(lat=21.0, lon=105.8 + at * 2e-4) for at in range(150)]
            matrix = RoutedTravel(osrm(f"http://127.0.0.1:{port}", profile="car")).matrix(lanes)
            assert matrix.seconds.shape == (150, 150)
        finally:
            server.terminate()


def wait_for(port):
    for _ in range(200):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("no server")


@pytest.mark.parametrize("places", APART.values(), ids=APART)
def test_what_has_no_way_is_named(places, contracted):
    travel = RoutedTravel(osrm_files(contracted, profile="car"))
    for ask in (travel.matrix, travel.courses):
        with pytest.raises(NoRouteError, match="finds no way"):
            ask(places)


def test_a_place_off_the_map_is_named(contracted):
    travel = RoutedTravel(osrm_files(contracted, profile="car"))
    with pytest.raises(NoRouteError, match=r"to 20\.80000, 105\.70000: the nearest roads .* \d\d\.\d km away"):
        travel.matrix([place("B"), Place(lat=20.8, lon=105.7)])


def test_files_of_another_profile_are_found_out(contracted):
    travel = RoutedTravel(osrm_files(contracted, profile="foot"), vehicle="walking")
    with pytest.raises(ServiceError, match="it routes driving, not walking"):
        travel.matrix(TOUR)


def test_answers_are_those_of_the_files(tmp_path):
    files = land(tmp_path / "land")
    tool("contract", files)
    cache = tmp_path / "legs.sqlite"
    before = RoutedTravel(osrm_files(files, profile="car"), cache=cache)
    before.matrix(TOUR)
    tool("contract", files)
    after = RoutedTravel(osrm_files(files, profile="car"), cache=cache)
    assert before.engine.options != after.engine.options


def test_files_that_cannot_be_used_are_named(contracted, tmp_path):
    with pytest.raises(DataError, match=r"none\.osrm.*there are no such files"):
        osrm_files(tmp_path / "none.osrm", profile="car")
    with pytest.raises(GoalError, match="no profile 'coach'"):
        osrm_files(contracted, profile="coach")
    (tmp_path / "bad.osrm.hsgr").write_bytes(b"nothing")
    with pytest.raises(DataError, match="OSRM cannot load it"):
        RoutedTravel(osrm_files(tmp_path / "bad.osrm", profile="car")).matrix(TOUR)
