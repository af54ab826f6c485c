"""The benchmarks measure what they say, on cases of a few seconds."""

from __future__ import annotations

import json

import pytest

import tourplanner as tp
from benchmarks import fairness, growth, handbook, main_job, plan, portfolio, publish, report
from benchmarks.sequential import Case, as_route, best_in_a_row, itineraries, missed, one_by_one, score
from tourplanner.rules import check, portfolio_facts
from tourplanner.testing import small_catalogue, small_portfolio, synthetic_region

QUOTAS = tp.Quotas(villages=6, crafts=4, communes=4)
QUICK = tp.Effort(rounds=20, keep=40, beams=(200,), pool=500, choice=0.3)
COUNT = 3


@pytest.fixture(scope="module")
def case() -> Case:
    return portfolio.case_of(synthetic_region(50, seed=4), COUNT, QUOTAS, 1, QUICK)


def test_a_portfolio_scored_by_the_baselines_has_its_own_score(case):
    joint = tp.portfolio(case.numbers.catalogue, COUNT, month=portfolio.MONTH, quotas=QUOTAS, effort=QUICK)
    assert score(case, [as_route(case.numbers, route) for route in joint.routes]) == joint.objective.score


def test_one_by_one_keeps_the_quotas_and_every_limit(case):
    said: list[str] = []
    routes = one_by_one(case, said.append)
    tours = itineraries(case, routes)
    assert len(routes) == COUNT
    assert not said
    assert missed(QUOTAS, portfolio_facts(tours)) == []
    assert [check(tour, tp.GeodesicTravel(), case.numbers.catalogue.sessions) for tour in tours] == [()] * COUNT


def test_best_in_a_row_repeats_no_visit_and_says_where_it_ends():
    dense = portfolio.case_of(small_catalogue(), 6, tp.Quotas(villages=20, crafts=0, communes=0), 1, QUICK)
    said: list[str] = []
    routes = best_in_a_row(dense, said.append)
    visits = [dense.numbers.problem.visits[node] for route in routes for node in route.visits]
    assert len(visits) == len(set(visits))
    assert said == [f"step {len(routes) + 1}: no route is left that repeats no visit"]
    assert missed(dense.quotas, portfolio_facts(itineraries(dense, routes)))[0].endswith("< 20")


def test_tables_hold_every_row_and_stand_between_their_marks(tmp_path, capsys):
    page, kept = tmp_path / "page.md", tmp_path / "kept.json"
    page.write_text("before <!-- begin plan -->old<!-- end plan --> after", encoding="utf-8")
    goals = {"any": tp.Goal(wishes=("dao-thuc",)), "two days": tp.Goal(days=2)}

    def measure(args):
        found = report.Report("plan", args.seed)
        for name, goal in goals.items():
            found.add(plan.planned(name, small_catalogue(), goal, args.seed, effort=QUICK))
        return found

    made = report.main(report.parser("Doc."), measure, ["--json", str(kept), "--markdown", str(page)])
    text = page.read_text(encoding="utf-8")
    assert text == f"before <!-- begin plan -->\n{made.text()}\n<!-- end plan --> after"
    assert made.text() in capsys.readouterr().out
    document = json.loads(kept.read_text(encoding="utf-8"))
    assert [row["goal"] for row in document["rows"]] == list(goals)
    assert document["machine"]["packages"]["ortools"] in text
    assert all(row["score"] <= row["bound"] for row in document["rows"])


def test_growth_counts_candidates_and_memory():
    row = growth.grown(60, 2, tp.Quotas(villages=4, crafts=2, communes=2), 1, QUICK)
    assert row["villages"] == 60
    assert 0 < row["score"] <= row["bound"]
    assert row["candidates"] > 2
    assert 50 < row["peak MB"] < 20_000


def test_handbook_counts_pages_and_bytes():
    row = handbook.built(3, 1)
    crafts = len(synthetic_region(3, seed=1).crafts)
    # A page for each village and craft and seven more in both languages, three sheets for gates, the start.
    assert row["pages"] == 2 * (3 + crafts + 7) + 3 + 1
    assert 0 < row["kB of a village's page"] < 1e3 * row["folder MB"]
    assert 50 < row["peak MB"] < 20_000


def test_main_job_times_each_step():
    found = report.Report("main_job", 1)
    quotas = tp.Quotas(villages=3, crafts=2, communes=2)
    main_job.steps(found, 1, 2, quotas, small_catalogue(), effort=QUICK)
    assert [row["step"] for row in found.rows] == ["load", "portfolio of 2", "export"]
    assert found.rows[-1]["made"].startswith("13 files")


def test_a_region_is_named_by_its_size_and_seed():
    assert len(portfolio.region("30:2").villages) == 30
    assert portfolio.region("hanoi").region == "hanoi"


def test_fairness_asks_once_for_each_share_and_says_what_cannot_be_had():
    found = report.Report("fairness", 1)
    quotas = tp.Quotas(villages=4, crafts=2, communes=2)
    fairness.price(found, small_catalogue(), 2, quotas, (0, 60), effort=QUICK)
    fairness.price(found, small_catalogue(), 2, quotas.replace(crafts=99), (10,), effort=QUICK)
    assert [row["least share ‰ asked"] for row in found.rows] == [0, 60]
    assert all(row["reached"] >= row["least share ‰ asked"] for row in found.rows)
    assert found.rows[0]["score"] >= found.rows[1]["score"]
    assert [note.split(":")[0] for note in found.notes] == ["10 ‰"]


def test_publishing_times_each_document_and_the_set(monkeypatch, tmp_path):
    monkeypatch.setattr(publish.tp, "load", lambda _: small_catalogue())
    monkeypatch.setattr(publish, "planned", lambda *_: small_portfolio())
    page = tmp_path / "page.md"
    names = ("publish", "publish_documents")
    page.write_text("".join(f"<!-- begin {name} --><!-- end {name} -->" for name in names), encoding="utf-8")
    words = ["--languages", "vi", "--only", "files", "calendars", "--jobs", "1", "--markdown", str(page)]
    (row,) = publish.run(words).rows
    assert row["routes"] == 2
    assert row["seconds per route"] == pytest.approx(row["seconds"] / 2)
    text = page.read_text(encoding="utf-8")
    assert "| …/route.gpx | files | a route | 1 |" in text
    assert "| calendars/ | calendars | all routes | " in text
