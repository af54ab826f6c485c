"""Places in the waiting line, read without locks."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from tourplanner.booking import line_tables as lt
from tourplanner.booking import tables as t
from tourplanner.booking.instants import moment
from tourplanner.booking.journal import Row
from tourplanner.booking.line_values import PlaceState, Waiting
from tourplanner.booking.states import Status, standing
from tourplanner.errors import UnknownIdError
from tourplanner.model import Party


def party_of(row: Row) -> Party:
    """The guests of a row."""
    return Party(adults=row["adults"], children=row["children"], languages=tuple(row["languages"].split()))


def place(connection: Connection, id: str, now: int) -> Waiting:
    """
    A place in the line as it stands.

    Raises
    ------
    UnknownIdError
        If there is none.
    """
    found = places(connection, lt.waiting.c.id == id, now)
    if not found:
        raise UnknownIdError("place in the line", id)
    return found[0]


def places(connection: Connection, which: Any, now: int) -> tuple[Waiting, ...]:
    """The places in the line that fulfil a condition on their table, in order of arrival."""
    query = (
        select(lt.waiting, t.booking.c.status, t.booking.c.expires_utc)
        .outerjoin(t.booking, t.booking.c.id == lt.waiting.c.id)
        .outerjoin(t.audit, (t.audit.c.subject == lt.waiting.c.id) & (t.audit.c.operation == "wait"))
        .where(which)
        .order_by(t.audit.c.n)
    )
    rows = list(connection.execute(query).mappings())
    sessions: dict[str, list[str]] = {row["id"]: [] for row in rows}
    items = select(lt.waiting_item.c.waiting, lt.waiting_item.c.slot).order_by(lt.waiting_item.c.position)
    wanted = lt.waiting_item.c.waiting.in_(select(lt.waiting.c.id).where(which))
    for id, slot in connection.execute(items.where(wanted)):
        sessions[id].append(slot)
    return tuple(_value(row, tuple(sessions[row["id"]]), now) for row in rows)


def _value(row: Any, sessions: tuple[str, ...], now: int) -> Waiting:
    offered = row["offered_utc"]
    return Waiting(
        id=row["id"],
        state=_state(row, now),
        departure=row["departure"],
        itinerary=row["itinerary"],
        reference=row["reference"],
        party=party_of(row),
        sessions=sessions,
        price_vnd=row["price_vnd"],
        joined=moment(row["joined_utc"], row["zone"]),
        until=moment(row["until_utc"], row["zone"]),
        offered=None if offered is None else moment(offered, row["zone"]),
    )


AFTERWARDS: dict[Status, PlaceState] = {
    Status.ON_HOLD: "OFFERED",
    Status.CONFIRMED: "TAKEN",
    Status.REDEEMED: "TAKEN",
    Status.EXPIRED: "LAPSED",
    Status.CANCELLED: "LEFT",
}


def _state(row: Any, now: int) -> PlaceState:
    if row["status"] is not None:
        return AFTERWARDS[standing(Status(row["status"]), row["expires_utc"], now)]
    if row["left_utc"] is not None:
        return "LEFT"
    return "WAITING" if row["until_utc"] > now else "OVER"
