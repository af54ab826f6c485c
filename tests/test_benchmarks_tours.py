"""The benchmark of realistic tours asks what it says it asks, and sums up what it measured."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pytest

import tourplanner as tp
from benchmarks import tours
from benchmarks.plot import chart
from benchmarks.report import Report
from benchmarks.tour_cases import FIRST, Case, cases, region_of, task
from benchmarks.tour_growth import drawn, sweep, windowed
from tourplanner.almanac import LunarDate
from tourplanner.planning.screen import screened

QUICK = tp.Effort(rounds=20, keep=40, beams=(200,), pool=500, choice=0.3)
SMALL = Case("hanoi", 12, 1, False, 1)


def windows(case):
    region, goal = task(case)
    return screened(region, goal, [FIRST + timedelta(number) for number in range(goal.days)])[0]


def test_every_size_length_limit_and_seed_is_a_case_of_its_own():
    every = list(cases())
    assert len({case.name for case in every}) == len(every) == (3 + 4) * 3 * 2 * 2
    assert {case.candidates for case in every if case.region == "hanoi"} == {30, 45, 52}
    assert {case.candidates for case in every if case.region == "synthetic"} == {30, 45, 60, 120}


@pytest.mark.parametrize("case", [each for each in cases() if each.candidates in (52, 120)][::3], ids=lambda c: c.name)
def test_just_so_many_candidates_are_open_on_the_first_day(case):
    open_on = windows(case)
    assert len(open_on) == case.candidates
    assert all(each[FIRST] for each in open_on.values())


def test_markets_sessions_and_rests_at_noon_are_among_the_candidates():
    assert LunarDate.of(FIRST).day == 14
    open_on = windows(Case("synthetic", 120, 1, False, 1))
    region = region_of("synthetic", 1)
    assert any(region.experience(id).opening.lunar_days for id in open_on)
    assert any(first == last for id in open_on for first, last in open_on[id][FIRST])
    assert sum(len(each[FIRST]) == 2 for each in open_on.values()) > 10


def test_limits_change_nothing_else():
    (free, asked), (limited, dear) = (task(Case("synthetic", 45, 2, budget, 2)) for budget in (False, True))
    assert free == limited
    assert asked == dear.replace(budget=None, per_craft=None)
    assert dear.budget
    assert len({*asked.must, *asked.wishes, *asked.before[0]}) == 6


def test_a_case_is_measured_with_its_proof_and_its_work():
    row = tours.planned(SMALL, 1, QUICK)
    assert row["case"] == "hanoi-12-1-free-1"
    assert 0 < row["score"] <= row["bound"]
    assert 2 <= row["visits"] <= 7
    assert row["gap %"] == pytest.approx(100 * (row["bound"] - row["score"]) / row["score"])
    assert row["work"] > 0
    assert row["processor seconds"] > 0


def test_what_cannot_be_planned_is_a_row_as_well(monkeypatch):
    def refuse(*_, **__):
        raise tp.InfeasibleError("nothing", ["lunch"], proven=True)

    monkeypatch.setattr(tp, "plan", refuse)
    row = tours.planned(SMALL, 1, QUICK)
    assert (row["status"], row["score"], row["gap %"]) == ("infeasible", None, None)


def row(candidates, days, status, seconds, gap=0.0):
    return {"candidates": candidates, "days": days, "status": status, "processor seconds": seconds, "gap %": gap}


def test_the_summary_counts_proofs_and_takes_medians():
    rows = [row(30, 1, "optimal", 0.1), row(60, 1, "optimal", 0.4), row(60, 1, "feasible", 21.0, 2.0)]
    report = tours.summed([*rows, row(120, 1, "nothing found", 90.0, None)], 1)
    found = {(each["candidates"], each["days"]): each for each in report.rows}
    assert found["60", "1"]["proven %"] == 50
    assert found["up to 60", "all"]["median processor seconds"] == 0.4
    assert found["all", "all"] | {"tours": 4, "proven": 2, "worst": 90.0, "worst gap %": 2.0} == found["all", "all"]
    assert report.notes[-1].endswith("NOT reached by the 3 measured.")
    assert tours.summed(rows[:2], 1).notes[-1].endswith(" Reached by the 2 measured.")


def test_latency_is_that_of_warm_calls():
    report = tours.latency(1, calls=2, case=SMALL, effort=QUICK)
    (only,) = report.rows
    assert only["warm calls"] == 2
    assert 0 < only["median processor ms"] <= only["slowest"]


def test_cases_are_picked_by_name():
    assert [case.name for case in tours.chosen(["hanoi-30-1-free-*"])] == ["hanoi-30-1-free-1", "hanoi-30-1-free-2"]


def test_windows_are_as_many_as_asked_for_and_nothing_else_differs():
    case = Case("synthetic", 30, 1, False, 1)
    region, goal = windowed(case, 4)
    open_on = screened(region, goal, [FIRST])[0]
    assert len(open_on) == 30
    assert {len(each[FIRST]) for each in open_on.values()} == {4}
    assert windowed(case, 0) == task(case)


def test_growth_measures_every_point_and_draws_it(tmp_path):
    asked = []

    def measure(case, windows):
        asked.append((case.candidates, case.days, windows))
        seconds = case.candidates * case.days / 100
        return {"processor seconds": seconds, "status": "optimal", "gap %": 0.0, "work": 9}

    report = Report("tours_windows", 1)
    sweep("windows", report, measure, values=(1, 2))
    assert asked == [(60, days, windows) for days in (1, 3) for windows in (1, 2) for _ in range(2)]
    assert [row["median processor seconds"] for row in report.rows] == [0.6, 0.6, 1.8, 1.8]
    made = drawn("windows", report.rows, tmp_path / "w.svg")
    assert [path.name for path in made] == ["w-seconds.svg", "w-gap.svg"]
    for path in made:
        words = "".join(ElementTree.fromstring(path.read_text(encoding="utf-8")).itertext())
        assert "1 day" in words
        assert "3 days" in words
        assert "windows per visit" in words


def test_a_chart_puts_larger_values_higher_and_further_right():
    def points(logarithmic):
        text = chart("A < B", "x", "y", {"one": [(1, 0.1), (2, 1.0), (4, 100.0)]}, logarithmic=logarithmic)
        root = ElementTree.fromstring(text)
        circles = [each for each in root.iter() if each.tag.endswith("circle")]
        return [(float(each.get("cx")), float(each.get("cy"))) for each in circles][:3]

    for logarithmic in (False, True):
        (x1, y1), (x2, y2), (x3, y3) = points(logarithmic)
        assert x1 < x2 < x3
        assert x3 - x2 == pytest.approx(2 * (x2 - x1), abs=0.2)
        assert y1 > y2 > y3
    assert y2 - y3 == pytest.approx(2 * (y1 - y2), abs=0.2)
    assert chart("A", "x", "y", {"one": [(1, 0)]}) == chart("A", "x", "y", {"one": [(1, 0)]})
