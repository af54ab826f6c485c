"""``tourplanner desk departures``."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from tourplanner.booking import Booking, ScheduledDeparture, Status
from tourplanner.cli.desk.ledger import opened, today
from tourplanner.cli.desk.told import at, dump, vnd
from tourplanner.model import HANOI
from tourplanner.model.tables import text_table

SOLD = (Status.CONFIRMED, Status.REDEEMED)
LAST = date(2999, 12, 31)
Key = tuple[date, str]


def run(args: Namespace) -> int:
    """What departs when, by day: guests booked and held, money, the first hold to end; then what is on sale to all."""
    first, last = args.since or today(), args.until or LAST
    with opened(args) as desk:
        live = [each for each in desk.bookings() if each.status in (*SOLD, Status.ON_HOLD)]
        scheduled = desk.departures(first=first, last=last)
    records = listed([each for each in live if first <= each.departs <= last], scheduled)
    if args.json:
        dump(records)
    elif records:
        print("\n\n".join(_tables(records)))
    else:
        print("nothing departs")
    return 0


def listed(bookings: Iterable[Booking], scheduled: Iterable[ScheduledDeparture]) -> list[dict[str, Any]]:
    """By day and itinerary, what is booked and what is on sale to all."""
    booked: dict[Key, list[Booking]] = {}
    for each in bookings:
        booked.setdefault((each.departs, each.itinerary), []).append(each)
    offered: dict[Key, list[ScheduledDeparture]] = {}
    for sale in scheduled:
        offered.setdefault((sale.begin.astimezone(HANOI).date(), sale.itinerary), []).append(sale)
    return [departure(*key, booked.get(key, []), offered.get(key, [])) for key in sorted({*booked, *offered})]


def departure(
    on: date, itinerary: str, bookings: Sequence[Booking], scheduled: Sequence[ScheduledDeparture]
) -> dict[str, Any]:
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
        "scheduled": [_scheduled(each) for each in scheduled],
    }


def _scheduled(each: ScheduledDeparture) -> dict[str, Any]:
    names = ("id", "name", "state", "minimum", "booked", "held", "waiting", "price_vnd", "reason", "joined_to")
    return {name: getattr(each, name) for name in names} | {"begin": at(each.begin), "decide_by": at(each.decide_by)}


def _tables(records: Sequence[dict[str, Any]]) -> list[str]:
    """What is booked; and below it, where there is any, what is on sale to all."""
    head = ("departs", "itinerary", "bookings", "booked", "held", "hold ends", "sold", "paid", "due")
    tables = [text_table(head, [_row(record) for record in records], right=(2, 3, 4, 6, 7, 8))]
    sales = [_sale(record, each) for record in records for each in record["scheduled"]]
    if sales:
        head = ("on sale to all", "name", "state", "booked", "minimum", "held", "waiting", "decide by", "departure")
        tables.append(text_table(head, sales, right=(3, 4, 5, 6)))
    return tables


def _row(record: dict[str, Any]) -> Sequence[object]:
    money = [vnd(record[name]) for name in ("sold_vnd", "paid_vnd", "due_vnd")]
    return (record["departs"], record["itinerary"] or "–", len(record["bookings"]), record["booked"], record["held"],
            record["hold_ends"] or "", *money)  # fmt: skip


def _sale(record: dict[str, Any], each: dict[str, Any]) -> Sequence[object]:
    name = each["name"] or record["itinerary"] or "–"
    counts = (each["booked"], each["minimum"], each["held"], each["waiting"])
    return each["begin"], name, each["state"], *counts, each["decide_by"], each["id"]
