"""The list of villages by their first letters."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from tourplanner.model import Village
from tourplanner.publish.handbook.book import Book
from tourplanner.publish.handbook.frame import Page
from tourplanner.publish.handbook.paths import village_path
from tourplanner.publish.handbook.search import folded
from tourplanner.publish.markup import Markup, el, join
from tourplanner.publish.words import clean, commune_of
from tourplanner.speech import Speaker


def villages_page(book: Book, voice: Speaker) -> Page:
    title = voice.say("Villages")
    groups = [(letter, list(found)) for letter, found in groupby(book.villages.values(), key=_letter)]
    jumps = (el("a", letter, href=f"#letter-{at}") for at, (letter, _) in enumerate(groups))
    parts = (
        el("section", el("h2", letter, id=f"letter-{at}"), village_links(found, book, voice, ""), class_="hb-part")
        for at, (letter, found) in enumerate(groups)
    )
    count = voice.many("{count} craft village", "{count} craft villages", len(book.villages))
    about = f"{count} · {voice.say('Updated {date}', date=voice.short_day(book.guide.as_of))}"
    letters = el("nav", *jumps, class_="hb-letters", aria_label=voice.say("First letters"))
    body = join(el("h1", title), el("p", about, class_="hb-soft"), letters, *parts)
    return Page("villages.html", title, count, body)


def _letter(village: Village) -> str:
    """The first letter without its accents; "#" stands for everything that is none."""
    first = folded(clean(village.name.vi))[:1].upper()
    return first if first.isalpha() else "#"


def village_links(villages: Iterable[Village], book: Book, voice: Speaker, home: str) -> Markup:
    """Villages with their crafts and communes, each leading to its page."""
    return el("ul", *(el("li", _link(each, book, voice, home)) for each in villages), class_="hb-list")


def _link(village: Village, book: Book, voice: Speaker, home: str) -> Markup:
    crafts = [voice.content(book.crafts[id].name).text for id in village.crafts[:3] if id in book.crafts]
    told = " · ".join(filter(None, (", ".join(crafts), commune_of(village, book.on))))
    return join(el("a", village.name.vi, href=f"{home}{village_path(village.id)}"), el("span", told))
