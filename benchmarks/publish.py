"""
A whole publication of ten routes: each document alone, then everything at once.

    python -m benchmarks.publish [--routes routes.json] [--languages vi en fr] [--jobs 1 2] [--markdown PAGE]

Documents are made one after the other in this process, once before they are timed: what is loaded on first use is not
theirs. The whole set is timed with nothing loaded but the portfolio.
"""

from __future__ import annotations

import os
import tempfile
from argparse import Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path

import tourplanner as tp
from benchmarks.report import Report, Row, main, parser, put, timed
from tourplanner.catalogue import Catalogue
from tourplanner.model import Portfolio
from tourplanner.programme.publication import source_of
from tourplanner.publish.bundle import GROUPS, publish
from tourplanner.publish.bundle.crew import cores
from tourplanner.publish.bundle.documents import documents, orders_for
from tourplanner.publish.bundle.source import Source
from tourplanner.publish.bundle.worker import carried_out

MONTH = "2027-03"
SAMPLE = 2
"""How many routes are made one by one."""
LIMIT_S = 60
"""What the whole set should stay under."""


def alone(source: Source, folder: Path) -> Iterable[Row]:
    """Seconds of each document: those of all routes, and those of one route, which is the mean of the first few."""
    for document in documents(source):
        orders = [each for each in orders_for(document, source) if each.route is None or each.route < SAMPLE]
        carried_out(orders[0], source, folder)
        with timed() as clock:
            made = [each for order in orders for each in carried_out(order, source, folder).made]
        share = min(SAMPLE, len(source.portfolio)) if "{route}" in document.pattern else 1
        yield {
            "document": document.pattern.replace("{route}", "…"),
            "group": document.group or "always",
            "of": "a route" if "{route}" in document.pattern else "all routes",
            "files": len(made) // share,
            "MB": sum(each.size for each in made) / 1e6 / share,
            "seconds": clock.wall / share,
            "processor seconds": clock.processor / share,
        }


def together(source: Source, folder: Path, jobs: int) -> Row:
    """Everything at once by so many processes."""
    before = spent()
    with timed() as clock:
        out = publish(source, folder / f"jobs-{jobs}", jobs=jobs)
    sizes = [path.stat().st_size for path in out.rglob("*") if path.is_file()]
    return {
        "processes": jobs,
        "routes": len(source.portfolio),
        "languages": list(source.languages),
        "files": len(sizes),
        "MB": sum(sizes) / 1e6,
        "seconds": clock.wall,
        "seconds per route": clock.wall / len(source.portfolio),
        "processor seconds": spent() - before,
    }


def spent() -> float:
    """Processor seconds of this process and of all that it started and that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def planned(args: Namespace, region: Catalogue) -> Portfolio:
    return tp.read_routes(args.routes, region) if args.routes else tp.portfolio(region, 10, month=MONTH, seed=args.seed)


def measure(args: Namespace) -> Report:
    """The set, and each document, which is put beside it."""
    region = tp.load("hanoi")
    source = source_of(planned(args, region), region, languages=args.languages, only=args.only)
    report, each = Report("publish", args.seed), Report("publish_documents", args.seed)
    with tempfile.TemporaryDirectory() as folder:
        for jobs in args.jobs:
            report.add(together(source, Path(folder), jobs))
        for row in alone(source, Path(folder) / "alone"):
            each.add(row)
    best = min(report.rows, key=lambda row: row["seconds"])
    kept, share = best["seconds"] < LIMIT_S, best["processor seconds"] / best["processes"]
    report.notes.append(
        f"{'Within' if kept else 'NOT within'} {LIMIT_S} seconds by the clock on the wall; by processor seconds each "
        f"process worked {share:.0f} of them."
    )
    each.notes.append(f"One process; a route is the mean of {SAMPLE}.")
    if args.markdown:
        put(args.markdown, each)
    else:
        print(each.text())
    return report


def run(words: Sequence[str] | None = None) -> Report:
    options = parser(__doc__)
    options.add_argument("--routes", type=Path, metavar="FILE", help="a routes.json, instead of planning ten routes")
    options.add_argument("--languages", nargs="+", default=["vi", "en", "fr"])
    options.add_argument("--only", nargs="+", default=list(GROUPS))
    options.add_argument("--jobs", nargs="+", type=int, default=sorted({1, cores()}, reverse=True))
    return main(options, measure, words)


if __name__ == "__main__":
    run()
