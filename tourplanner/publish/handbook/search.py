"""What the home page's search finds, as a plain script: pages opened from a stick may fetch nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tourplanner.model import Text, Village
from tourplanner.publish.handbook.paths import craft_path, route_path, village_path
from tourplanner.publish.markup import js_literal
from tourplanner.publish.words import clean
from tourplanner.speech import LANGUAGES, Speaker

if TYPE_CHECKING:
    from tourplanner.publish.handbook.book import Book

Entry = tuple[int, str, str, str, str, float, float]
"""Which kind, what is shown, what stands behind it, its page, what is searched, and where it is (0, 0 if nowhere)."""


def folded(text: str) -> str:
    """Small letters without accents, đ as d: as people type who look for "ha thai". ``handbook.js`` does the same."""
    parts = unicodedata.normalize("NFD", text.lower())
    return "".join(each for each in parts if not "\u0300" <= each <= "\u036f").replace("đ", "d")


def index_js(book: Book, voice: Speaker) -> bytes:
    """``HANDBOOK_INDEX``: the names of the kinds, then an entry for each village, craft, OCOP product and route."""
    kinds = [voice.say("Village"), voice.say("Craft"), voice.say("OCOP product"), voice.say("Routes")]
    entries = [*_villages(book, voice), *_crafts(book, voice), *_products(book, voice), *_routes(book, voice)]
    return f"const HANDBOOK_INDEX = {js_literal([kinds, entries])};\n".encode()


def _villages(book: Book, voice: Speaker) -> Iterator[Entry]:
    for village in book.villages.values():
        crafts = [book.crafts[id] for id in village.crafts if id in book.crafts]
        words = [*_written(village.name), *(word for craft in crafts for word in _written(craft.name))]
        words += [commune.name for commune in village.communes]
        shown = ", ".join(voice.content(craft.name).text for craft in crafts)
        yield _entry(0, village.name.vi, shown, village_path(village.id), words, village)


def _crafts(book: Book, voice: Speaker) -> Iterator[Entry]:
    for craft in book.crafts.values():
        count = len(book.villages_of.get(craft.id, ()))
        told = voice.many("{count} craft village", "{count} craft villages", count)
        words = [*_written(craft.name), *craft.synonyms]
        yield _entry(1, voice.content(craft.name).text, told, craft_path(craft.id), words)


def _products(book: Book, voice: Speaker) -> Iterator[Entry]:
    for village in book.villages.values():
        for product in village.ocop:
            shown = voice.content(product.name).text
            words = [*_written(product.name), village.name.vi]
            yield _entry(2, shown, village.name.vi, f"{village_path(village.id)}#ocop", words)


def _routes(book: Book, voice: Speaker) -> Iterator[Entry]:
    for route in book.guide.routes:
        shown, theme = voice.content(route.name).text, voice.content(route.theme).text
        words = [*_written(route.name), *_written(route.theme), *(village.name.vi for village in route.villages)]
        yield _entry(3, shown, theme, route_path(route.id), words)


def _written(text: Text) -> list[str]:
    return [text.written(language) for language in LANGUAGES if text.written(language)]


def _entry(kind: int, shown: str, behind: str, path: str, words: list[str], at: Village | None = None) -> Entry:
    searched = " · ".join(dict.fromkeys(folded(clean(word)) for word in [shown, *words]))
    lat, lon = (at.place.lat, at.place.lon) if at else (0.0, 0.0)
    return kind, clean(shown), clean(behind), path, searched, lat, lon
