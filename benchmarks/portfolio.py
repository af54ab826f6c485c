"""
Ten routes decided together against ten routes one after another: same data, objective, quotas and engine.

    python -m benchmarks.portfolio [--regions hanoi 150:1 200:2] [--count 10] [--json FILE] [--markdown FILE]

A region is ``hanoi`` or ``villages:seed`` of ``tourplanner.testing.synthetic_region``.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence

import tourplanner as tp
from benchmarks.report import Clock, Report, Row, main, parser, timed
from benchmarks.sequential import Case, Way, best_in_a_row, missed, one_by_one, reached, score
from tourplanner.almanac import month_days
from tourplanner.catalogue import Catalogue
from tourplanner.planning.compile import compiled
from tourplanner.testing import synthetic_region

MONTH = "2027-03"
WAYS: dict[str, Way] = {"one by one": one_by_one, "best in a row": best_in_a_row}


def region(name: str) -> Catalogue:
    """A region by its name on the command line."""
    villages, _, seed = name.partition(":")
    return synthetic_region(int(villages), seed=int(seed or 1)) if villages.isdigit() else tp.load(name)


def case_of(catalogue: Catalogue, count: int, quotas: tp.Quotas, seed: int, effort: tp.Effort | None) -> Case:
    """What ``portfolio`` compiles, in the hands of the baselines."""
    shift = (*tp.ROUTE.ends(0), month_days(MONTH), count)
    numbers = compiled(catalogue, tp.ROUTE, [shift], tp.GeodesicTravel(), points=tp.Points())
    return Case(numbers, count, quotas, tp.Points(), seed, effort)


def compare(
    name: str, catalogue: Catalogue, count: int, quotas: tp.Quotas, seed: int, effort: tp.Effort | None, report: Report
) -> None:
    """Add the rows of one region."""
    with timed() as clock:
        joint = tp.portfolio(
            catalogue, count, month=MONTH, quotas=quotas, travel=tp.GeodesicTravel(), seed=seed, effort=effort
        )
    goal = joint.objective
    facts = {result.name.replace(" ", "_"): result.achieved for result in joint.quotas}
    best = row(name, "together", len(joint), goal.score, facts, quotas, clock, goal.score)
    report.add(best | {"bound": goal.bound, "gap %": 100 * goal.gap})
    for way, walk in WAYS.items():
        said = saying(report, f"{name}, {way}")
        with timed() as clock:
            case = case_of(catalogue, count, quotas, seed, effort)
            routes = walk(case, said)
        if routes:
            report.add(
                row(name, way, len(routes), score(case, routes), reached(case, routes), quotas, clock, goal.score)
            )


def saying(report: Report, about: str) -> Callable[[str], None]:
    return lambda words: report.notes.append(f"{about}: {words}.")


def row(
    name: str, way: str, routes: int, points: int, facts: object, quotas: tp.Quotas, clock: Clock, best: int
) -> Row:
    assert isinstance(facts, dict)
    return {
        "region": name,
        "routes": way,
        "how many": routes,
        "score": points,
        "bound": None,
        "gap %": None,
        "% of together": 100 * points / best,
        "villages": facts["villages"],
        "crafts": facts["crafts"],
        "communes": facts["communes"],
        "visits per village": facts["visits_per_village"],
        "overlap %": facts["overlap_percent"],
        "least share ‰": facts["share_permille"],
        "quotas missed": missed(quotas, facts),
        "seconds": clock.wall,
        "processor seconds": clock.processor,
    }


def measure(args: Namespace) -> Report:
    report = Report("portfolio", args.seed)
    for name in args.regions:
        compare(name, region(name), args.count, tp.Quotas(), args.seed, None, report)
    wanted = tp.Quotas()
    report.notes.append(
        f"{args.count} routes in {MONTH} under the same limits per route and over the set: at least {wanted.villages} "
        f"villages, {wanted.crafts} crafts, {wanted.communes} communes, {wanted.share_permille} ‰ of the visiting time "
        f"for every village; at most {wanted.visits_per_village} routes per village and {wanted.overlap_percent} % "
        "overlap."
    )
    return report


def run(words: Sequence[str] | None = None) -> Report:
    options = parser(__doc__)
    options.add_argument("--regions", nargs="+", default=["hanoi", "150:1", "200:2"], metavar="REGION")
    options.add_argument("--count", type=int, default=10)
    return main(options, measure, words)


if __name__ == "__main__":
    run()
