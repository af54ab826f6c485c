"""Dates as Hanoi lives them: lunar dates, Tết, public holidays, opening hours, sessions, festivals."""

from tourplanner.almanac.busy import opening_around
from tourplanner.almanac.festivals import festival_closed, festival_days, festivals_on, month_days
from tourplanner.almanac.holidays import Holiday, public_holidays
from tourplanner.almanac.hours import begin_windows, in_season, windows
from tourplanner.almanac.lunar import LunarDate, leap_month, tet
from tourplanner.almanac.sessions import sessions
from tourplanner.almanac.words import closed_reason, describe

__all__ = [
    "Holiday",
    "LunarDate",
    "begin_windows",
    "closed_reason",
    "describe",
    "festival_closed",
    "festival_days",
    "festivals_on",
    "in_season",
    "leap_month",
    "month_days",
    "opening_around",
    "public_holidays",
    "sessions",
    "tet",
    "windows",
]
