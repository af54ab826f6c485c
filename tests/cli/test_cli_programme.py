"""``check`` and ``repair``: what they read and print, and how they end."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

TOUR = """Tour gốm
8h00 Đón khách tại Bờ Hồ
9h00 Bát Tràng: nặn gốm bàn xoay (75 phút)
11h30 Ăn trưa (60 phút)
12h40 Vạn Phúc: phố lụa (75 phút)
17h00 Trả khách
"""


@pytest.fixture
def tour(tmp_path: Path) -> Path:
    path = tmp_path / "tour.txt"
    path.write_text(TOUR, encoding="utf-8")
    return path


def test_a_programme_with_errors_ends_with_4(run, tour: Path) -> None:
    code, out, err = run("check", tour, "--on", "2027-03-20", "--pax", 38, "--vehicle", "coach45")
    assert (code, err) == (4, "")
    assert out.splitlines()[0] == "Tour gốm: 1 day, 5 lines"
    assert "W-BAN" in out
    assert "E-LATE" in out
    quiet = run("check", tour, "--on", "2027-03-20", "--pax", 38, "--vehicle", "coach45", "--quiet", "--text", "vi")
    assert quiet.out.splitlines()[0].startswith("1 error ")
    assert "không được chạy" in quiet.out


def test_the_report_as_json(run, tour: Path) -> None:
    code, out, _ = run("check", tour, "--on", "2027-03-20", "--language", "fr", "--json")
    report = json.loads(out)
    assert code == 4
    assert (report["on"], report["guests"], report["errors"]) == ("2027-03-20", 20, 1)
    fault = report["faults"][0]
    assert (fault["code"], fault["severity"], fault["at"]) == ("E-LATE", "error", "12:30")
    assert fault["fixes"][0]["errors_left"] == 0


def test_a_good_programme_ends_with_0(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(TOUR.replace("12h40", "14h00")))
    code, out, err = run("check", "-", "--on", "2027-03-22")
    assert (code, err) == (0, "")
    assert "0 errors" in out


def test_repair_prints_the_difference_and_the_programme(run, tour: Path) -> None:
    code, out, err = run("repair", tour, "--on", "2027-03-22", "--keep", "bat trang", "lunch")
    assert (code, err) == (0, "")
    assert out.splitlines()[0].startswith("0 changes, ")
    found = json.loads(run("repair", tour, "--on", "2027-03-22", "--json", "--day", "7h-18h").out)
    assert found["changes"] == 0
    assert found["check"]["errors"] == 0


def test_what_cannot_be_done_or_read_says_so(run, tour: Path, tmp_path: Path) -> None:
    code, out, err = run("repair", tour, "--on", "2027-03-22", "--pax", 35, "--max-changes", 0, "--day", "7h-9h")
    assert (code, out) in ((3, ""), (0, out))
    code, out, err = run("repair", tour, "--on", "2027-03-22", "--keep", "xyz")
    assert (code, out) == (2, "")
    assert "keep: no line is 'xyz'; there are" in err
    code, _, err = run("check", tour, "--on", "2027-03-22", "--vehicle", "bus")
    assert code == 2
    assert "--vehicle: there is no bus; there are car7" in err
    bad = tmp_path / "bad.csv"
    bad.write_text("giờ,địa điểm\n8h,Hạ Thay\n25h,Vạn Phúc\n", encoding="utf-8")
    code, out, err = run("check", bad, "--on", "2027-03-22")
    assert (code, out) == (2, "")
    assert "bad.csv, row 2, column địa điểm: 'Hạ Thay': there is no such place → Hạ Thái" in err
    assert "bad.csv, row 3" in err
