"""The examples do what they say; the first is the main job and is held to what is promised of it."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

import tourplanner as tp
from tourplanner.publish import portfolio_json

EXAMPLES = Path(__file__).parents[1] / "examples"


def run(name: str, folder: Path, *words: Path) -> str:
    """What an example prints; it must end well and leave nothing but what it says."""
    done = subprocess.run(
        [sys.executable, EXAMPLES / name, *words], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


@pytest.fixture(scope="module")
def ten(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    folder = tmp_path_factory.mktemp("ten")
    return run("ten_routes.py", folder), folder / "routes"


@pytest.fixture(scope="module")
def document(ten: tuple[str, Path]) -> Any:
    return json.loads((ten[1] / "routes.json").read_bytes())


def test_the_maps_are_reached_in_ten_lines() -> None:
    source = (EXAMPLES / "ten_routes.py").read_text(encoding="utf-8")
    body = ast.unparse(ast.Module(ast.parse(source).body[1:], type_ignores=[]))
    assert len(body.splitlines()) <= 10


def test_ten_routes_come_with_everything_that_is_made_of_them(ten: tuple[str, Path], document: Any) -> None:
    printed, folder = ten
    assert printed.startswith("10 routes over ")
    assert f"open {folder / 'index.html'}" in printed
    for route in document["routes"]:
        files = {path.name for path in (folder / route["id"]).iterdir()}
        assert files == {"map.html", "map.pdf", "route.ics", "route.geojson", "route.gpx"}
        assert route["name"]["vi"] in printed


def test_the_ten_routes_keep_every_promise(document: Any) -> None:
    """Counted from the document and the catalogue alone."""
    hanoi = tp.load("hanoi")
    routes = document["routes"]
    assert document["schema"] == "tourplanner/portfolio@1"
    assert (document["region"], document["month"], len(routes)) == ("hanoi", "2027-03", 10)
    visits = [[stop for stop in route["stops"] if stop["role"]] for route in routes]
    villages = [{stop["village"] for stop in stops} for stops in visits]
    times = Counter(village for each in villages for village in each)
    crafts = {hanoi.village(village).crafts[0] for village in times}
    communes = {hanoi.village(id).commune(date(2027, 3, 1)) for id in times}
    assert all(route["date"].startswith("2027-03-") for route in routes)
    assert len(times) >= 25
    assert len({craft for craft in crafts if not hanoi.craft(craft).heritage}) >= 12
    assert len(communes - {None}) >= 15
    assert max(times.values()) <= 3
    for stops, places in zip(visits, villages, strict=True):
        standings = {hanoi.village(village).standing for village in places}
        assert 2 <= len(places) <= 4
        assert len({stop["role"] for stop in stops}) >= 3
        assert standings == {"anchor", "satellite"}
        assert all(hanoi.village(village).environment != "not met" for village in places)
    for one, other in combinations([{stop["experience"] for stop in stops} for stops in visits], 2):
        assert len(one & other) <= 0.3 * min(len(one), len(other))


def test_a_day_for_a_french_group(tmp_path: Path) -> None:
    printed = run("plan_a_day.py", tmp_path)
    assert "Sat 2027-03-20" in printed
    assert "Hạ Thái" in printed
    assert "faults the judge finds: 0" in printed
    assert list(tmp_path.iterdir()) == []


def test_a_tour_is_asked_why(tmp_path: Path) -> None:
    printed = run("ask_why.py", tmp_path)
    assert "Ha Thai lacquer village is in the tour because you asked for it" in printed
    assert "Dong Ho woodblock print village is not in the tour: it fits, but only in place of" in printed
    assert "It fits if " in printed
    assert "minutes to spare" in printed
    assert list(tmp_path.iterdir()) == []


def test_a_day_that_is_kept_nine_times_in_ten(tmp_path: Path) -> None:
    printed = run("on_time.py", tmp_path)
    last = printed.splitlines()[-1]
    shares = [float(share) for share in re.findall(r"([\d.]+)% \(", last)]
    points = [int(each) for each in re.findall(r"(\d+) points", last)]
    assert shares[0] < 50 < 89 < shares[1]
    assert points[1] < points[0]
    assert "The chance that all of it is kept is" in printed
    assert printed.count("đúng giờ / on time") == 2


def test_own_tables_are_checked_merged_and_planned_with(tmp_path: Path) -> None:
    printed = run("own_data.py", tmp_path)
    assert "2 problems in the data" in printed
    assert "'Hạ Tháy': there is no such village → Hạ Thái" in printed
    assert "Xưởng sơn mài nhà bà Tơ" in printed
    assert "Thêu cùng cụ Lan" in printed


def test_most_routes_that_are_sold_fit_into_a_day(tmp_path: Path) -> None:
    lines = run("check_real_routes.py", tmp_path).splitlines()
    known = {route.id for route in tp.load("hanoi").routes}
    assert {line[5:].partition(":")[0] for line in lines[:-1]} == known
    assert sum(line.startswith("yes") for line in lines) >= 15
    assert any(line.startswith("no   river-bat-trang-ninh-so: cannot visit ninh-so") for line in lines)


def test_the_ten_routes_are_read_back_as_they_were(ten: tuple[str, Path]) -> None:
    again = tp.read_routes(ten[1] / "routes.json", tp.load("hanoi"))
    assert portfolio_json(again) == (ten[1] / "routes.json").read_bytes()
    assert str(again) in ten[0]
    assert all(len(leg.path) >= 2 for route in again.routes for leg in route.legs if leg.metres > 3000)
    assert tp.check_portfolio(again, tp.Quotas()) == ()


def test_one_of_the_ten_routes_is_sold(ten: tuple[str, Path], tmp_path: Path) -> None:
    """The sums are reckoned again from what was printed; what was written is read."""
    printed = run("sell_a_route.py", tmp_path, ten[1] / "routes.json")

    def vnd(pattern: str) -> int:
        return int(re.search(pattern.replace("VND", r"([\d.]+) ₫"), printed)[1].replace(".", ""))  # type: ignore[index]

    price, deposit, due = vnd("Held until .*, VND"), vnd("   VND came by VietQR"), vnd("CONFIRMED, VND due")
    assert deposit == (price * 3 + 5) // 10
    assert due == price - deposit
    lost, fee, left = vnd("30 % of their VND"), vnd("are kept, VND"), vnd("20 guests pay VND")
    assert left == (price * 20 + 12) // 24
    assert fee == (lost * 3 + 5) // 10
    assert (left, vnd("; VND due with the fee")) == (price - lost, price - lost + fee - deposit)
    asked = re.findall(r"(?:Asked by signed codes|Asked again): (.*); left to settle: 0", printed)
    assert [each.count("Nhà bà Hạnh not needed") for each in asked] == [0, 1, 1]
    households = [re.findall(r"(Nhà [^,\d]+) (\d+)", line) for line in re.findall("   dealt: (.*)", printed)]
    assert [sum(int(pax) for _, pax in each) for each in households] == [24, 24, 20]
    assert "Nhà bà Hạnh" in dict(households[0])
    assert all("Nhà bà Hạnh" not in dict(each) for each in households[1:])
    assert "ledger agree: True" in printed
    files = {path.name: path.read_bytes() for path in (tmp_path / "sold").iterdir()}
    assert len([name for name in files if name.startswith("ticket-")]) == printed.count("ticket-") >= 4
    assert files["khach.csv"].decode("utf-8-sig").count("LUM-24") == 20
    assert "Zoë Lefèvre" in files["khach.csv"].decode("utf-8-sig")
    assert "xin hủy" in files["thu.txt"].decode()
    assert all(files[name] for name in ("devis.pdf", "devis.docx", "acompte.svg", "khach.xlsx", "keys.json"))
    assert "20 adultes" in files["guide.txt"].decode()
    received = re.findall(r" ([\d.]+) ₫ +\d+\.\d %", files["villages.txt"].decode())
    shares = [int(each.replace(".", "")) for each in received]
    assert sum(shares[:-1]) == shares[-1] == price
