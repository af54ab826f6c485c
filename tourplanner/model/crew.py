"""Who goes along and in what: guides with their cards, drivers with their licences, vehicles with their plates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from tourplanner.model.base import Id, Name, Nfc, Value
from tourplanner.model.place import Place
from tourplanner.model.vehicles import Vehicle

Language = Annotated[str, Field(min_length=2, max_length=35)]
Card = Literal["international", "domestic", "on-site"]
"""
The cards of the Tourism Law of 2017, Article 58: an international guide leads anybody, a domestic one citizens of
Vietnam, an on-site one guests of a place, there (read in the press: crystalbay.com, 14 May 2024).
"""
Licence = Literal["B", "D1", "D2", "D"]
LICENCE_SEATS: dict[Licence, int | None] = {"B": 8, "D1": 16, "D2": 29, "D": None}
"""
Most seats beside the driver's that a licence is good for, weakest first, each with all that the ones before it allow.

Law 36/2024/QH15, Article 57, since 1 January 2025 (class B as the press quotes it, the others recalled). Licences of
before keep their letters: give a D of before 2025 as D2 and an E as D.
"""


class TimeOff(Value):
    """Hours or days in which somebody or something is not to be had, from ``begin`` to ``end``, not included."""

    begin: AwareDatetime
    end: AwareDatetime
    note: Nfc = ""

    @model_validator(mode="after")
    def _lasting(self) -> Self:
        if self.end <= self.begin:
            raise ValueError(f"time off ends at {self.end}, not after it begins at {self.begin}")
        return self


class Member(Value):
    """What guides, drivers and vehicles have in common. ``off`` are their free, sick and workshop days."""

    id: Id
    off: tuple[TimeOff, ...] = ()

    def away(self, begin: datetime, end: datetime) -> TimeOff | None:
        """The first time off that falls between two moments, None if there is none."""
        return next((each for each in self.off if each.begin < end and begin < each.end), None)


class Guide(Member):
    """
    A tour guide.

    ``languages`` are ISO 639-1 codes. ``card_until`` is the last day the card is valid. ``sites`` are ids of the
    villages that an on-site card is for.
    """

    name: Name
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    card: Card
    card_until: date
    sites: tuple[Id, ...] = ()

    def may_lead(self, *, foreign: bool, villages: Iterable[str]) -> bool:
        """Whether the card is good for guests (``foreign``: any of them no citizen of Vietnam) in these villages."""
        if self.card == "on-site":
            return set(villages) <= set(self.sites)
        return self.card == "international" or not foreign


class Driver(Member):
    """A driver; ``licence_until`` is the last day the licence is valid."""

    name: Name
    licence: Licence
    licence_until: date


class VehicleUnit(Member):
    """One vehicle of a kind, with its plate. Without a ``depot``, ways from and to it are not counted."""

    vehicle: Vehicle
    plate: Nfc = ""
    depot: Place | None = None

    @property
    def licence(self) -> Licence:
        """The weakest licence that is good for it."""
        beside = self.vehicle.seats - 1
        return next(each for each, most in LICENCE_SEATS.items() if most is None or beside <= most)


def licence_rank(licence: Licence) -> int:
    """Weakest first, from 0; a licence is good for all that those of a lower rank are."""
    return list(LICENCE_SEATS).index(licence)
