"""What the explanation pages say of points, limits, rules and travel times is what the code does."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from tourplanner.model import Quotas
from tourplanner.planning import ROUTE, Points
from tourplanner.planning.conflict import LIMITS
from tourplanner.planning.points import BY_KIND
from tourplanner.rules import RULES
from tourplanner.rules import portfolio as over_set
from tourplanner.rules.groups import shared
from tourplanner.travel import GeodesicTravel, RoadTravel, Traffic
from tourplanner.travel.calibration.fit import STRENGTH, TUKEY
from tourplanner.travel.traffic.days import BEFORE_TET, TET
from tourplanner.travel.traffic.traffic import clock_text

DOCS = Path(__file__).parents[1] / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def table(text: str, heading: str) -> list[tuple[str, ...]]:
    """The rows under a heading line, cells without backticks."""
    lines = text.split(f"\n{heading}\n")[1].splitlines()[1:]
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append(tuple(cell.strip().replace("`", "") for cell in line.strip("|").split("|")))
    return rows


def test_points_of_visits():
    rows = table(page("explanation/portfolio.md"), "| a first visit to a | points |")
    assert {kind: int(points) for kind, points in rows} == dict(BY_KIND)


def test_points_added_and_repeats():
    text = page("explanation/portfolio.md")
    rows = table(text, "| added | points | where |")
    points = {name: int(worth) for name, worth, _ in rows}
    points["drive_minute"] = -points["drive_minute"]
    assert points == Points().model_dump(exclude={"repeats"})
    assert f"(`repeats`, in percent: {', '.join(map(str, Points().repeats))})" in text


def test_limits_of_a_route():
    rows = dict(table(page("explanation/portfolio.md"), "| limit | default |"))
    lunch = ROUTE.lunch
    assert lunch is not None
    assert rows == {
        "guests": str(ROUTE.party.size),
        "day": "{:%H:%M} to {:%H:%M}".format(*ROUTE.day),
        "lunch begins": f"{lunch.earliest:%H:%M} to {lunch.latest:%H:%M}, {lunch.minutes} minutes",
        "villages": "{} to {}".format(*ROUTE.villages),
        "visits, meals not counted": "{} to {}".format(*ROUTE.stops),
        "roles of the linkage circle": str(ROUTE.roles),
        "anchors": str(ROUTE.anchors),
        "satellites": str(ROUTE.satellites),
        "visits of one craft": str(ROUTE.per_craft),
    }


def test_quotas():
    rows = table(page("explanation/portfolio.md"), "| quota | default | what is counted |")
    most = ("visits_per_village", "overlap_percent")
    expected = {name: f"at {'most' if name in most else 'least'} {value}" for name, value in Quotas()}
    assert {name: default for name, default, _ in rows} == expected


@pytest.mark.parametrize(
    ("heading", "text", "rules"),
    [
        ("## The rules of a tour", "explanation/judge.md", RULES),
        ("## The rules of a set", "explanation/judge.md", (shared, over_set.quotas_met, over_set.consistent)),
    ],
)
def test_every_rule_is_in_the_table_with_what_it_checks(heading, text, rules):
    rows = table(page(text).split(heading)[1], "| named | checks |")
    said = {checks: set(names.split(", ")) for names, checks in rows}
    found = {
        " ".join((inspect.getdoc(rule) or "").split()): set(
            re.findall(r'inding\(\s*"([a-z-]+)"', inspect.getsource(rule))
        )
        for rule in rules
    }
    assert said == found


def test_names_in_a_conflict():
    text = page("how-to/quotas.md")
    named = {name for names, _ in table(text, "| in `conflict` | from |") for name in names.split(", ")}
    assert set(LIMITS) | {name.replace("_", " ") for name in Quotas.model_fields if "_p" not in name} <= named
    assert {"overlap", "share", "fewest stops", "fewest villages", "day", "start and travel times"} <= named


def test_reasons_of_wishes_left_out():
    codes = {
        code for names, _ in table(page("how-to/plan-a-tour.md"), "| code | means |") for code in names.split(", ")
    }
    root = DOCS.parent / "tourplanner" / "planning"
    screen, left_out = ((root / name).read_text(encoding="utf-8") for name in ("screen.py", "unvisited.py"))
    found = re.findall(r'Excluded\(\s*"([a-z-]+)"', screen) + re.findall(r'code="([a-z-]+)"', left_out)
    assert codes == set(found)


def test_travel_times():
    rows = dict(table(page("explanation/travel-times.md"), "| | |"))
    travel = GeodesicTravel()
    factor = travel.minutes_at_1_km / 3.46
    assert rows == {
        "drive minutes": f"3.46 × {factor:.2f} × d ^ {travel.exponent}",
        "road kilometres": f"{travel.detour} × d + {travel.access_m / 1000:.2f}",
        "walked, if d is at most": f"{travel.walk_within_m / 1000:.1f} km",
        "walking minutes": f"{travel.detour} × d at {travel.walking_kmh:.0f} km/h",
        "padding": f"{travel.detour} × r at {travel.access_kmh:.0f} km/h",
        "no move takes less than": f"{travel.least_s / 60:.0f} minutes",
    }
    assert travel.basis.split(" / ")[0] in page("explanation/travel-times.md")


def test_every_figure_on_the_performance_page_came_from_a_benchmark():
    text = page("explanation/performance.md")
    own = ("main_job", "publish", "portfolio", "growth", "plan", "fairness", "tours", "booking")
    for name in own:
        assert f"`python -m benchmarks.{name}`" in text
    for name in (
        *own, "publish_documents", "booking_month", "tours_summary", "latency", "tours_candidates", "tours_days",
        "tours_windows",
    ):  # fmt: skip
        made = text.split(f"<!-- begin {name} -->")[1].split(f"<!-- end {name} -->")[0]
        assert made.startswith("\n| ")
        assert "Measured on 20" in made
    outside = re.sub(r"<!-- begin (\w+) -->.*?<!-- end \1 -->", "", text, flags=re.S)
    assert set(re.findall(r"\d[\d.,]*", outside)) == {"1,350"}


def test_traffic_is_told_as_it_is():
    text, traffic = page("explanation/travel-times.md"), Traffic.packaged()
    head = next(line for line in text.splitlines() if line.startswith("| workday, factor"))
    clocks = [cell.strip().split("–") for cell in head.strip("|").split("|")[1:]]
    assert [clock for span in clocks for clock in span] == [clock_text(each) for each in traffic.clocks]
    rows = [[float(cell) for cell in row[1:]] for row in table(text, head)]
    said = [[factor for factor, span in zip(row, clocks, strict=True) for _ in span] for row in rows]
    assert said == [list(row) for row in traffic.of("workday").factors]
    assert list(STRENGTH.values()) == [2, 4, 4, 8]
    assert "as strongly as 2, 4, 4 and 8 trips" in text
    assert f"{TUKEY:.1f} standard deviations" in text
    fine, coarse = RoadTravel.packaged("hanoi"), RoadTravel.packaged("hanoi", within_s=420)
    assert fine.within_s == 45
    assert [len(each.matrix([]).hours) for each in (fine, coarse)] == [32, 9]
    assert (BEFORE_TET, TET) == ((-10, -2), (-1, 5))
