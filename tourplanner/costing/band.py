"""The price of a tour for one size of group: cost over payers, profit, tax, rounding, and when it pays for itself."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tourplanner.costing.amounts import half_up, rounded, split
from tourplanner.costing.exchange import Exchange, whole_vnd
from tourplanner.costing.lines import Departure, Line
from tourplanner.model import Money, Value


def span(low: int, high: int) -> str:
    """Two numbers as "10–15", or as one if they are the same."""
    return str(low) if low == high else f"{low}–{high}"


class Band(Value):
    """
    A price for groups of ``payers`` to ``upto``, both inclusive, reckoned at ``payers``.

    ``price`` is what each payer pays, tax included, in the quote's currency. ``revenue``, ``tax`` and the lines are
    those of a departure with exactly ``payers``, in đồng. ``break_even`` is the fewest payers from which on, up to
    this band's, no size of group makes a loss at this price; None if this band's own does.
    """

    payers: int
    upto: int
    leaders: int
    price: Money
    revenue: Money
    tax: Money
    lines: tuple[Line, ...]
    break_even: int | None

    @property
    def span(self) -> str:
        """Its sizes in figures: "10–15", or "24"."""
        return span(self.payers, self.upto)

    @property
    def cost(self) -> Money:
        """All lines together."""
        return sum((line.cost for line in self.lines), Money(amount=0))

    @property
    def fixed(self) -> Money:
        """What does not grow guest by guest: vehicles, guides, rates by group and room."""
        return sum((line.cost for line in self.lines if line.basis != "person"), Money(amount=0))

    @property
    def variable(self) -> Money:
        """What is charged by the person, leaders' places included."""
        return self.cost - self.fixed

    @property
    def result(self) -> Money:
        """What stays with the operator after costs and tax."""
        return self.revenue - self.tax - self.cost

    @property
    def total(self) -> Money:
        """What the whole group pays, in the quote's currency."""
        return self.price * self.payers

    @property
    def net_per_payer(self) -> Fraction:
        """(fixed + variable) / payers, in đồng, not rounded."""
        return Fraction(self.cost.amount, self.payers)

    def per_payer(self) -> tuple[Money, ...]:
        """The price in parts: one for each line, then tax, then the operator's. They add up to ``price`` exactly."""
        weights = [line.cost.amount for line in self.lines] + [self.tax.amount, self.result.amount]
        parts = split(self.price.amount, weights)
        return tuple(Money(amount=part, currency=self.price.currency) for part in parts)


def priced(departure: Departure, payers: int, upto: int) -> Band:
    """
    The band of a departure.

    Raises
    ------
    RateError
        With every rate that is missing.
    """
    lines = departure.lines(payers)
    price = _price(departure, sum(line.cost.amount for line in lines), payers)
    revenue, tax = takings(departure, price, payers)
    return Band(
        payers=payers,
        upto=upto,
        leaders=departure.terms.leaders,
        price=price,
        revenue=Money(amount=revenue),
        tax=Money(amount=tax),
        lines=lines,
        break_even=_break_even(departure, price, payers),
    )


def _price(departure: Departure, cost: int, payers: int) -> Money:
    """Cost per payer, times profit, times tax, exchanged, and only then rounded."""
    terms = departure.terms
    asked = Fraction(cost, payers) * terms.factor * (1 + terms.tax)
    exchange = departure.exchange(terms.currency)
    minor = asked if exchange is None else asked / exchange.vnd_per_minor
    return Money(amount=rounded(minor, terms.step, terms.rounding), currency=terms.currency)


def takings(departure: Departure, price: Money, payers: int) -> tuple[int, int]:
    """What so many payers bring, and the tax in it, in whole đồng."""
    exchange: Exchange | None = departure.exchange(price.currency)
    revenue = whole_vnd(price * payers, exchange)
    tax = departure.terms.tax
    return revenue, half_up(Fraction(revenue) * tax / (1 + tax))


def gain(departure: Departure, price: Money, payers: int) -> int | None:
    """What stays with the operator if so many come at this price, None where the cost cannot be known."""
    cost = departure.cost(payers)
    if cost is None:
        return None
    revenue, tax = takings(departure, price, payers)
    return revenue - tax - cost


def _break_even(departure: Departure, price: Money, payers: int) -> int | None:
    fewest = None
    for size in range(payers, 0, -1):
        left = gain(departure, price, size)
        if left is None or left < 0:
            break
        fewest = size
    return fewest


def losing(departure: Departure, band: Band) -> Sequence[int]:
    """The sizes of group within a band that make a loss at its price."""
    sizes = range(band.payers, band.upto + 1)
    return [size for size in sizes if (left := gain(departure, band.price, size)) is not None and left < 0]
