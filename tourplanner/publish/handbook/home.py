"""The first page: search, a map of all villages, what comes next."""

from __future__ import annotations

from itertools import groupby

from tourplanner.publish.handbook.book import Book
from tourplanner.publish.handbook.festivals import festival_list
from tourplanner.publish.handbook.frame import TITLE, Page, section
from tourplanner.publish.handbook.maps import all_villages_map
from tourplanner.publish.handbook.paths import file_of
from tourplanner.publish.handbook.routes import route_cards
from tourplanner.publish.markup import Markup, el, join
from tourplanner.speech import Speaker

COMING = 12
"""Festivals listed on the first page; its script shows the next few that are not over."""


def home_page(book: Book, voice: Speaker) -> Page:
    title = voice.say(TITLE)
    body = join(
        el(
            "header",
            el("p", voice.content(book.guide.name).marked, class_="hb-eyebrow"),
            el("h1", title),
            _search(voice),
            _counts(book, voice),
            class_="hb-title hb-hero",
        ),
        all_villages_map(voice.say("Map of the villages")) if book.villages else None,
        _coming(book, voice),
        _groups(book, voice),
        section(voice.say("Routes"), route_cards(book, voice)) if book.guide.routes else None,
    )
    return Page("index.html", title, f"{title}: {voice.content(book.guide.name).text}", body, scripts=("search.js",))


def _search(voice: Speaker) -> Markup:
    """Hidden until the script that searches is there."""
    one, other = (voice.many("{count} result", "{count} results", count, count="{n}") for count in (1, 5))
    none = voice.say("Nothing was found.")
    return el(
        "form",
        el("label", voice.say("Search villages, crafts, routes"), for_="hb-query"),
        el("input", id="hb-query", type="search", autocomplete="off", spellcheck="false"),
        el("p", id="hb-count", role="status", data_none=none, data_one=one, data_other=other),
        el("ul", id="hb-found", class_="hb-list"),
        role="search",
        class_="hb-search",
        hidden=True,
    )


def _counts(book: Book, voice: Speaker) -> Markup:
    guide = book.guide
    told = [
        voice.many("{count} craft village", "{count} craft villages", len(guide.villages)),
        voice.many("{count} craft", "{count} crafts", len(guide.crafts)),
        voice.many("{count} festival", "{count} festivals", len(guide.festivals)),
        voice.say("Updated {date}", date=voice.short_day(guide.as_of)),
    ]
    return el("p", " · ".join(told), class_="hb-soft")


def _coming(book: Book, voice: Speaker) -> Markup | None:
    if not book.held:
        return None
    more = el("a", voice.say("Festivals by the lunar calendar"), href="festivals.html")
    listed = festival_list(book.held[:COMING], book, voice)
    return section(voice.say("Next festivals"), listed, el("p", more, class_="hb-actions"), class_="hb-coming")


def _groups(book: Book, voice: Speaker) -> Markup | None:
    groups = [list(crafts) for _, crafts in groupby(book.crafts.values(), key=lambda craft: craft.group)]
    links = (
        el(
            "li",
            el("a", voice.content(crafts[0].group_name).marked, href=f"crafts.html#group-{file_of(crafts[0].group)}"),
        )
        for crafts in groups
    )
    return section(voice.say("Crafts"), el("ul", *links, class_="hb-chips")) if groups else None
