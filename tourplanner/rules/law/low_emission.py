"""Rules of kind ``low_emission_zone``: vehicles that burn fuel may not drive in an area."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Annotated, Literal

from pydantic import Field

from tourplanner.model import HANOI, Leg, Place, Text, TimeRange
from tourplanner.model.itinerary import Point
from tourplanner.model.vehicles import Fuel, Vehicle
from tourplanner.rules.law.area import Area, along
from tourplanner.rules.law.finding import LawFinding, Trip, drives, names, second_of
from tourplanner.rules.law.rule import Case, Rule

Kind = Literal["motorbike", "car"]
FOSSIL = ("petrol", "diesel")


class ZoneCase(Case):
    """A vehicle drives at a place at a time; ``euro`` is its emission level, 0 if it meets none."""

    vehicle: Kind
    fuel: Fuel
    euro: int | None = None
    at: time
    lat: float
    lon: float


class LowEmissionZone(Rule):
    """
    Vehicles that run on petrol or diesel may not drive in the area.

    ``vehicles`` says which: two seats make a motorbike, more a car (coaches are cars). ``euro_below`` bars only those
    known to be below an emission level. No ``hours`` means at any hour, or at hours nobody has published: the note says
    which.
    """

    kind: Literal["low_emission_zone"] = "low_emission_zone"
    vehicles: Annotated[tuple[Kind, ...], Field(min_length=1)]
    euro_below: Annotated[int, Field(ge=1, le=7)] | None = None
    hours: tuple[TimeRange, ...] = ()
    area: Area
    cases: tuple[ZoneCase, ...] = ()

    def bars(self, kind: Kind, fuel: Fuel, euro: int | None) -> bool:
        """Whether it concerns a vehicle. One of which fuel or level is not known is not barred."""
        low = self.euro_below is None or (euro is not None and euro < self.euro_below)
        return kind in self.vehicles and fuel in FOSSIL and low

    def barred(self, vehicles: tuple[Vehicle, ...]) -> Vehicle | None:
        """The first vehicle it concerns."""
        return next((each for each in vehicles if self.bars(kind_of(each), each.fuel, each.euro)), None)

    def holds_at(self, point: Point, at: time) -> bool:
        """Whether it holds at a point at a time."""
        within = not self.hours or any(hours.open <= at <= hours.close for hours in self.hours)
        return within and self.area.holds_point(point)

    def broken_by(self, case: ZoneCase) -> bool:
        return self.bars(case.vehicle, case.fuel, case.euro) and self.holds_at((case.lat, case.lon), case.at)

    def told(self, where: tuple[str, str], vehicle: Vehicle) -> tuple[str, str]:
        """The message, Vietnamese and English."""
        zone = self.area.name
        return (
            f"{where[0]}: {vehicle.name.vi} bị hạn chế trong vùng phát thải thấp ({zone.vi})",
            f"{where[1]}: {vehicle.name.get('en')} is restricted in the low-emission zone ({zone.get('en')})",
        )

    def ways_out(self) -> tuple[Text, ...]:
        clean = Text(vi="đi xe điện", en="take an electric vehicle")
        if self.euro_below is None:
            return (clean,)
        level = self.euro_below
        return Text(vi=f"đi xe đạt mức {level} trở lên", en=f"take a vehicle of level {level} or better"), clean

    def findings(self, trip: Trip) -> Iterator[LawFinding]:
        """No leg of a vehicle it concerns begins, ends or leads through the area; one finding a day."""
        vehicle, called = self.barred(trip.vehicles), names(trip.tour)
        for number, day in trip.days(self) if vehicle else ():
            assert vehicle is not None
            for leg, origin, target in drives(day):
                second = self._met(leg, origin, target)
                if second is not None:
                    name = called.get(leg.origin, Text(vi=leg.origin))
                    message = self.told((name.vi, name.get("en")), vehicle)
                    yield self.finding(leg.origin, *message, trip, number, second, self.ways_out())
                    break

    def _met(self, leg: Leg, origin: Place, target: Place) -> int | None:
        ends: tuple[Point, Point] = (origin.lat, origin.lon), (target.lat, target.lon)
        for point, share in along(leg.path) if leg.path else zip(ends, (0.0, 1.0), strict=True):
            moment = leg.depart + timedelta(seconds=int(share * leg.seconds))
            if self.holds_at(point, moment.astimezone(HANOI).time()):
                return second_of(moment)
        return None


def kind_of(vehicle: Vehicle) -> Kind:
    return "motorbike" if vehicle.seats == 2 else "car"
