"""programme.xlsx: programme and price list as tables to calculate with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time

from tourplanner.formats.workbook import Sheet, Value, workbook_bytes
from tourplanner.model import Day, Experience, Itinerary, Leg, Money, Portfolio, StartPoint, Stop, Village
from tourplanner.publish.files.words import named, word
from tourplanner.publish.words import clean, local, sureness
from tourplanner.speech import Speaker, speaker

Row = tuple[Value, ...]

_PROGRAMME = ("day", "date", "from", "to", "minutes", "what", "village", "commune", "travel", "km", "party", "sure")
_PRICES = (
    "village", "what", "per", "adult", "child", "currency", "year", "lunch", "sure", "minutes", "capacity", "lead"
)  # fmt: skip
_ROUTES = ("route", "theme", "date", "start", "villages", "guests", "km", "travel", "party")


def route_xlsx(itinerary: Itinerary, language: str = "vi") -> bytes:
    """
    A workbook of two sheets: the programme, line by line, and what each stop asks.

    Hours, minutes, kilometres and prices are numbers; a text is a text, also one that begins like a formula. Needs the
    extra ``excel``.

    Raises
    ------
    ModuleNotFoundError
        If openpyxl is not installed; it says how to.
    UnknownIdError
        For a language other than those of ``speech.LANGUAGES``. What is not on record in it is in another one, marked.
    """
    voice = speaker(language)
    title = f"{named(itinerary.name, voice)} – {named(itinerary.theme, voice)}"
    rows = tuple(_programme(itinerary, voice))
    sheets = [_sheet("programme", title, _PROGRAMME, rows, voice), _prices([itinerary], title, voice)]
    return workbook_bytes(sheets)


def portfolio_xlsx(portfolio: Portfolio, language: str = "vi") -> bytes:
    """A workbook of three sheets: the routes, all their programmes, and the price list of all stops, each once."""
    voice = speaker(language)
    title = f"{named(portfolio.region_name, voice)}, {portfolio.month}"
    routes = portfolio.routes
    rows = tuple((named(route.name, voice), *row) for route in routes for row in _programme(route, voice))
    sheets = [
        _sheet("routes", title, _ROUTES, tuple(_route(route, voice) for route in routes), voice),
        _sheet("programme", title, ("route", *_PROGRAMME), rows, voice),
        _prices(routes, title, voice),
    ]
    return workbook_bytes(sheets)


def _sheet(name: str, title: str, headings: Sequence[str], rows: tuple[Row, ...], voice: Speaker) -> Sheet:
    return Sheet(word(name, voice), title, tuple(word(each, voice) for each in headings), rows)


def _route(route: Itinerary, voice: Speaker) -> Row:
    return (
        named(route.name, voice),
        named(route.theme, voice),
        route.days[0].date,
        named(route.days[0].start.name, voice),
        ", ".join(named(village.name, voice) for village in route.villages),
        route.goal.party.size,
        _km(sum(leg.metres for leg in route.legs)),
        sum(_minutes(leg.seconds) for leg in route.legs),
        route.price.amount,
    )


def _programme(route: Itinerary, voice: Speaker) -> Iterator[Row]:
    for number, day in enumerate(route.days, 1):
        yield _end(number, day, day.start, None, voice)
        for stop, leg in zip(day.stops, day.legs, strict=False):
            yield _stop(number, day, stop, leg, voice)
        yield _end(number, day, day.end, day.legs[-1], voice)


def _end(number: int, day: Day, point: StartPoint, leg: Leg | None, voice: Speaker) -> Row:
    """A start has its hour under "from", an end under "to"."""
    depart, back = (_clock(day.depart), None) if leg is None else (None, _clock(day.back))
    what = f"{word('start' if leg is None else 'end', voice)}: {named(point.name, voice)}"
    return number, day.date, depart, back, None, what, None, None, *_way(leg), None, None


def _stop(number: int, day: Day, stop: Stop, leg: Leg, voice: Speaker) -> Row:
    experience, village = stop.experience, stop.village
    return (
        number,
        day.date,
        _clock(stop.begin),
        _clock(stop.end),
        _minutes(int((stop.end - stop.begin).total_seconds())),
        named(experience.name, voice),
        named(village.name, voice),
        _commune(village, day),
        *_way(leg),
        None if stop.price is None else (Money(amount=0) + stop.price).amount,
        sureness(experience.fact("price").provenance.confidence, voice),
    )


def _prices(routes: Sequence[Itinerary], title: str, voice: Speaker) -> Sheet:
    stops = {stop.experience.id: stop for route in routes for stop in route.stops if not stop.is_break}
    rows = tuple(_price(stop.experience, stop.village, voice) for stop in stops.values())
    return _sheet("prices", title, _PRICES, rows, voice)


def _price(experience: Experience, village: Village, voice: Speaker) -> Row:
    price = experience.price
    child = price.child or (price.adult if price.per == "person" else None)
    return (
        named(village.name, voice),
        named(experience.name, voice),
        word(price.per, voice),
        _amount(price.adult),
        _amount(child),
        price.adult.currency if price.adult else None,
        str(price.year) if price.year else None,
        word("yes", voice) if price.includes_lunch else None,
        sureness(experience.fact("price").provenance.confidence, voice),
        experience.minutes,
        experience.capacity,
        experience.lead_days,
    )


def _amount(money: Money | None) -> int | float | None:
    """Whole đồng, or euros and dollars with their cents."""
    if money is None or money.currency == "VND":
        return None if money is None else money.amount
    return money.amount / 100


def _way(leg: Leg | None) -> tuple[int | None, float | None]:
    return (None, None) if leg is None else (_minutes(leg.seconds), _km(leg.metres))


def _clock(moment: datetime) -> time:
    return local(moment).time().replace(second=0, microsecond=0)


def _commune(village: Village, day: Day) -> str | None:
    commune = village.commune(day.date)
    return clean(commune.name) if commune else None


def _minutes(seconds: int) -> int:
    """Rounded up."""
    return -(-seconds // 60)


def _km(metres: int) -> float:
    return round(metres / 1000, 1)
