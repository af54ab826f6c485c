"""Vehicles as operators name them: by their seats."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tourplanner.model.base import Id, Provenance, Text, Value

Fuel = Literal["petrol", "diesel", "electric", "unknown"]
ESTIMATE = Provenance(
    confidence="estimate", note="guests beside luggage and guide, day hire within about 100 km, what it burns"
)


class Vehicle(Value):
    """
    A vehicle with its driver.

    ``seats`` counts as the registration does, driver included; ``guests`` is how many travel in comfort with guide and
    luggage. ``day_vnd`` is the usual hire for a day within about 100 km, lowest and highest, None where not known.
    ``euro`` is the emission level it meets, 0 for none, None where not known.
    """

    id: Id
    name: Text
    seats: Annotated[int, Field(ge=2)]
    guests: Annotated[int, Field(ge=1)]
    day_vnd: tuple[int, int] | None = None
    fuel: Fuel = "unknown"
    euro: Annotated[int, Field(ge=0, le=7)] | None = None
    provenance: Provenance = ESTIMATE

    @property
    def usual_vnd(self) -> int | None:
        """The middle of the hire, in đồng."""
        return None if self.day_vnd is None else sum(self.day_vnd) // 2


def _vehicle(id: str, kind: tuple[str, str], seats: int, guests: int, millions: tuple[float, float] | None) -> Vehicle:
    name = Text(vi=f"{kind[0]} {seats} chỗ", en=f"{kind[1]} with {seats} seats")
    hire = None if millions is None else (round(millions[0] * 1e6), round(millions[1] * 1e6))
    fuel: Fuel = "diesel" if seats > 7 else "unknown"
    return Vehicle(id=id, name=name, seats=seats, guests=guests, day_vnd=hire, fuel=fuel)


car7 = _vehicle("car7", ("ô tô", "car"), 7, 5, None)
van16 = _vehicle("van16", ("xe", "van"), 16, 12, (1.3, 1.8))
coach29 = _vehicle("coach29", ("xe", "coach"), 29, 25, (2.0, 2.8))
coach35 = _vehicle("coach35", ("xe", "coach"), 35, 30, (2.6, 3.4))
coach45 = _vehicle("coach45", ("xe", "coach"), 45, 40, (3.0, 4.5))

ALL = (car7, van16, coach29, coach35, coach45)
"""Smallest first."""


def named(id: str) -> Vehicle | None:
    """The vehicle of ``ALL`` with this id."""
    return next((vehicle for vehicle in ALL if vehicle.id == id), None)


def fleet(guests: int, *, below_seats: int = 1_000) -> tuple[Vehicle, ...]:
    """Fewest vehicles of one kind, with fewer than ``below_seats`` seats, that carry so many guests; smallest kind."""
    kinds = [vehicle for vehicle in ALL if vehicle.seats < below_seats]
    best = min(kinds, key=lambda vehicle: (-(-guests // vehicle.guests), vehicle.seats))
    return (best,) * -(-guests // best.guests)


def hire_vnd(vehicles: tuple[Vehicle, ...]) -> int | None:
    """What the vehicles usually cost a day together, None if one of them is not known."""
    known = [vehicle.usual_vnd for vehicle in vehicles]
    return sum(each for each in known if each is not None) if None not in known else None
