"""Rules of kind ``working_hours``: how long guides and drivers may work in a day and a week, and rest in between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from tourplanner.rules.law.finding import LawFinding, Trip
from tourplanner.rules.law.rule import Case, Rule

Count = Annotated[int, Field(ge=0)]


class WorkCase(Case):
    """
    What somebody works on the day, from and to, with the ``minutes_before`` and ``days_before`` worked on the six days
    before it, and the hour at which the day before ended.
    """

    worked: tuple[tuple[time, time], ...]
    minutes_before: Count = 0
    days_before: Count = 0
    ended: time | None = None


class WorkingHours(Rule):
    """
    Nobody works more than ``minutes`` in a day or a week, rests less than ``minutes`` between two days ("rest"), or
    works on more than ``days`` of a week ("days"). A week is any seven days in a row.

    It is judged where people are assigned, not in an itinerary alone.
    """

    kind: Literal["working_hours"] = "working_hours"
    limit: Literal["day", "week", "rest", "days"]
    minutes: Annotated[int, Field(ge=1)] | None = None
    days: Annotated[int, Field(ge=1, le=7)] | None = None
    cases: tuple[WorkCase, ...] = ()

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        if (self.minutes is None) is (self.limit != "days") or (self.days is None) is (self.limit == "days"):
            raise ValueError("give days for the limit days, minutes for the others")
        return self

    @property
    def seconds(self) -> int:
        """The minutes in seconds, 0 for the limit of days."""
        return 60 * (self.minutes or 0)

    def broken_by(self, case: WorkCase) -> bool:
        spans = [(datetime.combine(case.on, begin), datetime.combine(case.on, end)) for begin, end in case.worked]
        today = int(sum((end - begin).total_seconds() for begin, end in spans))
        if self.limit == "day":
            return today > self.seconds
        if self.limit == "week":
            return 60 * case.minutes_before + today > self.seconds
        if self.limit == "days":
            return case.days_before + bool(spans) > (self.days or 0)
        if case.ended is None or not spans:
            return False
        rested = min(spans)[0] - datetime.combine(case.on - timedelta(days=1), case.ended)
        return rested.total_seconds() < self.seconds

    def findings(self, trip: Trip) -> Iterator[LawFinding]:
        """None: an itinerary does not say what else its crew works."""
        del trip
        return iter(())
