"""Appointments as bookings make them, without a ledger."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tourplanner.model import HANOI, Appointment, Owner, Place, Text, planned_appointments
from tourplanner.testing import small_portfolio

STAMP = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
CHANGED = datetime(2027, 1, 1, 12, tzinfo=UTC)
NAME = Text(vi="Lịch thử", en="Trial calendar")
OFFICE = ("Hanoi Craft Tours", "office@tours.example.vn")
GUIDE = Owner(id="lan", name=Text(vi="Chị Lan"))
VAN = Owner(id="29b-123.45", name=Text(vi="Xe 16 chỗ 29B-123.45"))


def visit(begin: datetime, id: str = "b1/1", **more: Any) -> Appointment:
    """An hour of lacquer."""
    return Appointment(
        **{
            "id": id, "kind": "visit", "title": Text(vi="Lớp sơn mài", en="Lacquer class"),
            "begin": begin, "end": begin + timedelta(hours=1), "address": Text(vi="Hạ Thái, Xã Hồng Vân, Hà Nội"),
            "place": Place(lat=20.901, lon=105.874), "role": "training", "guests": 12, "languages": ("fr",),
            "status": "CONFIRMED", "village": Owner(id="ha-thai", name=Text(vi="Hạ Thái", en="Ha Thai")), **more,
        }
    )  # fmt: skip


def mornings(*days: str) -> list[Appointment]:
    """Visits at eight in Hanoi."""
    return [visit(datetime.fromisoformat(f"{day}T08:00").replace(tzinfo=HANOI), f"b/{day}") for day in days]


def tour(id: str = "b1", **more: Any) -> Appointment:
    """A whole day for a guest."""
    begin = datetime(2027, 3, 28, 7, 30, tzinfo=HANOI)
    line = Text(vi="08:00 Lớp sơn mài – Hạ Thái", en="08:00 Lacquer class – Ha Thai")
    return visit(begin, id, **{"kind": "tour", "end": begin + timedelta(hours=8), "notes": (line,), **more})


def staffed() -> tuple[Appointment, ...]:
    """A planned route with a guide and a van."""
    return planned_appointments(small_portfolio()[0], guides=[GUIDE], vehicles=[VAN])
