"""
A whole publication of ten routes: each document alone, then everything at once.

    python -m benchmarks.publish [--routes routes.json] [--languages vi en fr] [--jobs 1 2] [--markdown PAGE]

Documents are made one after the other in this process, once before they are timed: what is loaded on first use is not
theirs. The whole set is timed with nothing loaded but the portfolio.
"""

from __future__ import annotations

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
LIMIT_S = 60
"""What the whole set should stay under."""


def alone(source: Source, folder: Path) -> Iterable[Row]:
    """Seconds of each document, for a route where it has one for each, and for all."""
    for document in documents(source):
        orders = list(orders_for(document, source))
        carried_out(orders[0], source, folder)
        with timed() as clock:
            made = [each for order in orders for each in carried_out(order, source, folder).made]
        routes = len(source.portfolio) if "{route}" in document.pattern else None
        yield {
            "document": document.pattern.replace("{route}", "…"),
            "group": document.group or "always",
            "files": len(made),
            "MB": sum(each.size for each in made) / 1e6,
            "seconds per file": clock.wall / len(orders),
            "seconds per route": clock.wall / routes if routes else None,
            "seconds": clock.wall,
            "processor seconds": clock.processor,
        }


def together(source: Source, folder: Path, jobs: int) -> Row:
    """Everything at once by so many processes."""
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
    }


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
    best = min(row["seconds"] for row in report.rows)
    report.notes.append(f"{'Within' if best < LIMIT_S else 'NOT within'} {LIMIT_S} seconds.")
    each.notes.append("One process; for folders, files are those in it and a file is the folder.")
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
