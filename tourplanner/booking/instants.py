"""Aware times at the door, whole UTC seconds inside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
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
        If the time has no zone: it would be another instant on every machine.
    """
    if moment.tzinfo is None:
        raise GoalError(f"{moment.isoformat()} has no time zone: give an aware time, such as tzinfo=HANOI")
    return int(moment.timestamp() // 1)


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
