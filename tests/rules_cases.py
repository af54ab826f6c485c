"""A valid tour of the small region, and ways to change one thing in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from tourplanner.model import Day, Goal, Itinerary
from tourplanner.testing import small_catalogue
from tourplanner.testing.small import small_itinerary

CATALOGUE = small_catalogue()
SATURDAY = date(2027, 3, 6)
VISITS = ("kk-goldleaf", "bt-kiln", "bat-trang-lunch", "bt-wheel", "bt-market")
"""Kiêu Kỵ, then Bát Tràng with lunch before the third visit."""


def tour(visits: Sequence[str] = VISITS, on: date = SATURDAY, **goal: Any) -> Itinerary:
    """A one-day tour over these stops, each as early as it can be; with the goal's other fields."""
    made = small_itinerary(CATALOGUE, "tour", on, visits)
    return made.replace(goal=made.goal.replace(**goal))


def two_days(first: Sequence[str], second: Sequence[str], **goal: Any) -> Itinerary:
    """A tour of two days that both begin and end in the Old Quarter."""
    days = tour(first).days + tour(second, SATURDAY + timedelta(1)).days
    return tour(first).replace(days=days, goal=Goal(days=2, **goal))


def with_day(one: Itinerary, day: int = 0, **changes: Any) -> Itinerary:
    days = list(one.days)
    days[day] = days[day].replace(**changes)
    return one.replace(days=tuple(days))


def with_stop(one: Itinerary, index: int, day: int = 0, **changes: Any) -> Itinerary:
    return with_day(one, day, stops=_changed(one.days[day].stops, index, changes))


def with_leg(one: Itinerary, index: int, day: int = 0, **changes: Any) -> Itinerary:
    return with_day(one, day, legs=_changed(one.days[day].legs, index, changes))


def with_experience(one: Itinerary, index: int, **changes: Any) -> Itinerary:
    """The experience of a stop, on the first day, with other properties."""
    return with_stop(one, index, experience=one.days[0].stops[index].experience.replace(**changes))


def with_village(one: Itinerary, id: str, **changes: Any) -> Itinerary:
    """A village with other properties wherever it is met."""
    for number, day in enumerate(one.days):
        for index, stop in enumerate(day.stops):
            if stop.village.id == id:
                one = with_stop(one, index, number, village=stop.village.replace(**changes))
    return one


def later(day: Day, minutes: int) -> Day:
    """The whole day some minutes later (or earlier)."""
    shift = timedelta(minutes=minutes)
    stops = tuple(
        stop.replace(arrive=stop.arrive + shift, begin=stop.begin + shift, end=stop.end + shift) for stop in day.stops
    )
    legs = tuple(leg.replace(depart=leg.depart + shift) for leg in day.legs)
    return day.replace(depart=day.depart + shift, back=day.back + shift, stops=stops, legs=legs)


def _changed(records: tuple[Any, ...], index: int, changes: dict[str, Any]) -> tuple[Any, ...]:
    changed = records[index].replace(**changes)
    return (*records[:index], changed, *records[index + 1 :])
