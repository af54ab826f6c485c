"""Rules of kind ``coach_ban``: vehicles of a size may not drive in an area at some hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import Field

from tourplanner.model import HANOI, Leg, Place, Text, TimeRange
from tourplanner.model.vehicles import ALL, fleet
from tourplanner.rules.law.area import Area, along
from tourplanner.rules.law.finding import LawFinding, Trip, drives, names, second_of, told_fleet
from tourplanner.rules.law.rule import Case, Rule

TOUCH_M = 200
Weekday = Annotated[int, Field(ge=1, le=7)]


class CoachCase(Case):
    """A vehicle of so many seats drives at a place at a time."""

    at: time
    seats: int
    lat: float
    lon: float


class CoachBan(Rule):
    """
    Vehicles of ``seats`` or more (driver included) may not drive in the area within the hours, ends inclusive.

    ``weekdays`` are 1 for Monday to 7 for Sunday; none means every day. ``lead_round`` says that such vehicles are led
    round the area at all hours unless they have to go in: it is small, and there are other ways.
    """

    kind: Literal["coach_ban"] = "coach_ban"
    seats: Annotated[int, Field(ge=2)]
    hours: Annotated[tuple[TimeRange, ...], Field(min_length=1)]
    weekdays: tuple[Weekday, ...] = ()
    area: Area
    lead_round: bool = False
    cases: tuple[CoachCase, ...] = ()

    def in_force(self, on: date) -> bool:
        """Whether it is in force on a day, and forbids anything on that day of the week."""
        return super().in_force(on) and (not self.weekdays or on.isoweekday() in self.weekdays)

    def barred_at(self, at: time) -> TimeRange | None:
        """The hours that forbid driving in the area at this time."""
        return next((hours for hours in self.hours if hours.open <= at <= hours.close), None)

    def bars(self, place: Place, at: time) -> TimeRange | None:
        """The hours that forbid a vehicle of this size to drive at a place at this time."""
        return self.barred_at(at) if self.area.holds(place) else None

    def broken_by(self, case: CoachCase) -> bool:
        return case.seats >= self.seats and self.bars(Place(lat=case.lat, lon=case.lon), case.at) is not None

    def told(self, where: tuple[str, str], hours: TimeRange) -> tuple[str, str]:
        """The message, Vietnamese and English."""
        return (
            f"{where[0]}: xe từ {self.seats} chỗ không được chạy ở {self.area.name.vi} {hours}",
            f"{where[1]}: vehicles of {self.seats} seats or more may not run in {self.area.name.get('en')} {hours}",
        )

    def findings(self, trip: Trip) -> Iterator[LawFinding]:
        """No leg begins, ends or leads through the area at the forbidden hours; one finding for each leg."""
        called = names(trip.tour)
        for number, day in trip.days(self) if trip.seats >= self.seats else ():
            for leg, origin, target in drives(day):
                met = self.met(leg, origin, target)
                if met is not None:
                    moment, hours = met
                    at_end = moment == leg.arrive and not self.area.holds(origin)
                    subject = leg.destination if at_end else leg.origin
                    name = called.get(subject, Text(vi=subject))
                    message = self.told((name.vi, name.get("en")), hours)
                    fixes = (*self._later(hours), *self._smaller(trip))
                    yield self.finding(subject, *message, trip, number, second_of(moment), fixes)

    def met(self, leg: Leg, origin: Place, target: Place) -> tuple[datetime, TimeRange] | None:
        """
        When a leg is in the area at a forbidden hour: at its ends, or first for more than ``TOUCH_M`` of its line.

        Areas are drawn by hand along streets: who drives along their edge is not in them.
        """
        for place, moment in ((origin, leg.depart), (target, leg.arrive)):
            hours = self.barred_at(moment.astimezone(HANOI).time())
            if hours and self.area.holds(place):
                return moment, hours
        run: list[tuple[float, datetime, TimeRange]] = []
        for point, share in along(leg.path) if leg.path else ():
            moment = leg.depart + timedelta(seconds=int(share * leg.seconds))
            hours = self.barred_at(moment.astimezone(HANOI).time())
            if not hours or not self.area.holds_point(point):
                run = []
                continue
            run.append((share, moment, hours))
            if (share - run[0][0]) * leg.metres > TOUCH_M:
                return run[0][1:]
        return None

    def _later(self, hours: TimeRange) -> Iterator[Text]:
        after = (datetime.combine(date.min, hours.close) + timedelta(minutes=1)).time()
        if after > hours.close:
            yield Text(vi=f"chạy ở đó từ {after:%H:%M}", en=f"drive there from {after:%H:%M} on")

    def _smaller(self, trip: Trip) -> Iterator[Text]:
        if self.seats > ALL[0].seats:
            yield told_fleet(fleet(trip.tour.goal.party.size, below_seats=self.seats))
