"""What a tour gives off: CO2 per leg, for the route and for each guest, by vehicle and load."""

from __future__ import annotations

from collections.abc import Sequence

from tourplanner.model.base import Id, Provenance, Value
from tourplanner.model.carbon import grams_per_guest, vehicle_grams_per_km
from tourplanner.model.itinerary import Itinerary
from tourplanner.model.vehicles import Vehicle

FACTOR = Provenance(
    sources=("IPCC 2006 Guidelines, vol. 2, tables 1.2, 1.4 and 3.2.1",),
    confidence="estimate",
    note="CO2 of a litre is the guidelines'; litres per 100 km by size of vehicle are estimates, nobody's measurement",
)
OWN = Provenance(confidence="unknown", note="grams per kilometre as given with the goal (vehicle_co2)")


class LegFootprint(Value):
    """Grams of CO2 of a leg, of all vehicles together and for each guest (rounded up); nothing on foot."""

    origin: Id
    destination: Id
    grams: int
    per_guest: int


class Footprint(Value):
    """
    Grams of CO2 of a tour.

    ``grams`` is of all vehicles together, ``per_guest`` a guest's part, rounded up over the whole tour (the legs round
    each by itself). ``per_km`` is of all vehicles together; ``load_percent`` how full they are, None where they are not
    known. ``factor`` says where the figures come from.
    """

    legs: tuple[LegFootprint, ...]
    grams: int
    per_guest: int
    per_km: int
    guests: int
    load_percent: int | None
    factor: Provenance


def footprint(tour: Itinerary, vehicles: Sequence[Vehicle] = ()) -> Footprint:
    """
    CO2 of a tour in these vehicles together; without any, by the goal's own figure or the party's size.

    Distances are those of the legs; the way of the empty vehicles to the start is not counted.
    """
    goal, guests = tour.goal, tour.goal.party.size
    per_km = sum(map(vehicle_grams_per_km, vehicles)) if vehicles else goal.grams_per_km
    driven = [(leg, leg.metres if leg.mode == "drive" else 0) for leg in tour.legs]
    legs = tuple(
        LegFootprint(origin=leg.origin, destination=leg.destination, grams=metres * per_km // 1000,
                     per_guest=grams_per_guest(metres, per_km, guests))
        for leg, metres in driven
    )  # fmt: skip
    whole, room = sum(metres for _, metres in driven), sum(vehicle.guests for vehicle in vehicles)
    return Footprint(
        legs=legs, grams=whole * per_km // 1000, per_guest=grams_per_guest(whole, per_km, guests), per_km=per_km,
        guests=guests, load_percent=100 * guests // room if room else None,
        factor=OWN if goal.vehicle_co2 and not vehicles else FACTOR,
    )  # fmt: skip
