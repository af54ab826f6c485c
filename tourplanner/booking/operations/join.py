"""Joining two thin departures: the guests of one move to the other's sessions, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from tourplanner.booking import line_tables as lt
from tourplanner.booking import tables as t
from tourplanner.booking.instants import moment
from tourplanner.booking.journal import Row
from tourplanner.booking.line import wait_for_turn
from tourplanner.booking.line_values import ScheduledDeparture
from tourplanner.booking.locking import Locked, Work
from tourplanner.booking.operations import amend
from tourplanner.booking.operations.cancel import without_sessions
from tourplanner.booking.operations.depart import (
    check_not_gone,
    dismiss,
    lock_guests,
    lock_open,
    lock_waiting,
    sessions_of,
)
from tourplanner.booking.outbox import tell
from tourplanner.booking.record import Record, lock_record, save
from tourplanner.booking.scheduled import departure
from tourplanner.booking.states import Status
from tourplanner.errors import BookingError, Shortage, UnavailableError


@dataclass(frozen=True, slots=True)
class Move:
    """From one departure to another: where each session's guests go, and how long they may decline, in seconds."""

    gone: str
    stays: str
    target: Mapping[str, str]
    decline_s: int


def join(work: Work, gone: str, stays: str, decline_s: int) -> ScheduledDeparture:
    """
    Move all guests of ``gone`` to the sessions of ``stays``, at their prices; everybody is told.

    Raises
    ------
    BookingError
        If the two are not the same route, a departure takes no guests any more, or some have been at a session.
    UnavailableError
        If there is no room for some of them; names every session, and nobody is moved.
    """
    (row, _) = lock_open(work, [gone, stays])
    waiting = lock_waiting(work, gone)
    move = Move(gone, stays, _target(work, gone, stays), decline_s)
    records, locked = lock_guests(work, gone, *move.target.values())
    check_not_gone(f"to join departure {gone} to {stays}", records)
    _check_whole(move, records)
    others = [new for old, new in move.target.items() if new != old]
    wait_for_turn(work.connection, locked.only(others) if records else {}, locked.now)
    _all_moved(work, move, records, locked)
    dismiss(work, waiting, "join", "joined", locked.now, departure=gone, joined_to=stays)
    work.journal.save(lt.departure, [row], [{**row, "state": "joined", "joined_to": stays}])
    return departure(work.connection, stays, locked.now)


def _target(work: Work, gone: str, stays: str) -> dict[str, str]:
    """Each session of one with that of the other that is of the same experience."""
    ids = {id: sessions_of(work, id) for id in (gone, stays)}
    every = {session for each in ids.values() for session in each}
    slots = {row.id: row for row in work.connection.execute(select(t.slot).where(t.slot.c.id.in_(every)))}
    found = paired([(id, slots[id].experience) for id in ids[gone]], [(id, slots[id].experience) for id in ids[stays]])
    if found is None or gone == stays:
        why = "it is the same one" if gone == stays else "they do not visit the same experiences"
        raise BookingError(f"to join departure {gone} to {stays}", why, "joinable() proposes departures that can be")
    return found


def paired(ones: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]]) -> dict[str, str] | None:
    """
    Sessions of one departure to those of another with the same experience, None unless each has its own.

    Both are (session, experience) in order. A session that both have stays as it is.
    """
    left = [other for other in others if other not in ones]
    found = {session: session for session, experience in ones if (session, experience) in others}
    for session, experience in ones:
        if session in found:
            continue
        there = next((id for id, what in left if what == experience), None)
        if there is None:
            return None
        found[session] = there
        left.remove((there, experience))
    return found if not left else None


def _check_whole(move: Move, records: Sequence[Record]) -> None:
    """Who has changed a session for another is not where the others are, and is asked first."""
    strayed = [record.id for record in records if not set(record.sessions) <= move.target.keys()]
    if strayed:
        raise BookingError(
            f"to join departure {move.gone} to {move.stays}",
            f"{', '.join(strayed)} have sessions that are not the departure's",
            "amend or cancel these bookings first",
        )


def _all_moved(work: Work, move: Move, records: Sequence[Record], locked: Locked) -> None:
    short: list[Shortage] = []
    for before in records:
        try:
            record = _moved(work, move, before, locked)
        except UnavailableError as error:
            short += error.shortages
            continue
        save(work.journal, before, record)
        until = _relink(work, move, record, locked)
        more = {"departure": move.gone, "joined_to": move.stays, "decline_until": until}
        tell(work, record, "joined", locked.now, **more)
        work.journal.close(operation="join", subject=record.id, at=locked.now)
    if short:
        raise UnavailableError(f"to join departure {move.gone} to {move.stays}", short)


def _moved(work: Work, move: Move, before: Record, locked: Locked) -> Record:
    """At its new sessions, at its old prices. Its terms count from the later of both days: the guests asked nothing."""
    record = before.moved("amend", locked.now)
    changed = [row for row in record.live if move.target[row["slot"]] != row["slot"]]
    amend.leave(before, changed, locked, move.target)
    record = amend.booked(record, changed, move.target, locked, work)
    first = min((locked.slots[session] for session in record.sessions), key=lambda slot: (slot.begin, slot.id))
    departs = moment(first.begin, first.zone).date().isoformat()
    return record.with_head(departs=max(departs, before.head["departs"]))


def _relink(work: Work, move: Move, record: Record, locked: Locked) -> str:
    """Put a booking on the other departure; until when its guests may decline, as text."""
    begin = min(locked.slots[session].begin for session in record.sessions)
    until = min(locked.now + move.decline_s, begin)
    before = _link(work, record.id)
    work.journal.save(lt.departure_booking, [before], [{**before, "departure": move.stays, "decline_utc": until}])
    return moment(until, record.head["zone"]).isoformat()


def _link(work: Work, booking: str) -> Row:
    query = select(lt.departure_booking).where(lt.departure_booking.c.booking == booking)
    found = work.connection.execute(query).mappings().first()
    return {} if found is None else dict(found)


def decline(work: Work, id: str) -> tuple[Record, Locked]:
    """
    Cancel a booking that was moved by a join, without a fee.

    Raises
    ------
    BookingError
        If it was not, its guests have chosen other sessions since, or the time to decline is over.
    """
    record = lock_record(work, id)
    link = _link(work, id)
    locked = work.lock_slots(record.sessions)
    record = lock_record(work, id)
    until = link.get("decline_utc")
    if until is None or until <= locked.now:
        zone = record.head["zone"]
        found = "it was not moved" if until is None else f"that ended at {moment(until, zone):%Y-%m-%d %H:%M}"
        raise BookingError(f"to decline the move of booking {id}", found, "cancel it, by its terms")
    if not set(record.sessions) <= set(sessions_of(work, link["departure"])):
        found = "its guests have chosen other sessions since"
        raise BookingError(f"to decline the move of booking {id}", found, "cancel it, by its terms")
    changed = without_sessions(record.moved("cancel", locked.now), record.sessions).settled(locked.now)
    save(work.journal, record, changed)
    if record.head["status"] == Status.CONFIRMED.value:
        tell(work, changed, "cancelled", locked.now)
    return changed, locked
