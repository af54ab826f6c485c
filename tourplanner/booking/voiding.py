"""Tickets stop counting with the guests or the session they were made for, in the transaction that takes these away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from sqlalchemy import select

from tourplanner.booking.journal import Journal, Row
from tourplanner.booking.ticket_tables import ticket


def void(journal: Journal, booking: str, before: Iterable[Row], after: Iterable[Row]) -> None:
    """
    Void what no longer stands for anybody among a booking's tickets.

    ``before`` and ``after`` are the items of the booking. Where guests left, the tickets with the highest numbers go,
    until there are no more than guests; a ticket for all of an item stays, for those who are left.
    """
    old = {row["position"]: row for row in before}
    lost = {row["position"]: row for row in after if _loses(old.get(row["position"], row), row)}
    if not lost:
        return
    standing = _standing(journal, booking, lost)
    gone = {row["id"]: {**row, "void": why} for row, why in _gone(standing, lost)}
    journal.save(ticket, [row for row in standing if row["id"] in gone], list(gone.values()))


def _loses(old: Row, new: Row) -> bool:
    cancelled = bool(new["cancelled"]) and not old["cancelled"]
    return cancelled or old["slot"] != new["slot"] or bool(new["pax"] < old["pax"])


def _standing(journal: Journal, booking: str, items: Mapping[int, Row]) -> list[Row]:
    """The tickets of some items that are neither void nor used, by item and number."""
    good = (ticket.c.void == "", ticket.c.used_utc.is_(None))
    query = select(ticket).where(ticket.c.booking == booking, ticket.c.position.in_(items), *good)
    query = query.order_by(ticket.c.position, ticket.c.number)
    return [dict(row) for row in journal.connection.execute(query).mappings()]


def _gone(standing: Sequence[Row], items: Mapping[int, Row]) -> Iterable[tuple[Row, str]]:
    for position, rows in groupby(standing, key=lambda row: int(row["position"])):
        item, tickets = items[position], list(rows)
        if item["cancelled"]:
            yield from ((row, "cancelled") for row in tickets)
        elif item["slot"] != tickets[0]["slot"]:
            yield from ((row, "moved") for row in tickets)
        else:
            single = [row for row in tickets if row["number"] > 0]
            yield from ((row, "cancelled") for row in single[item["pax"] :])
