"""Very small regions, and the best tours and portfolios in them by trying everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import combinations, pairwise, product
from random import Random
from typing import Any

from planning_cases import all_routes

from tourplanner.catalogue.catalogue import Catalogue
from tourplanner.model import Goal, Money, OcopProduct, Opening, Party, Price, Quotas, Text, TimeRange
from tourplanner.planning import Points
from tourplanner.planning.compile import Compiled
from tourplanner.planning.points import BY_KIND
from tourplanner.testing import small_catalogue

SMALL = small_catalogue()
MONDAY = date(2027, 3, 1)
USUAL = Points()


def region(seed: int, villages: int = 3, visits: int = 6) -> Catalogue:
    """A few villages of the small region with other hours, sizes, prices, stars and risks."""
    random = Random(f"region {seed}")
    chosen = random.sample(SMALL.villages, villages)
    ids = [village.id for village in chosen]
    own = [each for each in SMALL.experiences if each.village in ids and each.kind != "meal"]
    own = random.sample(own, min(visits, len(own)))
    own = [
        each.replace(
            opening=_opening(random),
            minutes=random.choice((30, 40, 60, 60, 75)),
            capacity=random.choice((20, 40, 40)),
            price=random.choice((Price(), *[Price(adult=Money(amount=1000 * random.randint(0, 9)))] * 4)),
            ocop_stars=random.choice((None, None, None, 4)),
            variant_of=own[0].id if number == 1 and random.random() < 0.3 else None,
        )
        for number, each in enumerate(own)
    ]
    meal = next(each for each in SMALL.experiences if each.kind == "meal")
    meals = [meal.replace(id=f"{id}-lunch", village=id) for id in ids if random.random() < 0.8]
    return SMALL.replace(
        villages=tuple(
            village.replace(
                at_risk=random.choice((None, False, True)),
                ocop=(OcopProduct(name=Text(vi="Sản phẩm"), stars=3),) if random.random() < 0.3 else (),
            )
            for village in chosen
        ),
        crafts=tuple(craft.replace(at_risk=random.choice((None, True))) for craft in SMALL.crafts),
        experiences=(*own, *meals),
        hosts=(),
    )


def _opening(random: Random) -> Opening:
    first = time(random.choice((8, 8, 8, 9, 10)))
    hours = (TimeRange(open=first, close=time(random.choice((12, 15, 17, 17)))),)
    if random.random() < 0.25:
        hours = (TimeRange(open=time(8), close=time(11)), TimeRange(open=time(13, 30), close=time(17)))
    week = [hours if random.random() < 0.85 else () for _ in range(7)]
    return Opening.model_validate({"weekly": tuple(week)})


def goal_for(seed: int, catalogue: Catalogue, days: int = 1) -> Goal:
    """Wishes and limits, most of which can be met."""
    random = Random(f"goal {seed}")
    visits = [each.id for each in catalogue.experiences if each.kind != "meal"]

    def some(chance: float, count: int) -> tuple[str, ...]:
        return tuple(random.sample(visits, min(count, len(visits)))) if random.random() < chance else ()

    must = some(0.25, 1) or ((catalogue.villages[0].id,) if random.random() < 0.15 else ())
    groups = {"either": some(0.25, 2), "together": some(0.3, 2), "before": some(0.4, 2)}
    return Goal(
        days=days,
        party=Party(adults=20),
        day=(time(8), time(random.choice((12, 15, 17)), 30)),
        lunch=random.choice((None, Goal().lunch)),
        stops=(1, 3 if days == 1 else 2),
        villages=(random.choice((1, 1, 2)), 3) if days == 1 else (1, 2),
        roles=random.choice((0, 0, 1, 2, 3)),
        anchors=random.choice((0, 0, 1)),
        satellites=random.choice((0, 0, 1)),
        must=must,
        wishes=some(0.3, 1),
        per_craft=random.choice((None, None, 1, 2)),
        budget=random.choice((None, None, Money(amount=1000 * random.randint(4, 20)))),
        drive_minutes=random.choice((None, None, 90, 150)),
        **{name: (group,) if len(group) == 2 else () for name, group in groups.items()},
    )


@dataclass(frozen=True)
class Filled:
    """One shift filled: experience ids in order, and the minutes driven."""

    visits: tuple[str, ...]
    drive_min: int


def filled(numbers: Compiled, shift: int) -> list[Filled]:
    """Every way to fill a shift; of those with the same visits in the same order, the shortest drive."""
    best: dict[tuple[str, ...], int] = {}
    for route in all_routes(numbers.problem.on(numbers.problem.shifts[shift]), shift):
        ids = tuple(numbers.problem.visits[node] for node in route.visits)
        best[ids] = min(best.get(ids, route.drive_min), route.drive_min)
    return [Filled(ids, drive) for ids, drive in best.items()]


def shortest(routes: Iterable[Filled]) -> list[Filled]:
    """For every set of visits, a route with the shortest drive."""
    best: dict[frozenset[str], Filled] = {}
    for route in routes:
        key = frozenset(route.visits)
        if key not in best or route.drive_min < best[key].drive_min:
            best[key] = route
    return list(best.values())


def visit_points(catalogue: Catalogue, points: Points, id: str, wishes: Sequence[str] = ()) -> int:
    """What a first visit is worth, by the words of ``Points``."""
    one = catalogue.experience(id)
    village = catalogue.village(one.village)
    worth = BY_KIND[one.kind] + (points.satellite if village.standing == "satellite" else 0)
    worth += points.at_risk if village.at_risk else 0
    worth += points.recognised if village.recognition in ("traditional", "tourism") else 0
    worth += points.ocop_star * (one.ocop_stars or 0)
    return worth + (points.wish if {id, village.id} & set(wishes) else 0)


def craft_of(catalogue: Catalogue, id: str) -> str:
    one = catalogue.experience(id)
    return (*one.crafts, *catalogue.village(one.village).crafts)[0]


def facts(catalogue: Catalogue, routes: Sequence[Filled]) -> Mapping[str, int]:
    """What a set of routes reaches, counted by hand."""
    villages_of = [{catalogue.experience(id).village for id in route.visits} for route in routes]
    villages = set().union(*villages_of)
    every = {id for route in routes for id in route.visits}
    crafts = {craft_of(catalogue, id) for id in every}
    crafts = {craft for craft in crafts if not catalogue.craft(craft).heritage}
    starred = {catalogue.experience(id).village for id in every if catalogue.experience(id).ocop_stars}
    starred |= {id for id in villages if any(product.stars for product in catalogue.village(id).ocop)}
    minutes: Counter[str] = Counter()
    for route in routes:
        for id in route.visits:
            minutes[catalogue.experience(id).village] += catalogue.experience(id).minutes
    shared = [(set(a.visits) & set(b.visits), min(len(a.visits), len(b.visits))) for a, b in combinations(routes, 2)]
    return {
        "villages": len(villages),
        "crafts": len(crafts),
        "communes": len({catalogue.village(id).communes[0].name for id in villages}),
        "at_risk": sum(bool(catalogue.village(id).at_risk) for id in villages)
        + sum(bool(catalogue.craft(id).at_risk) for id in crafts),
        "ocop": len(starred),
        "visits_per_village": max(Counter(id for ids in villages_of for id in ids).values()),
        "overlap_percent": max((-(-100 * len(both) // size) for both, size in shared), default=0),
        "share_permille": 1000 * min(minutes.values()) // sum(minutes.values()),
    }


def keeps(reached: Mapping[str, int], quotas: Quotas) -> bool:
    least = ("villages", "crafts", "communes", "at_risk", "ocop", "share_permille")
    most = ("visits_per_village", "overlap_percent")
    return all(reached[name] >= getattr(quotas, name) for name in least) and all(
        reached[name] <= getattr(quotas, name) for name in most
    )


def portfolio_score(catalogue: Catalogue, points: Points, routes: Sequence[Filled]) -> int:
    """Points of a set of routes: falling shares of repeated visits, villages and crafts met, less the driving."""
    times = Counter(id for route in routes for id in route.visits)
    score = sum(
        visit_points(catalogue, points, id) * share // 100
        for id, count in times.items()
        for share in points.repeats[:count]
    )
    reached = facts(catalogue, routes)
    score += points.new_village * reached["villages"] + points.new_craft * reached["crafts"]
    return score - points.drive_minute * sum(route.drive_min for route in routes)


def best_portfolio(numbers: Compiled, count: int, quotas: Quotas, points: Points = USUAL) -> int | None:
    """The best score of any set of so many routes, None if no set keeps the quotas."""
    catalogue = numbers.catalogue
    every = [route for shift in range(len(numbers.problem.shifts)) for route in filled(numbers, shift)]
    sets = combinations(shortest(every), count)
    return max(
        (portfolio_score(catalogue, points, each) for each in sets if keeps(facts(catalogue, each), quotas)),
        default=None,
    )


def tour_fits(catalogue: Catalogue, goal: Goal, days: Sequence[Filled]) -> bool:
    """Whether the filled days together keep what the goal asks of the whole tour."""
    visits = [id for day in days for id in day.visits]
    every = [catalogue.experience(id) for id in visits]
    villages = {one.village for one in every}
    standing = Counter(catalogue.village(id).standing for id in villages)
    crafts = Counter(craft_of(catalogue, id) for id in visits)
    prices: list[Any] = [one.price.total(goal.party) for one in every]
    same = Counter(one.variant_of or one.id for one in every)
    return (
        max(same.values()) == 1
        and set(goal.must) <= set(visits) | villages
        and all(len(set(group) & set(visits)) == 1 for group in goal.either)
        and all(len(set(group) & set(visits)) in (0, len(set(group))) for group in goal.together)
        and not any(
            {first, second} <= set(visits) and visits.index(first) > visits.index(second)
            for first, second in goal.before
        )
        and len({one.role for one in every if one.role}) >= goal.roles
        and standing["anchor"] >= goal.anchors
        and standing["satellite"] >= goal.satellites
        and (goal.per_craft is None or max(crafts.values()) <= goal.per_craft)
        and (
            goal.budget is None
            or (
                None not in prices
                and sum(-(-price.amount // goal.party.size) for price in prices) <= goal.budget.amount
            )
        )
    )


def best_tour(numbers: Compiled, points: Points = USUAL) -> int | None:
    """The best score of any tour, None if none keeps the goal."""
    catalogue, goal = numbers.catalogue, numbers.goal
    days = [filled(numbers, number) for number in range(goal.days)]
    scores = [
        sum(visit_points(catalogue, points, id, goal.wishes) for day in tour for id in day.visits)
        - points.drive_minute * sum(day.drive_min for day in tour)
        for tour in product(*days)
        if tour_fits(catalogue, goal, tour)
    ]
    return max(scores, default=None)


def in_order(days: Sequence[Any]) -> bool:
    """Whether times never run backwards over the legs and stops of the days."""
    clocks = [
        clock
        for day in days
        for leg, stop in zip(day.legs, [*day.stops, None], strict=True)
        for clock in ((leg.depart, leg.arrive) + ((stop.begin, stop.end) if stop else ()))
    ]
    return all(earlier <= later for earlier, later in pairwise(clocks))
