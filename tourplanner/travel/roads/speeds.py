"""How fast each vehicle goes on each kind of road, and how much slower by day: data with source and confidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tourplanner.model import Provenance
from tourplanner.travel.roads.kinds import VehicleKind

_CAR = {
    "motorway": 80.0, "trunk": 50.0, "primary": 40.0, "secondary": 35.0, "tertiary": 30.0, "unclassified": 25.0,
    "motorway_link": 40.0, "trunk_link": 40.0, "primary_link": 30.0, "secondary_link": 25.0, "tertiary_link": 25.0,
    "residential": 20.0, "living_street": 15.0, "service": 12.0, "road": 15.0, "track": 10.0, "pedestrian": 5.0,
}  # fmt: skip

WALKING_KMH = 4.0
"""A group's pace, as in ``GeodesicTravel``: an estimate."""

_MODEL = Provenance(
    confidence="estimate",
    note="km/h without traffic by class of road; times the daytime factor they meet eight published trips from Hanoi's "
    "Old Quarter, five of them from sources, within ±30 % (measured 22 November 2026)",
)
_SLOWER = Provenance(confidence="estimate", note="a share of the car's speeds; no measurements were found")
_PACE = Provenance(confidence="estimate", note="a group's usual pace, the same on every road")
_FACTOR = Provenance(
    confidence="estimate",
    note="published times of eight trips from the Old Quarter over the times by class speeds: mean 1.33, "
    "range 1.04 to 1.57; nothing was held out",
)


@dataclass(frozen=True, slots=True, eq=False)
class Speeds:
    """
    One vehicle's speeds.

    ``kmh`` holds km/h without traffic for every kind of road. ``daytime`` multiplies all driving times, ``spread`` is
    how far the result strays (0.25: ±25 %). ``access_kmh`` is the speed between a place and the nearest road of the
    pack, along ``detour`` times the straight line; ``on_foot`` says that these ends are walked, not driven. On lanes
    that a coach keeps out of people walk at ``walking_kmh``. Places within ``across_m`` may be reached straight across,
    by lanes that the pack does not have, as such ends are. ``exposure`` is the share of a ``Traffic``'s delays that it
    meets: 1 all of them, 0 none.
    """

    kmh: Mapping[str, float]
    daytime: float = 1.35
    spread: float = 0.25
    access_kmh: float = 20.0
    detour: float = 1.35
    on_foot: bool = False
    walking_kmh: float = WALKING_KMH
    across_m: float = 1_000.0
    exposure: float = 1.0
    provenance: Provenance = _MODEL
    daytime_provenance: Provenance = field(default=_FACTOR)


def _share(share: float, most: float = 80.0) -> Mapping[str, float]:
    return {kind: min(most, share * kmh) for kind, kmh in _CAR.items()}


def _pace(kmh: float) -> Mapping[str, float]:
    return dict.fromkeys(_CAR, kmh)


SPEEDS: Mapping[VehicleKind, Speeds] = MappingProxyType(
    {
        "coach": Speeds(_share(0.85), access_kmh=WALKING_KMH, on_foot=True, across_m=0.0, provenance=_SLOWER),
        "van": Speeds(_share(0.95), access_kmh=19.0, provenance=_SLOWER),
        "car": Speeds(_CAR),
        "motorbike": Speeds(_share(1.0, 40.0), daytime=1.2, exposure=0.5, provenance=_SLOWER),
        "bicycle": Speeds(_pace(12.0), daytime=1.0, access_kmh=12.0, exposure=0.0, provenance=_PACE),
        "walking": Speeds(
            _pace(WALKING_KMH), daytime=1.0, access_kmh=WALKING_KMH, on_foot=True, exposure=0.0, provenance=_PACE
        ),
    }
)
"""
The defaults. ``RoadTravel(pack, speeds=...)`` takes others. That a motorbike meets half of the delays is an estimate,
as its daytime factor is: it filters through queues.
"""
