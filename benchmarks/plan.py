"""
Single tours of one to three days over the packaged region, for a handful of goals.

    python -m benchmarks.plan [--json FILE] [--markdown FILE]
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import tourplanner as tp
from benchmarks.report import Report, main, parser, timed
from tourplanner.catalogue import Catalogue

ON = date(2027, 3, 20)
GOALS: Mapping[str, tp.Goal] = {
    "one day, no wishes": tp.Goal(),
    "one day, a portfolio's route": tp.ROUTE,
    "one day, three wishes": tp.Goal(wishes=("phu-vinh", "dong-ho", "kieu-ky")),
    "one day, must and either-or": tp.Goal(must=("ha-thai",), either=(("vp-weaving", "vp-street"),)),
    "one day, budget 200.000 ₫ a guest": tp.Goal(budget=tp.Money(amount=200_000)),
    "one day, 120 minutes on the road": tp.Goal(drive_minutes=120, roles=4),
    "two days": tp.Goal(days=2, stops=(2, 5)),
    "two days, four roles, three wishes": tp.Goal(
        days=2, stops=(2, 5), roles=4, wishes=("phu-vinh", "dong-ho", "kieu-ky")
    ),
    "three days": tp.Goal(days=3, stops=(2, 4)),
}


def planned(name: str, catalogue: Catalogue, goal: tp.Goal, seed: int, **how: Any) -> dict[str, Any]:
    """One goal, measured."""
    with timed() as clock:
        tour = tp.plan(catalogue, goal, on=ON, seed=seed, **how)
    assert tour.bound is not None
    return {
        "goal": name,
        "visits": len(tour.visits),
        "villages": len(tour.villages),
        "score": tour.score,
        "bound": tour.bound,
        "gap %": 100 * (tour.bound - tour.score) / max(1, abs(tour.score)),
        "status": tour.status,
        "wishes left out": [each.wish for each in tour.unvisited],
        "seconds": clock.wall,
        "processor seconds": clock.processor,
    }


def measure(args: Namespace) -> Report:
    report = Report("plan", args.seed)
    region = tp.load("hanoi")
    for name, goal in GOALS.items():
        report.add(planned(name, region, goal, args.seed))
    report.notes.append(f"Packaged region, first day {ON}; the first goal pays for importing the engine.")
    return report


def run(words: Sequence[str] | None = None) -> Report:
    return main(parser(__doc__), measure, words)


if __name__ == "__main__":
    run()
