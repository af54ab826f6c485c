"""Rules over a set of routes, counted from the routes alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from tourplanner.model import Itinerary, Portfolio, QuotaResult, Quotas
from tourplanner.rules.finding import Finding
from tourplanner.rules.wishes import main_craft

LEAST = ("villages", "crafts", "communes", "at_risk", "ocop", "share_permille")
MOST = ("visits_per_village", "overlap_percent")


def portfolio_facts(routes: Sequence[Itinerary]) -> Mapping[str, int]:
    """
    What a set of routes reaches.

    Returns
    -------
    Mapping
        Distinct ``villages``, ``crafts`` (no heritage), ``communes`` (names on each route's date), ``at_risk``
        (villages and crafts recorded so), ``ocop`` (villages met with a starred product); ``visits_per_village``
        (most routes that share one), ``overlap_percent`` (most visits two routes share, of the shorter one, rounded
        up), ``share_permille`` (least share of all visiting minutes that a visited village gets, rounded down).
    """
    villages = {village.id: village for route in routes for village in route.villages}
    crafts = {
        craft.id: craft
        for route in routes
        for craft in route.crafts
        if not craft.heritage and craft.id in {main_craft(stop) for stop in route.visits}
    }
    communes = {
        (commune.province, commune.name)
        for route in routes
        for day in route.days
        for stop in day.visits
        if (commune := stop.village.commune(day.date))
    }
    ocop = {stop.village.id for route in routes for stop in route.visits if stop.experience.ocop_stars}
    ocop |= {village.id for village in villages.values() if any(product.stars for product in village.ocop)}
    visits = Counter(village.id for route in routes for village in route.villages)
    return {
        "villages": len(villages),
        "crafts": len(crafts),
        "communes": len(communes),
        "at_risk": sum(bool(village.at_risk) for village in villages.values())
        + sum(bool(craft.at_risk) for craft in crafts.values()),
        "ocop": len(ocop),
        "visits_per_village": max(visits.values(), default=0),
        "overlap_percent": max((overlap(one, other) for one, other in combinations(routes, 2)), default=0),
        "share_permille": least_share(routes),
    }


def overlap(one: Itinerary, other: Itinerary) -> int:
    """Visits two routes share, in percent of the shorter one, rounded up."""
    first, second = ({stop.experience.id for stop in route.visits} for route in (one, other))
    return -(-100 * len(first & second) // max(1, min(len(first), len(second))))


def least_share(routes: Sequence[Itinerary]) -> int:
    """The least share of all visiting minutes that a visited village gets, in permille, rounded down."""
    minutes: dict[str, int] = defaultdict(int)
    for route in routes:
        for stop in route.visits:
            minutes[stop.village.id] += int((stop.end - stop.begin).total_seconds() // 60)
    return 1000 * min(minutes.values(), default=0) // max(1, sum(minutes.values()))


def quotas_met(portfolio: Portfolio, quotas: Quotas) -> Iterator[Finding]:
    """Every quota holds, and the portfolio says of itself what is true."""
    facts = portfolio_facts(portfolio.routes)
    for name in LEAST:
        if facts[name] < getattr(quotas, name):
            yield Finding("quota", name, f"{facts[name]}, at least {getattr(quotas, name)}")
    for name in MOST:
        if facts[name] > getattr(quotas, name):
            yield Finding("quota", name, f"{facts[name]}, at most {getattr(quotas, name)}")
    for result in portfolio.quotas:
        yield from _truthful(result, facts, quotas)


def _truthful(result: QuotaResult, facts: Mapping[str, int], quotas: Quotas) -> Iterator[Finding]:
    """A reported quota is one that was asked for, with the number and sense it was asked in and the true result."""
    key = result.name.replace(" ", "_")
    if key not in facts:
        yield Finding("quota", result.name, "there is no such quota")
        return
    if result.achieved != facts[key]:
        yield Finding("quota", result.name, f"says {result.achieved}, the routes have {facts[key]}")
    asked = "at most" if key in MOST else "at least", getattr(quotas, key)
    if (result.sense, result.required) != asked:
        yield Finding("quota", result.name, f"says {result.sense} {result.required}, asked was {asked[0]} {asked[1]}")


def consistent(portfolio: Portfolio) -> Iterator[Finding]:
    """Ids are distinct, the score does not exceed its bound, and reaches it where that is claimed."""
    for id, count in Counter(route.id for route in portfolio.routes).items():
        if count > 1:
            yield Finding("ids", id, f"{count} routes have this id")
    score, bound = portfolio.objective.score, portfolio.objective.bound
    if score > bound:
        yield Finding("objective", portfolio.region, f"score {score} above its bound {bound}")
    elif score < bound and portfolio.status == "optimal":
        yield Finding("objective", portfolio.region, f"called optimal with score {score} and bound {bound}")
