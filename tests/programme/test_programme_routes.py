"""The real routes of the packaged region: the page holds what a check finds today."""

from __future__ import annotations

import subprocess
import sys
from datetime import time
from pathlib import Path

import pytest

import tourplanner as tp
from tourplanner.programme.faults import CODES

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "explanation" / "real-routes.md"


def test_the_page_holds_what_the_command_makes(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE.read_text(encoding="utf-8"), encoding="utf-8")
    command = [sys.executable, ROOT / "examples" / "check_real_programmes.py", page]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert page.read_text(encoding="utf-8") == PAGE.read_text(encoding="utf-8")
    assert len(done.stdout.splitlines()) == 2 + len(tp.load("hanoi").routes)


@pytest.mark.parametrize("route", tp.load("hanoi").routes, ids=lambda route: route.id)
def test_every_real_route_can_be_checked_and_each_error_has_a_fix(route: tp.Programme) -> None:
    hanoi = tp.load("hanoi")
    draft = tp.Programme.draft(route.villages, hanoi)
    assert [line.place for line in draft.lines if line.kind == "visit"] == list(route.villages)
    small, large = (
        draft.check("2027-03-20", pax=pax, vehicle=vehicle)
        for pax, vehicle in ((20, tp.vehicles.coach29), (38, tp.vehicles.coach45))
    )
    assert all(fault.fix for report in (small, large) for fault in report.faults)
    assert not any(fault.code == "W-BAN" for fault in small.warnings)
    # Whoever picks guests up in the Old Quarter at eight with 45 seats is told so, with the rule.
    ban = next(fault for fault in large.warnings if fault.code == "W-BAN")
    assert (ban.at, ban.basis.rule) == (time(8), "vn.hanoi.coach_ban")


def test_the_page_of_faults_names_every_code_with_its_meaning() -> None:
    text = (ROOT / "docs" / "explanation" / "programmes.md").read_text(encoding="utf-8")
    for code, meaning in CODES.items():
        assert f"| {code} | {meaning} |" in text
