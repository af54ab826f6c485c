"""What a departure of a given size costs, line by line, in whole đồng."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from tourplanner.costing.amounts import half_up
from tourplanner.costing.exchange import Currency, Exchange, exchange_on, in_vnd
from tourplanner.costing.rate import Basis, Rate
from tourplanner.costing.ratebook import RateBook
from tourplanner.costing.services import Kind, Service, guides_for, services
from tourplanner.costing.terms import Terms
from tourplanner.errors import MissingRate, RateError
from tourplanner.model import Confidence, Itinerary, Money, Text, Value
from tourplanner.model.base import Name, Nfc


class Line(Value):
    """
    One cost: ``units`` of ``unit`` each (as the supplier asks, gross or net) come to ``cost`` net, in whole đồng.

    ``confidence``, ``as_of`` and ``note`` are those of the rate, ``until`` is the last day on which it may be quoted.
    """

    supplier: Name
    service: Name
    name: Text
    on: date
    kind: Kind
    village: str
    basis: Basis
    units: int
    unit: Money
    cost: Money
    confidence: Confidence
    as_of: date | None
    note: Nfc
    until: date | None

    @property
    def verified(self) -> bool:
        """Whether a source backs the rate."""
        return self.confidence in ("official", "sourced", "press")


@dataclass(frozen=True, slots=True)
class Departure:
    """A tour as it is costed: the rates that hold for it, the terms, and the day of the quote."""

    itinerary: Itinerary
    book: RateBook
    terms: Terms
    quoted: date
    extras: tuple[Service, ...] = ()
    _known: dict[int, tuple[Line | MissingRate, ...]] = field(default_factory=dict, compare=False)

    def lines(self, payers: int) -> tuple[Line, ...]:
        """
        All costs of a departure with so many payers.

        Raises
        ------
        RateError
            With every rate and exchange rate that is missing.
        """
        found = self._costed(payers)
        missing = [each for each in found if isinstance(each, MissingRate)]
        if missing:
            raise RateError(dict.fromkeys(missing))
        return tuple(each for each in found if isinstance(each, Line))

    def missing(self, payers: int) -> tuple[MissingRate, ...]:
        """What keeps a departure with so many payers from being priced."""
        return tuple(each for each in self._costed(payers) if isinstance(each, MissingRate))

    def cost(self, payers: int) -> int | None:
        """The cost in đồng, None if it cannot be known."""
        return None if self.missing(payers) else sum(line.cost.amount for line in self.lines(payers))

    def exchange(self, currency: Currency) -> Exchange | None:
        """The exchange rate in force; None for the đồng, or if there is none (``missing`` tells)."""
        return exchange_on(self.terms.exchange, currency, self.quoted)

    def _costed(self, payers: int) -> Sequence[Line | MissingRate]:
        if payers not in self._known:
            self._known[payers] = tuple(self._all(payers))
        return self._known[payers]

    def _all(self, payers: int) -> list[Line | MissingRate]:
        heads = payers + self.terms.leaders
        found: list[Line | MissingRate] = self._no_exchange(self.terms.currency)
        bought = services(self.itinerary, heads, self.terms, self.extras)
        vehicles = sum(each.times for each in bought if each.kind == "vehicle") // len(self.itinerary.days)
        staff = vehicles + guides_for(heads, self.terms)
        for each in bought:
            rates = self.book.find(each.supplier, each.service, each.on, self.quoted)
            if isinstance(rates, MissingRate):
                found.append(rates)
                continue
            for rate in rates:
                found += self._no_exchange(rate.amount.currency) or [self._line(each, rate, heads, staff)]
        return found

    def _no_exchange(self, currency: Currency) -> list[Line | MissingRate]:
        if currency == "VND" or self.exchange(currency):
            return []
        why, fix = f"no exchange rate known on {self.quoted}", "add an Exchange of that day or before"
        return [MissingRate("exchange", currency, self.quoted, why, fix)]

    def _line(self, bought: Service, rate: Rate, heads: int, staff: int) -> Line:
        units = rate.units(heads + (staff if rate.staff else 0)) * bought.times
        exact = in_vnd(Money(amount=1, currency=rate.amount.currency), self.exchange(rate.amount.currency))
        return Line(
            supplier=rate.supplier,
            service=rate.service,
            name=bought.name,
            on=bought.on,
            kind=bought.kind,
            village=bought.village,
            basis=rate.basis,
            units=units,
            unit=rate.amount,
            cost=Money(amount=half_up(Fraction(units) * rate.net * exact)),
            confidence=rate.provenance.confidence,
            as_of=rate.provenance.as_of,
            note=rate.provenance.note,
            until=rate.valid[1],
        )
