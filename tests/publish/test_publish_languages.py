"""Web pages and folders in six languages: all of a page in one, what has no translation marked, nothing unescaped."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tourplanner.errors import UnknownIdError
from tourplanner.model import Itinerary, Notice, Text
from tourplanner.publish import export, export_itinerary, index_html, map_pdf, route_map_html
from tourplanner.speech import LANGUAGES, Language, speaker
from tourplanner.testing.small import small_portfolio

PORTFOLIO = small_portfolio()
ROUTE = PORTFOLIO.routes[0]
MAP_WORDS = ("Legend", "Stops", "Base map", "Pick-up", "pick-up and drop-off", "on foot", "by road")
VOID = ("meta", "link", "br", "hr", "path", "circle")
INDEX_WORDS = ("Craft villages", "Targets", "Reliability", "Calendar", "Theme", "Required", "met")


class Shown(HTMLParser):
    """The texts of a page outside scripts and styles, each with the nearest language above it."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append((tag, dict(attrs).get("lang") or (self._open[-1][1] if self._open else "")))

    def handle_endtag(self, tag: str) -> None:
        while tag not in VOID and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] not in ("script", "style") and data.strip():
            self.texts.append((data.strip(), self._open[-1][1]))


def words_of(page: bytes) -> str:
    """Everything a page may show: its texts and what its script puts on the map; no style sheets."""
    text = re.sub(r"<style>.*?</style>", "", page.decode(), flags=re.S)
    return unescape(re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_map_speaks_one_language(language: Language) -> None:
    page = route_map_html(ROUTE, region_name=PORTFOLIO.region_name, language=language)
    assert f'<html lang="{language}">' in page.decode()
    assert_spoken(page, language, MAP_WORDS)
    own = speaker(language)
    assert own.day(ROUTE.days[0].date) in page.decode()
    assert own.say("Travel times are estimates; call to confirm before selling.") in page.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_speaks_one_language(language: Language) -> None:
    page = index_html(PORTFOLIO, language=language)
    assert f'<html lang="{language}">' in page.decode()
    assert_spoken(page, language, INDEX_WORDS)
    assert speaker(language).money(ROUTE.price) in page.decode()


def assert_spoken(page: bytes, language: str, messages: tuple[str, ...]) -> None:
    """Each message is there as the language says it, and in no other language where it could be told apart."""
    shown = words_of(page)
    for message in messages:
        told = speaker(language).say(message)
        assert told in shown, message
        for other in LANGUAGES:
            elsewhere = speaker(other).say(message)
            if len(elsewhere) > 8 and elsewhere not in told:
                assert elsewhere not in shown, (other, elsewhere)


@pytest.mark.parametrize("language", ["fr", "ko", "ja", "zh"])
def test_what_is_not_translated_says_in_what_language_it_is(language: str) -> None:
    shown = Shown(route_map_html(ROUTE, region_name=PORTFOLIO.region_name, language=language)).texts
    marks = {text for text, _ in shown if text in ("(vi)", "(en)")}
    assert marks == {"(en)", "(vi)"}
    names = [found for text, found in shown if text == ROUTE.name.en]
    assert set(names) == {"en"}
    assert (speaker(language).say("Texts marked (vi) or (en) are not translated yet."), language) in shown


def test_content_on_record_is_shown_unmarked() -> None:
    route = ROUTE.replace(name=Text(vi="Gốm", en="Pottery", fr="La poterie"))
    page = route_map_html(route, region_name=PORTFOLIO.region_name, language="fr").decode()
    assert "<title>La poterie</title>" in page
    assert "<h1>La poterie</h1>" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_content_stays_text_in_every_language(language: str) -> None:
    payload = "</script><img src=x onerror=alert(1)>${{7*7}}\u2028{0}{name}"
    hostile = Text(vi=payload, en=payload)
    route = ROUTE.replace(name=hostile, theme=hostile, notices=(Notice(code="a", text=hostile),))
    portfolio = PORTFOLIO.replace(routes=(route, *PORTFOLIO.routes[1:]), region_name=hostile)
    map_page = route_map_html(route, region_name=hostile, language=language)
    for page in (map_page, index_html(portfolio, language=language)):
        assert b"<img src=x" not in page
        assert "\u2028" not in page.decode()
        assert any("onerror=alert(1)" in text for text, _ in Shown(page).texts)


def test_a_language_nobody_speaks_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    for make in (
        lambda: route_map_html(ROUTE, region_name=PORTFOLIO.region_name, language="de"),
        lambda: map_pdf(ROUTE, region_name=PORTFOLIO.region_name, language="de"),
        lambda: index_html(PORTFOLIO, language="de"),
        lambda: export(PORTFOLIO, tmp_path / "out", language="de"),
    ):
        with pytest.raises(UnknownIdError, match="there is no language 'de'"):
            make()
    assert not (tmp_path / "out").exists()


def test_a_folder_is_written_in_the_language_asked_for(tmp_path: Path) -> None:
    one: Itinerary = PORTFOLIO.routes[0]
    folder = export_itinerary(one, tmp_path / "fr", region_name=PORTFOLIO.region_name, language="fr")
    assert '<html lang="fr">' in (folder / "map.html").read_text("utf-8")
    expected = map_pdf(one, region_name=PORTFOLIO.region_name, language="fr")
    assert (folder / "map.pdf").read_bytes() == expected
