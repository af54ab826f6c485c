"""Cancelling a booking, some of its guests, or some of its sessions; what its terms keep, and what goes back."""

from __future__ import annotations

from collections.abc import Sequence

from tourplanner.booking.instants import moment
from tourplanner.booking.journal import Row
from tourplanner.booking.locking import Locked, Work
from tourplanner.booking.money import for_guests
from tourplanner.booking.outbox import tell
from tourplanner.booking.record import Record, lock_record, save
from tourplanner.booking.states import Status
from tourplanner.errors import BookingError, Shortage, UnavailableError, UnknownIdError
from tourplanner.model import Party


def cancel(work: Work, id: str, guests: Party | None, sessions: Sequence[str]) -> tuple[Record, Locked]:
    """
    Cancel ``guests`` in all sessions, or ``sessions`` for all guests; everything if neither is given.

    Raises
    ------
    BookingError
        If so many guests are not in it, or some have been there already.
    UnavailableError
        If the guests that stay would be too few for a session.
    """
    before = lock_record(work, id)
    before.moved("cancel part", work.now)
    locked = work.lock_slots(before.sessions)
    before = lock_record(work, id)
    unknown = [session for session in sessions if session not in before.sessions]
    if unknown:
        raise UnknownIdError("session of the booking", unknown[0], before.sessions)
    whole = guests is None and set(sessions or before.sessions) == set(before.sessions)
    record = before.moved("cancel" if whole else "cancel part", locked.now)
    if guests is not None:
        record = _without_guests(record, guests, locked)
    else:
        record = without_sessions(record, sessions or before.sessions)
    record = _with_fee(before, record, locked).settled(locked.now)
    save(work.journal, before, record)
    if before.head["status"] == Status.CONFIRMED.value:
        tell(work, record, "cancelled" if whole else "amended", locked.now)
    return record, locked


def without_sessions(record: Record, sessions: Sequence[str]) -> Record:
    """
    With some sessions cancelled for all guests.

    Raises
    ------
    BookingError
        If the guests have been at one of them.
    """
    gone = [row for row in record.live if row["slot"] in sessions]
    been = [row["slot"] for row in gone if row["redeemed_utc"] is not None]
    if been:
        found = f"the guests have been at {', '.join(been)}"
        raise BookingError(f"cancel booking {record.id}", found, "cancel the rest")
    shares: dict[int, list[Row]] = {row["position"]: [] for row in gone}
    return record.with_items({row["position"]: {"cancelled": True} for row in gone}).dealt(shares)


def _without_guests(record: Record, guests: Party, locked: Locked) -> Record:
    """With fewer guests where they have not been yet."""
    adults, children = record.head["adults"] - guests.adults, record.head["children"] - guests.children
    if adults < 0 or children < 0 or adults + children == 0:
        raise BookingError(
            f"cancel {guests.adults} adults and {guests.children} children of booking {record.id}",
            f"it is for {record.head['adults']} adults and {record.head['children']} children",
            "name fewer, or cancel all of it without naming any",
        )
    stay = adults + children
    open_items = [row for row in record.live if row["redeemed_utc"] is None]
    _enough(record.id, open_items, stay, locked)
    prices = for_guests([row["price_vnd"] for row in open_items], [row["pax"] for row in open_items], stay)
    items = {
        row["position"]: {"pax": stay, "price_vnd": price} for row, price in zip(open_items, prices, strict=True)
    }
    shares = {row["position"]: _fewer(record, row["position"], row["pax"] - stay) for row in open_items}
    return record.with_head(adults=adults, children=children).with_items(items).dealt(shares)


def _enough(id: str, items: Sequence[Row], stay: int, locked: Locked) -> None:
    slots = [locked.slots[row["slot"]] for row in items]
    short = [
        Shortage(slot.id, "PARTY_TOO_SMALL", stay, slot.party_min, f"{slot.party_min} guests at least")
        for slot in slots
        if stay < slot.party_min
    ]
    if short:
        raise UnavailableError(f"{stay} guests to stay in booking {id}", short)


def _fewer(record: Record, position: int, gone: int) -> list[Row]:
    """Shares without some guests: the smallest go first, so that those who stay are together."""
    rows = [row for row in record.shares if row["position"] == position]
    left: list[Row] = []
    for row in sorted(rows, key=lambda row: (row["pax"], row["household"])):
        less = min(gone, row["pax"])
        gone -= less
        if row["pax"] > less:
            left.append({**row, "pax": row["pax"] - less})
    return left


def _with_fee(before: Record, record: Record, locked: Locked) -> Record:
    """What the terms keep of the price that is gone; a hold costs nothing."""
    if before.head["status"] != Status.CONFIRMED.value:
        return record
    today = moment(locked.now, record.head["zone"]).date()
    fee = record.terms.fee(before.price_vnd - record.price_vnd, record.departs, today)
    return record.with_head(fees_vnd=record.head["fees_vnd"] + fee)
