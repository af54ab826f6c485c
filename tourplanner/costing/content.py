"""What stands in a quote, whatever it is printed by: plain texts in one language, nothing of the operator's books."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import starmap
from typing import get_args

from tourplanner.almanac.days import clock_text, day_text
from tourplanner.costing.band import Band, span
from tourplanner.costing.deposit import Deposit
from tourplanner.costing.exchange import exchange_on
from tourplanner.costing.lines import Line
from tourplanner.costing.quotation import Quote
from tourplanner.costing.services import LANGUAGES, Kind
from tourplanner.costing.words import (
    Language,
    money_text,
    named,
    number_text,
    percent_text,
    word,
)
from tourplanner.errors import GoalError
from tourplanner.model import Day, Money, vehicles
from tourplanner.model.tables import safe

Pairs = tuple[tuple[str, str], ...]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""In the order in which what is included is listed."""


@dataclass(frozen=True, slots=True)
class Content:
    """
    The texts of a quote in their order.

    ``facts`` are labels and values; ``days`` are titles with rows of clock, what and where; ``prices`` are a head and
    rows; ``villages`` and ``deposit`` are empty where they are not wanted. ``headings`` names the parts.
    """

    language: Language
    headings: dict[str, str]
    title: str
    subtitle: str
    facts: Pairs
    days: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]
    prices: tuple[tuple[str, str, str], ...]
    included: tuple[str, ...]
    excluded: tuple[str, ...]
    notes: tuple[str, ...]
    villages: Pairs
    deposit: tuple[str, ...]


def content(quote: Quote, language: Language, deposit: Deposit | None, villages: bool) -> Content:
    """
    The texts of a quote; ``villages`` says how much of the first band's price each village receives.

    Raises
    ------
    GoalError
        If the deposit is that of another quote or revision.
    """
    if deposit is not None and deposit.code != quote.code:
        raise GoalError(f"the deposit is for {deposit.code}, the quote is {quote.code}: make it anew")
    itinerary = quote.itinerary
    names = ("title", "programme", "prices", "included", "excluded", "villages", "deposit", "scan", "page")
    return Content(
        language=language,
        headings={name: word(name, language) for name in names},
        title=named(itinerary.name, language),
        subtitle=named(itinerary.theme, language),
        facts=tuple(_facts(quote, language)),
        days=tuple((day_text(day.date, language), tuple(_rows(day, language))) for day in itinerary.days),
        prices=tuple(_prices(quote, language)),
        included=_included(quote, language),
        excluded=(*(named(text, language) for text in quote.excluded), word("personal", language)),
        notes=tuple(_notes(quote, language)),
        villages=tuple(_villages(quote, language)) if villages else (),
        deposit=tuple(_deposit(deposit, language)) if deposit else (),
    )


def _facts(quote: Quote, language: Language) -> Iterator[tuple[str, str]]:
    yield word("number", language), quote.code
    yield word("made", language), day_text(quote.on, language)
    yield word("until", language), day_text(quote.until, language)
    if quote.supersedes:
        yield word("supersedes", language), quote.supersedes
    if quote.client:
        yield word("client", language), safe(quote.client)
    days = quote.itinerary.days
    ends = dict.fromkeys([days[0].date, days[-1].date])
    yield word("dates", language), " – ".join(day_text(day, language) for day in ends)


def _rows(day: Day, language: Language) -> Iterator[tuple[str, str, str]]:
    yield clock_text(day.depart), named(day.start.name, language), ""
    for stop in day.stops:
        span = f"{clock_text(stop.begin)}–{clock_text(stop.end)}"
        yield span, named(stop.experience.name, language), named(stop.village.name, language)
    yield clock_text(day.back), named(day.end.name, language), ""


def _prices(quote: Quote, language: Language) -> Iterator[tuple[str, str, str]]:
    yield word("guests", language), word("per_person", language), word("group_total", language)
    for band in quote.bands:
        yield band.span, money_text(band.price, language), money_text(band.total, language)


def _included(quote: Quote, language: Language) -> tuple[str, ...]:
    """Names of what is bought, visits first; what only some bands have, such as their vehicle, with their sizes."""
    lines = sorted((line for band in quote.bands for line in band.lines), key=lambda line: KINDS.index(line.kind))
    names = dict.fromkeys(_bought(line, language) for line in lines)
    return tuple(_for_bands(name, quote.bands, language) for name in names)


def _for_bands(name: str, bands: Sequence[Band], language: Language) -> str:
    having = [band for band in bands if name in {_bought(line, language) for line in band.lines}]
    if len(having) == len(bands):
        return name
    sizes: list[tuple[int, int]] = []
    for band in having:
        if sizes and sizes[-1][1] == band.payers - 1:
            sizes[-1] = sizes[-1][0], band.upto
        else:
            sizes.append((band.payers, band.upto))
    return word("for_groups", language, what=name, sizes=", ".join(starmap(span, sizes)))


def _bought(line: Line, language: Language) -> str:
    """What a line buys, with how many of it where it is several vehicles or guides."""
    several = line.kind in ("vehicle", "guide") and line.basis == "fixed" and line.units > 1
    return f"{line.units} × {_name(line, language)}" if several else _name(line, language)


def _name(line: Line, language: Language) -> str:
    """The name of a line, in French too for what is not a proper name."""
    spoken = line.service.removeprefix("day-")
    vehicle = vehicles.named(line.service)
    if language == "fr" and line.kind == "guide" and spoken in LANGUAGES:
        return f"Guide parlant {LANGUAGES[spoken][2]}"
    if language == "fr" and line.kind == "vehicle" and vehicle:
        return f"Véhicule de {vehicle.seats} places"
    return named(line.name, language)


def _notes(quote: Quote, language: Language) -> Iterator[str]:
    terms = quote.terms
    vat = number_text(terms.vat, language)
    yield word("tax", language, vat=vat) if terms.vat else word("untaxed", language)
    if terms.leaders:
        yield word("leaders", language, count=terms.leaders)
    exchange = exchange_on(terms.exchange, terms.currency, quote.on)
    if exchange:
        one = number_text(Decimal(exchange.vnd), language)
        whole = money_text(Money(amount=int(exchange.vnd)), language) if exchange.vnd == int(exchange.vnd) else one
        yield word("exchange", language, on=day_text(exchange.on, language), currency=terms.currency, vnd=whole)
    if any(not line.verified for band in quote.bands for line in band.lines):
        yield word("estimated", language)


def _villages(quote: Quote, language: Language) -> Iterator[tuple[str, str]]:
    band: Band = quote.bands[0]
    shares = quote.to_village()
    names = dict(shares.village_names)
    share = percent_text(shares.permille_in_villages, language)
    yield word("villages_note", language, count=band.payers, share=share), ""
    for village, amount in shares.villages.items():
        yield named(names[village], language), money_text(amount, language)


def _deposit(deposit: Deposit, language: Language) -> Iterator[str]:
    account, percent = deposit.account, number_text(deposit.percent, language)
    amount = money_text(deposit.amount, language)
    yield word("deposit_line", language, percent=percent, count=deposit.payers, amount=amount)
    yield word("account", language, number=account.number, bank=account.bank, info=deposit.info)
    if account.holder:
        yield safe(account.holder)
