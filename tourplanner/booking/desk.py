"""The desk: what an operator does with sessions and bookings, on one ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from sqlalchemy import Connection

from tourplanner.booking.asked import MOST_VND, checked_number, checked_party, checked_price, checked_span, plain
from tourplanner.booking.asking import Asking
from tourplanner.booking.busy import Busy
from tourplanner.booking.crewing import Crewing
from tourplanner.booking.departing import Departing
from tourplanner.booking.guestbook import Guestbook
from tourplanner.booking.looking import Looking
from tourplanner.booking.offering import Offering
from tourplanner.booking.operations import amend as amending
from tourplanner.booking.operations import cancel as cancelling
from tourplanner.booking.operations import hold as holding
from tourplanner.booking.operations import keep, pay, visit
from tourplanner.booking.requests import checked_text
from tourplanner.booking.terms import Terms
from tourplanner.booking.ticketing import Ticketing
from tourplanner.booking.values import Booking
from tourplanner.errors import GoalError
from tourplanner.model import Itinerary, Money, Party

HALF_AN_HOUR = timedelta(minutes=30)


class Desk(Departing, Offering, Looking, Busy, Ticketing, Asking, Guestbook, Crewing):
    """
    A desk over a ledger, which any number of desks in any number of processes share.

    Every operation on a booking takes a ``key`` of the caller's: sent again with the same key it counts once and gives
    the same answer, so that whoever got no answer simply asks again. All of an operation is stored before it returns,
    or, if it raises, nothing is.

    Parameters
    ----------
    where
        The path of an SQLite file, or the address of a PostgreSQL database. Make its tables with ``init`` first.
    clock
        What time it is, aware.
    longest_hold
        How long a hold can be kept by extending it, from when it was made.

    Raises
    ------
    GoalError, StoreError
        If ``where`` is neither, or has not the tables of this version.
    """

    def hold(
        self,
        itinerary: Itinerary | Sequence[str],
        party: Party | int,
        *,
        key: str,
        ttl: timedelta = HALF_AN_HOUR,
        price: Money | int | None = None,
        terms: Terms = Terms(),  # noqa: B008
        reference: str = "",
    ) -> Booking:
        """
        Hold places in all sessions of an itinerary, or in none.

        Nobody passes the waiting line: what somebody in it could have is offered to them first.

        Parameters
        ----------
        itinerary
            An itinerary, whose stops are sessions, or the ids of sessions.
        party
            The guests; a number is that many adults.
        key
            The caller's name for this request.
        ttl
            How long the places are held; never beyond the first session.
        price
            For the whole party in đồng, by default the sum of the catalogue's prices; shared out to the sessions by
            these.
        terms
            What is kept when confirmed guests cancel.
        reference
            The caller's own number; nothing personal.

        Raises
        ------
        UnavailableError
            If a session cannot be had; names every one, and no place is taken.
        KeyConflictError
            If the key stands for another request.
        """
        asked = holding.asked_hold(
            itinerary, party, key=key, ttl=ttl, longest=self.longest_hold, price=price, terms=terms, reference=reference
        )
        return self._once("hold", key, asked.id, asked.plain(), lambda work: holding.hold(work, asked, last=True))

    def confirm(self, booking: str, *, key: str) -> Booking:
        """Turn a hold into a booking; the suppliers are told through the outbox."""
        return self._once("confirm", key, booking, {}, lambda work: keep.confirm(work, booking))

    def extend(self, booking: str, *, key: str, ttl: timedelta = HALF_AN_HOUR) -> Booking:
        """
        Let a hold run for ``ttl`` from now, within the longest hold.

        Raises
        ------
        TransitionError
            If it has expired, be it by one second.
        BookingError
            If it would end no later than it does.
        """
        span = checked_span("the time to live", ttl, timedelta(seconds=self.longest_hold))
        longest = self.longest_hold
        return self._once("extend", key, booking, {"ttl": span}, lambda work: keep.extend(work, booking, span, longest))

    def amend(
        self,
        booking: str,
        *,
        key: str,
        party: Party | int | None = None,
        moves: Mapping[str, str] | None = None,
        on: date | None = None,
        price: Money | int | None = None,
    ) -> Booking:
        """
        Change the party, some sessions, the day, the price, or several of these at once; all of it or nothing.

        Parameters
        ----------
        party
            The whole new party. A confirmed booking can only grow: guests who leave it are cancelled.
        moves
            From sessions of the booking to others.
        on
            The new day of departure: all sessions at the same hours, as many days later or earlier.
        price
            For the whole party; by default as much per guest and stop as before.

        Raises
        ------
        UnavailableError
            If a new session cannot be had, or an old one cannot be left any more.
        """
        asked = amending.Amendment(
            party=None if party is None else checked_party(party),
            moves={old: checked_text("the session", new, 200) for old, new in (moves or {}).items()},
            on=on,
            price_vnd=checked_price(price),
        )
        return self._once("amend", key, booking, plain(asked), lambda work: amending.amend(work, booking, asked))

    def cancel(
        self, booking: str, *, key: str, guests: Party | int | None = None, sessions: Sequence[str] = ()
    ) -> Booking:
        """
        Cancel a booking, or ``guests`` of it in all its sessions, or some ``sessions`` for all guests.

        The terms keep their percentage of what is cancelled; what was paid above what is owed then is refunded.
        """
        gone = None if guests is None else checked_party(guests)
        if gone is not None and sessions:
            raise GoalError("guests or sessions, not both: send one request for each")
        asked = {"guests": gone and gone.model_dump(), "sessions": sorted(sessions)}
        return self._once("cancel", key, booking, asked, lambda work: cancelling.cancel(work, booking, gone, sessions))

    def redeem(self, booking: str, *, key: str, session: str | None = None) -> Booking:
        """
        The guests have come, to one session or to all that are left.

        Raises
        ------
        TransitionError
            If they had come before: a ticket counts once.
        """
        asked = {"session": session}
        return self._once("redeem", key, booking, asked, lambda work: visit.redeem(work, booking, session))

    def pay(
        self, booking: str, amount: Money | int, *, key: str, deposit: bool = False, reference: str = ""
    ) -> Booking:
        """
        Record money that came in, a deposit or a payment.

        Raises
        ------
        PaymentError
            If it is more than is left to pay.
        """
        vnd, kind = _amount(amount), "deposit" if deposit else "payment"
        note = checked_text("the reference", reference, 200, least=0)
        asked = {"amount": vnd, "kind": kind, "reference": note}
        return self._once("pay", key, booking, asked, lambda work: pay.pay(work, booking, vnd, kind, note))

    def refund(self, booking: str, amount: Money | int, *, key: str, reference: str = "") -> Booking:
        """
        Give money back beyond the terms; what was kept as a fee is waived first.

        Raises
        ------
        PaymentError
            If it is more than was paid and not refunded.
        """
        vnd, note = _amount(amount), checked_text("the reference", reference, 200, least=0)
        asked = {"amount": vnd, "reference": note}
        return self._once("refund", key, booking, asked, lambda work: pay.refund(work, booking, vnd, note))

    def expire(self, *, most: int = 1000) -> tuple[str, ...]:
        """
        Take note of holds that are over, the first that ended first; their ids.

        For the books only: their places were free from the second they ended.
        """
        most = checked_number("the most", most, 1, MOST_VND)
        due = self.store.run(lambda connection: keep.overdue(self._work(connection), most))
        expired = tuple(id for id in due if self.store.run(partial(self._expired, id)))
        self._move_up("expire")
        return expired

    def _expired(self, id: str, connection: Connection) -> bool:
        work = self._work(connection)
        done = keep.expire(work, id)
        if done is not None:
            work.journal.close(operation="expire", subject=id, at=done[1])
        return done is not None


def _amount(amount: Money | int) -> int:
    return checked_number("the amount", checked_price(amount), 1, MOST_VND)
