"""What a command prints: a booking in lines, tables for terminals, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tourplanner.booking import Booking, Item, Waiting
from tourplanner.model import HANOI, Money
from tourplanner.model.tables import padded, safe, text_table, width


def dump(value: Any) -> None:
    """As JSON, UTF-8."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def vnd(amount: int) -> str:
    """Whole đồng as they are written in Vietnam."""
    return str(Money(amount=amount))


def at(moment: datetime | None) -> str:
    """ "2027-03-06 08:36" in Hanoi; "" for no time."""
    return "" if moment is None else f"{moment.astimezone(HANOI):%Y-%m-%d %H:%M}"


def booking(value: Booking, *, as_json: bool) -> None:
    """A booking: its sums and deadlines, then its sessions."""
    if as_json:
        dump(data(value))
        return
    party = value.party
    print(_lines([
        ("booking", value.id),
        ("status", value.status.value),
        ("held until", at(value.expires)),
        ("itinerary", value.itinerary),
        ("reference", value.reference),
        ("guests", f"{party.adults} adults, {party.children} children ({', '.join(party.languages)})"),
        ("departs", value.departs.isoformat()),
        ("price", vnd(value.price_vnd)),
        ("fees", vnd(value.fees_vnd) if value.fees_vnd else ""),
        ("paid", vnd(value.paid_vnd) if value.paid_vnd else ""),
        ("refunded", vnd(value.refunded_vnd) if value.refunded_vnd else ""),
        ("due", vnd(value.due_vnd)),
    ]))  # fmt: skip
    head = ("session", "begins", "guests", "price", "state", "households")
    print(f"\n{text_table(head, [_item(item) for item in value.items], right=(2, 3))}")


def places(those: Sequence[Waiting], *, as_json: bool) -> None:
    """Places in the line, one to a row."""
    if as_json:
        dump([each.model_dump(mode="json") for each in those])
        return
    rows = [
        (each.id, each.state, each.reference, each.party.size, each.itinerary, at(each.joined), at(each.until))
        for each in those
    ]
    head = ("place", "state", "reference", "guests", "itinerary", "since", "until")
    print(text_table(head, rows, right=(3,)) if rows else "nobody")


def data(value: Booking) -> dict[str, Any]:
    """A booking as plain values."""
    return value.model_dump(mode="json") | {"due_vnd": value.due_vnd}


def _item(item: Item) -> Sequence[object]:
    state = "cancelled" if item.cancelled else "redeemed" if item.redeemed else "booked"
    households = ", ".join(f"{share.household} {share.pax}" for share in item.shares)
    return item.session, at(item.begin), item.pax, vnd(item.price_vnd), state, households


def _lines(pairs: Sequence[tuple[str, str]]) -> str:
    """Labels and values, one to a line; what is empty is left out."""
    shown = [(label, safe(value)) for label, value in pairs if value]
    columns = max(width(label) for label, _ in shown)
    return "\n".join(f"{padded(label, columns)}  {value}" for label, value in shown)
