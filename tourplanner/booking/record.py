"""A booking's rows: read, changed as plain values, written back through the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table

from tourplanner.booking import tables as t
from tourplanner.booking.instants import moment
from tourplanner.booking.journal import Journal, Row
from tourplanner.booking.locking import Work
from tourplanner.booking.room import Slot
from tourplanner.booking.statements import given, kind, rows_of
from tourplanner.booking.states import Operation, Status, after, standing
from tourplanner.booking.terms import Terms
from tourplanner.booking.values import Booking, Item, Payment, Share
from tourplanner.booking.voiding import void
from tourplanner.errors import UnknownIdError
from tourplanner.model import Party

PARTS: tuple[Table, ...] = (t.item, t.share, t.payment)


@dataclass(frozen=True, slots=True)
class Record:
    """All rows of one booking; ``head`` is its own, the others are in the order of their keys."""

    head: Row
    items: tuple[Row, ...] = ()
    shares: tuple[Row, ...] = ()
    payments: tuple[Row, ...] = ()

    @property
    def id(self) -> str:
        return str(self.head["id"])

    @property
    def pax(self) -> int:
        return int(self.head["adults"]) + int(self.head["children"])

    @property
    def live(self) -> tuple[Row, ...]:
        """The items that are not cancelled."""
        return tuple(row for row in self.items if not row["cancelled"])

    @property
    def sessions(self) -> list[str]:
        """The sessions of the items that are not cancelled."""
        return [row["slot"] for row in self.live]

    @property
    def terms(self) -> Terms:
        return Terms.model_validate_json(self.head["terms"])

    @property
    def departs(self) -> date:
        return date.fromisoformat(self.head["departs"])

    @property
    def price_vnd(self) -> int:
        return sum(row["price_vnd"] for row in self.live)

    @property
    def owed_vnd(self) -> int:
        """What is to be paid in all: the price of what is not cancelled, and what was kept of the rest."""
        return self.price_vnd + int(self.head["fees_vnd"])

    @property
    def kept_vnd(self) -> int:
        """What was paid and not refunded."""
        return int(self.head["paid_vnd"]) - int(self.head["refunded_vnd"])

    def standing(self, now: int) -> Status:
        return standing(Status(self.head["status"]), self.head["expires_utc"], now)

    def moved(self, operation: Operation, now: int) -> Record:
        """After an operation, if the table of transitions allows it."""
        status = after(self.id, self.standing(now), operation)
        return self.with_head(status=status.value, updated_utc=now)

    def with_head(self, **changes: Any) -> Record:
        return replace(self, head={**self.head, **changes})

    def with_items(self, changes: Mapping[int, Row]) -> Record:
        """With some items changed, by position; the price follows."""
        items = tuple({**row, **changes.get(row["position"], {})} for row in self.items)
        changed = replace(self, items=items)
        return changed.with_head(price_vnd=changed.price_vnd)

    def dealt(self, positions: Mapping[int, list[Row]]) -> Record:
        """With the shares of some items dealt anew."""
        kept = [row for row in self.shares if row["position"] not in positions]
        return replace(self, shares=(*kept, *(row for rows in positions.values() for row in rows)))

    def paid(self, kind: str, amount_vnd: int, now: int, reference: str = "") -> Record:
        """With money moved, and summed up in the head."""
        total = "refunded_vnd" if kind == "refund" else "paid_vnd"
        row = {
            "booking": self.id, "number": len(self.payments) + 1, "kind": kind, "amount_vnd": amount_vnd,
            "at_utc": now, "reference": reference,
        }  # fmt: skip
        changed = replace(self, payments=(*self.payments, row))
        return changed.with_head(**{total: self.head[total] + amount_vnd})

    def settled(self, now: int) -> Record:
        """With what was paid above what is owed refunded."""
        over = self.kept_vnd - self.owed_vnd
        return self.paid("refund", over, now) if over > 0 else self


def save(journal: Journal, before: Record | None, after: Record) -> None:
    """Write the difference; parents before children, but shares go before the items they belong to."""
    old = before or Record({})
    journal.save(t.booking, [old.head] if before else [], [after.head])
    journal.save(t.item, old.items, after.items)
    journal.save(t.share, old.shares, after.shares)
    journal.save(t.payment, old.payments, after.payments)
    void(journal, after.id, old.items, after.items)


def lock_record(work: Work, id: str) -> Record:
    """
    A booking, locked.

    Raises
    ------
    UnknownIdError
        If there is none.
    """
    heads = work.lock(t.booking, [id])
    if not heads:
        raise UnknownIdError("booking", id)
    return _with_parts(work.connection, heads)[0]


def read_records(connection: Connection, heads: list[dict[str, Any]]) -> list[Record]:
    """The bookings of some rows, not locked."""
    return _with_parts(connection, heads)


def _with_parts(connection: Connection, heads: list[dict[str, Any]]) -> list[Record]:
    ids = [head["id"] for head in heads]
    items, shares, payments = (_rows(connection, table, ids) for table in PARTS)
    return [
        Record(head, items.get(head["id"], ()), shares.get(head["id"], ()), payments.get(head["id"], ()))
        for head in heads
    ]


def _rows(connection: Connection, table: Table, ids: list[str]) -> dict[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = {}
    for row in connection.execute(rows_of(table, "booking", kind(len(ids))), given(ids)).mappings():
        found.setdefault(row["booking"], []).append(dict(row))
    return {id: tuple(rows) for id, rows in found.items()}


def to_value(record: Record, slots: Mapping[str, Slot], now: int) -> Booking:
    """The booking as of ``now``, times in the zones of its sessions."""
    head, zone = record.head, record.head["zone"]
    expires = head["expires_utc"]
    return Booking(
        id=head["id"],
        status=record.standing(now),
        itinerary=head["itinerary"],
        reference=head["reference"],
        party=_party(head),
        items=tuple(_item(row, slots[row["slot"]], record) for row in record.items),
        created=moment(head["created_utc"], zone),
        expires=None if expires is None else moment(expires, zone),
        departs=record.departs,
        terms=record.terms,
        price_vnd=head["price_vnd"],
        fees_vnd=head["fees_vnd"],
        paid_vnd=head["paid_vnd"],
        refunded_vnd=head["refunded_vnd"],
        payments=tuple(_payment(row, zone) for row in record.payments),
    )


def _party(head: Row) -> Party:
    return Party(adults=head["adults"], children=head["children"], languages=tuple(head["languages"].split()))


def _item(row: Row, slot: Slot, record: Record) -> Item:
    redeemed = row["redeemed_utc"]
    return Item(
        session=slot.id,
        experience=slot.experience,
        begin=moment(slot.begin, slot.zone),
        end=moment(slot.end, slot.zone),
        pax=row["pax"],
        price_vnd=row["price_vnd"],
        cancelled=row["cancelled"],
        redeemed=None if redeemed is None else moment(redeemed, slot.zone),
        shares=tuple(
            Share(household=share["household"], pax=share["pax"])
            for share in record.shares
            if share["position"] == row["position"]
        ),
    )


def _payment(row: Row, zone: str) -> Payment:
    return Payment(
        kind=row["kind"], amount_vnd=row["amount_vnd"], at=moment(row["at_utc"], zone), reference=row["reference"]
    )
