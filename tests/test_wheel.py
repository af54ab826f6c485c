"""What is shipped: everything the package reads at run time, nothing it was only made from."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    return Path(next(WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])))


def test_the_wheel_holds_what_is_needed_and_stays_small(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "tourplanner/py.typed",
        "tourplanner/booking/migrations/env.py",
        "tourplanner/booking/migrations/versions/v0001_first_tables.py",
        "tourplanner/booking/migrations/versions/v0003_waiting_and_departures.py",
        "tourplanner/catalogue/hanoi/hanoi.json",
        "tourplanner/costing/data/quote.typ",
        "tourplanner/network/supplies_hanoi.csv",
        "tourplanner/publish/assets/leaflet/leaflet.js",
        "tourplanner/press/data/fonts/OFL.txt",
        "tourplanner/publish/data/sheet.typ",
        "tourplanner/rules/law/data/vn.hanoi.toml",
        "tourplanner/speech/data/ja/sheet.po",
        "tourplanner/travel/roads/data/hanoi.roads",
        "tourplanner/travel/roads/data/ROADS-LICENSE.md",
        "tourplanner/travel/traffic/data/hanoi.traffic.toml",
    } <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("licenses/NOTICE") for name in names)
    assert {name.split("/")[0] for name in names} == {"tourplanner", f"{wheel.name.split('-py3')[0]}.dist-info"}
    assert not [name for name in names if "/source/" in name or "build" in name]
    assert wheel.stat().st_size < 2_500_000


def test_the_wheel_works_alone(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "lib")
    script = """
import tourplanner as tp
from tourplanner.publish import map_pdf, route_map_html
from tourplanner.testing import small_portfolio
from tourplanner.network import packaged_supplies
from tourplanner.travel import RoadTravel
from tourplanner.costing import quote, rates_of, typical_rates
from tourplanner.testing import small_catalogue
tours = small_portfolio()
assert len(tp.load("hanoi").villages) >= 100
assert packaged_supplies("hanoi")
assert map_pdf(tours[0], region_name=tours.region_name).startswith(b"%PDF-")
rates = typical_rates(small_catalogue()) | rates_of(tours[0])
assert quote(tours[0], on="2026-11-27", rates=rates).pdf("fr").startswith(b"%PDF-")
assert RoadTravel.packaged("hanoi").pack.attribution
assert RoadTravel.packaged("hanoi").traffic.kinds
from tourplanner.booking import Desk, init
init("desk.db").close()
Desk("desk.db").close()
assert b"L.map" in route_map_html(tours[0], region_name=tours.region_name, language="fr")
print(tp.__file__)
"""
    env = os.environ | {"PYTHONPATH": str(tmp_path / "lib")}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout.strip() == str(tmp_path / "lib" / "tourplanner" / "__init__.py")
