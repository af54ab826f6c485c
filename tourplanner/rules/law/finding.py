"""What the law has to say of an itinerary, and what it looks at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal

from tourplanner.model import HANOI, Day, Itinerary, Leg, Place, Text
from tourplanner.model.vehicles import Vehicle

if TYPE_CHECKING:
    from tourplanner.rules.law.rule import Rule

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class LawFinding:
    """
    One breach of a rule, or one thing that is not known of it.

    ``day`` counts from 1; ``at`` is None where the whole day is meant. ``standing`` says how sure the rule is and who
    confirmed it; what only the press supports is a warning until somebody does. ``fixes`` are ways out, in words.
    """

    rule: str
    kind: str
    subject: str
    message: Text
    severity: Severity
    source: str
    since: date | None
    until: date | None
    standing: str
    day: int
    at: datetime | None = None
    fixes: tuple[Text, ...] = ()

    def __str__(self) -> str:
        clock = f" {self.at:%H:%M}" if self.at else ""
        dates = f", since {self.since}" if self.since else ""
        dates += f", until {self.until}" if self.until else ""
        ways = f" → {'; or '.join(fix.get('en') for fix in self.fixes)}" if self.fixes else ""
        rests = f"[{self.rule}: {self.source}{dates}; {self.standing}]"
        return f"{self.severity}: day {self.day}{clock} {self.message.get('en')}{ways} {rests}"


@dataclass(frozen=True, slots=True)
class Trip:
    """An itinerary and the vehicles that carry its party."""

    tour: Itinerary
    vehicles: tuple[Vehicle, ...]

    @property
    def seats(self) -> int:
        """Seats of the largest vehicle, 0 without any."""
        return max((vehicle.seats for vehicle in self.vehicles), default=0)

    def days(self, rule: Rule) -> Iterator[tuple[int, Day]]:
        """The days, numbered from 1, on which a rule is in force."""
        return ((number, day) for number, day in enumerate(self.tour.days, 1) if rule.in_force(day.date))

    def moment(self, day: int, second: int) -> datetime:
        """A second of a day, in Hanoi."""
        return datetime.combine(self.tour.days[day - 1].date, time(), HANOI) + timedelta(seconds=second)


def drives(day: Day) -> Iterator[tuple[Leg, Place, Place]]:
    """The legs of a day that are driven, with where they begin and end."""
    for leg, origin, target in zip(day.legs, day.places, day.places[1:], strict=False):
        if leg.mode == "drive":
            yield leg, origin, target


def second_of(moment: datetime) -> int:
    """Whole seconds from midnight in Hanoi."""
    local = moment.astimezone(HANOI)
    return 3600 * local.hour + 60 * local.minute + local.second


def clock(second: int) -> time:
    """A second of the day as a time, within the day."""
    within = min(max(second, 0), 24 * 3600 - 1)
    return time(within // 3600, within // 60 % 60, within % 60)


def names(tour: Itinerary) -> dict[str, Text]:
    """What the ids in legs are called."""
    found = {stop.experience.id: stop.experience.name for stop in tour.stops}
    points: Sequence[Day] = tour.days
    return found | {point.id: point.name for day in points for point in (day.start, day.end)}


def told_fleet(vehicles: Sequence[Vehicle]) -> Text:
    """So many vehicles of one size, as a way out."""
    count, seats = len(vehicles), vehicles[0].seats
    return Text(vi=f"đi {count} xe {seats} chỗ", en=f"take {count} vehicle{'s' if count > 1 else ''} of {seats} seats")
