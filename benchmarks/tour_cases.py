"""Tours as an operator would ask for them: so many candidates of a region, a goal with musts and wishes, budgets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from random import Random

import tourplanner as tp
from tourplanner.catalogue import Catalogue
from tourplanner.model import Experience, Money, Opening, Party, TimeRange
from tourplanner.planning.screen import screened
from tourplanner.testing import synthetic_region

FIRST = date(2027, 3, 21)
"""A Sunday and lunar day 14: markets are held, sessions take place, and some doors are closed on the Monday after."""
SIZES, DAYS, SEEDS = (30, 45, 60, 120), (1, 2, 3), (1, 2)
REGIONS = ("hanoi", "synthetic")
DONG_A_DAY = 150_000
"""Budget per guest and day: about two classes, or a class and some entries."""
NOON = (TimeRange(open=time(8), close=time(11, 30)), TimeRange(open=time(13, 30), close=time(17)))


@dataclass(frozen=True, slots=True)
class Case:
    """One tour: ``candidates`` of a region, for so many days, with or without limits on money and crafts."""

    region: str
    candidates: int
    days: int
    budget: bool
    seed: int

    @property
    def name(self) -> str:
        limits = "budget" if self.budget else "free"
        return f"{self.region}-{self.candidates}-{self.days}-{limits}-{self.seed}"


def cases() -> Iterator[Case]:
    """Every case; of the packaged region as many candidates as are open, in place of the sizes beyond."""
    for region in REGIONS:
        for size in sorted({min(size, len(usable(region, 1))) for size in SIZES}):
            for days in DAYS:
                for budget in (False, True):
                    yield from (Case(region, size, days, budget, seed) for seed in SEEDS)


@cache
def region_of(name: str, seed: int) -> Catalogue:
    """The packaged region, or a made-up one of the city's size."""
    return _rested(synthetic_region(seed=seed), seed) if name == "synthetic" else tp.load(name)


@cache
def usable(name: str, seed: int) -> tuple[str, ...]:
    """What is open on the first day, takes the party and has a known price; of the made-up region the nearer half."""
    region = region_of(name, seed)
    found = tuple(screened(region, asked(1, budget=True), [FIRST])[0])
    if name != "synthetic":
        return found
    places = [region.village(region.experience(id).village).place for id in found]
    drive = tp.GeodesicTravel().matrix([region.start(tp.Goal().start).place, *places]).seconds[0, 1:]
    nearer = sorted(range(len(found)), key=lambda number: (int(drive[number]), number))[: len(found) // 2]
    return tuple(found[number] for number in sorted(nearer))


def asked(days: int, *, budget: bool) -> tp.Goal:
    """The goal without names in it."""
    return tp.Goal(
        days=days,
        party=Party(adults=14, children=2),
        day=(time(8), time(17, 30)),
        stops=(2, 7),
        villages=(1, 5),
        roles=3,
        budget=Money(amount=DONG_A_DAY * days) if budget else None,
        per_craft=days + 1 if budget else None,
    )


def task(case: Case) -> tuple[Catalogue, tp.Goal]:
    """
    The region cut down to the case's candidates, and what is asked for.

    With and without budgets the candidates and the names in the goal are the same.
    """
    random = Random(f"tour/{case.region}/{case.candidates}/{case.days}/{case.seed}")
    whole = region_of(case.region, case.seed)
    chosen = sorted(random.sample(usable(case.region, case.seed), case.candidates))
    must = random.choice(_affordable(whole, chosen))
    before, after, *wishes = random.sample([id for id in chosen if id != must], 5)
    goal = asked(case.days, budget=case.budget)
    return cut(whole, chosen), goal.replace(must=(must,), wishes=tuple(wishes), before=((before, after),))


def _affordable(region: Catalogue, chosen: Sequence[str]) -> list[str]:
    """What leaves half of a day's budget, so that what must be visited can be."""
    party = asked(1, budget=False).party
    prices = {id: region.experience(id).price.total(party) or Money(amount=0) for id in chosen}
    return [id for id in chosen if 2 * prices[id].amount <= DONG_A_DAY * party.size]


def cut(region: Catalogue, chosen: Sequence[str]) -> Catalogue:
    """The region with these experiences and every place to eat."""
    own = tuple(each for each in region.experiences if each.id in set(chosen) or each.kind == "meal")
    kept = {each.id for each in own}
    return region.replace(
        experiences=own,
        sessions=tuple(each for each in region.sessions if each.experience in kept),
        festivals=tuple(
            each.replace(
                opens=tuple(id for id in each.opens if id in kept), closes=tuple(id for id in each.closes if id in kept)
            )
            for each in region.festivals
        ),
    )


def _rested(region: Catalogue, seed: int) -> Catalogue:
    """One workshop in three rests at noon, as families do."""
    random = Random(f"noon/{seed}")
    return region.replace(experiences=tuple(_noon(each, random.random() < 1 / 3) for each in region.experiences))


def _noon(one: Experience, rests: bool) -> Experience:
    if one.kind not in ("workshop", "class") or not rests:
        return one
    week = tuple(NOON if hours else () for hours in one.opening.weekly)
    return one.replace(opening=Opening.model_validate(one.opening.model_dump() | {"weekly": week}))
