"""What personal data is kept for, on what ground, and how long: every datum belongs to one purpose."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from tourplanner.model import Id, Provenance, Recorded, Text

Basis = Literal["contract", "consent", "law"]

OURS = Provenance(
    confidence="estimate", note="a proposal for small operators, not a rule of law; have your counsel set it"
)
LAW = Provenance(
    sources=("lawnet.vn on Decree 174/2016/ND-CP", "Law on Accounting 2015, article 41, as cited there"),
    as_of=date(2026, 11, 27),
    confidence="press",
    note="ten years from the end of the financial year; a secondary source, have your counsel confirm it",
)


class Purpose(Recorded):
    """
    A reason to hold data.

    ``basis`` is the ground: the booking itself, the person's consent, or a law. Data is kept ``keep_days`` days after
    it was last needed, and where the ground is a law, not less, even against a wish to be forgotten. ``sensitive``
    data, such as on health, needs a consent of its own whatever the ground, unless a law asks for it.
    """

    why: Text
    basis: Basis
    keep_days: Annotated[int, Field(ge=0)]
    sensitive: bool = False


def _purpose(id: Id, vi: str, en: str, basis: Basis, days: int, *, sensitive: bool = False) -> Purpose:
    source = LAW if id == "accounts" else OURS
    why = Text(vi=vi, en=en)
    return Purpose(
        id=id, why=why, basis=basis, keep_days=days, sensitive=sensitive, provenance={"keep_days": source}
    )


PURPOSES: tuple[Purpose, ...] = (
    _purpose("booking", "Đặt chỗ và liên lạc trong chuyến", "Booking, and contact on the tour", "contract", 365),
    _purpose("meals", "Suất ăn phù hợp", "Meals that suit", "consent", 7, sensitive=True),
    _purpose("assistance", "Trợ giúp trong chuyến", "Help on the tour", "consent", 7, sensitive=True),
    _purpose("stay", "Khai báo lưu trú", "Registration of the stay", "law", 30, sensitive=True),
    # Ten years and the rest of the financial year in which they begin.
    _purpose("accounts", "Hóa đơn và sổ kế toán", "Invoices and accounts", "law", 3653 + 366),
    _purpose("marketing", "Gửi tin về chuyến khác", "News of other tours", "consent", 730),
)
"""Proposals to start from; each ``keep_days`` says in its provenance how sure it is."""
