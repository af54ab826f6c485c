"""Valhalla: a server, its costings, and its answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from tourplanner.travel.geodesic import EARTH_RADIUS_M
from tourplanner.travel.remote.client import USUAL, Patience
from tourplanner.travel.remote.engine import OPENSTREETMAP, Answer, Limits, Line, Point, numbers, roads
from tourplanner.travel.remote.service import Service, numbered, turned
from tourplanner.travel.roads import VehicleKind

PROFILES: Mapping[VehicleKind, str] = {
    "coach": "bus", "van": "auto", "car": "auto", "motorbike": "motor_scooter", "bicycle": "bicycle",
    "walking": "pedestrian",
}  # fmt: skip

LIMITS = Limits(locations=50, pairs=2_500)
"""``service_limits`` as they come with the server: ``max_matrix_location_pairs`` 2,500 (3.9)."""

NO_WAY = (170, 171, 442)
"""Its error codes for parts of the map that do not hang together, no edge near a place, and no path."""


@dataclass(frozen=True, kw_only=True)
class Valhalla(Service):
    """A Valhalla server."""

    name: ClassVar[str] = "Valhalla"
    router_name: ClassVar[str] = "Valhalla"

    @property
    def profiles(self) -> Mapping[VehicleKind, str]:
        return PROFILES

    def _table(self, profile: str, origins: Sequence[Point], destinations: Sequence[Point]) -> Answer:
        asked, places = numbered(origins, destinations), (origins, destinations)
        raw = self.router.matrix(profile=profile, options=self._costing(), **asked).raw["sources_to_targets"]
        shape = len(origins), len(destinations)
        seconds = numbers([[each["time"] for each in row] for row in raw], shape)
        kilometres = numbers([[each["distance"] for each in row] for row in raw], shape)
        return Answer(seconds, 1000 * kilometres, np.array([[_off_m(each, places) for each in row] for row in raw]))

    def _line(self, profile: str, points: Sequence[Point]) -> Line:
        found = self.router.directions(turned(points), profile=profile, options=self._costing(), instructions=True)
        legs = found.raw["trip"]["legs"]
        return Line(turned(found.geometry), roads([_road(each) for leg in legs for each in leg["maneuvers"]]))

    def _costing(self) -> dict[str, object] | None:
        return json.loads(self.options) if self.options else None

    def _no_way(self, answer: Any) -> bool:
        return isinstance(answer, dict) and answer.get("error_code") in NO_WAY


def valhalla(
    base_url: str,
    *,
    costing: Mapping[str, object] | None = None,
    limits: Limits = LIMITS,
    patience: Patience = USUAL,
    attribution: str = OPENSTREETMAP,
) -> Valhalla:
    """
    A Valhalla server; raises as ``Service`` does.

    Parameters
    ----------
    base_url
        As ``http://127.0.0.1:8002``.
    costing
        Its costing options for the vehicle's profile, as ``{"use_tolls": 0}``.
    limits
        For servers with other ``service_limits``.
    """
    options = json.dumps(dict(costing), sort_keys=True) if costing else ""
    return Valhalla(base_url=base_url, limits=limits, patience=patience, attribution=attribution, options=options)


def _road(manoeuvre: Any) -> str:
    return str(next(iter(manoeuvre.get("street_names", ())), ""))


def _off_m(pair: Any, places: tuple[Sequence[Point], Sequence[Point]]) -> float:
    """Metres between the places of a pair and where its way begins and ends; older servers do not say."""
    found = 0.0
    for side, index, end in ((0, "from_index", "begin"), (1, "to_index", "end")):
        if f"{end}_lat" in pair:
            lat, lon = places[side][pair[index]]
            east = (pair[f"{end}_lon"] - lon) * np.cos(np.radians(lat))
            found += np.radians(np.hypot(pair[f"{end}_lat"] - lat, east)) * EARTH_RADIUS_M
    return float(found)
