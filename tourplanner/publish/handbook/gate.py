"""A sheet for a village's gate: its name and a code that leads to its page."""

from __future__ import annotations

import io

from tourplanner.model import Village
from tourplanner.publish.handbook.book import Book
from tourplanner.publish.handbook.frame import TITLE
from tourplanner.publish.handbook.paths import village_path
from tourplanner.publish.markup import Markup, el, join
from tourplanner.publish.words import commune_of
from tourplanner.speech import Speaker, message, speaker

SCAN = message("Scan to read about this village")
WHAT = message("Crafts, what to do there, festivals, how to get there")


def gate_html(village: Village, book: Book) -> bytes:
    """One page to print on A4, in all languages of the book; the code leads to the first one's page."""
    voices = [speaker(language) for language in book.languages]
    first = voices[0]
    address = book.url(first.language, village_path(village.id)) or ""
    crafts = [first.content(book.crafts[id].name).text for id in village.crafts if id in book.crafts]
    body = el(
        "main",
        el("p", ", ".join(crafts) or first.say("Village"), class_="hb-eyebrow"),
        el("h1", village.name.vi, lang="vi"),
        el("p", commune_of(village, book.on), class_="hb-soft"),
        el("div", Markup(_code(address)), class_="hb-code", role="img", aria_label=address),
        *(_scan(voice) for voice in voices),
        el("p", address, class_="hb-address"),
        el("p", first.say(TITLE), " · ", first.content(book.guide.name).text, class_="hb-soft"),
    )
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("title", f"{village.name.vi} · {first.say('Scan at the village gate')}"),
        el("link", rel="stylesheet", href="../assets/handbook.css"),
    )
    document = el("html", head, el("body", body, class_="hb-gate"), lang=first.language)
    return join(Markup("<!DOCTYPE html>\n"), document, "\n").encode()


def _scan(voice: Speaker) -> Markup:
    return el("p", el("b", voice.say(SCAN)), el("span", voice.say(WHAT)), class_="hb-scan", lang=voice.language)


def _code(address: str) -> str:
    import segno

    out = io.BytesIO()
    code = segno.make(address, micro=False, error="m")
    code.save(out, kind="svg", border=4, xmldecl=False, svgns=True, omitsize=True)
    return out.getvalue().decode()
