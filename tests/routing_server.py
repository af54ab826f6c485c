"""
Routing services on loopback, for tests: they count what they are asked, and fail when told to.

Over ``plane`` they answer for roads that run along parallels and meridians everywhere, at 10 m/s, with a river without
bridges at 107 E; over ``recorded`` with what real servers once said of the small land in ``roads_cases``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import cos, radians
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

RECORDED = Path(__file__).parent / "data" / "engine_answers.json"
MPS, RIVER, DEGREE_M = 10.0, 107.0, 111_195.0
Point = tuple[float, float]


@dataclass(frozen=True)
class Asked:
    method: str
    url: str
    body: str
    headers: dict[str, str]

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.url).query)

    @property
    def key(self) -> str:
        return f"{self.method} {self.url} {self.body}"


@dataclass
class Reply:
    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    hangs: bool = False


class Loopback(ThreadingHTTPServer):
    """A server in a thread of its own. ``asked`` is what it was asked; ``faults`` are replies it gives first."""

    daemon_threads = True

    def __init__(self, answer: Callable[[Asked], Reply]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer, self.asked, self.faults = answer, [], []
        self.url = f"http://127.0.0.1:{self.server_port}"
        Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, *_: object) -> None:
        """Who hung up does not want to know."""

    def reply(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        return self.faults.pop(0) if self.faults else self.answer(asked)

    @property
    def tables(self) -> list[Asked]:
        return [each for each in self.asked if "/route" not in each.path and "/directions" not in each.path]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Loopback

    def do_GET(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size).decode()
        reply = self.server.reply(Asked(self.command, self.path, body, dict(self.headers)))
        if reply.hangs:
            self.close_connection = True
            return
        text = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
        self.send_response(reply.status)
        for name, value in {"Content-Type": "application/json", "Content-Length": len(text), **reply.headers}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(text)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


def recorded() -> Callable[[Asked], Reply]:
    """What real servers said; asked for anything else, a fault of the test."""
    answers = json.loads(RECORDED.read_text(encoding="utf-8"))["answers"]

    def answer(asked: Asked) -> Reply:
        if asked.key not in answers:
            return Reply({"message": f"nobody asked a real server for {asked.key}"}, 404)
        status, body = answers[asked.key]
        return Reply(body, status)

    return answer


def plane_m(origin: Point, target: Point) -> float | None:
    """Metres along a meridian, then along a parallel; None over the river."""
    if (origin[1] > RIVER) != (target[1] > RIVER):
        return None
    north, east = abs(target[0] - origin[0]), abs(target[1] - origin[1])
    return DEGREE_M * (north + east * cos(radians((origin[0] + target[0]) / 2)))


def plane(asked: Asked) -> Reply:
    """The plane, in the words of the service whose address this is."""
    path = asked.path
    if path.startswith(("/table/v1/", "/route/v1/")):
        return _osrm(asked, path.split("/")[1])
    body = json.loads(asked.body) if asked.body else {}
    if path == "/sources_to_targets":
        return _valhalla_table(body)
    if path == "/route":
        return _valhalla_route(body) if "costing" in body else _graphhopper_route(body)
    if path.startswith("/v2/matrix/"):
        return _ors_table(body)
    if path.startswith("/v2/directions/"):
        return _ors_route(body)
    if path == "/matrix":
        return _graphhopper_table(asked.query)
    return Reply({"message": "unknown"}, 404)


def _metres(origins: list[Point], targets: list[Point]) -> list[list[float | None]]:
    return [[plane_m(origin, target) for target in targets] for origin in origins]


def _seconds(metres: list[list[float | None]]) -> list[list[float | None]]:
    return [[None if each is None else each / MPS for each in row] for row in metres]


def _bend(origin: Point, target: Point) -> list[Point]:
    return [origin, (target[0], origin[1]), target]


def _lonlat(points: list[Point]) -> list[list[float]]:
    return [[lon, lat] for lat, lon in points]


def _osrm(asked: Asked, service: str) -> Reply:
    pairs = [pair.split(",") for pair in asked.path.split("/")[-1].split(";")]
    points = [(float(lat), float(lon)) for lon, lat in pairs]
    if service == "route":
        metres = plane_m(*points)
        if metres is None:
            return Reply({"code": "NoRoute", "message": "Impossible route between points"}, 400)
        profile = asked.path.split("/")[3]
        steps = [{"name": name, "mode": profile} for name in ("Meridian", "", "Parallel", "Parallel")]
        geometry = {"type": "LineString", "coordinates": _lonlat(_bend(*points))}
        route = {"legs": [{"steps": steps}], "geometry": geometry, "duration": metres / MPS, "distance": metres}
        return Reply({"code": "Ok", "routes": [route]})
    ends = {side: [points[int(at)] for at in asked.query[side][0].split(";")] for side in ("sources", "destinations")}
    metres = _metres(ends["sources"], ends["destinations"])
    said = {side: [{"distance": 0, "location": [lon, lat]} for lat, lon in each] for side, each in ends.items()}
    return Reply({"code": "Ok", "durations": _seconds(metres), "distances": metres, **said})


def _valhalla_table(body: Any) -> Reply:
    origins, targets = ([(each["lat"], each["lon"]) for each in body[side]] for side in ("sources", "targets"))
    rows = [
        [{"time": None if m is None else m / MPS, "distance": None if m is None else m / 1000} for m in row]
        for row in _metres(origins, targets)
    ]
    return Reply({"sources_to_targets": rows, "units": "kilometers"})


def _valhalla_route(body: Any) -> Reply:
    ends = [(each["lat"], each["lon"]) for each in body["locations"]]
    metres = plane_m(*ends)
    if metres is None:
        return Reply({"error_code": 442, "error": "No path could be found for input"}, 400)
    summary = {"time": metres / MPS, "length": metres / 1000}
    manoeuvres = [{"street_names": ["Meridian", "M1"]}, {"street_names": ["Parallel"]}, {}]
    leg = {"shape": polyline6(_bend(*ends)), "summary": summary, "maneuvers": manoeuvres}
    return Reply({"trip": {"legs": [leg], "summary": summary}})


def _ors_ends(body: Any, side: str) -> list[Point]:
    return [(body["locations"][at][1], body["locations"][at][0]) for at in body[side]]


def _ors_table(body: Any) -> Reply:
    ends = {side: _ors_ends(body, side) for side in ("sources", "destinations")}
    metres = _metres(ends["sources"], ends["destinations"])
    said = {side: [{"location": [lon, lat], "snapped_distance": 0} for lat, lon in each] for side, each in ends.items()}
    return Reply({"durations": _seconds(metres), "distances": metres, **said})


def _ors_route(body: Any) -> Reply:
    ends = [(lat, lon) for lon, lat in body["coordinates"]]
    metres = plane_m(*ends)
    if metres is None:
        return Reply({"error": {"code": 2009, "message": "Route could not be found"}}, 404)
    steps = [{"name": name} for name in ("Meridian", "-", "Parallel")]
    summary = {"duration": metres / MPS, "distance": metres}
    feature = {
        "geometry": {"coordinates": _lonlat(_bend(*ends))},
        "properties": {"summary": summary, "segments": [{"steps": steps}]},
    }
    return Reply({"features": [feature]})


def _graphhopper_table(query: dict[str, list[str]]) -> Reply:
    ends = [[tuple(map(float, each.split(","))) for each in query[side]] for side in ("from_point", "to_point")]
    metres = _metres(*ends)
    return Reply({"times": _seconds(metres), "distances": metres})


def _graphhopper_route(body: Any) -> Reply:
    ends = [(lat, lon) for lon, lat in body["points"]]
    metres = plane_m(*ends)
    if metres is None:
        hint = {"details": "com.graphhopper.util.exceptions.ConnectionNotFoundException"}
        return Reply({"message": "Connection between locations not found", "hints": [hint]}, 400)
    path = {
        "points": {"coordinates": _lonlat(_bend(*ends))}, "time": 1000 * metres / MPS, "distance": metres,
        "instructions": [{"street_name": name} for name in ("Meridian", "Parallel", "")],
    }  # fmt: skip
    return Reply({"paths": [path]})


def polyline6(points: list[Point]) -> str:
    """A line as Valhalla writes it: differences in 1e-6 degrees, five bits a letter."""
    text, last = "", (0, 0)
    for point in points:
        here = round(point[0] * 1e6), round(point[1] * 1e6)
        for difference in (here[0] - last[0], here[1] - last[1]):
            left = ~(difference << 1) if difference < 0 else difference << 1
            while left >= 0x20:
                text += chr((0x20 | (left & 0x1F)) + 63)
                left >>= 5
            text += chr(left + 63)
        last = here
    return text
