"""Rules of how far a group goes: on foot in a day, and on the road in the whole tour."""

from __future__ import annotations

from collections.abc import Iterator

from tourplanner.model import Itinerary
from tourplanner.model.carbon import grams_per_guest
from tourplanner.rules.finding import DayCase, Finding


def walking(case: DayCase) -> Iterator[Finding]:
    """No more metres on foot between the stops of a day than the goal allows."""
    most, walked = case.tour.goal.walk_metres, sum(leg.walked_m for leg in case.day.legs)
    if most is not None and walked > most:
        yield case.finding("walking", case.day.start.id, f"{walked} metres on foot, at most {most}")


def carbon(tour: Itinerary) -> Iterator[Finding]:
    """No more CO2 per guest on the road of the whole tour than the goal allows."""
    goal = tour.goal
    driven = sum(leg.driven_m for leg in tour.legs)
    grams = grams_per_guest(driven, goal.grams_per_km, goal.party.size)
    if goal.co2_grams is not None and grams > goal.co2_grams:
        yield Finding("carbon", tour.id, f"{grams} grams of CO2 per guest, at most {goal.co2_grams}")
