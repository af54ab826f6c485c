"""Money as whole minor units. The đồng has none smaller than itself."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tourplanner.model.base import Value

MINOR_DIGITS = {"VND": 0, "EUR": 2, "USD": 2}


class Money(Value):
    """
    An amount in minor units: ``Money(amount=120_000)`` is 120.000 ₫, ``Money(amount=950, currency="EUR")`` is € 9.50.

    Adding two currencies is a ``ValueError``; convert first.
    """

    amount: int
    currency: Literal["VND", "EUR", "USD"] = "VND"

    def _other(self, other: Money) -> int:
        if other.currency != self.currency:
            raise ValueError(f"cannot combine {self.currency} with {other.currency}: convert one of them first")
        return other.amount

    def __add__(self, other: Money) -> Money:
        return Money(amount=self.amount + self._other(other), currency=self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(amount=self.amount - self._other(other), currency=self.currency)

    def __mul__(self, times: int) -> Money:
        return Money(amount=self.amount * times, currency=self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._other(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._other(other)

    def __str__(self) -> str:
        if self.currency == "VND":
            return f"{self.amount:,}".replace(",", ".") + " ₫"
        return f"{self.amount / 10 ** MINOR_DIGITS[self.currency]:,.2f} {self.currency}"


class Party(Value):
    """The guests of one departure. ``languages`` are ISO 639-1 codes the group understands."""

    adults: Annotated[int, Field(ge=0)] = 20
    children: Annotated[int, Field(ge=0)] = 0
    languages: tuple[str, ...] = ("vi",)

    @property
    def size(self) -> int:
        return self.adults + self.children


class Price(Value):
    """
    What an experience asks: per person (child price defaults to the adult's) or once for the group.

    ``adult`` is None while the price is unknown; ``year`` is the year the price was seen.
    """

    per: Literal["person", "group"] = "person"
    adult: Money | None = None
    child: Money | None = None
    year: int | None = None
    includes_lunch: bool = False

    def total(self, party: Party) -> Money | None:
        """Whole price for the party, or None while it is unknown."""
        if self.adult is None:
            return None
        if self.per == "group":
            return self.adult
        return self.adult * party.adults + (self.child or self.adult) * party.children
