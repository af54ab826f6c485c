"""Travel times from a routing engine: what is asked for, kept, and refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from routing_server import Loopback, plane

FEW = ["--count", "2", "--month", "2027-03", "--villages", "4", "--crafts", "4", "--communes", "4"]


def test_a_day_is_planned_by_a_routing_engine_that_is_asked_once(run, tmp_path: Path) -> None:
    asked = ("--on", "2027-03-20", "--must", "ha thai", "--engine", "osrm", "--cache", tmp_path / "legs.sqlite")
    with Loopback(plane) as server:
        first = run("plan", *asked, "--url", server.url, "--out", tmp_path / "day")
        assert (first.code, first.err) == (0, "")
        assert "by OSRM, times 2 (an estimate), ±25 %" in first.out
        count = len(server.asked)
        assert run("plan", *asked, "--url", server.url).out.splitlines()[:-1] == first.out.splitlines()[:-1]
        assert len(server.asked) == count
        routed = run("routes", *FEW, "--engine", "valhalla", "--url", server.url)
        assert routed.code == 0
        assert "by Valhalla" in routed.out
    features = json.loads((tmp_path / "day" / "route.geojson").read_bytes())["features"]
    driven = [each for each in features if each["properties"].get("mode") == "drive"]
    assert driven
    assert all(not each["properties"]["straight"] for each in driven)


def test_the_key_comes_from_the_environment(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORS_API_KEY", "sesame")
    with Loopback(plane) as server:
        code, out, _ = run("plan", "--on", "2027-03-20", "--engine", "ors", "--url", server.url)
        assert server.asked[0].headers["Authorization"] == "sesame"
    assert code == 0
    assert "by openrouteservice" in out


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--engine", "osrm"), "--engine osrm needs --url"),
        (("--engine", "ors"), "needs a key in the variable ORS_API_KEY"),
        (("--url", "http://127.0.0.1:1", "--cache", "x"), "--url goes with --engine; --cache goes with --engine"),
        (
            ("--engine", "valhalla", "--roads", "x.roads"),
            "either --roads or --engine, not both; --engine valhalla needs --url",
        ),
        (("--engine", "osrm", "--url", "127.0.0.1"), "'127.0.0.1' is no address"),
        (("--engine", "osrm", "--url", "http://x/routed-bike"), "is for bicycle"),
    ],
)
def test_an_engine_that_cannot_be_meant_is_told(run, words, named, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ORS_API_KEY", raising=False)
    code, _, err = run("plan", "--on", "2027-03-20", *words)
    assert code == 2
    assert named in err
