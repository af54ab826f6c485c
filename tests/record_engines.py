"""
Writes ``data/engine_answers.json`` anew: what real servers over the land of ``roads_cases`` say to the tests.

    python tests/record_engines.py FOLDER                writes FOLDER/small.osm, to make the servers' files from
    python tests/record_engines.py OSRM_URL VALHALLA_URL records
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from roads_cases import osm_file, place
from routing_server import RECORDED, Asked, Loopback, Reply

from tourplanner.errors import NoRouteError
from tourplanner.model import Place
from tourplanner.travel import RoutedTravel
from tourplanner.travel.remote import osrm, valhalla

MANY = (*map(place, "ABCDEFI"), Place(lat=21.01, lon=105.795))
"""Seven spots, and a place 519 m west of the road from A to F, half way."""

TOUR = tuple(map(place, "ADEC"))
APART = {"island": (place("A"), place("X")), "far": (place("A"), Place(lat=22.5, lon=107.0))}
ABOUT = """\
Real answers over the land of roads_cases.py, 26 November 2026, by record_engines.py: osrm-routed 26.10.0 (contraction
hierarchies, car.lua) and valhalla_service 3.9.1; hints, intersections, manoeuvres of OSRM and weights left out."""
LEFT_OUT = {"hint", "intersections", "weight", "maneuver", "driving_side"}
Answers = dict[str, tuple[int, Any]]


def forward(url: str, answers: Answers) -> Callable[[Asked], Reply]:
    """Ask the real server, and note what it says."""

    def answer(asked: Asked) -> Reply:
        request = Request(url + asked.url, data=asked.body.encode() or None, method=asked.method)
        try:
            with urlopen(request) as reply:
                status, body = reply.status, json.load(reply)
        except HTTPError as error:
            status, body = error.code, json.load(error)
        answers[asked.key] = status, _short(body)
        return Reply(body, status)

    return answer


def _short(body: Any) -> Any:
    if isinstance(body, dict):
        return {key: _short(value) for key, value in body.items() if key not in LEFT_OUT}
    return [_short(each) for each in body] if isinstance(body, list) else body


def ask(make: Callable[[str], Any], url: str) -> None:
    """All questions of the tests."""
    RoutedTravel(make(url)).matrix(MANY)
    RoutedTravel(make(url)).courses(TOUR)
    for places in APART.values():
        for question in (RoutedTravel(make(url)).matrix, RoutedTravel(make(url)).courses):
            with suppress(NoRouteError):
                question(places)


def record(osrm_url: str, valhalla_url: str) -> None:
    answers: Answers = {}
    for url, make in ((osrm_url, lambda url: osrm(url, profile="car")), (valhalla_url, valhalla)):
        with Loopback(forward(url, answers)) as server:
            ask(make, server.url)
    rows = (f"{_text(key)}:\n  {_text(value)}" for key, value in sorted(answers.items()))
    text = f'{{"about": {_text(ABOUT)}, "answers": {{\n' + ",\n".join(rows) + "\n}}\n"
    RECORDED.write_text(text, encoding="utf-8")


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    if len(sys.argv) == 2:
        osm_file(Path(sys.argv[1]))
    else:
        record(*sys.argv[1:])
