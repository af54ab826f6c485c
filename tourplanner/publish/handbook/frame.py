"""What surrounds every page: head, name, languages, menu, foot."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from tourplanner.publish.handbook.book import Book
from tourplanner.publish.handbook.paths import up
from tourplanner.publish.markup import Markup, el, join
from tourplanner.publish.standalone import ICON
from tourplanner.publish.words import FALLEN_BACK
from tourplanner.speech import NAMES, Speaker, message

TITLE = message("Electronic handbook of craft villages")
_MENU = (
    ("index.html", message("Home")),
    ("villages.html", message("Villages")),
    ("crafts.html", message("Crafts")),
    ("festivals.html", message("Festivals")),
    ("routes.html", message("Routes")),
    ("about.html", message("About")),
)
_SECTIONS = {"village": "villages.html", "craft": "crafts.html", "route": "routes.html"}


@dataclass(frozen=True, slots=True)
class Page:
    """
    One page in one language. ``path`` is below the language's folder; ``data`` is JSON-LD, already safe in a page;
    ``scripts`` are further scripts below the language's folder.
    """

    path: str
    title: str
    about: str
    body: Markup
    data: bytes = b""
    scripts: tuple[str, ...] = ()


def framed(page: Page, book: Book, voice: Speaker) -> bytes:
    """A page as its file."""
    home = up(page.path)
    root = f"{home}../"
    document = el(
        "html",
        _head(page, book, voice, root),
        el(
            "body",
            el("a", voice.say("Skip to the content"), href="#content", class_="hb-skip"),
            _top(page, book, voice, root),
            el("main", page.body, id="content", tabindex="-1"),
            _foot(book, voice),
        ),
        lang=voice.language,
        data_root=root,
        data_in=voice.say("Zoom in"),
        data_out=voice.say("Zoom out"),
    )
    return join(Markup("<!DOCTYPE html>\n"), document, "\n").encode()


def _head(page: Page, book: Book, voice: Speaker, root: str) -> Markup:
    scripts = [f"{root}assets/handbook.js", *(f"{up(page.path)}{script}" for script in page.scripts)]
    name = voice.say(TITLE)
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="generator", content="tourplanner"),
        el("meta", name="description", content=page.about),
        el("title", page.title if page.title == name else f"{page.title} · {name}"),
        Markup(f'<link rel="icon" href="{ICON}">'),
        el("link", rel="stylesheet", href=f"{root}assets/handbook.css"),
        *_alternates(page, book),
        *(el("script", defer=True, src=script) for script in reversed(scripts)),
        Markup(f'<script type="application/ld+json">\n{page.data.decode()}</script>') if page.data else None,
    )


def _alternates(page: Page, book: Book) -> list[Markup]:
    return [
        el("link", rel="alternate", hreflang=language, href=book.url(language, page.path))
        for language in book.languages
        if book.address and len(book.languages) > 1
    ]


def _top(page: Page, book: Book, voice: Speaker, root: str) -> Markup:
    home = up(page.path)
    here = _SECTIONS.get(PurePosixPath(page.path).parts[0], page.path)
    here = "festivals.html" if here.startswith("festivals") else here
    menu = (
        el("a", voice.say(name), href=f"{home}{path}", aria_current="page" if path == here else None)
        for path, name in _MENU
        if path != "routes.html" or book.guide.routes
    )
    return el(
        "header",
        el(
            "div",
            el("a", el("span", voice.say(TITLE)), href=f"{home}index.html", class_="hb-name"),
            languages(page.path, book, voice, root) if len(book.languages) > 1 else None,
            class_="hb-bar",
        ),
        el("nav", *menu, class_="hb-menu", aria_label=voice.say("Main menu")),
        class_="hb-top",
    )


def languages(path: str, book: Book, voice: Speaker, root: str) -> Markup:
    """The same page in each language, each by its own name."""
    links = (
        el(
            "a",
            NAMES[language],
            href=f"{root}{language}/{path}",
            lang=language,
            hreflang=language,
            aria_current="true" if language == voice.language else None,
        )
        for language in book.languages
    )
    room = "hb-few" if len(book.languages) < 4 else "hb-many"
    return el("nav", *links, class_=f"hb-languages {room}", aria_label=voice.say("Language"))


def _foot(book: Book, voice: Speaker) -> Markup:
    updated = voice.say("Updated {date}", date=voice.short_day(book.guide.as_of))
    return el(
        "footer",
        el("p", f"{updated} · {voice.say('This page works without a network.')}"),
        el("p", voice.say("Dates of the lunar calendar are Hanoi’s.")),
        el("p", voice.say(FALLEN_BACK)) if voice.language != "vi" else None,
        *(el("p", line) for line in book.credits),
        class_="hb-foot",
    )


def section(title: str, *parts: object, id: str | None = None, class_: str | None = None) -> Markup:
    """A part of a page under a heading of the second order."""
    return el("section", el("h2", title), *parts, id=id, class_=f"hb-part {class_ or ''}".strip())
