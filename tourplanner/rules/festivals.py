"""The rule of festival days, for one day."""

from __future__ import annotations

from collections.abc import Iterator

from tourplanner.almanac import festival_closed
from tourplanner.model import HANOI
from tourplanner.rules.finding import DayCase, Finding


def festival(case: DayCase) -> Iterator[Finding]:
    """Nothing is visited that a festival closes on the day, nor what is open at a festival only on another day."""
    closed = festival_closed(case.festivals, case.day.date)
    with_sessions = {
        session.experience for session in case.sessions if session.begin.astimezone(HANOI).date() == case.day.date
    }
    for stop in case.day.stops:
        if stop.experience.id in closed - with_sessions:
            yield case.finding("festival", stop.experience.id, "is closed on this day of a festival", stop.begin)
