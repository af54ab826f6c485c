"""Joining the waiting line, being offered places when one's turn comes, and leaving it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from tourplanner.booking import line_tables as lt
from tourplanner.booking.fits import MAY_CHANGE, Dealt, fit
from tourplanner.booking.instants import moment
from tourplanner.booking.journal import Row
from tourplanner.booking.line import Waiter, wait_for_turn
from tourplanner.booking.line_values import Waiting
from tourplanner.booking.locking import Locked, Work
from tourplanner.booking.operations.hold import Hold, new_record
from tourplanner.booking.outbox import post, tell
from tourplanner.booking.places import party_of, place
from tourplanner.booking.record import save
from tourplanner.booking.states import after
from tourplanner.booking.terms import Terms
from tourplanner.errors import BookingError, UnavailableError, UnknownIdError


def wait(work: Work, asked: Hold, until: int | None, departure: str | None = None) -> Waiting:
    """
    Take a place in the line; with the places themselves if nobody is before us and they are to be had.

    Raises
    ------
    UnavailableError
        If waiting cannot help.
    BookingError
        If nobody would wait: ``until`` is over.
    """
    locked = work.lock_slots(asked.sessions)
    wait_for_turn(work.connection, locked.slots, locked.now)
    short, dealt = fit(locked.room(), dict.fromkeys(asked.sessions, asked.party.size))
    hopeless = [each for each in short if each.code not in MAY_CHANGE]
    if hopeless:
        raise UnavailableError(f"a place in the line for {asked.party.size} guests", hopeless)
    row = _row(asked, _ends(asked, until, locked), departure, locked)
    save_place(work, None, row)
    items = [{"waiting": asked.id, "position": n, **part} for n, part in enumerate(_parts(asked), 1)]
    work.journal.save(lt.waiting_item, [], items)
    if short:
        _tell(work, row, asked, locked.now)
    else:
        _offer(work, row, asked, locked, dealt)
    return place(work.connection, asked.id, locked.now)


def _parts(asked: Hold) -> list[dict[str, Any]]:
    return [{"slot": slot, "weight": weight} for slot, weight in zip(asked.sessions, asked.weights, strict=True)]


def _ends(asked: Hold, until: int | None, locked: Locked) -> int:
    """When a place in the line ends: with the selling of the first session that is sold no longer, or before."""
    ends = min(slot.cutoff for slot in locked.slots.values())
    ends = ends if until is None else min(ends, until)
    if ends <= locked.now:
        zone = next(iter(locked.slots.values())).zone
        raise BookingError(
            f"a place in the line for {asked.party.size} guests",
            f"it would end at {moment(ends, zone):%Y-%m-%d %H:%M}, which has passed",
            "wait until a later time",
        )
    return ends


def _row(asked: Hold, ends: int, departure: str | None, locked: Locked) -> Row:
    first = min(locked.slots.values(), key=lambda slot: (slot.begin, slot.id))
    return {
        "id": asked.id,
        "departure": departure,
        "itinerary": asked.itinerary,
        "reference": asked.reference,
        "adults": asked.party.adults,
        "children": asked.party.children,
        "languages": " ".join(asked.party.languages),
        "terms": asked.terms.model_dump_json(),
        "price_vnd": asked.price_vnd,
        "ttl_s": asked.ttl,
        "joined_utc": locked.now,
        "until_utc": ends,
        "zone": first.zone,
        "offered_utc": None,
        "left_utc": None,
    }


def save_place(work: Work, before: Row | None, after: Row) -> None:
    work.journal.save(lt.waiting, [] if before is None else [before], [after])


def _tell(work: Work, row: Row, asked: Hold, now: int) -> None:
    post(work, asked.id, "waiting", about(row, asked.sessions), now)


def about(row: Row, sessions: tuple[str, ...]) -> dict[str, Any]:
    """What a message about a place in the line says; no guest's name."""
    return {
        "reference": row["reference"],
        "languages": row["languages"].split(),
        "sessions": [{"session": session, "pax": row["adults"] + row["children"]} for session in sessions],
        "until": moment(row["until_utc"], row["zone"]).isoformat(),
    }


def _offer(work: Work, row: Row, asked: Hold, locked: Locked, dealt: Dealt) -> None:
    """Put the places on hold and say until when."""
    record = new_record(asked, after(asked.id, None, "hold"), locked, dealt)
    save(work.journal, None, record)
    save_place(work, row, {**row, "offered_utc": locked.now})
    if row["departure"] is not None:
        link = {"booking": asked.id, "departure": row["departure"], "decline_utc": None}
        work.journal.save(lt.departure_booking, [], [link])
    expires = moment(record.head["expires_utc"], record.head["zone"]).isoformat()
    tell(work, record, "offered", locked.now, expires=expires)


def promote(work: Work, waiter: Waiter) -> int | None:
    """
    Offer one who waits the places, if they are to be had; the time it was done, None if it was not.

    Raises
    ------
    TurnOfOthersError
        If somebody before them is due: theirs is the first choice.
    """
    lock_departure_of(work, waiter.id)
    (row,) = work.lock(lt.waiting, [waiter.id])
    locked = work.lock_slots(waiter.sessions)
    if row["offered_utc"] is not None or row["left_utc"] is not None or row["until_utc"] <= locked.now:
        return None
    wait_for_turn(work.connection, locked.slots, locked.now, before=waiter.arrived)
    asked = _asked(work.connection, row)
    short, dealt = fit(locked.room(), dict.fromkeys(asked.sessions, asked.party.size))
    if short:
        return None
    _offer(work, row, asked, locked, dealt)
    return locked.now


def lock_departure_of(work: Work, id: str) -> None:
    """The departure that somebody waits for, which comes before all else that is locked."""
    found = work.connection.execute(select(lt.waiting.c.departure).where(lt.waiting.c.id == id)).scalar()
    if found is not None:
        work.lock(lt.departure, [found])


def _asked(connection: Connection, row: Row) -> Hold:
    items = connection.execute(
        select(lt.waiting_item).where(lt.waiting_item.c.waiting == row["id"]).order_by(lt.waiting_item.c.position)
    ).all()
    return Hold(
        id=row["id"],
        itinerary=row["itinerary"],
        sessions=tuple(item.slot for item in items),
        weights=tuple(item.weight for item in items),
        price_vnd=row["price_vnd"],
        party=party_of(row),
        ttl=row["ttl_s"],
        terms=Terms.model_validate_json(row["terms"]),
        reference=row["reference"],
    )


def leave(work: Work, id: str) -> Waiting:
    """
    Give up a place in the line.

    Raises
    ------
    BookingError
        If it is none any more.
    """
    rows = work.lock(lt.waiting, [id])
    if not rows:
        raise UnknownIdError("place in the line", id)
    now = work.now
    found = place(work.connection, id, now)
    if found.state != "WAITING":
        hint = "cancel the booking of the same id" if found.state in ("OFFERED", "TAKEN") else "nothing is left to do"
        raise BookingError(f"to leave the line from {id}", f"it is {found.state}", hint)
    save_place(work, rows[0], {**rows[0], "left_utc": now})
    return place(work.connection, id, now)
