"""``rules``: what is in force, checking a file, and rules of one's own in check and repair."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

CONFIRM = """
[[confirm]]
id = "vn.hanoi.coach_ban"
by = "Vũ"
on = 2026-12-01
"""
RULE = """
[[rule]]
id = "co.day_off"
kind = "holidays"
title = { vi = "Nghỉ công ty", en = "Company day" }
source = "our calendar"
days = [2027-03-20]

[[rule.cases]]
on = 2027-03-21
expect = "broken"
"""
TOUR = "8h00 Đón khách tại Bờ Hồ\n9h00 Bát Tràng: nặn gốm bàn xoay (75 phút)\n11h30 Ăn trưa (60 phút)\n"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(CONFIRM, encoding="utf-8")
    return path


def test_the_rules_of_a_day_with_source_dates_and_standing(run) -> None:
    code, out, err = run("rules", "--on", "2026-06-30")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "18 rules in force on 2026-06-30"
    assert "vn.driver_hours.day  warning" in out
    assert "since 2009-07-01, until 2026-07-01; press, not confirmed" in out
    assert "vn.driver_hours.day" not in run("rules", "--on", "2026-07-01").out
    assert "Lái xe liên tục không quá 4 giờ" in run("rules", "--on", "2027-03-20", "--text", "vi").out
    assert "warning: No more than 4 hours" in run("rules", "--on", "2029-03-20").out


def test_the_rules_as_json_with_ones_own(run, own: Path) -> None:
    found = json.loads(run("rules", "--on", "2028-03-27", "--rules", own, "--json").out)
    ban = next(rule for rule in found["rules"] if rule["id"] == "vn.hanoi.coach_ban")
    assert (ban["effect"], ban["confirmed_by"], ban["since"], ban["until"]) == ("error", "Vũ", "2020-10-20", None)
    assert "vn.hanoi.coach_ban" in found["unknown"]


def test_the_rules_of_today_without_a_date(run) -> None:
    assert "rules in force on 20" in run("rules").out


def test_checking_a_file(run, own: Path) -> None:
    assert run("rules", "check", own).out == "0 rules, 0 test cases, 0 failed\n"
    own.write_text(RULE, encoding="utf-8")
    code, out, _ = run("rules", "check", own)
    assert (code, out.splitlines()[0]) == (2, "co.day_off, case 1 on 2027-03-21: ok, expected broken")
    own.write_text(RULE.split("[[rule.cases]]")[0], encoding="utf-8")
    code, out, _ = run("rules", "check", own)
    assert (code, out.splitlines()[0]) == (0, "warning: co.day_off has no test case")
    own.write_text(CONFIRM.replace("coach_ban", "coach_bun"), encoding="utf-8")
    code, out, _ = run("rules", "check", own)
    assert code == 2
    assert out.startswith("confirm: there is no rule 'vn.hanoi.coach_bun'; nearest: vn.hanoi.coach_ban")
    own.write_text("[[rule]]\nid = 'x'", encoding="utf-8")
    code, _, err = run("rules", "check", own)
    assert code == 2
    assert "own.toml, column x kind" in err


def test_check_and_repair_know_ones_own_rules(run, own: Path, tmp_path: Path) -> None:
    tour = tmp_path / "tour.txt"
    tour.write_text(TOUR, encoding="utf-8")
    asked = ("--on", "2027-03-20", "--pax", 38, "--vehicle", "coach45")
    code, out, _ = run("check", tour, *asked)
    assert (code, "W-BAN" in out, "E-BAN" in out) == (0, True, False)
    code, out, _ = run("check", tour, *asked, "--rules", own)
    assert (code, "W-BAN" in out, "E-BAN" in out) == (4, False, True)
    assert "confirmed by Vũ on 2026-12-01" in out
    code, out, _ = run("repair", tour, *asked, "--rules", own, "--json")
    assert code == 0
    assert json.loads(out)["check"]["errors"] == 0
