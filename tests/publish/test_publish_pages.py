"""map.html and index.html as text: self-contained, repeatable, safe, in Vietnamese."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from bare import bare_basemap
from hypothesis import given, settings
from hypothesis import strategies as st
from injection import FIELDS, HTML_PAYLOADS, plant

from tourplanner.model import Portfolio
from tourplanner.publish import index_html, route_map, route_map_html
from tourplanner.publish.markup import el, escape, js_literal
from tourplanner.publish.standalone import asset, leaflet_css
from tourplanner.testing.small import small_portfolio


class Reader(HTMLParser):
    """Elements with their attributes, and the text outside scripts and styles."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._inside = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = "" if tag == self._inside else self._inside

    def handle_data(self, data: str) -> None:
        if self._inside not in ("script", "style"):
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def portfolio() -> Portfolio:
    return small_portfolio()


def page(portfolio: Portfolio, route: int = 0) -> bytes:
    return route_map_html(
        portfolio[route], region_name=portfolio.region_name, attributions=portfolio.attributions
    )


@pytest.fixture(scope="module")
def pages(portfolio: Portfolio) -> tuple[bytes, bytes]:
    return page(portfolio), index_html(portfolio)


def test_pages_carry_everything_and_ask_for_nothing(pages: tuple[bytes, bytes]) -> None:
    for data in pages:
        assert len(data) < 800_000
        elements = Reader(data).elements
        assert not [tag for tag, _ in elements if tag in ("iframe", "object", "embed", "base")]
        for tag, attributes in elements:
            for name in ("src", "href", "action", "data", "poster"):
                value = attributes.get(name) or ""
                assert not re.match(r"(?:[a-z]+:)?//|file:", value), (tag, value)
        text = data.decode()
        assert set(re.findall(r"url\((?!data:)([^)]*)\)", text)) == {"#default#VML"}
        known = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/1998/Math/MathML"}
        addresses = set(re.findall(r"https?://[^\s\"'\\`)<]+", text)) - known
        assert addresses <= {"https://leafletjs.com"}, addresses
        assert "bootstrap" not in text
        assert "L.AwesomeMarkers" not in text


def test_pages_say_what_they_are(pages: tuple[bytes, bytes], portfolio: Portfolio) -> None:
    for data, title in zip(pages, (portfolio[0].name.vi, "2 tuyến làng nghề – Vùng thử, tháng 3/2027"), strict=True):
        reader = Reader(data)
        assert ("html", {"lang": "vi"}) in reader.elements
        assert reader.text.startswith(title)
        assert any(a.get("name") == "viewport" and "user-scalable" not in str(a) for _, a in reader.elements)


def test_the_map_tells_times_hours_prices_and_doubts(portfolio: Portfolio) -> None:
    data = page(portfolio)
    text = Reader(data).text
    for words in (
        "Thứ bảy, 6/3/2027 · 29/1 âm lịch", "20 khách", "08:36", "Xưởng đập quỳ", "1.000.000 ₫", "chưa biết giá",
        "mở cửa 08:00–17:00", "ước tính", "Chú giải", "Nét đứt là đường thẳng", "© OpenStreetMap contributors (ODbL)",
        "Chưa rõ tình trạng môi trường",
    ):  # fmt: skip
        assert words in text, words
    script = data.decode()
    assert script.count(".bindPopup(popup_") == len(portfolio[0].stops) + 1
    assert script.count("tourplannerControls(map_") == 1
    assert script.count("tourplannerDay(map_") == 1
    assert script.count('"tp-path tp-path-1-') == 3  # three of six legs stay at one spot: nothing to draw
    assert {f"Chặng {leg}" for leg in range(1, 7)} <= set(re.findall(r"Chặng \d", script))


def test_the_index_tells_score_quotas_facts_and_links(pages: tuple[bytes, bytes], portfolio: Portfolio) -> None:
    reader = Reader(pages[1])
    for words in (
        "Điểm 600, cận trên 612: còn cách tối ưu nhiều nhất 2,0 %", "≥ 4", "≤ 3", "đạt", "làng nghề",
        "5.400.000 ₫ cho 20 khách; còn 1 điểm chưa biết giá", "35,8 km", "Vạn Phúc – Chuông – Quảng Phú Cầu",
        "dữ kiện trên trang này", "điều cần biết trước khi bán", "30/1 âm lịch",
    ):  # fmt: skip
        assert words in reader.text, words
    links = {attributes["href"] for tag, attributes in reader.elements if tag == "a"}
    files = ("map.html", "map.pdf", "route.ics", "route.gpx", "route.geojson")
    assert links == {f"{route.id}/{file}" for route in portfolio.routes for file in files} | {"routes.json", "map.html"}


def test_same_route_same_bytes_and_no_random_ids(portfolio: Portfolio, pages: tuple[bytes, bytes]) -> None:
    assert page(portfolio) == pages[0]
    assert index_html(portfolio) == pages[1]
    assert not re.search(rb"_[0-9a-f]{32}\b", pages[0])


def test_a_tour_of_two_days_has_a_layer_per_day_and_numbers_that_go_on(portfolio: Portfolio) -> None:
    both = portfolio[0].replace(days=(*portfolio[0].days, *portfolio[1].days))
    text = route_map_html(both, region_name=portfolio.region_name).decode()
    assert '["Các ngày",-1,[["Ngày 1","",feature_group_' in text
    assert '["Ngày 2","",feature_group_' in text
    orders = re.findall(r'data-order=\\u0022(\d)|data-order=\\"(\d)', text)
    assert [int(a or b) for a, b in orders] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_online_tiles_only_where_asked_for(portfolio: Portfolio) -> None:
    text = route_map_html(portfolio[0], region_name=portfolio.region_name, tiles="OpenTopoMap").decode()
    assert "tile.opentopomap.org" in text
    assert "© OpenTopoMap (CC-BY-SA)" in Reader(text.encode()).text
    assert "tourplannerBase(map_" not in text


def test_a_notebook_gets_a_folium_map_with_our_style(portfolio: Portfolio) -> None:
    text = route_map(portfolio[0]).get_root().render()
    assert ".tp-chip" in text
    assert "function settlePins" in text
    assert "leaflet" in text


@pytest.mark.parametrize("payload", HTML_PAYLOADS)
def test_hostile_texts_add_no_element_no_attribute_no_code(portfolio: Portfolio, payload: str) -> None:
    route = portfolio[0]
    harmless, hostile = route, route
    for field in FIELDS:
        harmless, hostile = plant(harmless, field, "lành"), plant(hostile, field, payload)
    calm, wild = bare_basemap("lành"), bare_basemap(payload)
    for write in (
        lambda each, base: route_map_html(
            each, region_name=each.name, attributions=(each.name.vi,), basemap=base
        ),
        lambda each, base: index_html(
            portfolio.replace(routes=(each,), region_name=each.name, attributions=(each.name.vi,)), basemap=base
        ),
    ):
        good, bad = write(harmless, calm), write(hostile, wild)
        shape = [(tag, sorted(attributes)) for tag, attributes in Reader(bad).elements]
        assert shape == [(tag, sorted(attributes)) for tag, attributes in Reader(good).elements]
        if set(payload) & set("<>\"'`$\\{}\u2028\u202e"):
            assert payload.encode() not in bad
        assert b"1337" not in bad


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_escape_leaves_nothing_that_any_layer_reads(text: str) -> None:
    escaped = escape(text)
    assert not set(escaped) & set("<>\"'`$\\{}\r\n\0\x85\u2028\u2029")
    reader = Reader(f"<p>{escaped}</p>".encode())
    assert [tag for tag, _ in reader.elements] == ["p"]
    assert escape(escaped) is escaped
    literal = js_literal([text, 1])
    assert not set(literal[1:-1]) & set("<>{}'`$\u2028\u2029\n")


def test_elements_and_literals_refuse_what_they_cannot_make_safe() -> None:
    assert el("a", "x & y", None, href='"', hidden=False, open=True) == '<a href="&#34;" open>x &#38; y</a>'
    assert el("meta", charset="utf-8") == '<meta charset="utf-8">'
    with pytest.raises(TypeError, match="no mappings"):
        js_literal([{"a": 1}])


def test_vendored_files_fit_into_a_script_element() -> None:
    for name in ("leaflet/leaflet.js", "jquery/jquery.slim.min.js", "map.js"):
        assert not re.search(r"</script|<!--", asset(name), re.IGNORECASE), name
        assert "sourceMappingURL" not in asset(name)
    assert "url(images/" not in leaflet_css()
    assert "1.9.4" in asset("leaflet/leaflet.js")
    assert "v3.7.1" in asset("jquery/jquery.slim.min.js")[:80]
