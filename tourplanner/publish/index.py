"""index.html: a portfolio on one page for the operator and the department."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

import folium

from tourplanner.model import Itinerary, Portfolio, QuotaResult, Village
from tourplanner.model.basemap import Basemap
from tourplanner.publish.basemap import packaged_basemap
from tourplanner.publish.files.lines import Line, is_straight, leg_line
from tourplanner.publish.layers import icon_marker
from tourplanner.publish.markup import Markup, el, escape, join, js_literal
from tourplanner.publish.panel import chip, dated, doubt, other_name, shown
from tourplanner.publish.pins import Pin, pins, route_colour
from tourplanner.publish.proof import proof_of, quota_name, shown_facts
from tourplanner.publish.standalone import page
from tourplanner.publish.strands import Strand, strands
from tourplanner.publish.webmap import all_credits, bounds_of, empty_map, finish_map, spot
from tourplanner.publish.words import (
    DATA_WARNING,
    FALLEN_BACK,
    STRAIGHT_LINE,
    VIETNAMESE,
    clean,
    folder_name,
    price_of,
    roles_of,
)
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

    It links to ``<route id>/map.html`` and the other files that ``export`` writes beside it, and asks nothing of any
    network. Same portfolio, same bytes. For ``language`` see ``route_map``.
    """
    basemap, voice = basemap or packaged_basemap(), speaker(language)
    figure = overview(portfolio, basemap, voice)
    credits = all_credits(portfolio.attributions, None, basemap)
    after = join(
        el("section", *_cards(portfolio, voice), class_="tp-routes"),
        _quotas(portfolio.quotas, voice),
        _facts(portfolio, voice),
        _foot(portfolio, credits, voice),
    )
    title = voice.say(
        "{routes} of craft villages – {region}, {month}",
        routes=voice.many("{count} route", "{count} routes", len(portfolio)),
        region=voice.content(portfolio.region_name).text,
        month=_month(portfolio, voice),
    )
    head = _head(portfolio, voice)
    return page(figure, title=title, before=head, after=after, css="index.css", language=voice.language)


def overview(portfolio: Portfolio, basemap: Basemap, voice: Speaker = VIETNAMESE) -> folium.Map:
    """All routes of a portfolio on one map, a switchable layer each."""
    bounds = bounds_of(*portfolio.routes)
    figure = empty_map(bounds, None, basemap, voice)
    along = strands([_driven(route) for route in portfolio.routes])
    for number, (route, lines) in enumerate(zip(portfolio.routes, along, strict=True), 1):
        _route_layer(number, route, lines, voice).add_to(figure)
    _villages_layer(portfolio, voice).add_to(figure)
    finish_map(figure, bounds, all_credits(portfolio.attributions, None, basemap))
    return figure


def _route_layer(number: int, route: Itinerary, along: Sequence[Strand], voice: Speaker) -> folium.FeatureGroup:
    """A route's straight legs dashed, then what it drives, beside the other routes on its roads."""
    title = escape(f"{number}. {voice.content(route.name).marked}")
    group = folium.FeatureGroup(name=title)
    look = {"color": route_colour(number), "weight": 3, "tooltip": title}
    names = f"tp-path tp-path-r{number}"
    for line in _straight(route):
        folium.PolyLine(line, color="#fff", weight=5, opacity=0.7).add_to(group)  # type: ignore[no-untyped-call]
        folium.PolyLine(line, className=names, dashArray="7 5", **look).add_to(group)  # type: ignore[no-untyped-call]
    for strand in along:
        casing = {"color": "#fff", "weight": 5, "opacity": 0.7, "className": "tp-strand"}
        for each in (casing, look | {"className": f"{names} tp-strand"}):
            drawn = folium.PolyLine(strand.points, **each)  # type: ignore[no-untyped-call]
            drawn.options["lanes"] = strand.lanes
            drawn.add_to(group)
    return group


def _driven(route: Itinerary) -> list[Line]:
    """The lines of a route's legs along roads."""
    return [leg_line(day, at) for day in route.days for at, leg in enumerate(day.legs) if not is_straight(leg)]


def _straight(route: Itinerary) -> list[list[list[float]]]:
    """The lines of runs of legs without road geometry, without those that stay at one spot."""
    found = []
    for day in route.days:
        moving = (index for index in range(len(day.legs)) if len(set(leg_line(day, index))) > 1)
        for straight, legs in groupby(moving, key=lambda index, day=day: is_straight(day.legs[index])):  # type: ignore[misc]
            if straight:
                found.append([list(point) for index in legs for point in leg_line(day, index)])
    return found


def _villages_layer(portfolio: Portfolio, voice: Speaker) -> folium.FeatureGroup:
    """Every start point and village once, villages with the numbers of the routes that visit them."""
    group = folium.FeatureGroup(name=voice.say("Craft villages"))
    first = portfolio.routes[0].days[0]
    points = {p.id: p for route in portfolio.routes for day in route.days for p in (day.start, day.end)}.values()
    for index, point in enumerate(points):
        pin = Pin("start", point.place, index, point.name.vi, first, point=point)
        spot(pin).add_to(group)
        _overview_chip(pin, chip(pin), el("div", shown(point.name, voice), class_="tp-card")).add_to(group)
    for index, village in enumerate(portfolio.villages, len(points)):
        pin = Pin("visit", village.place, index, village.name.vi, first)
        spot(pin).add_to(group)
        numbers = [n for n, route in enumerate(portfolio.routes, 1) if village in route.villages]
        for number in numbers:
            face = el("span", number, class_="tp-chip tp-small", style=f"background:{route_colour(number)}")
            _overview_chip(pin, face, _village_popup(portfolio, village, numbers, voice)).add_to(group)
    return group


def _overview_chip(pin: Pin, face: Markup, popup: Markup) -> folium.Marker:
    title = folium.JsCode(js_literal(clean(pin.spot)))
    return icon_marker(
        face, (pin.place.lat, pin.place.lon), popup=popup, title=title, group=pin.group, part="chip"
    )


def _village_popup(portfolio: Portfolio, village: Village, numbers: Sequence[int], voice: Speaker) -> Markup:
    routes = (
        el("li", el("a", f"{n}. ", shown(route.name, voice), href=_link(route, "map.html")))
        for n, route in ((n, portfolio.routes[n - 1]) for n in numbers)
    )
    return el("div", el("h3", village.name.vi), el("ul", *routes), class_="tp-card")


def _link(route: Itinerary, file: str) -> str:
    return f"{folder_name(route.id)}/{file}"


def _month(portfolio: Portfolio, voice: Speaker) -> str:
    return voice.month(date.fromisoformat(f"{portfolio.month}-01"))


def _head(portfolio: Portfolio, voice: Speaker) -> Markup:
    routes, villages = len(portfolio), len(portfolio.villages)
    crafts = len({craft.id for route in portfolio.routes for craft in route.crafts if not craft.heritage})
    stops = sum(len(route.visits) for route in portfolio.routes)
    numbers = (
        (routes, voice.many("route", "routes", routes)),
        (villages, voice.many("craft village", "craft villages", villages)),
        (crafts, voice.many("craft", "crafts", crafts)),
        (stops, voice.many("stop", "stops", stops)),
    )
    title = voice.many("{count} craft village experience", "{count} craft village experiences", routes)
    english = f"{routes} craft-village experience routes, {portfolio.month}"
    covers = f"Bound over: {portfolio.objective.covers}" if portfolio.objective.covers else None
    return el(
        "header",
        el("p", shown(portfolio.region_name, voice), " · ", _month(portfolio, voice), class_="tp-eyebrow"),
        el("h1", title),
        el("p", english, class_="en", lang="en") if voice.language == "vi" else None,
        el("ul", *(el("li", el("b", n), " ", name) for n, name in numbers), class_="tp-numbers"),
        el("p", proof_of(portfolio, voice), el("small", covers, lang="en") if covers else None, class_="tp-proof"),
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
            el("a", shown(route.name, voice), href=_link(route, "map.html")),
        ),
        other_name(route.name, voice),
        el("p", dated(route.days[0], voice), class_="tp-date"),
        el("ol", *(_stop_line(pin, voice) for pin in pins(route) if pin.stop), class_="tp-stops"),
        el("dl", *(join(el("dt", name), el("dd", text)) for name, text in _card_facts(route, voice) if text)),
        _warnings(route, voice),
        el("nav", *(el("a", voice.say(name), href=_link(route, file)) for file, name in ROUTE_FILES)),
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


def _quotas(quotas: Sequence[QuotaResult], voice: Speaker) -> Markup | None:
    if not quotas:
        return None
    rows = (
        el(
            "tr",
            el("td", quota_name(quota, voice)),
            el("td", f"{'≥' if quota.sense == 'at least' else '≤'} {voice.number(quota.required)}", class_="n"),
            el("td", voice.number(quota.achieved), class_="n"),
            el("td", voice.say("met") if quota.met else voice.say("not met"), class_="ok" if quota.met else "bad"),
        )
        for quota in quotas
    )
    names = (voice.say("Target for all routes"), voice.say("Required"), voice.say("Reached"), "")
    head = el("tr", *(el("th", name, scope="col") for name in names))
    table = el("table", el("thead", head), el("tbody", *rows))
    return el("section", el("h2", voice.say("Targets")), table, class_="tp-block")


def _facts(portfolio: Portfolio, voice: Speaker) -> Markup:
    facts = shown_facts(portfolio)
    verified = sum(fact.verified for fact in facts)
    text = voice.say(SOURCED, verified=verified, all=len(facts), rest=len(facts) - verified)
    straight = any(is_straight(leg) and leg.metres for route in portfolio.routes for leg in route.legs)
    lines: list[object] = [text, voice.say(DATA_WARNING), voice.say(STRAIGHT_LINE) if straight else None]
    lines += [shown(notice.text, voice) for notice in portfolio.notices]
    lines.append(voice.say(FALLEN_BACK) if voice.language != "vi" else None)
    told = (el("p", line) for line in lines if line is not None)
    return el("section", el("h2", voice.say("Reliability")), *told, class_="tp-block")


def _foot(portfolio: Portfolio, credits: Sequence[str], voice: Speaker) -> Markup:
    data = el("a", "routes.json", href="routes.json")
    seed = voice.say("region {region} · seed {seed}", region=portfolio.region, seed=portfolio.seed)
    return el("footer", el("p", f"tourplanner · {seed} · ", data), *(el("p", line) for line in credits))
