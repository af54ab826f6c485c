"""CSV, Excel and Word of routes as other programs read them."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime, time

import pytest
from docx import Document
from files_cases import FORMULAS, HOSTILE, hostile, in_euros, portfolio, two_days
from hidden import hide
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from tourplanner.errors import GoalError
from tourplanner.formats.cells import plain
from tourplanner.formats.text import one_line
from tourplanner.model import Place
from tourplanner.model.vn2000 import from_vn2000
from tourplanner.publish import files
from tourplanner.publish.files import excel, listing, word
from tourplanner.speech import LANGUAGES, speaker


def lines(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet(data: bytes, number: int) -> list[list[object]]:
    """By a reader that is not openpyxl."""
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(number).to_python()


def test_csv_has_a_mark_for_excel_and_a_line_per_stop() -> None:
    data = files.portfolio_csv(portfolio())
    assert data.startswith(b"\xef\xbb\xbf")
    rows = lines(data)
    visits = [stop for route in portfolio().routes for stop in route.stops]
    told = [row for row in rows if row["order"]]
    assert [row["id"] for row in told] == [stop.experience.id for stop in visits]
    assert [datetime.fromisoformat(row["begin"]) for row in told] == [stop.begin for stop in visits]
    assert [(float(row["lat"]), float(row["lon"])) for row in told] == [(s.place.lat, s.place.lon) for s in visits]
    assert [row["party_vnd"] for row in told if not row["party_vnd"]] == ["" for stop in visits if stop.price is None]


def test_csv_in_metres_of_the_national_grid_comes_back_to_the_same_place() -> None:
    for row in lines(files.route_csv(portfolio()[1], grid=5897)):
        place = from_vn2000(float(row["vn2000_y_east"]), float(row["vn2000_x_north"]), epsg=int(row["vn2000_epsg"]))
        assert place == Place(lat=float(row["lat"]), lon=float(row["lon"]), accuracy_m=1)


@pytest.mark.parametrize("payload", [*HOSTILE, *FORMULAS])
def test_no_text_is_a_formula_and_every_text_comes_back(payload: str) -> None:
    route = hostile(payload)
    row = lines(files.route_csv(route))[1]
    assert row["name_vi"][:1] not in "=+-@＝" or not one_line(payload)
    assert plain(row["name_vi"]) == one_line(payload)
    data = files.route_xlsx(route)
    book = load_workbook(io.BytesIO(data))
    cells = [cell for tab in book for line in tab.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert all(cell.number_format == "@" and cell.quotePrefix for cell in cells if cell.data_type == "s")
    assert one_line(payload) in {str(value) for line in sheet(data, 0) for value in line}
    document = Document(io.BytesIO(files.route_docx(route)))
    assert document.paragraphs[0].text.strip() == one_line(payload)


def test_a_programme_is_made_of_numbers_to_calculate_with() -> None:
    head, *rows = sheet(files.route_xlsx(portfolio()[1]), 0)[1:]
    at = {name: head.index(name) for name in ("Từ", "Đến", "Nội dung", "Ngày", "Di chuyển (phút)", "Cả đoàn (₫)")}
    route = portfolio()[1]
    assert len(rows) == len(route.stops) + 2
    assert rows[0][at["Từ"]] == time(8)
    assert rows[1][at["Ngày"]] == date(2027, 3, 7)
    assert [row[at["Nội dung"]] for row in rows[1:-1]] == [stop.experience.name.vi for stop in route.stops]
    assert [row[at["Từ"]] for row in rows[1:-1]] == [stop.begin.time() for stop in route.stops]
    assert [row[at["Cả đoàn (₫)"]] for row in rows[1:-1]] == [stop.price.amount for stop in route.stops if stop.price]
    assert sum(row[at["Di chuyển (phút)"]] or 0 for row in rows) == sum(-(-leg.seconds // 60) for leg in route.legs)


def test_a_price_list_has_each_stop_once_with_what_is_known_of_its_price() -> None:
    whole = portfolio()
    head, *rows = sheet(files.portfolio_xlsx(whole, "en"), 2)[1:]
    experiences = {stop.experience.id: stop.experience for route in whole.routes for stop in route.stops}
    assert [row[head.index("Activity")] for row in rows] == [each.name.en for each in experiences.values()]
    known = [each.price.adult.amount if each.price.adult else "" for each in experiences.values()]
    assert [row[head.index("Adult")] for row in rows] == known
    assert "" in known
    assert {row[head.index("Price confidence")] for row in rows} == {"source unknown"}
    euros = sheet(files.route_xlsx(in_euros(whole[0]), "en"), 1)[2]
    assert [euros[head.index(name)] for name in ("Adult", "Currency")] == [9.5, "EUR"]


def test_a_programme_in_word_has_headings_tables_and_what_to_confirm() -> None:
    route = two_days()
    document = Document(io.BytesIO(files.route_docx(route, "fr")))
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    days = ["Jour 1 – samedi 6 mars 2027", "Jour 2 – dimanche 7 mars 2027"]
    assert heads == [*days, "Villages de métier", "À confirmer avant la vente"]
    villages = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert villages == [f"{village.name.en} (en)" for village in route.villages]
    for table, day in zip(document.tables[1:], route.days, strict=True):
        assert [row.cells[0].text for row in table.rows][1:-1] == [f"{day.depart:%H:%M}"] + [
            f"{stop.begin:%H:%M}–{stop.end:%H:%M}" for stop in day.stops
        ]
    notes = [p.text for p in document.paragraphs if p.style.name == "List Bullet"]
    assert len(notes) == 1 + len(route.notices)
    assert document.core_properties.language == "fr"
    assert round(document.sections[0].page_width.mm) == 210


@pytest.mark.parametrize(("language", "basis"), [("vi", "(tự đo)."), ("en", "(measured)."), ("fr", "(measured).")])
def test_what_is_to_be_confirmed_begins_with_what_the_times_rest_on(language: str, basis: str) -> None:
    route = portfolio()[1]
    texts = [each.text for each in Document(io.BytesIO(files.route_docx(route, language))).paragraphs]
    assert texts[-1 - len(route.notices)].endswith(basis)
    assert texts[-1] == speaker(language).content(route.notices[-1].text).marked


@pytest.mark.parametrize("language", LANGUAGES)
def test_office_files_speak_six_languages(language: str) -> None:
    own, route = speaker(language), portfolio()[0]
    head = sheet(files.route_xlsx(route, language), 0)[1]
    assert [own.say(each) for each in ("Activity", "Whole group (₫)", "Price confidence")] == [head[5], *head[-2:]]
    texts = [each.text for each in Document(io.BytesIO(files.route_docx(route, language))).paragraphs]
    assert own.say("To confirm before selling") in texts
    assert any(own.day(route.days[0].date) in text for text in texts)


def test_a_long_text_has_room_for_its_lines() -> None:
    route = hostile("chữ dài " * 12)
    tab = load_workbook(io.BytesIO(files.route_xlsx(route))).worksheets[0]
    assert tab.row_dimensions[4].height >= 3 * 15
    assert max(each.height for each in load_workbook(io.BytesIO(files.route_xlsx(hostile("a" * 9000)))).worksheets[0]
               .row_dimensions.values()) <= 409  # fmt: skip


@pytest.mark.parametrize("make", [files.route_xlsx, files.route_docx])
def test_an_office_file_does_not_tell_when_it_was_made(make) -> None:
    parts = zipfile.ZipFile(io.BytesIO(make(portfolio()[0])))
    assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert parts.testzip() is None


@pytest.mark.parametrize("make", [excel.route_xlsx, word.route_docx, files.route_jsonld])
def test_a_language_nobody_wrote_is_refused(make) -> None:
    with pytest.raises(GoalError, match="'de'"):
        make(portfolio()[0], "de")


@pytest.mark.parametrize(
    ("package", "extra", "make"), [("openpyxl", "excel", files.route_xlsx), ("docx", "word", files.route_docx)]
)
def test_without_the_package_the_way_out_is_named(package, extra, make, monkeypatch: pytest.MonkeyPatch) -> None:
    hide(package, monkeypatch)
    with pytest.raises(ModuleNotFoundError, match=rf'pip install "tourplanner\[{extra}\]"'):
        make(portfolio()[0])


def test_what_files_there_are_is_known_before_they_are_made() -> None:
    found = files.route_files(portfolio()[0], ("vi", "fr"))
    assert list(found) == [
        "route.geojson", "route.gpx", "route.kml", "route.gpkg", "route.csv", "route.jsonld",
        "programme.vi.xlsx", "programme.vi.docx", "programme.fr.xlsx", "programme.fr.docx",
    ]  # fmt: skip
    assert found["programme.fr.docx"].make() == files.route_docx(portfolio()[0], "fr")
    assert {file.extra for file in found.values()} == {None, "excel", "word"}
    every = [*found.values(), *files.portfolio_files(portfolio()).values()]
    assert {file.kind for file in every} == set(listing.MEDIA)
    assert all("/" in file.media and file.name.endswith(file.kind) for file in every)
    with pytest.raises(GoalError, match="'de'"):
        files.portfolio_files(portfolio(), ("de",))
