"""Where the data comes from, how much of it has a source, and under which licences it may be used."""

from __future__ import annotations

import re
from collections import Counter

from tourplanner.model import Source
from tourplanner.model.base import CONFIDENCE_NAMES, Fact
from tourplanner.publish.handbook.book import Book
from tourplanner.publish.handbook.frame import Page, section
from tourplanner.publish.markup import Markup, el, join
from tourplanner.publish.words import clean, sureness
from tourplanner.speech import Speaker, message

_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
SOURCED = message(
    "{verified} of {all} facts (opening hours, length, price, position, recognition) have a source; {rest} are "
    "estimates or of unknown source and are marked."
)
CONFIRM = message("Hours and prices change: call before you go.")


def about_page(book: Book, voice: Speaker) -> Page:
    title = voice.say("About this handbook")
    updated = voice.say("Updated {date}", date=voice.short_day(book.guide.as_of))
    facts = told_facts(book)
    verified = sum(fact.verified for fact in facts)
    told = voice.say(
        SOURCED,
        verified=voice.number(verified),
        all=voice.number(len(facts)),
        rest=voice.number(len(facts) - verified),
    )
    body = join(
        el("h1", title),
        el("p", updated),
        section(voice.say("Reliability"), el("p", told), el("p", voice.say(CONFIRM)), _sureness(facts, voice)),
        section(voice.say("Whose data this is"), el("ul", *(el("li", line) for line in book.credits))),
        _sources(book, voice),
    )
    return Page("about.html", title, told, body)


def told_facts(book: Book) -> list[Fact]:
    """The facts guests rely on: hours, length and price of every experience, position and standing of every village."""
    guide = book.guide
    facts = [each.fact(name) for each in guide.experiences for name in ("opening", "minutes")]
    facts += [each.fact("price") for each in guide.experiences if each.price.adult is not None]
    return facts + [each.fact(name) for each in guide.villages for name in ("place", "recognition")]


def _sureness(facts: list[Fact], voice: Speaker) -> Markup:
    counts = Counter(fact.provenance.confidence for fact in facts)
    rows = (
        el("tr", el("th", sureness(each, voice), scope="row"), el("td", voice.number(counts[each]), class_="hb-number"))
        for each in CONFIDENCE_NAMES
        if counts[each]
    )
    heads = (voice.say("Reliability"), voice.say("Facts"))
    head = el("thead", el("tr", *(el("th", each, scope="col") for each in heads)))
    return el("table", head, el("tbody", *rows))


def _sources(book: Book, voice: Speaker) -> Markup | None:
    if not book.guide.sources:
        return None
    items = (el("li", _source(each), id=f"source-{number}") for number, each in enumerate(book.guide.sources, 1))
    return section(voice.say("Sources"), el("ol", *items, class_="hb-sources"))


def _source(source: Source) -> Markup:
    """An address leads there; what is none is shown as it stands. Notes are in whatever language they were taken."""
    where: object = source.where
    if _ADDRESS.fullmatch(source.where):
        where = el("a", source.where.partition("://")[2], href=source.where, rel="noreferrer")
    rest = "; ".join(filter(None, (clean(source.licence), clean(source.note))))
    return el("span", where, f" – {rest}" if rest else None, lang="")
