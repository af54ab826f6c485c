"""What all pages share: style, scripts, typeface, base map, licences."""

from __future__ import annotations

from collections.abc import Iterator

from tourplanner.press.packaged import FONTS
from tourplanner.publish.folder import Make
from tourplanner.publish.handbook.book import Book
from tourplanner.publish.handbook.frame import TITLE
from tourplanner.publish.handbook.maps import base_js
from tourplanner.publish.markup import Markup, el, join, js_literal
from tourplanner.publish.standalone import asset, leaflet_css
from tourplanner.speech import NAMES, speaker

_FACES = ("BeVietnamPro_400Regular.ttf", "BeVietnamPro_600SemiBold.ttf")
_LICENCES = {"leaflet-LICENSE.txt": "leaflet/LICENSE"}


def asset_files(book: Book) -> Iterator[tuple[str, Make]]:
    """Shared files by their names below the handbook's folder."""
    style = "\n".join((leaflet_css(), asset("base.css"), asset("handbook.css"), ""))
    yield "assets/handbook.css", style.encode
    for name, path in {"leaflet.js": "leaflet/leaflet.js", "map.js": "map.js", "handbook.js": "handbook.js"}.items():
        yield f"assets/{name}", f"{asset(path)}\n".encode
    yield "assets/base.js", lambda: base_js(book.guide, book.basemap)
    for face in (*_FACES, "OFL.txt"):
        yield f"assets/{face}", (FONTS / face).read_bytes
    for name, path in _LICENCES.items():
        yield f"assets/{name}", f"{asset(path)}\n".encode


def start_page(book: Book) -> bytes:
    """Leads to the reader's language, by itself or by a link to each."""
    first = speaker(book.languages[0])
    title = f"{first.say(TITLE)} – {first.content(book.guide.name).text}"
    links = (
        el("li", el("a", NAMES[language], href=f"{language}/index.html", lang=language, hreflang=language))
        for language in book.languages
    )
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("title", title),
        el("link", rel="stylesheet", href="assets/handbook.css"),
        el("script", defer=True, src="assets/start.js"),
    )
    body = el("body", el("main", el("h1", title), el("ul", *links, class_="hb-chips")), class_="hb-start")
    return join(Markup("<!DOCTYPE html>\n"), el("html", head, body, lang=first.language), "\n").encode()


def start_js(book: Book) -> bytes:
    """Which of the book's languages the browser asks for, or else its first."""
    codes = js_literal(list(book.languages))
    script = f"""const CODES = {codes};
const wanted = navigator.languages.map((each) => each.slice(0, 2)).find((each) => CODES.includes(each));
location.replace((wanted || CODES[0]) + "/index.html");
"""
    return script.encode()
