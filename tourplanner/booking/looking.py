"""The desk's books, open to read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, select

from tourplanner.booking import availability as shown
from tourplanner.booking import tables as t
from tourplanner.booking.asked import MOST_VND, checked_number
from tourplanner.booking.counter import Counter, slots_of
from tourplanner.booking.instants import days, moment, seconds
from tourplanner.booking.outbox import pending, sent
from tourplanner.booking.record import read_records, to_value
from tourplanner.booking.replay import replay, state
from tourplanner.booking.requests import checked_text
from tourplanner.booking.values import Availability, Booking, Entry, HouseholdShare, Message
from tourplanner.errors import UnknownIdError
from tourplanner.model import HANOI


class Looking(Counter):
    """Bookings, availability, messages, the log."""

    def booking(self, id: str) -> Booking:
        """A booking as it stands. UnknownIdError if there is none."""
        found = self._bookings(t.booking.c.id == checked_text("the booking", id, 200))
        if not found:
            raise UnknownIdError("booking", id)
        return found[0]

    def bookings(self, *, session: str | None = None, reference: str | None = None) -> tuple[Booking, ...]:
        """
        All bookings, cancelled ones among them, by when they were made.

        ``session``: those of a session. ``reference``: those with exactly this number of the caller's own.
        """
        which: ColumnElement[bool] = t.booking.c.id.is_not(None)
        if session is not None:
            name = checked_text("the session", session, 200)
            which = and_(which, t.booking.c.id.in_(select(t.item.c.booking).where(t.item.c.slot == name)))
        if reference is not None:
            which = and_(which, t.booking.c.reference == checked_text("the reference", reference, 200, least=0))
        return self._bookings(which)

    def availability(
        self, *, first: date, last: date, experience: str | None = None, zone: ZoneInfo = HANOI
    ) -> tuple[Availability, ...]:
        """What can be had from day ``first`` to day ``last``, both included, by begin; of one experience or all."""
        begin, end = days(first, last, zone)
        which = and_(t.slot.c.begin_utc >= begin, t.slot.c.begin_utc < end)
        if experience is not None:
            which = and_(which, t.slot.c.experience == checked_text("the experience", experience, 200))
        now = seconds(self.clock())
        with self.store.reading() as connection:
            return shown.availability(connection, which, now)

    def shares(self, id: str) -> tuple[HouseholdShare, ...]:
        """What each household of a pool was dealt, by turn."""
        pool = checked_text("the pool", id, 200)
        with self.store.reading() as connection:
            return shown.dealt(connection, pool, seconds(self.clock()))

    def outbox(self, *, most: int = 100) -> list[Message]:
        """Messages that have not been sent, oldest first. Note each with ``sent`` once it is."""
        with self.store.reading() as connection:
            return pending(connection, checked_number("the most", most, 1, MOST_VND))

    def sent(self, number: int) -> bool:
        """Note that a message was sent; False if that was noted before."""
        message = checked_number("the message's number", number, 0, MOST_VND)
        return self.store.run(lambda connection: sent(self._work(connection), message))

    def audit(self, subject: str | None = None) -> list[Entry]:
        """The log of all that was done, or of one booking, in order."""
        query = select(t.audit).order_by(t.audit.c.n)
        if subject is not None:
            query = query.where(t.audit.c.subject == checked_text("the subject", subject, 200))
        with self.store.reading() as connection:
            return [_entry(row) for row in connection.execute(query)]

    def differences(self) -> list[str]:
        """Tables that are not what the audit log says: none, unless somebody wrote past the desk."""
        with self.store.reading() as connection:
            rebuilt = replay(row.changes for row in connection.execute(select(t.audit.c.changes).order_by(t.audit.c.n)))
            there = state(connection)
        return [name for name, rows in there.items() if rows != rebuilt[name]]

    def _bookings(self, which: Any) -> tuple[Booking, ...]:
        now = seconds(self.clock())
        query = select(t.booking).where(which).order_by(t.booking.c.created_utc, t.booking.c.id)
        with self.store.reading() as connection:
            heads = [dict(row) for row in connection.execute(query).mappings()]
            records = [record for part in _parts(heads) for record in read_records(connection, part)]
            slots = slots_of(connection, {row["slot"] for record in records for row in record.items})
        return tuple(to_value(record, slots, now) for record in records)


def _parts(heads: list[dict[str, Any]], size: int = 500) -> Iterable[list[dict[str, Any]]]:
    return (heads[i : i + size] for i in range(0, len(heads), size))


def _entry(row: Any) -> Entry:
    at = moment(row.at_utc, "UTC")
    return Entry(number=row.n, at=at, operation=row.operation, subject=row.subject, key=row.key, changes=row.changes)
