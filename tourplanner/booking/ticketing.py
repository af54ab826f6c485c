"""The desk's side towards the door: tickets of a booking, and letting in on them once."""

from __future__ import annotations

import secrets
from collections.abc import Collection

from sqlalchemy import Connection

from tourplanner.booking.admission import Admission, SessionTicket
from tourplanner.booking.counter import Counter, slots_of
from tourplanner.booking.instants import moment
from tourplanner.booking.journal import Row
from tourplanner.booking.operations import door
from tourplanner.booking.record import Record
from tourplanner.booking.requests import checked_text, claim
from tourplanner.booking.tickets.keyring import Keyring, RandomBytes
from tourplanner.booking.tickets.redemption import Redemptions, Use
from tourplanner.booking.tickets.ticket import issue, read
from tourplanner.booking.tickets.token import new_id
from tourplanner.errors import TokenError


class Ticketing(Counter):
    """Tickets and the door."""

    def tickets(
        self, booking: str, keyring: Keyring, *, per: door.Per = "party", random: RandomBytes = secrets.token_bytes
    ) -> tuple[SessionTicket, ...]:
        """
        The tickets of a confirmed booking's sessions that are still to come, in the order of its sessions.

        Asked again, the same ones, signed with the key that signs now; and more where guests have come to it.

        Parameters
        ----------
        per
            ``"party"``: one for each session, for all guests. ``"guest"``: one for each session and guest.

        Raises
        ------
        TransitionError
            If the booking is not confirmed.
        BookingError
            If tickets of the other kind are about: both would let the guests in twice.
        GoalError
            If no key signs.
        """
        id = checked_text("the booking", booking, 200)

        def run(connection: Connection) -> tuple[SessionTicket, ...]:
            work = self._work(connection)
            record, rows = door.make_tickets(work, id, per, lambda: new_id(random))
            if work.journal.changes:
                work.journal.close(operation="tickets", subject=id, at=work.now)
            return self._signed(connection, keyring, record, rows)

        return self.store.run(run)

    @staticmethod
    def _signed(
        connection: Connection, keyring: Keyring, record: Record, rows: list[Row]
    ) -> tuple[SessionTicket, ...]:
        slots, made = slots_of(connection, record.sessions), []
        for row in rows:
            slot = slots[row["slot"]]
            begins = moment(slot.begin, slot.zone)
            code = issue(keyring, begins=begins, id=row["id"]).code
            guests = _guests(record, row)
            made.append(SessionTicket(row["id"], record.id, slot.id, begins, row["number"], guests, code))
        return tuple(made)

    def revoke_tickets(self, booking: str, tickets: Collection[str] = ()) -> int:
        """
        Refuse some tickets of a booking from now on, by id, or all that nobody was let in on; how many were good.

        ``tickets`` makes new ones then. Guests who cancel need no revoking: their tickets stop counting by themselves,
        those with the highest numbers first; revoke others before if it is others who go.
        """
        id = checked_text("the booking", booking, 200)
        return self._write("revoke tickets", id, lambda work: door.revoke_tickets(work, id, tickets))

    def redeem_ticket(
        self, code: object, keyring: Keyring, *, key: str, by: str, session: str | None = None
    ) -> Admission:
        """
        Let guests in on a scanned or typed ticket, once; with the first of a session, the session is redeemed.

        Parameters
        ----------
        key
            The name of this very scan: sent again under it, it counts once and is answered alike.
        by
            The scanner, such as "van 1". It stays in the log: no person's name.
        session
            At whose door it is shown, if that matters here. The day always does, by the desk's clock.

        Raises
        ------
        TokenError
            As ``tickets.read``; ``unknown``, ``wrong-slot``, ``wrong-day``, ``cancelled``, ``revoked``, or
            ``redeemed`` if another scan was first, saying when and where.
        KeyConflictError
            If the key stands for another request.
        """
        ticket, scanner = read(code, keyring).id, checked_text("the scanner", by, 100)
        name = checked_text("the key", key, 200)

        def run(connection: Connection) -> Admission:
            work = self._work(connection)
            answered = claim(work, name, "redeem ticket", {"ticket": ticket, "session": session}, ticket)
            if answered is not None:
                return Admission.model_validate_json(answered)
            record, row = door.admit(work, ticket, Use(self.clock(), scanner, name), session)
            if row["used_key"] != name:
                raise _redeemed(row)
            admission = _admission(record, row)
            answer = admission.model_dump_json()
            work.journal.close(operation="redeem ticket", subject=record.id, at=work.now, key=name, answer=answer)
            return admission

        return self.store.run(run)

    def redemptions(self) -> Redemptions:
        """The ledger as the place where uses of tickets are kept, for ``tickets.redeem``."""
        return LedgerRedemptions(self)


class LedgerRedemptions:
    """Uses kept in the ledger: the first one redeems its session, in one transaction."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter

    def first(self, id: str, use: Use) -> Use:
        """
        Keep this use if the ticket has none, and return the one that is kept.

        Raises
        ------
        TokenError
            As ``Desk.redeem_ticket``, but for ``redeemed`` by another scan.
        """

        def run(connection: Connection) -> Use:
            work = self.counter._work(connection)
            record, row = door.admit(work, id, use, None)
            if work.journal.changes:
                work.journal.close(operation="redeem ticket", subject=record.id, at=work.now)
            return Use(moment(row["used_utc"], record.head["zone"]), row["used_by"], row["used_key"])

        return self.counter.store.run(run)


def _guests(record: Record, row: Row) -> int:
    item = next(each for each in record.items if each["position"] == row["position"])
    return int(item["pax"]) if row["number"] == 0 else 1


def _admission(record: Record, row: Row) -> Admission:
    return Admission(
        ticket=row["id"],
        booking=record.id,
        reference=record.head["reference"],
        session=row["slot"],
        number=row["number"],
        guests=_guests(record, row),
        at=moment(row["used_utc"], record.head["zone"]),
        by=row["used_by"],
    )


def _redeemed(row: Row) -> TokenError:
    said = f"{row['id']} was used at {moment(row['used_utc'], 'UTC'):%Y-%m-%d %H:%M:%S} UTC by {row['used_by']}"
    return TokenError("redeemed", said, "let nobody in on it before the booking is looked up")
