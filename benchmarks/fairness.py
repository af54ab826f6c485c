"""
The price of fairness: what a least share of the visiting time for every village costs in points.

    python -m benchmarks.fairness [--region hanoi] [--shares 0 10 14 18] [--json FILE] [--markdown FILE]
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

import tourplanner as tp
from benchmarks.portfolio import MONTH, region
from benchmarks.report import Report, main, parser, timed
from tourplanner.catalogue import Catalogue


def price(
    report: Report, catalogue: Catalogue, count: int, quotas: tp.Quotas, shares: Sequence[int], **how: Any
) -> None:
    """One row for each share, the first the one to compare with."""
    for share in shares:
        asked = quotas.replace(share_permille=share)
        with timed() as clock:
            try:
                routes = tp.portfolio(
                    catalogue, count, month=MONTH, quotas=asked, travel=tp.GeodesicTravel(), seed=report.seed, **how
                )
            except tp.InfeasibleError as error:
                report.notes.append(f"{share} ‰: {error}.")
                continue
        goal = routes.objective
        first = report.rows[0]["score"] if report.rows else goal.score
        report.add(
            {
                "least share ‰ asked": share,
                "reached": next(each.achieved for each in routes.quotas if each.name == "share permille"),
                "villages": len(routes.villages),
                "score": goal.score,
                "% of the first": 100 * goal.score / first,
                "bound": goal.bound,
                "seconds": clock.wall,
                "processor seconds": clock.processor,
            }
        )


def measure(args: Namespace) -> Report:
    report = Report("fairness", args.seed)
    price(report, region(args.region), 10, tp.Quotas(), args.shares)
    report.notes.append(
        f"Ten routes over {args.region} in {MONTH}, all other quotas as by default. Differences smaller than the "
        "distance between score and bound may be chance."
    )
    return report


def run(words: Sequence[str] | None = None) -> Report:
    options = parser(__doc__)
    options.add_argument("--region", default="hanoi")
    options.add_argument("--shares", nargs="+", type=int, default=[0, 10, 14, 18])
    return main(options, measure, words)


if __name__ == "__main__":
    run()
