"""Aware times at the door, whole UTC seconds inside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from tourplanner.errors import GoalError

Clock = Callable[[], datetime]
"""What time it is, aware."""


def system_clock() -> datetime:
    return datetime.now(UTC)


def seconds(moment: datetime) -> int:
    """
    Whole UTC seconds since 1970, parts of a second cut off.

    Raises
    ------
    GoalError
        If the time has no zone: it would be another instant on every machine. If it is in no zone's calendar.
    """
    if moment.tzinfo is None:
        raise GoalError(f"{moment.isoformat()} has no time zone: give an aware time, such as tzinfo=HANOI")
    if not MINYEAR < moment.year < MAXYEAR:
        raise GoalError(f"{moment.isoformat()} is no time of a tour: give one of this century")
    return int(moment.timestamp() // 1)


def days(first: date, last: date, zone: ZoneInfo) -> tuple[int, int]:
    """
    UTC seconds when day ``first`` begins and when day ``last`` is over, by the wall clock of a zone.

    Raises
    ------
    GoalError
        If a day is at the end of all calendars, where there is no next.
    """
    if last == date.max:
        raise GoalError(f"{last} is no day of a tour: give one of this century")
    begin, end = (datetime(day.year, day.month, day.day, tzinfo=zone) for day in (first, last + timedelta(days=1)))
    return seconds(begin), seconds(end)


@lru_cache(maxsize=1 << 16)
def moment(seconds: int, zone: str) -> datetime:
    """The aware time of an instant in a zone. Sessions begin at few instants, however many there are."""
    return datetime.fromtimestamp(seconds, ZoneInfo(zone))


def whole(span: timedelta) -> int:
    """A span in whole seconds."""
    return int(span.total_seconds())


def cutoff(begin: datetime, before: timedelta, lead_days: int) -> int:
    """
    When selling ends, as UTC seconds, not included.

    ``before`` is counted in elapsed time. ``lead_days`` are days of the wall calendar of ``begin``, which is in the
    village's zone: with 2, a session on Saturday is sold until midnight between Thursday and Friday.
    """
    ends = seconds(begin) - whole(before)
    if lead_days == 0:
        return ends
    day = (begin - timedelta(days=lead_days - 1)).date()
    midnight = datetime(day.year, day.month, day.day, tzinfo=begin.tzinfo)
    return min(ends, seconds(midnight))
