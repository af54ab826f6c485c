"""
The waiting line: who stands in it, in what order, and whose turn it is.

Order of arrival is the order of the log: entries that want the same places were written under the same locks. Whose
whole itinerary fits now is due; who does not fit, be it because the party is too large for the gap, keeps the place in
the line and stands in nobody's way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import BindParameter, ColumnElement, Connection, and_, bindparam, or_, select

from tourplanner.booking import line_tables as lt
from tourplanner.booking import tables as t
from tourplanner.booking.counter import slots_of
from tourplanner.booking.fits import fit, lacking
from tourplanner.booking.look import look
from tourplanner.booking.room import Room, Slot


class TurnOfOthersError(Exception):
    """Somebody before us in the line is due: let the line move up, then try again. Never leaves the desk."""


@dataclass(frozen=True, slots=True)
class Waiter:
    """One who waits: ``arrived`` is the number of the entry in the log."""

    id: str
    arrived: int
    pax: int
    sessions: tuple[str, ...]


def in_line(now: int | BindParameter[int]) -> ColumnElement[bool]:
    """Whether an entry still waits."""
    w = lt.waiting.c
    return and_(w.offered_utc.is_(None), w.left_utc.is_(None), w.until_utc > now)


ANYBODY = select(lt.waiting.c.id).where(in_line(bindparam("now"))).limit(1)
"""Made once: every hold asks it, and mostly there is nobody."""


def waiters(connection: Connection, now: int, slots: Mapping[str, Slot] | None = None) -> list[Waiter]:
    """Who waits, in order of arrival; only for what ``slots`` would take places from, if they are given."""
    if connection.execute(ANYBODY, {"now": now}).first() is None:
        return []
    guests = (lt.waiting.c.adults + lt.waiting.c.children).label("pax")
    query = (
        select(lt.waiting.c.id, t.audit.c.n, guests, lt.waiting_item.c.slot)
        .join(t.audit, and_(t.audit.c.subject == lt.waiting.c.id, t.audit.c.operation == "wait"))
        .join(lt.waiting_item, lt.waiting_item.c.waiting == lt.waiting.c.id)
        .where(in_line(now))
        .order_by(t.audit.c.n, lt.waiting_item.c.position)
    )
    rows = connection.execute(query if slots is None else query.where(_rivals(slots.values()))).all()
    return [
        Waiter(id, arrived, pax, tuple(row.slot for row in own))
        for (id, arrived, pax), own in groupby(rows, key=lambda row: (row.id, row.n, row.pax))
    ]


def _rivals(slots: Iterable[Slot]) -> ColumnElement[bool]:
    """Whether an entry wants a session of these, or one that shares a pool or a resource with them."""
    slots = list(slots)
    wanted = lt.waiting_item.c.slot
    alike = [wanted.in_([slot.id for slot in slots])]
    if pools := {slot.pool for slot in slots if slot.pool is not None}:
        alike.append(wanted.in_(select(t.slot.c.id).where(t.slot.c.pool.in_(pools))))
    if uses := {name for slot in slots for name in slot.uses}:
        alike.append(wanted.in_(select(t.slot_resource.c.slot).where(t.slot_resource.c.resource.in_(uses))))
    return lt.waiting.c.id.in_(select(lt.waiting_item.c.waiting).where(or_(*alike)))


def due(connection: Connection, line: Iterable[Waiter], now: int) -> Iterable[Waiter]:
    """Those of a line whose whole itinerary fits as it is now, each seen alone, in order of arrival."""
    line = list(line)
    slots = slots_of(connection, {session for each in line for session in each.sessions}) if line else {}
    room = look(connection, slots, now) if slots else Room(now, {}, {}, {}, {})
    for each in line:
        if not any(lacking(room, session, each.pax) for session in each.sessions):
            own = {session: slots[session] for session in each.sessions}
            if not fit(look(connection, own, now), dict.fromkeys(each.sessions, each.pax))[0]:
                yield each


def wait_for_turn(connection: Connection, slots: Mapping[str, Slot], now: int, *, before: int | None = None) -> None:
    """
    Pass only if nobody in the line (or ``before`` an arrival) is due who wants what these sessions take places from.

    The sessions are locked. Those that such an entry wants besides are looked at without a lock: what changes there
    meanwhile changes after us.

    Raises
    ------
    TurnOfOthersError
        If somebody is.
    """
    if slots:
        line = waiters(connection, now, slots)
        ahead = [each for each in line if before is None or each.arrived < before]
        if next(iter(due(connection, ahead, now)), None) is not None:
            raise TurnOfOthersError
