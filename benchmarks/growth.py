"""
The portfolio from a hundred villages to the city's 1,350: time, memory and gap.

    python -m benchmarks.growth [--sizes 100 200 400 800 1350] [--json FILE] [--markdown FILE]

Each size runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import tourplanner as tp
from benchmarks.report import Report, Row, apart, main, parser, peak_mb, timed
from tourplanner.planning import search as searching
from tourplanner.testing import synthetic_region

MONTH = "2027-03"
QUOTAS = tp.Quotas(visits_per_village=5)
"""Ten routes need ten meetings with an anchor, and of the three among a hundred villages two can take the party."""
SECONDS, MEGABYTES = 300, 2000
"""What the city's size must stay under."""


@contextmanager
def overheard() -> Iterator[list[searching.Result]]:
    """What the search found while ``portfolio`` ran: its candidates are not part of the result."""
    heard: list[searching.Result] = []

    def listening(*args: Any, **rest: Any) -> searching.Result:
        heard.append(searching.search(*args, **rest))
        return heard[-1]

    with patch("tourplanner.planning.portfolio.search", listening):
        yield heard


def grown(villages: int, count: int, quotas: tp.Quotas, seed: int, effort: tp.Effort | None = None) -> Row:
    """One size, measured in this process."""
    region = synthetic_region(villages, seed=seed)
    with timed() as clock, overheard() as heard:
        routes = tp.portfolio(
            region, count, month=MONTH, quotas=quotas, travel=tp.GeodesicTravel(), seed=seed, effort=effort
        )
    return {
        "villages": villages,
        "visits": sum(each.kind != "meal" for each in region.experiences),
        "candidates": len(heard[0].pool),
        "rounds": heard[0].rounds,
        "seconds": clock.wall,
        "processor seconds": clock.processor,
        "peak MB": peak_mb(),
        "score": routes.objective.score,
        "bound": routes.objective.bound,
        "gap %": 100 * routes.objective.gap,
    }


def measure(args: Namespace) -> Report:
    report = Report("growth", args.seed)
    for size in args.sizes:
        report.add(apart("benchmarks.growth", size, args.seed))
    last = report.rows[-1]
    kept = last["seconds"] < SECONDS and last["peak MB"] < MEGABYTES
    report.notes.append(
        f"{'Within' if kept else 'NOT within'} {SECONDS} seconds and {MEGABYTES} MB at {last['villages']} villages."
    )
    report.notes.append(
        f"Ten routes in {MONTH} from synthetic_region(villages, seed={args.seed}) with the default effort and "
        f"quotas, but {QUOTAS.visits_per_village} routes per village: of a hundred villages two are anchors the party "
        "fits in. Memory is the whole process's, Python and the packages included. A candidate is a route the search "
        "has compared; the bound holds over all routes, candidates or not."
    )
    return report


def run(words: Sequence[str] | None = None) -> None:
    options = parser(__doc__)
    options.add_argument("--sizes", nargs="+", type=int, default=[100, 200, 400, 800, 1350])
    options.add_argument("--one", type=int, metavar="SIZE", help="measure one size in this process, print JSON")
    args = options.parse_args(words)
    if args.one:
        print(json.dumps(grown(args.one, 10, QUOTAS, args.seed)))
    else:
        main(options, measure, words)


if __name__ == "__main__":
    run()
