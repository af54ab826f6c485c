"""Tickets on record: one for all guests of a session or one for each, good as long as they are, and once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Literal

from sqlalchemy import select

from tourplanner.booking.counter import slots_of
from tourplanner.booking.instants import moment, seconds
from tourplanner.booking.journal import Row
from tourplanner.booking.locking import Work
from tourplanner.booking.record import Record, lock_record, save
from tourplanner.booking.states import TRY_NEXT, Status
from tourplanner.booking.ticket_tables import ticket
from tourplanner.booking.tickets.redemption import Use
from tourplanner.errors import BookingError, TokenError, TransitionError, UnknownIdError

Per = Literal["party", "guest"]


def make_tickets(work: Work, id: str, per: Per, new_id: Callable[[], str]) -> tuple[Record, list[Row]]:
    """
    A booking with the tickets of its sessions that are still to come; those that are missing are made.

    Raises
    ------
    TransitionError
        If it is not confirmed.
    BookingError
        If tickets of the other kind are about.
    """
    record = lock_record(work, id)
    now = work.now
    status = record.standing(now)
    if status is not Status.CONFIRMED:
        hint = "confirm it first" if status is Status.ON_HOLD else TRY_NEXT[status]
        raise TransitionError(id, "tickets", status.value, (), hint)
    known = _tickets_of(work, id)
    good = [row for row in known if not row["void"]]
    if any((row["number"] == 0) is (per == "guest") for row in good):
        found = f"it has tickets for each {'guest' if per == 'party' else 'party'}"
        raise BookingError(f"tickets for each {per} of booking {id}", found, "print those, or revoke them first")
    items = [row for row in record.live if row["redeemed_utc"] is None]
    made = [row for item in items for row in _missing(item, known, per, new_id, now)]
    # PostgreSQL locks the session a row refers to: in the order of all, whatever the order of the stops.
    work.journal.save(ticket, [], sorted(made, key=lambda row: str(row["slot"])))
    open_items = {row["position"] for row in items}
    return record, _sorted(row for row in [*good, *made] if row["position"] in open_items)


def _missing(item: Row, known: Sequence[Row], per: Per, new_id: Callable[[], str], now: int) -> list[Row]:
    """The tickets an item lacks. Numbers are not given out again: the ticket of who cancelled is about somewhere."""
    mine = [row for row in known if row["position"] == item["position"]]
    standing = sum(not row["void"] for row in mine)
    last = max((row["number"] for row in mine), default=0)
    numbers = range(last + 1, last + 1 + item["pax"] - standing) if per == "guest" else range(standing == 0)
    rest = {"void": "", "used_utc": None, "used_by": "", "used_key": ""}
    place = {"booking": item["booking"], "position": item["position"], "slot": item["slot"], "made_utc": now}
    return [{"id": new_id(), "number": number, **place, **rest} for number in numbers]


def revoke_tickets(work: Work, id: str, tickets: Collection[str]) -> int:
    """Void some of a booking's tickets, or all that are not used; how many were good."""
    lock_record(work, id)
    known = _tickets_of(work, id)
    strange = sorted(set(tickets) - {row["id"] for row in known})
    if strange:
        raise UnknownIdError(f"ticket of booking {id}", strange[0])
    good = [row for row in known if not row["void"] and row["used_utc"] is None]
    gone = [row for row in good if not tickets or row["id"] in tickets]
    work.journal.save(ticket, gone, [{**row, "void": "revoked"} for row in gone])
    return len(gone)


def admit(work: Work, id: str, use: Use, session: str | None) -> tuple[Record, Row]:
    """
    Keep the first use of a ticket and redeem its session with it; the booking, and the ticket with the use that counts.

    Raises
    ------
    TokenError
        ``unknown``, ``wrong-slot``, ``wrong-day``, ``cancelled``, ``revoked``, or ``redeemed`` where the guests were
        noted as come without tickets.
    """
    record = lock_record(work, _ticket(work, id)["booking"])
    row = _ticket(work, id)
    if row["used_utc"] is not None:
        return record, row
    item = next(each for each in record.items if each["position"] == row["position"])
    _check_place(work, row, use, session)
    _check_standing(record, item, row)
    now = work.now
    if item["redeemed_utc"] is None:
        _redeem(work, record, item, now)
    elif row["number"] == 0 or not _others_came(work, row):
        at = moment(item["redeemed_utc"], record.head["zone"])
        fix = "let nobody in on it before the booking is looked up"
        raise TokenError("redeemed", f"{id}: the guests of this session were noted as come at {at:%Y-%m-%d %H:%M}", fix)
    used = {**row, "used_utc": seconds(use.at), "used_by": use.by, "used_key": use.key}
    work.journal.save(ticket, [row], [used])
    return record, used


def _check_place(work: Work, row: Row, use: Use, session: str | None) -> None:
    """The right session on the right day; early or late on that day is for the door to judge."""
    slot = slots_of(work.connection, [row["slot"]])[row["slot"]]
    if session is not None and session != row["slot"]:
        raise TokenError("wrong-slot", f"is for {row['slot']}, not {session}", "send the guests there, or amend")
    begin, end = moment(slot.begin, slot.zone), moment(slot.end, slot.zone)
    today = use.at.astimezone(begin.tzinfo).date()
    if not begin.date() <= today <= end.date():
        said = f"is for {begin:%Y-%m-%d %H:%M}, and it is {today}"
        raise TokenError("wrong-day", said, "send the guests back on their day, or amend the booking")


def _check_standing(record: Record, item: Row, row: Row) -> None:
    status = Status(record.head["status"])
    if item["cancelled"] or row["void"] == "cancelled" or status not in (Status.CONFIRMED, Status.REDEEMED):
        raise TokenError("cancelled", f"{row['id']}: the guest has cancelled", f"look booking {record.id} up")
    if row["void"]:
        why = "the guests were moved to another session" if row["void"] == "moved" else "it was revoked"
        raise TokenError("revoked", f"{row['id']}: {why}", "a newer ticket may have replaced it: look the booking up")


def _redeem(work: Work, record: Record, item: Row, now: int) -> None:
    left = [row["position"] for row in record.live if row["redeemed_utc"] is None]
    after = record.moved("redeem" if left == [item["position"]] else "redeem part", now)
    save(work.journal, record, after.with_items({item["position"]: {"redeemed_utc": now}}))


def _others_came(work: Work, row: Row) -> bool:
    """Whether other guests came to the session on tickets of theirs, so that this one is awaited."""
    return any(each["used_utc"] and each["position"] == row["position"] for each in _tickets_of(work, row["booking"]))


def _ticket(work: Work, id: str) -> Row:
    row = work.connection.execute(select(ticket).where(ticket.c.id == id)).mappings().first()
    if row is None:
        raise TokenError("unknown", f"{id} is not on record here", "look the booking up by name")
    return dict(row)


def _tickets_of(work: Work, booking: str) -> list[Row]:
    rows = work.connection.execute(select(ticket).where(ticket.c.booking == booking)).mappings()
    return _sorted(dict(row) for row in rows)


def _sorted(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["position"], row["number"], row["made_utc"]))
