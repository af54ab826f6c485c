"""A cooperative: who its households are, when they are on duty, and what happens when one drops out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, select

from tourplanner.booking import tables as t
from tourplanner.booking.instants import seconds
from tourplanner.booking.journal import Row
from tourplanner.booking.locking import Locked, Work
from tourplanner.booking.look import live
from tourplanner.booking.room import Room, Slot, Span
from tourplanner.booking.values import Duty, Household
from tourplanner.errors import BookingError, Shortage, StoreError, UnavailableError, UnknownIdError


def found_pool(work: Work, id: str, name: str, households: Sequence[Household]) -> None:
    """Make a pool known with its households, or change their names and turns. Nobody is taken out."""
    before = work.lock(t.pool, [id])
    work.journal.save(t.pool, before, [{"id": id, "name": name}])
    known = {row["id"]: row for row in _members(work, id)}
    after = known | {each.id: {"pool": id, **each.model_dump()} for each in households}
    work.journal.save(t.household, list(known.values()), list(after.values()))


def _members(work: Work, pool: str) -> list[Row]:
    query = select(t.household).where(t.household.c.pool == pool)
    return [dict(row) for row in work.connection.execute(query).mappings()]


def add_duties(work: Work, pool: str, duties: Sequence[Duty]) -> None:
    """Put households on duty. A duty that begins as one they have replaces it; guests must still have places."""
    rows = [_duty_row(pool, duty) for duty in duties]
    locked = _lock_sessions(work, pool, min(row["begin_utc"] for row in rows), None)
    _check_members(work, pool, [duty.household for duty in duties])
    _save_duties(work, pool, rows)
    room = locked.room()
    short = [
        Shortage(id, "ALREADY_BOOKED", over, 0, f"{over} guests more have booked than would have places")
        for id in locked.slots
        if (over := room.over(id)) > 0
    ]
    if short:
        raise UnavailableError(f"fewer places in pool {pool}", short)


def _duty_row(pool: str, duty: Duty) -> Row:
    begin, end = seconds(duty.begin), seconds(duty.end)
    return {"pool": pool, "household": duty.household, "begin_utc": begin, "end_utc": end, "places": duty.places}


def _check_members(work: Work, pool: str, households: Sequence[str]) -> None:
    known = [row["id"] for row in _members(work, pool)]
    for household in households:
        if household not in known:
            raise UnknownIdError(f"household of pool {pool}", household, sorted(known)[:3])


def _save_duties(work: Work, pool: str, rows: Sequence[Row]) -> None:
    now = [dict(row) for row in work.connection.execute(select(t.duty).where(t.duty.c.pool == pool)).mappings()]
    keys = {(row["household"], row["begin_utc"]) for row in rows}
    touched = [row for row in now if (row["household"], row["begin_utc"]) in keys]
    work.journal.save(t.duty, touched, rows)


def _lock_sessions(work: Work, pool: str, begin: int, end: int | None) -> Locked:
    """The pool and its sessions in a time, locked; sessions published while we waited for the lock are an error."""
    ids = _sessions(work, pool, begin, end)
    locked = work.lock_slots(ids, pools=[pool])
    if not work.connection.execute(select(t.pool.c.id).where(t.pool.c.id == pool)).all():
        raise UnknownIdError("pool", pool)
    if set(_sessions(work, pool, begin, end)) != set(ids):
        raise StoreError(f"a change of pool {pool}", "sessions were published meanwhile", "try again")
    return locked


def _sessions(work: Work, pool: str, begin: int, end: int | None) -> list[str]:
    during = and_(t.slot.c.pool == pool, t.slot.c.end_utc > begin)
    during = during if end is None else and_(during, t.slot.c.begin_utc < end)
    return [row.id for row in work.connection.execute(select(t.slot.c.id).where(during))]


def drop_out(work: Work, pool: str, household: str, begin: int, end: int) -> dict[str, list[tuple[str, str, int]]]:
    """
    Take a household off duty from ``begin`` to ``end`` and deal its guests to the others.

    Returns
    -------
    dict
        By booking: (session, household, guests) of those dealt anew.

    Raises
    ------
    UnavailableError
        If the others have no room for some of them; names the sessions, and nothing is changed.
    """
    locked = _lock_sessions(work, pool, begin, end)
    _check_members(work, pool, [household])
    _off_duty(work, pool, household, begin, end)
    return _deal_anew(work, locked, _shares_of(work, household, locked), household)


def _off_duty(work: Work, pool: str, household: str, begin: int, end: int) -> None:
    """Duties that reach beyond the time are cut, one around it is cut in two."""
    touched = and_(t.duty.c.begin_utc <= end, t.duty.c.end_utc > begin, t.duty.c.household == household)
    query = select(t.duty).where(t.duty.c.pool == pool, touched)
    old: list[Row] = [dict(row) for row in work.connection.execute(query).mappings()]
    left: list[Row] = [{**row, "end_utc": begin} for row in old if row["begin_utc"] < begin]
    back = [{**row, "begin_utc": end} for row in old if row["end_utc"] > end]
    work.journal.save(t.duty, old, [*left, *_one(household, back)])


def _one(household: str, back: Sequence[Row]) -> Sequence[Row]:
    """
    Of duties that begin together after a household was away, the one that holds all the others.

    Raises
    ------
    BookingError
        If one lasts longer and another has more places: the ledger has one duty for each begin.
    """
    most = max(back, key=lambda row: (row["end_utc"], row["places"]), default=None)
    if most is not None and any(row["places"] > most["places"] for row in back):
        hint = "put it on duty anew first, with duties that do not overlap"
        raise BookingError(f"household {household} to drop out", "its duties afterwards overlap and differ", hint)
    return [] if most is None else [most]


def _shares_of(work: Work, household: str, locked: Locked) -> list[Any]:
    """The live shares of a household in sessions, in the order of sessions and bookings."""
    rows = work.connection.execute(_live_shares(locked)).all()
    return [row for row in rows if row.household == household]


def _live_shares(locked: Locked) -> Select[Any]:
    return (
        select(t.share, t.item.c.slot)
        .join(t.item, and_(t.item.c.booking == t.share.c.booking, t.item.c.position == t.share.c.position))
        .join(t.booking, t.booking.c.id == t.item.c.booking)
        .join(t.slot, t.slot.c.id == t.item.c.slot)
        .where(t.item.c.slot.in_(locked.slots), ~t.item.c.cancelled, live(locked.now))
        .order_by(t.slot.c.begin_utc, t.item.c.slot, t.item.c.booking)
    )


def _deal_anew(
    work: Work, locked: Locked, shares: Sequence[Any], household: str
) -> dict[str, list[tuple[str, str, int]]]:
    room = locked.room()
    short: list[Shortage] = []
    moved: dict[str, list[tuple[str, str, int]]] = {}
    for share in shares:
        slot = locked.slots[share.slot]
        others = _without(room, slot, household, share.pax)
        if others < share.pax:
            why = f"the other households have room for {others}"
            short.append(Shortage(slot.id, "SOLD_OUT", share.pax, others, why))
            continue
        room.taken[slot.id] -= share.pax
        dealt = room.take(slot.id, share.pax)
        moved.setdefault(share.booking, []).extend((slot.id, other, pax) for other, pax in dealt)
        _save_shares(work, share, slot, dealt)
    if short:
        raise UnavailableError(f"household {household} to drop out", short)
    return moved


def _without(room: Room, slot: Slot, household: str, pax: int) -> int:
    """Give a household's guests back to the room; how many the others could take. It is off duty, and takes none."""
    members = room.pools[slot.pool or ""]
    members[household].busy.remove(Span(slot.begin, slot.end, pax))
    members[household].dealt -= pax
    return sum(member.free(slot) for member in members.values())


def _save_shares(work: Work, share: Any, slot: Slot, dealt: Sequence[tuple[str, int]]) -> None:
    query = select(t.share).where(t.share.c.booking == share.booking, t.share.c.position == share.position)
    before: list[Row] = [dict(row) for row in work.connection.execute(query).mappings()]
    after = {row["household"]: row for row in before if row["household"] != share.household}
    for household, pax in dealt:
        had = after[household]["pax"] if household in after else 0
        key = {"booking": share.booking, "position": share.position, "household": household}
        after[household] = {**key, "pool": slot.pool, "pax": had + pax}
    work.journal.save(t.share, before, list(after.values()))
