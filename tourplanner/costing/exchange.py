"""What a currency cost on a day. All sums are in đồng; prices and rates may be in other currencies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from tourplanner.costing.amounts import Exact, half_up
from tourplanner.model import Money, Nfc, Value
from tourplanner.model.money import MINOR_DIGITS

Currency = Literal["VND", "EUR", "USD"]
STALE_DAYS = 7
"""Days after which an exchange rate is called old; it moves by more than a rounding step in a week."""


class Exchange(Value):
    """One unit of ``currency`` is ``vnd`` đồng on day ``on``: ``Exchange(currency="EUR", vnd="27900", on=...)``."""

    currency: Literal["EUR", "USD"]
    vnd: Annotated[Exact, Field(gt=0)]
    on: date
    source: Nfc = ""

    @property
    def vnd_per_minor(self) -> Fraction:
        """Đồng for one cent."""
        return Fraction(self.vnd) / Fraction(10) ** MINOR_DIGITS[self.currency]


def exchange_on(rates: Sequence[Exchange], currency: Currency, on: date) -> Exchange | None:
    """The latest rate of a currency that was known on a day, None if there is none; of one day the last given."""
    known = [rate for rate in rates if rate.currency == currency and rate.on <= on]
    return max(reversed(known), key=lambda rate: rate.on, default=None)


def in_vnd(money: Money, exchange: Exchange | None) -> Fraction:
    """An amount in đồng, not rounded."""
    return Fraction(money.amount) * (1 if exchange is None else exchange.vnd_per_minor)


def whole_vnd(money: Money, exchange: Exchange | None) -> int:
    """An amount in whole đồng, halves up."""
    return half_up(in_vnd(money, exchange))
