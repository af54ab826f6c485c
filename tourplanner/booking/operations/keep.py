"""Confirming and extending a hold, and letting it go when its time is over."""

from __future__ import annotations

from sqlalchemy import select

from tourplanner.booking import tables as t
from tourplanner.booking.locking import Locked, Work
from tourplanner.booking.outbox import tell
from tourplanner.booking.record import Record, lock_record, save
from tourplanner.booking.states import TRY_NEXT, Operation, Status, after
from tourplanner.errors import BookingError, TransitionError


def confirm(work: Work, id: str) -> tuple[Record, Locked]:
    """Turn a hold into a booking."""
    before, locked = _kept(work, id, "confirm")
    record = before.moved("confirm", locked.now).with_head(expires_utc=None)
    save(work.journal, before, record)
    tell(work, record, "confirmed", locked.now)
    return record, locked


def extend(work: Work, id: str, ttl: int, longest: int) -> tuple[Record, Locked]:
    """
    Let a hold run for ``ttl`` seconds from now, but not longer than ``longest`` from when it was made.

    Raises
    ------
    BookingError
        If it would not end later than it does.
    """
    before, locked = _kept(work, id, "extend")
    record = before.moved("extend", locked.now)
    last = min(locked.slots[session].begin for session in record.sessions)
    expires = min(locked.now + ttl, record.head["created_utc"] + longest, last)
    if expires <= record.head["expires_utc"]:
        raise BookingError(
            f"{ttl // 60} minutes more for the hold {id}",
            f"a hold runs for {longest // 3600} hours at most and not beyond the first session, this one ends no later",
            "confirm it, or cancel it and let others have the places",
        )
    record = record.with_head(expires_utc=expires)
    save(work.journal, before, record)
    return record, locked


def _kept(work: Work, id: str, operation: Operation) -> tuple[Record, Locked]:
    """
    A booking and its sessions, locked, that may go on; read under all locks, for a pool may have dealt it anew.

    Another desk whose clock is ahead may have seen the hold expire and sold its places: then it has expired.
    """
    locked = work.lock_slots(lock_record(work, id).sessions)
    record = lock_record(work, id)
    record.moved(operation, locked.now)
    room = locked.room()
    if any(room.over(session) for session in record.sessions):
        raise TransitionError(id, operation, Status.EXPIRED.value, (), TRY_NEXT[Status.EXPIRED])
    return record, locked


def overdue(work: Work, most: int) -> list[str]:
    """Ids of holds whose time is over and of which nobody has taken note, the first that ended first."""
    due = (t.booking.c.status == Status.ON_HOLD.value, t.booking.c.expires_utc <= work.now)
    query = select(t.booking.c.id).where(*due).order_by(t.booking.c.expires_utc, t.booking.c.id).limit(most)
    return [row.id for row in work.connection.execute(query)]


def expire(work: Work, id: str) -> tuple[Record, int] | None:
    """Take note that a hold is over and give back what was paid; None if it is not over, or not a hold any more."""
    before = lock_record(work, id)
    now = work.now
    status = Status(before.head["status"])
    if status is not Status.ON_HOLD or before.standing(now) is Status.ON_HOLD:
        return None
    record = before.with_head(status=after(id, status, "expire").value, updated_utc=now)
    record = record.with_items({row["position"]: {"cancelled": True} for row in record.live}).settled(now)
    save(work.journal, before, record)
    return record, now
