"""A tour over Kiêu Kỵ and Bát Tràng with rates in round figures, and a second opinion on what it costs."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tourplanner.costing import Exchange, Rate, RateBook, Terms
from tourplanner.model import Itinerary, Money, Provenance
from tourplanner.testing import small_portfolio

TOUR: Itinerary = small_portfolio()[0]
DAY = TOUR.days[0].date
QUOTED = date(2026, 11, 27)
EURO = Exchange(currency="EUR", vnd="27900", on=date(2026, 11, 20), source="bank")
SOURCED = Provenance(confidence="sourced", sources=("contract",), as_of=date(2026, 10, 1))


def vnd(amount: int) -> Money:
    return Money(amount=amount)


def rate(supplier: str, service: str, amount: int | Money, basis: str = "person", **more: object) -> Rate:
    money = amount if isinstance(amount, Money) else vnd(amount)
    return Rate(supplier=supplier, service=service, basis=basis, amount=money, **{"provenance": SOURCED, **more})


def plain_rates(entry: int = 50_000, hire: int = 2_000_000, guide: int = 1_000_000) -> RateBook:
    """Entries for each head, one hire whatever the vehicle, one guide."""
    visits = [rate(stop.experience.host, stop.experience.id, entry) for stop in TOUR.stops]
    hires = [rate("vehicle", id, hire, "fixed") for id in ("car7", "van16", "coach29", "coach35", "coach45")]
    return RateBook(rates=(*visits, *hires, rate("guide", "day-vi", guide, "fixed")))


def asked_price(cost: int, payers: int, terms: Terms) -> int:
    """The price per payer in minor units, reckoned by brute force: the first step that is enough."""
    profit = 100 - Fraction(terms.margin) if terms.margin is not None else None
    net = Fraction(cost, payers)
    before_tax = net * 100 / profit if profit is not None else net * (100 + Fraction(terms.markup or 0)) / 100
    wanted = before_tax * (100 + Fraction(terms.vat)) / 100
    if terms.currency != "VND":
        wanted = wanted * 100 / Fraction(terms.exchange[0].vnd)
    step = terms.round_to or {"VND": 1000, "EUR": 100, "USD": 100}[terms.currency]
    price = int(wanted // step) * step
    return price if price == wanted else price + step
