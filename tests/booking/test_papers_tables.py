"""Lists as CSV and Excel: any text comes back as that text, and none is calculated."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from papers_cases import DEPARTURE, FORMULAS, GUESTS, HOTEL
from pydantic import ValidationError
from python_calamine import CalamineWorkbook

from tourplanner.booking.papers import Departure, Guest, Room, Table, guarded, manifest, plain, rooming
from tourplanner.errors import GoalError
from tourplanner.formats.text import one_line
from tourplanner.speech import Language

GUESTS_OF = {"fr": "3 voyageurs", "ko": "3명", "ja": "3名", "zh": "3位客人"}
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=())),
    st.text("=+-@＝;,|'\" \t\r\n\0\ufeff_x005F=a"),
    st.sampled_from(FORMULAS),
)


def table(*texts: str) -> Table:
    return Table("Khách", "Danh sách", ("Tên",), tuple((text,) for text in texts))


def csv_cells(content: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def excel_cells(content: bytes) -> list[list[str]]:
    """By a reader that is not openpyxl."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return sheet.to_python(skip_empty_area=False)


@given(TEXTS)
def test_any_text_in_csv_comes_back_as_that_text(text: str) -> None:
    (_, (cell,)) = csv_cells(table(text).csv())
    assert plain(cell) == one_line(text)
    assert guarded(plain(cell)) == cell


@given(TEXTS)
def test_no_cell_of_csv_starts_a_formula(text: str) -> None:
    content = table(f"Lan {text}", text).csv()
    for delimiter in ",;\t|":
        for row in csv_cells(content, delimiter):
            for cell in row:
                seen = re.sub(r"^[\s\ufeff\u00ad\u200b-\u200f\u2060\"]+", "", unicodedata.normalize("NFKC", cell))
                assert not seen.startswith(("=", "+", "@", "-")), (delimiter, cell)


@given(st.lists(TEXTS, min_size=1, max_size=20))
def test_any_text_in_excel_comes_back_as_that_text(texts: list[str]) -> None:
    read = [row[0] for row in excel_cells(table(*texts).xlsx())[2:]]
    # An empty last row is no row to the reader.
    assert read + [""] * (len(texts) - len(read)) == [one_line(text) for text in texts]


def test_every_cell_of_a_workbook_is_text_and_stays_text_when_edited() -> None:
    sheet = load_workbook(io.BytesIO(table(*FORMULAS).xlsx())).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {(cell.number_format, cell.quotePrefix) for cell in cells} == {("@", True)}
    assert [cell.value for cell in cells[2:]] == [one_line(text).replace("_x0", "_x005F_x0") for text in FORMULAS]
    content = zipfile.ZipFile(io.BytesIO(table(*FORMULAS).xlsx()))
    assert b"<f>" not in content.read("xl/worksheets/sheet1.xml")
    assert [name for name in content.namelist() if "external" in name.lower()] == []


def test_a_telephone_number_survives() -> None:
    assert excel_cells(manifest(DEPARTURE).xlsx())[2][5] == "+84912345678"
    assert plain(csv_cells(manifest(DEPARTURE).csv())[1][5]) == "+84912345678"
    assert csv_cells(manifest(DEPARTURE).csv())[3][5] == "0912 345 678"


def test_vietnamese_is_nfc_and_excel_is_told_the_encoding() -> None:
    (_, (cell,)) = csv_cells(table(unicodedata.normalize("NFD", "Hạ Thái")).csv())
    assert cell == "Hạ Thái"
    assert len(cell) == 7
    assert table().csv().startswith(b"\xef\xbb\xbf")


def test_same_table_same_bytes() -> None:
    one = manifest(DEPARTURE)
    assert one.xlsx() == manifest(DEPARTURE).xlsx()
    assert b"dcterms" not in zipfile.ZipFile(io.BytesIO(one.xlsx())).read("docProps/core.xml")
    assert one.csv() == manifest(DEPARTURE).csv()


def test_a_text_longer_than_a_cell_is_refused() -> None:
    with pytest.raises(GoalError, match="A3 has 32768 characters"):
        table("a" * 32_768).xlsx()


def test_a_manifest_lists_what_the_guide_needs() -> None:
    made = manifest(DEPARTURE)
    assert made.title == "Danh sách khách / Manifest · Đường gốm · 08:00 thứ bảy 6/3/2027 · 3 khách / 3 guests"
    assert made.headings[:3] == ("STT / No.", "Họ và tên / Name", "Mã đặt chỗ / Booking")
    assert made.rows[1] == ("2", "Paul Lefèvre", "LUM-24", "x", "fr", "", "", "", "Nhà hát Lớn")
    assert made.rows[2][-2:] == ("xe lăn", HOTEL)
    written = excel_cells(made.xlsx())
    assert written[1:] == [list(made.headings), *map(list, made.rows)]
    assert written[0][0] == made.title


@pytest.mark.parametrize(
    ("language", "title", "name"),
    [
        ("vi", "Danh sách khách", "Họ và tên"),
        ("fr", "Danh sách khách / Liste des voyageurs", "Họ và tên / Nom"),
        ("ko", "Danh sách khách / 참가자 명단", "Họ và tên / 성명"),
        ("ja", "Danh sách khách / 参加者名簿", "Họ và tên / 氏名"),
        ("zh", "Danh sách khách / 旅客名单", "Họ và tên / 姓名"),
    ],
)
def test_headings_are_vietnamese_and_the_guests(language: Language, title: str, name: str) -> None:
    made = manifest(DEPARTURE, identity=True, language=language)
    assert made.title.split(" · ")[0] == title
    assert made.title.endswith(" / ".join(["3 khách", *([] if language == "vi" else [GUESTS_OF[language]])]))
    assert made.headings[1] == name
    assert made.rows == manifest(DEPARTURE, identity=True).rows
    for table in (made, rooming(DEPARTURE, identity=True, language=language)):
        assert len(set(table.headings)) == len(table.headings)
        assert all(heading.count(" / ") == (language != "vi") for heading in table.headings)


def test_identity_is_listed_only_if_asked_for() -> None:
    for made in (manifest(DEPARTURE), rooming(DEPARTURE)):
        assert b"19AA12345" not in made.csv()
        assert b"1980" not in made.csv()
    assert manifest(DEPARTURE, identity=True).rows[0][-3:] == ("FR", "19AA12345", "1980-02-29")
    assert manifest(DEPARTURE, identity=True).rows[1][-3:] == ("", "", "")


def test_a_rooming_list_goes_by_rooms_and_tells_no_phone() -> None:
    made = rooming(DEPARTURE)
    assert made.rows == (
        ("1", "giường đôi", "2", "Zoë Lefèvre", ""),
        ("1", "giường đôi", "2", "Paul Lefèvre", "x"),
        ("2", "", "3", "", ""),
        ("–", "", "", "Nguyễn Thị Hoà", ""),
    )
    assert b"84912345678" not in made.csv()
    registered = rooming(DEPARTURE, identity=True)
    assert registered.rows[0][3:] == ("Zoë Lefèvre", "", "FR", "19AA12345", "1980-02-29")
    assert registered.rows[2][3:] == ("",) * 5
    assert {len(row) for row in registered.rows} == {len(registered.headings)}


def test_a_list_is_saved_by_its_name_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = manifest(DEPARTURE)
    assert made.save(tmp_path / "khach.xlsx").read_bytes() == made.xlsx()
    path = made.save(tmp_path / "khach.CSV")
    assert path.read_bytes() == made.csv()
    with pytest.raises(GoalError, match=r"khach\.pdf: a list is written as \.csv or \.xlsx"):
        made.save(tmp_path / "khach.pdf")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("gone")))
    with pytest.raises(OSError, match="gone"):
        rooming(DEPARTURE).save(path)
    assert path.read_bytes() == made.csv()
    assert len(list(tmp_path.iterdir())) == 2


def test_everything_that_does_not_fit_is_named_at_once() -> None:
    with pytest.raises(ValidationError) as caught:
        DEPARTURE.replace(
            guests=(*GUESTS, GUESTS[0], Guest(name="An", room="9", pickup="Ga")),
            rooms=(Room(name="1"), Room(name="1", kind="x")),
        )
    said = str(caught.value)
    for problem in ("room '1' twice", "no pick-up 'Ga'", "no room '9'", "room '1' sleeps 2, not 3"):
        assert problem in said


def test_nothing_about_a_guest_is_in_a_repr_or_an_error() -> None:
    said = repr(DEPARTURE)
    for secret in ("Lefèvre", "912", "végé", "xe lăn", "19AA", "1980"):
        assert secret not in said
    with pytest.raises(ValidationError) as caught:
        Guest(name="Zoë", passport="19AA12345" * 20)
    assert "19AA" not in str(caught.value)


@given(TEXTS)
def test_names_are_one_line_and_settled(text: str) -> None:
    made = one_line(text)
    assert one_line(made) == made
    assert made.splitlines() in ([made], [])
    assert unicodedata.is_normalized("NFC", made)
    made.encode()


def test_overrides_of_direction_are_taken_out() -> None:
    assert Guest(name="An\u202e gnp.exe\u202c").name == "An  gnp.exe"
    assert Departure(id="a", title=DEPARTURE.title, begins=DEPARTURE.begins).adults == 0
