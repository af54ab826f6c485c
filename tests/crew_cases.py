"""Departures of any hours and places, people and vehicles, and all assignments of a few of them, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import combinations, permutations
from random import Random
from typing import Any

import numpy as np

from tourplanner.model import (
    HANOI,
    Assigned,
    Assignment,
    CrewNeeds,
    CrewTerms,
    Day,
    Driver,
    Goal,
    Guide,
    Itinerary,
    LeftOver,
    Leg,
    Party,
    Place,
    Ride,
    StartPoint,
    Text,
    VehicleUnit,
    vehicles,
)
from tourplanner.rules import Law
from tourplanner.rules.crew import crew_case, crew_score, judge_assignment
from tourplanner.rules.law import DriverHours, WorkingHours
from tourplanner.testing import small_portfolio
from tourplanner.travel import GeodesicTravel, TravelMatrix

SATURDAY = date(2027, 3, 6)
VALID = date(2030, 12, 31)
PLACES = {"depot": (21.00, 105.80), "west": (21.05, 105.60), "north": (21.15, 105.85), "east": (20.97, 105.95)}
"""All outside the areas that coaches are barred from."""
FACTS: dict[str, Any] = {"title": Text(vi="thử", en="test"), "source": "test", "confidence": "official"}
STOP = small_portfolio()[0].days[0].stops[0]


def place(name: str) -> Place:
    lat, lon = PLACES[name]
    return Place(lat=lat, lon=lon)


def point(name: str) -> StartPoint:
    return StartPoint(id=name, name=Text(vi=name, en=name), place=place(name))


def at(hour: float, on: date = SATURDAY) -> datetime:
    return datetime.combine(on, time(), HANOI) + timedelta(hours=hour)


def day(begin: float, end: float, on: date, start: str, finish: str, drive_min: int) -> Day:
    """Out, one visit, and back: half of the driving each way."""
    depart, back, half = at(begin, on), at(end, on), timedelta(minutes=drive_min / 2)
    stop = STOP.replace(arrive=depart + half, begin=depart + half, end=back - half, session=None)
    seconds = int(half.total_seconds())
    legs = (
        Leg(origin=start, destination=stop.experience.id, depart=depart, seconds=seconds, metres=9_000),
        Leg(origin=stop.experience.id, destination=finish, depart=back - half, seconds=seconds, metres=9_000),
    )
    return Day(date=on, start=point(start), end=point(finish), depart=depart, back=back, stops=(stop,), legs=legs)


def departure(
    name: str, begin: float = 8, end: float = 16, *, on: date = SATURDAY, days: int = 1, start: str = "east",
    finish: str = "east", drive_min: int = 120, guests: int = 10, languages: tuple[str, ...] = ("fr",), **more: Any,
) -> CrewNeeds:  # fmt: skip
    dates = [on + timedelta(days=number) for number in range(days)]
    itinerary = Itinerary(
        id="r",
        name=Text(vi="Tuyến", en="Route"),
        theme=Text(vi="Gốm", en="Pottery"),
        goal=Goal(),
        days=tuple(day(begin, end, each, start, finish, drive_min) for each in dates),
    )
    return CrewNeeds.of(itinerary, Party(adults=guests, languages=languages), departure=name, **more)


def guide(id: str, *languages: str, **more: Any) -> Guide:
    known = {"name": id.title(), "card": "international", "card_until": VALID} | more
    return Guide(id=id, languages=languages or ("fr",), **known)


def driver(id: str, licence: Any = "D", **more: Any) -> Driver:
    return Driver(**({"id": id, "name": id.title(), "licence": licence, "licence_until": VALID} | more))


def unit(id: str, kind: str = "van16", **more: Any) -> VehicleUnit:
    return VehicleUnit(id=id, vehicle=getattr(vehicles, kind), **more)


def planned(*assigned: Assigned, left: Sequence[str] = (), **world: Any) -> Assignment:
    """An assignment with the score it has."""
    bare = Assignment(
        assigned=assigned, left=tuple(LeftOver(departure=each, reasons=(Text(vi="thử"),)) for each in left)
    )
    return bare.replace(score=crew_score(case_of(**world), bare))


def case_of(**world: Any) -> Any:
    known = {"guides": (), "drivers": (), "vehicles": (), "travel": None, "law": None, "terms": CrewTerms()} | world
    return crew_case(**known)


def rule(kind: type[Any], limit: str, **more: Any) -> Any:
    return kind(id=f"test.{kind.__name__.lower()}.{limit}", limit=limit, **FACTS, **more)


class Haphazard:
    """Ways of any length: a detour may be shorter than the way itself."""

    basis, attribution = "made up", ""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def matrix(self, places: Sequence[Place]) -> TravelMatrix:
        way = [[60 * Random(f"{self.seed} {one} {other}").randint(5, 90) for other in places] for one in places]
        seconds = np.array(way, dtype=np.int64) * ~np.eye(len(places), dtype=bool)
        return TravelMatrix(seconds, seconds * 5, seconds * 0, seconds < 0)


def world(seed: int) -> dict[str, Any]:
    """A small office: what it has, and more departures than it can serve."""
    random = Random(seed)
    count = random.choice([2, 3, 3])
    rules = [rule(WorkingHours, "rest", minutes=600), rule(DriverHours, "stretch", minutes=240)]
    rules += [rule(WorkingHours, "day", minutes=random.choice([360, 600]))] if random.random() < 0.5 else []
    rules += [rule(WorkingHours, "week", minutes=random.choice([480, 900]))] if random.random() < 0.3 else []
    rules += [rule(WorkingHours, "days", days=1)] if random.random() < 0.2 else []
    rules += [rule(DriverHours, "day", minutes=random.choice([100, 200]))] if random.random() < 0.4 else []
    rules += [rule(DriverHours, "week", minutes=random.choice([150, 250]))] if random.random() < 0.3 else []
    return {
        "departures": [_departure(random, f"r{number}") for number in range(random.choice([3, 4]))],
        "guides": [guide(f"g{number}", *random.choice([("fr",), ("fr", "en"), ("en", "vi"), ("ko",)]),
                         card=random.choice(["international", "international", "domestic"]))
                   for number in range(count)],
        "drivers": [driver(f"d{number}", random.choice(["D1", "D2", "D"])) for number in range(2)],
        "vehicles": [unit(f"v{number}", random.choice(["van16", "coach29", "car7"]),
                          depot=random.choice([place("depot"), place("west"), None])) for number in range(2)],
        "travel": random.choice([None, GeodesicTravel(), Haphazard(seed)]),
        "law": Law(tuple(rules)),
        "terms": CrewTerms(turnaround_minutes=random.choice([0, 30]), transfer_minutes=random.choice([20, 60])),
    }  # fmt: skip


def _departure(random: Random, name: str) -> CrewNeeds:
    begin = random.choice([7.0, 8.0, 12.0, 13.5])
    return departure(
        name, begin, begin + random.choice([3, 4, 5]),
        on=SATURDAY + timedelta(days=random.choice([0, 0, 0, 1, 2])), days=random.choice([1, 1, 1, 2]),
        start=random.choice(list(PLACES)), finish=random.choice(list(PLACES)),
        drive_min=random.choice([40, 80, 120]), guests=random.choice([4, 10, 20]),
        languages=random.choice([("fr",), ("fr", "en"), ("vi",), ("en",)]),
        priority=random.choice([1, 1, 2]), guides=random.choice([0, 1, 1, 1, 2]), comfort=random.random() < 0.8,
    )  # fmt: skip


def every_assignment(world: dict[str, Any]) -> Iterator[Assignment]:
    """All that the judge accepts, departure by departure; what breaks a rule breaks it with more on top as well."""
    names = [need.departure for need in world["departures"]]

    def grown(chosen: tuple[Assigned, ...], number: int) -> Iterator[Assignment]:
        if number == len(names):
            yield accepted(chosen)
            return
        yield from grown(chosen, number + 1)
        for option in _options(world, world["departures"][number]):
            if accepted((*chosen, option)) is not None:
                yield from grown((*chosen, option), number + 1)

    def accepted(chosen: tuple[Assigned, ...]) -> Any:
        there = {each.departure for each in chosen}
        plan = planned(*chosen, left=[name for name in names if name not in there], **world)
        return None if judge_assignment(assignment=plan, **world) else plan

    yield from grown((), 0)


def _options(world: dict[str, Any], need: CrewNeeds) -> Iterator[Assigned]:
    units = [each.id for each in world["vehicles"]]
    drivers = [each.id for each in world["drivers"]]
    for guides in combinations([each.id for each in world["guides"]], need.guides):
        for size in range(1, min(len(units), len(drivers)) + 1):
            for some in combinations(units, size):
                for theirs in permutations(drivers, size):
                    rides = tuple(Ride(vehicle=one, driver=other) for one, other in zip(some, theirs, strict=True))
                    yield Assigned(departure=need.departure, guides=guides, rides=rides)
