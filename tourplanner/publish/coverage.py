"""What a portfolio covers, in words and tables beside its map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tourplanner.model import Portfolio, QuotaResult
from tourplanner.publish.markup import Markup, el
from tourplanner.publish.overview import Facets, commune, routes_by_village
from tourplanner.publish.panel import shown
from tourplanner.publish.pins import route_colour
from tourplanner.publish.proof import quota_name
from tourplanner.publish.shelf import Shelf
from tourplanner.publish.words import DATA_WARNING, FALLEN_BACK, role_names
from tourplanner.speech import Speaker
from tourplanner.speech.alphabet import vietnamese_key


def coverage_panel(portfolio: Portfolio, credits: Sequence[str], voice: Speaker, shelf: Shelf) -> Markup:
    """Everything beside the portfolio's map."""
    facets = Facets.of(portfolio, voice)
    return el(
        "aside",
        _head(portfolio, voice),
        _routes(portfolio, voice, shelf),
        _villages(portfolio, voice),
        *_counts(facets, voice),
        quota_table(portfolio.quotas, voice),
        _foot(credits, voice),
        class_="tp-panel tp-coverage",
        tabindex="0",
        aria_label=voice.say("Coverage"),
    )


def portfolio_month(portfolio: Portfolio, voice: Speaker) -> str:
    """The month a portfolio is for, in words."""
    return voice.month(date.fromisoformat(f"{portfolio.month}-01"))


def portfolio_numbers(portfolio: Portfolio, voice: Speaker) -> Markup:
    """How many routes, villages, crafts and stops there are."""
    crafts = len({craft.id for route in portfolio.routes for craft in route.crafts if not craft.heritage})
    routes, villages = len(portfolio), len(portfolio.villages)
    stops = sum(len(route.visits) for route in portfolio.routes)
    numbers = (
        (routes, voice.many("route", "routes", routes)),
        (villages, voice.many("craft village", "craft villages", villages)),
        (crafts, voice.many("craft", "crafts", crafts)),
        (stops, voice.many("stop", "stops", stops)),
    )
    return el("ul", *(el("li", el("b", number), " ", name) for number, name in numbers), class_="tp-numbers")


def quota_table(quotas: Sequence[QuotaResult], voice: Speaker) -> Markup | None:
    """The targets a portfolio was planned for, and what it reached; None without targets."""
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
    names = (voice.say("Target for all routes"), voice.say("Required"), voice.say("Reached"))
    head = el("tr", *(el("th", name, scope="col") for name in names), el("td"))
    table = el("table", el("thead", head), el("tbody", *rows))
    heading = voice.say("Targets")
    return el("section", el("h2", heading), table, class_="tp-block", aria_label=heading)


def _head(portfolio: Portfolio, voice: Speaker) -> Markup:
    about = el("p", shown(portfolio.region_name, voice), " · ", portfolio_month(portfolio, voice), class_="tp-eyebrow")
    title = el("h1", voice.say("Map of all routes"))
    return el("header", about, title, portfolio_numbers(portfolio, voice))


def _routes(portfolio: Portfolio, voice: Speaker, shelf: Shelf) -> Markup:
    rows = (
        el(
            "li",
            _chip(number),
            el("a", shown(route.name, voice), href=shelf.at(shelf.page, route), data_leg=f"r{number}"),
        )
        for number, route in enumerate(portfolio.routes, 1)
    )
    return el("section", el("h2", voice.say("Routes")), el("ol", *rows, class_="tp-list"), class_="tp-block")


def _chip(number: int) -> Markup:
    return el("span", number, class_="tp-chip tp-small", style=f"background:{route_colour(number)}")


def _villages(portfolio: Portfolio, voice: Speaker) -> Markup:
    """Each village with the routes that pass it."""
    passing = routes_by_village(portfolio)
    rows = []
    for village in sorted(portfolio.villages, key=lambda each: (vietnamese_key(each.name.vi), each.id)):
        numbers = passing[village.id]
        where = commune(portfolio.routes[numbers[0] - 1], village)
        name = el("th", village.name.vi, el("small", where) if where else None, scope="row")
        rows.append(el("tr", name, el("td", *(_chip(number) for number in numbers), class_="tp-chips")))
    head = el("tr", *(el("th", name, scope="col") for name in (voice.say("Village"), voice.say("Routes"))))
    table = el("table", el("thead", head), el("tbody", *rows))
    return el("section", el("h2", voice.say("Craft villages")), table, class_="tp-block")


def _counts(facets: Facets, voice: Speaker) -> Iterator[Markup]:
    """How many villages and routes each craft, commune and role has."""
    roles = role_names(voice)
    for at, heading, names in (
        (1, voice.say("Crafts"), [shown(craft.name, voice) for craft in facets.crafts]),
        (2, voice.say("Communes and wards"), list(facets.communes)),
        (3, voice.say("Roles"), [roles[role] for role in facets.roles]),
    ):
        if names:
            yield _count_table(facets, at, heading, names, voice)


def _count_table(facets: Facets, at: int, heading: str, names: Sequence[object], voice: Speaker) -> Markup:
    found: list[tuple[set[str], set[int]]] = [(set(), set()) for _ in names]
    for id, numbers in routes_by_village(facets.portfolio).items():
        village = next(each for each in facets.portfolio.villages if each.id == id)
        for number in numbers:
            for key in facets.keys(number, village)[at]:
                found[key][0].add(id)
                found[key][1].add(number)
    columns = (heading, voice.say("Craft villages"), voice.say("Routes"))
    head = el("tr", *(el("th", name, scope="col") for name in columns))
    rows = (
        el("tr", el("th", name, scope="row"), el("td", len(villages), class_="n"), el("td", len(routes), class_="n"))
        for name, (villages, routes) in zip(names, found, strict=True)
    )
    return el("section", el("table", el("thead", head), el("tbody", *rows)), class_="tp-block")


def _foot(credits: Sequence[str], voice: Speaker) -> Markup:
    told = (voice.say(DATA_WARNING), voice.say(FALLEN_BACK) if voice.language != "vi" else None)
    texts = (el("p", text) for text in told if text)
    return el("footer", *texts, *(el("p", line, class_="tp-credit") for line in credits))
