"""Asking the suppliers of a booking, and their yes or no."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from tourplanner.booking import tables as t
from tourplanner.booking.counter import slots_of
from tourplanner.booking.journal import Row
from tourplanner.booking.locking import Work
from tourplanner.booking.look import chunks
from tourplanner.booking.record import Record, lock_record, read_records
from tourplanner.booking.states import Status
from tourplanner.booking.ticket_tables import supplier_request
from tourplanner.errors import TokenError

Place = tuple[int, str]
"""The position of an item, and a household that receives some of its guests, "" for all of them."""
Need = tuple[str, int]
"""A session and so many guests."""
Households = dict[tuple[str | None, str], str]
"""Names by pool and id: two cooperatives may each have a household 1."""
LIVE = (Status.ON_HOLD, Status.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the suppliers of a booking are asked, and who was asked before and is no longer needed."""

    record: Record
    standing: tuple[Row, ...]
    withdrawn: tuple[Row, ...]


def needs(record: Record, now: int) -> dict[Place, Need]:
    """Who has to receive how many guests: each household with a share, or whoever has the session."""
    if record.standing(now) not in LIVE:
        return {}
    shares: dict[int, list[Row]] = {}
    for row in record.shares:
        shares.setdefault(row["position"], []).append(row)
    wanted: dict[Place, Need] = {}
    for item in record.live:
        for share in shares.get(item["position"], [{"household": "", "pax": item["pax"]}]):
            wanted[item["position"], share["household"]] = (item["slot"], share["pax"])
    return wanted


def ask(work: Work, id: str, within: int, new_id: Callable[[], str]) -> Asked:
    """
    Put on record what has to be asked for a booking as it stands. What was asked and is so still, stays as it is.

    Answers are taken for ``within`` seconds, and not beyond the session's begin.
    """
    record = lock_record(work, id)
    now = work.now
    known = _requests(work.connection, supplier_request.c.booking == id)
    known_open = {_place(row): row for row in known if not row["closed"]}
    wanted = needs(record, now)
    slots = slots_of(work.connection, {session for session, _ in wanted.values()})
    begins = {id: slot.begin for id, slot in slots.items()}
    kept = {place: row for place, row in known_open.items() if wanted.get(place) == _need(row)}
    fresh = [
        _row(id, place, need, now, min(now + within, begins[need[0]]), new_id())
        for place, need in wanted.items()
        if place not in kept and begins[need[0]] > now
    ]
    gone = [row for place, row in known_open.items() if place not in kept]
    closed = [{**row, "closed": True} for row in gone]
    # PostgreSQL locks the session a row refers to: in the order of all, whatever the order of the stops.
    fresh.sort(key=lambda row: str(row["slot"]))
    work.journal.save(supplier_request, gone, [*closed, *fresh])
    standing = sorted([*kept.values(), *fresh], key=_place)
    return Asked(record, tuple(standing), _withdrawn([*known, *closed], {_place(row) for row in standing}))


def _row(booking: str, place: Place, need: Need, now: int, until: int, id: str) -> Row:
    return {
        "id": id, "booking": booking, "position": place[0], "household": place[1], "slot": need[0], "pax": need[1],
        "asked_utc": now, "until_utc": until, "closed": False, "answer": "", "answered_utc": None, "answered_by": "",
    }  # fmt: skip


def _withdrawn(rows: Iterable[Row], standing: set[Place]) -> tuple[Row, ...]:
    """The last request of each who is asked nothing now, unless they had said no."""
    last = {_place(row): row for row in rows if row["closed"]}
    return tuple(row for place, row in sorted(last.items()) if place not in standing and row["answer"] != "no")


def answer(work: Work, id: str, accepts: bool, by: str, *, in_time: bool) -> Row:
    """
    Keep an answer; the last one counts. The request with it.

    ``in_time`` asks for an answer before the deadline: who telephones may be late.

    Raises
    ------
    TokenError
        ``unknown``, ``closed`` if the request has changed since, or ``late``.
    """
    record = lock_record(work, request_row(work.connection, id)["booking"])
    row, now = request_row(work.connection, id), work.now
    if row["closed"] or needs(record, now).get(_place(row)) != _need(row):
        raise TokenError("closed", f"answers {id}, and what was asked has changed since", "see the newer request")
    if in_time and now > row["until_utc"]:
        raise TokenError("late", f"answers {id} after its time", "telephone the office")
    word = "yes" if accepts else "no"
    if row["answer"] == word:
        return row
    said = {**row, "answer": word, "answered_utc": now, "answered_by": by}
    work.journal.save(supplier_request, [row], [said])
    return said


def request_row(connection: Connection, id: str) -> Row:
    rows = _requests(connection, supplier_request.c.id == id)
    if not rows:
        raise TokenError("unknown", f"answers {id}, which is not on record here", "look the booking up")
    return rows[0]


def unsettled(connection: Connection, now: int) -> list[tuple[Record, Row]]:
    """Requests that stand and were refused, or not answered in their time; with their bookings."""
    silent = and_(supplier_request.c.answer == "", supplier_request.c.until_utc < now)
    rows = _requests(connection, and_(~supplier_request.c.closed, or_(supplier_request.c.answer == "no", silent)))
    records = records_of(connection, {row["booking"] for row in rows})
    found = [(records[row["booking"]], row) for row in rows]
    return [(record, row) for record, row in found if needs(record, now).get(_place(row)) == _need(row)]


def records_of(connection: Connection, ids: Iterable[str]) -> dict[str, Record]:
    """Bookings by id, not locked."""
    found: dict[str, Record] = {}
    for part in chunks(sorted(ids)):
        rows = connection.execute(select(t.booking).where(t.booking.c.id.in_(part))).mappings()
        found |= {record.id: record for record in read_records(connection, [dict(row) for row in rows])}
    return found


def households_of(connection: Connection, pools: Iterable[str | None]) -> Households:
    """The names of the households of some pools."""
    those = t.household.c.pool.in_({pool for pool in pools if pool})
    return {(row.pool, row.id): row.name for row in connection.execute(select(t.household).where(those))}


def _requests(connection: Connection, which: ColumnElement[bool]) -> list[Row]:
    query = select(supplier_request).where(which).order_by(supplier_request.c.asked_utc, supplier_request.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def _place(row: Row) -> Place:
    return row["position"], row["household"]


def _need(row: Row) -> Need:
    return row["slot"], row["pax"]
