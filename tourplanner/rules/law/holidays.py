"""Rules of kind ``holidays``: days off by law, and working days the government swaps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, Self

from pydantic import model_validator

from tourplanner.almanac import Holiday, public_holidays
from tourplanner.almanac.holidays import IN_FORCE
from tourplanner.almanac.lunar import LAST_SOLAR
from tourplanner.model import Text, Value
from tourplanner.rules.law.finding import LawFinding, Trip
from tourplanner.rules.law.rule import Case, Rule

NEAR = timedelta(days=4)
"""A swap joins a holiday to a weekend: it moves a working day at most so far from one."""


@dataclass(frozen=True, slots=True)
class DayOff:
    """Why a day is off, by which document, and how sure that is."""

    name: Text
    source: str
    standing: str

    @property
    def told(self) -> tuple[str, str]:
        """The message, Vietnamese and English."""
        return f"{self.name.vi}: ngày nghỉ, đường đông", f"{self.name.get('en')}: a day off, busy roads"


class Swap(Value):
    """A working day that is off, and the day worked for it (None if none is named)."""

    off: date
    worked: date | None = None


class HolidayCase(Case):
    """A tour on the day: "broken" if the rule makes it a day off."""


class Holidays(Rule):
    """
    Days on which offices rest, roads are full and prices are others.

    ``statutory`` takes the public holidays of the Labour Code as ``almanac.public_holidays`` reckons them; ``yearly``
    are (month, day) of every year, ``days`` single dates, ``swaps`` working days exchanged.
    """

    kind: Literal["holidays"] = "holidays"
    statutory: bool = False
    yearly: tuple[tuple[int, int], ...] = ()
    days: tuple[date, ...] = ()
    swaps: tuple[Swap, ...] = ()
    cases: tuple[HolidayCase, ...] = ()

    @model_validator(mode="after")
    def _any(self) -> Self:
        if not (self.statutory or self.yearly or self.days or self.swaps):
            raise ValueError("names no day: give statutory, yearly, days or swaps")
        return self

    def day_off(self, on: date) -> DayOff | None:
        """What makes a day one off, None if nothing does."""
        if self.statutory:
            found = next((each for each in _by_code(on.year) if each.date == on), None)
            if found:
                return DayOff(found.name, found.source, self.standing if found.certain else "estimate")
        named = (on.month, on.day) in self.yearly or on in self.days or any(swap.off == on for swap in self.swaps)
        return DayOff(self.title, self.source, self.standing) if named else None

    def unknown(self, on: date) -> bool:
        """Beyond what is known, and so near a holiday that the day may be swapped, given in lieu, or chosen."""
        near = [each for year in {on.year, (on + NEAR).year} for each in _by_code(year) if abs(each.date - on) <= NEAR]
        return super().unknown(on) and bool(near) and not any(each.date == on and each.certain for each in near)

    def broken_by(self, case: HolidayCase) -> bool:
        return self.day_off(case.on) is not None

    def findings(self, trip: Trip) -> Iterator[LawFinding]:
        """No day of the tour is a day off."""
        for number, day in trip.days(self):
            off = self.day_off(day.date)
            if off:
                found = self.finding("holiday", *off.told, trip, number)
                yield replace(found, source=off.source, standing=off.standing)


def _by_code(year: int) -> tuple[Holiday, ...]:
    return public_holidays(year) if IN_FORCE <= year <= LAST_SOLAR.year else ()
