"""CO2 per leg, route and guest, by vehicle and load."""

from __future__ import annotations

import pytest
from rules_cases import tour, with_leg

from tourplanner.model import footprint, vehicles
from tourplanner.model.carbon import grams_per_guest, grams_per_km, vehicle_grams_per_km


def test_the_legs_add_up_to_the_route_and_walking_gives_off_nothing() -> None:
    one = with_leg(tour(), 1, mode="walk")
    made = footprint(one, [vehicles.coach29])
    driven = sum(leg.metres for leg in one.legs if leg.mode == "drive")
    assert made.per_km == 456  # 17 litres per 100 km at 2,680 g
    assert made.grams == driven * 456 // 1000
    assert made.legs[1].grams == made.legs[1].per_guest == 0
    assert 0 <= made.grams - sum(leg.grams for leg in made.legs) < len(made.legs)
    assert made.per_guest == grams_per_guest(driven, 456, 20)
    assert [leg.destination for leg in made.legs] == [leg.destination for leg in one.legs]


def test_two_vehicles_and_a_fuller_one() -> None:
    one = tour()
    small, large = footprint(one, [vehicles.van16] * 2), footprint(one, [vehicles.coach29])
    assert (small.per_km, small.load_percent, large.load_percent) == (2 * 281, 83, 80)
    assert small.per_guest > large.per_guest


def test_without_vehicles_it_is_the_goals_own_figure() -> None:
    assert footprint(tour()).per_km == grams_per_km(20)
    assert footprint(tour()).load_percent is None
    own = footprint(tour(vehicle_co2=250))
    assert (own.per_km, own.factor.confidence) == (250, "unknown")
    assert "IPCC 2006" in footprint(tour()).factor.sources[0]


@pytest.mark.parametrize("vehicle", vehicles.ALL, ids=lambda vehicle: vehicle.id)
def test_a_full_vehicle_gives_off_what_its_party_does(vehicle: vehicles.Vehicle) -> None:
    assert vehicle_grams_per_km(vehicle) == grams_per_km(vehicle.guests)
    assert vehicle_grams_per_km(vehicle.replace(fuel="electric")) == 0
    assert vehicle_grams_per_km(vehicle.replace(fuel="petrol")) < vehicle_grams_per_km(vehicle)
