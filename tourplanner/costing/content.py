"""What stands in a quote, whatever it is printed by: plain texts in one language, nothing of the operator's books."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import get_args

from tourplanner.costing.band import Band, span
from tourplanner.costing.deposit import Deposit
from tourplanner.costing.exchange import exchange_on
from tourplanner.costing.lines import Line
from tourplanner.costing.quotation import Quote
from tourplanner.costing.services import Kind
from tourplanner.errors import GoalError
from tourplanner.model import Day, Money, Text
from tourplanner.model.tables import safe
from tourplanner.speech import Language, Speaker

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


def content(quote: Quote, voice: Speaker, deposit: Deposit | None, villages: bool) -> Content:
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
    return Content(
        language=voice.language,
        headings=_headings(voice),
        title=_named(itinerary.name, voice),
        subtitle=_named(itinerary.theme, voice),
        facts=tuple(_facts(quote, voice)),
        days=tuple((voice.day(day.date), tuple(_rows(day, voice))) for day in itinerary.days),
        prices=tuple(_prices(quote, voice)),
        included=_included(quote, voice),
        excluded=(*(_named(text, voice) for text in quote.excluded), voice.say("Personal expenses")),
        notes=tuple(_notes(quote, voice)),
        villages=tuple(_villages(quote, voice)) if villages else (),
        deposit=tuple(_deposit(deposit, voice)) if deposit else (),
    )


def _headings(voice: Speaker) -> dict[str, str]:
    """The names of the parts; ``page`` has room for its number and for how many there are."""
    return {
        "title": voice.say("Quotation"),
        "programme": voice.say("Programme"),
        "prices": voice.say("Price by group size"),
        "included": voice.say("Included"),
        "excluded": voice.say("Not included"),
        "villages": voice.say("Where your money goes"),
        "deposit": voice.say("Deposit"),
        "scan": voice.say("Scan with a Vietnamese banking app (VietQR)"),
        "page": voice.say("Page {page} of {pages}"),
    }


def _named(text: Text, voice: Speaker) -> str:
    """On one line, marked with its language where it is not the reader's."""
    return safe(voice.content(text).marked)


def _village(name: Text, voice: Speaker) -> str:
    """The name of a village, in Vietnamese or without its marks: no language has another."""
    return safe(voice.content(name).text)


def _facts(quote: Quote, voice: Speaker) -> Iterator[tuple[str, str]]:
    yield voice.say("Quote number"), quote.code
    yield voice.say("Date of issue"), voice.day(quote.on)
    yield voice.say("Valid until"), voice.day(quote.until)
    if quote.supersedes:
        yield voice.say("Supersedes"), quote.supersedes
    if quote.client:
        yield voice.say("Client"), safe(quote.client)
    days = quote.itinerary.days
    ends = dict.fromkeys([days[0].date, days[-1].date])
    yield voice.say("Travel dates"), " – ".join(map(voice.day, ends))


def _rows(day: Day, voice: Speaker) -> Iterator[tuple[str, str, str]]:
    yield voice.clock(day.depart), _named(day.start.name, voice), ""
    for stop in day.stops:
        span = f"{voice.clock(stop.begin)}–{voice.clock(stop.end)}"
        yield span, _named(stop.experience.name, voice), _village(stop.village.name, voice)
    yield voice.clock(day.back), _named(day.end.name, voice), ""


def _prices(quote: Quote, voice: Speaker) -> Iterator[tuple[str, str, str]]:
    yield voice.say("Paying guests"), voice.say("Price per person"), voice.say("Whole group, from")
    for band in quote.bands:
        yield band.span, voice.money(band.price), voice.money(band.total)


def _included(quote: Quote, voice: Speaker) -> tuple[str, ...]:
    """Names of what is bought, visits first; what only some bands have, such as their vehicle, with their sizes."""
    lines = sorted((line for band in quote.bands for line in band.lines), key=lambda line: KINDS.index(line.kind))
    names = dict.fromkeys(_bought(line, voice) for line in lines)
    return tuple(_for_bands(name, quote.bands, voice) for name in names)


def _for_bands(name: str, bands: Sequence[Band], voice: Speaker) -> str:
    having = [band for band in bands if name in {_bought(line, voice) for line in band.lines}]
    if len(having) == len(bands):
        return name
    sizes: list[tuple[int, int]] = []
    for band in having:
        if sizes and sizes[-1][1] == band.payers - 1:
            sizes[-1] = sizes[-1][0], band.upto
        else:
            sizes.append((band.payers, band.upto))
    return voice.say("{what} (groups of {sizes})", what=name, sizes=", ".join(starmap(span, sizes)))


def _bought(line: Line, voice: Speaker) -> str:
    """What a line buys, with how many of it where it is several vehicles or guides."""
    several = line.kind in ("vehicle", "guide") and line.basis == "fixed" and line.units > 1
    name = _named(line.name, voice)
    return f"{line.units} × {name}" if several else name


def _notes(quote: Quote, voice: Speaker) -> Iterator[str]:
    terms = quote.terms
    if terms.vat:
        yield voice.say("Prices include {vat}% value added tax.", vat=voice.decimal(terms.vat))
    else:
        yield voice.say("No value added tax is charged.")
    if terms.leaders:
        yield voice.say("Group leaders travelling free: {count}.", count=terms.leaders)
    yield from _exchange(quote, voice)
    if any(not line.verified for band in quote.bands for line in band.lines):
        yield voice.say("Some services are priced on estimates, to be confirmed before booking.")
    if any(voice.content(text).fell_back for text in _texts(quote)):
        yield voice.say("Texts marked (vi) or (en) are not translated yet.")


def _exchange(quote: Quote, voice: Speaker) -> Iterator[str]:
    exchange = exchange_on(quote.terms.exchange, quote.terms.currency, quote.on)
    if exchange:
        rate, whole = exchange.vnd, int(exchange.vnd)
        vnd = voice.money(Money(amount=whole)) if rate == whole else f"{voice.decimal(rate)} VND"
        on, currency = voice.day(exchange.on), exchange.currency
        yield voice.say("Exchange rate of {on}: 1 {currency} = {vnd}.", on=on, currency=currency, vnd=vnd)


def _texts(quote: Quote) -> Iterator[Text]:
    """Everything that is marked where it falls back."""
    yield from (quote.itinerary.name, quote.itinerary.theme, *quote.excluded)
    for day in quote.itinerary.days:
        yield from (day.start.name, day.end.name, *(stop.experience.name for stop in day.stops))
    yield from (line.name for band in quote.bands for line in band.lines)


def _villages(quote: Quote, voice: Speaker) -> Iterator[tuple[str, str]]:
    band: Band = quote.bands[0]
    shares = quote.to_village()
    names = dict(shares.village_names)
    share = voice.percent(shares.permille_in_villages / 1000, 1)
    yield voice.say(
        "For a group of {count}: {share} of the price stays in the craft villages.", count=band.payers, share=share
    ), ""
    for village, amount in shares.villages.items():
        yield _village(names[village], voice), voice.money(amount)


def _deposit(deposit: Deposit, voice: Speaker) -> Iterator[str]:
    account, percent, amount = deposit.account, voice.decimal(deposit.percent), voice.money(deposit.amount)
    yield voice.say(
        "{percent}% for a group of {count}: {amount}", percent=percent, count=deposit.payers, amount=amount
    )
    yield voice.say(
        "Account {number}, bank {bank}, reference “{info}”", number=account.number, bank=account.bank, info=deposit.info
    )
    if account.holder:
        yield safe(account.holder)
