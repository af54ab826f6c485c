"""The handbook in a real browser with the network cut: it opens from disk, is found through, and keeps nobody out."""

from __future__ import annotations

import io
import json
from base64 import b64decode
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from browser import Browser, browser
from handbook_cases import ADDRESS, filled, guidebook
from injection import HTML_PAYLOADS
from PIL import Image, ImageChops, ImageStat
from pypdf import PdfReader

from tourplanner.publish.handbook import handbook
from tourplanner.publish.handbook.search import folded

DESKTOP, PHONE = (1280, 900), (390, 844)
REFERENCES = Path(__file__).parent / "references"
AXE = (Path(__file__).parents[1] / "data" / "axecore" / "axe.min.js").read_text(encoding="utf-8")
# What is wrong, how badly, and where.
LOOK = """axe.run(document, {resultTypes: ["violations"], preload: false}).then(({violations}) => JSON.stringify(
    violations.map(({id, impact, nodes}) => [id, impact, nodes.map(node => node.html.slice(0, 200))])))"""
DRAWN = "document.querySelectorAll('[data-drawn]').length"
KINDS = (
    "index", "villages", "village/bat-trang", "crafts", "craft/pottery", "festivals", "routes", "route/{route}",
    "about",
)  # fmt: skip


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as running:
        yield running


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return handbook(guidebook(), tmp_path_factory.mktemp("stick") / "h", address=ADDRESS)


def page(book: Path, language: str, kind: str) -> Path:
    return book / language / f"{kind.format(route=guidebook().routes[0].id)}.html"


def wait(chrome: Browser, condition: str) -> None:
    """Until something is true in the page; the browser ends the waiting after five seconds."""
    script = f"""new Promise((done, failed) => {{ let left = 100; const look = () =>
        ({condition}) ? done(1) : left-- ? setTimeout(look, 50) : failed("never true"); look(); }})"""
    chrome.run(script)


def outside(chrome: Browser, book: Path) -> list[str]:
    return [url for url in chrome.requests if not url.startswith(book.resolve().as_uri() + "/")]


def barriers(chrome: Browser) -> list[Any]:
    """What axe finds that is serious or critical."""
    chrome.run(f"{AXE};1")
    found = json.loads(chrome.run(LOOK))
    return [each for each in found if each[1] in ("serious", "critical")]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_each_kind_opens_from_disk_and_keeps_nobody_out(
    chrome: Browser, book: Path, kind: str, language: str
) -> None:
    chrome.open(page(book, language, kind), *PHONE, phone=True)
    chrome.run("document.querySelector('[data-map]')?.scrollIntoView()")
    if maps := chrome.run("document.querySelectorAll('[data-map]').length"):
        wait(chrome, f"{DRAWN} === {maps}")
    assert chrome.run("document.documentElement.scrollWidth <= innerWidth")
    assert barriers(chrome) == []
    assert (chrome.complaints, outside(chrome, book)) == ([], [])
    orders = chrome.run("[...document.querySelectorAll('h1, h2, h3')].map(each => Number(each.tagName[1]))")
    assert orders.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(orders))


def test_axe_would_find_what_is_wrong(chrome: Browser, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text("<!DOCTYPE html><html><title>x</title><input><p style='color:#aaa'>grey</p></html>", "utf-8")
    chrome.open(bad, *PHONE)
    assert {each[0] for each in barriers(chrome)} >= {"html-has-lang", "label", "color-contrast"}


def test_the_start_leads_to_the_language_of_the_reader(chrome: Browser, book: Path) -> None:
    chrome.open(book / "index.html", *PHONE, phone=True)
    chrome.arrive("location.pathname.split('/').length && /(vi|en)\\/index\\.html$/.test(location.pathname)")
    wanted = chrome.run("navigator.languages.map(each => each.slice(0, 2)).find(each => ['vi', 'en'].includes(each))")
    assert chrome.run("document.documentElement.lang") == (wanted or "vi")


def found(chrome: Browser, query: str) -> list[str]:
    field = "document.getElementById('hb-query')"
    chrome.run(f"{field}.value = {json.dumps(query)}; {field}.dispatchEvent(new Event('input')); 1")
    return chrome.run("[...document.querySelectorAll('#hb-found a')].map(each => each.textContent)")


def test_search_takes_names_without_accents(chrome: Browser, book: Path) -> None:
    chrome.open(page(book, "vi", "index"), *PHONE, phone=True)
    for query in ("ha thai", "Hạ Thái", "HA THAI", "  thái   hạ "):
        assert found(chrome, query)[0] == "Hạ Thái"
    assert found(chrome, "dao thuc")[0] == "Đào Thục"
    assert "Gốm" in found(chrome, "pottery")
    assert found(chrome, "am chen") == ["Ấm chén Bát Tràng"]
    assert chrome.run("document.getElementById('hb-count').textContent") == "1 kết quả"
    assert found(chrome, "zzz") == []
    assert chrome.run("document.getElementById('hb-count').textContent") == "Không tìm thấy."
    found(chrome, "ha thai")
    chrome.run("document.querySelector('.hb-search').requestSubmit()")
    chrome.run("setTimeout(() => document.activeElement.click(), 50)")
    chrome.arrive("location.pathname.endsWith('/village/ha-thai.html')")


def test_script_and_index_fold_alike(chrome: Browser, book: Path) -> None:
    chrome.open(page(book, "vi", "index"), *PHONE)
    words = ["Hạ Thái", "ĐÔNG HỒ", "Cự Đà", "Nguyễn", "e\u0302\u0301", "한국", "日本ガ", "Straße", "ﬁ"]
    words += [chr(code) for code in range(0xC0, 0x250)] + [chr(code) for code in range(0x1EA0, 0x1F00)]
    assert chrome.run(f"{json.dumps(words)}.map(fold)") == [folded(word) for word in words]


def test_a_reader_without_a_mouse_gets_everywhere(chrome: Browser, book: Path) -> None:
    """Tab comes first to the way past the menu, then through the links, and what has the focus is seen."""
    chrome.open(page(book, "en", "village/bat-trang"), *PHONE)
    seen = []
    for _ in range(12):
        for kind in ("keyDown", "keyUp"):
            chrome._call("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
        seen.append(
            chrome.run("""(() => { const at = document.activeElement, box = at.getBoundingClientRect();
            return [at.className || at.textContent, box.width > 0 && box.left >= 0 && box.right <= innerWidth,
                    getComputedStyle(at).outlineStyle !== "none"]; })()""")
        )
    assert seen[0][0] == "hb-skip"
    assert [each[0] for each in seen[2:4]] == ["Tiếng Việt", "English"]
    assert all(shown and ringed for _, shown, ringed in seen)


def test_the_sheet_for_the_gate_leads_to_the_village(chrome: Browser, book: Path) -> None:
    chrome.open(book / "gate/bat-trang.html", 794, 1123)
    picture = Image.open(io.BytesIO(chrome.screenshot()))
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [f"{ADDRESS}/vi/village/bat-trang.html"]
    assert barriers(chrome) == []
    pdf = chrome._call("Page.printToPDF", preferCSSPageSize=True)["data"]
    assert len(PdfReader(io.BytesIO(b64decode(pdf))).pages) == 1


@pytest.mark.parametrize("payload", [" ".join(HTML_PAYLOADS), 400 * "ế", "ڤيتنام שלום"])
def test_hostile_names_do_nothing_and_fit(chrome: Browser, tmp_path: Path, payload: str) -> None:
    out = handbook(filled(payload), tmp_path / "h", languages=["en"])
    for kind in ("index", "village/bat-trang", "route/{route}", "festivals"):
        chrome.open(page(out, "en", kind), *PHONE, phone=True)
        chrome.run("document.querySelector('[data-map]')?.scrollIntoView()")
        if chrome.run("document.querySelectorAll('[data-map]').length"):
            wait(chrome, f"{DRAWN} > 0")
        if kind == "index":
            assert len(found(chrome, payload.split()[0])) > 9
            chrome.run("document.querySelector('.leaflet-container').scrollIntoView(); 1")
        assert chrome.run("window.pwned") is None
        assert chrome.run("document.documentElement.scrollWidth <= innerWidth"), kind
        assert (chrome.complaints, outside(chrome, out)) == ([], [])


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("kind", ["village/bat-trang", "route/{route}"])
def test_pages_look_as_they_did(chrome: Browser, book: Path, kind: str, size: tuple[int, int]) -> None:
    """Pages without today's date against stored pictures, small and blurred so that a font's hinting does not count."""
    chrome.open(page(book, "vi", kind), *size, phone=size == PHONE)
    if kind.startswith("route"):
        wait(chrome, f"{DRAWN} > 0")
    name = f"handbook-{kind.partition('/')[0]}-{'phone' if size == PHONE else 'desktop'}.png"
    small = (size[0] // 4, size[1] // 4)
    now = Image.open(io.BytesIO(chrome.screenshot())).convert("RGB").resize(small, Image.Resampling.BOX)
    stored = REFERENCES / name
    if not stored.is_file():
        now.save(stored)
        pytest.fail(f"{stored} was missing and has been stored: look at it, then run again")
    blurred = (small[0] // 2, small[1] // 2)
    kept = Image.open(stored).convert("RGB")
    difference = ImageChops.difference(now.resize(blurred), kept.resize(blurred))
    assert max(ImageStat.Stat(difference).mean) < 4, "the page looks different from its stored picture"
