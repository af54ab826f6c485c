"""What can be had, read without locks: good enough to show, never to sell by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from tourplanner.booking import tables as t
from tourplanner.booking.instants import moment
from tourplanner.booking.look import live, look, read_slots
from tourplanner.booking.room import Room
from tourplanner.booking.values import Availability, HouseholdShare

COLUMNS = (
    t.slot.c.id, t.slot.c.experience, t.slot.c.zone, t.slot.c.begin_utc, t.slot.c.end_utc, t.slot.c.cutoff_utc,
    t.slot.c.capacity, t.slot.c.party_min, t.slot.c.party_max, t.slot.c.closed,
)  # fmt: skip
FIELDS = set(Availability.model_fields)


def availability(connection: Connection, which: ColumnElement[bool], now: int) -> tuple[Availability, ...]:
    """
    The sessions that fulfil a condition on the table of slots, by begin and id.

    Only those that share something are looked at one by one; a month of a city has sixty thousand.
    """
    sharing = or_(t.slot.c.shared, t.slot.c.pool.is_not(None))
    room = look(connection, read_slots(connection, select(t.slot).where(which, sharing)), now, which=which)
    query = select(*COLUMNS).where(which).order_by(t.slot.c.begin_utc, t.slot.c.id)
    rows: Sequence[Any] = connection.execute(query).all()
    return tuple([_value(room, *row) for row in rows])


def _value(
    room: Room, id: str, experience: str, zone: str, begin: int, end: int, cutoff: int,
    capacity: int, party_min: int, party_max: int | None, why_closed: str,
) -> Availability:  # fmt: skip
    closed = bool(why_closed) or room.now >= cutoff
    left = room.vacancies(id) if id in room.slots else max(0, capacity - room.taken.get(id, 0))
    vacancies = 0 if closed else left
    return _trusted(
        session=id,
        experience=experience,
        begin=moment(begin, zone),
        end=moment(end, zone),
        cutoff=moment(cutoff, zone),
        status=_status(closed, vacancies, capacity, party_min),
        vacancies=vacancies,
        capacity=capacity,
        party_min=party_min,
        party_max=capacity if party_max is None else party_max,
    )


def _trusted(**fields: object) -> Availability:
    """
    A value made of a row that was checked when it was written.

    As ``model_construct`` makes it, but with one set of field names for all: what each value brings along costs a
    garbage collection over tens of thousands of them.
    """
    value = Availability.__new__(Availability)
    object.__setattr__(value, "__dict__", fields)
    object.__setattr__(value, "__pydantic_fields_set__", FIELDS)
    object.__setattr__(value, "__pydantic_extra__", None)
    object.__setattr__(value, "__pydantic_private__", None)
    return value


def _status(
    closed: bool, vacancies: int, capacity: int, party_min: int
) -> Literal["AVAILABLE", "LIMITED", "SOLD_OUT", "CLOSED"]:
    if closed:
        return "CLOSED"
    if vacancies < party_min:
        return "SOLD_OUT"
    return "LIMITED" if 2 * vacancies < capacity else "AVAILABLE"


def dealt(connection: Connection, pool: str, now: int) -> tuple[HouseholdShare, ...]:
    """What each household of a pool was dealt so far, by turn."""
    booked = (
        select(t.share.c.household, func.sum(t.share.c.pax), func.count())
        .join(t.item, and_(t.item.c.booking == t.share.c.booking, t.item.c.position == t.share.c.position))
        .join(t.booking, t.booking.c.id == t.item.c.booking)
        .where(t.share.c.pool == pool, ~t.item.c.cancelled, live(now))
        .group_by(t.share.c.household)
    )
    sums = {household: (int(guests), count) for household, guests, count in connection.execute(booked)}
    members = select(t.household).where(t.household.c.pool == pool).order_by(t.household.c.turn, t.household.c.id)
    return tuple(
        HouseholdShare(household=row.id, name=row.name, guests=guests, sessions=count)
        for row in connection.execute(members)
        for guests, count in [sums.get(row.id, (0, 0))]
    )
