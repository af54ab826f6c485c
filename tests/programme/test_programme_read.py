"""What operators write is understood, or comes back with every problem at once."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from programme_cases import RICH

import tourplanner as tp
from tourplanner.errors import ProgrammeError
from tourplanner.programme import Programme
from tourplanner.programme.rows import span
from tourplanner.programme.words import kind_of

PASTED = """Tour Bát Tràng – Vạn Phúc
NGÀY 1: HÀ NỘI - BÁT TRÀNG
8h10: Đón khách tại Bờ Hồ
08.30 - Khởi hành đi Bát Tràng (40p)
9h15 – 10h30: Trải nghiệm nặn gốm bàn xoay
   khách tự tay làm sản phẩm
10h45 Tham quan chợ gốm Bát Tràng, 45'
11h45 Ăn trưa
Ngày 2
8:30 AM Vạn Phúc: phố lụa (1 tiếng)
2:30 PM Xưởng dệt Vạn Phúc, trong 1h30
16h45 Về đến khách sạn, kết thúc chương trình
"""


def read(text: str) -> Programme:
    return tp.read_programme(text, RICH)


def shape(programme: Programme) -> list[tuple[str, int | None, str, str | None, str | None]]:
    return [(f"{line.begin:%H:%M}", line.minutes, line.kind, line.place, line.experience) for line in programme.lines]


def test_a_pasted_message() -> None:
    programme = read(PASTED)
    assert programme.title == "Tour Bát Tràng – Vạn Phúc"
    assert [len(day) for day in programme.days] == [5, 3]
    assert shape(programme) == [
        ("08:10", None, "pick-up", "hoan-kiem-old-quarter", None),
        ("08:30", 40, "drive", "bat-trang", None),
        ("09:15", 75, "visit", "bat-trang", "bt-wheel"),
        ("10:45", 45, "visit", "bat-trang", "bt-market"),
        ("11:45", None, "meal", None, None),
        ("08:30", 60, "visit", "van-phuc", "vp-street"),
        ("14:30", 90, "visit", "van-phuc", "vp-weaving"),
        ("16:45", None, "drop-off", "hoan-kiem-old-quarter", None),
    ]
    assert "khách tự tay làm" in programme.lines[2].text


def test_a_table_in_any_order_with_a_title_and_cells_that_continue() -> None:
    text = """CÔNG TY DU LỊCH ABC,,,
Tour Bat Trang,,,
Nội dung,Thời gian,Địa điểm,Phút
Đón khách,8h10,,10
Làm gốm,9h00,bat trang,90
Mua sắm,,,45p
Ăn trưa,11h45,,1 tiếng
Thăm làng lụa,14h00-15h30,Van Phuc,
Trả khách,16:45,khách sạn,
"""
    assert shape(read(text)) == [
        ("08:10", 10, "pick-up", "hoan-kiem-old-quarter", None),
        ("09:00", 90, "visit", "bat-trang", None),
        ("10:30", 45, "visit", "bat-trang", None),
        ("11:45", 60, "meal", None, None),
        ("14:00", 90, "visit", "van-phuc", None),
        ("16:45", None, "drop-off", "hoan-kiem-old-quarter", None),
    ]


def test_english_headings_and_two_columns_that_say_when_and_how_long() -> None:
    text = "time\tplace\twhat\tminutes\n8:30 AM\tha thai\tlacquer class\t90\n11:30\tChuông\tlunch\t60\n"
    assert [row[:4] for row in shape(read(text))] == [
        ("08:30", 90, "visit", "ha-thai"),
        ("11:30", 60, "meal", "chuong"),
    ]
    both = "Giờ;Thời gian;Nơi\n9h;1h30;Phú Vinh\n"
    assert shape(read(both))[0][:4] == ("09:00", 90, "visit", "phu-vinh")


def test_a_workbook_with_merged_cells_times_and_durations(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["TOUR GỐM", None, None, None],
        ["Giờ", "Địa điểm", "Nội dung", "Thời lượng"],
        ["Ngày 1: Bát Tràng", None, None, None],
        [time(8, 30), "Bát Tràng", "Nặn gốm bàn xoay", timedelta(minutes=75)],
        ["10h", None, "Chợ gốm", 60],
        [None, None, "khách mua sắm", None],
        ["Ngày 2", None, None, None],
        [time(9), "Hạ Thái", "Lớp sơn mài", "1h30"],
    ):
        sheet.append(row)
    for area in ("A1:D1", "A3:D3", "A5:A6", "B4:B6", "A7:D7"):
        sheet.merge_cells(area)
    book.save(tmp_path / "Tour gốm.xlsx")
    programme = tp.read_programme(tmp_path / "Tour gốm.xlsx", RICH)
    assert programme.title == "Tour gốm"
    assert [shape(Programme(days=(day,))) for day in programme.days] == [
        [("08:30", 75, "visit", "bat-trang", "bt-wheel"), ("10:00", 60, "visit", "bat-trang", "bt-market")],
        [("09:00", 90, "visit", "ha-thai", "ht-class")],
    ]
    assert "khách mua sắm" in programme.lines[1].text


def test_every_problem_comes_at_once_with_its_row_and_what_was_understood() -> None:
    text = "giờ;địa điểm;phút\n8h;Hạ Thay;60\n8.5;Vạn Phúc;60\n9h;Chuông;lâu\n10h;Vạn Phúc;60\n7h;Chuông;30\n"
    with pytest.raises(ProgrammeError) as caught:
        read(text)
    found = [(problem.row, problem.code, problem.fix) for problem in caught.value.problems]
    assert found == [
        (2, "place-unknown", "Hạ Thái"),
        (3, "time-ambiguous", "write it like 8h30"),
        (4, "duration-unreadable", "write minutes, like 90, or 1h30"),
        (6, "time-backwards", "19:00"),
    ]
    assert "row 2, column địa điểm: 'Hạ Thay': there is no such place → Hạ Thái" in str(caught.value)
    assert "10:00–11:00" in caught.value.understood


@pytest.mark.parametrize(
    ("text", "code", "fix"),
    [
        ("8h00 Tham quan làng Bát Tràn", "place-unknown", "Bát Tràng"),
        ("25h00 Bát Tràng", "time-unreadable", "write it like 8h30 or 08:30"),
        ("10h-9h Bát Tràng", "ends-before-it-begins", ""),
        ("hello", "no-rows", "begin each line with a time"),
        ("", "no-rows", "begin each line with a time"),
        ("none.xlsx", "file-missing", "tables end in"),
        ("8h Thăm xưởng", "place-unknown", ""),
    ],
)
def test_what_cannot_be_understood_says_what_to_do(text: str, code: str, fix: str) -> None:
    with pytest.raises(tp.DataError) as caught:
        read(text)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert problem.fix.startswith(fix)


def test_the_word_for_programme_is_not_the_village_of_hats() -> None:
    assert shape(read("8h Bát Tràng\n16h Kết thúc chương trình"))[1][2:4] == ("drop-off", "hoan-kiem-old-quarter")
    assert shape(read("8h Tham quan Chuông"))[0][3] == "chuong"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Đón khách tại khách sạn, khởi hành", "pick-up"), ("Pick-up at hotel", "pick-up"),
        ("Ăn trưa tại Chuông", "meal"),
        ("Về lại Hà Nội", "drive"), ("Về đến khách sạn", "drop-off"), ("Vẽ nón", None), ("ve non", None),
        ("tự do mua sắm", "free"), ("Tham quan, ăn trưa", "visit"), ("An trua tai nha dan", "meal"), ("Lunch", "meal"),
    ],
)  # fmt: skip
def test_the_first_word_that_says_it_decides_the_kind(text: str, kind: str | None) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    ("text", "begin", "minutes"),
    [("8h30", time(8, 30), None), ("14h00-15h30", time(14), 90), ("08.30", time(8, 30), None),
     ("8:30 AM", time(8, 30), None), ("từ 8h đến 9h30", time(8), 90), ("8h → 9h", time(8), 60),
     ("from 9:00 to 10:15", time(9), 75), ("1900-01-01 08:30:00", time(8, 30), None)],
)  # fmt: skip
def test_times_and_spans(text: str, begin: time, minutes: int | None) -> None:
    assert span(text) == (begin, minutes)


@given(st.times(max_value=time(20)), st.integers(5, 180))
def test_a_span_reads_back_however_it_is_written(moment: time, minutes: int) -> None:
    begin = moment.replace(second=0, microsecond=0, fold=0)
    end = begin.hour * 60 + begin.minute + minutes
    for dash in (" - ", "–", " đến "):
        assert span(f"{begin:%Hh%M}{dash}{end // 60}h{end % 60:02}") == (begin, minutes)


HOSTILE = st.sampled_from(
    ['=cmd|"/c calc"!A1', "<script>alert(1)</script>", "\x1b[31m", "\u202e", "8h", "Bát Tràng", "\n", "\t", ";", ",",
     '"', "Ngày 99", "9h-", "0p", "|", "'", "{{7*7}}", "day 0"]
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(HOSTILE | st.text(max_size=12), max_size=14))
def test_no_text_does_harm(parts: list[str]) -> None:
    shown = ""
    try:
        programme = read(" ".join(parts) + "\n")
    except ProgrammeError as error:
        shown = error.understood
    else:
        shown = str(programme)
        assert "<script" not in programme._repr_html_()
        assert Programme.model_validate_json(programme.model_dump_json()) == programme
    assert "\x1b" not in shown
