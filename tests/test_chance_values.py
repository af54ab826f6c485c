"""Chances as values: intervals, figures with their sources, tables that can be read in both languages."""

from __future__ import annotations

import re
from datetime import date, time
from math import isclose, log
from pathlib import Path
from statistics import stdev

import pytest
from pydantic import ValidationError
from rules_cases import tour, two_days

from tourplanner.chance import punctuality
from tourplanner.model import Chance, Punctuality, Spread, Text
from tourplanner.model.punctuality import Z_95
from tourplanner.model.show_chance import HEAD

PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "on-time.md"


@pytest.fixture(scope="module")
def found() -> Punctuality:
    return punctuality(tour(), trials=1_000)


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    # 81 of 263 and 1 of 29 are the worked examples of Newcombe 1998, Statistics in Medicine 17.
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (1, 29, 0.0061, 0.1718),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_intervals_are_wilson_s(hits, trials, low, high):
    ends = Chance(hits=hits, trials=trials).interval
    assert isclose(ends[0], low, abs_tol=6e-5)
    assert isclose(ends[1], high, abs_tol=6e-5)


def test_the_ends_of_an_interval_solve_its_equation():
    """|p - end| = z √(end (1 - end) / n), the score test turned round."""
    for hits in (1, 30, 299):
        chance = Chance(hits=hits, trials=300)
        for end in chance.interval:
            assert isclose(abs(chance.p - end), Z_95 * (end * (1 - end) / 300) ** 0.5, rel_tol=1e-9)


def test_a_chance_is_a_count_of_days():
    with pytest.raises(ValidationError, match="5 of 4 is no chance"):
        Chance(hits=5, trials=4)
    with pytest.raises(ValidationError):
        Chance(hits=0, trials=0)
    assert str(Chance(hits=9_000, trials=10_000)) == "90.0% (89.4%–90.6%)"


def test_chances_survive_json(found):
    assert Punctuality.model_validate_json(found.model_dump_json()) == found


def test_a_stop_is_found_by_its_experience(found):
    assert found["bt-wheel"].begin == tour().stops[3].begin
    with pytest.raises(KeyError):
        _ = found["phu-vinh"]


def test_figures_say_where_they_are_from():
    spread = Spread()
    for name in Spread.model_fields:
        fact = spread.fact(name)
        assert fact.provenance.as_of is not None, name
        assert fact.provenance.confidence in ("sourced", "estimate")
    assert {name for name in Spread.model_fields if spread.fact(name).verified} == {"drive", "peak_hours"}
    own = Spread(drive=0.3).fact("drive")
    assert (own.value, own.verified, own.provenance.confidence) == (0.3, False, "unknown")


def test_the_spread_of_driving_is_that_of_the_eight_trips():
    text = PAGE.read_text(encoding="utf-8")
    quoted, drawn = (
        [float(cell) for cell in re.search(rf"^\| {row} \|(.*)\|$", text, re.M).group(1).split("|")]  # type: ignore[union-attr]
        for row in ("quoted minutes", "road graph, minutes")
    )
    assert len(quoted) == 8
    assert round(stdev(log(a / (1.35 * b)) for a, b in zip(quoted, drawn, strict=True)), 2) == Spread().drive


def test_every_default_is_in_the_explanation():
    text = PAGE.read_text(encoding="utf-8")
    for name, field in Spread.model_fields.items():
        row = re.search(rf"^\| `{name}` \| ([^|]+) \| (sourced|estimate) ", text, re.M)
        assert row, name
        assert row[2] == Spread().fact(name).provenance.confidence
        if isinstance(field.default, float):
            assert float(row[1].split()[0]) == field.default, name


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"drive": -0.1}, "greater than or equal to 0"),
        ({"common": 1.5}, "less than or equal to 1"),
        ({"overrun": float("nan")}, "finite"),
        ({"peak_hours": ((time(9), time(6)),)}, "09:00–06:00 ends before it begins"),
        ({"peak_hours": ((time(6), time(9)), (time(8), time(10)))}, "overlap"),
    ],
)
def test_figures_that_make_no_sense_are_refused(changes, words):
    with pytest.raises(ValidationError, match=words):
        Spread(**changes)


def test_the_table_reads_in_both_languages(found):
    lines = [re.sub(" {2,}", " | ", line) for line in str(found).splitlines()]
    assert " | ".join(HEAD) in lines
    assert all(" / " in cell for cell in HEAD)
    stop = found["kk-goldleaf"]
    row = next(line for line in lines if "Xưởng đập quỳ" in line)
    assert row.split(" | ")[2:] == [
        f"{round(100 * stop.on_time.p)} %", f"{round(100 * stop.admitted.p)} %",
        f"{-(-stop.late_s // 60)} min", f"{-(-stop.late_90_s // 60)} min",
    ]  # fmt: skip
    assert any(line.startswith("17:30 | về trước giờ hẹn / back by the latest | ") for line in lines)
    assert f"giữ trọn lời hứa / all of it kept: {found.kept}" in lines
    assert repr(found) == f"<Punctuality of tour: kept {found.kept}>"


def test_a_hundred_percent_is_only_said_of_a_hundred_percent():
    from tourplanner.model.show_chance import percent

    shares = [percent(Chance(hits=hits, trials=1_000)) for hits in (0, 1, 500, 999, 1_000)]
    assert shares == ["0 %", "1 %", "50 %", "99 %", "100 %"]


def test_the_notebook_shows_the_same_and_trusts_no_text(found):
    bad = found.replace(
        name=Text(vi="<script>\x1b[31m"),
        days=tuple(
            day.replace(stops=tuple(stop.replace(name=Text(vi="<b>x</b>")) for stop in day.stops)) for day in found.days
        ),
    )
    html = bad._repr_html_()
    assert "<script" not in html
    assert "<b>x" not in html
    assert "\x1b" not in html + str(bad)
    assert html.count("<tr>") == 1 + 5 + 1 + 2
    for cell in HEAD:
        assert cell in html


def test_every_day_has_its_table():
    found = punctuality(two_days(("kk-goldleaf",), ("bt-wheel",), lunch=None), trials=100)
    assert [day.date for day in found.days] == [date(2027, 3, 6), date(2027, 3, 7)]
    assert str(found).count(HEAD[1]) == 2
    assert "lunch in its window" not in str(found)
