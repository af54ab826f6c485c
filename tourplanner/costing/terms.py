"""How an operator sells: what it earns, the tax, the currency and how prices are rounded, who travels free."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Self

from pydantic import Field, model_validator

from tourplanner.costing.amounts import Exact, Percent, Rounding
from tourplanner.costing.exchange import Currency, Exchange
from tourplanner.model import Value

STEPS: dict[Currency, int] = {"VND": 1_000, "EUR": 100, "USD": 100}
"""What prices are rounded to by currency, in minor units: 1.000 ₫, a whole euro, a whole dollar."""


class Terms(Value):
    """
    Terms of sale.

    Parameters
    ----------
    margin, markup
        What is earned, in percent: a margin of the price before tax, a markup of the cost. 20 % margin is 25 % markup.
        One of them; without either a margin of 20 %.
    vat
        Percent of tax on the price before tax. 10 by default, Vietnam's general rate; reduced rates are time-limited.
    currency, round_to, rounding
        Of the price per payer; ``round_to`` in minor units, by default ``STEPS``. "up" never sells below the terms.
    exchange
        Dated exchange rates, needed for each currency but the đồng that a price or a rate is in.
    leaders
        Group leaders who travel with the group and pay nothing: their cost is spread over the payers.
    guests_per_guide
        Guests (leaders counted) that one guide takes; None for one guide whatever the size.
    guide_language
        ISO 639-1 code; None for the first language of the party, Vietnamese if the party understands it.
    valid_days
        Days a quote can be accepted after the day it is made; a rate that runs out earlier ends it earlier.
    """

    margin: Percent | None = None
    markup: Annotated[Exact, Field(ge=0, le=1000)] | None = None
    vat: Percent = Decimal(10)
    currency: Currency = "VND"
    round_to: Annotated[int, Field(ge=1)] | None = None
    rounding: Rounding = "up"
    exchange: tuple[Exchange, ...] = ()
    leaders: Annotated[int, Field(ge=0, le=100)] = 0
    guests_per_guide: Annotated[int, Field(ge=1)] | None = None
    guide_language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] | None = None
    valid_days: Annotated[int, Field(ge=0, le=730)] = 14

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if self.margin is not None and self.markup is not None:
            raise ValueError("margin and markup: give one; a margin is a share of the price, a markup of the cost")
        return self

    @property
    def factor(self) -> Fraction:
        """What the cost is multiplied by for the price before tax."""
        if self.markup is not None:
            return 1 + Fraction(self.markup) / 100
        return 100 / (100 - Fraction(20 if self.margin is None else self.margin))

    @property
    def tax(self) -> Fraction:
        """Tax as a share of the price before tax."""
        return Fraction(self.vat) / 100

    @property
    def step(self) -> int:
        """What prices are rounded to, in minor units of the currency."""
        return self.round_to or STEPS[self.currency]
