"""GraphHopper: the public service or a server of one's own that has its tables, and its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from tourplanner.errors import GoalError
from tourplanner.travel.remote.client import USUAL, Patience
from tourplanner.travel.remote.engine import OPENSTREETMAP, Answer, Limits, Line, Point, numbers, roads
from tourplanner.travel.remote.service import Service, numbered, turned
from tourplanner.travel.roads import VehicleKind

PUBLIC = "https://graphhopper.com/api/1"
ATTRIBUTION = f"Powered by GraphHopper API, {OPENSTREETMAP}"

PROFILES: Mapping[VehicleKind, str] = {
    "van": "car", "car": "car", "motorbike": "scooter", "bicycle": "bike", "walking": "foot",
}  # fmt: skip

LIMITS = Limits(locations=5, pairs=25)
"""docs.graphhopper.com: 5 locations a request without payment, 30 (Basic), 80 (Standard) or 200 (Premium) with it."""

NO_WAY = ("ConnectionNotFoundException", "PointNotFoundException", "PointOutOfBoundsException")


@dataclass(frozen=True, kw_only=True)
class GraphHopper(Service):
    """GraphHopper."""

    name: ClassVar[str] = "GraphHopper"
    router_name: ClassVar[str] = "Graphhopper"
    takes_key: ClassVar[bool] = True

    @property
    def profiles(self) -> Mapping[VehicleKind, str]:
        return PROFILES

    def _table(self, profile: str, origins: Sequence[Point], destinations: Sequence[Point]) -> Answer:
        asked = numbered(origins, destinations)
        raw = self.router.matrix(profile=profile, out_array=["times", "distances"], **asked).raw
        shape = len(origins), len(destinations)
        return Answer(numbers(raw["times"], shape), numbers(raw["distances"], shape), np.zeros(shape))

    def _line(self, profile: str, points: Sequence[Point]) -> Line:
        found = self.router.directions(turned(points), profile=profile, instructions=True, points_encoded=False)
        steps = found.raw["paths"][0].get("instructions", ())
        return Line(turned(found.geometry), roads([str(step.get("street_name", "")) for step in steps]))

    def _no_way(self, answer: Any) -> bool:
        hints = answer.get("hints", ()) if isinstance(answer, dict) else ()
        return any(str(hint.get("details", "")).endswith(NO_WAY) for hint in hints)


def graphhopper(
    api_key: str = "",
    *,
    base_url: str = PUBLIC,
    limits: Limits = LIMITS,
    patience: Patience = USUAL,
    attribution: str = ATTRIBUTION,
) -> GraphHopper:
    """
    The public service with your key, or a server of your own. The open-source server has no tables.

    Raises
    ------
    GoalError
        If the public service is asked without a key, or as ``Service``.
    """
    if base_url.rstrip("/") == PUBLIC and not api_key:
        raise GoalError("GraphHopper: the public service needs api_key=…; a server of your own needs base_url=…")
    return GraphHopper(
        base_url=base_url, key=api_key, limits=limits, patience=patience, attribution=attribution
    )  # fmt: skip
