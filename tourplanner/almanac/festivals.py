"""Festivals on solar days, and the days of a month."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from tourplanner.almanac.lunar import FIRST_SOLAR, LAST_SOLAR, LunarDate, lunar_months
from tourplanner.model import Festival


def festival_days(festival: Festival, year: int) -> tuple[date, ...]:
    """
    The days of a festival that fall in a solar year, in order; 1900 to 2199, else ``ValueError``.

    A festival of lunar month 11 or 12 may fall in a solar year twice or not at all. It is held in the regular month,
    not again in a leap month. In a month of 29 days there is no day 30.
    """
    if not FIRST_SOLAR.year <= year <= LAST_SOLAR.year:
        raise ValueError(f"the lunar calendar covers the years 1900 to 2199, not {year}")
    return tuple(
        on
        for month in lunar_months(year - 1) + lunar_months(year)
        if month.number == festival.lunar_month and not month.leap
        for day in range(festival.first_day, min(festival.last_day, month.days) + 1)
        if (on := date.fromordinal(month.first + day - 1)).year == year
    )


def festivals_on(festivals: Iterable[Festival], on: date) -> tuple[Festival, ...]:
    """The festivals held on a day, in the order given."""
    lunar = LunarDate.of(on)
    if lunar.leap:
        return ()
    return tuple(
        festival
        for festival in festivals
        if festival.lunar_month == lunar.month and festival.first_day <= lunar.day <= festival.last_day
    )


def festival_closed(festivals: Sequence[Festival], on: date) -> frozenset[str]:
    """The experience ids closed on a day for a festival that is held then, or for want of the festival they need."""
    held = {festival.id for festival in festivals_on(festivals, on)}
    closed = {id for festival in festivals if festival.id in held for id in festival.closes}
    opened = {id for festival in festivals if festival.id in held for id in festival.opens}
    waiting = {id for festival in festivals if festival.id not in held for id in festival.opens}
    return frozenset(closed | (waiting - opened))


def month_days(month: str) -> tuple[date, ...]:
    """The days of a solar month written like "2027-03", in order; ``ValueError`` if it is not written so."""
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", month):
        raise ValueError(f"{month!r} is no month: write it like 2027-03")
    first = date.fromisoformat(f"{month}-01")
    days = (first + timedelta(day) for day in range(31))
    return tuple(day for day in days if day.month == first.month)
