"""The lines of a tour's legs, put in once it has been decided: the search needs times, only maps need lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tourplanner.model import Day
from tourplanner.model.vehicles import Vehicle
from tourplanner.rules import Law
from tourplanner.rules.law import lawful_roads
from tourplanner.travel import TravelTimes, courses


def drawn(days: Iterable[Day], travel: TravelTimes, law: Law, vehicles: Sequence[Vehicle]) -> tuple[Day, ...]:
    """The days with the line of every leg that the travel times can draw; the same days if they draw none."""
    return tuple(_drawn(day, lawful_roads(travel, day.date, law, vehicles)) for day in days)


def _drawn(day: Day, travel: TravelTimes) -> Day:
    found = courses(travel, day.places)
    if not any(course.points for course in found):
        return day
    legs = tuple(
        leg.replace(path=course.points, roads=course.roads) if course.points else leg
        for leg, course in zip(day.legs, found, strict=True)
    )
    made: Day = day.replace(legs=legs)
    return made
