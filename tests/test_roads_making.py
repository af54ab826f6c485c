"""From an OpenStreetMap file to a road pack and back from its file."""

from __future__ import annotations

import dataclasses
import lzma
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely
from roads_cases import AREA, ORIGIN, WAYS, osm_file, small_pack

from tourplanner.cli import main
from tourplanner.errors import DataError, GoalError, TourplannerError
from tourplanner.model.packed import MAGIC, pack_bytes
from tourplanner.travel.roads import Area, load_pack, packaged_pack, save
from tourplanner.travel.roads.kinds import KINDS, VEHICLES, bit
from tourplanner.travel.roads.making import read, tags
from tourplanner.travel.roads.making.chains import simplified
from tourplanner.travel.roads.making.make import make
from tourplanner.travel.roads.packfile import from_bytes, to_bytes


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    return small_pack(tmp_path_factory.mktemp("roads"))


def codes(caught):
    return [problem.code for problem in caught.value.problems]


def equal(one, other):
    return all(np.array_equal(one.fields()[name], value) for name, value in other.fields().items())


def roads(pack):
    """Roads by name and number: how many, metres together."""
    found: dict[tuple[str, str], list[int]] = {}
    for name, ref, length in zip(pack.name.tolist(), pack.ref.tolist(), pack.length_dm.tolist(), strict=True):
        found.setdefault((pack.words[name], pack.words[ref]), []).append(length)
    return {key: (len(lengths), round(sum(lengths) / 10)) for key, lengths in found.items()}


def test_the_pack_holds_the_roads_and_no_others(pack):
    found = roads(pack)
    assert {name for name, _ in found} == {
        "", "Đường Cái", "Cầu Gốm", "Phố Gốm", "Phố Một Chiều", "Ngõ Nhỏ", "Đường Thôn", "Đường Cổng Làng", "Đường Đảo",
    }  # fmt: skip
    assert found["Đường Cái", "QL.1"] == (2, pytest.approx(4152, abs=3))
    assert found["Phố Một Chiều", ""][0] == 1
    assert (pack.title, pack.source, pack.as_of, pack.area) == ("Đất nhỏ", "a test", date(2026, 11, 1), AREA)
    assert (pack.licence, pack.attribution) == ("ODbL-1.0", "© OpenStreetMap contributors (ODbL)")


def test_points_where_nothing_happens_are_gone_and_bends_stay(pack):
    shapes = {(pack.words[name], pack.words[ref]): count for name, ref, count in zip(
        pack.name.tolist(), pack.ref.tolist(), pack.shape_count.tolist(), strict=True)}  # fmt: skip
    assert shapes["Đường Cái", "QL.1"] == 0
    assert shapes["Cầu Gốm", ""] == 1
    assert (21_01000, 105_82300) in zip(pack.shape_lat // 1, pack.shape_lon // 1, strict=True)


def test_a_lane_that_joins_is_kept_and_one_that_ends_is_not(tmp_path):
    without = tuple(way for way in WAYS if way[1].get("name") != "Đường Thôn")
    names = {name for name, _ in roads(make(osm_file(tmp_path, ways=without), AREA, ORIGIN))}
    assert "Ngõ Nhỏ" not in names
    assert "Cầu Gốm" in names


def test_what_reaches_the_edge_is_no_island(tmp_path):
    names = {name for name, _ in roads(make(osm_file(tmp_path), Area(105.7, 20.9, 105.98, 21.1), ORIGIN))}
    assert "Đường Đảo" not in names
    assert "Cầu Gốm" in names


def test_the_same_file_gives_the_same_bytes(pack, tmp_path):
    assert to_bytes(small_pack(tmp_path)) == to_bytes(pack)


def test_every_value_survives_the_file(pack, tmp_path):
    save(pack, tmp_path / "small.roads")
    assert equal(load_pack(tmp_path / "small.roads"), pack)
    assert [path.name for path in tmp_path.iterdir()] == ["small.roads"]
    with pytest.raises(ValueError, match="read-only"):
        load_pack(tmp_path / "small.roads").lat[0] = 1


def test_a_failed_write_leaves_the_old_file(pack, tmp_path, monkeypatch):
    file = tmp_path / "small.roads"
    file.write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        save(pack, file)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("small.roads", b"old")]


def tampered(pack, **changes):
    return to_bytes(dataclasses.replace(pack, **changes))


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (lambda _: b"", "no-pack", "this is no road pack"),
        (lambda _: b"PK\x03\x04", "no-pack", "tourplanner roads build"),
        (lambda pack: MAGIC + b"\x63" + to_bytes(pack)[len(MAGIC) + 1 :], "version", "not version 1 or 2"),
        (lambda pack: to_bytes(pack)[:-40], "damaged", "ends too early"),
        (lambda pack: to_bytes(pack)[:200] + b"x" * 40 + to_bytes(pack)[240:], "damaged", "'roads' is not as it was"),
        (lambda pack: to_bytes(pack) + to_bytes(pack)[len(MAGIC) + 2 :], "damaged", "do not fit together"),
        (lambda _: MAGIC + b"\x01" + lzma.compress(b"\x02\x00\x00\x00[]"), "damaged", "damaged"),
        (lambda _: pack_bytes({"basemap": b""}), "damaged", "it has no roads"),
        (lambda _: pack_bytes({"roads": b"no xz"}), "damaged", "damaged"),
        (lambda pack: tampered(pack, end=pack.end + 99), "damaged", "end points beyond 14"),
        (lambda pack: tampered(pack, name=pack.name + 99), "damaged", "name points beyond"),
        (lambda pack: tampered(pack, shape_count=pack.shape_count + 1), "damaged", "do not add up"),
        (lambda pack: tampered(pack, kind=pack.kind[:-1]), "damaged", "kind has 17 entries, not 18"),
        (lambda pack: tampered(pack, length_dm=pack.length_dm * 0), "damaged", "a road has no length"),
    ],
)
def test_a_bad_pack_file_is_told_from_a_good_one(pack, tmp_path, data, code, says):
    file = tmp_path / "bad.roads"
    file.write_bytes(data(pack))
    with pytest.raises(DataError, match=says) as caught:
        load_pack(file)
    assert codes(caught) == [code]
    assert str(file) in str(caught.value)


def test_a_missing_pack_file_says_how_to_make_one(tmp_path):
    with pytest.raises(DataError, match="tourplanner roads build") as caught:
        load_pack(tmp_path / "none.roads")
    assert codes(caught) == ["missing"]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("none.osm.pbf", None, "missing"),
        ("empty.osm.pbf", "", "empty"),
        ("page.osm.pbf", "<html>not found</html>", "not-osm"),
        ("page.osm", "<html>not found</html>", "not-osm"),
        ("notes.txt", "no map", "not-osm"),
        ("cut.osm", "<?xml version='1.0'?><osm version='0.6'><node id='1'", "not-osm"),
        ("void.osm", "<?xml version='1.0'?><osm version='0.6'></osm>", "no-roads"),
    ],
)
def test_what_is_no_extract_is_named(tmp_path, name, text, code):
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(DataError) as caught:
        make(tmp_path / name, AREA, ORIGIN)
    assert codes(caught) == [code]


def test_an_area_without_roads_says_that_there_are_roads_elsewhere(tmp_path):
    with pytest.raises(DataError, match=r"no roads in the area 10,50,11,51; the file has 11 roads elsewhere") as caught:
        make(osm_file(tmp_path), Area(10, 50, 11, 51), ORIGIN)
    assert codes(caught) == ["no-roads"]


def test_a_file_without_a_date_asks_for_one(tmp_path):
    with pytest.raises(DataError, match="--as-of") as caught:
        make(osm_file(tmp_path), AREA, dataclasses.replace(ORIGIN, as_of=None))
    assert codes(caught) == ["no-date"]


def test_without_osmium_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "osmium", None)
    with pytest.raises(TourplannerError, match=r"pip install 'tourplanner\[roads\]'"):
        make(osm_file(tmp_path), AREA, ORIGIN)


@pytest.mark.parametrize("text", ["", "1,2,3", "a,b,c,d", "106,20,105,21", "105,20,106,99"])
def test_what_is_no_area_is_said(text):
    with pytest.raises(GoalError, match="give west,south,east,north in degrees"):
        Area.parse(text)


def test_the_command_builds_and_shows(tmp_path, capsys):
    out = tmp_path / "small.roads"
    words = ["--area", str(AREA), "--as-of", "2026-11-01", "--source", "a test", "--name", "Đất nhỏ"]
    assert main(["roads", "build", str(osm_file(tmp_path)), *words, "--out", str(out)]) == 0
    assert f"18 roads, 37 km, a test, 2026-11-01> → {out}" in capsys.readouterr().out
    assert equal(load_pack(out), small_pack(tmp_path))
    assert main(["roads", "show", str(out)]) == 0
    shown = capsys.readouterr().out
    assert "Đất nhỏ: a test, 2026-11-01, area 105.7,20.9,106,21.1" in shown
    assert "4.2 km primary" in shown
    assert "© OpenStreetMap contributors" in shown


def test_a_command_that_fails_writes_nothing(tmp_path, capsys):
    out = tmp_path / "small.roads"
    assert main(["roads", "build", str(osm_file(tmp_path)), "--area", "1,1,2,2", "--out", str(out)]) == 2
    assert "no roads in the area 1,1,2,2" in capsys.readouterr().err
    nowhere = str(tmp_path / "no" / "x")
    assert main(["roads", "build", str(osm_file(tmp_path)), "--area", str(AREA), "--out", nowhere]) == 2
    assert "there is no folder" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["small.osm"]


ALL = sum(bit(each) for each in VEHICLES)


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ({"highway": "primary"}, VEHICLES),
        ({"highway": "motorway"}, ("coach", "van", "car")),
        ({"highway": "residential"}, ("van", "car", "motorbike", "bicycle", "walking")),
        ({"highway": "residential", "tourist_bus": "yes"}, VEHICLES),
        ({"highway": "pedestrian"}, ("walking",)),
        ({"highway": "tertiary", "access": "private"}, ()),
        ({"highway": "tertiary", "access": "no", "foot": "yes"}, ("walking",)),
        ({"highway": "tertiary", "motor_vehicle": "no"}, ("bicycle", "walking")),
        ({"highway": "tertiary", "motor_vehicle": "no", "motorcycle": "yes"}, ("motorbike", "bicycle", "walking")),
        ({"highway": "tertiary", "motorcar": "no"}, ("coach", "motorbike", "bicycle", "walking")),
        ({"highway": "unclassified", "width": "3"}, ("van", "car", "motorbike", "bicycle", "walking")),
        ({"highway": "unclassified", "width": "3.5 m"}, VEHICLES),
        ({"highway": "unclassified", "maxheight": "2.5"}, ("van", "car", "motorbike", "bicycle", "walking")),
        ({"highway": "unclassified", "maxweight": "10 t"}, ("van", "car", "motorbike", "bicycle", "walking")),
    ],
)
def test_who_may_use_a_road(said, who):
    assert {each for each in VEHICLES if tags.permission(said) & bit(each)} == set(who)


@pytest.mark.parametrize(
    ("said", "way"),
    [
        ({"oneway": "yes"}, 1), ({"oneway": "-1"}, -1), ({"oneway": "no"}, 0), ({}, 0), ({"junction": "roundabout"}, 1),
        ({"highway": "motorway"}, 1), ({"highway": "motorway", "oneway": "no"}, 0),
    ],
)  # fmt: skip
def test_which_way_a_road_goes(said, way):
    assert tags.direction(said) == way


@pytest.mark.parametrize(
    ("said", "stopped"),
    [
        ({"barrier": "gate"}, {"coach"}),
        ({"barrier": "gate", "access": "yes"}, set()),
        ({"barrier": "gate", "access": "private", "foot": "yes"}, set(VEHICLES) - {"walking"}),
        ({"barrier": "bollard"}, {"coach", "van", "car"}),
        ({"barrier": "kerb"}, set()),
    ],
)
def test_whom_a_barrier_stops(said, stopped):
    assert {each for each in VEHICLES if tags.barred(said) & bit(each)} == stopped


def test_a_road_against_its_drawing_is_turned(tmp_path):
    ways = tuple((" ".join(spots.split()[::-1]), {**said, "oneway": "-1"}) if said.get("oneway") else (spots, said)
                 for spots, said in WAYS)  # fmt: skip
    assert equal(make(osm_file(tmp_path, ways=ways), AREA, ORIGIN), small_pack(tmp_path))


def test_simplified_lines_stay_within_the_tolerance():
    chance = np.random.default_rng(3)
    lat = 2_100_000 + np.cumsum(chance.integers(-20, 21, 300))
    lon = 10_580_000 + np.cumsum(chance.integers(0, 21, 300))
    stay = simplified(lat, lon, 10.0)
    assert stay[0]
    assert stay[-1]
    assert 2 < stay.sum() < 300
    # A plane of our own: metres at 21° N.
    flat = np.column_stack((lon * 1.0381, lat * 1.11195))
    line = shapely.LineString(flat[stay])
    assert max(line.distance(shapely.Point(point)) for point in flat) < 10.1


def test_the_packaged_pack_is_small_quick_and_says_what_it_is():
    pack = packaged_pack("hanoi")
    assert packaged_pack("hanoi") is pack
    assert pack.as_of == date(2021, 8, 6)
    assert pack.attribution == "© OpenStreetMap contributors (ODbL)"
    assert any("August 2021" in each for each in pack.lacks)
    assert len(to_bytes(pack)) < 1_500_000
    assert not list(pack.faults())
    assert equal(from_bytes(to_bytes(pack)), pack)
    assert 15_000 < pack.length_dm[pack.kind < KINDS.index("residential")].sum() / 10_000 < 25_000


def test_travel_over_roads_needs_no_reader_and_loads_scipy_late():
    script = """
import sys
from tourplanner.travel import RoadTravel
from tourplanner.model import Place
early = {"scipy", "osmium"} & set(sys.modules)
RoadTravel.packaged("hanoi").leg(Place(lat=21.03, lon=105.85), Place(lat=20.97, lon=105.91))
print(early, "osmium" in sys.modules, "tourplanner.travel.roads.making" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set() False False"


def test_progress_is_told(tmp_path):
    told: list[str] = []
    make(osm_file(tmp_path), AREA, ORIGIN, lambda what, *_: told.append(what))
    assert told[0] == "reading roads"
    assert told[-1] == "done"


def test_the_reader_s_error_names_file_and_fix(tmp_path):
    (tmp_path / "page.osm").write_text("<html/>")
    with pytest.raises(DataError, match=r"page\.osm.*cannot be read as OpenStreetMap data.*→ give an \.osm\.pbf"):
        read.read(tmp_path / "page.osm", AREA, lambda *_: None)
