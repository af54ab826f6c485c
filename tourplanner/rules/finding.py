"""What a rule has to say, and what it is given to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time

from tourplanner.model import HANOI, Day, Festival, Itinerary, Session
from tourplanner.travel import TravelMatrix


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One breach: the rule's name, the day (from 1) and clock it happens at, whom it concerns, and what is wrong.

    ``day`` is 0 and ``at`` None where the whole tour or portfolio is meant.
    """

    rule: str
    subject: str
    message: str
    day: int = 0
    at: datetime | None = None

    def __str__(self) -> str:
        clock = f" {self.at:%H:%M}" if self.at else ""
        where = f"day {self.day}{clock} " if self.day else ""
        return f"{where}{self.subject}: {self.message} [{self.rule}]"


@dataclass(frozen=True, slots=True, eq=False)
class DayCase:
    """A day under judgement: ``matrix`` is over the start, the stops in order, and the end."""

    tour: Itinerary
    number: int
    day: Day
    matrix: TravelMatrix
    sessions: tuple[Session, ...] = ()
    festivals: tuple[Festival, ...] = ()

    def second(self, moment: datetime) -> int:
        """Whole seconds from the day's midnight to a moment."""
        return int((moment - datetime.combine(self.day.date, time(), HANOI)).total_seconds())

    def finding(self, rule: str, subject: str, message: str, at: datetime | None = None) -> Finding:
        return Finding(rule, subject, message, self.number, at)


DayRule = Callable[[DayCase], Iterator[Finding]]
TourRule = Callable[[Itinerary], Iterator[Finding]]
