"""The days on which trips run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

ALL_WEEK = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Service:
    """
    The days on which trips run; by default all.

    ``weekdays`` from 0, Monday, to 6, within ``first`` and ``last``, both included, None where open; ``added`` days
    run beside, ``removed`` ones do not.
    """

    weekdays: frozenset[int] = ALL_WEEK
    first: date | None = None
    last: date | None = None
    added: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()

    def runs(self, day: date) -> bool:
        """Whether trips run on a day."""
        if day in self.added or day in self.removed:
            return day in self.added
        begun = self.first is None or self.first <= day
        return begun and (self.last is None or day <= self.last) and day.weekday() in self.weekdays

    @property
    def bounds(self) -> tuple[date, date]:
        """The first and the last day anything is known of; the least and the greatest of dates where open."""
        if not self.weekdays and self.added:
            return min(self.added), max(self.added)
        return min(self.added | {self.first or date.min}), max(self.added | {self.last or date.max})


EVERY_DAY = Service()
