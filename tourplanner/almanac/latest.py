"""How late everything on a day may begin before a door, a session, lunch or the day's end is missed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from tourplanner.almanac.hours import begin_windows
from tourplanner.model import HANOI, Day, Itinerary, Stop, Text

Break = Literal["opening", "session", "lunch", "day-end"]


@dataclass(frozen=True, slots=True)
class Latest:
    """
    The latest begin of a stop, or return, with what breaks after it and where.

    ``where`` is the id of an experience, or of the start point where the day ends.
    """

    at: datetime
    breaks: Break
    where: str
    name: Text


def latest_begins(
    tour: Itinerary, day: Day, leave: Callable[[int, datetime], datetime] | None = None
) -> tuple[Latest, ...]:
    """
    The latest begin of every stop of a valid day, in order, and the latest return as the last.

    Visits keep their planned length and waits are used up.

    Parameters
    ----------
    leave
        When guests have to leave stop ``index`` to be at what follows it by a moment. By default every leg takes as
        long as printed at any hour.
    """
    when = leave or (lambda index, by: printed_leave(day, index, by))
    latest = [Latest(datetime.combine(day.date, tour.goal.day[1], HANOI), "day-end", day.end.id, day.end.name)]
    for index in range(len(day.stops) - 1, -1, -1):
        stop, then = day.stops[index], latest[0]
        own = _own(tour, day, stop)
        after = when(index, then.at) - (stop.end - stop.begin)
        latest.insert(0, own if own.at <= after else Latest(after, then.breaks, then.where, then.name))
    return tuple(latest)


def printed_leave(day: Day, index: int, by: datetime) -> datetime:
    """When to leave stop ``index`` to be at what follows it by then, if the leg takes as long as printed."""
    return by - timedelta(seconds=day.legs[index + 1].seconds)


def _own(tour: Itinerary, day: Day, stop: Stop) -> Latest:
    """The latest begin that the host, and for a meal the lunch hours, allow."""
    one = stop.experience
    if stop.session or one.sessions_only:
        return Latest(stop.begin, "session", one.id, one.name)
    minutes = int((stop.end - stop.begin).total_seconds() // 60)
    begin = stop.begin.astimezone(HANOI).time()
    windows = begin_windows(one.opening, minutes, day.date)
    last: time = max((late for early, late in windows if early <= begin <= late), default=begin)
    lunch = tour.goal.lunch
    # Without a meal of its own, the day has lunch where the price includes it.
    eats = stop.is_meal or (one.price.includes_lunch and not any(each.is_meal for each in day.stops))
    if eats and lunch and lunch.latest <= last:
        return Latest(datetime.combine(day.date, lunch.latest, HANOI), "lunch", one.id, one.name)
    return Latest(datetime.combine(day.date, last, HANOI), "opening", one.id, one.name)
