"""The trips that can be taken on one date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tourplanner.errors import GoalError
from tourplanner.travel.timetable.values import Timetable, Trip

DAY_S = 86_400
AHEAD_DAYS = 7
"""How far the next day of service is looked for: weekly calendars repeat."""


@dataclass(frozen=True, slots=True)
class Day:
    """
    The trips of one date, in seconds from its midnight.

    ``today``: those of its own service and, of the day before, those still under way after midnight. ``later``: those
    of the next day of service. Two dates with the same trips are equal.
    """

    today: tuple[Trip, ...]
    later: tuple[Trip, ...]


def on(timetable: Timetable, day: date) -> Day:
    """The trips of a date; raises as ``Timetable.running``."""
    today = timetable.running(day)
    before = [trip for trip in _known(timetable, day - timedelta(1)) if trip.calls[-1].depart_s > DAY_S]
    following = ((ahead, _known(timetable, day + timedelta(ahead))) for ahead in range(1, AHEAD_DAYS + 1))
    ahead, later = next(((ahead, trips) for ahead, trips in following if trips), (1, ()))
    return Day(tuple(moved(before, -DAY_S)) + today, tuple(moved(later, ahead * DAY_S)))


def always(timetable: Timetable) -> Day:
    """
    The trips of any date.

    Raises
    ------
    GoalError
        If they are not the same on all dates.
    """
    if timetable.is_dated:
        raise GoalError("this timetable has a calendar: ask for the times of a date, travel.on(date)")
    return on(timetable, date(2000, 1, 1))


def moved(trips: Iterable[Trip], by_s: int) -> Iterable[Trip]:
    """The trips at other seconds."""
    for trip in trips:
        calls = (
            replace(call, arrive_s=call.arrive_s + by_s, depart_s=call.depart_s + by_s) for call in trip.calls
        )
        yield replace(trip, calls=tuple(calls))


def _known(timetable: Timetable, day: date) -> tuple[Trip, ...]:
    """None before the calendar begins and after it ends."""
    try:
        return timetable.running(day)
    except GoalError:
        return ()
