"""Rates that can be had without asking anybody: from the itinerary, and from what the like costs in a region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from statistics import median_low
from typing import TYPE_CHECKING

from tourplanner.costing.rate import Basis, Rate
from tourplanner.costing.ratebook import RateBook
from tourplanner.costing.services import GUIDE, GUIDE_LANGUAGES, VEHICLE
from tourplanner.model import Experience, Itinerary, Money, Provenance, Stop, vehicles
from tourplanner.model.vehicles import ESTIMATE

if TYPE_CHECKING:
    from tourplanner.catalogue import Catalogue

GUIDE_DAY_VND = {"vi": 700_000, "en": 900_000}
OTHER_LANGUAGES_VND = 1_300_000
_GUIDE = Provenance(
    confidence="estimate", note="a licensed guide's day in Hanoi, by language; ask yours / ước tính, hãy hỏi lại"
)


def rates_of(itinerary: Itinerary) -> RateBook:
    """
    The rates an itinerary carries itself, so that it can be quoted before any supplier was asked.

    Entries, classes and meals as their experiences say, with their source and confidence; where only the planned
    party's price is known, that price for each of its guests, marked an estimate. Vehicles at the middle of their
    usual day hire and guides by the day, marked estimates. What has no price gets no rate: quoting will name it.
    """
    stops = {stop.experience.id: stop for stop in itinerary.stops if not stop.is_break}
    rates = [rate for stop in stops.values() if (rate := _visit(stop, itinerary.goal.party.size))]
    return RateBook(rates=(*rates, *_vehicles(), *_guides()))


def typical_rates(catalogue: Catalogue) -> RateBook:
    """
    A guess for every experience of a region whose price nobody knows: the middle price of its kind.

    Each is marked an estimate and says of how many known prices it is the middle. Free entries are left out of the
    count, for that something is free elsewhere is no sign that it is here. A kind without any known price gets none.
    """
    known: dict[str, list[int]] = defaultdict(list)
    for each in catalogue.experiences:
        price = each.price.adult
        if price is not None and price.amount and price.currency == "VND" and each.price.per == "person":
            known[each.kind].append(price.amount)
    unknown = [each for each in catalogue.experiences if each.price.adult is None and known[each.kind]]
    return RateBook(rates=tuple(_typical(each, known[each.kind]) for each in unknown))


def _typical(visit: Experience, prices: list[int]) -> Rate:
    note = f"the middle of {len(prices)} known prices of the kind {visit.kind!r}"
    return Rate(
        supplier=visit.host,
        service=visit.id,
        basis="person",
        amount=Money(amount=median_low(prices)),
        provenance=Provenance(confidence="estimate", note=note),
    )


def _visit(stop: Stop, planned: int) -> Rate | None:
    visit = stop.experience
    amount, provenance = visit.price.adult, visit.provenance.get("price", Provenance())
    basis: Basis = "group" if visit.price.per == "group" and amount is not None else "person"
    if amount is not None:
        if visit.price.year and not provenance.as_of:
            provenance = provenance.replace(as_of=date(visit.price.year, 12, 31))
    elif stop.price is not None:
        each = -(-Fraction(stop.price.amount, planned) // 1)
        amount = Money(amount=int(each), currency=stop.price.currency)
        provenance = Provenance(confidence="estimate", note=f"the price of {planned} guests, parted among them")
    else:
        return None
    return Rate(supplier=visit.host, service=visit.id, basis=basis, amount=amount, provenance=provenance)


def _vehicles() -> Iterator[Rate]:
    for each in vehicles.ALL:
        if each.usual_vnd is not None:
            hire = Money(amount=each.usual_vnd)
            yield Rate(supplier=VEHICLE, service=each.id, basis="fixed", amount=hire, provenance=ESTIMATE)


def _guides() -> Iterator[Rate]:
    for language in GUIDE_LANGUAGES:
        fee = Money(amount=GUIDE_DAY_VND.get(language, OTHER_LANGUAGES_VND))
        yield Rate(supplier=GUIDE, service=f"day-{language}", basis="fixed", amount=fee, provenance=_GUIDE)
