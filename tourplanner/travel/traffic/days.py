"""What kind of day a date is for traffic, by the calendar alone."""

from __future__ import annotations

from datetime import date

from tourplanner.almanac import public_holidays, tet
from tourplanner.almanac.holidays import IN_FORCE

BEFORE_TET = (-10, -2)
"""Days from the first of the lunar year, both included: shopping, peach trees and journeys home (an estimate)."""
TET = (-1, 5)
"""From the eve to the sixth: shops, offices and schools are closed (an estimate; the law gives five of these days)."""


def usual_kind(day: date) -> str:
    """
    "workday", "saturday", "sunday" (public holidays too), "before-tet" or "tet"; dates from 1900 to 2199.

    Festivals are not known here: their traffic is at their gates, and an operator says when (``Traffic.with_days``).
    """
    since = (day - tet(day.year)).days
    if TET[0] <= since <= TET[1]:
        return "tet"
    if BEFORE_TET[0] <= since <= BEFORE_TET[1]:
        return "before-tet"
    if day.weekday() == 6 or _holiday(day):
        return "sunday"
    return "saturday" if day.weekday() == 5 else "workday"


def _holiday(day: date) -> bool:
    """Whether it is a public holiday; those of the law before 2021 are not known."""
    return day.year >= IN_FORCE and any(holiday.date == day for holiday in public_holidays(day.year))
