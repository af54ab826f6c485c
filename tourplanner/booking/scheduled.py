"""Departures offered for sale, read without locks: who is booked on them, and where they stand."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, select

from tourplanner.booking import line_tables as lt
from tourplanner.booking import tables as t
from tourplanner.booking.instants import moment
from tourplanner.booking.line import in_line
from tourplanner.booking.line_values import DepartureState, ScheduledDeparture
from tourplanner.booking.look import live
from tourplanner.booking.terms import Terms
from tourplanner.errors import UnknownIdError


def on_board(now: int) -> ColumnElement[bool]:
    """Whether a booking that was made on a departure holds places on it: who was moved to another day does not."""
    there = (
        exists()
        .where(t.item.c.booking == lt.departure_booking.c.booking, ~t.item.c.cancelled)
        .where(lt.departure_item.c.departure == lt.departure_booking.c.departure)
        .where(lt.departure_item.c.slot == t.item.c.slot)
    )
    return and_(live(now), there)


def departure(connection: Connection, id: str, now: int) -> ScheduledDeparture:
    """
    A departure as it stands.

    Raises
    ------
    UnknownIdError
        If there is none.
    """
    found = departures(connection, lt.departure.c.id == id, now)
    if not found:
        raise UnknownIdError("departure", id)
    return found[0]


def departures(connection: Connection, which: ColumnElement[bool], now: int) -> tuple[ScheduledDeparture, ...]:
    """The departures that fulfil a condition on their table, by begin and id."""
    order = (lt.departure.c.begin_utc, lt.departure.c.id)
    rows = list(connection.execute(select(lt.departure).where(which).order_by(*order)).mappings())
    if not rows:
        return ()
    chosen = select(lt.departure.c.id).where(which)
    sessions: dict[str, list[str]] = {row["id"]: [] for row in rows}
    items = select(lt.departure_item.c.departure, lt.departure_item.c.slot).order_by(lt.departure_item.c.position)
    for id, slot in connection.execute(items.where(lt.departure_item.c.departure.in_(chosen))):
        sessions[id].append(slot)
    guests = _guests(connection, chosen, now)
    queue = _queue(connection, chosen, now)
    return tuple(
        _value(row, tuple(sessions[row["id"]]), *guests.get(row["id"], (0, 0)), queue.get(row["id"], 0), now)
        for row in rows
    )


def _guests(connection: Connection, chosen: Any, now: int) -> dict[str, tuple[int, int]]:
    """Guests confirmed and on hold, by departure."""
    pax = t.booking.c.adults + t.booking.c.children
    held = t.booking.c.status == "ON_HOLD"
    query = (
        select(
            lt.departure_booking.c.departure,
            func.sum(case((held, 0), else_=pax)),
            func.sum(case((held, pax), else_=0)),
        )
        .join(t.booking, t.booking.c.id == lt.departure_booking.c.booking)
        .where(lt.departure_booking.c.departure.in_(chosen), on_board(now))
        .group_by(lt.departure_booking.c.departure)
    )
    return {id: (int(booked), int(on_hold)) for id, booked, on_hold in connection.execute(query)}


def _queue(connection: Connection, chosen: Any, now: int) -> dict[str, int]:
    pax = lt.waiting.c.adults + lt.waiting.c.children
    query = select(lt.waiting.c.departure, func.sum(pax)).group_by(lt.waiting.c.departure)
    found = connection.execute(query.where(lt.waiting.c.departure.in_(chosen), in_line(now)))
    return {id: int(guests) for id, guests in found}


def _value(row: Any, sessions: tuple[str, ...], booked: int, held: int, queue: int, now: int) -> ScheduledDeparture:
    return ScheduledDeparture(
        id=row["id"],
        name=row["name"],
        itinerary=row["itinerary"],
        sessions=sessions,
        begin=moment(row["begin_utc"], row["zone"]),
        decide_by=moment(row["decide_utc"], row["zone"]),
        minimum=row["minimum"],
        price_vnd=row["price_vnd"],
        terms=Terms.model_validate_json(row["terms"]),
        state=state_of(row["state"], booked, row["minimum"], now >= row["decide_utc"]),
        booked=booked,
        held=held,
        waiting=queue,
        reason=row["reason"],
        joined_to=row["joined_to"],
    )


def state_of(written: DepartureState, booked: int, minimum: int, decided: bool) -> DepartureState:
    """
    Where a departure stands, by what was written of it and how many are confirmed.

    Only what somebody decided is written; the rest follows, so that no sweeper has to come by at the time to decide.
    """
    if written != "open":
        return written
    if booked >= minimum:
        return "guaranteed"
    return "thin" if decided else "open"
