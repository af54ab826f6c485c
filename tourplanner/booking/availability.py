"""What can be had, read without locks: good enough to show, never to sell by."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import ColumnElement, Connection, and_, func, select

from tourplanner.booking import tables as t
from tourplanner.booking.instants import moment
from tourplanner.booking.look import live, look, read_slots
from tourplanner.booking.room import Room, Slot
from tourplanner.booking.values import Availability, HouseholdShare


def availability(connection: Connection, which: ColumnElement[bool], now: int) -> tuple[Availability, ...]:
    """The sessions that fulfil a condition on the table of slots, by begin and id."""
    slots = read_slots(connection, select(t.slot).where(which).order_by(t.slot.c.begin_utc, t.slot.c.id))
    if not slots:
        return ()
    room = look(connection, slots, now, which=which)
    return tuple(_value(room, slot) for slot in slots.values())


def _value(room: Room, slot: Slot) -> Availability:
    closed = bool(slot.closed) or room.now >= slot.cutoff
    vacancies = 0 if closed else room.vacancies(slot.id)
    return Availability(
        session=slot.id,
        experience=slot.experience,
        begin=moment(slot.begin, slot.zone),
        end=moment(slot.end, slot.zone),
        cutoff=moment(slot.cutoff, slot.zone),
        status=_status(closed, vacancies, slot),
        vacancies=vacancies,
        capacity=slot.capacity,
        party_min=slot.party_min,
        party_max=slot.most,
    )


def _status(closed: bool, vacancies: int, slot: Slot) -> Literal["AVAILABLE", "LIMITED", "SOLD_OUT", "CLOSED"]:
    if closed:
        return "CLOSED"
    if vacancies < slot.party_min:
        return "SOLD_OUT"
    return "LIMITED" if 2 * vacancies < slot.capacity else "AVAILABLE"


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
