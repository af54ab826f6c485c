"""What a supplier asks for a service: how it is counted, when it holds, and where it was read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from tourplanner.costing.amounts import Percent
from tourplanner.model import Money, Provenance, Value
from tourplanner.model.base import Name

Basis = Literal["fixed", "person", "group", "room"]


def _days(value: Any) -> Any:
    return tuple(map(_day, value)) if isinstance(value, tuple | list) else value


def _day(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


Days = Annotated[tuple[date | None, date | None], BeforeValidator(_days)]
"""First and last day, both inclusive; None leaves an end open."""


def within(days: Days, on: date) -> bool:
    """Whether a day is one of them."""
    return (days[0] is None or days[0] <= on) and (days[1] is None or on <= days[1])


class FreePlaces(Value):
    """
    Of every ``per`` heads, ``free`` are not charged, at most ``most`` in all.

    "1 free per 15" is one of each full fifteen. "15 + 1" pays fifteen and takes a sixteenth free: one of each 16.
    """

    free: Annotated[int, Field(ge=1)] = 1
    per: Annotated[int, Field(ge=2)]
    most: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _some_pay(self) -> Self:
        if self.free >= self.per:
            raise ValueError(f"free: {self.free} free of every {self.per} leaves nobody to pay")
        return self

    def of(self, heads: int) -> int:
        """How many of so many heads are free."""
        free = heads // self.per * self.free
        return free if self.most is None else min(free, self.most)

    @classmethod
    def parse(cls, text: str) -> FreePlaces:
        """Read "1/15", "1 per 15", "1 free per 15" or "15+1"; ``ValueError`` for anything else."""
        of = re.fullmatch(r"(\d{1,4})\s*(?:/|(?:free\s+)?per|miễn phí mỗi|mỗi)\s*(\d{1,4})", text.strip(), re.I)
        plus = re.fullmatch(r"(\d{1,4})\s*\+\s*(\d{1,4})", text.strip())
        if of:
            return cls(free=int(of[1]), per=int(of[2]))
        if plus:
            return cls(free=int(plus[2]), per=int(plus[1]) + int(plus[2]))
        raise ValueError(f"{text!r} does not say how many are free; write 1/15 or 15+1")


class Rate(Value):
    """
    What a supplier asks for one service.

    Parameters
    ----------
    supplier, service
        Ids, as a host's and an experience's; ``"vehicle"`` and a vehicle's id; ``"guide"`` and ``"day-fr"``; or names
        of your own that a ``Service`` uses too.
    basis
        "fixed" once, however many come; "person" for each head; "group" once for every ``size`` heads begun (or once);
        "room" for every ``size`` heads begun, two unless said otherwise.
    amount
        What one of these costs, taxes included.
    season
        First and last day of travel for which it holds, both inclusive; None at an end leaves it open.
    valid
        First and last day on which it may be quoted, both inclusive.
    kind, commission
        A "net" amount is what the operator pays. Of a "gross" one the supplier leaves ``commission`` percent to the
        operator, who pays the rest.
    size
        Heads in a group or room.
    free
        Heads that a "person" rate does not charge.
    staff
        Whether guides and drivers count as heads too; usually they enter, and eat, free.
    """

    supplier: Name
    service: Name
    basis: Basis
    amount: Money
    season: Days = (None, None)
    valid: Days = (None, None)
    kind: Literal["net", "gross"] = "net"
    commission: Percent = Decimal(0)
    size: Annotated[int, Field(ge=1)] | None = None
    free: FreePlaces | None = None
    staff: bool = False
    provenance: Provenance = Provenance()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults = list(self._faults())
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _faults(self) -> Iterator[str]:
        if self.amount.amount < 0:
            yield f"amount: {self.amount} is below nothing"
        for name in ("season", "valid"):
            first, last = getattr(self, name)
            if first and last and last < first:
                yield f"{name}: ends on {last}, before it begins on {first}"
        if self.commission and self.kind == "net":
            yield f"commission: {self.commission} % of a net rate; a commission is part of a gross one"
        if self.size and self.basis in ("fixed", "person"):
            yield f"size: a {self.basis} rate has no group to fill; leave it out or choose group or room"
        if self.free and self.basis != "person":
            yield f"free: places are free where each person is charged, not with a {self.basis} rate"

    @property
    def net(self) -> Fraction:
        """What the operator pays for one, in minor units of the amount's currency, not rounded."""
        return Fraction(self.amount.amount) * (100 - Fraction(self.commission)) / 100

    @property
    def verified(self) -> bool:
        """True if a source backs it: an estimate or an unknown does not."""
        return self.provenance.confidence in ("official", "sourced", "press")

    def units(self, heads: int) -> int:
        """How many times so many heads are charged."""
        if self.basis == "fixed" or (self.basis == "group" and self.size is None):
            return 1
        if self.basis == "person":
            return heads - (self.free.of(heads) if self.free else 0)
        return -(-heads // (self.size or 2))
