"""index.html: a portfolio on one page for the operator and the department."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import folium

from tourplanner.model import Fact, Itinerary, Portfolio, QuotaResult, Village
from tourplanner.model.basemap import Basemap
from tourplanner.publish.basemap import packaged_basemap
from tourplanner.publish.files.lines import Line, is_straight, leg_line
from tourplanner.publish.layers import icon_marker
from tourplanner.publish.markup import Markup, el, escape, join, js_literal
from tourplanner.publish.panel import chip, dated, doubt
from tourplanner.publish.pins import Pin, pins, route_colour
from tourplanner.publish.standalone import page
from tourplanner.publish.strands import Strand, strands
from tourplanner.publish.webmap import all_credits, bounds_of, empty_map, finish_map, spot
from tourplanner.publish.words import (
    DATA_WARNING,
    ROLE_NAMES,
    STRAIGHT_LINE,
    clean,
    clock,
    duration,
    folder_name,
    grouped,
    kilometres,
    price_of,
)

ROUTE_FILES = (
    ("map.html", "Bản đồ"),
    ("map.pdf", "Bản in A4"),
    ("route.ics", "Lịch"),
    ("route.gpx", "GPX"),
    ("route.geojson", "GeoJSON"),
)
QUOTA_NAMES = {
    "villages": "làng nghề",
    "crafts": "nghề",
    "communes": "xã, phường (từ 1/7/2025)",
    "at risk": "nghề, làng có nguy cơ mai một",
    "ocop": "làng có sản phẩm OCOP",
    "visits per village": "tuyến cùng ghé một làng",
    "overlap percent": "% điểm dừng chung của hai tuyến",
    "share permille": "‰ thời gian khách dành cho mỗi làng",
}


def index_html(portfolio: Portfolio, *, basemap: Basemap | None = None) -> bytes:
    """
    The portfolio's page: score and bound, all routes on one map and each with its timetable, the quotas.

    It links to ``<route id>/map.html`` and the other files that ``export`` writes beside it, and asks nothing of any
    network. Same portfolio, same bytes.
    """
    basemap = basemap or packaged_basemap()
    figure = overview(portfolio, basemap)
    credits = all_credits(portfolio.attributions, None, basemap)
    after = join(
        el("section", *_cards(portfolio), class_="tp-routes"),
        _quotas(portfolio.quotas),
        _facts(portfolio),
        _foot(portfolio, credits),
    )
    title = f"{len(portfolio)} tuyến làng nghề – {portfolio.region_name.vi}, {_month(portfolio)}"
    return page(figure, title=title, before=_head(portfolio), after=after, css="index.css")


def overview(portfolio: Portfolio, basemap: Basemap) -> folium.Map:
    """All routes of a portfolio on one map, a switchable layer each."""
    bounds = bounds_of(*portfolio.routes)
    figure = empty_map(bounds, None, basemap)
    along = strands([_driven(route) for route in portfolio.routes])
    for number, (route, lines) in enumerate(zip(portfolio.routes, along, strict=True), 1):
        _route_layer(number, route, lines).add_to(figure)
    _villages_layer(portfolio).add_to(figure)
    finish_map(figure, bounds, all_credits(portfolio.attributions, None, basemap))
    return figure


def _route_layer(number: int, route: Itinerary, along: Sequence[Strand]) -> folium.FeatureGroup:
    """A route's straight legs dashed, then what it drives, beside the other routes on its roads."""
    title = escape(f"{number}. {route.name.vi}")
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


def _villages_layer(portfolio: Portfolio) -> folium.FeatureGroup:
    """Every start point and village once, villages with the numbers of the routes that visit them."""
    group = folium.FeatureGroup(name="Làng nghề")
    first = portfolio.routes[0].days[0]
    points = {p.id: p for route in portfolio.routes for day in route.days for p in (day.start, day.end)}.values()
    for index, point in enumerate(points):
        pin = Pin("start", point.place, index, point.name.vi, first, point=point)
        spot(pin).add_to(group)
        _overview_chip(pin, chip(pin), el("div", point.name.vi, class_="tp-card")).add_to(group)
    for index, village in enumerate(portfolio.villages, len(points)):
        pin = Pin("visit", village.place, index, village.name.vi, first)
        spot(pin).add_to(group)
        numbers = [n for n, route in enumerate(portfolio.routes, 1) if village in route.villages]
        for number in numbers:
            face = el("span", number, class_="tp-chip tp-small", style=f"background:{route_colour(number)}")
            _overview_chip(pin, face, _village_popup(portfolio, village, numbers)).add_to(group)
    return group


def _overview_chip(pin: Pin, face: Markup, popup: Markup) -> folium.Marker:
    title = folium.JsCode(js_literal(clean(pin.spot)))
    return icon_marker(
        face, (pin.place.lat, pin.place.lon), popup=popup, title=title, group=pin.group, part="chip"
    )


def _village_popup(portfolio: Portfolio, village: Village, numbers: Sequence[int]) -> Markup:
    routes = (
        el("li", el("a", f"{n}. {portfolio.routes[n - 1].name.vi}", href=_link(portfolio.routes[n - 1], "map.html")))
        for n in numbers
    )
    return el("div", el("h3", village.name.vi), el("ul", *routes), class_="tp-card")


def _link(route: Itinerary, file: str) -> str:
    return f"{folder_name(route.id)}/{file}"


def _month(portfolio: Portfolio) -> str:
    year, month = portfolio.month.split("-")
    return f"tháng {int(month)}/{year}"


def _head(portfolio: Portfolio) -> Markup:
    objective = portfolio.objective
    gap = f"{100 * objective.gap:.1f}".replace(".", ",")
    proof = f"Điểm {grouped(objective.score)}, cận trên {grouped(objective.bound)}: " + (
        f"còn cách tối ưu nhiều nhất {gap} %." if objective.gap else "đã chứng minh tối ưu."
    )
    covers = f"Bound over: {objective.covers}" if objective.covers else None
    stops = sum(len(route.visits) for route in portfolio.routes)
    numbers = (
        (len(portfolio), "tuyến"),
        (len(portfolio.villages), "làng nghề"),
        (len({craft.id for route in portfolio.routes for craft in route.crafts if not craft.heritage}), "nghề"),
        (stops, "điểm dừng"),
    )
    return el(
        "header",
        el("p", portfolio.region_name.vi, " · ", _month(portfolio), class_="tp-eyebrow"),
        el("h1", f"{len(portfolio)} tuyến trải nghiệm làng nghề"),
        el("p", f"{len(portfolio)} craft-village experience routes, {portfolio.month}", class_="en", lang="en"),
        el("ul", *(el("li", el("b", n), " ", name) for n, name in numbers), class_="tp-numbers"),
        el("p", proof, el("small", covers, lang="en") if covers else None, class_="tp-proof"),
        class_="tp-head",
    )


def _cards(portfolio: Portfolio) -> Iterator[Markup]:
    for number, route in enumerate(portfolio.routes, 1):
        yield _card(number, route)


def _card(number: int, route: Itinerary) -> Markup:
    english = route.name.get("en")
    days = route.days
    drive = sum(day.drive_s for day in days)
    facts = (
        ("Chủ đề", route.theme.vi),
        ("Giờ", f"{clock(days[0].depart)}–{clock(days[-1].back)}" + (f", {len(days)} ngày" if len(days) > 1 else "")),
        ("Đường", f"{kilometres(sum(day.metres for day in days))}, {duration(drive)} trên xe"),
        ("Giá", f"{route.price} cho {route.goal.party.size} khách{_price_gap(route)}"),
        ("Vai trò", ", ".join(ROLE_NAMES[role] for role in ROLE_NAMES if role in route.roles)),
    )
    return el(
        "article",
        el(
            "h2",
            el("span", number, class_="tp-chip", style=f"background:{route_colour(number)}"),
            el("a", route.name.vi, href=_link(route, "map.html")),
        ),
        el("p", english, class_="en", lang="en") if english != route.name.vi else None,
        el("p", dated(days[0]), class_="tp-date"),
        el("ol", *(_stop_line(pin) for pin in pins(route) if pin.stop), class_="tp-stops"),
        el("dl", *(join(el("dt", name), el("dd", text)) for name, text in facts if text)),
        _warnings(route),
        el("nav", *(el("a", name, href=_link(route, file)) for file, name in ROUTE_FILES)),
        id=folder_name(route.id),
        data_leg=f"r{number}",
    )


def _price_gap(route: Itinerary) -> str:
    missing = sum(stop.price is None for stop in route.stops)
    return f"; còn {missing} điểm chưa biết giá" if missing else ""


def _stop_line(pin: Pin) -> Markup:
    stop = pin.stop
    assert stop is not None
    kind = "tp-meal-line" if stop.is_meal else None
    return el(
        "li",
        el("time", f"{clock(stop.begin)}–{clock(stop.end)}"),
        el("span", el("b", stop.experience.name.vi), f" – {stop.village.name.vi}", doubt(stop.experience, "opening")),
        el("small", price_of(stop)),
        class_=kind,
    )


def _warnings(route: Itinerary) -> Markup | None:
    texts = [notice.text.vi for notice in route.notices]
    texts += [f"{wish.wish}: {wish.reason.vi}" for wish in route.unvisited]
    if not texts:
        return None
    return el("details", el("summary", f"{len(texts)} điều cần biết trước khi bán"), el("ul", *map(_item, texts)))


def _item(text: str) -> Markup:
    return el("li", text)


def _quotas(quotas: Sequence[QuotaResult]) -> Markup | None:
    if not quotas:
        return None
    rows = (
        el(
            "tr",
            el("td", QUOTA_NAMES.get(quota.name, quota.name)),
            el("td", f"{'≥' if quota.sense == 'at least' else '≤'} {grouped(quota.required)}", class_="n"),
            el("td", grouped(quota.achieved), class_="n"),
            el("td", "đạt" if quota.met else "chưa đạt", class_="ok" if quota.met else "bad"),
        )
        for quota in quotas
    )
    head = el("tr", *(el("th", name, scope="col") for name in ("Chỉ tiêu của cả bộ", "Yêu cầu", "Đạt được", "")))
    table = el("table", el("thead", head), el("tbody", *rows))
    return el("section", el("h2", "Chỉ tiêu"), table, class_="tp-block")


def shown_facts(portfolio: Portfolio) -> tuple[Fact, ...]:
    """The facts guests rely on, once each: hours, length and price of every stop, the spot of every village."""
    experiences = {stop.experience.id: stop.experience for route in portfolio.routes for stop in route.stops}
    villages = {stop.village.id: stop.village for route in portfolio.routes for stop in route.stops}
    facts = [each.fact(name) for each in experiences.values() for name in ("opening", "minutes", "price")]
    return (*facts, *(village.fact("place") for village in villages.values()))


def _facts(portfolio: Portfolio) -> Markup:
    facts = shown_facts(portfolio)
    verified = sum(fact.verified for fact in facts)
    text = (
        f"{verified} trong {len(facts)} dữ kiện trên trang này (giờ mở cửa, thời lượng, giá, vị trí) có nguồn; "
        f"{len(facts) - verified} là ước tính hoặc chưa rõ nguồn và được đánh dấu."
    )
    straight = any(is_straight(leg) and leg.metres for route in portfolio.routes for leg in route.legs)
    lines = (text, DATA_WARNING, STRAIGHT_LINE if straight else None, *(n.text.vi for n in portfolio.notices))
    return el(
        "section", el("h2", "Độ tin cậy"), *(el("p", line) for line in lines if line is not None), class_="tp-block"
    )


def _foot(portfolio: Portfolio, credits: Sequence[str]) -> Markup:
    data = el("a", "routes.json", href="routes.json")
    about = f"tourplanner · vùng {portfolio.region} · hạt giống {portfolio.seed} · "
    return el("footer", el("p", about, data), *(el("p", line) for line in credits))
