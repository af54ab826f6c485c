"""Kinds of road and kinds of vehicle, and which may go where by default."""

from __future__ import annotations

from typing import Literal, get_args

VehicleKind = Literal["coach", "van", "car", "motorbike", "bicycle", "walking"]

VEHICLES: tuple[VehicleKind, ...] = get_args(VehicleKind)
"""In the order of the bits of a road's permission."""

KINDS = (
    "motorway", "trunk", "primary", "secondary", "tertiary", "unclassified",
    "motorway_link", "trunk_link", "primary_link", "secondary_link", "tertiary_link",
    "residential", "living_street", "service", "road", "track", "pedestrian",
)  # fmt: skip
"""Values of OpenStreetMap's ``highway`` that are read, in the order of their numbers in a pack."""

LANES = frozenset({"residential", "living_street", "service", "road", "track", "pedestrian"})
"""Too narrow for a coach unless a tag says otherwise; kept in a pack only where they join other roads."""


def bit(vehicle: VehicleKind) -> int:
    """The vehicle's bit in a road's permission."""
    return 1 << VEHICLES.index(vehicle)


def bits(*vehicles: VehicleKind) -> int:
    """The bits of several vehicles."""
    return sum(bit(each) for each in set(vehicles))


ANY = bits(*VEHICLES)
MOTOR = bits("coach", "van", "car", "motorbike")

_EXCEPT = {
    "motorway": bits("motorbike", "bicycle", "walking"),
    "motorway_link": bits("motorbike", "bicycle", "walking"),
    "residential": bits("coach"),
    "living_street": bits("coach"),
    "service": bits("coach"),
    "road": bits("coach"),
    "track": bits("coach", "van", "car"),
    "pedestrian": ANY & ~bits("walking"),
}


def allowed(kind: str) -> int:
    """Who may use a kind of road if no tag says otherwise, as bits (an estimate for what is not law)."""
    return ANY & ~_EXCEPT.get(kind, 0)
