"""The pages in a real browser with the network cut: they load, complain of nothing, ask for nothing, and look right."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bare import bare_basemap
from browser import Browser, browser
from injection import FIELDS, HTML_PAYLOADS, plant

from tourplanner.model import Itinerary
from tourplanner.publish import index_html, route_map_html
from tourplanner.publish.pins import leg_colour
from tourplanner.testing.small import small_portfolio

DESKTOP, PHONE = (1280, 900), (390, 844)
REFERENCES = Path(__file__).parent / "references"
MARKS = """[...document.querySelectorAll(".leaflet-marker-icon .tp-chip[data-order]")].map(chip => {
    const box = chip.getBoundingClientRect();
    return {text: chip.textContent.trim(), x: box.x + box.width / 2, y: box.y + box.height / 2, size: box.width};
})"""
THE_MAP = "Object.values(window).find(each => each instanceof L.Map)"
LENGTH = "document.querySelector('.tp-path-%s').getTotalLength()"
# How far the middle of one line is from the other line, in pixels.
APART = """(() => {
    const [one, other] = ["%s", "%s"].map(key => document.querySelector(`.tp-path-${key}`));
    const spot = one.getPointAtLength(one.getTotalLength() / 2);
    const steps = [...Array(2001).keys()].map(step => other.getPointAtLength(other.getTotalLength() * step / 2000));
    return Math.min(...steps.map(at => Math.hypot(at.x - spot.x, at.y - spot.y)));
})()"""
MAP = """(() => { const box = document.querySelector(".folium-map").getBoundingClientRect();
    return {left: box.left, top: box.top, right: box.right, bottom: box.bottom}; })()"""


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Maps and index of the small portfolio, laid out as an export does."""
    portfolio = small_portfolio()
    root = tmp_path_factory.mktemp("pages")
    for route in portfolio.routes:
        (root / route.id).mkdir()
        page = route_map_html(route, region_name=portfolio.region_name, attributions=portfolio.attributions)
        (root / route.id / "map.html").write_bytes(page)
    (root / "index.html").write_bytes(index_html(portfolio))
    return root


def map_of(folder: Path, route: int) -> Path:
    return folder / small_portfolio()[route].id / "map.html"


def pixels(chrome: Browser, width: int, height: int, picture: bytes | None = None) -> Any:
    """What the window shows, or a stored picture, height x width x 3."""
    flat = np.frombuffer(chrome.pixels(picture or chrome.screenshot(), width, height), dtype=np.uint8)
    return flat.reshape(height, width, 4)[:, :, :3].astype(int)


def near(image: Any, colour: str, tolerance: int = 12) -> int:
    """How many pixels have about this colour."""
    wanted = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])
    return int((np.abs(image - wanted).max(axis=2) <= tolerance).sum())


@pytest.mark.parametrize("route", [0, 1])
@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_every_stop_is_marked_in_order_apart_and_in_view(
    chrome: Browser, folder: Path, route: int, size: tuple[int, int]
) -> None:
    chrome.open(map_of(folder, route), *size, phone=size == PHONE)
    assert chrome.complaints == []
    assert chrome.requests == []
    marks, view = chrome.run(MARKS), chrome.run(MAP)
    assert [mark["text"] for mark in marks] == ["1", "2", "3", "4"]
    for index, mark in enumerate(marks):
        assert view["left"] < mark["x"] - 10 < mark["x"] + 10 < view["right"]
        assert view["top"] < mark["y"] - 10 < mark["y"] + 10 < min(view["bottom"], size[1])
        for other in marks[:index]:
            assert np.hypot(mark["x"] - other["x"], mark["y"] - other["y"]) > 0.95 * mark["size"]
    assert chrome.run("document.documentElement.scrollWidth <= innerWidth")


def test_base_map_and_legs_are_painted(chrome: Browser, folder: Path) -> None:
    chrome.open(map_of(folder, 1), *DESKTOP)
    image = pixels(chrome, *DESKTOP)
    painted = {name: near(image, colour, 6) for name, colour in {"water": "#b5d6e6", "road": "#f7dc97"}.items()}
    assert min(painted.values()) > 2_000, painted
    legs = [near(image, leg_colour(index)) for index in (0, 1, 3, 5)]
    assert min(legs) > 250, legs
    assert "OpenStreetMap" in chrome.run("document.querySelector('.leaflet-control-attribution').textContent")
    assert chrome.run("document.querySelector('.leaflet-control-scale-line').textContent") == "5 km"


def test_layers_are_grouped_and_the_base_map_can_be_switched_off(chrome: Browser, folder: Path) -> None:
    chrome.open(map_of(folder, 1), *DESKTOP)
    assert chrome.run("[...document.querySelectorAll('.tp-layers legend')].map(e => e.textContent)") == [
        "Bản đồ", "Các chặng", "Nghề",
    ]  # fmt: skip
    names = chrome.run("[...document.querySelectorAll('.tp-layers label')].map(e => e.textContent)")
    assert names[:2] == ["Nền bản đồ", "Điểm dừng"]
    assert names[2].startswith("Chặng 1: Bờ Hồ - Phố cổ → Xưởng dệt")
    before = near(pixels(chrome, *DESKTOP), "#b5d6e6", 6)
    chrome.run("document.querySelector('.tp-layers input').click()")
    chrome.run("new Promise(done => setTimeout(done, 300))")
    assert near(pixels(chrome, *DESKTOP), "#b5d6e6", 6) < before / 20


def test_a_row_of_the_timetable_opens_its_stop(chrome: Browser, folder: Path) -> None:
    chrome.open(map_of(folder, 0), *PHONE, phone=True)
    chrome.run("document.querySelector('[data-stop=bt-wheel]').click()")
    chrome.run("new Promise(done => setTimeout(done, 600))")
    text = chrome.run("document.querySelector('.leaflet-popup-content').innerText")
    stop = next(stop for stop in small_portfolio()[0].stops if stop.experience.id == "bt-wheel")
    arrive = f"đến {stop.arrive:%H:%M}"
    for words in ("Nặn gốm bàn xoay", arrive, "Bát Tràng", "Gốm", "đào tạo", "08:00–17:00", "1.400.000 ₫"):
        assert words in text
    assert chrome.complaints == []


def test_there_and_back_on_one_road_both_show(chrome: Browser, tmp_path: Path) -> None:
    """A leg on a road keeps to its right at every zoom, with its arrows; the page stays as it is otherwise."""
    route = small_portfolio()[1]
    day = route.days[0]
    moving = [at for at, leg in enumerate(day.legs) if leg.metres]
    there, back = moving[0], moving[-1]
    ends = [(place.lat, place.lon) for place in day.places[there : there + 2]]
    way = (ends[0], (ends[0][0] - 0.02, ends[0][1]), (ends[1][0], ends[1][1] + 0.02), ends[1])
    home = ((day.places[-2].lat, day.places[-2].lon), *way[::-1])
    paths = {there: way, back: home}
    legs = [leg.replace(path=paths.get(at, ())) for at, leg in enumerate(day.legs)]
    page = tmp_path / "map.html"
    page.write_bytes(
        route_map_html(route.replace(days=(day.replace(legs=tuple(legs)),)), region_name=route.name)
    )
    chrome.open(page, *DESKTOP)
    assert (chrome.complaints, chrome.requests) == ([], [])
    assert [mark["text"] for mark in chrome.run(MARKS)] == ["1", "2", "3", "4"]
    image = pixels(chrome, *DESKTOP)
    shown = {at: near(image, leg_colour(at)) for at in paths}
    # Both are as long on the shared road; the later one would leave nothing of the earlier.
    assert shown[there] > 0.4 * 4 * chrome.run(LENGTH % f"1-{there + 1}"), shown
    for zoom in (9, 12):
        chrome.run(f"void {THE_MAP}.setZoom({zoom}, {{animate: false}})")
        assert chrome.run(APART % (f"1-{there + 1}", f"1-{back + 1}")) == pytest.approx(5.5, abs=1.5)
    assert chrome.complaints == []


def test_routes_on_one_road_lie_side_by_side_on_the_index(chrome: Browser, tmp_path: Path) -> None:
    """At every zoom, whichever way they drive; the road's own place is the middle between them."""
    portfolio = small_portfolio()
    line = ((21.03, 105.85), (21.0, 105.88), (20.97, 105.91), (20.95, 105.91))

    def along(route: Itinerary, path: tuple[tuple[float, float], ...]) -> Itinerary:
        day = route.days[0]
        legs = tuple(leg.replace(path=() if at else path) for at, leg in enumerate(day.legs))
        return route.replace(days=(day.replace(legs=legs),))

    routes = along(portfolio[0], line), along(portfolio[1], line[::-1])
    page = tmp_path / "index.html"
    page.write_bytes(index_html(portfolio.replace(routes=routes)))
    chrome.open(page, *DESKTOP)
    for zoom in (9, 12):
        chrome.run(f"void {THE_MAP}.setZoom({zoom}, {{animate: false}})")
        assert chrome.run(APART % ("r1.tp-strand", "r2.tp-strand")) == pytest.approx(3.6, abs=0.8)
    assert chrome.complaints == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_the_index_shows_every_route(chrome: Browser, folder: Path, size: tuple[int, int]) -> None:
    chrome.open(folder / "index.html", *size, phone=size == PHONE)
    assert chrome.complaints == []
    assert chrome.requests == []
    assert chrome.run("document.querySelectorAll('article').length") == 2
    assert chrome.run("document.documentElement.scrollWidth <= innerWidth")
    found = chrome.run("[...document.querySelectorAll('.leaflet-marker-icon .tp-small')].map(e => e.textContent)")
    assert found == ["1", "1", "2", "2", "2"]
    link = chrome.run("document.querySelector('article nav a').href")
    assert link == map_of(folder, 0).resolve().as_uri()


def test_hostile_texts_run_nothing_and_are_shown_as_they_are(chrome: Browser, tmp_path: Path) -> None:
    portfolio = small_portfolio()
    route = portfolio[0]
    payload = "".join(HTML_PAYLOADS[:-1])
    for field in FIELDS:
        route = plant(route, field, payload)
    path = tmp_path / "map.html"
    hostile = bare_basemap(payload)
    path.write_bytes(route_map_html(route, region_name=route.name, attributions=(payload,), basemap=hostile))
    chrome.open(path, *DESKTOP)
    chrome.run("document.querySelectorAll('[data-stop]').forEach(row => row.click())")
    assert chrome.run("typeof window.pwned") == "undefined"
    assert chrome.complaints == []
    assert chrome.requests == []
    shown = chrome.run("document.querySelector('h1').textContent")
    assert "{{ 7 * 191 }}" in shown
    assert "\\`${window.pwned=1}\\`" in shown
    path.write_bytes(index_html(portfolio.replace(routes=(route,), region_name=route.name), basemap=hostile))
    chrome.open(path, *DESKTOP)
    assert chrome.run("typeof window.pwned") == "undefined"
    assert chrome.complaints == []


@pytest.mark.parametrize(
    ("name", "size"), [("map-desktop", DESKTOP), ("map-phone", PHONE), ("index-desktop", DESKTOP)]
)
def test_pages_look_as_they_did(chrome: Browser, folder: Path, name: str, size: tuple[int, int]) -> None:
    """
    Coarse on purpose, fonts differ between machines: 8-pixel tiles, mean difference from the stored picture.

    To renew a picture on purpose, delete it and run this test once: it stores what it sees, and fails.
    """
    chrome.open(folder / "index.html" if name.startswith("index") else map_of(folder, 1), *size, phone=size == PHONE)
    stored = REFERENCES / f"{name}.png"
    width, height = size[0] // 8, size[1] // 8
    now = chrome.screenshot()
    if not stored.is_file():
        stored.parent.mkdir(exist_ok=True)
        stored.write_bytes(small_png(chrome, now, size[0] // 4, size[1] // 4))
        pytest.fail(f"{stored} was missing and has been stored: look at it, then run again")
    difference = np.abs(pixels(chrome, width, height, now) - pixels(chrome, width, height, stored.read_bytes()))
    assert difference.mean() < 4, "the page looks different from its stored picture"
    assert (difference.max(axis=2) > 60).mean() < 0.05, "parts of the page look different from the stored picture"


def small_png(chrome: Browser, png: bytes, width: int, height: int) -> bytes:
    """A PNG scaled down by the browser, as PNG."""
    data = base64.b64encode(png).decode()
    script = f"""(async () => {{
        const picture = new Image(); picture.src = "data:image/png;base64,{data}"; await picture.decode();
        const canvas = document.createElement("canvas"); canvas.width = {width}; canvas.height = {height};
        const context = canvas.getContext("2d"); context.imageSmoothingQuality = "high";
        context.drawImage(picture, 0, 0, {width}, {height});
        return canvas.toDataURL("image/png").split(",")[1]; }})()"""
    return base64.b64decode(chrome.run(script))


def test_without_a_browser_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from browser import chromium

    monkeypatch.setenv("CHROMIUM", str(tmp_path / "nothing"))
    with pytest.raises(AssertionError, match="install one"):
        chromium()
