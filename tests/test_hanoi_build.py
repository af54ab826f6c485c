"""The packaged region is what its tables give, and tables that are wrong give every problem at once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tourplanner.catalogue.catalogue import Catalogue
from tourplanner.catalogue.hanoi import build as script
from tourplanner.catalogue.packaged import load, regions
from tourplanner.errors import DataError, UnknownIdError

Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(script.SOURCE, tmp_path / "source"))


@pytest.fixture
def edit(folder: Path) -> Edit:
    def replace(name: str, old: str, new: str) -> None:
        path = folder / f"{name}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


def test_rebuilding_gives_the_packaged_file_byte_for_byte() -> None:
    assert script.render(script.build()) == script.RESULT.read_text(encoding="utf-8")


def test_the_file_reads_back_as_what_was_built() -> None:
    assert load("hanoi") == script.build()
    assert Catalogue.model_validate_json(script.render(load("hanoi"))) == load("hanoi")


def test_one_record_per_line_sorted_by_id() -> None:
    lines = script.RESULT.read_text(encoding="utf-8").splitlines()
    ids = [line.split('"')[3] for line in lines if line.startswith('{"id": ')]
    catalogue = load("hanoi")
    groups = (
        catalogue.crafts,
        catalogue.villages,
        catalogue.hosts,
        catalogue.experiences,
        catalogue.festivals,
        catalogue.starts,
        catalogue.routes,
    )
    assert ids == [id for group in groups for id in sorted(record.id for record in group)]


def test_loading_is_done_once() -> None:
    load.cache_clear()
    assert load("hanoi") is load("hanoi")


def test_an_unknown_region_lists_those_there_are() -> None:
    assert regions() == ("hanoi",)
    with pytest.raises(UnknownIdError, match="hanoi") as caught:
        load("saigon")
    assert caught.value.nearest == ("hanoi",)


def test_check_tells_a_stale_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert script.main(["--check"]) == 0
    stale = tmp_path / "hanoi.json"
    stale.write_text(script.RESULT.read_text(encoding="utf-8").replace("60000", "61000", 1), encoding="utf-8")
    monkeypatch.setattr(script, "RESULT", stale)
    assert script.main(["--check"]) == 1
    assert script.main([]) == 0
    assert script.main(["--check"]) == 0
    assert script.main(["--chekc"]) == 2


def test_the_command_runs_as_documented() -> None:
    done = subprocess.run([sys.executable, "-m", "tourplanner.catalogue.hanoi.build", "--check"], check=False)
    assert done.returncode == 0


def test_all_faults_come_in_one_error_with_their_places(folder: Path, edit: Edit) -> None:
    edit("workshops_experiences", "bt-kiln,bat-trang", "bt-kiln,bat-trangg")
    edit("workshops_experiences", "kk-goldleaf,kieu-ky", "bt-market,kieu-ky")
    edit("workshops_experiences", "03:30-07:00", "07:00-03:30")
    edit(
        "workshops_experiences",
        "mt-com,me-tri,Nhà làm cốm Mễ Trì,Com making in Me Tri,workshop",
        "mt-com,me-tri,,,shop",
    )
    edit("villages", "20.97467", "north")
    edit("villages", "gold leaf;leather", "gold leef;leather")
    edit("villages", "105.95840", "1059.5840")
    edit("festivals", "bat-trang,", "bat-trong,")
    edit("festivals", "8,16,17,17", "8,16,47,17")
    edit("routes_real", "binh-da;quang-phu-cau", "binh-da;quang-phu-cao")
    edit("sources", "\nhadong,", "\nhadongg,")
    edit("corrections", "mt-com,season_lunar", "mt-com,seasons")
    edit("hosts", "bt-kiln,", "bt-oven,")
    edit("meals", "ngu-xa,Phở", "nguxa,Phở")
    with pytest.raises(DataError) as caught:
        script.build(folder)
    found = {(problem.file.removesuffix(".csv"), problem.code) for problem in caught.value.problems}
    assert found >= {
        ("workshops_experiences", "unknown-village"),
        ("workshops_experiences", "duplicate-id"),
        ("workshops_experiences", "hours-unreadable"),
        ("workshops_experiences", "unknown-word"),
        ("workshops_experiences", "name-missing"),
        ("workshops_experiences", "no-host"),
        ("villages", "no-number"),
        ("villages", "unknown-craft-tag"),
        ("villages", "refused"),
        ("villages", "unknown-source"),
        ("festivals", "unknown-village"),
        ("festivals", "refused"),
        ("routes_real", "unknown-village"),
        ("corrections", "corrects-nothing"),
        ("hosts", "unknown-experience"),
        ("meals", "unknown-village"),
    }
    lines = (folder / "workshops_experiences.csv").read_text(encoding="utf-8").splitlines()
    reversed_hours = next(each for each in caught.value.problems if each.code == "hours-unreadable")
    assert reversed_hours.row is not None
    assert lines[reversed_hours.row - 1].startswith("pt-xoi,")


def test_a_near_miss_is_proposed(edit: Edit, folder: Path) -> None:
    edit("workshops_experiences", "bt-kiln,bat-trang", "bt-kiln,bat-trangg")
    with pytest.raises(DataError) as caught:
        script.build(folder)
    assert "bat-trang" in next(each.fix for each in caught.value.problems if each.code == "unknown-village")


def test_a_market_nobody_holds_is_a_problem(edit: Edit, folder: Path) -> None:
    edit("workshops_experiences", "4;10;14;20;24;30", "4;10;14;20;24")
    with pytest.raises(DataError, match="no market of the village") as caught:
        script.build(folder)
    assert [(each.file, each.column) for each in caught.value.problems] == [("villages.csv", "market_lunar_days")]


def test_a_visit_without_hours_needs_a_correction(edit: Edit, folder: Path) -> None:
    edit(
        "corrections",
        "bdn-festival,hours,08:00-17:00,estimate,,daytime hours of the kite competition on its lunar days\n",
        "",
    )
    with pytest.raises(DataError) as caught:
        script.build(folder)
    assert [each.code for each in caught.value.problems] == ["hours-missing"]


def test_a_missing_or_torn_cell_is_named(edit: Edit, folder: Path) -> None:
    edit("start_points", "id,name_vi,name_en", "id,name_vi,name")
    edit("crafts", "\nbonsai,", "\nbonsai,surplus,")
    with pytest.raises(DataError) as caught:
        script.build(folder)
    codes = {(each.file, each.code) for each in caught.value.problems}
    assert {("start_points.csv", "no-column"), ("crafts.csv", "cell-count")} <= codes
