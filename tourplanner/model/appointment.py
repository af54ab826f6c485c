"""What stands in a calendar: appointments of tours, and the times when somebody is busy."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from tourplanner.model.base import Name, Nfc, Text, Value
from tourplanner.model.craft import Role
from tourplanner.model.place import Place

AppointmentKind = Literal["tour", "visit", "meal", "drive", "walk"]
AppointmentStatus = Literal["TENTATIVE", "CONFIRMED", "CANCELLED"]
OWNERS = ("village", "host", "guide", "vehicle", "route")
"""Kinds of owners that have a calendar of their own."""


class Owner(Value):
    """Somebody or something with a calendar of its own: a village, a host, a guide, a vehicle, a route."""

    id: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    name: Text


class Appointment(Value):
    """
    One entry of a calendar, from ``begin`` to ``end``, not included; they may be the same moment.

    ``id`` names it through every change of time, order and place. ``title`` is what is done, of a drive or walk where
    it leads. ``address`` is where it is, or leaves from. ``sequence`` counts the changes others must see,
    cancelling among them, and ``changed`` is when the last of them was made. ``guests`` is None where not known.
    ``notes`` are lines of their own. It names no guest: who may see a village's calendar is not known here.
    """

    id: Annotated[str, StringConstraints(min_length=1, max_length=400)]
    kind: AppointmentKind
    title: Text
    begin: AwareDatetime
    end: AwareDatetime
    address: Text | None = None
    place: Place | None = None
    role: Role | None = None
    guests: Annotated[int, Field(ge=0)] | None = None
    languages: tuple[Name, ...] = ()
    notes: tuple[Text, ...] = ()
    status: AppointmentStatus = "TENTATIVE"
    sequence: Annotated[int, Field(ge=0)] = 0
    changed: AwareDatetime | None = None
    route: Owner | None = None
    village: Owner | None = None
    host: Owner | None = None
    guides: tuple[Owner, ...] = ()
    vehicles: tuple[Owner, ...] = ()

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.end < self.begin:
            raise ValueError(f"appointment {self.id} ends at {self.end}, before it begins at {self.begin}")
        return self

    @property
    def owners(self) -> tuple[tuple[str, Owner], ...]:
        """Whose calendars it stands in, each with its kind."""
        single = (("village", self.village), ("host", self.host), ("route", self.route))
        several = [("guide", each) for each in self.guides] + [("vehicle", each) for each in self.vehicles]
        return (*((kind, owner) for kind, owner in single if owner), *several)

    def later(self, by: timedelta) -> Appointment:
        """The same, so much later."""
        moved: Appointment = self.replace(begin=self.begin + by, end=self.end + by)
        return moved


class BusySpan(Value):
    """Somebody has no time from ``begin`` to ``end``, not included. ``title`` is their own word for it, "" if none."""

    begin: AwareDatetime
    end: AwareDatetime
    title: Nfc = ""

    def overlaps(self, begin: AwareDatetime, end: AwareDatetime) -> bool:
        """Whether anything from ``begin`` to ``end``, not included, falls into it."""
        return self.begin < end and begin < self.end
