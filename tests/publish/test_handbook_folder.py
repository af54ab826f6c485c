"""The handbook's folder: complete, linked within itself, repeatable, written whole or not at all, safe."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bare import bare_basemap
from handbook_cases import ADDRESS, DOCUMENTS, filled, guidebook
from hypothesis import given
from hypothesis import strategies as st
from injection import HTML_PAYLOADS

import tourplanner as tp
from tourplanner.almanac import LunarDate
from tourplanner.errors import FolderError, GoalError, UnknownIdError
from tourplanner.publish.handbook import handbook
from tourplanner.publish.handbook.paths import file_of
from tourplanner.publish.handbook.search import folded
from tourplanner.publish.words import clean
from tourplanner.speech import LANGUAGES
from tourplanner.testing.small import small_catalogue, small_portfolio

HOSTILE = (*HTML_PAYLOADS, "Gốm\r\nGốm", "ڤيتنام שלום", 400 * "ế")
LINKS = ("href", "src")


class Reader(HTMLParser):
    """The elements of a page with their attributes, its ids, and its text outside scripts."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._tag = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._tag = tag

    def handle_endtag(self, tag: str) -> None:
        self._tag = "" if tag == "script" else self._tag

    def handle_data(self, data: str) -> None:
        self.text += "" if self._tag == "script" else data

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] or "" for _, attributes in self.elements if "id" in attributes]

    @property
    def links(self) -> list[str]:
        return [attributes[name] or "" for _, attributes in self.elements for name in LINKS if name in attributes]


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def pages(root: Path) -> dict[str, Reader]:
    return {name: Reader(data) for name, data in tree(root).items() if name.endswith(".html")}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("book") / "so-tay"
    return handbook(guidebook(), out, address=ADDRESS, documents=DOCUMENTS)


def test_there_is_a_page_for_everything_in_every_language(written: Path) -> None:
    guide, files = guidebook(), set(tree(written))
    single = {f"{name}.html" for name in ("index", "villages", "crafts", "festivals", "routes", "about")}
    for language in ("vi", "en"):
        expected = single | {"festivals-2.html", "festivals-3.html", "search.js"}
        expected |= {f"village/{each.id}.html" for each in guide.villages}
        expected |= {f"craft/{each.id}.html" for each in guide.crafts}
        expected |= {f"route/{each.id}.html" for each in guide.routes}
        assert {name.partition("/")[2] for name in files if name.startswith(f"{language}/")} == expected
    assert {f"gate/{each.id}.html" for each in guide.villages} == {name for name in files if name.startswith("gate/")}
    assert {name for name in files if name.startswith("calendar/")} == {
        "calendar/festivals.ics", "calendar/village/bat-trang.ics", "calendar/village/van-phuc.ics",
    }  # fmt: skip
    assert set(json.loads((written / "handbook.json").read_bytes())["files"]) == files


def _faults(root: Path) -> Iterator[str]:
    read = pages(root)
    for name, page in read.items():
        if len(set(page.ids)) < len(page.ids):
            yield f"{name}: an id stands twice"
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or link.startswith("../../../print/"):
                continue
            path = (root / name).parent / unquote(parts.path) if parts.path else root / name
            target = path.resolve().relative_to(root.resolve()).as_posix()
            if not path.is_file():
                yield f"{name}: {link} leads nowhere"
            elif parts.fragment and parts.fragment not in read[target].ids:
                yield f"{name}: {link} has no such place"


def test_every_link_leads_somewhere_within_the_folder(written: Path) -> None:
    assert list(_faults(written)) == []


def test_without_address_and_routes_nothing_leads_to_what_is_not_there(tmp_path: Path) -> None:
    out = handbook(guidebook().replace(routes=(), sources=()), tmp_path / "h", languages=["en"], basemap=bare_basemap())
    assert list(_faults(out)) == []
    assert not [name for name in tree(out) if name.startswith(("gate/", "files/", "en/route"))]
    assert b"webcal:" not in (out / "en/festivals.html").read_bytes()


def test_languages_lead_to_the_same_page_and_back(written: Path) -> None:
    for name, page in pages(written).items():
        language, _, path = name.partition("/")
        if language not in ("vi", "en"):
            continue
        (html,) = (attributes for tag, attributes in page.elements if tag == "html")
        assert html["lang"] == language
        switch = [a for tag, a in page.elements if tag == "a" and "hreflang" in a]
        assert [a["hreflang"] for a in switch] == ["vi", "en"]
        assert [a["hreflang"] for a in switch if "aria-current" in a] == [language]
        for link in switch:
            target = ((written / name).parent / str(link["href"])).resolve()
            assert target == written / str(link["hreflang"]) / path


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_six_languages_speak_and_mark_what_falls_back(language: str, tmp_path: Path) -> None:
    out = handbook(guidebook(), tmp_path / "h", languages=[language], basemap=bare_basemap())
    page = Reader((out / language / "village/van-phuc.html").read_bytes())
    assert ("Giỗ tổ nghề lụa (vi)" in page.text) == (language != "vi")
    marked = [attributes.get("lang") for tag, attributes in page.elements if tag == "span" and "lang" in attributes]
    assert ("vi" in marked) == (language != "vi")
    assert not re.search(r"\{\w+\}", page.text)


def test_another_process_writes_the_same_bytes(written: Path, tmp_path: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import handbook_cases as c;"
        "from tourplanner.publish.handbook import handbook;"
        "handbook(c.guidebook(), sys.argv[2], address=c.ADDRESS, documents=c.DOCUMENTS)"
    )
    again = tmp_path / "again"
    command = [sys.executable, "-c", script, str(Path(__file__).parent), str(again)]
    path = str(Path(tp.__file__).parents[1])
    subprocess.run(command, check=True, env={"PYTHONHASHSEED": "7", "PYTHONPATH": path})
    there, here = tree(again), tree(written)
    assert [name for name in here.keys() | there.keys() if here.get(name) != there.get(name)] == []


def test_an_earlier_handbook_is_replaced_and_nothing_else(tmp_path: Path) -> None:
    guide, out = guidebook(), tmp_path / "deep" / "h"
    handbook(guide, out, languages=["vi"], basemap=bare_basemap())
    steps: list[tuple[str, int, int]] = []
    handbook(
        guide.replace(routes=()), out, languages=["en"], basemap=bare_basemap(),
        progress=lambda *step: steps.append(step),
    )  # fmt: skip
    assert not (out / "vi").exists()
    assert [done for _, done, _ in steps] == list(range(len(tree(out)) + 1))
    (out / "vi").mkdir()
    (out / "vi" / "mine.txt").write_text("kept")
    before = tree(out)
    with pytest.raises(FolderError, match=r"vi/mine\.txt"):
        handbook(guide, out, basemap=bare_basemap())
    with pytest.raises(FolderError, match="overwriting was not asked for"):
        handbook(guide, out, basemap=bare_basemap(), overwrite=False)
    assert tree(out) == before
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("kept")
    for taken in (tmp_path / "home", tmp_path / "home" / "letter.txt"):
        with pytest.raises(FolderError):
            handbook(guide, taken, basemap=bare_basemap())


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    out = handbook(guidebook(), tmp_path / "h", languages=["vi"], basemap=bare_basemap())
    before = tree(out)

    def tired(*step: object) -> None:
        if step[1] == 40:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        handbook(guidebook().replace(routes=()), out, basemap=bare_basemap(), progress=tired)
    assert tree(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["h"]


def test_hostile_texts_are_text_everywhere(tmp_path: Path) -> None:
    """A text changes no element and no attribute but those that show texts, and stands there to be read."""
    shown = {"content", "aria-label", "data-map", "href"}

    def shape(page: Reader) -> list[object]:
        return [(tag, [(k, v) for k, v in a.items() if k not in shown]) for tag, a in page.elements]

    made = {}
    for payload in ("Gốm", *HOSTILE):
        out = handbook(filled(payload), tmp_path / str(len(made)), languages=["en"], basemap=bare_basemap())
        made[payload] = pages(out)
        index = (out / "en/search.js").read_text("utf-8")
        assert not set("<>&`$\u2028\u2029") & set(index)
    for payload in HOSTILE:
        for name, page in made[payload].items():
            assert shape(page) == shape(made["Gốm"][name]), (payload, name)
            assert not [link for link in page.links if link.startswith(("javascript:", "data:text"))]
        village = made[payload]["en/village/bat-trang.html"]
        assert clean(payload) in village.text, payload


def test_names_of_files_are_taken_everywhere() -> None:
    assert [file_of(id) for id in ("bat-trang", "bat-trang/lo-bau", "con", "lpt1", "console")] == [
        "bat-trang", "bat-trang--lo-bau", "con-", "lpt1-", "console",
    ]  # fmt: skip


@given(st.text(max_size=30))
def test_folding_leaves_no_accents_and_nothing_more_to_fold(text: str) -> None:
    once = folded(text)
    assert not re.search("[\u0300-\u036fđ]", once)
    assert folded(once) == once


def test_folding_is_how_people_type() -> None:
    assert [folded(name) for name in ("Hạ Thái", "ĐÌNH BẢNG", "Nghi Tàm")] == ["ha thai", "dinh bang", "nghi tam"]


def test_festivals_stand_on_their_lunar_days(written: Path) -> None:
    """Every day told is counted back to the lunar calendar, and none of three years is left out."""
    told: dict[str, set[date]] = {}
    for number in ("", "-2", "-3"):
        text = (written / f"en/festivals{number}.html").read_text("utf-8")
        for entry in re.findall(r"<li data-last.*?</li>", text):
            (village,) = re.findall(r"village/([a-z-]+)\.html", entry)
            days = [date.fromisoformat(day) for day in re.findall(r'datetime="([0-9-]+)"', entry)]
            told.setdefault(village, set()).update(
                days[0] + timedelta(days=step) for step in range((days[-1] - days[0]).days + 1)
            )
    every = [date(2026, 11, 22) + timedelta(days=step) for step in range(1075)]
    for festival in guidebook().festivals:
        lunar = {
            day
            for day in every
            if (on := LunarDate.of(day)).month == festival.lunar_month
            and festival.first_day <= on.day <= festival.last_day
            and not on.leap
        }
        assert told[festival.village] == lunar


def test_every_fact_has_its_date_and_estimates_are_marked(written: Path) -> None:
    text = (written / "en/village/bat-trang.html").read_text("utf-8")
    badges = re.findall(r'<small class="(hb-sure[^"]*)">([^<]*)</small>', text)
    assert len(badges) > 20
    for look, words in badges:
        assert re.search(r"· (\d+ \w+ \d{4}|date unknown)$", words)
        assert ("hb-unsure" in look) == words.startswith(("estimate", "source unknown", "from memory"))
    assert {"estimate · 22 Nov 2026", "with a source · 22 Nov 2026"} <= {words for _, words in badges}
    assert "OCOP product, 4 stars · since 1 Mar 2025 · until 29 Feb 2028" in text
    assert re.search("at risk of dying out.*environmental rules met.*Gốm có từ thế kỷ 14", text)


def test_search_engines_are_told_what_each_page_is_about(written: Path) -> None:
    kinds = {"village": "TouristAttraction", "route": "TouristTrip"}
    told = 0
    for name, data in tree(written).items():
        kind = name.split("/")[1] if "/" in name else ""
        found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', data.decode("utf-8", "ignore"), re.S)
        assert len(found) == (kind in kinds and name.endswith(".html"))
        for text in found:
            node = json.loads(text)
            assert (node["@type"], node["url"]) == (kinds[kind], f"{ADDRESS}/{name}")
            told += 1
            if name == "en/village/bat-trang.html":
                assert [each["startDate"] for each in node["event"]] == ["2027-03-21", "2028-03-09", "2029-03-28"]
                assert node["alternateName"] == "Bát Tràng"
    assert told == 2 * (9 + 2)


def test_calendars_are_subscribed_to_where_there_is_an_address(written: Path) -> None:
    links = pages(written)["vi/village/bat-trang.html"].links
    assert "webcal://langnghe.example.vn/so-tay/calendar/village/bat-trang.ics" in links
    text = (written / "calendar/village/bat-trang.ics").read_text("utf-8")
    assert text.count("BEGIN:VEVENT") == text.count("Hội làng Bát Tràng") == 4


def test_what_is_asked_amiss_is_said_before_anything_is_written(tmp_path: Path) -> None:
    guide, out = guidebook(), tmp_path / "h"
    for languages in ((), ("vi", "vi")):
        with pytest.raises(GoalError, match="languages"):
            handbook(guide, out, languages=languages)
    with pytest.raises(UnknownIdError, match="de"):
        handbook(guide, out, languages=["de"])
    for address in ("langnghe.vn", "webcal://x.vn", "https://x.vn/<b>", "javascript:alert(1)"):
        with pytest.raises(GoalError, match="address"):
            handbook(guide, out, address=address)
    wrong = {"no-route": [("PDF", "a.pdf")], guide.routes[0].id: [("x", "javascript:alert(1)"), ("y", "/etc/passwd")]}
    with pytest.raises(GoalError, match=r"no-route.*javascript.*/etc/passwd"):
        handbook(guide, out, documents=wrong)
    assert not out.exists()


def test_routes_of_another_region_are_named() -> None:
    catalogue = small_catalogue()
    some = catalogue.replace(villages=catalogue.villages[:1], hosts=(), experiences=())
    with pytest.raises(GoalError, match=r"the region small has not: .*, .*; give the region they were planned for"):
        tp.guidebook(some, small_portfolio())
    assert tp.guidebook(some).routes == ()
