"""Departures with a minimum party: offering one for sale, booking it, promising it, calling it off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from tourplanner.booking import line_tables as lt
from tourplanner.booking import tables as t
from tourplanner.booking.asked import plain
from tourplanner.booking.instants import moment
from tourplanner.booking.journal import Row
from tourplanner.booking.line import in_line
from tourplanner.booking.line_values import ScheduledDeparture, Waiting
from tourplanner.booking.locking import Locked, Work
from tourplanner.booking.operations import hold as holding
from tourplanner.booking.operations import wait as waits
from tourplanner.booking.operations.cancel import without_sessions
from tourplanner.booking.outbox import post, tell
from tourplanner.booking.places import place
from tourplanner.booking.record import Record, read_records, save
from tourplanner.booking.scheduled import departure, on_board
from tourplanner.booking.states import Status
from tourplanner.booking.terms import Terms
from tourplanner.errors import BookingError, Shortage, UnavailableError, UnknownIdError


@dataclass(frozen=True, slots=True)
class Offer:
    """What is asked: ``weights`` share a guest's price out to the sessions, ``decide`` is UTC seconds."""

    id: str
    name: str
    itinerary: str
    sessions: tuple[str, ...]
    weights: tuple[int, ...]
    minimum: int
    decide: int
    price_vnd: int
    terms: Terms

    def plain(self) -> dict[str, Any]:
        """As plain values, to be compared with what was asked under the same key."""
        return plain(self)


def depart(work: Work, asked: Offer) -> ScheduledDeparture:
    """
    Offer an itinerary on its date.

    Raises
    ------
    UnavailableError
        If a session is not offered.
    BookingError
        If the time to decide is not between now and the first session.
    """
    locked = work.lock_slots(asked.sessions)
    unknown = [session for session in asked.sessions if session not in locked.slots]
    if unknown:
        why = "nobody offers this session: publish it first"
        raise UnavailableError("a departure", [Shortage(id, "NOT_OFFERED", asked.minimum, 0, why) for id in unknown])
    first = min(locked.slots.values(), key=lambda slot: (slot.begin, slot.id))
    if not locked.now < asked.decide <= first.begin:
        raise BookingError(
            f"a departure to be decided by {moment(asked.decide, first.zone):%Y-%m-%d %H:%M}",
            f"it is {moment(locked.now, first.zone):%Y-%m-%d %H:%M}, and its first session begins at "
            f"{moment(first.begin, first.zone):%Y-%m-%d %H:%M}",
            "decide at a time between these",
        )
    work.journal.save(lt.departure, [], [_row(asked, first.begin, first.zone)])
    parts = zip(asked.sessions, asked.weights, strict=True)
    items = [
        {"departure": asked.id, "position": n, "slot": slot, "weight": weight}
        for n, (slot, weight) in enumerate(parts, 1)
    ]
    work.journal.save(lt.departure_item, [], items)
    return departure(work.connection, asked.id, locked.now)


def _row(asked: Offer, begin: int, zone: str) -> Row:
    return {
        "id": asked.id,
        "name": asked.name,
        "itinerary": asked.itinerary,
        "minimum": asked.minimum,
        "decide_utc": asked.decide,
        "price_vnd": asked.price_vnd,
        "terms": asked.terms.model_dump_json(),
        "begin_utc": begin,
        "zone": zone,
        "state": "open",
        "reason": "",
        "joined_to": None,
    }


def hold_departure(work: Work, id: str, guests: holding.Hold, price_vnd: int | None) -> tuple[Record, Locked]:
    """Hold places on a departure: ``guests`` says for whom, the departure which; ``price_vnd`` is for all of them."""
    record, locked = holding.hold(work, _on(work, id, guests, price_vnd))
    link = {"booking": record.id, "departure": id, "decline_utc": None}
    work.journal.save(lt.departure_booking, [], [link])
    return record, locked


def wait_departure(work: Work, id: str, guests: holding.Hold, price_vnd: int | None, until: int | None) -> Waiting:
    """Wait for places on a departure."""
    return waits.wait(work, _on(work, id, guests, price_vnd), until, id)


def _on(work: Work, id: str, guests: holding.Hold, price_vnd: int | None) -> holding.Hold:
    """What is asked for a departure that takes guests, by its own sessions, price and terms."""
    (row,) = lock_open(work, [id])
    items = _items(work, [id])
    return replace(
        guests,
        itinerary=row["itinerary"],
        sessions=tuple(item["slot"] for item in items),
        weights=tuple(item["weight"] for item in items),
        price_vnd=row["price_vnd"] * guests.party.size if price_vnd is None else price_vnd,
        terms=Terms.model_validate_json(row["terms"]),
    )


def lock_open(work: Work, ids: Sequence[str]) -> list[Row]:
    """
    Departures, locked, in the order asked.

    Raises
    ------
    UnknownIdError
        If one is not known.
    BookingError
        If one was called off or joined with another.
    """
    rows = {row["id"]: row for row in work.lock(lt.departure, set(ids))}
    for id in ids:
        if id not in rows:
            raise UnknownIdError("departure", id)
        if rows[id]["state"] in ("cancelled", "joined"):
            there = rows[id]["joined_to"]
            hint = f"take the one it was joined with, {there}" if there else "take another departure"
            raise BookingError(f"a change of departure {id}", f"it is {rows[id]['state']}", hint)
    return [rows[id] for id in ids]


def _items(work: Work, ids: Sequence[str]) -> list[Row]:
    query = select(lt.departure_item).where(lt.departure_item.c.departure.in_(ids))
    order = (lt.departure_item.c.departure, lt.departure_item.c.position)
    return [dict(row) for row in work.connection.execute(query.order_by(*order)).mappings()]


def sessions_of(work: Work, id: str) -> list[str]:
    """The sessions of a departure in their order."""
    return [item["slot"] for item in _items(work, [id])]


def guarantee(work: Work, id: str) -> ScheduledDeparture:
    """Promise that a departure runs, whoever cancels; its guests are told."""
    (row,) = lock_open(work, [id])
    records, locked = lock_guests(work, id)
    work.journal.save(lt.departure, [row], [{**row, "state": "guaranteed"}])
    for record in records:
        tell(work, record, "guaranteed", locked.now, departure=id)
    return departure(work.connection, id, locked.now)


def lock_guests(work: Work, id: str, *others: str) -> tuple[list[Record], Locked]:
    """
    The live bookings of a departure with all their sessions, and those of ``others``, locked.

    The departure is locked: nobody joins it meanwhile. Bookings are read again under the locks of their sessions,
    because a cooperative deals guests anew under these alone.
    """
    linked = select(lt.departure_booking.c.booking).where(lt.departure_booking.c.departure == id)
    heads = work.lock(t.booking, [row.booking for row in work.connection.execute(linked)])
    wanted = {session for record in read_records(work.connection, heads) for session in record.sessions}
    locked = work.lock_slots({*wanted, *others})
    aboard = set(_aboard(work, id, locked.now))
    records = read_records(work.connection, [head for head in heads if head["id"] in aboard])
    return sorted(records, key=lambda record: (record.head["created_utc"], record.id)), locked


def _aboard(work: Work, id: str, now: int) -> list[str]:
    query = (
        select(lt.departure_booking.c.booking)
        .join(t.booking, t.booking.c.id == lt.departure_booking.c.booking)
        .where(lt.departure_booking.c.departure == id, on_board(now))
    )
    return [row.booking for row in work.connection.execute(query)]


def call_off(work: Work, id: str, reason: str) -> ScheduledDeparture:
    """
    Cancel a departure: every guest without a fee, all they paid for it refunded, everybody told.

    Raises
    ------
    BookingError
        If guests have been at one of the sessions already.
    """
    (row,) = lock_open(work, [id])
    waiting = lock_waiting(work, id)
    records, locked = lock_guests(work, id)
    check_not_gone(f"to call off departure {id}", records)
    for before in records:
        record = without_sessions(before.moved("cancel", locked.now), before.sessions).settled(locked.now)
        save(work.journal, before, record)
        tell(work, record, "called off", locked.now, departure=id, reason=reason)
        work.journal.close(operation="call off", subject=record.id, at=locked.now)
    dismiss(work, waiting, "call off", "called off", locked.now, departure=id, reason=reason)
    work.journal.save(lt.departure, [row], [{**row, "state": "cancelled", "reason": reason}])
    return departure(work.connection, id, locked.now)


def check_not_gone(asked: str, records: Sequence[Record]) -> None:
    """Raises if any guests have been at a session: their tour has begun."""
    been = [
        record.id
        for record in records
        if record.head["status"] == Status.REDEEMED.value or any(row["redeemed_utc"] for row in record.live)
    ]
    if been:
        found = f"guests of {', '.join(been)} have been at a session of it"
        raise BookingError(asked, found, "cancel what is left booking by booking")


def lock_waiting(work: Work, id: str) -> list[Row]:
    """Who waits for a departure, locked, by id."""
    query = select(lt.waiting.c.id).where(lt.waiting.c.departure == id, in_line(work.now))
    rows = work.lock(lt.waiting, [row.id for row in work.connection.execute(query)])
    return [row for row in rows if row["offered_utc"] is None and row["left_utc"] is None]


def dismiss(work: Work, rows: Sequence[Row], operation: str, kind: str, now: int, **more: Any) -> None:
    """Send home those who wait for a departure that is no more, and tell them why."""
    for row in rows:
        waits.save_place(work, row, {**row, "left_utc": now})
        sessions = place(work.connection, row["id"], now).sessions
        post(work, row["id"], kind, {**waits.about(row, sessions), **more}, now)
        work.journal.close(operation=operation, subject=row["id"], at=now)
