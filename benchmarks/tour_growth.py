"""How time and gap grow with candidates, days and windows: the sweeps of ``python -m benchmarks.tours --growth``."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from datetime import time
from pathlib import Path
from typing import NamedTuple

import tourplanner as tp
from benchmarks.plot import Line, chart
from benchmarks.report import Report, Row
from benchmarks.tour_cases import SEEDS, Case, task
from tourplanner.catalogue import Catalogue
from tourplanner.model import Experience, Opening, TimeRange

Measure = Callable[[Case, int], Row]
"""A case and a number of windows (0 leaves the hours as they are), measured."""


class Sweep(NamedTuple):
    """What grows, over which values, and the other quantity that tells lines apart."""

    across: str
    values: Sequence[int]
    apart: str
    lines: Sequence[int]
    title: str


SWEEPS: Mapping[str, Sweep] = {
    "candidates": Sweep("candidates", (15, 30, 45, 60, 75, 90, 105, 120), "days", (1, 2, 3), "candidates"),
    "days": Sweep("days", (1, 2, 3, 4, 5), "candidates", (30, 60), "days"),
    "windows": Sweep("windows", (1, 2, 3, 4, 5, 6), "days", (1, 3), "windows per visit, 60 candidates"),
}
LONGEST, GAP = 60, 15
"""Minutes of the longest visit where windows are counted, and between two windows: a visit fits in a sixth of a day."""


def sweep(
    name: str, report: Report, measure: Measure, values: Sequence[int] = (), seeds: Sequence[int] = SEEDS
) -> None:
    """Every point of a sweep as a row: the median of the seeds' seconds, the worst of their gaps."""
    asked = SWEEPS[name]
    for line in asked.lines:
        for value in values or asked.values:
            at = {asked.across: value, asked.apart: line}
            size, days = at.get("candidates", 60), at["days"]
            cases = [Case("synthetic", size, days, False, seed) for seed in seeds]
            report.add(at | _point([measure(case, at.get("windows", 0)) for case in cases]))


def _point(rows: Sequence[Row]) -> Row:
    seconds, gaps = [row["processor seconds"] for row in rows], [row["gap %"] for row in rows]
    return {
        "tours": len(rows),
        "proven": sum(row["status"] in ("optimal", "infeasible") for row in rows),
        "median processor seconds": statistics.median(seconds),
        "worst": max(seconds),
        "worst gap %": None if None in gaps else max(gaps),
        "median work": statistics.median(row["work"] for row in rows),
    }


def windowed(case: Case, windows: int) -> tuple[Catalogue, tp.Goal]:
    """A case of which every candidate is open from 08:00 to 17:00 but for so many windows less one breaks."""
    region, goal = task(case)
    if not windows:
        return region, goal
    hours = _hours(windows)
    experiences = tuple(each if each.kind == "meal" else _open(each, hours) for each in region.experiences)
    return region.replace(experiences=experiences, sessions=(), festivals=()), goal


def _open(one: Experience, hours: Opening) -> Experience:
    return one.replace(opening=hours, minutes=min(one.minutes, LONGEST), sessions_only=False)


def _hours(windows: int) -> Opening:
    length = 9 * 60 // windows
    ends = [(8 * 60 + n * length, 8 * 60 + (n + 1) * length - (GAP if n + 1 < windows else 0)) for n in range(windows)]
    ranges = tuple(TimeRange(open=_clock(first), close=_clock(last)) for first, last in ends)
    return Opening.model_validate({"weekly": (ranges,) * 7})


def _clock(minutes: int) -> time:
    return time(*divmod(minutes, 60))


def drawn(name: str, rows: Sequence[Row], path: Path) -> list[Path]:
    """Two charts beside each other in name: seconds, and the gap where no proof was reached."""
    asked = SWEEPS[name]
    made = []
    for what, heading, up, logarithmic in (
        ("seconds", "Processor seconds", "seconds", True),
        ("gap", "Gap between score and bound", "%", False),
    ):
        column = "median processor seconds" if what == "seconds" else "worst gap %"
        lines: dict[str, Line] = {}
        for line in asked.lines:
            word = asked.apart if line != 1 else asked.apart.rstrip("s")
            own = [row for row in rows if row[asked.apart] == line and row[column] is not None]
            lines[f"{line} {word}"] = [(row[asked.across], row[column]) for row in own]
        drawing = chart(f"{heading} by {asked.title}", asked.across, up, lines, logarithmic=logarithmic)
        made.append(path.with_name(f"{path.stem}-{what}.svg"))
        made[-1].write_text(drawing, encoding="utf-8")
    return made
