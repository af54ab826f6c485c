"""Web maps worked by hand in a real browser with the network cut: layers, search, the day, motion, paper, keyboard."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from bare import bare_basemap
from browser import Browser, browser
from pypdf import PdfReader

from tourplanner.model import HANOI
from tourplanner.publish import portfolio_map_html, route_map_html
from tourplanner.testing.small import small_portfolio

DESKTOP, PHONE = (1280, 900), (390, 844)
AXE = (Path(__file__).parents[1] / "data" / "axecore" / "axe.min.js").read_text(encoding="utf-8")
LOOK = """axe.run(document, {resultTypes: ["violations"], preload: false})
    .then(({violations}) => violations.map(({id, impact, nodes}) => [id, impact, nodes[0].html.slice(0, 200)]))"""
PORTFOLIO = small_portfolio()
ROUTE = PORTFOLIO[1]
SHOWN = """[...document.querySelectorAll('.leaflet-marker-icon')].filter(e => e.style.display !== 'none')
    .flatMap(e => [...e.querySelectorAll('.tp-chip')]).map(e => e.textContent.trim())"""
NAMED = """[...document.querySelectorAll('.tp-name')]
    .filter(e => e.closest('.leaflet-marker-icon').style.display !== 'none').map(e => e.textContent)"""
UNNAMED = """[...document.querySelectorAll('button, input, a[href], [role=button], [role=region], aside')]
    .filter(e => !(e.getAttribute('aria-label') || e.textContent.trim() || e.title || e.labels?.length))
    .map(e => e.outerHTML.slice(0, 200))"""
FOCUS = """(() => { const e = document.activeElement;
    return [e.outerHTML.slice(0, 80), getComputedStyle(e).outlineStyle]; })()"""
SIZE = """(() => { const box = document.querySelector('.folium-map').getBoundingClientRect();
    return [box.width, box.height]; })()"""
SWITCH = """[...document.querySelectorAll('.tp-layers label')].find(e => e.textContent.startsWith('%s')).click()"""
SLIDER = "document.querySelector('.tp-day input')"
CREDITS = """(() => { const box = e => document.querySelector(e).getBoundingClientRect();
    return box('.leaflet-control-scale').bottom <= box('.leaflet-control-attribution').top + 1; })()"""


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as running:
        yield running


@pytest.fixture(scope="module")
def maps(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The map of a route and that of the portfolio."""
    root = tmp_path_factory.mktemp("maps")
    route, whole = root / "route.html", root / "portfolio.html"
    shared = {"region_name": PORTFOLIO.region_name, "attributions": PORTFOLIO.attributions}
    route.write_bytes(route_map_html(ROUTE, **shared))  # type: ignore[arg-type]
    whole.write_bytes(portfolio_map_html(PORTFOLIO))
    return route, whole


def calm(chrome: Browser) -> None:
    assert chrome.complaints == []
    assert chrome.requests == []


def wait(chrome: Browser, ms: int) -> None:
    chrome.run(f"new Promise(done => setTimeout(() => done(1), {ms}))")


def test_a_craft_switched_off_takes_its_stops_with_it(chrome: Browser, maps: tuple[Path, Path]) -> None:
    chrome.open(maps[0], *DESKTOP)
    everything = chrome.run(SHOWN)
    chrome.run("document.querySelector('[aria-label=\"Nghề: bỏ hết\"]')?.click()")
    craft = ROUTE.crafts[0]
    for each in ROUTE.crafts:
        on = f"[...document.querySelectorAll('.tp-layers label')].find(e => e.textContent === '{each.name.vi}').control"
        chrome.run(f"{on}.checked !== {str(each == craft).lower()} && {on}.click()")
    left = [
        number
        for number, stop in enumerate(ROUTE.visits, 1)
        if craft.id in (stop.experience.crafts or stop.village.crafts)
    ]
    assert 0 < len(left) < len(ROUTE.visits)
    assert [face for face in chrome.run(SHOWN) if face] == list(map(str, left))
    assert len(chrome.run(SHOWN)) < len(everything)
    calm(chrome)


def test_portfolio_layers_filter_villages_and_lines(chrome: Browser, maps: tuple[Path, Path]) -> None:
    chrome.open(maps[1], *DESKTOP)
    assert chrome.run("[...document.querySelectorAll('.tp-layers legend')].map(e => e.textContent)") == [
        "Bản đồ", "Tuyến", "Nghề", "Xã, phường", "Vai trò trong chuỗi",
    ]  # fmt: skip
    villages = {village.name.vi for village in PORTFOLIO.villages}
    assert villages <= set(chrome.run(NAMED))
    chrome.run(SWITCH % "1. ")
    assert chrome.run("document.querySelectorAll('.tp-path-r1').length") == 0
    assert chrome.run("document.querySelectorAll('.tp-path-r2').length") > 0
    left = {village.name.vi for village in PORTFOLIO[1].villages}
    assert set(chrome.run(NAMED)) & villages == left
    chrome.run(SWITCH % "1. ")
    assert villages <= set(chrome.run(NAMED))
    calm(chrome)


def test_search_by_keyboard_without_accents(chrome: Browser, maps: tuple[Path, Path]) -> None:
    chrome.open(maps[1], *PHONE, phone=True)
    chrome.run("document.querySelector('.tp-search input').focus()")
    chrome.type("van phuc")
    labels = "[...document.querySelectorAll('[role=option]')].map(e => e.firstChild.textContent)"
    assert chrome.run(labels)[0] == "Vạn Phúc"
    chrome.press("ArrowDown")
    active = "document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).textContent"
    assert chrome.run(active).startswith("Vạn Phúc")
    chrome.press("Enter")
    wait(chrome, 300)
    assert "Vạn Phúc" in chrome.run("document.querySelector('.leaflet-popup-content h3').textContent")
    assert chrome.run("document.querySelector('[role=listbox]').hidden")
    chrome.run("document.querySelector('.tp-search input').value = ''")
    chrome.type("không có đâu")
    assert chrome.run(labels) == ["Không tìm thấy"]
    chrome.press("Escape")
    assert chrome.run("document.querySelector('.tp-search input').getAttribute('aria-expanded')") == "false"
    calm(chrome)


def seconds(moment: datetime) -> int:
    local = moment.astimezone(HANOI)
    return int(local.hour * 3600 + local.minute * 60)


def test_the_day_by_keyboard(chrome: Browser, maps: tuple[Path, Path]) -> None:
    chrome.open(maps[0], *DESKTOP)
    chrome.run(f"{SLIDER}.focus()")
    assert chrome.run(f"Number({SLIDER}.value)") == seconds(ROUTE.days[0].depart) // 300 * 300
    assert chrome.run("document.querySelectorAll('.tp-party').length") == 0
    chrome.press("ArrowRight")
    assert chrome.run(f"Number({SLIDER}.value)") == seconds(ROUTE.days[0].depart) // 300 * 300 + 300
    assert chrome.run("document.querySelectorAll('.tp-party').length") == 1
    assert chrome.run("document.querySelector('.tp-now').dataset.leg") == "1-1"
    chrome.press("End")
    assert chrome.run(f"{SLIDER}.value === {SLIDER}.max")
    calm(chrome)


def test_the_party_is_ringed_at_its_stop_and_rides_along_its_leg(chrome: Browser, maps: tuple[Path, Path]) -> None:
    chrome.open(maps[0], *DESKTOP)
    day = ROUTE.days[0]
    for stop in day.stops:
        middle = seconds(stop.begin + (stop.end - stop.begin) / 2) // 300 * 300
        chrome.run(f"{SLIDER}.value = {middle}; {SLIDER}.dispatchEvent(new Event('input'))")
        assert chrome.run("document.querySelector('.tp-now').dataset.stop") == stop.experience.id
        assert chrome.run("document.querySelectorAll('.tp-here .tp-chip').length") == 1
        assert stop.village.name.vi in chrome.run(f"{SLIDER}.getAttribute('aria-valuetext')")
    leg = day.legs[0]
    middle = seconds(leg.depart + (leg.arrive - leg.depart) / 2) // 300 * 300
    chrome.run(f"{SLIDER}.value = {middle}; {SLIDER}.dispatchEvent(new Event('input'))")
    off = chrome.run("""(() => {
        const map = Object.values(window).find(each => each instanceof L.Map);
        const dot = document.querySelector('.tp-party').closest('.leaflet-marker-icon')._leaflet_pos;
        const path = document.querySelector('.tp-path-1-1');
        const steps = [...Array(501).keys()].map(at => path.getPointAtLength(path.getTotalLength() * at / 500));
        return Math.min(...steps.map(at => Math.hypot(at.x - dot.x, at.y - dot.y))); })()""")
    assert off < 4
    assert chrome.run("document.querySelector('.tp-lit') === document.querySelector('.tp-path-1-1')")
    calm(chrome)


def test_play_reaches_the_end_step_by_step_where_motion_is_not_wanted(chrome: Browser, maps: tuple[Path, Path]) -> None:
    chrome.open(maps[0], *DESKTOP)
    before = chrome.run(f"Number({SLIDER}.value)")
    chrome.run("document.querySelector('.tp-day button').click()")
    first = chrome.run(f"Number({SLIDER}.value)")
    wait(chrome, 700)
    assert chrome.run(f"Number({SLIDER}.value)") == first > before
    assert chrome.run("document.querySelector('.tp-day button').title") == "Tạm dừng"
    chrome.run("document.querySelector('.tp-day button').click()")
    assert chrome.run("document.querySelector('.tp-day button').title") == "Xem diễn biến trong ngày"


def test_direction_moves_only_for_those_who_want_motion(chrome: Browser, maps: tuple[Path, Path]) -> None:
    moving = """(() => { const path = document.querySelector('.tp-flow'), style = getComputedStyle(path);
        return [style.visibility, style.animationName]; })()"""
    toggle = "[...document.querySelectorAll('.tp-tools button')].pop()"
    chrome.motion("reduce")
    chrome.open(maps[0], *DESKTOP)
    assert chrome.run(moving) == ["hidden", "none"]
    chrome.motion("no-preference")
    try:
        chrome.open(maps[0], *DESKTOP)
        assert chrome.run(moving) == ["visible", "tp-flow"]
        assert chrome.run(f"{toggle}.getAttribute('aria-pressed')") == "true"
        chrome.run(f"{toggle}.click()")
        assert chrome.run(moving)[0] == "hidden"
        chrome.open(maps[1], *DESKTOP)
        assert chrome.run(moving)[0] == "hidden"  # ten routes that all move at once tell nobody anything
    finally:
        chrome.motion("reduce")
    calm(chrome)


def test_a_route_prints_on_one_sheet_of_a4(chrome: Browser, tmp_path: Path) -> None:
    plain = tmp_path / "map.html"
    plain.write_bytes(route_map_html(ROUTE, region_name=PORTFOLIO.region_name, basemap=bare_basemap("Hà Đông")))
    chrome.open(plain, *PHONE, phone=True)
    view = "[document.querySelector('.folium-map').clientWidth, document.documentElement.className]"
    before = chrome.run(view)
    [page] = PdfReader(io.BytesIO(chrome.pdf())).pages
    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
    text = " ".join(page.extract_text().split())
    for stop in ROUTE.stops:
        assert stop.village.name.vi in text
        assert f"{stop.begin.astimezone(HANOI):%H:%M}" in text
    assert "OpenStreetMap" in text
    assert "Lớp bản đồ" not in text
    assert "Xem diễn biến trong ngày" not in text
    wait(chrome, 300)
    assert chrome.run(view) == before
    calm(chrome)


def test_the_base_map_is_lines_on_paper_and_a_canvas_on_screen(chrome: Browser, maps: tuple[Path, Path]) -> None:
    drawn = "['canvas', 'path'].map(tag => document.querySelectorAll(`.leaflet-tp-base-pane ${tag}`).length)"
    chrome.open(maps[0], *DESKTOP)
    assert chrome.run(drawn) == [1, 0]
    chrome.run("window.addEventListener('beforeprint', () => window.printed = " + drawn + ")")
    chrome.pdf()
    _, paths = chrome.run("window.printed")
    assert paths > 5
    wait(chrome, 300)
    assert chrome.run(drawn)[1] == 0
    calm(chrome)


def test_full_screen_without_the_browser_s_help(chrome: Browser, maps: tuple[Path, Path]) -> None:
    chrome.open(maps[0], *PHONE, phone=True)
    chrome.run("Object.defineProperty(document, 'fullscreenEnabled', {value: false})")
    small = chrome.run(SIZE)
    chrome.run("document.querySelector('[aria-label=\"Toàn màn hình\"]').click()")
    assert chrome.run(SIZE) == list(PHONE)
    chrome.run("document.querySelector('[aria-label=\"Toàn màn hình\"]').click()")
    assert chrome.run(SIZE) == small


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_everything_has_a_name_a_place_and_a_focus_to_see(
    chrome: Browser, maps: tuple[Path, Path], which: int, size: tuple[int, int]
) -> None:
    chrome.open(maps[which], *size, phone=size == PHONE)
    assert chrome.run(UNNAMED) == []
    assert chrome.run("document.documentElement.scrollWidth <= innerWidth")
    assert chrome.run(CREDITS)
    unseen = []
    for _ in range(12):
        chrome.press("Tab")
        element, outline = chrome.run(FOCUS)
        if outline == "none":
            unseen.append(element)
    assert unseen == []
    calm(chrome)


@pytest.mark.parametrize("which", [0, 1])
def test_axe_finds_nothing_with_everything_open(chrome: Browser, maps: tuple[Path, Path], which: int) -> None:
    chrome.open(maps[which], *PHONE, phone=True)
    chrome.run("document.querySelector('.tp-layers').open = true")
    chrome.run("document.querySelector('.leaflet-marker-icon[role=button]').click()")
    chrome.run("document.querySelector('.tp-search input').focus()")
    chrome.type("gom")
    wait(chrome, 400)
    assert chrome.run("document.querySelectorAll('[role=option]').length") > 0
    chrome.run(f"{AXE};1")
    assert chrome.run(LOOK) == []
