"""The desk's departures: itineraries on a date, offered for sale to all, with a minimum party."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_

from tourplanner.booking import line_tables as lt
from tourplanner.booking.asked import (
    MOST_GUESTS,
    checked_number,
    checked_party,
    checked_price,
    checked_span,
    sessions_asked,
    weights_asked,
)
from tourplanner.booking.instants import days, seconds
from tourplanner.booking.joinable import joinable
from tourplanner.booking.line_values import DepartureState, Joining, ScheduledDeparture, Waiting
from tourplanner.booking.lining import A_DAY, Lining
from tourplanner.booking.operations import depart as departs
from tourplanner.booking.operations import join as joins
from tourplanner.booking.operations.hold import Hold
from tourplanner.booking.requests import booking_id, checked_text
from tourplanner.booking.scheduled import departure, departures
from tourplanner.booking.terms import Terms
from tourplanner.booking.values import Booking
from tourplanner.model import HANOI, Itinerary, Money, Party

A_WEEK = timedelta(days=7)


class Departing(Lining):
    """Offering departures, booking them, deciding them."""

    def depart(
        self,
        itinerary: Itinerary | Sequence[str],
        *,
        key: str,
        minimum: int,
        decide_by: datetime,
        price: Money | int,
        name: str = "",
        terms: Terms = Terms(),  # noqa: B008
    ) -> ScheduledDeparture:
        """
        Offer an itinerary on its date for sale to all, to run from ``minimum`` guests.

        Parameters
        ----------
        itinerary
            An itinerary, whose stops are sessions, or the ids of sessions; all of them offered already.
        decide_by
            From when it is to be decided what becomes of it if too few are confirmed; not after it begins.
        price
            For each guest, in đồng.
        name, terms
            What it is called, and what is kept when confirmed guests cancel.

        Raises
        ------
        UnavailableError
            If a session is not offered; names all of them.
        BookingError
            If ``decide_by`` has passed, or lies after the first session begins.
        """
        amount = checked_price(price)
        asked = departs.Offer(
            id=booking_id(checked_text("the key", key, 200)),
            name=checked_text("the name", name, 200, least=0),
            itinerary=itinerary.id if isinstance(itinerary, Itinerary) else "",
            sessions=sessions_asked(itinerary),
            weights=weights_asked(itinerary, Party(adults=1)),
            minimum=checked_number("the minimum", minimum, 1, MOST_GUESTS),
            decide=seconds(decide_by),
            price_vnd=checked_number("the price", amount, 0, 10**11),
            terms=terms,
        )
        return self._keyed(
            "depart", key, asked.id, asked.plain(), lambda work: departs.depart(work, asked), ScheduledDeparture
        )

    def hold_departure(
        self,
        departure: str,
        party: Party | int,
        *,
        key: str,
        ttl: timedelta = timedelta(minutes=30),
        price: Money | int | None = None,
        reference: str = "",
    ) -> Booking:
        """
        Hold places in all sessions of a departure, or in none, at its terms; ``price`` is by default its own.

        Raises
        ------
        UnavailableError
            As for ``hold``.
        BookingError
            If it was called off, or joined with another; says with which.
        """
        guests, amount = self._guests(party, key, ttl, reference), checked_price(price)
        id = checked_text("the departure", departure, 200)
        asked = {"departure": id, "price": amount, **guests.plain()}
        return self._once("hold", key, guests.id, asked, lambda work: departs.hold_departure(work, id, guests, amount))

    def wait_departure(
        self,
        departure: str,
        party: Party | int,
        *,
        key: str,
        until: datetime | None = None,
        ttl: timedelta = A_DAY,
        price: Money | int | None = None,
        reference: str = "",
    ) -> Waiting:
        """Hold places on a departure, or wait for them as ``wait`` does."""
        guests, amount = self._guests(party, key, ttl, reference), checked_price(price)
        id, end = checked_text("the departure", departure, 200), None if until is None else seconds(until)
        asked = {"departure": id, "price": amount, "until": end, **guests.plain()}
        return self._keyed(
            "wait",
            key,
            guests.id,
            asked,
            lambda work: departs.wait_departure(work, id, guests, amount, end),
            Waiting,
        )

    def _guests(self, party: Party | int, key: str, ttl: timedelta, reference: str) -> Hold:
        """For whom places on a departure are asked; which places is the departure's to say."""
        return Hold(
            id=booking_id(checked_text("the key", key, 200)),
            itinerary="",
            sessions=(),
            weights=(),
            price_vnd=0,
            party=checked_party(party),
            ttl=checked_span("the time to live", ttl, timedelta(seconds=self.longest_hold)),
            terms=Terms(),
            reference=checked_text("the reference", reference, 200, least=0),
        )

    def departure(self, id: str) -> ScheduledDeparture:
        """A departure as it stands. UnknownIdError if there is none."""
        with self.store.reading() as connection:
            return departure(connection, checked_text("the departure", id, 200), seconds(self.clock()))

    def departures(
        self, *, first: date, last: date, state: DepartureState | None = None, zone: ZoneInfo = HANOI
    ) -> tuple[ScheduledDeparture, ...]:
        """Departures from day ``first`` to day ``last``, both included, by begin; those to decide are ``thin``."""
        begin, end = days(first, last, zone)
        which = and_(lt.departure.c.begin_utc >= begin, lt.departure.c.begin_utc < end)
        with self.store.reading() as connection:
            found = departures(connection, which, seconds(self.clock()))
        return tuple(each for each in found if state in (None, each.state))

    def guarantee(self, departure: str, *, key: str) -> ScheduledDeparture:
        """Promise that a departure runs, however few are booked, now or later; its guests are told."""
        return self._keyed(
            "guarantee", key, departure, {}, lambda work: departs.guarantee(work, departure), ScheduledDeparture
        )

    def call_off(self, departure: str, *, key: str, reason: str) -> ScheduledDeparture:
        """
        Cancel a departure with all its bookings: no fee, what they paid for it refunded, everybody told.

        What was kept of guests who had cancelled before by themselves stays kept. Who waited for it waits no longer.

        Raises
        ------
        BookingError
            If it was called off or joined already, or guests have been at one of its sessions.
        """
        why = checked_text("the reason", reason, 200)
        return self._keyed(
            "call off",
            key,
            departure,
            {"reason": why},
            lambda work: departs.call_off(work, departure, why),
            ScheduledDeparture,
        )

    def join(self, gone: str, stays: str, *, key: str, decline: timedelta = A_WEEK) -> ScheduledDeparture:
        """
        Move all guests of the departure ``gone`` to ``stays``, or none; ``stays`` as it is then.

        Prices stay, holds go on, terms count from the later of both days, everybody is told. Who does not like it can
        ``decline`` for so long, at most until the new departure begins. Who waited for ``gone`` waits no longer.

        Raises
        ------
        BookingError
            If the two do not visit the same experiences, one takes no guests any more, or some have begun.
        UnavailableError
            If there is no room for some; names every session.
        """
        span = checked_span("the time to decline", decline, timedelta(days=366))
        other = checked_text("the departure that stays", stays, 200)
        asked = {"stays": other, "decline": span}
        return self._keyed(
            "join", key, gone, asked, lambda work: joins.join(work, gone, other, span), ScheduledDeparture
        )

    def decline(self, booking: str, *, key: str) -> Booking:
        """
        Cancel a booking that was moved to another departure: no fee, what was paid is refunded.

        Raises
        ------
        BookingError
            If it was not moved, or the time to decline is over.
        """
        return self._once("decline", key, booking, {}, lambda work: joins.decline(work, booking))

    def joinable(self, *, first: date, last: date, days: int = 7, zone: ZoneInfo = HANOI) -> tuple[Joining, ...]:
        """Departures from ``first`` to ``last`` that could be joined, at most ``days`` days apart, the best first."""
        apart = checked_number("the days", days, 0, 366)
        found = self.departures(first=first, last=last, zone=zone)
        with self.store.reading() as connection:
            return joinable(connection, found, seconds(self.clock()), days=apart)
