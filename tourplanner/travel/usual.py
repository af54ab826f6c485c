"""The travel times in use where nobody names others: packaged roads, by what the party rides in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tourplanner.model.vehicles import Vehicle
from tourplanner.travel.roads import RoadTravel, VehicleKind

REGION = "hanoi"
CAR_SEATS, COACH_SEATS = 9, 35
"""Most seats of a car, and fewest of a coach, driver included."""


def usual_travel(vehicles: Sequence[Vehicle] = ()) -> RoadTravel:
    """Over the packaged roads of the Hanoi region, where the largest of the vehicles gets through; a car by default."""
    return _usual(max((ridden(each) for each in vehicles), key=_SIZES.index, default="car"))


def ridden(vehicle: Vehicle) -> VehicleKind:
    """The kind of road user that a vehicle is: up to 9 seats a car, from 35 a coach, a van in between."""
    return "car" if vehicle.seats <= CAR_SEATS else "van" if vehicle.seats < COACH_SEATS else "coach"


_SIZES: tuple[VehicleKind, ...] = ("car", "van", "coach")


@lru_cache
def _usual(vehicle: VehicleKind) -> RoadTravel:
    return RoadTravel.packaged(REGION, vehicle=vehicle)
