"""When a door is open, as data. ``almanac`` turns it into windows on a date."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from tourplanner.model.base import Text, Value


class TimeRange(Value):
    """Open from ``open`` until ``close`` on one day, both ends inclusive; close is after open."""

    open: time
    close: time

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.close <= self.open:
            raise ValueError(f"closes at {self.close:%H:%M}, which is not after it opens at {self.open:%H:%M}")
        return self

    def __str__(self) -> str:
        return f"{self.open:%H:%M}–{self.close:%H:%M}"


class LunarDay(Value):
    """A day of the lunar calendar (UTC+7): of every month, or of one month. Leap months count as their number."""

    day: Annotated[int, Field(ge=1, le=30)]
    month: Annotated[int, Field(ge=1, le=12)] | None = None

    def __str__(self) -> str:
        return f"{self.day}/{self.month}" if self.month else str(self.day)


class Season(Value):
    """
    A yearly period from (month, day) to (month, day), both inclusive; it may run over the new year.

    ``calendar`` says whether these are solar or lunar months.
    """

    first: tuple[int, int]
    last: tuple[int, int]
    calendar: Literal["solar", "lunar"] = "solar"
    reason: Text | None = None

    @model_validator(mode="after")
    def _possible(self) -> Self:
        days = (30,) * 12 if self.calendar == "lunar" else (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
        for month, day in (self.first, self.last):
            if not 1 <= month <= 12 or not 1 <= day <= days[month - 1]:
                raise ValueError(f"month {month}, day {day}: there is no such day in the {self.calendar} calendar")
        return self


class OpeningException(Value):
    """Other hours on the days ``first`` to ``last``, both inclusive; no ranges means closed."""

    first: date
    last: date
    ranges: tuple[TimeRange, ...] = ()
    reason: Text | None = None


class Opening(Value):
    """
    Opening times: weekly hours, narrowed by lunar days, seasons and recurring closures, overridden by exceptions.

    Parameters
    ----------
    weekly
        Seven tuples of ranges, Monday first; an empty tuple is a closed day.
    lunar_days
        If any, open only on these lunar days (a market of days 4, 10, 14 ...).
    seasons
        If any, open only within one of them.
    closures
        Closed within any of them (Tết, founder's day), stronger than everything but ``exceptions``.
    starts
        If any, a visit begins exactly at one of these times (a show), not at any time of the range.
    by_appointment
        The hours are when a visit can be asked for; nobody waits there without a booking.
    """

    weekly: tuple[
        tuple[TimeRange, ...], tuple[TimeRange, ...], tuple[TimeRange, ...], tuple[TimeRange, ...],
        tuple[TimeRange, ...], tuple[TimeRange, ...], tuple[TimeRange, ...],
    ]  # fmt: skip
    lunar_days: tuple[LunarDay, ...] = ()
    seasons: tuple[Season, ...] = ()
    closures: tuple[Season, ...] = ()
    exceptions: tuple[OpeningException, ...] = ()
    starts: tuple[time, ...] = ()
    by_appointment: bool = False

    @classmethod
    def daily(cls, open: time, close: time, **rest: object) -> Opening:
        """The same hours every day of the week."""
        hours = (TimeRange(open=open, close=close),)
        return cls.model_validate({"weekly": (hours,) * 7} | rest)
