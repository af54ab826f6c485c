"""What driving a group gives off: grams of CO2, from the metres driven and the vehicle."""

from __future__ import annotations

from tourplanner.model.vehicles import Vehicle

DIESEL_G_PER_LITRE = 2_680
"""IPCC 2006 Guidelines, vol. 2, table 3.2.1: 74,100 kg CO2 per TJ of diesel, at 43.0 TJ/Gg and 0.84 kg a litre."""

PETROL_G_PER_LITRE = 2_270
"""The same tables: 69,300 kg CO2 per TJ of motor gasoline, at 44.3 TJ/Gg and 0.74 kg a litre."""

LITRES_PER_100_KM = ((5, 8.0), (12, 10.5), (25, 17.0), (30, 20.0), (40, 27.0))
"""Estimates, nobody's measurement: most guests in a vehicle with 7, 16, 29, 35 and 45 seats, and its diesel."""


def grams_per_km(guests: int) -> int:
    """
    CO2 of the vehicles that carry so many guests, in grams per kilometre they drive together.

    The smallest vehicle that takes them all, or as many of 45 seats as it needs. An estimate: give your own vehicle's
    figure in ``Goal.vehicle_co2`` where you have it.
    """
    most, litres = LITRES_PER_100_KM[-1]
    count = -(-guests // most)
    if count == 1:
        litres = next(litres for seats, litres in LITRES_PER_100_KM if guests <= seats)
    return count * round(litres * DIESEL_G_PER_LITRE / 100)


def vehicle_grams_per_km(vehicle: Vehicle) -> int:
    """
    CO2 of one vehicle in grams per kilometre, at the tailpipe: none for an electric one.

    What it burns is read off its size; a fuel that is not known counts as diesel.
    """
    litres = next((litres for most, litres in LITRES_PER_100_KM if vehicle.guests <= most), LITRES_PER_100_KM[-1][1])
    per_litre = {"electric": 0, "petrol": PETROL_G_PER_LITRE}.get(vehicle.fuel, DIESEL_G_PER_LITRE)
    return round(litres * per_litre / 100)


def grams_per_guest(metres: int, per_km: int, guests: int) -> int:
    """CO2 of so many metres driven, for each guest, in whole grams rounded up."""
    return -(-metres * per_km // (1_000 * guests))


def most_metres(grams: int, per_km: int, guests: int) -> int:
    """The most metres that may be driven for no more than so many grams per guest."""
    return 1_000 * grams * guests // per_km
