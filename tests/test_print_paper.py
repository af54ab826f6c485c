"""Printed maps in every size, way up and ink: all of it there, readable, the same every time, in every file format."""

from __future__ import annotations

import io
from collections import Counter
from itertools import cycle
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from print_judge import SIX_POINTS_MM, faults, printed
from print_samples import ROUTES, STATION, sample
from pypdf import PdfReader
from test_print_sheet import STRAIGHT, crowded, words

from tourplanner.model import Text
from tourplanner.publish import Paper, map_pdf, map_png, map_svg
from tourplanner.publish.legend import leg_svg
from tourplanner.publish.mapdraw import draw_base
from tourplanner.publish.palette import BLACK
from tourplanner.publish.paper import EVERY_PAPER
from tourplanner.publish.tracks import Track, leg_letter
from tourplanner.publish.typeface import typeface
from tourplanner.speech import LANGUAGES, Language, speaker
from tourplanner.testing.small import small_portfolio

SVG = "{http://www.w3.org/2000/svg}"
SMALL = small_portfolio()
ABOUT: dict[str, Any] = {
    "region_name": SMALL.region_name, "link": "https://example.vn/x", "attributions": ("Nguồn thử",),
    "phones": {"bat-trang": "024 3874 0000"},
}  # fmt: skip
NAMES = [f"{paper.size}-{'landscape' if paper.landscape else 'portrait'}-{paper.ink}" for paper in EVERY_PAPER]
every_paper = pytest.mark.parametrize("paper", EVERY_PAPER, ids=NAMES)


def test_a_paper_that_is_not_there_is_refused_with_everything_that_is_wrong() -> None:
    with pytest.raises(ValueError, match=r"size 'A5': one of 'A4', 'A3'; ink 'red': one of 'colour', 'black'"):
        Paper(size="A5", ink="red")  # type: ignore[arg-type]


def test_papers_have_the_sides_that_iso_216_gives_them() -> None:
    sides = {(paper.size, paper.landscape): (paper.width, paper.height) for paper in EVERY_PAPER}
    assert sides == {
        ("A4", False): (210, 297), ("A4", True): (297, 210), ("A3", False): (297, 420), ("A3", True): (420, 297),
    }  # fmt: skip


@every_paper
def test_the_page_is_of_its_size_and_has_everything_on_it(paper: Paper) -> None:
    pdf = map_pdf(SMALL.routes[0], paper=paper, **ABOUT)
    assert pdf == map_pdf(SMALL.routes[0], paper=paper, **ABOUT)
    reader = PdfReader(io.BytesIO(pdf))
    (page,) = reader.pages
    sides = [float(side) / 72 * 25.4 for side in page.mediabox[2:]]
    assert sides == pytest.approx([paper.width, paper.height], abs=0.1)
    told, say = words(reader), speaker("vi").say
    for word in (
        "Tỉ lệ 1:", "© OpenStreetMap contributors", "Nguồn thử", say("Scan to open the interactive map"), STRAIGHT,
        say("place to visit"), say("water"), say("Please note"), say("Departure – return"), "024 3874 0000",
        *(stop.experience.name.vi for stop in SMALL.routes[0].days[0].stops),
    ):  # fmt: skip
        assert word in told, word
    sizes: list[float] = []
    page.extract_text(visitor_text=lambda text, _, at, __, size: sizes.append(abs(at[3]) * size) if text.strip() else 0)
    # The reader tells type on the map in the map's own millimetres, 2.12 to 3.5; there ``faults`` judges it.
    assert min(size for size in sizes if size > 4) > 5.99


def test_the_base_of_a_map_is_drawn_once_for_all_languages() -> None:
    draw_base.cache_clear()
    first = printed(sample("dense"), Paper(), "vi").svg()
    drawn = draw_base.cache_info().misses
    assert drawn == 2  # the map's and its inset's
    assert printed(sample("dense"), Paper(), "fr").svg() != first
    assert draw_base.cache_info().misses == drawn


@pytest.mark.parametrize(
    "paper",
    [Paper(), Paper("A3", landscape=True), Paper(landscape=True, ink="black"), Paper("A3", ink="black")],
    ids=["A4", "A3-landscape", "A4-landscape-black", "A3-black"],
)
def test_samples_in_every_language_keep_their_labels_apart(paper: Paper) -> None:
    languages = cycle(LANGUAGES)
    for name in ROUTES:
        route = sample(name, end=STATION, roads=name in ("west", "eight"))
        assert faults(printed(route, paper, next(languages))) == [], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_inset_keeps_its_labels_apart_in_every_language(language: Language) -> None:
    shown = printed(sample("dense"), Paper(landscape=True, ink="black"), language)
    assert shown.inset
    assert faults(shown) == []


def test_a_long_table_beside_the_map_takes_a_page_of_its_own_and_loses_nothing() -> None:
    route = crowded()
    reader = PdfReader(io.BytesIO(map_pdf(route, paper=Paper(landscape=True), **ABOUT)))
    assert len(reader.pages) == 2
    assert words(reader).count("· Xã Chuyên Mỹ, Hà Nội") == len(route.days[0].stops)
    assert "Tỉ lệ" in reader.pages[0].extract_text()


def test_black_ink_is_black_and_white_and_colour_is_not() -> None:
    for paper in (Paper(ink="black"), Paper(landscape=True, ink="black")):
        (png,) = map_png(SMALL.routes[0], paper=paper, ppi=40, **ABOUT)
        assert np.ptp(pixels(png), axis=2).max() < 8
    (png,) = map_png(SMALL.routes[0], ppi=40, **ABOUT)
    assert np.ptp(pixels(png), axis=2).max() > 100


def test_in_black_no_two_legs_of_a_day_look_alike() -> None:
    line = np.zeros((2, 2))
    pictures = [leg_svg(Track(line, "#c0392b", False, False, leg), BLACK) for leg in range(12)]
    assert len(set(pictures)) == 12
    bare = [picture.split("<g")[0] for picture in pictures]
    assert len(set(bare[:8])) == 8
    assert not any("#c0392b" in picture for picture in pictures)
    assert [leg_letter(leg) for leg in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


def test_in_black_every_leg_that_can_be_seen_has_its_letter() -> None:
    shown = printed(sample("eight", end=STATION, roads=True), Paper(ink="black"))
    letters = {label.lines[0] for label in shown.labels if label.kind == "leg"}
    assert letters == {leg_letter(track.leg) for track in shown.tracks}


def pixels(png: bytes) -> np.ndarray[Any, np.dtype[np.int16]]:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=np.int16)


def test_png_has_the_pixels_that_its_density_asks_for_and_says_it() -> None:
    pages = map_png(sample("two", days=2), **ABOUT)
    assert len(pages) == 2
    picture = Image.open(io.BytesIO(pages[0]))
    assert picture.size == (2480, 3508)
    assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.01)
    picture.load()


def texts(drawn: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(drawn).iter(f"{SVG}text"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", [Paper(), Paper("A3", landscape=True, ink="black")], ids=["A4", "A3-black"])
def test_svg_is_one_picture_of_texts_that_stay_on_the_paper(paper: Paper, language: Language) -> None:
    drawn = map_svg(sample("dense"), paper=paper, language=language, **ABOUT)
    root = ElementTree.fromstring(drawn)
    assert (root.get("width"), root.get("height")) == (f"{paper.width:g}mm", f"{paper.height:g}mm")
    assert not {element.tag.removeprefix(SVG) for element in root.iter()} & {"image", "script", "use", "foreignObject"}
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")
    names = Counter(element.get("id") for element in root.iter() if element.get("id"))
    assert names["map"] == 1
    assert max(names.values()) == 1
    for text in root.findall(f"{SVG}g[@id='text']/{SVG}text") + root.findall(f"{SVG}g[@id='head']/{SVG}text"):
        size, x, y = (float(text.get(name, 0)) for name in ("font-size", "x", "y"))
        style = "semibold" if text.get("font-weight") == "600" else "regular"
        width = typeface(style).width("".join(text.itertext()), size)  # type: ignore[arg-type]
        left = x - width if text.get("text-anchor") == "end" else x
        assert size >= SIX_POINTS_MM - 1e-3
        assert 5 < left < left + width < paper.width - 5, "".join(text.itertext())
        assert 5 < y < paper.height - 4, "".join(text.itertext())


def test_svg_says_what_the_page_says() -> None:
    drawn = map_svg(SMALL.routes[0], **ABOUT)
    assert drawn == map_svg(SMALL.routes[0], **ABOUT)
    told = {"".join(text.itertext()) for text in texts(drawn)}
    say = speaker("vi").say
    for word in (SMALL.routes[0].name.vi, "Tỉ lệ 1:75.000", "B", say("place to visit"), say("water")):
        assert word in told
    whole = " ".join(told)
    for word in (STRAIGHT, "© OpenStreetMap", "Nguồn thử", "024 3874 0000", "Quét", "Nặn gốm bàn xoay"):
        assert word in whole
    families = {text.get("font-family") for text in texts(drawn)}
    assert families == {"Be Vietnam Pro", "Be Vietnam Pro, sans-serif"}


def test_svg_shows_hostile_names_as_text_and_has_no_day_it_has_not() -> None:
    hostile = sample("hostile").replace(basis="#{1+1} $a$")
    told = " ".join("".join(text.itertext()) for text in texts(map_svg(hostile, region_name=Text(vi="</svg>"))))
    for name in ("</SVG>", "<script>alert", '#eval("1+1")', "#{1+1} $a$"):
        assert name in told
    with pytest.raises(IndexError):
        map_svg(hostile, day=1, region_name=Text(vi="Hà Nội"))


def test_svg_grows_longer_rather_than_lose_a_stop() -> None:
    route = crowded()
    root = ElementTree.fromstring(map_svg(route, paper=Paper(landscape=True), **ABOUT))
    high = float((root.get("height") or "0mm").removesuffix("mm"))
    assert high > 210
    assert max(float(text.get("y", 0)) for text in root.findall(f"{SVG}g[@id='text']/{SVG}text")) < high - 4


def test_phones_are_shown_where_they_are_known_the_nearest_first() -> None:
    from tourplanner.publish.timetable import rows

    route = SMALL.routes[0]
    day = route.days[0]
    first, second = day.stops[:2]
    known = {first.experience.id: "1", first.village.id: "2", second.experience.host: "3", day.start.id: "4\u202e5"}
    shown = [row["phone"] for row in rows(route, day, phones=known)]
    assert shown[:3] == ["Điện thoại 4 5", "Điện thoại 1", "Điện thoại 3"]
    assert {row["phone"] for row in rows(route, day)} == {""}
