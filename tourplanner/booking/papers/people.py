"""Who travels and who works on a departure, as papers need it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Annotated, Self

from pydantic import AwareDatetime, Field, model_validator

from tourplanner.booking.papers.texts import LanguageCode
from tourplanner.model import Id, Text, Value
from tourplanner.model.one_line import Line, Mark, Named
from tourplanner.model.runsheet import Contact as Contact
from tourplanner.model.runsheet import Duty as Duty
from tourplanner.model.runsheet import Person


class Guest(Person):
    """
    One guest. ``booking`` is the reference of the booking; ``pickup`` and ``room`` name those of the departure.

    Give ``nationality``, ``passport`` and ``born`` only where somebody on the way must see them.
    """

    name: Annotated[Named, Field(repr=False)]
    booking: Mark = ""
    child: bool = False
    language: LanguageCode = "vi"
    phone: Annotated[Mark, Field(repr=False)] = ""
    diet: Annotated[Line, Field(repr=False)] = ""
    needs: Annotated[Line, Field(repr=False)] = ""
    pickup: Line = ""
    room: Line = ""
    nationality: Annotated[Line, Field(repr=False)] = ""
    passport: Annotated[Mark, Field(repr=False)] = ""
    born: Annotated[date | None, Field(repr=False)] = None


class Pickup(Value):
    """Where and when guests are met; ``at`` is aware."""

    name: Named
    at: AwareDatetime


class Room(Value):
    """A room or a place in a homestay for ``sleeps`` guests, ``kind`` in the house's own words (twin, giường đôi)."""

    name: Named
    kind: Line = ""
    sleeps: Annotated[int, Field(ge=1, le=100)] = 2


class Departure(Value):
    """
    One departure with its guests.

    Every guest's pick-up and room, if given, must be among the departure's, and no room holds more than it sleeps:
    otherwise a ``ValueError`` names all that does not fit.
    """

    id: Id
    title: Text
    begins: AwareDatetime
    guests: tuple[Guest, ...] = ()
    pickups: tuple[Pickup, ...] = ()
    rooms: tuple[Room, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        problems = [*self._repeated(), *self._missing(), *self._crowded()]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _repeated(self) -> list[str]:
        named = [("pick-up", [each.name for each in self.pickups]), ("room", [each.name for each in self.rooms])]
        return [f"{kind} {name!r} twice" for kind, names in named for name, n in Counter(names).items() if n > 1]

    def _missing(self) -> list[str]:
        pickups, rooms = {each.name for each in self.pickups}, {each.name for each in self.rooms}
        asked = [("pick-up", guest.pickup, pickups) for guest in self.guests]
        asked += [("room", guest.room, rooms) for guest in self.guests]
        lost = {(kind, name) for kind, name, known in asked if name and name not in known}
        return [f"no {kind} {name!r} in this departure" for kind, name in sorted(lost)]

    def _crowded(self) -> list[str]:
        inside = Counter(guest.room for guest in self.guests)
        return [
            f"room {room.name!r} sleeps {room.sleeps}, not {inside[room.name]}"
            for room in self.rooms
            if inside[room.name] > room.sleeps
        ]

    @property
    def children(self) -> int:
        return sum(guest.child for guest in self.guests)

    @property
    def adults(self) -> int:
        return len(self.guests) - self.children
