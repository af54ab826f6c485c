"""Publishing sessions, closing them, changing their places; never below what guests have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, union

from tourplanner.booking import line_tables as lt
from tourplanner.booking import tables as t
from tourplanner.booking.instants import cutoff, seconds
from tourplanner.booking.journal import Row
from tourplanner.booking.line import in_line
from tourplanner.booking.locking import Locked, Work
from tourplanner.booking.look import chunks, look, read_slots
from tourplanner.booking.values import Conditions, Resource
from tourplanner.errors import BookingError, GoalError, Shortage, UnavailableError, UnknownIdError
from tourplanner.model import Session


def slot_row(session: Session, capacity: int | None, conditions: Conditions, zone: ZoneInfo) -> Row:
    """A session as a row: its rules by the wall clock of its zone, its instants in UTC."""
    begin = session.begin.astimezone(zone)
    if session.end <= session.begin:
        raise GoalError(f"session {session.id} ends at {session.end}, not after it begins")
    return {
        "id": session.id,
        "experience": session.experience,
        "zone": zone.key,
        "begin_local": begin.replace(tzinfo=None).isoformat(),
        "begin_utc": seconds(session.begin),
        "end_utc": seconds(session.end),
        "cutoff_utc": cutoff(begin, conditions.cutoff, conditions.lead_days),
        "capacity": session.places_left if capacity is None else capacity,
        "party_min": conditions.party_min,
        "party_max": conditions.party_max,
        "closed": "",
        "pool": conditions.pool,
        "shared": bool(conditions.uses),
    }


def offer(work: Work, rows: Sequence[Row], uses: Sequence[str]) -> int:
    """
    Publish sessions, or change those that are; how many. A closed one stays closed.

    Raises
    ------
    UnknownIdError
        If a resource or the pool is not known.
    BookingError
        If sessions that guests have would get fewer places than guests, or be another time or pool's; or another time
        than guests wait for, or a departure goes by.
    """
    pools = {row["pool"] for row in rows if row["pool"] is not None}
    locked = work.lock_slots([row["id"] for row in rows], pools, uses)
    _known(work, t.resource, uses)
    _known(work, t.pool, pools)
    before = {row["id"]: row for row in _rows(work, list(locked.slots))}
    after = [{**row, "closed": before[row["id"]]["closed"] if row["id"] in before else ""} for row in rows]
    _same_session(locked, before, after, uses)
    _same_hour(work, locked.now, before, after)
    work.journal.save(t.slot, list(before.values()), after)
    _use(work, [row["id"] for row in rows], uses)
    _still_room(work, list(before))
    return len(rows)


def _known(work: Work, table: Any, ids: Iterable[str]) -> None:
    known = {row.id for row in work.connection.execute(select(table.c.id).where(table.c.id.in_(ids)))}
    for id in sorted(set(ids) - known):
        raise UnknownIdError(table.name, id)


def _rows(work: Work, ids: Sequence[str]) -> list[Row]:
    parts = (work.connection.execute(select(t.slot).where(t.slot.c.id.in_(part))) for part in chunks(ids))
    return [dict(row) for part in parts for row in part.mappings()]


def _same_session(locked: Locked, before: dict[str, Row], after: Sequence[Row], uses: Sequence[str]) -> None:
    """Who has booked a session has booked its hour, and was dealt to its pool."""
    room = locked.room()
    for row in after:
        old = before.get(row["id"])
        if old is None or not room.taken.get(row["id"]):
            continue
        kept = ("experience", "begin_utc", "end_utc", "pool")
        other = [name for name in kept if old[name] != row[name]]
        other += ["uses"] if locked.slots[row["id"]].uses != tuple(sorted(uses)) else []
        if other:
            guests = room.taken[row["id"]]
            raise BookingError(
                f"another {', '.join(other)} for session {row['id']}",
                f"{guests} guests have booked it as it is",
                "publish a session with another id, and move them there",
            )


def _same_hour(work: Work, now: int, before: Mapping[str, Row], after: Sequence[Row]) -> None:
    """Who waits for a session, or has a departure on sale that visits it, counts on its hour as well."""
    kept = ("experience", "begin_utc", "end_utc")
    other = [
        row["id"]
        for row in after
        if row["id"] in before and any(before[row["id"]][name] != row[name] for name in kept)
    ]
    for part in chunks(other):
        waited = select(lt.waiting_item.c.slot).join(lt.waiting).where(in_line(now), lt.waiting_item.c.slot.in_(part))
        going = lt.departure.c.state.in_(("open", "guaranteed"))
        toured = select(lt.departure_item.c.slot).join(lt.departure).where(going, lt.departure_item.c.slot.in_(part))
        id = work.connection.execute(union(waited, toured).order_by("slot").limit(1)).scalar()
        if id is not None:
            found = "guests wait for it as it is, or a departure on sale visits it"
            raise BookingError(f"another hour for session {id}", found, "publish a session with another id")


def _use(work: Work, ids: Sequence[str], uses: Sequence[str]) -> None:
    before: list[Row] = []
    for part in chunks(ids):
        rows = work.connection.execute(select(t.slot_resource).where(t.slot_resource.c.slot.in_(part)))
        before += [dict(row) for row in rows.mappings()]
    after = [{"slot": id, "resource": name} for id in ids for name in sorted(set(uses))]
    work.journal.save(t.slot_resource, before, after)


def _still_room(work: Work, ids: Sequence[str]) -> None:
    """Raises if any session now has fewer places than guests."""
    short = []
    for part in chunks(ids):
        slots = read_slots(work.connection, select(t.slot).where(t.slot.c.id.in_(part)).order_by(t.slot.c.id))
        room = look(work.connection, slots, work.now)
        short += [
            Shortage(id, "ALREADY_BOOKED", over, 0, f"{over} guests more have booked than would have places")
            for id in slots
            if (over := room.over(id)) > 0
        ]
    if short:
        raise UnavailableError("fewer places", short)


def close(work: Work, ids: Sequence[str], reason: str) -> int:
    """Close sessions for sale, or open them where ``reason`` is empty; how many changed. Bookings stay."""
    work.lock_slots(ids)
    rows = _rows(work, ids)
    for id in sorted(set(ids) - {row["id"] for row in rows}):
        raise UnknownIdError("session", id)
    work.journal.save(t.slot, rows, [{**row, "closed": reason} for row in rows])
    return sum(row["closed"] != reason for row in rows)


def share_resource(work: Work, resource: Resource) -> None:
    """Make a resource known, or change it; not below what is booked."""
    row = resource.model_dump()
    before = work.lock(t.resource, [resource.id])
    work.journal.save(t.resource, before, [row])
    using = select(t.slot_resource.c.slot).where(t.slot_resource.c.resource == resource.id)
    still_to_come = select(t.slot.c.id).where(t.slot.c.id.in_(using), t.slot.c.end_utc > work.now)
    _still_room(work, [row.id for row in work.connection.execute(still_to_come)])
