"""The list of crafts and a page for each."""

from __future__ import annotations

from itertools import groupby

from tourplanner.model import Craft
from tourplanner.publish.handbook.book import Book
from tourplanner.publish.handbook.frame import Page, section
from tourplanner.publish.handbook.maps import villages_map
from tourplanner.publish.handbook.paths import craft_path, file_of
from tourplanner.publish.handbook.villages import village_links
from tourplanner.publish.markup import Markup, el, join
from tourplanner.publish.panel import other_name, shown
from tourplanner.speech import Speaker


def crafts_page(book: Book, voice: Speaker) -> Page:
    title = voice.say("Crafts")
    groups = groupby(book.crafts.values(), key=lambda craft: craft.group)
    parts = (_group(list(crafts), book, voice) for _, crafts in groups)
    return Page("crafts.html", title, title, join(el("h1", title), *parts))


def _group(crafts: list[Craft], book: Book, voice: Speaker) -> Markup:
    return section(
        voice.content(crafts[0].group_name).marked,
        el("ul", *(el("li", _link(craft, book, voice)) for craft in crafts), class_="hb-list hb-tight"),
        id=f"group-{file_of(crafts[0].group)}",
    )


def _link(craft: Craft, book: Book, voice: Speaker) -> Markup:
    count = len(book.villages_of.get(craft.id, ()))
    told = voice.many("{count} craft village", "{count} craft villages", count)
    return join(el("a", shown(craft.name, voice), href=craft_path(craft.id)), el("span", told))


def craft_page(craft: Craft, book: Book, voice: Speaker) -> Page:
    villages = book.villages_of.get(craft.id, [])
    name = voice.content(craft.name).marked
    body = join(
        el(
            "header",
            el("p", shown(craft.group_name, voice), class_="hb-eyebrow"),
            el("h1", shown(craft.name, voice)),
            other_name(craft.name, voice),
            el("p", voice.say("at risk of dying out"), class_="hb-soft") if craft.at_risk else None,
            class_="hb-title",
        ),
        villages_map(villages, f"{voice.say('Map')}: {name}", "../") if villages else None,
        section(voice.say("Villages of this craft"), village_links(villages, book, voice, "../")),
    )
    return Page(craft_path(craft.id), name, f"{name}: {', '.join(each.name.vi for each in villages[:12])}", body)
