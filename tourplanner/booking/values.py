"""What the desk takes and gives: frozen values, aware times, whole đồng."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from tourplanner.booking.states import Status
from tourplanner.booking.terms import Terms
from tourplanner.model import Experience, Id, Party, Value
from tourplanner.model.base import Name

Count = Annotated[int, Field(ge=0, le=1_000_000)]
Vnd = Annotated[int, Field(ge=0, le=10**15)]


class Conditions(Value):
    """
    On what terms sessions are sold.

    ``party_min`` and ``party_max`` bound the guests of one booking; None is the session's capacity. Selling ends
    ``cutoff`` before the session begins; with ``lead_days`` it ends as well with the day, by the village's calendar,
    that lies so many days before. ``uses`` are resources shared with other experiences. ``pool`` is the cooperative
    whose households on duty take the guests.
    """

    party_min: Annotated[int, Field(ge=1)] = 1
    party_max: Annotated[int, Field(ge=1)] | None = None
    cutoff: Annotated[timedelta, Field(ge=timedelta(0), le=timedelta(days=366))] = timedelta(0)
    lead_days: Annotated[int, Field(ge=0, le=366)] = 0
    uses: tuple[Id, ...] = ()
    pool: Id | None = None

    @classmethod
    def of(cls, experience: Experience) -> Conditions:
        """Those the catalogue knows of an experience."""
        return cls(party_min=experience.party_min, lead_days=experience.lead_days)


class Resource(Value):
    """
    What several experiences share: a kiln, a master.

    ``per="guest"``: so many guests at a time have room (a kiln). ``per="session"``: so many sessions at a time, however
    many guests they have (a master artisan: 1).
    """

    id: Id
    name: Name
    capacity: Count
    per: Literal["guest", "session"] = "guest"


class Household(Value):
    """A member of a cooperative. Among those dealt the same number of guests, the lower ``turn`` is next."""

    id: Id
    name: Name
    turn: Annotated[int, Field(ge=0)]


class Duty(Value):
    """``household`` takes up to ``places`` guests at a time, from ``begin`` to ``end``; the end is not included."""

    household: Id
    begin: AwareDatetime
    end: AwareDatetime
    places: Count


class Share(Value):
    """How many guests of an item a household receives."""

    household: Id
    pax: int


class Item(Value):
    """One session of a booking. ``price_vnd`` is for all its guests; ``shares`` says who of a cooperative has them."""

    session: str
    experience: Id
    begin: AwareDatetime
    end: AwareDatetime
    pax: int
    price_vnd: int
    cancelled: bool = False
    redeemed: AwareDatetime | None = None
    shares: tuple[Share, ...] = ()


class Payment(Value):
    """Money that moved: a deposit or payment to us, or a refund to the guest."""

    kind: Literal["deposit", "payment", "refund"]
    amount_vnd: int
    at: AwareDatetime
    reference: str = ""


class Booking(Value):
    """
    A booking as of a moment: all sessions of an itinerary, for one party.

    ``expires`` is when a hold ends (not included), None once it is confirmed. ``departs`` is the day from which the
    terms count back. ``price_vnd`` is the sum of the items not cancelled, ``fees_vnd`` what was kept of cancelled ones.
    """

    id: str
    status: Status
    itinerary: str
    reference: str
    party: Party
    items: tuple[Item, ...]
    created: AwareDatetime
    expires: AwareDatetime | None
    departs: date
    terms: Terms
    price_vnd: int
    fees_vnd: int
    paid_vnd: int
    refunded_vnd: int
    payments: tuple[Payment, ...] = ()

    @property
    def due_vnd(self) -> int:
        """What is left to pay; never below nought, because what is paid too much is refunded at once."""
        if self.status is Status.EXPIRED:
            return 0
        return self.price_vnd + self.fees_vnd - (self.paid_vnd - self.refunded_vnd)


class Availability(Value):
    """
    What can be had of a session, in OCTO's words: LIMITED is less than half of the places.

    ``vacancies`` takes everything into account: bookings, live holds, shared resources, households on duty.
    ``cutoff`` is when selling ends, not included.
    """

    session: str
    experience: Id
    begin: AwareDatetime
    end: AwareDatetime
    cutoff: AwareDatetime
    status: Literal["AVAILABLE", "LIMITED", "SOLD_OUT", "CLOSED"]
    vacancies: int
    capacity: int
    party_min: int
    party_max: int


class HouseholdShare(Value):
    """What a household was dealt: guests and sessions of live bookings."""

    household: Id
    name: str
    guests: int
    sessions: int


class Message(Value):
    """Something to tell somebody, written in the transaction it is about; ``data`` is JSON."""

    number: int
    at: AwareDatetime
    booking: str
    kind: str
    data: str


class Entry(Value):
    """One entry of the audit log; ``changes`` is JSON, one row after the other."""

    number: int
    at: AwareDatetime
    operation: str
    subject: str
    key: str | None
    changes: str
