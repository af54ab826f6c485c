"""What changed between two quotes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from tourplanner.costing.band import Band
from tourplanner.costing.quotation import Quote
from tourplanner.model import Money, Value
from tourplanner.model.tables import safe


class PriceChange(Value):
    """The price per payer of a band, None where the quote does not have the band."""

    payers: int
    before: Money | None
    after: Money | None


class CostChange(Value):
    """What a service of a supplier costs the band of ``payers`` on a day, None where it is not bought."""

    payers: int
    supplier: str
    service: str
    on: date
    before: Money | None
    after: Money | None


class TermChange(Value):
    """Another term of the offer, in words: what it was and what it is, "" where there was none."""

    what: str
    before: str
    after: str


class Difference(Value):
    """
    From one quote to another. It is false if nothing changed.

    ``costs`` has the bands that both have: their changes add up to the difference of the bands' costs.
    """

    old: str
    new: str
    prices: tuple[PriceChange, ...]
    costs: tuple[CostChange, ...]
    terms: tuple[TermChange, ...]

    def __bool__(self) -> bool:
        return bool(self.prices or self.costs or self.terms)

    def __str__(self) -> str:
        lines = [f"{self.old} → {self.new}" + ("" if self else ": no change")]
        lines += [f"{each.payers} guests: {each.before or 'none'} → {each.after or 'none'}" for each in self.prices]
        lines += [
            f"{each.supplier}, {each.service}, {each.on}, {each.payers} guests: "
            f"{each.before or 'none'} → {each.after or 'none'}"
            for each in self.costs
        ]
        lines += [f"{each.what}: {each.before or 'none'} → {each.after or 'none'}" for each in self.terms]
        return "\n".join([safe(lines[0]), *(f"  {safe(line)}" for line in lines[1:])])


def difference(old: Quote, new: Quote) -> Difference:
    """Prices, costs and terms in which two quotes differ, in the order of bands, days and suppliers."""
    before, after = ({band.payers: band for band in quote.bands} for quote in (old, new))
    sizes = sorted(before.keys() | after.keys())
    prices = (PriceChange(payers=n, before=_price(before.get(n)), after=_price(after.get(n))) for n in sizes)
    both = [(before[n], after[n]) for n in sizes if n in before and n in after]
    return Difference(
        old=old.code,
        new=new.code,
        prices=tuple(each for each in prices if each.before != each.after),
        costs=tuple(change for pair in both for change in _costs(*pair)),
        terms=tuple(_terms(old, new)),
    )


def _price(band: Band | None) -> Money | None:
    return band.price if band else None


Key = tuple[date, str, str]


def _by_service(band: Band) -> dict[Key, Money]:
    found: dict[Key, Money] = defaultdict(lambda: Money(amount=0))
    for line in band.lines:
        found[line.on, line.supplier, line.service] += line.cost
    return dict(found)


def _costs(before: Band, after: Band) -> Iterator[CostChange]:
    was, now = _by_service(before), _by_service(after)
    for key in sorted(was.keys() | now.keys()):
        if was.get(key) != now.get(key):
            on, supplier, service = key
            yield CostChange(
                payers=before.payers,
                supplier=supplier,
                service=service,
                on=on,
                before=was.get(key),
                after=now.get(key),
            )


def _terms(old: Quote, new: Quote) -> Iterator[TermChange]:
    was, now = _facts(old), _facts(new)
    for what in dict.fromkeys([*was, *now]):
        if was.get(what, "") != now.get(what, ""):
            yield TermChange(what=what, before=was.get(what, ""), after=now.get(what, ""))


def _facts(quote: Quote) -> dict[str, str]:
    """All that is agreed beside the prices, by what it is called."""
    terms = {name: "" if value is None else str(value) for name, value in quote.terms if name != "exchange"}
    rates = [f"{rate.currency} {rate.vnd} ({rate.on})" for rate in quote.terms.exchange]
    days = [", ".join(stop.experience.id for stop in day.stops) for day in quote.itinerary.days]
    return {
        "client": quote.client,
        "made": quote.on.isoformat(),
        "valid until": quote.until.isoformat(),
        "bands": ", ".join(band.span for band in quote.bands),
        **{name.replace("_", " "): value for name, value in terms.items()},
        "exchange": ", ".join(rates),
        "dates": ", ".join(day.date.isoformat() for day in quote.itinerary.days),
        **{f"day {number}": stops for number, stops in enumerate(days, 1)},
        "not included": ", ".join(text.vi for text in quote.excluded),
    }
