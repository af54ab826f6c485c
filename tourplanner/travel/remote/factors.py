"""What engines' times are multiplied by: data with source and confidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tourplanner.model import Provenance
from tourplanner.travel.roads import VehicleKind


@dataclass(frozen=True, slots=True)
class Factor:
    """An engine's times, times ``value``, are by day what a leg takes, give or take ``spread`` (0.25: ±25 %)."""

    value: float
    provenance: Provenance
    spread: float = 0.25


_MEASURED = Provenance(
    confidence="estimate",
    note="published times of eight trips from Hanoi's Old Quarter over OSRM's for a car: median 2.04, 2.25 for the "
    "five that have sources (22 November 2026); Valhalla is as fast on one of them; other engines were not measured",
)
_SHARE = Provenance(
    confidence="estimate",
    note="the car's, changed as speeds and daytime factor of the packaged roads change from a car to this vehicle; "
    "nothing was measured",
)
_PACE = Provenance(confidence="estimate", note="as the engine says; no traffic slows walkers and cyclists")

FACTORS: Mapping[VehicleKind, Factor] = MappingProxyType(
    {
        "coach": Factor(2.35, _SHARE),
        "van": Factor(2.1, _SHARE),
        "car": Factor(2.0, _MEASURED),
        "motorbike": Factor(1.8, _SHARE),
        "bicycle": Factor(1.0, _PACE),
        "walking": Factor(1.0, _PACE),
    }
)
"""The defaults. ``RoutedTravel(engine, factor=…)`` takes another."""
