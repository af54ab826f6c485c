"""index.html: what a publication holds, listed in each of its languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from tourplanner.publish.bundle.links import Link, links
from tourplanner.publish.bundle.manifest import Made
from tourplanner.publish.bundle.source import Source
from tourplanner.publish.calendars.feed import file_name
from tourplanner.publish.markup import Markup, el, join
from tourplanner.publish.panel import dated, shown
from tourplanner.publish.pins import route_colour
from tourplanner.publish.standalone import ICON, asset
from tourplanner.speech import NAMES, Speaker, message, speaker

TITLE = message("{routes} of craft villages – {region}, {month}")
FESTIVALS = "calendars/festivals.ics"


def front_html(source: Source, made: Iterable[Made]) -> bytes:
    """A page without scripts that leads to every document, told in each language; the first gives the title."""
    voices = [speaker(language) for language in source.languages]
    sizes = {each.name: each.size for each in made}
    tongues = (el("a", NAMES[voice.language], href=f"#{voice.language}", lang=voice.language) for voice in voices)
    document = el(
        "html",
        el(
            "head",
            el("meta", charset="utf-8"),
            el("meta", name="viewport", content="width=device-width, initial-scale=1"),
            el("meta", name="generator", content="tourplanner"),
            el("title", _title(source, voices[0])),
            Markup(f'<link rel="icon" href="{ICON}">'),
            *(Markup(f"<style>\n{asset(name)}\n</style>\n") for name in ("base.css", "front.css")),
        ),
        el(
            "body",
            el("nav", *tongues, class_="tp-tongues") if len(voices) > 1 else None,
            el("main", *(_section(source, sizes, voice) for voice in voices)),
            el("footer", *(el("p", line) for line in source.portfolio.attributions)),
        ),
        lang=voices[0].language,
    )
    return join(Markup("<!DOCTYPE html>\n"), document).encode()


def _title(source: Source, voice: Speaker) -> str:
    portfolio = source.portfolio
    return voice.say(
        TITLE,
        routes=voice.many("{count} route", "{count} routes", len(portfolio)),
        region=voice.content(portfolio.region_name).text,
        month=voice.month(date.fromisoformat(f"{portfolio.month}-01")),
    )


def _section(source: Source, sizes: dict[str, int], voice: Speaker) -> Markup:
    cards = (_card(source, sizes, number, voice) for number in range(len(source.portfolio.routes)))
    shared = _lines(links(source, voice), sizes, voice)
    return el(
        "section",
        el("p", NAMES[voice.language], class_="tp-eyebrow"),
        el("h2", _title(source, voice)),
        el(
            "div",
            el("h3", voice.say("All routes")),
            el("ul", _handbook(sizes, voice), *shared, _subscriptions(source, sizes, voice), class_="tp-papers"),
            class_="tp-all",
        ),
        el("div", *cards, class_="tp-shelf"),
        id=voice.language,
        lang=voice.language,
        class_="tp-tongue",
    )


def _card(source: Source, sizes: dict[str, int], number: int, voice: Speaker) -> Markup:
    route = source.portfolio.routes[number]
    chip = el("span", number + 1, class_="tp-chip", style=f"background:{route_colour(number + 1)}")
    return el(
        "article",
        el("h3", chip, el("span", shown(route.name, voice))),
        el("p", dated(route.days[0], voice)),
        el("ul", *_lines(links(source, voice, number), sizes, voice), class_="tp-papers"),
    )


def _lines(found: Iterable[Link], sizes: dict[str, int], voice: Speaker) -> Iterator[Markup]:
    """A line for each title: the title leads to the document, or each of several labels does."""
    ordered = sorted(found, key=lambda link: not link.path.endswith(".html"))
    titles = list(dict.fromkeys(link.title for link in ordered))
    for title, several in groupby(sorted(ordered, key=lambda link: titles.index(link.title)), lambda link: link.title):
        yield el("li", *_line(title, list(several), sizes, voice))


def _line(title: str, several: Sequence[Link], sizes: dict[str, int], voice: Speaker) -> Iterator[object]:
    if any(link.label for link in several):
        yield f"{title}: "
    for link in several:
        yield el("a", link.label or title, href=link.path, title=_size(sizes.get(link.path), voice))
        yield " "


def _size(bytes: int | None, voice: Speaker) -> str | None:
    """ "1.2 MB" (millions of bytes), with one digit behind the point at least."""
    return f"{voice.number(max(bytes / 1e6, 0.1), 1)} MB" if bytes else None


def _handbook(sizes: dict[str, int], voice: Speaker) -> Markup | None:
    path = f"handbook/{voice.language}/index.html"
    return el("li", el("a", voice.say("Electronic handbook"), href=path)) if path in sizes else None


def _subscriptions(source: Source, sizes: dict[str, int], voice: Speaker) -> Markup | None:
    """The calendars of villages, and that of festivals, as far as they were made."""
    villages = ((f"calendars/village/{file_name(each.id)}.ics", each.name.vi) for each in source.portfolio.villages)
    told = [(path, name) for path, name in villages if path in sizes]
    if FESTIVALS in sizes:
        told.insert(0, (FESTIVALS, voice.say("Festivals")))
    names = (join(el("a", name, href=path), " ") for path, name in told)
    return el("li", f"{voice.say('Calendars to subscribe to')}: ", *names) if told else None
