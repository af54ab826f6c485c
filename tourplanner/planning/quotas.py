"""The conditions on a portfolio, as rows for the master and as results to report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from tourplanner.errors import GoalError
from tourplanner.model import Itinerary, QuotaResult, Quotas
from tourplanner.planning.categories import NO_CRAFT
from tourplanner.planning.compile import Compiled
from tourplanner.planning.dates import SAME_DAY
from tourplanner.planning.points import Points
from tourplanner.planning.problem import Problem, Route
from tourplanner.planning.rows import INFINITE, Extra, Master, Row, Sides
from tourplanner.rules import portfolio_facts


def portfolio_master(numbers: Compiled, quotas: Quotas, points: Points, on: date, kept: Sequence[Route] = ()) -> Master:
    """Rows and extras of a portfolio; ``on`` is the day whose commune names count."""
    if points.same_craft != 100:
        raise GoalError("points: same_craft is for one tour; in a portfolio visits lose by `repeats`, leave it at 100")
    problem, catalogue = numbers.problem, numbers.catalogue
    rows = [Row(count, count, route=1, shifts=frozenset(those)) for count, those in problem.together()]
    extras: list[Extra] = []
    rows += _spread(problem, extras)
    for id in dict.fromkeys(problem.visits):
        nodes = [node for node, visit in enumerate(problem.visits) if visit == id]
        worth = int(problem.points[nodes[0]])
        shares = points.repeats[: quotas.visits_per_village]
        names = [f"visit {id} {nth}" for nth in range(len(shares))]
        extras += [Extra(name, worth * share // 100) for name, share in zip(names, shares, strict=True)]
        rows.append(Row(0, INFINITE, visits=dict.fromkeys(nodes, 1), extras=dict.fromkeys(names, -1)))
    villages = [catalogue.village(id) for id in problem.villages]
    for number, village in enumerate(villages):
        rows.append(Row(-INFINITE, quotas.visits_per_village, villages={number: 1}, demand="visits per village"))
        extras.append(Extra(f"village {village.id}", points.new_village))
        rows.append(Row(0, INFINITE, villages={number: 1}, extras={f"village {village.id}": -1}))
    crafts = [problem.crafts[int(craft)] for craft in problem.craft]
    heritage = {NO_CRAFT, *(craft.id for craft in catalogue.crafts if craft.heritage)}
    communes = [villages[int(v)].commune(on) for v in problem.village]
    starred = [
        village.id if numbers.experiences[node].ocop_stars or any(product.stars for product in village.ocop) else None
        for node, village in enumerate(villages[int(v)] for v in problem.village)
    ]
    kinds = {
        "ocop": (starred, 0),
        "craft": ([craft if craft not in heritage else None for craft in crafts], points.new_craft),
        "commune": ([f"{c.province}/{c.name}" if c else None for c in communes], 0),
    }
    for kind, (labels, worth) in kinds.items():
        for label in sorted({label for label in labels if label}):
            nodes = [node for node, each in enumerate(labels) if each == label]
            extras.append(Extra(f"{kind} {label}", worth))
            rows.append(Row(0, INFINITE, visits=dict.fromkeys(nodes, 1), extras={f"{kind} {label}": -1}))
    rows += _quota_rows(numbers, quotas, extras)
    sides = Sides(quotas.overlap_percent, quotas.share_permille)
    return Master(tuple(rows), tuple(extras), tuple(kept), sides)


def _spread(problem: Problem, extras: list[Extra]) -> Iterable[Row]:
    """
    Where days differ, each kind of day has room for its share of the routes: else all would run on the few with the
    best roads. Beyond that, each costs ``SAME_DAY`` points.
    """
    for count, those in problem.together():
        days = {number: problem.shifts[number].dates.bit_count() for number in those}
        for number in those if len(those) > 1 else ():
            beyond = Extra(f"beyond the days of shift {number}", -SAME_DAY, count)
            extras.append(beyond)
            room = days[number] * -(-count // sum(days.values()))
            yield Row(-INFINITE, room, route=1, shifts=frozenset({number}), extras={beyond.name: -1})


def _quota_rows(numbers: Compiled, quotas: Quotas, extras: Sequence[Extra]) -> Iterable[Row]:
    catalogue = numbers.catalogue
    at_risk = {f"village {each.id}" for each in catalogue.villages if each.at_risk}
    risky = {f"craft {each.id}" for each in catalogue.crafts if each.at_risk}
    names = [extra.name for extra in extras]
    named = {
        "villages": (quotas.villages, {name for name in names if name.startswith("village ")}),
        "crafts": (quotas.crafts, {name for name in names if name.startswith("craft ")}),
        "communes": (quotas.communes, {name for name in names if name.startswith("commune ")}),
        "at risk": (quotas.at_risk, at_risk | risky),
        "ocop": (quotas.ocop, {name for name in names if name.startswith("ocop ")}),
    }
    for demand, (required, counted) in named.items():
        if required:
            chosen = {name: 1 for name in names if name in counted}
            yield Row(required, INFINITE, extras=chosen, demand=demand)


def achieved(routes: Sequence[Itinerary], quotas: Quotas) -> tuple[QuotaResult, ...]:
    """Every quota with what is required and what the routes reach, counted from the routes alone."""
    facts = portfolio_facts(routes)
    results = [
        QuotaResult(name=name, sense="at least", required=getattr(quotas, key), achieved=facts[key])
        for name, key in (
            ("villages", "villages"),
            ("crafts", "crafts"),
            ("communes", "communes"),
            ("at risk", "at_risk"),
            ("ocop", "ocop"),
        )
    ]
    results += [
        QuotaResult(
            name="visits per village", sense="at most", required=quotas.visits_per_village,
            achieved=facts["visits_per_village"],
        ),
        QuotaResult(
            name="overlap percent", sense="at most", required=quotas.overlap_percent, achieved=facts["overlap_percent"]
        ),
        QuotaResult(
            name="share permille", sense="at least", required=quotas.share_permille, achieved=facts["share_permille"]
        ),
    ]  # fmt: skip
    return tuple(results)
