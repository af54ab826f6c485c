"""What needs a human, said in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from tourplanner.booking.instants import moment
from tourplanner.booking.journal import Row
from tourplanner.booking.operations.enquire import Households
from tourplanner.booking.record import Record
from tourplanner.booking.room import Slot
from tourplanner.booking.supplying import ToDo
from tourplanner.model import Text


def unsettled(record: Record, row: Row, slot: Slot, households: Households) -> ToDo:
    """A request that was refused, or not answered in its time."""
    who = households.get((slot.pool, row["household"]), slot.experience)
    guests, begins = row["pax"], moment(slot.begin, slot.zone)
    code: Literal["refused", "silent"] = "refused" if row["answer"] == "no" else "silent"
    said = {
        "refused": Text(vi=f"{who} không nhận {guests} khách", en=f"{who} cannot take {guests} guests"),
        "silent": Text(vi=f"{who} chưa trả lời cho {guests} khách", en=f"{who} has not answered for {guests} guests"),
    }
    return ToDo(
        code=code,
        booking=record.id,
        reference=record.head["reference"],
        session=slot.id,
        household=row["household"],
        guests=guests,
        begins=begins,
        text=said[code],
    )


def too_many_named(record: Record, named: int, slots: Mapping[str, Slot]) -> ToDo:
    """Guests have cancelled, and nobody has said who."""
    first = min((slots[id] for id in record.sessions), key=lambda slot: (slot.begin, slot.id))
    text = Text(
        vi=f"ghi tên {named} khách, chỉ {record.pax} người đi: gạch tên người đã hủy",
        en=f"{named} guests are named and {record.pax} come: take out who cancelled",
    )
    return ToDo(
        code="guests",
        booking=record.id,
        reference=record.head["reference"],
        session=first.id,
        household="",
        guests=named,
        begins=moment(first.begin, first.zone),
        text=text,
    )
