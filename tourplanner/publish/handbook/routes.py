"""The list of routes and a page for each: map, timetable, documents."""

from __future__ import annotations

from collections.abc import Iterator

from tourplanner.model import Day, Itinerary, Leg, Stop
from tourplanner.publish.files.jsonld import route_jsonld
from tourplanner.publish.handbook.book import Book
from tourplanner.publish.handbook.facts import sure
from tourplanner.publish.handbook.frame import Page, section
from tourplanner.publish.handbook.maps import route_map
from tourplanner.publish.handbook.paths import file_of, route_path, village_path
from tourplanner.publish.markup import Markup, el, join
from tourplanner.publish.panel import FLAG_ICON, HOME_ICON, MEAL_ICON, dated, other_name, shown
from tourplanner.publish.pins import leg_colour
from tourplanner.publish.words import DATA_WARNING, hours_of, leg_length, price_of
from tourplanner.speech import Speaker

ROOT = "../../"
FILES = ("ics", "gpx", "geojson", "kml")
"""What other programs open, beside every route's page."""


def routes_page(book: Book, voice: Speaker) -> Page:
    title = voice.say("Routes")
    body = join(el("h1", title), route_cards(book, voice, "h2"))
    return Page("routes.html", title, title, body)


def route_cards(book: Book, voice: Speaker, heading: str = "h3") -> Markup:
    """All routes; ``heading`` is the order of their names on the page."""
    return el("div", *(_card(route, heading, voice) for route in book.guide.routes), class_="hb-cards")


def _card(route: Itinerary, heading: str, voice: Speaker) -> Markup:
    return el(
        "article",
        el("p", dated(route.days[0], voice), class_="hb-kind"),
        el(heading, el("a", shown(route.name, voice), href=route_path(route.id))),
        el("p", shown(route.theme, voice)),
        el("p", " → ".join(village.name.vi for village in route.villages), class_="hb-soft"),
        el("p", _figures(route, voice), class_="hb-soft"),
        class_="hb-card",
    )


def _figures(route: Itinerary, voice: Speaker) -> str:
    days = route.days
    hours = f"{voice.clock(days[0].depart)}–{voice.clock(days[-1].back)}"
    length = voice.distance(sum(day.metres for day in days))
    count = voice.many("{count} day", "{count} days", len(days)) if len(days) > 1 else ""
    guests = voice.many("{count} guest", "{count} guests", route.goal.party.size)
    return " · ".join(filter(None, (count, hours, length, guests)))


def route_page(route: Itinerary, book: Book, voice: Speaker) -> Page:
    path, name = route_path(route.id), voice.content(route.name).marked
    body = join(
        el(
            "header",
            el("p", dated(route.days[0], voice), class_="hb-eyebrow"),
            el("h1", shown(route.name, voice)),
            other_name(route.name, voice),
            el("p", shown(route.theme, voice)),
            el("p", _figures(route, voice), class_="hb-soft"),
            class_="hb-title",
        ),
        route_map(route, voice.say("Map")),
        section(voice.say("Timetable"), *_days(route, voice), el("p", voice.say(DATA_WARNING), class_="hb-soft")),
        _documents(route, book, voice),
        _notices(route, voice),
    )
    language = "vi" if voice.language == "vi" else "en"
    data = route_jsonld(route, language, url=book.url(voice.language, path))
    return Page(path, name, f"{name}: {_figures(route, voice)}", body, data)


def _days(route: Itinerary, voice: Speaker) -> Iterator[Markup]:
    number = 0
    for count, day in enumerate(route.days, 1):
        if len(route.days) > 1:
            yield el("h3", f"{voice.say('Day {day}', day=count)}: ", dated(day, voice))
        yield el("ol", *_rows(day, number, route.goal.party.size, voice), class_="hb-timetable")
        number += len(day.visits)


def _rows(day: Day, number: int, guests: int, voice: Speaker) -> Iterator[Markup]:
    start, end = shown(day.start.name, voice), shown(day.end.name, voice)
    yield _row(voice.clock(day.depart), "start", HOME_ICON, el("b", start), el("p", voice.say("Pick-up")))
    for at, leg in enumerate(day.legs):
        yield _leg(at, leg, voice)
        if at < len(day.stops):
            stop = day.stops[at]
            number += not stop.is_meal
            yield _stop(stop, number, guests, voice)
    yield _row(voice.clock(day.back), "end", FLAG_ICON, el("b", end), el("p", voice.say("Drop-off")))


def _row(time: object, kind: str, face: object, *told: object) -> Markup:
    mark = el("span", face, class_=f"tp-chip tp-{kind}", aria_hidden="true")
    return el("li", el("span", time, class_="hb-clock"), mark, el("div", *told))


def _leg(at: int, leg: Leg, voice: Speaker) -> Markup:
    stripe = el("span", class_="hb-stripe", style=f"background:{leg_colour(at)}", aria_hidden="true")
    return el("li", stripe, el("span", leg_length(leg, voice)), class_="hb-leg")


def _stop(stop: Stop, number: int, guests: int, voice: Speaker) -> Markup:
    experience, kind = stop.experience, "meal" if stop.is_meal else "visit"
    times = join(voice.clock(stop.begin), el("small", f"–{voice.clock(stop.end)}"))
    village = el("a", stop.village.name.vi, href=f"../{village_path(stop.village.id)}")
    price = el("p", _price(stop, guests, voice), " ", sure(experience, "price", voice) if stop.price else None)
    hours = voice.say("open {hours}", hours=hours_of(experience, voice))
    told = (
        el("b", shown(experience.name, voice)),
        el("p", village),
        None if stop.is_break else price,
        None if stop.is_break else el("p", hours, " ", sure(experience, "opening", voice)),
    )
    return _row(times, kind, MEAL_ICON if stop.is_meal else number, *told)


def _price(stop: Stop, guests: int, voice: Speaker) -> str:
    """The whole party's price, and for how many that is."""
    told = price_of(stop, voice)
    if stop.price is None or not stop.price.amount:
        return told
    return voice.say("{price} for {guests}", price=told, guests=voice.many("{count} guest", "{count} guests", guests))


def _documents(route: Itinerary, book: Book, voice: Speaker) -> Markup:
    own = ((kind.upper(), f"{ROOT}{route_file(route, kind)}") for kind in FILES)
    links = (
        el("a", label, href=address if "://" in address else f"{ROOT}{address}")
        for label, address in book.documents.get(route.id, ())
    )
    files = (el("a", label, href=address, download=True) for label, address in own)
    return section(voice.say("Documents"), el("p", *links, *files, class_="hb-actions"))


def route_file(route: Itinerary, kind: str) -> str:
    """A route's file for other programs, below the handbook's folder."""
    return f"files/{file_of(route.id)}.{kind}"


def _notices(route: Itinerary, voice: Speaker) -> Markup | None:
    if not route.notices:
        return None
    items = (el("li", shown(notice.text, voice)) for notice in route.notices)
    return section(voice.say("Please note"), el("ul", *items))
