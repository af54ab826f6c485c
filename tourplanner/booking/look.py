"""Reading the ledger into a ``Room``. Truth is what is booked: confirmed, redeemed, and holds that still run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, BindParameter, ColumnElement, Connection, Select, and_, bindparam, func, or_, select

from tourplanner.booking import tables as t
from tourplanner.booking.room import Member, Room, SharedResource, Slot, Span
from tourplanner.booking.statements import among, chunks, given, kind, rows_of

__all__ = ["chunks", "live", "look", "read_slots"]

Items = tuple[str, Sequence[int]]
"""Some items of one booking: its id and their positions."""


def live(now: int | BindParameter[int]) -> ColumnElement[bool]:
    """Whether a booking holds places: a hold does before it expires, whether or not anybody has swept since."""
    status = t.booking.c.status
    return or_(status == "CONFIRMED", status == "REDEEMED", and_(status == "ON_HOLD", t.booking.c.expires_utc > now))


def read_slots(
    connection: Connection, query: Select[Any], values: Mapping[str, Any] | None = None
) -> dict[str, Slot]:
    """The sessions of a select over the table of slots, in its order, with what they use."""
    rows = connection.execute(query, values).all()
    uses: dict[str, list[str]] = {}
    for part in chunks([row[0] for row in rows if row[-1]]):
        for slot, resource in connection.execute(rows_of(t.slot_resource, "slot", kind(len(part))), given(part)):
            uses.setdefault(slot, []).append(resource)
    return {row[0]: _slot(row, tuple(uses.get(row[0], ()))) for row in rows}


def _slot(row: Any, uses: tuple[str, ...]) -> Slot:
    """Unpacked in the order of the table's columns: by name it takes three times as long, and there are thousands."""
    id, experience, zone, _local, begin, end, cutoff, capacity, party_min, party_max, closed, pool, _shared = row
    return Slot(id, experience, zone, begin, end, cutoff, capacity, party_min, party_max, closed, pool, uses)


def look(
    connection: Connection, slots: dict[str, Slot], now: int, *, but: Items | None = None,
    which: ColumnElement[bool] | None = None,
) -> Room:  # fmt: skip
    """
    The room in some sessions, as if the items ``but`` were not booked.

    ``which`` is a condition on the table of slots that all of them fulfil, where that is shorter than their ids.
    """
    return Room(
        now=now,
        slots=slots,
        taken=_taken_by_id(connection, list(slots), now, but) if which is None else _taken(connection, which, now, but),
        resources=_resources(connection, slots, now, but),
        pools=_pools(connection, slots, now, but),
    )


def _counted(now: int, but: Items | None) -> ColumnElement[bool]:
    return and_(live(now), _others(but))


def _others(but: Items | None) -> ColumnElement[bool]:
    booked = ~t.item.c.cancelled
    if but is None:
        return booked
    return and_(booked, ~and_(t.item.c.booking == but[0], t.item.c.position.in_(but[1])))


def _taken_by_id(connection: Connection, ids: Sequence[str], now: int, but: Items | None) -> dict[str, int]:
    taken: dict[str, int] = {}
    for part in chunks(ids):
        query = guests_by_id(kind(len(part)))
        query = query if but is None else query.where(_others(but))
        taken |= _sums(connection, query, {"now": now, **given(part)})
    return taken


@cache
def guests_by_id(count: int) -> Select[Any]:
    """
    The live guests of ``count`` sessions (a ``kind``), of which ``now`` is the moment.

    By the index of sessions, and for each item its booking by key. Written so that no planner can begin at the
    bookings: one without statistics of a young ledger does.
    """
    its_booking = select(live(bindparam("now", type_=BigInteger))).where(t.booking.c.id == t.item.c.booking)
    sums = select(t.item.c.slot, func.sum(t.item.c.pax)).group_by(t.item.c.slot)
    return sums.where(~t.item.c.cancelled, its_booking.scalar_subquery(), among(t.item.c.slot, count))


def _taken(connection: Connection, which: ColumnElement[bool], now: int, but: Items | None) -> dict[str, int]:
    query = (
        select(t.item.c.slot, func.sum(t.item.c.pax))
        .join(t.booking, t.booking.c.id == t.item.c.booking)
        .join(t.slot, t.slot.c.id == t.item.c.slot)
        .where(which, _counted(now, but))
        .group_by(t.item.c.slot)
    )
    return _sums(connection, query)


def _sums(connection: Connection, query: Select[Any], values: Mapping[str, Any] | None = None) -> dict[str, int]:
    return {slot: int(pax) for slot, pax in connection.execute(query, values)}


def _during(slots: Iterable[Slot]) -> ColumnElement[bool]:
    """Whether a session is going on between the first begin and the last end of some."""
    slots = list(slots)
    first, last = min(slot.begin for slot in slots), max(slot.end for slot in slots)
    return and_(t.slot.c.begin_utc < last, t.slot.c.end_utc > first)


def _resources(
    connection: Connection, slots: dict[str, Slot], now: int, but: Items | None
) -> dict[str, SharedResource]:
    using = [slot for slot in slots.values() if slot.uses]
    names = sorted({name for slot in using for name in slot.uses})
    if not names:
        return {}
    found = connection.execute(select(t.resource).where(t.resource.c.id.in_(names)))
    resources = {row.id: SharedResource(row.capacity, row.per == "session") for row in found}
    query = (
        select(t.slot_resource.c.resource, t.slot.c.id, t.slot.c.begin_utc, t.slot.c.end_utc, func.sum(t.item.c.pax))
        .join(t.slot, t.slot.c.id == t.slot_resource.c.slot)
        .join(t.item, t.item.c.slot == t.slot.c.id)
        .join(t.booking, t.booking.c.id == t.item.c.booking)
        .where(t.slot_resource.c.resource.in_(names), _during(using), _counted(now, but))
        .group_by(t.slot_resource.c.resource, t.slot.c.id, t.slot.c.begin_utc, t.slot.c.end_utc)
    )
    for name, slot, begin, end, pax in connection.execute(query):
        resources[name].used[slot] = Span(begin, end, int(pax))
    return resources


def _pools(
    connection: Connection, slots: dict[str, Slot], now: int, but: Items | None
) -> dict[str, dict[str, Member]]:
    pooled = [slot for slot in slots.values() if slot.pool is not None]
    names = sorted({slot.pool for slot in pooled if slot.pool is not None})
    if not names:
        return {}
    pools: dict[str, dict[str, Member]] = {name: {} for name in names}
    for row in connection.execute(select(t.household).where(t.household.c.pool.in_(names)).order_by(t.household.c.id)):
        pools[row.pool][row.id] = Member(row.id, row.turn)
    for row in connection.execute(select(t.duty).where(t.duty.c.pool.in_(names))):
        pools[row.pool][row.household].duties.append(Span(row.begin_utc, row.end_utc, row.places))
    first, last = min(slot.begin for slot in pooled), max(slot.end for slot in pooled)
    for row in connection.execute(_shares(names, _counted(now, but))):
        member = pools[row.pool][row.household]
        member.dealt += row.pax
        if row.begin_utc < last and row.end_utc > first:
            member.busy.append(Span(row.begin_utc, row.end_utc, row.pax))
    return pools


def _shares(pools: Sequence[str], counted: ColumnElement[bool]) -> Select[Any]:
    return (
        select(t.share.c.pool, t.share.c.household, t.share.c.pax, t.slot.c.begin_utc, t.slot.c.end_utc)
        .join(t.item, and_(t.item.c.booking == t.share.c.booking, t.item.c.position == t.share.c.position))
        .join(t.booking, t.booking.c.id == t.item.c.booking)
        .join(t.slot, t.slot.c.id == t.item.c.slot)
        .where(t.share.c.pool.in_(pools), counted)
    )
