"""A village's page: what it is known for, what to do, when its festivals are, and how much of it is verified."""

from __future__ import annotations

from collections.abc import Iterator

from tourplanner.model import Festival, OcopProduct, Village
from tourplanner.model.base import Recorded
from tourplanner.publish.files.jsonld import village_jsonld
from tourplanner.publish.handbook.book import Book, Held
from tourplanner.publish.handbook.experiences import experience_card
from tourplanner.publish.handbook.facts import (
    HOST_KINDS,
    badge,
    dated,
    editors_note,
    lunar_words,
    pairs,
    solar_words,
    sure,
    where_words,
)
from tourplanner.publish.handbook.frame import Page, section
from tourplanner.publish.handbook.maps import villages_map
from tourplanner.publish.handbook.paths import calendar_path, craft_path, gate_path, route_path, village_path
from tourplanner.publish.markup import Markup, el, join
from tourplanner.publish.panel import other_name, shown
from tourplanner.publish.words import MANNERS, RECOGNITIONS, sureness
from tourplanner.speech import Speaker, message

HOME, ROOT = "../", "../../"
"""From a village's page to its language's folder, and to the handbook's."""
_MET = message("environmental rules met")
_NOT_MET = message("environmental rules not met")


def village_page(village: Village, book: Book, voice: Speaker) -> Page:
    path = village_path(village.id)
    about = ", ".join(voice.content(book.crafts[id].name).text for id in village.crafts if id in book.crafts)
    data = village_jsonld(
        village,
        "vi" if voice.language == "vi" else "en",
        on=book.on,
        experiences=book.experiences_of.get(village.id, ()),
        festivals=[(held.festival, held.days) for each in _festivals(village, book) for held in _held(each, book)],
        url=book.url(voice.language, path),
    )
    body = join(
        _title(village, book, voice),
        _story(village, book, voice),
        _experiences(village, book, voice),
        _festival_part(village, book, voice),
        _products(village, book, voice),
        _way(village, voice),
        _routes(village, book, voice),
        _hosts(village, book, voice),
        _etiquette(village, book, voice),
        _verified(village, book, voice),
        _gate(village, book, voice),
    )
    return Page(path, village.name.vi, f"{village.name.vi}: {about}" if about else village.name.vi, body, data)


def _title(village: Village, book: Book, voice: Speaker) -> Markup:
    crafts = [book.crafts[id] for id in dict.fromkeys(village.crafts) if id in book.crafts]
    return el(
        "header",
        el("p", where_words(village, book.on, voice), class_="hb-eyebrow"),
        el("h1", village.name.vi, lang="vi" if voice.language != "vi" else None),
        _other(village, voice),
        el(
            "ul",
            *(el("li", el("a", shown(craft.name, voice), href=f"{HOME}{craft_path(craft.id)}")) for craft in crafts),
            class_="hb-chips",
        )
        if crafts
        else None,
        el("ul", *(el("li", each) for each in _marks(village, book, voice)), class_="hb-marks"),
        class_="hb-title",
    )


def _other(village: Village, voice: Speaker) -> Markup | None:
    """The name as the page's language has it, under the one on the signposts."""
    if voice.language == "vi":
        return other_name(village.name, voice)
    found = voice.content(village.name)
    return None if found.text == village.name.vi else el("p", found.marked, class_="en", lang=found.language)


def _marks(village: Village, book: Book, voice: Speaker) -> Iterator[Markup]:
    yield join(voice.say(RECOGNITIONS[village.recognition]), " ", sure(village, "recognition", voice))
    at_risk = any(book.crafts[id].at_risk for id in village.crafts if id in book.crafts)
    if village.at_risk or at_risk:
        yield join(voice.say("at risk of dying out"), " ", sure(village, "at_risk", voice) if village.at_risk else None)
    if village.environment != "unknown":
        told = voice.say(_MET) if village.environment == "met" else voice.say(_NOT_MET)
        yield join(told, " ", sure(village, "environment", voice))


def _story(village: Village, book: Book, voice: Speaker) -> Markup | None:
    """A story that somebody answers for."""
    story = book.stories.get(village.id)
    if story is None or not story.text:
        return None
    told = el("p", shown(story.text, voice), " ", badge(story.provenance, voice))
    return section(voice.say("The story"), told)


def _etiquette(village: Village, book: Book, voice: Speaker) -> Markup:
    """The village's own rules of courtesy before those that hold everywhere."""
    story = book.stories.get(village.id)
    own = [join(shown(each, voice), " ", badge(story.provenance, voice)) for each in story.etiquette] if story else []
    lines = (el("li", each) for each in (*own, *map(voice.say, MANNERS)))
    return section(voice.say("Etiquette"), el("ul", *lines))


def _experiences(village: Village, book: Book, voice: Speaker) -> Markup:
    found = book.experiences_of.get(village.id, ())
    cards = [experience_card(each, book, voice) for each in found]
    none = el("p", voice.say("Nothing to do there is on record yet."), class_="hb-soft")
    told = el("div", *cards, class_="hb-cards") if cards else none
    return section(voice.say("What to do there"), told)


def _festivals(village: Village, book: Book) -> list[Festival]:
    return book.festivals_of.get(village.id, [])


def _held(festival: Festival, book: Book) -> list[Held]:
    return book.held_of.get(festival.id, [])


def _festival_part(village: Village, book: Book, voice: Speaker) -> Markup | None:
    found = _festivals(village, book)
    if not found:
        return None
    cards = (_festival_card(each, book, voice) for each in found)
    feed = el("a", voice.say("Subscribe to this calendar"), href=book.feed(calendar_path(village.id), ROOT))
    parts = (el("div", *cards, class_="hb-cards"), el("p", feed, class_="hb-actions"))
    return section(voice.say("Festivals"), *parts, id="festivals")


def _festival_card(festival: Festival, book: Book, voice: Speaker) -> Markup:
    provenance = festival.fact("first_day").provenance
    known = {each.id: each for each in book.experiences_of.get(festival.village, ())}
    closes = [voice.content(known[id].name).marked for id in festival.closes if id in known]
    opens = [voice.content(known[id].name).marked for id in festival.opens if id in known]
    return el(
        "article",
        el("h3", shown(festival.name, voice)),
        other_name(festival.name, voice),
        el(
            "p",
            lunar_words(festival, voice),
            " ",
            badge(provenance.replace(confidence=festival.confidence), voice),
        ),
        el("ul", *(el("li", solar_words(held.days, voice)) for held in _held(festival, book)), class_="hb-days"),
        el("p", voice.say("only then: {names}", names="; ".join(opens))) if opens else None,
        el("p", voice.say("closed then: {names}", names="; ".join(closes))) if closes else None,
        class_="hb-card",
    )


def _products(village: Village, book: Book, voice: Speaker) -> Markup | None:
    if not village.ocop:
        return None
    items = (el("li", _product(each, book, voice)) for each in village.ocop)
    return section(voice.say("OCOP products"), el("ul", *items, class_="hb-list"), id="ocop")


def _product(product: OcopProduct, book: Book, voice: Speaker) -> Markup:
    stars = voice.many("OCOP product, {count} star", "OCOP product, {count} stars", product.stars or 0)
    told = [
        stars if product.stars else voice.say("OCOP product"),
        voice.say("since {date}", date=voice.short_day(product.since)) if product.since else voice.say("date unknown"),
        voice.say("until {date}", date=voice.short_day(product.until)) if product.until else "",
    ]
    source = _source(product.source, book) if product.source else None
    return join(el("b", shown(product.name, voice)), el("span", " · ".join(filter(None, told)), " ", source))


def _way(village: Village, voice: Speaker) -> Markup:
    place = village.place
    spot = f"{place.lat:.5f}, {place.lon:.5f}"
    link = f"https://www.openstreetmap.org/?mlat={place.lat}&mlon={place.lon}#map=15/{place.lat}/{place.lon}"
    within = voice.say("the true spot lies within {distance}", distance=voice.distance(place.accuracy_m))
    return section(
        voice.say("How to get there"),
        villages_map([village], f"{voice.say('Map')}: {village.name.vi}", HOME),
        pairs((voice.say("Position"), spot, sure(village, "place", voice))),
        el("p", within, class_="hb-soft") if place.accuracy_m else None,
        el("p", el("a", voice.say("Open in OpenStreetMap"), href=link, rel="noreferrer"), class_="hb-actions"),
    )


def _routes(village: Village, book: Book, voice: Speaker) -> Markup | None:
    found = book.routes_of.get(village.id)
    if not found:
        return None
    links = (
        el(
            "li",
            el("a", shown(route.name, voice), href=f"{HOME}{route_path(route.id)}"),
            el("span", voice.day(route.days[0].date)),
        )
        for route in found
    )
    return section(voice.say("Routes that come here"), el("ul", *links, class_="hb-list"))


def _hosts(village: Village, book: Book, voice: Speaker) -> Markup | None:
    found = book.hosts_of.get(village.id)
    if not found:
        return None
    items = (
        el(
            "li",
            el("b", shown(host.name, voice)),
            el("span", voice.say(HOST_KINDS[host.kind]), " ", sure(host, "name", voice)),
        )
        for host in found
    )
    return section(voice.say("Artisans and hosts"), el("ul", *items, class_="hb-list"))


def _verified(village: Village, book: Book, voice: Speaker) -> Markup:
    named: list[tuple[str, Recorded, str]] = [
        (voice.say("Crafts"), village, "crafts"),
        (voice.say("Recognition"), village, "recognition"),
        (voice.say("Commune"), village, "communes"),
        (voice.say("Position"), village, "place"),
    ]
    rows = (_fact_row(what, record, name, book, voice) for what, record, name in named)
    heads = (voice.say("What"), voice.say("Reliability"), voice.say("As of"), voice.say("Sources"))
    head = el("thead", el("tr", *(el("th", each, scope="col") for each in heads)))
    table = el("table", head, el("tbody", *rows))
    return section(voice.say("What is verified, and since when"), table, editors_note(village.note, voice))


def _fact_row(what: str, record: Recorded, name: str, book: Book, voice: Speaker) -> Markup:
    provenance = record.fact(name).provenance
    sources = [_source(key, book) for key in provenance.sources]
    return el(
        "tr",
        el("th", what, scope="row"),
        el("td", sureness(provenance.confidence, voice)),
        el("td", dated(provenance, voice)),
        el("td", *(join(" " if at else "", source) for at, source in enumerate(sources)) if sources else "–"),
    )


def _source(key: str, book: Book) -> Markup:
    """A source's number, leading to what it is; its key where it is not on record."""
    number = book.sources.get(key)
    if number is None:
        return el("small", key)
    return el("a", f"[{number}]", href=f"{HOME}about.html#source-{number}")


def _gate(village: Village, book: Book, voice: Speaker) -> Markup | None:
    if not book.address:
        return None
    link = el("a", voice.say("Sheet for the village gate, with a code to scan"), href=f"{ROOT}{gate_path(village.id)}")
    return el("p", link, class_="hb-actions hb-noprint")
