"""The commands: what they read, print and write."""

from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path

from tourplanner.catalogue import Catalogue
from tourplanner.cli import asked, plan, routes
from tourplanner.publish.folder import ITINERARY_FILES
from tourplanner.travel import RoadTravel
from tourplanner.travel.roads import save

FEW = ["--count", "2", "--month", "2027-03", "--villages", "4", "--crafts", "4", "--communes", "4"]


# routes


def test_routes_are_planned_written_and_shown(run, tmp_path: Path) -> None:
    code, out, err = run("routes", *FEW, "--out", tmp_path / "routes")
    document = json.loads((tmp_path / "routes" / "routes.json").read_bytes())
    assert (code, err) == (0, "")
    assert [route["date"][:7] for route in document["routes"]] == ["2027-03", "2027-03"]
    assert {quota["name"]: quota["required"] for quota in document["quotas"]}["villages"] == 4
    assert out.splitlines()[0].startswith("2 routes over ")
    assert out.splitlines()[-1].endswith(f"→ {tmp_path / 'routes' / 'index.html'}")
    assert "by roads of OpenStreetMap" in out
    for route in document["routes"]:
        assert route["name"]["vi"] in out
        assert (tmp_path / "routes" / route["id"] / "map.pdf").stat().st_size > 10_000


def test_quiet_routes_say_one_line_and_write_only_where_told(run, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run("routes", *FEW, "--quiet", "--seed", "7")
    assert (code, err) == (0, "")
    assert len(out.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_every_option_of_routes_reaches_the_planner(run, monkeypatch) -> None:
    seen = {}

    def portfolio(catalogue, count, goal, **rest):
        seen.update(rest, count=count, goal=goal, catalogue=catalogue)
        raise KeyboardInterrupt

    monkeypatch.setattr(routes, "portfolio", portfolio)
    words = """--month 2027-04 --count 3 --party 12 --children 2 --language fr en --hosts-speak --end my-dinh-station
        --day 7h30-17h --no-lunch --drive-minutes 200 --verified-only --seed 5 --villages 7 --crafts 6 --communes 5
        --at-risk 4 --ocop 3 --visits-per-village 2 --overlap 25 --share 15 --start"""
    run("routes", *words.split(), "bo ho")
    goal, quotas = seen["goal"], seen["quotas"]
    assert (seen["count"], seen["month"], seen["seed"]) == (3, "2027-04", 5)
    assert (goal.party.adults, goal.party.children, goal.party.languages) == (12, 2, ("fr", "en"))
    assert (goal.start, goal.end, goal.day) == ("hoan-kiem-old-quarter", "my-dinh-station", (time(7, 30), time(17)))
    assert (goal.lunch, goal.drive_minutes, goal.hosts_speak, goal.verified_only) == (None, 200, True, True)
    assert (goal.roles, goal.anchors, goal.villages) == (3, 1, (2, 4))
    assert tuple(quotas.model_dump().values()) == (7, 6, 5, 4, 3, 2, 25, 15)


# plan


def test_a_day_is_planned_with_names_as_people_type_them(run) -> None:
    code, out, err = run("plan", "--on", "2027-03-20", "--must", "ha thai", "kk-goldleaf", "--never", "bát tràng")
    assert (code, err) == (0, "")
    assert "Sat 2027-03-20" in out
    assert "Hạ Thái" in out
    assert "Xưởng đập quỳ" in out
    assert "Bát Tràng" not in out


def test_a_day_is_planned_over_roads_and_drawn_along_them(run, tmp_path: Path) -> None:
    code, out, err = run("plan", "--on", "2027-03-20", "--must", "ha thai", "--out", tmp_path / "day")
    assert (code, err) == (0, "")
    assert "by roads of OpenStreetMap" in out
    features = json.loads((tmp_path / "day" / "route.geojson").read_bytes())["features"]
    driven = [each for each in features if each["properties"].get("mode") == "drive"]
    assert driven
    assert all(len(each["geometry"]["coordinates"]) > 2 and not each["properties"]["straight"] for each in driven)
    assert RoadTravel.packaged().attribution in (tmp_path / "day" / "map.html").read_text("utf-8")


def test_roads_may_come_from_a_file(run, tmp_path: Path) -> None:
    save(RoadTravel.packaged().pack, tmp_path / "own.roads")
    asked = ("--on", "2027-03-20", "--must", "ha thai")
    packaged, own = run("plan", *asked), run("plan", *asked, "--roads", tmp_path / "own.roads")
    assert own.code == 0
    assert own.out == packaged.out
    routed = run("routes", *FEW, "--roads", tmp_path / "own.roads")
    assert routed.code == 0
    assert "by roads of OpenStreetMap" in routed.out


def test_times_may_be_estimated_from_distance(run) -> None:
    code, out, _ = run("plan", "--on", "2027-03-20", "--must", "ha thai", "--by-distance")
    assert code == 0
    assert "travel times: ước tính theo khoảng cách" in out


def test_roads_that_are_not_there_are_named(run, tmp_path: Path) -> None:
    (tmp_path / "bad.roads").write_bytes(b"no roads")
    for words, named in (
        (("--roads", tmp_path / "none.roads"), "none.roads"),
        (("--roads", tmp_path / "bad.roads"), "bad.roads"),
    ):
        code, _, err = run("plan", "--on", "2027-03-20", *words)
        assert code == 2
        assert named in err


def test_a_wish_left_out_comes_with_its_reason(run) -> None:
    code, out, _ = run("plan", "--on", "2027-03-20", "--wish", "dao-thuc", "quang-phu-cau", "--day", "08:00-14:30")
    assert code == 0
    assert "not visited: " in out


def test_a_tour_of_two_days_gets_its_folder(run, tmp_path: Path) -> None:
    out = tmp_path / "tour"
    code, printed, err = run(
        "plan", "--on", "2027-03-20", "--days", 2, "--night", "my dinh", "--budget", "900.000", "--out", out
    )
    assert (code, err) == (0, "")
    assert "Sat 2027-03-20: " in printed
    assert "Sun 2027-03-21: " in printed
    assert sorted(path.name for path in out.iterdir()) == sorted(ITINERARY_FILES)
    route = json.loads((out / "route.json").read_bytes())
    assert {"id", "days"} <= set(route) or "stops" in route


def test_every_option_of_plan_reaches_the_planner(run, monkeypatch) -> None:
    seen = {}

    def planned(_, goal, **rest):
        seen.update(rest, goal=goal)
        raise KeyboardInterrupt

    monkeypatch.setattr(plan, "plan", planned)
    words = """--on 2027-03-20 --days 3 --either vp-street vp-weaving --together bt-kiln bt-wheel
        --before bt-wheel bt-market --before bt-kiln bt-market --budget 500k --night"""
    run("plan", *words.split(), "my dinh", "bo ho")
    goal = seen["goal"]
    assert (seen["on"], goal.days, goal.budget.amount) == (date(2027, 3, 20), 3, 500_000)
    assert goal.nights == ("my-dinh-station", "hoan-kiem-old-quarter")
    assert goal.either == (("vp-street", "vp-weaving"),)
    assert goal.together == (("bt-kiln", "bt-wheel"),)
    assert goal.before == (("bt-wheel", "bt-market"), ("bt-kiln", "bt-market"))


def test_a_tour_says_why_and_why_not(run) -> None:
    words = ["plan", "--on", "2027-03-20", "--must", "ha thai", "--day", "08:00-14:00", "--drive-minutes", "90"]
    code, out, err = run(*words, "--why", "ha thai", "dao thuc", "--why-not", "đào thục", "--quiet")
    assert (code, err) == (0, "")
    assert "Ha Thai is in the tour because you asked for it" in out
    assert "dao-thuc is not in this tour; ask why_not('dao-thuc')" in out
    assert "Dao Thuc is not in the tour: it cannot be reached" in out
    code, _, err = run(*words, "--why-not", "xyzzy")
    assert code == 2
    assert "--why-not: there is no village or experience like 'xyzzy'" in err


def test_all_unclear_names_come_in_one_error(run) -> None:
    unclear = ["--must", "ha thay", "xyzzy", "--start", "sân bay", "--night", "q"]
    code, out, err = run("plan", "--on", "2027-03-20", *unclear)
    assert (code, out) == (2, "")
    assert "--must: 'ha thay' is not clear; did you mean ha-thai (Hạ Thái)" in err
    assert "--must: there is no village or experience like 'xyzzy'" in err
    assert "--start: there is no start point like 'sân bay'" in err
    assert "--night: there is no start point like 'q'" in err


def test_a_name_that_two_things_share_is_not_guessed(small: Catalogue) -> None:
    twin = small.village("ha-thai").replace(id="ha-thai-2")
    names = asked.Names(small.replace(villages=(*small.villages, twin)))
    assert names.one("--must", "Hạ Thái", asked.VISITS) == ""
    assert names.one("--must", "ha-thai-2", asked.VISITS) == "ha-thai-2"
    assert len(names.faults) == 1
    assert names.faults[0].startswith("--must: 'Hạ Thái' is not clear")
    assert "ha-thai (Hạ Thái), ha-thai-2 (Hạ Thái)" in names.faults[0]


def test_a_craft_or_a_meal_is_not_taken_for_a_visit(small: Catalogue) -> None:
    names = asked.Names(small)
    assert names.one("--must", "sơn mài", asked.VISITS) == ""
    assert names.one("--must", "bat-trang-lunch", asked.VISITS) == ""
    assert len(names.faults) == 2


# villages


def test_villages_are_listed_found_and_filtered(run) -> None:
    code, out, _ = run("villages")
    assert code == 0
    assert len(out.splitlines()) == 10
    assert [line.split()[0] for line in run("villages", "--find", "ha thai").out.splitlines()[1:]] == ["ha-thai"]
    assert [line.split()[0] for line in run("villages", "--craft", "lụa").out.splitlines()[1:]] == ["van-phuc"]
    assert [line.split()[0] for line in run("villages", "--commune", "gia lam").out.splitlines()[1:]] == ["kieu-ky"]
    assert run("villages", "--find", "zzzz").out == "nothing found\n"
    code, _, err = run("villages", "--craft", "lụaa")
    assert code == 2
    assert "silk (Lụa)" in err


def test_villages_as_json(run) -> None:
    records = json.loads(run("villages", "--json", "--find", "Bát Tràng").out)
    assert [(record["id"], record["name"], record["commune"]) for record in records] == [
        ("bat-trang", "Bát Tràng", "Xã Bát Tràng")
    ]
    assert records[0]["visits"] == 3
    assert json.loads(run("villages", "--json", "--find", "zzzz").out) == []


def test_experiences_start_points_and_gaps(run, small: Catalogue) -> None:
    out = run("villages", "--experiences", "--find", "bat trang").out
    assert "bt-wheel" in out
    assert "70.000 ₫ / person" in out
    assert "08:00–17:00" in out
    starts = run("villages", "--starts").out.splitlines()[1:]
    assert {line.split()[0] for line in starts} == {start.id for start in small.starts}
    gaps = json.loads(run("villages", "--gaps", "3", "--json").out)
    assert [gap["subject"] for gap in gaps] == [gap.subject for gap in small.gaps(3)]
    assert gaps[0]["question"].endswith("?")
    chuong = json.loads(run("villages", "--gaps", "3", "--find", "chuong", "--json").out)
    assert {gap["subject"] for gap in chuong} <= {"chuong", "ch-class", "chuong-lunch"}


def test_own_data_is_laid_over_the_region(run, tmp_path: Path) -> None:
    table = tmp_path / "villages.csv"
    table.write_text("name,craft,lat,lon\nLàng Mới,gốm,20.95,105.80\n", encoding="utf-8")
    found = json.loads(run("villages", "--data", table, "--find", "lang moi", "--json").out)
    assert [record["id"] for record in found] == ["lang-moi"]
    assert len(run("villages", "--data", table).out.splitlines()) == 11


# check-data


def test_good_data_is_said_to_be_good(run, tmp_path: Path) -> None:
    table = tmp_path / "villages.csv"
    table.write_text("name,craft,lat,lon\nLàng Mới,gốm,20.95,105.80\n", encoding="utf-8")
    code, out, err = run("check-data", table)
    assert (code, err) == (0, "")
    assert out.splitlines()[-1].startswith("can be used: 1 villages")


def test_every_problem_is_printed_with_its_place(run, tmp_path: Path) -> None:
    table = tmp_path / "villages.csv"
    table.write_text("name,craft,lat,lon,ghi\nLàng Mới,gốmm,105.80,20.95,x\n", encoding="utf-8")
    code, out, _ = run("check-data", table)
    assert code == 2
    assert "villages.csv, row 2, column lat: '105.80': latitude and longitude are swapped" in out
    assert "warning: villages.csv" in out
    assert "nothing was loaded" in out.splitlines()[-1]
    code, out, err = run("villages", "--data", table)
    assert (code, out) == (2, "")
    assert "latitude and longitude are swapped" in err


def test_a_file_that_is_not_there(run, tmp_path: Path) -> None:
    assert run("check-data", tmp_path / "none.csv").code == 2
    code, _, err = run("plan", "--on", "2027-03-20", "--data", tmp_path / "none.csv")
    assert code == 2
    assert "none.csv" in err
