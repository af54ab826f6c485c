"""The printed sheet as a PDF reader sees it: one A4 page, the right words, the same bytes."""

import io
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from print_samples import ROUTES, STATION, sample
from pypdf import PdfReader

from tourplanner.errors import MissingGlyphError
from tourplanner.model import Itinerary, Party, Text
from tourplanner.publish.legend import legend
from tourplanner.publish.routemap import outline
from tourplanner.publish.sheet import map_pdf
from tourplanner.publish.timetable import rows, summary
from tourplanner.publish.words import clock
from tourplanner.testing.small import small_portfolio

REGION = Text(vi="Hà Nội")
BASIS = "Đường chim bay nhân hệ số, sai số ±25 %."
STRAIGHT = "nối thẳng, không phải đường đi thật"


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words(reader: PdfReader) -> str:
    """All text with blanks evened out: a reader sees line ends where the page has them."""
    text = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(unicodedata.normalize("NFC", text).split())


def tight(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def small() -> tuple[Itinerary, bytes]:
    route = small_portfolio().routes[0].replace(basis=BASIS)
    link = "https://example.vn/tuyen/01"
    return route, map_pdf(route, region_name=REGION, attributions=("Nguồn thử",), link=link)


def crowded() -> Itinerary:
    """Eight stops, every name long, as many notices as stops."""
    route, names = sample("eight"), sample("long").days[0].stops
    day = route.days[0]
    stops = tuple(
        stop.replace(
            village=stop.village.replace(name=names[index % 3].village.name),
            experience=stop.experience.replace(name=names[index % 3].experience.name),
        )
        for index, stop in enumerate(day.stops)
    )
    notices = tuple(
        notice.replace(text=Text(vi=f"{notice.text.vi}, điều {number}"))
        for notice in route.notices
        for number in range(6)
    )
    return route.replace(name=sample("long").name, days=(day.replace(stops=stops),), notices=notices)


@pytest.mark.parametrize("name", [*ROUTES, "crowded"])
def test_one_a4_page(name: str) -> None:
    route = crowded() if name == "crowded" else sample(name, end=STATION)
    pages = read(map_pdf(route, region_name=REGION, link="https://example.vn/x")).pages
    assert len(pages) == 1
    assert [round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]] == [210, 297]


def test_one_page_per_day() -> None:
    first, second = (page.extract_text() for page in read(map_pdf(sample("two", days=2), region_name=REGION)).pages)
    assert "NGÀY 1/2" in first
    assert "6/3/2027" in first
    assert "NGÀY 2/2" in second
    assert "7/3/2027" in second


def test_a_table_too_long_for_one_page_loses_nothing() -> None:
    route = crowded()
    day = route.days[0]
    many = day.replace(stops=day.stops * 4, legs=(*(day.legs[:-1] * 4), day.legs[-1]))
    reader = read(map_pdf(route.replace(days=(many,)), region_name=REGION))
    assert len(reader.pages) > 1
    text = words(reader)
    assert text.count("· Xã Chuyên Mỹ, Hà Nội") == len(many.stops)
    assert "Trả khách" in text


def test_the_page_says_it_all(small: tuple[Itinerary, bytes]) -> None:
    route, pdf = small
    text, day = words(read(pdf)), route.days[0]
    for stop in day.stops:
        assert stop.experience.name.vi in text
        assert f"{clock(stop.arrive)}–{clock(stop.end)}" in text
        assert f"{stop.village.name.vi} · {stop.village.communes[0].name}" in text
    leg = day.legs[0]
    drive = f"{leg.metres / 1000:.1f} km · {leg.seconds // 60} phút".replace(".", ",")
    for word in (
        "Kiêu Kỵ – Bát Tràng", "Kieu Ky – Bat Trang", "29/1 âm lịch (Đinh Mùi)", "Thứ bảy, 6/3/2027", "20 khách",
        "4 điểm, 1 bữa ăn", f"08:00 – {clock(day.back)}", "5.400.000 ₫ (+1 chưa rõ giá)", "miễn phí", "sản xuất",
        "thương mại", "đào tạo", "văn hóa", drive, "Tỉ lệ 1:75.000", "bắt đầu 11:15", "Bờ Hồ - Phố cổ", STRAIGHT,
        "ước tính, chưa xác minh", "sai số tới 400 m", BASIS, "Chưa rõ tình trạng môi trường (Kiêu Kỵ, Bát Tràng)",
        "© OpenStreetMap contributors (ODbL)", "sapnhap.bando.com.vn", "Nguồn thử", "Quét để mở bản đồ tương tác",
    ):  # fmt: skip
        assert word in text, word


def test_only_its_own_fonts_and_no_picture_of_pixels(small: tuple[Itinerary, bytes]) -> None:
    (page,) = read(small[1]).pages
    fonts = {str(font["/BaseFont"]).split("+")[-1] for font in _fonts(page["/Resources"])}
    assert fonts == {"BeVietnamPro-Regular", "BeVietnamPro-SemiBold", "BeVietnamPro-Italic"}
    assert not list(page.images)


def _fonts(resources: object) -> list[dict[str, object]]:
    held = resources.get_object()  # type: ignore[attr-defined]
    fonts = [font.get_object() for font in held.get("/Font", {}).values()]
    for form in held.get("/XObject", {}).values():
        fonts += _fonts(form.get_object().get("/Resources", {})) if "/Resources" in form.get_object() else []
    return fonts


def test_the_same_route_is_the_same_bytes_wherever_it_is_made(small: tuple[Itinerary, bytes], tmp_path: Path) -> None:
    route, pdf = small
    link = "https://example.vn/tuyen/01"
    assert map_pdf(route, region_name=REGION, attributions=("Nguồn thử",), link=link) == pdf
    script = (
        "import sys\n"
        "from tourplanner.model import Text\n"
        "from tourplanner.publish.sheet import map_pdf\n"
        "from tourplanner.testing.small import small_portfolio\n"
        f"route = small_portfolio().routes[0].replace(basis={BASIS!r})\n"
        f"pdf = map_pdf(route, region_name=Text(vi='Hà Nội'), attributions=('Nguồn thử',), link={link!r})\n"
        "sys.stdout.buffer.write(pdf)\n"
    )
    away = {"PYTHONHASHSEED": "7", "TZ": "America/Lima", "SOURCE_DATE_EPOCH": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, check=True, env=os.environ | away
    )
    assert done.stdout == pdf


def test_hostile_names_come_out_as_text() -> None:
    text = tight(words(read(map_pdf(sample("hostile").replace(basis="#{1+1} $a$"), region_name=Text(vi="#panic()")))))
    for name in (
        '#eval("1+1")', '</text></svg><script>alert("x")</script>', "$x^2$\\][", "#{1+1}$a$",
        "*đậm*_nghiêng_`mã`//chúthích", '#image("/etc/passwd")', "&lt;b&gt;&amp;<label>@nguon",
    ):  # fmt: skip
        assert tight(name) in text, name
    assert "#PANIC()" in text.upper()


def test_control_characters_do_not_break_the_page() -> None:
    route = sample("two").replace(theme=Text(vi="gốm\x00\x1b[31m\u202eđảo"))
    assert "gốm [31m đảo" in words(read(map_pdf(route, region_name=REGION)))


def test_a_known_road_is_not_called_straight() -> None:
    for roads in (True, False):
        route = sample("west", roads=roads)
        texts = [text for _, text in legend(outline(route, route.days[0]))]
        assert ("đường đi" in texts) is roads
        assert any(STRAIGHT in text for text in texts) is not roads


def test_without_a_link_there_is_no_code() -> None:
    assert "Quét" not in words(read(map_pdf(sample("two"), region_name=REGION)))


def test_what_nobody_verified_is_marked() -> None:
    route = small_portfolio().routes[0]
    marks = {row["name"]: (row["hours_doubt"], row["place_doubt"]) for row in rows(route, route.days[0])}
    assert marks["Nặn gốm bàn xoay"] == (False, False)
    assert marks["Chợ gốm"] == (True, False)
    day = sample("west").days[0]
    unplaced = tuple(stop.replace(village=stop.village.replace(provenance={})) for stop in day.stops)
    itinerary = sample("west").replace(days=(day.replace(stops=unplaced),))
    assert all(row["place_doubt"] for row in rows(itinerary, itinerary.days[0])[1:-1])


def test_characters_without_a_glyph_are_reported() -> None:
    two = sample("two").replace(theme=Text(vi="gốm → lụa"))
    with pytest.raises(MissingGlyphError) as caught:
        map_pdf(two, region_name=Text(vi="東京"))
    found = {missing.characters for missing in caught.value.missing}
    assert found == {"京東", "→"}
    assert "route-two: 2 texts with characters that Be Vietnam Pro cannot show" in str(caught.value)
    assert "東 (U+6771)" in str(caught.value)


def test_children_and_unknown_prices_are_told() -> None:
    route = sample("two", priced=False)
    told = dict(fact.values() for fact in summary(route, route.days[0], REGION)["facts"])
    assert told["Đoàn"] == "20 khách (2 trẻ em)"
    assert told["Giá đã biết, cả đoàn"] == "chưa rõ giá"
    assert [row["price"] for row in rows(route, route.days[0])] == ["–", "chưa rõ giá", "chưa rõ giá", "–"]
    alone = route.replace(goal=route.goal.replace(party=Party(adults=2)))
    assert dict(fact.values() for fact in summary(alone, alone.days[0], REGION)["facts"])["Đoàn"] == "2 khách"
