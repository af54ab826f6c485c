"""Roadbook, run sheet and atlas as a PDF reader sees them: pages, bookmarks, words, nothing beyond the paper."""

from __future__ import annotations

import io
import re
import unicodedata
from datetime import date, timedelta
from pathlib import Path

import pytest
from bare import bare_basemap
from print_samples import sample
from pypdf import PageObject, PdfReader

from tourplanner.almanac import LunarDate
from tourplanner.booking.papers import Contact, Departure, Guest, Pickup, RunVehicle, run_sheet
from tourplanner.errors import GoalError, MissingGlyphError, UnknownIdError
from tourplanner.model import Festival, Itinerary, Provenance, Record, Source, Story, Text
from tourplanner.press.fonts import fonts_for
from tourplanner.publish import atlas_pdf, roadbook_pdf, runsheet_pdf
from tourplanner.publish.print.frame import TEMPLATES
from tourplanner.speech import LANGUAGES, speaker
from tourplanner.testing.small import small_portfolio

REGION = Text(vi="Hà Nội", en="Hanoi")
PORTFOLIO = small_portfolio()
ROUTE = PORTFOLIO.routes[0]
TWO_DAYS = sample("eight", days=2)
A4 = (595, 842)
BARE = bare_basemap()
"""A reader of the pages' words is slow on drawings: only where it matters are maps drawn on the packaged base map."""


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words(page: PageObject) -> str:
    return " ".join(unicodedata.normalize("NFC", page.extract_text()).split())


def tight(text: str) -> str:
    return "".join(text.split())


def everything(reader: PdfReader) -> str:
    return " ".join(words(page) for page in reader.pages)


def bookmarks(reader: PdfReader) -> list[tuple[int, str, int]]:
    """Depth, title and page, from 1, of every bookmark."""

    def walk(entries: object, depth: int) -> list[tuple[int, str, int]]:
        found = []
        for entry in entries:  # type: ignore[attr-defined]
            if isinstance(entry, list):
                found += walk(entry, depth + 1)
            else:
                page = reader.get_destination_page_number(entry)
                found.append((depth, unicodedata.normalize("NFC", str(entry.title)), page + 1))
        return found

    return walk(reader.outline, 0)


def check_paper(reader: PdfReader) -> None:
    """Every page is A4, and all its text begins on it."""
    for page in reader.pages:
        assert tuple(round(float(side)) for side in page.mediabox[2:]) == A4
        spots: list[tuple[float, float]] = []

        def note(text: str, cm: list[float], tm: list[float], _font: object, _size: float) -> None:
            if text.strip():
                x, y = tm[4], tm[5]
                spots.append((x * cm[0] + y * cm[2] + cm[4], x * cm[1] + y * cm[3] + cm[5]))  # noqa: B023

        page.extract_text(visitor_text=note)
        assert spots
        assert all(0 <= x <= A4[0] and 0 <= y <= A4[1] for x, y in spots)


@pytest.fixture(scope="module")
def book() -> PdfReader:
    return read(roadbook_pdf(ROUTE, basemap=BARE, region_name=REGION, language="en"))


@pytest.fixture(scope="module")
def two() -> PdfReader:
    return read(roadbook_pdf(TWO_DAYS, basemap=BARE, region_name=REGION))


@pytest.fixture(scope="module")
def atlas() -> PdfReader:
    return read(atlas_pdf(PORTFOLIO, basemap=BARE))


def test_a_roadbook_has_a_page_for_each_day_and_village_and_bookmarks_lead_there(two: PdfReader) -> None:
    check_paper(two)
    villages = [village.name.vi for village in TWO_DAYS.villages]
    assert len(two.pages) == 1 + 1 + 2 + len(villages) + 2
    found = bookmarks(two)
    days = [speaker("vi").day(day.date) for day in TWO_DAYS.days]
    assert [title for depth, title, _ in found if depth == 0] == ["Tổng quan", *days, "Thông tin cần biết", "Nguồn"]
    assert [title for depth, title, _ in found if depth == 1] == villages
    for _, title, page in found:
        assert title in words(two.pages[page - 1])
    contents = words(two.pages[1])
    for _, title, page in found:
        assert re.search(rf"{re.escape(title)}[ .]*{page}\b", contents), title


def test_a_day_says_when_to_be_where(book: PdfReader) -> None:
    text, day = words(book.pages[2]), ROUTE.days[0]
    assert "Saturday 6 March 2027" in text
    assert LunarDate.of(day.date).en() in text
    for stop in day.stops:
        assert stop.experience.name.en in text
        assert f"{stop.arrive:%H:%M}–{stop.end:%H:%M}" in text
    assert "What to bring" in text


def test_a_roadbook_has_title_and_language(book: PdfReader) -> None:
    assert book.metadata is not None
    assert book.metadata.title == f"Roadbook: {ROUTE.name.en}"
    assert book.trailer["/Root"]["/Lang"] == "en"  # type: ignore[index]
    assert "/CreationDate" not in book.metadata


def test_guests_are_not_shown_what_hosts_ask_unless_it_is_wanted(book: PdfReader) -> None:
    shown = read(roadbook_pdf(ROUTE, basemap=BARE, region_name=REGION, language="en", prices=True))
    price = next(stop.price for stop in ROUTE.stops if stop.price and stop.price.amount)
    told = speaker("en").money(price)
    assert told not in everything(book)
    assert everything(shown).count(told) == 2


def test_what_nobody_has_told_is_not_printed_and_what_somebody_has_is_with_their_name() -> None:
    village = ROUTE.villages[0]
    on = ROUTE.days[0].date
    lunar = LunarDate.of(on + timedelta(days=3))
    record = Record(
        festivals=(
            Festival(id="near", village=village.id, name=Text(vi="Hội gần"), lunar_month=lunar.month,
                     first_day=lunar.day, last_day=lunar.day, main_day=lunar.day, confidence="press"),
            Festival(id="far", village=village.id, name=Text(vi="Hội xa"), lunar_month=9, first_day=1, last_day=2,
                     main_day=1),
        ),
        sources=(Source(key="ban-do", where="Bản đồ thử"), Source(key="khac", where="Không dùng")),
        stories=(
            Story(village=village.id, text=Text(vi="Chuyện kể của làng."), etiquette=(Text(vi="Chào cụ từ trước."),),
                  provenance=Provenance(sources=("ban-do",), as_of=date(2026, 5, 1), confidence="sourced")),
        ),
    )  # fmt: skip
    plain, told = (read(roadbook_pdf(ROUTE, basemap=BARE, region_name=REGION, record=each)) for each in (None, record))
    first, other = words(told.pages[3]), words(told.pages[4])
    for part in ("Chuyện làng", "Chuyện kể của làng.", "Chào cụ từ trước.", "có nguồn · ban-do · 1/5/2026", "Hội gần"):
        assert part in first, part
        assert part not in other
    assert "Hội xa" not in everything(told)
    assert "Chuyện làng" not in everything(plain)
    assert "Bản đồ thử" in words(told.pages[-1])
    assert "Không dùng" not in words(told.pages[-1])


def test_every_fact_of_a_village_says_how_sure_it_is(book: PdfReader) -> None:
    village = ROUTE.villages[0]
    page = words(book.pages[3])
    assert village.name.vi in page
    assert "What is verified, and since when" in page
    stops = [stop for stop in ROUTE.visits if stop.village.id == village.id]
    assert page.count("Opening hours:") == len({stop.experience.id for stop in stops})


def test_emergency_numbers_have_a_source(book: PdfReader) -> None:
    page = words(book.pages[-2])
    for part in ("113", "114", "115", "112", "Source: 2023/QĐ-TTg, 15 Sept 2025"):
        assert part in page


def test_people_to_call_stand_in_the_book() -> None:
    contacts = (Contact(name="Lan", duty="guide", phone="0901"), Contact(name="Hãng Thử", duty="office", phone="024"))
    own = {"prepared_for": "Lớp 5A", "departure": "D-7", "contacts": contacts, "link": "https://example.vn"}
    reader = read(roadbook_pdf(ROUTE, basemap=BARE, region_name=REGION, **own))  # type: ignore[arg-type]
    cover = words(reader.pages[0])
    for part in ("Dành cho Lớp 5A", "D-7", "Hãng Thử · 024"):
        assert part in cover
    assert "Lan · 0901" in words(reader.pages[-2])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_own_words(language: str) -> None:
    own = speaker(language)
    pdf = runsheet_pdf(ROUTE, language=language)
    text = everything(read(pdf))
    for message in ("Slack", "At the latest", "Please note"):
        assert tight(own.say(message)) in tight(text)
    assert runsheet_pdf(ROUTE, language=language) == pdf


@pytest.mark.parametrize("language", ["fr", "ja"])
def test_what_has_no_translation_is_marked(language: str) -> None:
    text = everything(read(roadbook_pdf(ROUTE, basemap=BARE, region_name=REGION, language=language)))
    assert f"{ROUTE.name.en} (en)" in text
    assert tight(speaker(language).say("Texts marked (vi) or (en) are not translated yet.")) in tight(text)


def test_the_same_input_is_the_same_bytes() -> None:
    assert roadbook_pdf(ROUTE, region_name=REGION) == roadbook_pdf(ROUTE, region_name=REGION)
    assert atlas_pdf(PORTFOLIO, language="en") == atlas_pdf(PORTFOLIO, language="en")


def hostile() -> Itinerary:
    route = sample("hostile")
    return route.replace(
        name=Text(vi='#panic("x") $1$ <script>'), basis="#{1+1} / $a$",
        goal=route.goal, theme=Text(vi="@nguon [đậm] *x*\r\nX: y\u2028z\u202e"),
    )  # fmt: skip


def test_hostile_names_are_text_everywhere() -> None:
    route = hostile()
    portfolio = PORTFOLIO.replace(routes=(route,), region_name=Text(vi="#region()"))
    record = Record(stories=(Story(village=route.villages[0].id, text=Text(vi="#import \"x\" </svg>")),))
    made = (
        roadbook_pdf(route, basemap=BARE, region_name=Text(vi="#r()"), record=record, prepared_for="#a[b]"),
        runsheet_pdf(route),
        atlas_pdf(portfolio, basemap=BARE),
    )
    for pdf in made:
        text = tight(everything(read(pdf)))
        for part in ('#panic("x")$1$<script>', '</text></svg><script>alert("x")</script>', '#eval("1+1")'):
            assert part in text, part
    assert '#import"x"</svg>' in tight(everything(read(made[0])))


def test_long_names_and_crowded_days_lose_nothing() -> None:
    for route in (sample("long"), sample("eight")):
        for pdf in (roadbook_pdf(route, basemap=BARE, region_name=REGION), runsheet_pdf(route)):
            reader = read(pdf)
            check_paper(reader)
            text = tight(everything(reader))
            for stop in route.stops:
                assert tight(stop.experience.name.vi) in text
    assert len(read(runsheet_pdf(sample("eight"))).pages) == 1


def test_a_missing_glyph_is_an_error() -> None:
    with pytest.raises(MissingGlyphError, match="河"):
        roadbook_pdf(ROUTE, basemap=BARE, region_name=REGION, prepared_for="河内")
    with pytest.raises(MissingGlyphError, match="河"):
        runsheet_pdf(ROUTE.replace(name=Text(vi="河内")))


def test_an_unknown_language_is_an_error() -> None:
    for make in (lambda: runsheet_pdf(ROUTE, language="de"), lambda: atlas_pdf(PORTFOLIO, basemap=BARE, language="de")):
        with pytest.raises(UnknownIdError):
            make()


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.typ")), ids=lambda path: path.name)
def test_signs_in_the_templates_themselves_have_glyphs(template: Path) -> None:
    signs = "".join(line for line in template.read_text("utf-8").splitlines() if not line.lstrip().startswith("//"))
    assert fonts_for("vi").missing(signs) == ""


DEPARTURE = Departure(
    id="d-1",
    title=ROUTE.name,
    begins=ROUTE.days[0].depart,
    guests=(
        Guest(name="Nguyễn Thị Bí Mật", diet="ăn chay", language="fr", phone="0999", pickup="Nhà hát"),
        Guest(name="Trần Văn Kín", diet="ăn chay", needs="xe lăn", language="vi", child=True),
    ),
    pickups=(Pickup(name="Nhà hát", at=ROUTE.days[0].depart - timedelta(minutes=20)),),
)
STAFF = (
    Contact(name="Lan", duty="guide", phone="0901"),
    Contact(name="Hùng", duty="driver", phone="0902"),
    Contact(name="Văn phòng", duty="office", phone="024"),
)


def departure_sheet(reader: str) -> str:
    hosts = {stop.experience.host: Contact(name="Bà Tư", duty="host", phone="0903") for stop in ROUTE.stops}
    vehicles = (RunVehicle(name=Text(vi="xe 16 chỗ"), plate="29B-123.45"),)
    sheet = run_sheet(ROUTE, DEPARTURE, staff=STAFF, hosts=hosts, vehicles=vehicles)
    pdf = read(runsheet_pdf(ROUTE, sheet, reader=reader))  # type: ignore[arg-type]
    check_paper(pdf)
    assert len(pdf.pages) == 1
    return words(pdf.pages[0])


def test_the_guide_s_sheet_counts_needs_and_names_no_guest() -> None:
    text = departure_sheet("guide")
    for part in ("2 khách", "1 trẻ em", "ăn chay (2)", "xe lăn (1)", "Bà Tư · 0903", "Hùng · 0902", "29B-123.45",
                 "Đón khách: Nhà hát", f"{DEPARTURE.pickups[0].at:%H:%M}"):  # fmt: skip
        assert part in text, part
    for part in ("Bí Mật", "Kín", "0999", "0901"):
        assert part not in text


def test_the_driver_s_sheet_says_of_guests_how_many_they_are() -> None:
    text = departure_sheet("driver")
    for part in ("2 khách", "Lan · 0901", "29B-123.45"):
        assert part in text
    for part in ("ăn chay", "xe lăn", "Bà Tư", "Bí Mật", "0902"):
        assert part not in text


def test_every_clock_time_and_the_latest_one_stand_on_the_sheet() -> None:
    text, day = everything(read(runsheet_pdf(ROUTE))), ROUTE.days[0]
    for leg, stop in zip(day.legs, day.stops, strict=False):
        assert f"{leg.depart:%H:%M}" in text
        assert f"{stop.begin:%H:%M}" in text
    assert f"{ROUTE.goal.day[1]:%H:%M}" in text


def test_a_sheet_of_another_tour_is_refused() -> None:
    sheet = run_sheet(ROUTE, DEPARTURE)
    moved = ROUTE.replace(days=tuple(day.replace(back=day.back + timedelta(minutes=1)) for day in ROUTE.days))
    with pytest.raises(GoalError, match=r"d-1 is not of"):
        runsheet_pdf(moved, sheet)


def test_a_page_for_every_day() -> None:
    pages = read(runsheet_pdf(TWO_DAYS)).pages
    assert len(pages) == 2
    for page, day in zip(pages, TWO_DAYS.days, strict=True):
        assert speaker("vi").short_day(day.date) in words(page)


def test_the_atlas_has_every_route_and_village(atlas: PdfReader) -> None:
    check_paper(atlas)
    found = {title: page for _, title, page in bookmarks(atlas)}
    for route in PORTFOLIO.routes:
        page = words(atlas.pages[found[route.name.vi] - 1])
        for stop in route.stops:
            assert stop.experience.name.vi in page
    index = words(atlas.pages[found["Danh mục làng nghề"] - 1])
    for village in PORTFOLIO.villages:
        pages = [str(found[route.name.vi]) for route in PORTFOLIO.routes if village in route.villages]
        assert re.search(rf"{re.escape(village.name.vi)}[ .]*{', '.join(pages)}\b", index), village.name.vi


def test_the_atlas_shows_targets_proof_and_how_sure_it_is(atlas: PdfReader) -> None:
    text = everything(atlas)
    for quota in PORTFOLIO.quotas:
        sign = "≥" if quota.sense == "at least" else "≤"
        assert f"{sign} {quota.required} {quota.achieved}" in text
    assert f"{PORTFOLIO.objective.score:,}".replace(",", ".") in text
    assert "có nguồn" in words(atlas.pages[-1])
