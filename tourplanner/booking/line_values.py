"""What the desk gives of the waiting list and of departures: frozen values, aware times, whole đồng."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime

from tourplanner.booking.terms import Terms
from tourplanner.model import Party, Value

PlaceState = Literal["WAITING", "OFFERED", "TAKEN", "LAPSED", "LEFT", "OVER"]
DepartureState = Literal["open", "guaranteed", "thin", "cancelled", "joined"]


class Waiting(Value):
    """
    A place in the line, as of a moment. Once it was offered places, the booking with the same ``id`` has them.

    WAITING is in the line. OFFERED: the places are on hold. TAKEN: the hold was confirmed. LAPSED: the hold ended
    unconfirmed. LEFT: the guests gave it up, in the line or afterwards. OVER: ``until`` (not included) passed by.
    ``price_vnd`` is for the whole party.
    """

    id: str
    state: PlaceState
    departure: str | None
    itinerary: str
    reference: str
    party: Party
    sessions: tuple[str, ...]
    price_vnd: int
    joined: AwareDatetime
    until: AwareDatetime
    offered: AwareDatetime | None = None


class ScheduledDeparture(Value):
    """
    An itinerary on its date, offered for sale to all, as of a moment.

    ``booked`` are confirmed guests, ``held`` those on hold, ``waiting`` those in the line. While ``booked`` is below
    ``minimum`` it is open, and thin, which is to be decided, from ``decide_by`` on. It is guaranteed while ``booked``
    reaches the minimum, and for good once that was promised. ``price_vnd`` is for each guest. ``joined_to`` is the
    departure its guests were moved to.
    """

    id: str
    name: str
    itinerary: str
    sessions: tuple[str, ...]
    begin: AwareDatetime
    decide_by: AwareDatetime
    minimum: int
    price_vnd: int
    terms: Terms
    state: DepartureState
    booked: int
    held: int
    waiting: int
    reason: str = ""
    joined_to: str | None = None

    @property
    def lacking(self) -> int:
        """How many guests are missing to the minimum."""
        return max(0, self.minimum - self.booked)


class Joining(Value):
    """
    Two departures that could be one: the guests of ``gone`` would move to ``stays``, where there is room for them now.

    ``guests`` are those who would move, on hold or confirmed; ``booked`` the confirmed of both together; ``days`` is
    how many days later the guests would depart, negative for earlier. ``enough``: together they reach the minimum.
    """

    gone: str
    stays: str
    guests: int
    booked: int
    days: int
    enough: bool
