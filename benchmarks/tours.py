"""
Realistic tours: 30 to 120 candidates, one to three days, with and without limits on money and crafts.

    python -m benchmarks.tours [--cases 'synthetic-60-*'] [--plan-latency] [--json FILE] [--markdown FILE]
    python -m benchmarks.tours --growth candidates [--plot docs/images/tours-candidates.svg]

A case is called ``region-candidates-days-limits-seed``; ``--cases`` takes names with ``*``. ``--growth`` is with
candidates, days or windows; ``--plot`` draws it as two files, NAME-seconds.svg and NAME-gap.svg.
"""

from __future__ import annotations

import statistics
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

import tourplanner as tp
from benchmarks.report import Clock, Report, Row, main, parser, put, timed
from benchmarks.tour_cases import FIRST, Case, cases, task
from benchmarks.tour_growth import SWEEPS, drawn, sweep, windowed
from tourplanner.planning.result import Result

LATENCY, CALLS = Case("synthetic", 60, 1, False, 1), 20
WITHIN_S, WORST_S, ANSWER_MS = 1, 20, 300
"""What is aimed at: median and worst seconds up to 60 candidates, and milliseconds of a one-day ``plan`` with 60."""


@contextmanager
def overheard() -> Iterator[list[Result]]:
    """What the search found while ``plan`` ran: the work it did is not part of the tour."""
    heard: list[Result] = []
    planning = import_module("tourplanner.planning.nights")
    real = planning.search

    def listening(*args: Any, **rest: Any) -> Result:
        heard.append(real(*args, **rest))
        return heard[-1]

    with patch.object(planning, "search", listening):
        yield heard


def planned(case: Case, seed: int, effort: tp.Effort | None = None, *, windows: int = 0) -> Row:
    """One case, measured; with so many windows for each candidate, or with the hours it has."""
    region, goal = windowed(case, windows)
    row = {"case": case.name, "candidates": case.candidates, "days": case.days, "budget": "yes" if case.budget else "–"}
    tour, status = None, ""
    with timed() as clock, overheard() as heard:
        try:
            tour = tp.plan(region, goal, on=FIRST, travel=tp.GeodesicTravel(), seed=seed, effort=effort)
        except tp.InfeasibleError as error:
            status = "infeasible" if error.proven else "nothing found"
    if tour is None:
        return row | _figures(None, None, None, status, clock, heard)
    return row | _figures(len(tour.visits), tour.score, tour.bound, tour.status, clock, heard)


def _figures(
    visits: int | None, score: int | None, bound: int | None, status: str, clock: Clock, heard: Sequence[Result]
) -> Row:
    gap = None if score is None or bound is None else 100 * (bound - score) / max(1, abs(score))
    work = sum(found.work for found in heard)
    return {
        "visits": visits, "score": score, "bound": bound, "gap %": gap, "status": status,
        "processor seconds": clock.processor, "work": work,
    }  # fmt: skip


def warm_up() -> None:
    """The first plan loads the engine and, once per machine, compiles it: not what is measured."""
    region, goal = task(Case("hanoi", 30, 1, True, 1))
    tp.plan(region, goal.replace(stops=(1, 2), must=(), roles=0), on=FIRST, travel=tp.GeodesicTravel())


def chosen(patterns: Sequence[str]) -> list[Case]:
    """The cases whose names match, in order."""
    return [case for case in cases() if any(fnmatch(case.name, pattern) for pattern in patterns)]


def summed(rows: Sequence[Row], seed: int) -> Report:
    """Share proven and processor seconds per size and number of days."""
    report = Report("tours_summary", seed)
    for key in sorted({(row["candidates"], row["days"]) for row in rows}):
        report.add(_summary(*map(str, key), [row for row in rows if (row["candidates"], row["days"]) == key]))
    aimed = [row for row in rows if row["candidates"] <= 60]
    if aimed:
        report.add(_summary("up to 60", "all", aimed))
    report.add(_summary("all", "all", rows))
    report.notes.append(
        f"Aimed at, up to 60 candidates and three days: every tour proven, a median under {WITHIN_S} s, none over "
        f"{WORST_S} s. {_reached(aimed) if aimed else ''}".strip()
    )
    return report


def _summary(candidates: str, days: str, rows: Sequence[Row]) -> Row:
    proven = [row for row in rows if _is_proven(row)]
    taken = [row["processor seconds"] for row in rows]
    gaps = [row["gap %"] for row in rows if row["gap %"] is not None]
    return {
        "candidates": candidates,
        "days": days,
        "tours": len(rows),
        "proven": len(proven),
        "proven %": 100 * len(proven) / len(rows),
        "worst gap %": max(gaps, default=None),
        "median processor seconds": statistics.median(taken),
        "worst": max(taken),
    }


def _is_proven(row: Row) -> bool:
    return row["status"] in ("optimal", "infeasible")


def _reached(rows: Sequence[Row]) -> str:
    taken = [row["processor seconds"] for row in rows]
    kept = all(map(_is_proven, rows)) and statistics.median(taken) < WITHIN_S and max(taken) <= WORST_S
    return f"{'Reached' if kept else 'NOT reached'} by the {len(rows)} measured."


def latency(seed: int, calls: int = CALLS, case: Case = LATENCY, effort: tp.Effort | None = None) -> Report:
    """How long a warm ``plan`` takes to answer, call by call."""
    report = Report("latency", seed)
    region, goal = task(case)
    clocks: list[Clock] = []
    for _ in range(calls + 1):
        with timed() as clock:
            tour = tp.plan(region, goal, on=FIRST, travel=tp.GeodesicTravel(), seed=seed, effort=effort)
        clocks.append(clock)
    warm = [1000 * each.processor for each in clocks[1:]]
    report.add(
        {
            "case": case.name,
            "status": tour.status,
            "warm calls": calls,
            "median processor ms": statistics.median(warm),
            "slowest": max(warm),
            "median ms on the wall": statistics.median(1000 * each.wall for each in clocks[1:]),
        }
    )
    kept = statistics.median(warm) < ANSWER_MS
    report.notes.append(f"Aimed at: under {ANSWER_MS} ms. {'Reached.' if kept else 'NOT reached.'}")
    return report


def measure(args: Namespace) -> Report:
    report = Report("tours", args.seed)
    warm_up()
    for case in chosen(args.cases):
        report.add(planned(case, args.seed))
    report.notes.append(
        f"First day {FIRST}, 08:00–17:30 with lunch, 16 guests, two to seven visits a day in one to five villages, "
        "three roles, one must, three wishes, one pair in order. With a budget: 150,000 ₫ per guest and day, and at "
        "most days + 1 visits of one craft. Candidates are open on the first day, take the party and have a known "
        "price; the packaged region has 52 of them. The last figure of a name seeds the choice of candidates."
    )
    report.notes.append("Measured warm: loading and compiling the engine is not counted.")
    return report


def growth(args: Namespace) -> Report:
    report = Report(f"tours_{args.growth}", args.seed)
    warm_up()
    sweep(args.growth, report, lambda case, windows: planned(case, args.seed, windows=windows), args.values)
    report.notes.append("Made-up region, no limits on money and crafts, two choices of candidates each; warm.")
    for path in drawn(args.growth, report.rows, args.plot) if args.plot else ():
        print(f"{path} drawn", file=sys.stderr)
    return report


def run(words: Sequence[str] | None = None) -> Report:
    options = parser(__doc__)
    options.add_argument("--cases", nargs="+", default=["*"], metavar="NAME", help="only these cases, * for anything")
    options.add_argument("--plan-latency", action="store_true", help="only how fast a warm plan answers")
    options.add_argument("--growth", choices=sorted(SWEEPS), help="how time and gap grow with these")
    options.add_argument("--values", nargs="+", type=int, default=(), help="only at these values of what grows")
    options.add_argument("--plot", type=Path, metavar="FILE", help="draw the growth, as FILE-seconds and FILE-gap")
    args = options.parse_args(words)
    if args.growth:
        return main(options, growth, words)
    if args.plan_latency:
        return main(options, lambda args: latency(args.seed), words)
    report = main(options, measure, words)
    total = summed(report.rows, args.seed)
    print(total.text())
    if args.markdown:
        put(args.markdown, total)
    return report


if __name__ == "__main__":
    run()
