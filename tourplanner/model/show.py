"""Itineraries and portfolios at a glance, in a terminal and in a notebook."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from html import escape
from typing import TYPE_CHECKING

from tourplanner.model.base import HANOI
from tourplanner.model.tables import html_table, safe, text_table

if TYPE_CHECKING:
    from tourplanner.model.itinerary import Day, Itinerary, Leg, Portfolio, Stop

ROUTE_HEAD = ("#", "date", "km", "hours", "price", "notices", "route")
ROUTE_RIGHT = (0, 2, 3, 4, 5)
DAY_HEAD = ("time", "what", "where", "role", "price")
DAY_RIGHT = (4,)
QUOTA_HEAD = ("quota", "required", "achieved")
ESTIMATED = "* opening hours without a source: call before selling"
UNPRICED = "≥ some prices are not known; the known ones are added up"
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def weekday(day: date) -> str:
    """ "Sat 2027-03-06", whatever the machine's locale."""
    return f"{_WEEKDAYS[day.weekday()]} {day}"


def clock(moment: datetime) -> str:
    return f"{moment.astimezone(HANOI):%H:%M}"


def hours(seconds: float) -> str:
    """ "8:05", minutes rounded up."""
    whole, minutes = divmod(-(-int(seconds) // 60), 60)
    return f"{whole}:{minutes:02}"


def price(route: Itinerary) -> str:
    """The party's price, led by ≥ while some prices are unknown."""
    unknown = any(stop.price is None for stop in route.stops)
    return f"{'≥ ' if unknown else ''}{route.price}"


def portfolio_line(portfolio: Portfolio) -> str:
    """One line: region, month, size and how good it is."""
    goal = portfolio.objective
    return (
        f"{count(len(portfolio), 'route')} over {count(len(portfolio.villages), 'village')} of "
        f"{safe(portfolio.region_name)}, {portfolio.month}: score {goal.score}, bound {goal.bound}, gap {goal.gap:.2%}"
    )


def count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def portfolio_text(portfolio: Portfolio) -> str:
    """The routes with their stops, the quotas, and what the result is worth."""
    routes = text_table(
        ROUTE_HEAD, [_route_row(n, r) for n, r in _numbered(portfolio)], right=ROUTE_RIGHT,
        below=[f"{route.theme}: {_stops(route)}" for route in portfolio.routes],
    )  # fmt: skip
    quotas = text_table(QUOTA_HEAD, _quota_rows(portfolio), right=(1, 2))
    return "\n\n".join([portfolio_line(portfolio), routes, quotas, "\n".join(_foot(portfolio))])


def portfolio_html(portfolio: Portfolio) -> str:
    """The same for a notebook, every text escaped."""
    head = (*ROUTE_HEAD, "theme", "stops")
    rows = [(*_route_row(n, route), route.theme, _stops(route)) for n, route in _numbered(portfolio)]
    routes = html_table(head, rows, caption=portfolio_line(portfolio), right=ROUTE_RIGHT)
    quotas = html_table(QUOTA_HEAD, _quota_rows(portfolio), right=(1, 2))
    return f"<div>{routes}{quotas}{_paragraphs(_foot(portfolio))}</div>"


def _numbered(portfolio: Portfolio) -> list[tuple[int, Itinerary]]:
    return list(enumerate(portfolio.routes, 1))


def _route_row(number: int, route: Itinerary) -> tuple[object, ...]:
    metres = sum(day.metres for day in route.days)
    seconds = sum((day.back - day.depart).total_seconds() for day in route.days)
    return (
        number, weekday(route.days[0].date), f"{metres / 1000:.0f}", hours(seconds), price(route),
        len(route.notices), route.name,
    )  # fmt: skip


def _stops(route: Itinerary) -> str:
    return " → ".join(f"{clock(stop.begin)} {stop.experience.name}" for stop in route.stops)


def _quota_rows(portfolio: Portfolio) -> list[tuple[str, str, str]]:
    return [
        (quota.name, f"{quota.sense} {quota.required}", f"{quota.achieved}{'' if quota.met else ' (missed)'}")
        for quota in portfolio.quotas
    ]


def _foot(portfolio: Portfolio) -> list[str]:
    visits = Counter(village for route in portfolio.routes for village in route.villages)
    lines = []
    extremes = {"most": max(visits.values(), default=0), "least": min(visits.values(), default=0)}
    if extremes["most"] > extremes["least"]:
        for word, extreme in extremes.items():
            names = [village.name.vi for village, routes in visits.items() if routes == extreme]
            more = f" and {len(names) - 5} more" if len(names) > 5 else ""
            lines.append(f"{word} visited: {safe(', '.join(names[:5]))}{more} ({count(extreme, 'route')})")
    if portfolio.objective.covers:
        lines.append(f"bound over {safe(portfolio.objective.covers)}")
    lines.append(f"seed {portfolio.seed}, {portfolio.status}")
    if any(stop.price is None for route in portfolio.routes for stop in route.stops):
        lines.append(UNPRICED)
    return lines + [safe(notice.text.get("en")) for notice in portfolio.notices]


def itinerary_line(route: Itinerary) -> str:
    """One line: name, days and guests."""
    when = weekday(route.days[0].date) if route.days else "no day"
    days = f", {len(route.days)} days" if len(route.days) > 1 else ""
    return f"{safe(route.name)} ({safe(route.theme)}), {when}{days}, {count(route.goal.party.size, 'guest')}"


def itinerary_text(route: Itinerary) -> str:
    """The timetable day by day, with what to know before selling and the wishes left out."""
    days = [f"{_day_line(day)}\n{text_table(DAY_HEAD, _day_rows(day), right=DAY_RIGHT)}" for day in route.days]
    return "\n\n".join([itinerary_line(route), *days, "\n".join(_notes(route))])


def itinerary_html(route: Itinerary) -> str:
    """The same for a notebook, every text escaped."""
    days = [html_table(DAY_HEAD, _day_rows(day), caption=_day_line(day), right=DAY_RIGHT) for day in route.days]
    return f"<div><p><b>{escape(itinerary_line(route))}</b></p>{''.join(days)}{_paragraphs(_notes(route))}</div>"


def _day_line(day: Day) -> str:
    return f"{weekday(day.date)}: {day.metres / 1000:.0f} km, {hours(day.drive_s)} h on the way"


def _day_rows(day: Day) -> list[tuple[str, str, str, str, str]]:
    rows = [(clock(day.depart), "depart", str(day.start.name), "", "")]
    for leg, stop in zip(day.legs, day.stops, strict=False):
        rows += [_leg_row(leg), _stop_row(stop)]
    if day.legs:
        rows.append(_leg_row(day.legs[-1]))
    return [*rows, (clock(day.back), "return", str(day.end.name), "", "")]


def _leg_row(leg: Leg) -> tuple[str, str, str, str, str]:
    far = f"{leg.metres / 1000:.1f} km, " if leg.metres >= 1000 else f"{leg.metres} m, " if leg.metres else ""
    length = f"{far}{-(-leg.seconds // 60)} min"
    return f"{clock(leg.depart)}–{clock(leg.arrive)}", f"  {leg.mode} {length}", "", "", ""


def _stop_row(stop: Stop) -> tuple[str, str, str, str, str]:
    wait = f" (wait {int((stop.begin - stop.arrive).total_seconds()) // 60} min)" if stop.begin > stop.arrive else ""
    mark = "" if stop.experience.fact("opening").verified else " *"
    cost = "not known" if stop.price is None else str(stop.price) if stop.price.amount else "free"
    cost = "own" if stop.is_break else cost
    when = f"{clock(stop.begin)}–{clock(stop.end)}"
    return when, f"{stop.experience.name}{mark}{wait}", str(stop.village.name), stop.experience.role or "", cost


def _notes(route: Itinerary) -> list[str]:
    lines = [f"price for the party: {price(route)}; score {route.score}, {route.status}"]
    if any(not stop.experience.fact("opening").verified for stop in route.stops):
        lines.append(ESTIMATED)
    lines += [f"! {safe(notice.text.get('en'))}" for notice in route.notices]
    return lines + [f"not visited: {each.wish}: {safe(each.reason.get('en'))}" for each in route.unvisited]


def _paragraphs(lines: list[str]) -> str:
    return "<p>" + "<br>".join(escape(line) for line in lines) + "</p>"
