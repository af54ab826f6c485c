"""Traffic on the command line: shown, fitted to trips, and planned with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tourplanner.model import Place
from tourplanner.travel import RoadTravel, Traffic

HEAD = "origin_lat,origin_lon,destination_lat,destination_lon,depart,minutes\n"
SPOTS = [(21.0287, 105.8524), (20.9747, 105.9127), (20.9790, 105.7772), (21.0680, 105.8950), (20.8630, 105.8720)]


def logged(path: Path, longer: float, count: int = 24) -> Path:
    """Trips at ten in the morning that take so many times what a drive by day takes."""
    places = [Place(lat=lat, lon=lon) for lat, lon in SPOTS]
    ms = RoadTravel.packaged("hanoi", traffic=None).unrounded(places).ms
    lines = []
    for number in range(count):
        one, other = number % 5, (number + 1 + number // 5 % 4) % 5
        minutes = ms[one, other] / 60_000 * longer * (0.95 + 0.01 * (number % 11))
        ends = ",".join(str(each) for spot in (SPOTS[one], SPOTS[other]) for each in spot)
        lines.append(f"{ends},2027-03-22 10:00,{minutes:.2f}")
    path.write_text(HEAD + "\n".join(lines), encoding="utf-8")
    return path


def test_the_packaged_traffic_is_shown_with_its_confidence(run):
    code, out, _ = run("traffic", "show")
    assert code == 0
    assert "workday (estimate): the size of the peaks is our own estimate" in out
    assert "07:30    1.45     1.30     1.10" in out
    assert all(kind in out for kind in ("saturday", "sunday", "before-tet", "tet (", "festival"))
    one = run("traffic", "show", "--on", "2027-02-06").out
    assert "tet (estimate)" in one
    assert "workday" not in one


def test_trips_become_a_file_that_plans_use(run, tmp_path: Path):
    own = tmp_path / "own.traffic.toml"
    code, out, err = run("traffic", "calibrate", logged(tmp_path / "trips.csv", 1.4), "--out", own)
    assert (code, err) == (0, "")
    assert "24 trips" in out
    assert "use them" in out
    assert f"→ {own}" in out
    assert "own trips, 2027-03-22" in run("traffic", "show", own).out
    asked = ("plan", "--on", "2027-03-22", "--must", "ha thai")
    planned, usual = run(*asked, "--traffic", own), run(*asked)
    assert (planned.code, usual.code) == (0, 0)
    assert "by the hour: fitted to 24 own trips until 3/2027" in planned.out
    assert "by the hour: estimate" in usual.out
    routed = run("routes", "--count", 1, "--month", "2027-03", "--villages", 1, "--crafts", 1, "--communes", 1,
                 "--traffic", own)  # fmt: skip
    assert "fitted to 24 own trips" in routed.out, routed.err


def test_factors_that_are_no_better_are_not_written_unless_wanted_anyway(run, tmp_path: Path):
    trips, own = logged(tmp_path / "trips.csv", 0.998), tmp_path / "own.traffic.toml"
    lines = trips.read_text(encoding="utf-8").splitlines()
    # One at half past seven takes far less than the rest say: nothing that helps with others.
    lines[1] = lines[1].replace("10:00", "07:30")
    trips.write_text("\n".join(lines), encoding="utf-8")
    code, out, _ = run("traffic", "calibrate", trips, "--out", own)
    assert code == 0
    assert "keep the old ones" in out
    assert "Nothing was written; --anyway writes" in out
    assert not own.exists()
    assert run("traffic", "calibrate", trips, "--out", own, "--anyway").code == 0
    assert Traffic.load(own).kinds


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("show", "none.toml"), "none.toml: there is no such file"),
        (("show", "--region", "hue"), "there is no packaged traffic 'hue'"),
        (("calibrate", "none.csv", "--out", "own.toml"), "none.csv: cannot be read"),
        (("calibrate", "none.csv", "--out", "nowhere/own.toml"), "there is no folder nowhere"),
    ],
)
def test_what_is_not_there_is_named(run, tmp_path: Path, monkeypatch, words, told):
    monkeypatch.chdir(tmp_path)
    code, _, err = run("traffic", *words)
    assert code == 2
    assert told in err


def test_faulty_trips_are_all_told_and_nothing_is_written(run, tmp_path: Path):
    trips = tmp_path / "trips.csv"
    trips.write_text(HEAD + "21,105.8,20.9,105.9,soon,40\n21,105.8,20.9,500,2027-03-20 08:00,0\n", encoding="utf-8")
    code, _, err = run("traffic", "calibrate", trips, "--out", tmp_path / "own.toml")
    assert code == 2
    assert "3 problems" in err
    assert "row 2, column depart: 'soon': is no date and time → write it as 2027-03-20 08:00" in err
    assert not (tmp_path / "own.toml").exists()


def test_a_bad_traffic_file_is_told_before_anything_is_planned(run, tmp_path: Path):
    (tmp_path / "bad.toml").write_text("schema = 3", encoding="utf-8")
    code, _, err = run("plan", "--on", "2027-03-22", "--traffic", tmp_path / "bad.toml")
    assert code == 2
    assert "bad.toml, column schema" in err
