"""``tourplanner desk departures``."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from typing import Any

from tourplanner.booking import Booking, Status
from tourplanner.cli.desk.ledger import opened, today
from tourplanner.cli.desk.told import at, dump, vnd
from tourplanner.model.tables import text_table

SOLD = (Status.CONFIRMED, Status.REDEEMED)


def run(args: Namespace) -> int:
    """What departs when, by day: guests booked and held, money, and the first hold to end."""
    first, last = args.since or today(), args.until or date.max
    with opened(args) as desk:
        live = [each for each in desk.bookings() if each.status in (*SOLD, Status.ON_HOLD)]
    groups: dict[tuple[date, str], list[Booking]] = {}
    for each in live:
        if first <= each.departs <= last:
            groups.setdefault((each.departs, each.itinerary), []).append(each)
    records = [departure(*key, groups[key]) for key in sorted(groups)]
    if args.json:
        dump(records)
    elif records:
        head = ("departs", "itinerary", "bookings", "booked", "held", "hold ends", "sold", "paid", "due")
        print(text_table(head, [_row(record) for record in records], right=(2, 3, 4, 6, 7, 8)))
    else:
        print("nothing departs")
    return 0


def departure(on: date, itinerary: str, bookings: Sequence[Booking]) -> dict[str, Any]:
    """One departure in plain values; money is that of confirmed bookings, whole đồng."""
    sold = [each for each in bookings if each.status in SOLD]
    held = [each for each in bookings if each.status is Status.ON_HOLD]
    ends = min((each.expires for each in held if each.expires), default=None)
    return {
        "departs": on.isoformat(),
        "itinerary": itinerary,
        "bookings": [each.id for each in bookings],
        "booked": sum(each.party.size for each in sold),
        "held": sum(each.party.size for each in held),
        "hold_ends": at(ends) or None,
        "sold_vnd": sum(each.price_vnd + each.fees_vnd for each in sold),
        "paid_vnd": sum(each.paid_vnd - each.refunded_vnd for each in bookings),
        "due_vnd": sum(each.due_vnd for each in sold),
    }


def _row(record: dict[str, Any]) -> Sequence[object]:
    money = [vnd(record[name]) for name in ("sold_vnd", "paid_vnd", "due_vnd")]
    return (record["departs"], record["itinerary"] or "–", len(record["bookings"]), record["booked"], record["held"],
            record["hold_ends"] or "", *money)  # fmt: skip
