"""programme.xlsx: programme and price list as tables to calculate with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time

from tourplanner.almanac.days import Language
from tourplanner.formats.workbook import Sheet, Value, workbook_bytes
from tourplanner.model import Day, Experience, Itinerary, Leg, Money, Portfolio, StartPoint, Stop, Village
from tourplanner.publish.files.words import checked, named, sureness, word
from tourplanner.publish.words import clean, local

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
    GoalError
        For a language other than vi, en, fr.
    """
    spoken = checked(language)
    title = f"{named(itinerary.name, spoken)} – {named(itinerary.theme, spoken)}"
    rows = tuple(_programme(itinerary, spoken))
    sheets = [_sheet("programme", title, _PROGRAMME, rows, spoken), _prices([itinerary], title, spoken)]
    return workbook_bytes(sheets)


def portfolio_xlsx(portfolio: Portfolio, language: str = "vi") -> bytes:
    """A workbook of three sheets: the routes, all their programmes, and the price list of all stops, each once."""
    spoken = checked(language)
    title = f"{named(portfolio.region_name, spoken)}, {portfolio.month}"
    routes = portfolio.routes
    rows = tuple((named(route.name, spoken), *row) for route in routes for row in _programme(route, spoken))
    sheets = [
        _sheet("routes", title, _ROUTES, tuple(_route(route, spoken) for route in routes), spoken),
        _sheet("programme", title, ("route", *_PROGRAMME), rows, spoken),
        _prices(routes, title, spoken),
    ]
    return workbook_bytes(sheets)


def _sheet(name: str, title: str, headings: Sequence[str], rows: tuple[Row, ...], language: Language) -> Sheet:
    return Sheet(word(name, language), title, tuple(word(each, language) for each in headings), rows)


def _route(route: Itinerary, language: Language) -> Row:
    return (
        named(route.name, language),
        named(route.theme, language),
        route.days[0].date,
        named(route.days[0].start.name, language),
        ", ".join(named(village.name, language) for village in route.villages),
        route.goal.party.size,
        _km(sum(leg.metres for leg in route.legs)),
        sum(_minutes(leg.seconds) for leg in route.legs),
        route.price.amount,
    )


def _programme(route: Itinerary, language: Language) -> Iterator[Row]:
    for number, day in enumerate(route.days, 1):
        yield _end(number, day, day.start, None, language)
        for stop, leg in zip(day.stops, day.legs, strict=False):
            yield _stop(number, day, stop, leg, language)
        yield _end(number, day, day.end, day.legs[-1], language)


def _end(number: int, day: Day, point: StartPoint, leg: Leg | None, language: Language) -> Row:
    """A start has its hour under "from", an end under "to"."""
    depart, back = (_clock(day.depart), None) if leg is None else (None, _clock(day.back))
    what = f"{word('start' if leg is None else 'end', language)}: {named(point.name, language)}"
    return number, day.date, depart, back, None, what, None, None, *_way(leg), None, None


def _stop(number: int, day: Day, stop: Stop, leg: Leg, language: Language) -> Row:
    experience, village = stop.experience, stop.village
    return (
        number,
        day.date,
        _clock(stop.begin),
        _clock(stop.end),
        _minutes(int((stop.end - stop.begin).total_seconds())),
        named(experience.name, language),
        named(village.name, language),
        _commune(village, day),
        *_way(leg),
        None if stop.price is None else (Money(amount=0) + stop.price).amount,
        sureness(experience.fact("price").provenance.confidence, language),
    )


def _prices(routes: Sequence[Itinerary], title: str, language: Language) -> Sheet:
    stops = {stop.experience.id: stop for route in routes for stop in route.stops if not stop.is_break}
    rows = tuple(_price(stop.experience, stop.village, language) for stop in stops.values())
    return _sheet("prices", title, _PRICES, rows, language)


def _price(experience: Experience, village: Village, language: Language) -> Row:
    price = experience.price
    child = price.child or (price.adult if price.per == "person" else None)
    return (
        named(village.name, language),
        named(experience.name, language),
        word(price.per, language),
        _amount(price.adult),
        _amount(child),
        price.adult.currency if price.adult else None,
        str(price.year) if price.year else None,
        word("yes", language) if price.includes_lunch else None,
        sureness(experience.fact("price").provenance.confidence, language),
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
