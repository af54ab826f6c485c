"""The classic benchmarks: files are read exactly, solutions judged by the file alone, commands say what they did."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks import comparison, mctopmtw, orienteering_run, toptw, ttdp
from benchmarks.instances.instance import decimals_of, distances, family_of, orienteering
from benchmarks.instances.sheet import MalformedError
from benchmarks.known import Table
from benchmarks.peers import PEERS, CannotError, Found, MissingError, Task, peer
from benchmarks.verify import verify

FOLDER = Path(__file__).parent / "data" / "orienteering"
SQUARE, BUDGET, WEEK = FOLDER / "c901.txt", FOLDER / "MCTOPMTW-2-c901.txt", FOLDER / "t901.txt"
QUICK = ["--work", "1"]


def whole(points):
    return [(Decimal(x), Decimal(y)) for x, y in points]


def changed(tmp_path: Path, path: Path, old: str, new: str) -> Path:
    """A file with one thing changed, under the same name."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    (tmp_path / path.name).write_text(text.replace(old, new), encoding="utf-8")
    return tmp_path / path.name


def judged(path: Path, tours: dict[int, list[int]], most: int = 2) -> comparison.Run:
    kind = {SQUARE.name: "toptw", BUDGET.name: "mctopmtw", WEEK.name: "ttdp"}[path.name]
    return verify(path, kind, [*tours.items()], most=most, decimals=1 if kind != "ttdp" else 2)


# Reading


def test_distances_are_truncated_exactly():
    assert distances(whole([("0", "0"), ("1", "1")]), 1)[0, 1] == 14
    assert distances(whole([("0", "0"), ("1", "1")]), 2)[1, 0] == 141
    assert distances(whole([("0", "0"), ("0.69", "0.92")]), 2)[0, 1] == 115, "in floating point it is 114"
    assert distances(whole([("-10.442", "19.999"), ("-29.730", "64.136")]), 2)[0, 1] == 4816


@pytest.mark.parametrize(
    ("name", "family", "decimals"),
    [("c201", "c200", 1), ("rc108", "rc100", 1), ("R112", "r100", 1), ("pr07", "pr01-10", 2), ("pr20", "pr11-20", 2)],
)
def test_names_tell_family_and_decimals(name, family, decimals):
    assert (family_of(name), decimals_of(name, whole([("0.25", "1")]))) == (family, decimals)


def test_under_other_names_the_coordinates_tell_the_decimals():
    assert decimals_of("mine", whole([("3.00", "4")])) == 1
    assert decimals_of("mine", whole([("3.50", "4")])) == 2


def test_a_toptw_file_becomes_arrays_in_tenths():
    problem = orienteering(toptw.FAMILY.read(SQUARE), 2)
    assert problem.points.tolist() == [10, 20, 30, 40]
    assert problem.service.tolist() == [20, 20, 20, 20]
    assert problem.away.tolist() == [[30, 50, 40, 70]]
    assert problem.between[0].tolist() == [0, 40, 50, 94]
    assert (problem.opens[0, :, 0].tolist(), problem.closes[0, :, 0].tolist()) == ([0, 0, 0, 0], [60, 150, 300, 300])
    assert (problem.earliest.tolist(), problem.latest.tolist(), problem.count.tolist()) == ([0], [250], [2])
    assert (problem.uses.shape, problem.caps.shape) == ((4, 0), (0,))


def test_a_toptw_file_may_lack_its_second_line(tmp_path):
    bare = changed(tmp_path, SQUARE, "\n0 200\n", "\n")
    assert [stop.number for stop in toptw.FAMILY.read(bare).stops] == [1, 2, 3, 4]
    assert judged(bare, {1: [1, 2], 2: [3, 4]}).score == 100


def test_an_mctopmtw_file_gives_odd_and_even_tours_their_windows_and_limits():
    instance = mctopmtw.FAMILY.read(BUDGET)
    problem = orienteering(instance, 3)
    assert instance.tours == 2
    assert problem.count.tolist() == [2, 1], "tours 1 and 3 are odd"
    assert problem.opens[:, 0].tolist() == [[0, 100], [50, 150]], "E = 1: the first and third in odd tours"
    assert problem.closes[:, 0].tolist() == [[50, 150], [100, 205]]
    assert problem.opens[:, 1].tolist() == [[50, 150], [0, 100]], "E = 0: the other way round"
    assert problem.caps.tolist() == [100, 2, 1, 9, 9, 9, 9, 9, 9, 9, 9], "a fee of 2.50 makes the unit a tenth"
    assert problem.uses[0].tolist() == [25, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]


def test_a_ttdp_file_starts_on_its_weekday():
    instance = ttdp.FAMILY.read(WEEK)
    problem = orienteering(instance, 2)
    assert instance.tours == 2
    assert problem.latest.tolist() == [60000, 60000]
    assert problem.opens[:, 0, 0].tolist() == [1, 54000], "closed on day 6, the start day; open on day 0, the next"
    assert problem.closes[:, 0, 0].tolist() == [0, 56000]
    assert problem.opens[:, 1, 0].tolist() == [50000, 50000]
    assert orienteering(instance, 9).count.tolist() == [2, 2, 1, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("family", "path", "old", "new", "told"),
    [
        (toptw, SQUARE, "3 0 4 2", "3 0 x4 2", "line 6: column 3, y: 'x4' is no number"),
        (toptw, SQUARE, "3 0 4 2", "1 0 4 2", "line 6: vertex 1 stands on line 4 already"),
        (toptw, SQUARE, "0 6\n", "7 6\n", "line 4: the window opens at 7, after it closes at 6"),
        (toptw, SQUARE, "3 0 2 10", "3 0 -2 10", "line 4: column 4, visiting time: -2 is less than 0"),
        (toptw, SQUARE, "4 2 4 1", "4 2 5 1", "line 1: 5 vertices are announced, 4 lines of vertices follow"),
        (toptw, SQUARE, "4 2 4 1", "4 2 4.5 1", "line 1: column 3, number of vertices: 4.5 is not whole"),
        (toptw, SQUARE, "1 3 0 2 10 0 0 0 6", "1 3 0 2", "line 4: need at least 7 numbers"),
        (mctopmtw, BUDGET, "20.5 1 2.50", "20.5 2 2.50", "line 3: column 11, E: 0 or 1, got 2"),
        (mctopmtw, BUDGET, "0 0 0 0 0 0 25", "1 0 0 0 0 0 25", "line 2: the start must be vertex 0, got '1'"),
        (mctopmtw, BUDGET, "2 3 10 2 1", "0 3 10 2 1", "line 1: column 1, number of tours: 0 is less than 1"),
        (ttdp, WEEK, "20 2 6 2", "20 2 7 2", "line 1: column 3, start day: from 0 to 6, got 7"),
        (ttdp, WEEK, "20 2 6 2", "20 2 6 nan", "line 1: column 4, number of vertices: 'nan' is no number"),
    ],
)
def test_a_malformed_file_is_told_by_name_and_line(family, path, old, new, told, tmp_path, capsys):
    broken = changed(tmp_path, path, old, new)
    assert family.run([str(broken), str(tmp_path / "nowhere.txt")]) == orienteering_run.MALFORMED
    said = capsys.readouterr().err
    assert f"{broken}, {told}" in said
    assert f"{tmp_path / 'nowhere.txt'}: No such file" in said, "all files are read before anything is solved"
    assert "Traceback" not in said


def test_other_files_and_ways_out_are_refused_before_anything_is_solved(tmp_path, capsys):
    (tmp_path / "picture.txt").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "empty.txt").write_text("\n\n", encoding="utf-8")
    for name, told in {"picture.txt": "is no text", "empty.txt": "the file is empty"}.items():
        assert toptw.run([str(tmp_path / name)]) == orienteering_run.MALFORMED
        assert told in capsys.readouterr().err
    assert toptw.run([str(SQUARE), "--json", str(tmp_path / "no" / "out.json")]) == orienteering_run.MALFORMED
    assert toptw.run([str(SQUARE), "--markdown", str(tmp_path / "page.md")]) == orienteering_run.MALFORMED
    assert "<!-- begin toptw -->" in capsys.readouterr().err
    for words in (["--routes", "0"], ["--seconds", "0"], ["--seeds", "-1"], ["--versus", "nobody"]):
        with pytest.raises(SystemExit):
            toptw.run([str(SQUARE), *words])


# Judging


def test_the_judge_accepts_what_the_file_allows():
    assert judged(SQUARE, {1: [1, 2], 2: [4]}).score == 70
    assert judged(SQUARE, {1: [1, 2], 2: [4]}).faults == ()
    assert judged(BUDGET, {1: [2], 2: [3]}).faults == ()
    assert not any("window" in fault for fault in judged(BUDGET, {2: [3, 4, 2]}).faults), "late in odd tours only"
    assert judged(WEEK, {1: [2], 2: [1]}).faults == ()
    assert judged(WEEK, {}).score == 0


@pytest.mark.parametrize(
    ("path", "tours", "told"),
    [
        (SQUARE, {1: [2, 1]}, "tour 1: vertex 1 is reached at 11.0, when no window"),
        (SQUARE, {1: [1, 3, 4]}, "tour 1: is back at 26.0, after 25"),
        (SQUARE, {1: [1, 1]}, "tour 1: vertex 1 is visited twice"),
        (SQUARE, {1: [1], 2: [1]}, "tour 2: vertex 1 is visited twice"),
        (SQUARE, {1: [1], 3: [2]}, "tour 3: there are only 2"),
        (SQUARE, {1: [9]}, "tour 1: the file has no vertex 9 to visit"),
        (SQUARE, {1: [0]}, "tour 1: the file has no vertex 0 to visit"),
        (BUDGET, {1: [2], 2: [4]}, "budget: 11.50 of 10"),
        (BUDGET, {1: [3], 2: [4]}, "type 2: 2 of 1"),
        (BUDGET, {1: [3, 4, 2]}, "tour 1: vertex 2 is reached at 17.0, when no window"),
        (WEEK, {1: [1]}, "tour 1: vertex 1 is reached at 505.00, when no window"),
        (WEEK, {2: [2, 1]}, "tour 2: vertex 1 is reached at 565.01, when no window"),
    ],
)
def test_the_judge_names_every_breach(path, tours, told):
    faults = judged(path, tours).faults
    assert [fault for fault in faults if fault.startswith(told)], faults


def test_the_judge_counts_a_tour_once():
    verdict = verify(SQUARE, "toptw", [(1, [1]), (1, [2])], most=2, decimals=1)
    assert verdict.faults == ("tour 1: made more than once",)


# Best known values


def test_best_known_values_stand_beside_the_file_or_are_given(tmp_path):
    square, budget = toptw.FAMILY.read(SQUARE), mctopmtw.FAMILY.read(BUDGET)
    beside = Table()
    assert beside.of(square, 1) is None
    assert (beside.of(square, 2).value, beside.of(square, 2).source) == (100, "by hand")
    assert beside.of(budget, 3) is None, "the file asks for 2 tours: with 3 it is another problem"
    given = tmp_path / "values.csv"
    given.write_text("file,best\nC901.txt,55\n", encoding="utf-8")
    assert Table(given).of(square, 3).value == 55
    given.write_text("instance,m,bks\nc901,2,55\nc902,two,55\nc903,1,many\n", encoding="utf-8")
    with pytest.raises(MalformedError) as error:
        Table(given)
    assert [fault.split(":")[0] for fault in error.value.faults] == [f"{given}, line 3", f"{given}, line 4"]
    with pytest.raises(MalformedError, match="need columns instance, m and bks"):
        Table(SQUARE)


# Peers


@pytest.mark.parametrize("name", ["pyvrp", "pyvrp-dist", "ortools", "ortools-dist", "vroom"])
def test_every_peer_finds_what_is_best_of_a_few_stops(name):
    pytest.importorskip(PEERS[name][1])
    for family, path, best in ((toptw, SQUARE, 100), (ttdp, WEEK, 12)):
        instance = family.FAMILY.read(path)
        found = peer(name)(Task(orienteering(instance, 2), 0.2, 1))
        tours = orienteering_run._by_tour(instance, found.routes)
        assert judged(path, tours) == judged(path, tours).__class__(Decimal(best), ())
        assert 0 <= found.spent_s < 5


@pytest.mark.parametrize("name", ["pyvrp", "ortools"])
def test_peers_that_can_keep_a_budget_over_all_routes(name):
    pytest.importorskip(PEERS[name][1])
    instance = mctopmtw.FAMILY.read(BUDGET)
    found = peer(name)(Task(orienteering(instance, 2), 0.2, 1))
    verdict = judged(BUDGET, orienteering_run._by_tour(instance, found.routes))
    assert (verdict.score, verdict.faults) == (22, ())


def test_vroom_says_that_it_cannot_keep_a_budget_over_all_routes():
    pytest.importorskip("vroom")
    with pytest.raises(CannotError, match="a budget over several routes"):
        peer("vroom")(Task(orienteering(mctopmtw.FAMILY.read(BUDGET), 2), 0.2, 1))


def test_a_peer_that_is_not_installed_is_told(monkeypatch, capsys):
    monkeypatch.setitem(PEERS, "vroom", ("vroom", "no_such_package", ""))
    with pytest.raises(MissingError):
        peer("vroom")
    assert toptw.run([str(SQUARE), "--versus", "vroom"]) == orienteering_run.MALFORMED
    assert "tourplanner[bench]" in capsys.readouterr().err


# Commands


def test_a_command_solves_judges_and_keeps(tmp_path, capsys):
    page, kept = tmp_path / "page.md", tmp_path / "out.json"
    page.write_text("before <!-- begin toptw -->old<!-- end toptw --> after", encoding="utf-8")
    ways_out = ["--json", str(kept), "--markdown", str(page)]
    assert toptw.run([str(SQUARE), "--routes", "1", "2", *QUICK, "--seeds", "1", "2", *ways_out]) == 0
    said = capsys.readouterr().out
    document = json.loads(kept.read_text(encoding="utf-8"))
    assert [(run["tours"], run["seed"]) for run in document["runs"]] == [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert [run["known"] for run in document["runs"]] == [None, None, 100, 100]
    assert {run["solver"] for run in document["runs"]} == {"tourplanner"}
    for run in document["runs"]:
        tours = {int(tour): visits for tour, visits in run["routes"].items()}
        assert judged(SQUARE, tours, run["tours"]).score == run["score"] > 0
        assert (run["gap"] is None) == (run["known"] is None)
    assert said.count("c901 ") >= 4
    assert "| all | tourplanner | 4 |" in page.read_text(encoding="utf-8")
    assert document["machine"]["packages"]["numba"] in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(("family", "path", "best"), [(mctopmtw, BUDGET, 22), (ttdp, WEEK, 12)])
def test_ours_finds_what_is_best_of_a_few_stops(family, path, best, tmp_path):
    kept = tmp_path / "out.json"
    assert family.run([str(path), "--work", "200", "--json", str(kept)]) == 0
    (run,) = json.loads(kept.read_text(encoding="utf-8"))["runs"]
    assert (run["score"], run["tours"], run["faults"]) == (best, 2, [])


def test_crashes_and_broken_rules_are_rows_and_ours_are_an_exit_code(monkeypatch, capsys):
    def crash(*_):
        raise RuntimeError("out of order")

    def late(*_):
        return orienteering_run.Solved(Found(((0, (1, 0)),), 0.0, 0.0))

    for solve, told in ((crash, "INVALID: RuntimeError: out of order"), (late, "INVALID: tour 1: vertex 1 is reached")):
        monkeypatch.setattr(orienteering_run, "_ours", solve)
        assert toptw.run([str(SQUARE), "--routes", "2", *QUICK]) == orienteering_run.INVALID
        assert told in capsys.readouterr().out


def test_an_interrupted_run_keeps_what_it_has(monkeypatch, tmp_path):
    ours, kept = orienteering_run._ours, tmp_path / "out.json"

    def interrupted(problem, seed, args):
        if problem.count.sum() == 2:
            raise KeyboardInterrupt
        return ours(problem, seed, args)

    monkeypatch.setattr(orienteering_run, "_ours", interrupted)
    words = [str(SQUARE), "--routes", "1", "2", *QUICK, "--json", str(kept)]
    assert toptw.run(words) == orienteering_run.INTERRUPTED
    document = json.loads(kept.read_text(encoding="utf-8"))
    assert [run["tours"] for run in document["runs"]] == [1]
    assert "Ended by the user before the last case." in document["notes"]


def test_summaries_count_gaps_and_what_is_better():
    def run(solver, score, known, tours=1):
        known = None if known is None else Decimal(known)
        score = None if score is None else Decimal(score)
        return comparison.Run(
            "f", "f", "c100", tours, solver, 1, score, known, "", None, 1.0, 2.0, None, {}, (), "" if score else "why"
        )

    runs = [run("tourplanner", 99, 100), run("tourplanner", 110, 100, 2), run("tourplanner", 7, None, 3)]
    runs += [run("vroom", None, 100)]
    ours, vroom = comparison.summary(runs)[:2]
    assert (ours["runs"], ours["mean gap %"], ours["worst gap %"], ours["better"]) == (3, -4.5, 1.0, 1)
    assert (ours["best known reached %"], ours["mean score"]) == (50.0, 72.0)
    assert (vroom["runs"], vroom["mean gap %"]) == (0, None)
    assert [row["tourplanner"] for row in comparison.gaps(runs)] == [1.0, -10.0, None]
    assert "cannot: why" in runs[-1].line()
