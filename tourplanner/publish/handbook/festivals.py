"""The festivals of three times twelve months, by day, and their calendars."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from itertools import groupby

from tourplanner.almanac import LunarDate
from tourplanner.model import Village
from tourplanner.publish.handbook.book import YEARS, Book, Held
from tourplanner.publish.handbook.facts import badge, lunar_words, solar_words
from tourplanner.publish.handbook.frame import Page, section
from tourplanner.publish.handbook.paths import calendar_path, festivals_path, village_path
from tourplanner.publish.markup import Markup, el, join
from tourplanner.publish.panel import shown
from tourplanner.speech import Speaker


def festivals_page(number: int, book: Book, voice: Speaker) -> Page:
    """The ``number``-th twelve months, from 0."""
    first, last = book.months[number : number + 2]
    held = [each for each in book.held if first <= max(each.days[0], book.months[0]) < last]
    title = voice.say("Festivals by the lunar calendar")
    months = groupby(held, key=lambda each: max(each.days[0], first).replace(day=1))
    feed = el("a", voice.say("Subscribe to this calendar"), href=book.feed(calendar_path(), "../"))
    body = join(
        el("h1", title),
        el("p", feed, class_="hb-actions"),
        _years(number, book, voice),
        *(section(voice.month(month), festival_list(found, book, voice)) for month, found in months),
    )
    return Page(festivals_path(number), f"{title}, {_span(number, book, voice)}", title, body)


def _years(number: int, book: Book, voice: Speaker) -> Markup:
    links = (
        el("a", _span(each, book, voice), href=festivals_path(each), aria_current="page" if each == number else None)
        for each in range(YEARS)
    )
    return el("nav", *links, class_="hb-years", aria_label=voice.say("Twelve months each"))


def _span(number: int, book: Book, voice: Speaker) -> str:
    first, after = book.months[number : number + 2]
    return f"{voice.month(first)} – {voice.month(after - timedelta(days=1))}"


def festival_list(held: Iterable[Held], book: Book, voice: Speaker) -> Markup:
    """Festivals with their days; the page's script sets back those that are over."""
    return el("ul", *(_item(each, book, voice) for each in held), class_="hb-list hb-festivals")


def _item(held: Held, book: Book, voice: Speaker) -> Markup:
    festival, village = held.festival, book.villages.get(held.festival.village)
    link = el("a", shown(festival.name, voice), href=f"{village_path(village.id)}#festivals") if village else None
    provenance = festival.fact("first_day").provenance.replace(confidence=festival.confidence)
    where = village.name.vi if village and village.name.vi not in festival.name.vi else ""
    lunar = lunar_words(festival, voice)
    year = LunarDate.of(held.days[0]).year_name
    return el(
        "li",
        el("p", solar_words(held.days, voice), class_="hb-when"),
        link or el("b", shown(festival.name, voice)),
        el("span", " · ".join(filter(None, (where, f"{lunar}, {year}"))), " ", badge(provenance, voice)),
        data_last=held.days[-1].isoformat(),
    )


def festivals_calendar(book: Book, village: Village | None = None) -> bytes:
    """The festivals of the region or of a village as a calendar, for the solar years that the pages tell."""
    from tourplanner.publish.calendars import festivals_ics

    return festivals_ics(
        book.festivals_of[village.id] if village else book.guide.festivals,
        [village] if village else book.guide.villages,
        first_year=book.on.year,
        last_year=book.months[-1].year,
        stamp=datetime.combine(book.guide.as_of, time(), UTC),
        languages=book.languages,
    )
