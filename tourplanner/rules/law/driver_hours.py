"""Rules of kind ``driver_hours``: how long one driver may drive at a stretch, in a day, in a week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time
from typing import Annotated, Literal

from pydantic import Field

from tourplanner.model import Day, Text
from tourplanner.rules.law.finding import LawFinding, Trip, clock, drives, second_of
from tourplanner.rules.law.rule import Case, Rule

Minutes = Annotated[int, Field(ge=1)]
Drive = tuple[int, int]
"""Seconds from midnight, begin and end."""
WEEK = 7


class DrivingCase(Case):
    """What one driver drives on the day, from and to, and the minutes of the six days before together."""

    driven: tuple[tuple[time, time], ...]
    minutes_before: Annotated[int, Field(ge=0)] = 0


class DriverHours(Rule):
    """
    One driver drives no more than ``minutes`` in what ``limit`` names.

    A stretch ends with a rest of at least ``rest_minutes``; shorter stops belong to it, but are not driving. A week is
    any seven days in a row.
    """

    kind: Literal["driver_hours"] = "driver_hours"
    limit: Literal["stretch", "day", "week"]
    minutes: Minutes
    rest_minutes: Minutes = 15
    cases: tuple[DrivingCase, ...] = ()

    def broken_by(self, case: DrivingCase) -> bool:
        day = [(_second(begin), _second(end)) for begin, end in case.driven]
        before = [(0, 60 * case.minutes_before)]
        return any(index == 1 for index, _, _ in self.exceeded([before, day] if self.limit == "week" else [[], day]))

    def exceeded(self, days: Sequence[Sequence[Drive]]) -> Iterator[tuple[int, int, int]]:
        """
        Where consecutive days go beyond the limit.

        Yields
        ------
        tuple
            Index of the day, second of it at which the limit is reached, seconds driven in the stretch, day or week.
        """
        most = 60 * self.minutes
        for index, day in enumerate(days):
            if self.limit == "week":
                before = sum(map(driven, days[max(0, index - WEEK + 1) : index]))
                if before <= most < before + driven(day):
                    yield index, reached(day, most - before), before + driven(day)
                continue
            for part in stretches(day, 60 * self.rest_minutes) if self.limit == "stretch" else [day]:
                if driven(part) > most:
                    yield index, reached(part, most), driven(part)

    def told(self, seconds: int) -> tuple[str, str]:
        """The message, Vietnamese and English."""
        span = {"stretch": ("liên tục", "at a stretch"), "day": ("trong ngày", "in a day"),
                "week": ("trong bảy ngày", "in seven days")}[self.limit]  # fmt: skip
        long, most = _hours(seconds), _hours(60 * self.minutes)
        return (
            f"một lái xe lái {long} {span[0]}, tối đa {most}",
            f"one driver drives {long} {span[1]}, {most} at most",
        )

    def ways_out(self, second: int) -> tuple[Text, ...]:
        """What would do, from the second at which the limit is reached."""
        second_driver = Text(vi="thêm lái xe thứ hai", en="take a second driver")
        if self.limit != "stretch":
            return (second_driver,)
        rest, by = self.rest_minutes, f"{clock(second):%H:%M}"
        return Text(vi=f"nghỉ {rest} phút trước {by}", en=f"rest {rest} minutes before {by}"), second_driver

    def findings(self, trip: Trip) -> Iterator[LawFinding]:
        """No driver drives beyond the limit, paddings of the legs included, on the days the limit is in force."""
        by_day = [_driven_on(day) if self.in_force(day.date) else () for day in trip.tour.days]
        for index, second, seconds in self.exceeded(by_day) if trip.vehicles else ():
            yield self.finding("driver", *self.told(seconds), trip, index + 1, second, self.ways_out(second))


def stretches(day: Sequence[Drive], rest_s: int) -> Iterator[list[Drive]]:
    """Drives with no rest of at least so many seconds between them, together."""
    together: list[Drive] = []
    for drive in sorted(day):
        if together and drive[0] - together[-1][1] >= rest_s:
            yield together
            together = []
        together.append(drive)
    if together:
        yield together


def driven(day: Sequence[Drive]) -> int:
    """Seconds at the wheel."""
    return sum(end - begin for begin, end in day)


def reached(day: Sequence[Drive], seconds: int) -> int:
    """The second of the day at which so many seconds have been driven."""
    for begin, end in sorted(day):
        if seconds <= end - begin:
            return begin + seconds
        seconds -= end - begin
    return day[-1][1]


def _driven_on(day: Day) -> tuple[Drive, ...]:
    return tuple((second_of(leg.depart), second_of(leg.depart) + leg.seconds) for leg, _, _ in drives(day))


def _second(at: time) -> int:
    return 3600 * at.hour + 60 * at.minute + at.second


def _hours(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return f"{minutes // 60}:{minutes % 60:02} h"
