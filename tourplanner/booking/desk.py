"""The desk: what an operator does with sessions and bookings, on one ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, and_, select

from tourplanner.booking import availability as shown
from tourplanner.booking import tables as t
from tourplanner.booking.asked import (
    MOST_VND,
    checked_number,
    checked_party,
    checked_price,
    checked_span,
    sessions_asked,
    weights_asked,
)
from tourplanner.booking.instants import Clock, moment, seconds, system_clock
from tourplanner.booking.locking import Work
from tourplanner.booking.look import chunks, read_slots
from tourplanner.booking.operations import amend as amending
from tourplanner.booking.operations import cancel as cancelling
from tourplanner.booking.operations import hold as holding
from tourplanner.booking.operations import keep, offer, pay, pool, visit
from tourplanner.booking.outbox import pending, sent
from tourplanner.booking.record import Record, read_records, to_value
from tourplanner.booking.replay import replay, state
from tourplanner.booking.requests import booking_id, checked_text, claim
from tourplanner.booking.store import Store, check_version, open_store
from tourplanner.booking.terms import Terms
from tourplanner.booking.values import (
    Availability,
    Booking,
    Conditions,
    Duty,
    Entry,
    Household,
    HouseholdShare,
    Message,
    Resource,
)
from tourplanner.errors import GoalError, UnknownIdError
from tourplanner.model import HANOI, Itinerary, Money, Party, Session

HALF_AN_HOUR = timedelta(minutes=30)
LONGEST_HOLD = timedelta(hours=72)
Change = Callable[[Work], tuple[Record, Any]]
T = TypeVar("T")


class Desk:
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

    def __init__(
        self, where: str | Path | Store, *, clock: Clock = system_clock, longest_hold: timedelta = LONGEST_HOLD
    ) -> None:
        self.store, self.clock = open_store(where), clock
        self.longest_hold = checked_span("the longest hold", longest_hold, timedelta(days=366))
        check_version(self.store)

    def close(self) -> None:
        """Let go of the database's connections."""
        self.store.close()

    # What there is to book

    def offer(
        self,
        sessions: Iterable[Session],
        conditions: Conditions = Conditions(),  # noqa: B008
        *,
        capacity: int | None = None,
        zone: ZoneInfo = HANOI,
    ) -> int:
        """
        Publish sessions, or change those that are published; how many.

        ``capacity`` is by default each session's ``places_left``. ``zone`` is the village's, by whose clock the
        conditions count. What is changed may not contradict what guests have booked.

        Raises
        ------
        GoalError
            If a session ends before it begins, or is named twice.
        UnknownIdError
            If a resource or the pool is not known.
        BookingError
            If guests have booked what would be no more; UnavailableError where it is their places.
        """
        if capacity is not None:
            checked_number("the capacity", capacity, 0, 1_000_000)
        rows = [offer.slot_row(session, capacity, conditions, zone) for session in sessions]
        ids = [row["id"] for row in rows]
        if len(set(ids)) < len(ids):
            raise GoalError(f"sessions named twice: {', '.join(sorted({id for id in ids if ids.count(id) > 1}))}")
        return self._write("offer", f"{len(rows)} sessions", lambda work: offer.offer(work, rows, conditions.uses))

    def shut(self, sessions: Iterable[str], *, reason: str) -> int:
        """Close sessions for sale, how many were not closed so already. Who has booked keeps the places."""
        why, ids = checked_text("the reason", reason, 200), list(sessions)
        return self._write("shut", f"{len(ids)} sessions", lambda work: offer.close(work, ids, why))

    def reopen(self, sessions: Iterable[str]) -> int:
        """Sell closed sessions again; how many were closed."""
        ids = list(sessions)
        return self._write("reopen", f"{len(ids)} sessions", lambda work: offer.close(work, ids, ""))

    def share(self, resource: Resource) -> None:
        """
        Make known what several experiences share, or change it.

        Raises
        ------
        UnavailableError
            If more is booked of it than there would be.
        """
        self._write("share", resource.id, lambda work: offer.share_resource(work, resource))

    def found(self, id: str, name: str, households: Sequence[Household]) -> None:
        """Make a cooperative known as a pool of its households, or change their names and turns."""
        title = checked_text("the name", name, 200)
        checked_text("the pool", id, 120)
        self._write("found", id, lambda work: pool.found_pool(work, id, title, households))

    def on_duty(self, id: str, duties: Sequence[Duty]) -> None:
        """
        Put households of a pool on duty. A duty replaces one of the same household with the same begin.

        Raises
        ------
        UnavailableError
            If guests would lose places by that; a household that stops is dealt out by ``drop_out``.
        """
        faulty = [duty for duty in duties if duty.end <= duty.begin]
        if faulty or not duties:
            raise GoalError(f"duties that end before they begin: {faulty}" if faulty else "no duties given")
        self._write("on duty", id, lambda work: pool.add_duties(work, id, duties))

    def drop_out(
        self, id: str, household: str, *, begin: datetime, end: datetime
    ) -> dict[str, list[tuple[str, str, int]]]:
        """
        Take a household of a pool off duty from ``begin`` to ``end``, not included, and deal its guests to the others.

        Returns
        -------
        dict
            By booking: (session, household, guests) of those dealt anew.

        Raises
        ------
        UnavailableError
            If the others have no room for some; names their sessions, and nothing is changed.
        """
        first, last = seconds(begin), seconds(end)
        return self._write("drop out", id, lambda work: pool.drop_out(work, id, household, first, last))

    # Booking

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
        sessions, guests = sessions_asked(itinerary), checked_party(party)
        weights = weights_asked(itinerary, guests)
        amount = checked_price(price)
        asked = holding.Hold(
            id=booking_id(checked_text("the key", key, 200)),
            itinerary=itinerary.id if isinstance(itinerary, Itinerary) else "",
            sessions=sessions,
            weights=weights,
            price_vnd=sum(weights) if amount is None else amount,
            party=guests,
            ttl=checked_span("the time to live", ttl, timedelta(seconds=self.longest_hold)),
            terms=terms,
            reference=checked_text("the reference", reference, 200, least=0),
        )
        return self._once("hold", key, asked.id, _plain(asked), lambda work: holding.hold(work, asked))

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
        return self._once("amend", key, booking, _plain(asked), lambda work: amending.amend(work, booking, asked))

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
        return self._once("redeem", key, booking, {"session": session}, lambda work: visit.redeem(work, booking, session))

    def pay(self, booking: str, amount: Money | int, *, key: str, deposit: bool = False, reference: str = "") -> Booking:
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
        due = self.store.run(lambda connection: keep.overdue(self._work(connection), most))
        return tuple(id for id in due if self.store.run(partial(self._expired, id)))

    # Looking

    def booking(self, id: str) -> Booking:
        """A booking as it stands. UnknownIdError if there is none."""
        found = self._bookings(t.booking.c.id == id)
        if not found:
            raise UnknownIdError("booking", id)
        return found[0]

    def bookings(self, *, session: str | None = None) -> tuple[Booking, ...]:
        """All bookings, or those of a session, cancelled ones among them, by when they were made."""
        if session is None:
            return self._bookings(t.booking.c.id.is_not(None))
        return self._bookings(t.booking.c.id.in_(select(t.item.c.booking).where(t.item.c.slot == session)))

    def availability(
        self, *, first: date, last: date, experience: str | None = None, zone: ZoneInfo = HANOI
    ) -> tuple[Availability, ...]:
        """What can be had from day ``first`` to day ``last``, both included, by begin; of one experience or all."""
        begin = seconds(datetime(first.year, first.month, first.day, tzinfo=zone))
        after = last + timedelta(days=1)
        end = seconds(datetime(after.year, after.month, after.day, tzinfo=zone))
        which = and_(t.slot.c.begin_utc >= begin, t.slot.c.begin_utc < end)
        if experience is not None:
            which = and_(which, t.slot.c.experience == experience)
        now = seconds(self.clock())
        with self.store.reading() as connection:
            return shown.availability(connection, which, now)

    def shares(self, id: str) -> tuple[HouseholdShare, ...]:
        """What each household of a pool was dealt, by turn."""
        with self.store.reading() as connection:
            return shown.dealt(connection, id, seconds(self.clock()))

    def outbox(self, *, most: int = 100) -> list[Message]:
        """Messages that have not been sent, oldest first. Note each with ``sent`` once it is."""
        with self.store.reading() as connection:
            return pending(connection, most)

    def sent(self, number: int) -> bool:
        """Note that a message was sent; False if that was noted before."""
        return self.store.run(lambda connection: sent(self._work(connection), number))

    def audit(self, subject: str | None = None) -> list[Entry]:
        """The log of all that was done, or of one booking, in order."""
        query = select(t.audit).order_by(t.audit.c.n)
        query = query if subject is None else query.where(t.audit.c.subject == subject)
        with self.store.reading() as connection:
            return [_entry(row) for row in connection.execute(query)]

    def differences(self) -> list[str]:
        """Tables that are not what the audit log says: none, unless somebody wrote past the desk."""
        with self.store.reading() as connection:
            rebuilt = replay(row.changes for row in connection.execute(select(t.audit.c.changes).order_by(t.audit.c.n)))
            there = state(connection)
        return [name for name, rows in there.items() if rows != rebuilt[name]]

    # How

    def _work(self, connection: Connection) -> Work:
        return Work(self.store, connection, self.clock)

    def _write(self, operation: str, subject: str, change: Callable[[Work], T]) -> T:
        def run(connection: Connection) -> T:
            work = self._work(connection)
            answer = change(work)
            work.journal.close(operation=operation, subject=subject, at=work.now)
            return answer

        return self.store.run(run)

    def _once(self, operation: str, key: str, id: str, asked: Mapping[str, Any], change: Change) -> Booking:
        name = checked_text("the key", key, 200)
        checked_text("the booking", id, 200)

        def run(connection: Connection) -> Booking:
            work = self._work(connection)
            answered = claim(work, name, operation, {"booking": id, **asked}, id)
            if answered is not None:
                return Booking.model_validate_json(answered)
            record, known = change(work)
            value = self._value(work, record, known)
            answer = value.model_dump_json()
            work.journal.close(operation=operation, subject=id, at=work.now, key=name, answer=answer)
            return value

        return self.store.run(run)

    @staticmethod
    def _value(work: Work, record: Record, known: Any) -> Booking:
        """``known`` are the locked sessions, or the time where none were locked."""
        if not isinstance(known, int):
            missing = {row["slot"] for row in record.items} - known.slots.keys()
            return to_value(record, known.slots | _slots(work.connection, missing), known.now)
        return to_value(record, _slots(work.connection, {row["slot"] for row in record.items}), known)

    def _expired(self, id: str, connection: Connection) -> bool:
        work = self._work(connection)
        done = keep.expire(work, id)
        if done is not None:
            work.journal.close(operation="expire", subject=id, at=done[1])
        return done is not None

    def _bookings(self, which: Any) -> tuple[Booking, ...]:
        now = seconds(self.clock())
        query = select(t.booking).where(which).order_by(t.booking.c.created_utc, t.booking.c.id)
        with self.store.reading() as connection:
            heads = [dict(row) for row in connection.execute(query).mappings()]
            records = [record for part in _parts(heads) for record in read_records(connection, part)]
            slots = _slots(connection, {row["slot"] for record in records for row in record.items})
        return tuple(to_value(record, slots, now) for record in records)


def _parts(heads: list[dict[str, Any]], size: int = 500) -> Iterable[list[dict[str, Any]]]:
    return (heads[i : i + size] for i in range(0, len(heads), size))


def _slots(connection: Connection, ids: Iterable[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in chunks(sorted(ids)):
        found |= read_slots(connection, select(t.slot).where(t.slot.c.id.in_(part)))
    return found


def _amount(amount: Money | int) -> int:
    return checked_number("the amount", checked_price(amount), 1, MOST_VND)


def _plain(asked: Any) -> dict[str, Any]:
    """What is asked as plain values, to be compared with what was asked under the same key."""
    names = type(asked).__dataclass_fields__
    return {name: _dumped(getattr(asked, name)) for name in names}


def _dumped(value: Any) -> Any:
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else value


def _entry(row: Any) -> Entry:
    at = moment(row.at_utc, "UTC")
    return Entry(number=row.n, at=at, operation=row.operation, subject=row.subject, key=row.key, changes=row.changes)
