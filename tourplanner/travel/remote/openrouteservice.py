"""openrouteservice: the public service or a server of one's own, and its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from tourplanner.errors import GoalError
from tourplanner.travel.remote.client import USUAL, Patience
from tourplanner.travel.remote.engine import Answer, Limits, Line, Point, numbers, roads
from tourplanner.travel.remote.service import Service, numbered, turned
from tourplanner.travel.roads import VehicleKind

PUBLIC = "https://api.openrouteservice.org"
ATTRIBUTION = "© openrouteservice.org by HeiGIT | © OpenStreetMap contributors"

PROFILES: Mapping[VehicleKind, str] = {
    "van": "driving-car", "car": "driving-car", "bicycle": "cycling-regular", "walking": "foot-walking",
}  # fmt: skip
"""``driving-hgv`` is no coach: it keeps off roads that are closed to goods."""

LIMITS = Limits(locations=50, pairs=2_500)
"""openrouteservice.org/restrictions allows 3,500 pairs a request, "e.g. 50 x 50"; a server of one's own 2,500."""

NO_WAY = (2009, 2010, 6010)
"""Its error codes for no route, and for no road near a place in routes and in tables."""


@dataclass(frozen=True, kw_only=True)
class OpenRouteService(Service):
    """openrouteservice."""

    name: ClassVar[str] = "openrouteservice"
    router_name: ClassVar[str] = "ORS"
    takes_key: ClassVar[bool] = True

    @property
    def profiles(self) -> Mapping[VehicleKind, str]:
        return PROFILES

    def _table(self, profile: str, origins: Sequence[Point], destinations: Sequence[Point]) -> Answer:
        asked = numbered(origins, destinations)
        raw = self.router.matrix(profile=profile, metrics=["duration", "distance"], **asked).raw
        shape = len(origins), len(destinations)
        off = [np.array([_off_m(end) for end in raw[side]]) for side in ("sources", "destinations")]
        return Answer(numbers(raw["durations"], shape), numbers(raw["distances"], shape), np.add.outer(*off))

    def _line(self, profile: str, points: Sequence[Point]) -> Line:
        found = self.router.directions([*turned(points)], profile=profile, format="geojson", instructions=True)
        segments = found.raw["features"][0]["properties"].get("segments", ())
        names = [str(step.get("name", "")) for segment in segments for step in segment.get("steps", ())]
        return Line(turned(found.geometry), roads(["" if name == "-" else name for name in names]))

    def _no_way(self, answer: Any) -> bool:
        error = answer.get("error") if isinstance(answer, dict) else None
        return isinstance(error, dict) and error.get("code") in NO_WAY


def openrouteservice(
    api_key: str = "",
    *,
    base_url: str = PUBLIC,
    limits: Limits = LIMITS,
    patience: Patience = USUAL,
    attribution: str = ATTRIBUTION,
) -> OpenRouteService:
    """
    The public service with your key, or a server of your own.

    Raises
    ------
    GoalError
        If the public service is asked without a key, or as ``Service``.
    """
    if base_url.rstrip("/") == PUBLIC and not api_key:
        raise GoalError("openrouteservice: the public service needs api_key=…; a server of your own needs base_url=…")
    return OpenRouteService(
        base_url=base_url, key=api_key, limits=limits, patience=patience, attribution=attribution
    )  # fmt: skip


def _off_m(end: Any) -> float:
    return float((end or {}).get("snapped_distance", 0.0))
