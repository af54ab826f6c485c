"""
The main job step by step: load the packaged region, decide ten routes, write everything.

    python -m benchmarks.main_job [--repeat 1] [--json FILE] [--markdown FILE]
"""

from __future__ import annotations

import tempfile
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tourplanner as tp
from benchmarks.report import Report, main, parser, timed
from tourplanner.catalogue import Catalogue

MONTH = "2027-03"


def steps(
    report: Report, again: int, count: int, quotas: tp.Quotas, catalogue: Catalogue | None = None, **how: Any
) -> None:
    """Time each step once; ``catalogue`` stands in for the packaged region."""
    with timed() as clock:
        region = catalogue or tp.load("hanoi")
    report.add(step(again, "load", clock, f"{len(region.villages)} villages"))
    with timed() as clock:
        routes = tp.portfolio(region, count, month=MONTH, quotas=quotas, seed=report.seed, **how)
    goal = routes.objective
    made = f"score {goal.score}, bound {goal.bound}, gap {goal.gap:.2%}"
    report.add(step(again, f"portfolio of {count}", clock, made))
    with tempfile.TemporaryDirectory() as folder:
        with timed() as clock:
            tp.export(routes, Path(folder) / "routes")
        sizes = [path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()]
    report.add(step(again, "export", clock, f"{len(sizes)} files, {sum(sizes) / 1e6:.1f} MB"))


def step(again: int, name: str, clock: Any, made: str) -> dict[str, Any]:
    return {
        "run": again,
        "step": name,
        "seconds": clock.wall,
        "processor seconds": clock.processor,
        "made": made,
    }


def measure(args: Namespace) -> Report:
    report = Report("main_job", args.seed)
    for again in range(1, args.repeat + 1):
        steps(report, again, 10, tp.Quotas())
    report.notes.append(
        f"Month {MONTH}, default goal and quotas; the first run pays for importing the engine and the printers."
    )
    return report


def run(words: Sequence[str] | None = None) -> Report:
    options = parser(__doc__)
    options.add_argument("--repeat", type=int, default=1)
    return main(options, measure, words)


if __name__ == "__main__":
    run()
