"""Changing a booking: more guests, another session, another day; all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from tourplanner.booking import tables as t
from tourplanner.booking.asked import MOST_VND, checked_number
from tourplanner.booking.fits import fit
from tourplanner.booking.instants import moment
from tourplanner.booking.journal import Row
from tourplanner.booking.line import wait_for_turn
from tourplanner.booking.locking import Locked, Work
from tourplanner.booking.money import split
from tourplanner.booking.nearest import with_nearest
from tourplanner.booking.operations.hold import share_rows
from tourplanner.booking.outbox import tell
from tourplanner.booking.record import Record, lock_record, save
from tourplanner.booking.states import Status
from tourplanner.errors import BookingError, Shortage, UnavailableError, UnknownIdError
from tourplanner.model import Party


@dataclass(frozen=True, slots=True)
class Amendment:
    """What is asked; None or nothing leaves as it is. ``moves`` leads from sessions to others, ``on`` is a new day."""

    party: Party | None = None
    moves: Mapping[str, str] | None = None
    on: date | None = None
    price_vnd: int | None = None


def amend(work: Work, id: str, asked: Amendment) -> tuple[Record, Locked]:
    """
    Change a booking.

    Raises
    ------
    UnavailableError
        If a new session cannot be had, or an old one cannot be left any more.
    BookingError
        If guests would leave a confirmed booking without the terms of cancellation, or have been there already.
    GoalError
        If as much per guest as before is more than the ledger holds.
    """
    before = lock_record(work, id)
    before.moved("amend", work.now)
    target = _target(work, before, asked)
    locked = work.lock_slots({*before.sessions, *target.values()})
    before = lock_record(work, id)
    record = _with_party(before.moved("amend", locked.now), asked.party)
    resized = record.pax != before.pax
    changed = [
        row for row in record.live if target[row["slot"]] != row["slot"] or (resized and record.pax != row["pax"])
    ]
    more = {target[row["slot"]] for row in changed if target[row["slot"]] != row["slot"] or record.pax > row["pax"]}
    wait_for_turn(work.connection, locked.only(more), locked.now)
    leave(before, changed, locked, target)
    record = booked(record, changed, target, locked, work)
    record = _priced(record, asked.price_vnd).settled(locked.now)
    checked_number("the price of the whole booking", record.price_vnd, 0, MOST_VND)
    save(work.journal, before, record)
    if record.standing(locked.now) is Status.CONFIRMED:
        tell(work, record, "amended", locked.now)
    return record, locked


def _target(work: Work, record: Record, asked: Amendment) -> dict[str, str]:
    """Where each session's guests are to go."""
    target = {session: session for session in record.sessions}
    if asked.on is not None:
        target = _on(work, record, asked.on)
    for session, other in (asked.moves or {}).items():
        if session not in target:
            raise UnknownIdError("session of the booking", session, record.sessions)
        target[session] = other
    if len(set(target.values())) < len(target):
        raise BookingError(f"amend booking {record.id}", "two stops would be one session", "choose another session")
    return target


def _on(work: Work, record: Record, day: date) -> dict[str, str]:
    """The sessions at the same hours, as many days later or earlier as the new day of departure is."""
    rows = work.connection.execute(select(t.slot).where(t.slot.c.id.in_(record.sessions))).all()
    first = min(datetime.fromisoformat(row.begin_local).date() for row in rows)
    found = {row.id: _at(work, row, day - first) for row in rows}
    missing = [id for id, other in found.items() if other is None]
    if missing:
        why = f"has no session on {day} at its hour"
        shortages = [Shortage(id, "NOT_OFFERED", record.pax, 0, why) for id in missing]
        raise UnavailableError(f"booking {record.id} on {day}", shortages)
    return {id: str(other) for id, other in found.items()}


def _at(work: Work, row: Any, later: timedelta) -> str | None:
    begin = (datetime.fromisoformat(row.begin_local) + later).isoformat()
    same = (t.slot.c.experience == row.experience, t.slot.c.begin_local == begin)
    return work.connection.execute(select(t.slot.c.id).where(*same).order_by(t.slot.c.id).limit(1)).scalar()


def _with_party(record: Record, party: Party | None) -> Record:
    if party is None:
        return record
    fewer = party.size < record.pax and record.head["status"] == Status.CONFIRMED.value
    if fewer:
        raise BookingError(
            f"{party.size} guests instead of {record.pax} for booking {record.id}",
            "it is confirmed, and guests who leave it fall under its terms",
            f"cancel(…, guests={record.pax - party.size})",
        )
    languages = " ".join(party.languages)
    return record.with_head(adults=party.adults, children=party.children, languages=languages)


def leave(before: Record, changed: list[Row], locked: Locked, target: Mapping[str, str]) -> None:
    """Guests cannot leave a session that is being prepared for them, or where they have been."""
    if before.head["status"] != Status.CONFIRMED.value:
        return
    been = [row["slot"] for row in changed if row["redeemed_utc"] is not None]
    if been:
        found = f"the guests have been at {', '.join(been)}"
        raise BookingError(f"amend booking {before.id}", found, "amend the rest")
    left = [row for row in changed if target[row["slot"]] != row["slot"]]
    late = [row for row in left if locked.slots[row["slot"]].cutoff <= locked.now]
    if late:
        why = "it is too late to leave this session"
        shortages = [Shortage(row["slot"], "PAST_BOOKING_CUTOFF", row["pax"], 0, why) for row in late]
        raise UnavailableError(f"to amend booking {before.id}", shortages)


def booked(record: Record, changed: list[Row], target: Mapping[str, str], locked: Locked, work: Work) -> Record:
    """With the changed items where they are to go; their old places count as free, the new ones are looked at."""
    positions = [row["position"] for row in changed]
    wanted = {target[row["slot"]]: record.pax for row in changed}
    short, dealt = fit(locked.room(but=(record.id, positions)), wanted)
    if short:
        raise UnavailableError(f"to amend booking {record.id}", with_nearest(work.connection, short, locked))
    items = {row["position"]: _item(row, target[row["slot"]], record.pax) for row in changed}
    rows = {row["position"]: {**row, **items[row["position"]]} for row in changed}
    shares = {
        position: share_rows(row, locked.slots[row["slot"]], dealt[row["slot"]]) for position, row in rows.items()
    }
    return _departing(record.with_items(items).dealt(shares), locked)


def _item(row: Row, slot: str, pax: int) -> Row:
    """Moved, with as much per guest as before, half a đồng rounded up."""
    return {"slot": slot, "pax": pax, "price_vnd": (2 * row["price_vnd"] * pax + row["pax"]) // (2 * row["pax"])}


def _departing(record: Record, locked: Locked) -> Record:
    """Terms count from the earliest day ever confirmed: nobody moves far ahead first and cancels for nothing then."""
    first = min((locked.slots[session] for session in record.sessions), key=lambda slot: (slot.begin, slot.id))
    departs = moment(first.begin, first.zone).date().isoformat()
    if record.head["status"] == Status.CONFIRMED.value:
        return record.with_head(departs=min(departs, record.head["departs"]), zone=first.zone)
    return record.with_head(departs=departs, zone=first.zone, expires_utc=min(record.head["expires_utc"], first.begin))


def _priced(record: Record, price_vnd: int | None) -> Record:
    if price_vnd is None:
        return record
    parts = split(price_vnd, [row["price_vnd"] for row in record.live])
    return record.with_items(
        {row["position"]: {"price_vnd": part} for row, part in zip(record.live, parts, strict=True)}
    )
