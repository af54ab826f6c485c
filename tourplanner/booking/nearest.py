"""What to try instead of a session that cannot be had."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, and_, select

from tourplanner.booking import tables as t
from tourplanner.booking.locking import Locked
from tourplanner.booking.look import look, read_slots
from tourplanner.booking.room import Room, Slot
from tourplanner.errors import Shortage

WITHIN = 14 * 86_400
"""Seconds before and after: guests who are in Hanoi for a fortnight can take what lies in it."""
MOST = 3


def with_nearest(connection: Connection, shortages: list[Shortage], locked: Locked) -> list[Shortage]:
    """The shortages with other sessions of the same experience that would have room, as of now and not locked."""
    return [
        replace(each, nearest=_nearest(connection, locked.slots[each.session], each.asked, locked.now))
        if each.session in locked.slots
        else each
        for each in shortages
    ]


def _nearest(connection: Connection, slot: Slot, pax: int, now: int) -> tuple[str, ...]:
    which = and_(
        t.slot.c.experience == slot.experience,
        t.slot.c.begin_utc.between(slot.begin - WITHIN, slot.begin + WITHIN),
        t.slot.c.cutoff_utc > now,
        t.slot.c.closed == "",
        t.slot.c.id != slot.id,
    )
    others = read_slots(connection, select(t.slot).where(which))
    if not others:
        return ()
    room = look(connection, others, now, which=which)
    found = sorted((abs(other.begin - slot.begin), id) for id, other in others.items() if _has_room(room, other, pax))
    return tuple(id for _, id in found[:MOST])


def _has_room(room: Room, slot: Slot, pax: int) -> bool:
    return slot.party_min <= pax <= min(slot.most, room.vacancies(slot.id))
