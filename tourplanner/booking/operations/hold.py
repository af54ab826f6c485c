"""Holding all sessions of an itinerary, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tourplanner.booking.asked import checked_party, checked_price, checked_span, plain, sessions_asked, weights_asked
from tourplanner.booking.fits import MAY_CHANGE, Dealt, fit
from tourplanner.booking.instants import moment
from tourplanner.booking.journal import Row
from tourplanner.booking.line import wait_for_turn
from tourplanner.booking.locking import Locked, Work
from tourplanner.booking.money import split
from tourplanner.booking.nearest import with_nearest
from tourplanner.booking.record import Record, save
from tourplanner.booking.requests import booking_id, checked_text
from tourplanner.booking.room import Slot
from tourplanner.booking.states import Status, after
from tourplanner.booking.terms import Terms
from tourplanner.errors import UnavailableError
from tourplanner.model import Itinerary, Money, Party


@dataclass(frozen=True, slots=True)
class Hold:
    """What is asked: ``weights`` share ``price_vnd`` out to the sessions, ``ttl`` is in seconds."""

    id: str
    itinerary: str
    sessions: tuple[str, ...]
    weights: tuple[int, ...]
    price_vnd: int
    party: Party
    ttl: int
    terms: Terms
    reference: str

    def plain(self) -> dict[str, Any]:
        """What is asked as plain values, to be compared with what was asked under the same key."""
        return plain(self)


def asked_hold(
    itinerary: Itinerary | Sequence[str],
    party: Party | int,
    *,
    key: str,
    ttl: timedelta,
    longest: int,
    price: Money | int | None,
    terms: Terms,
    reference: str,
) -> Hold:
    """What a caller asks for, checked; ``longest`` is in seconds."""
    sessions, guests = sessions_asked(itinerary), checked_party(party)
    weights = weights_asked(itinerary, guests)
    amount = checked_price(price)
    return Hold(
        id=booking_id(checked_text("the key", key, 200)),
        itinerary=itinerary.id if isinstance(itinerary, Itinerary) else "",
        sessions=sessions,
        weights=weights,
        price_vnd=sum(weights) if amount is None else amount,
        party=guests,
        ttl=checked_span("the time to live", ttl, timedelta(seconds=longest)),
        terms=terms,
        reference=checked_text("the reference", reference, 200, least=0),
    )


def hold(work: Work, asked: Hold, *, last: bool = False) -> tuple[Record, Locked]:
    """
    Hold every session of the itinerary. ``last``: the transaction looks at nothing after this.

    Raises
    ------
    UnavailableError
        If any cannot be had; names all that cannot, and none is held.
    """
    status = after(asked.id, None, "hold")
    locked = work.lock_slots(asked.sessions)
    wait_for_turn(work.connection, locked.slots, locked.now)
    short, dealt = fit(locked.room(), dict.fromkeys(asked.sessions, asked.party.size))
    if short:
        found = with_nearest(work.connection, short, locked)
        may_wait = all(each.code in MAY_CHANGE for each in short)
        raise UnavailableError(f"a hold for {asked.party.size} guests", found, may_wait=may_wait)
    record = new_record(asked, status, locked, dealt)
    work.journal.inserts_last = last
    save(work.journal, None, record)
    return record, locked


def new_record(asked: Hold, status: Status, locked: Locked, dealt: Dealt) -> Record:
    """The rows of a new hold."""
    prices = split(asked.price_vnd, asked.weights)
    items: tuple[Row, ...] = tuple(
        {
            "booking": asked.id, "position": position, "slot": session, "pax": asked.party.size,
            "price_vnd": price, "cancelled": False, "redeemed_utc": None,
        }
        for position, (session, price) in enumerate(zip(asked.sessions, prices, strict=True), 1)
    )  # fmt: skip
    shares = [row for item in items for row in share_rows(item, locked.slots[item["slot"]], dealt[item["slot"]])]
    return Record(_head(asked, status, locked), items, tuple(shares))


def share_rows(item: Row, slot: Slot, dealt: list[tuple[str, int]]) -> list[Row]:
    """The rows of who of a pool receives an item's guests."""
    key = {"booking": item["booking"], "position": item["position"]}
    return [{**key, "household": household, "pool": slot.pool, "pax": pax} for household, pax in dealt]


def _head(asked: Hold, status: Status, locked: Locked) -> Row:
    first = min(locked.slots.values(), key=lambda slot: (slot.begin, slot.id))
    return {
        "id": asked.id,
        "status": status.value,
        "itinerary": asked.itinerary,
        "reference": asked.reference,
        "adults": asked.party.adults,
        "children": asked.party.children,
        "languages": " ".join(asked.party.languages),
        "created_utc": locked.now,
        "updated_utc": locked.now,
        "expires_utc": min(locked.now + asked.ttl, first.begin),
        "departs": moment(first.begin, first.zone).date().isoformat(),
        "zone": first.zone,
        "terms": asked.terms.model_dump_json(),
        "price_vnd": asked.price_vnd,
        "fees_vnd": 0,
        "paid_vnd": 0,
        "refunded_vnd": 0,
    }
