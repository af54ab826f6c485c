"""index.html: a portfolio on one page for the operator and the department."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tourplanner.model import Itinerary, Portfolio
from tourplanner.model.basemap import Basemap
from tourplanner.publish.basemap import packaged_basemap
from tourplanner.publish.coverage import portfolio_month, portfolio_numbers, quota_table
from tourplanner.publish.files.lines import is_straight
from tourplanner.publish.markup import Markup, el, join
from tourplanner.publish.overview import overview, route_page
from tourplanner.publish.panel import dated, doubt, other_name, shown
from tourplanner.publish.pins import Pin, pins, route_colour
from tourplanner.publish.proof import proof_of, shown_facts
from tourplanner.publish.standalone import page
from tourplanner.publish.webmap import all_credits
from tourplanner.publish.words import DATA_WARNING, FALLEN_BACK, STRAIGHT_LINE, folder_name, price_of, roles_of
from tourplanner.speech import Speaker, message, speaker

ROUTE_FILES = (
    ("map.html", message("Map")),
    ("map.pdf", message("Map to print, A4")),
    ("route.ics", message("Calendar")),
    ("route.gpx", "GPX"),
    ("route.geojson", "GeoJSON"),
)
SOURCED = message(
    "{verified} of {all} facts on this page (opening hours, length, price, position) have a source; "
    "{rest} are estimates or of unknown source and are marked."
)


def index_html(portfolio: Portfolio, *, basemap: Basemap | None = None, language: str = "vi") -> bytes:
    """
    The portfolio's page: score and bound, all routes on one map and each with its timetable, the quotas.

    It links to ``map.html``, ``<route id>/map.html`` and the other files that ``export`` writes beside it, and asks
    nothing of any network. Same portfolio, same bytes. For ``language`` see ``route_map``.
    """
    basemap, voice = basemap or packaged_basemap(), speaker(language)
    figure = overview(portfolio, basemap, voice)
    credits = all_credits(portfolio.attributions, None, basemap)
    after = join(
        el("section", *_cards(portfolio, voice), class_="tp-routes", aria_label=voice.say("Routes")),
        quota_table(portfolio.quotas, voice),
        _facts(portfolio, voice),
        _foot(portfolio, credits, voice),
    )
    title = voice.say(
        "{routes} of craft villages – {region}, {month}",
        routes=voice.many("{count} route", "{count} routes", len(portfolio)),
        region=voice.content(portfolio.region_name).text,
        month=portfolio_month(portfolio, voice),
    )
    head = _head(portfolio, voice)
    return page(figure, title=title, before=head, after=after, css="index.css", language=voice.language)


def _head(portfolio: Portfolio, voice: Speaker) -> Markup:
    routes = len(portfolio)
    title = voice.many("{count} craft village experience", "{count} craft village experiences", routes)
    english = f"{routes} craft-village experience routes, {portfolio.month}"
    covers = f"Bound over: {portfolio.objective.covers}" if portfolio.objective.covers else None
    return el(
        "header",
        el("p", shown(portfolio.region_name, voice), " · ", portfolio_month(portfolio, voice), class_="tp-eyebrow"),
        el("h1", title),
        el("p", english, class_="en", lang="en") if voice.language == "vi" else None,
        portfolio_numbers(portfolio, voice),
        el("p", proof_of(portfolio, voice), el("small", covers, lang="en") if covers else None, class_="tp-proof"),
        el("nav", el("a", voice.say("Map of all routes"), href="map.html"), aria_label=voice.say("Map")),
        class_="tp-head",
    )


def _cards(portfolio: Portfolio, voice: Speaker) -> Iterator[Markup]:
    for number, route in enumerate(portfolio.routes, 1):
        yield _card(number, route, voice)


def _card(number: int, route: Itinerary, voice: Speaker) -> Markup:
    return el(
        "article",
        el(
            "h2",
            el("span", number, class_="tp-chip", style=f"background:{route_colour(number)}"),
            el("a", shown(route.name, voice), href=route_page(route, "map.html")),
        ),
        other_name(route.name, voice),
        el("p", dated(route.days[0], voice), class_="tp-date"),
        el("ol", *(_stop_line(pin, voice) for pin in pins(route) if pin.stop), class_="tp-stops"),
        el("dl", *(join(el("dt", name), el("dd", text)) for name, text in _card_facts(route, voice) if text)),
        _warnings(route, voice),
        el(
            "nav",
            *(el("a", voice.say(name), href=route_page(route, file)) for file, name in ROUTE_FILES),
            aria_label=voice.content(route.name).text,
        ),
        id=folder_name(route.id),
        data_leg=f"r{number}",
    )


def _card_facts(route: Itinerary, voice: Speaker) -> tuple[tuple[str, str], ...]:
    days = route.days
    hours = f"{voice.clock(days[0].depart)}–{voice.clock(days[-1].back)}"
    if len(days) > 1:
        hours += f", {voice.many('{count} day', '{count} days', len(days))}"
    length = voice.distance(sum(day.metres for day in days))
    drive = voice.duration(sum(day.drive_s for day in days))
    guests = voice.many("{count} guest", "{count} guests", route.goal.party.size)
    price = voice.say("{price} for {guests}", price=voice.money(route.price), guests=guests)
    return (
        (voice.say("Theme"), voice.content(route.theme).marked),
        (voice.say("Time"), hours),
        (voice.say("Way"), voice.say("{distance}, {duration} in the vehicle", distance=length, duration=drive)),
        (voice.say("Price"), price + _price_gap(route, voice)),
        (voice.say("Role"), roles_of(route.roles, voice)),
    )


def _price_gap(route: Itinerary, voice: Speaker) -> str:
    missing = sum(stop.price is None for stop in route.stops)
    if not missing:
        return ""
    return voice.many("; {count} stop without a known price", "; {count} stops without a known price", missing)


def _stop_line(pin: Pin, voice: Speaker) -> Markup:
    stop = pin.stop
    assert stop is not None
    kind = "tp-meal-line" if stop.is_meal else None
    name, village = el("b", shown(stop.experience.name, voice)), f" – {stop.village.name.vi}"
    return el(
        "li",
        el("time", f"{voice.clock(stop.begin)}–{voice.clock(stop.end)}"),
        el("span", name, village, doubt(stop.experience, "opening", voice)),
        el("small", price_of(stop, voice)),
        class_=kind,
    )


def _warnings(route: Itinerary, voice: Speaker) -> Markup | None:
    texts = [shown(notice.text, voice) for notice in route.notices]
    texts += [join(f"{wish.wish}: ", shown(wish.reason, voice)) for wish in route.unvisited]
    if not texts:
        return None
    told = voice.many(
        "{count} thing to know before selling", "{count} things to know before selling", len(texts)
    )
    return el("details", el("summary", told), el("ul", *(el("li", text) for text in texts)))


def _facts(portfolio: Portfolio, voice: Speaker) -> Markup:
    facts = shown_facts(portfolio)
    verified = sum(fact.verified for fact in facts)
    text = voice.say(SOURCED, verified=verified, all=len(facts), rest=len(facts) - verified)
    straight = any(is_straight(leg) and leg.metres for route in portfolio.routes for leg in route.legs)
    lines: list[object] = [text, voice.say(DATA_WARNING), voice.say(STRAIGHT_LINE) if straight else None]
    lines += [shown(notice.text, voice) for notice in portfolio.notices]
    lines.append(voice.say(FALLEN_BACK) if voice.language != "vi" else None)
    told = (el("p", line) for line in lines if line is not None)
    heading = voice.say("Reliability")
    return el("section", el("h2", heading), *told, class_="tp-block", aria_label=heading)


def _foot(portfolio: Portfolio, credits: Sequence[str], voice: Speaker) -> Markup:
    data = el("a", "routes.json", href="routes.json")
    seed = voice.say("region {region} · seed {seed}", region=portfolio.region, seed=portfolio.seed)
    return el("footer", el("p", f"tourplanner · {seed} · ", data), *(el("p", line) for line in credits))
