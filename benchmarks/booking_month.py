"""Availability of a month: of the packaged region, and of one as large as the city, with some sessions booked."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from random import Random

from benchmarks.report import Row
from tourplanner.almanac import begin_windows
from tourplanner.booking import Conditions, Desk, Duty, Household, Resource
from tourplanner.errors import UnavailableError
from tourplanner.model import HANOI, Experience, Session

NOW = datetime(2027, 2, 1, tzinfo=HANOI)
TIMES, HOLDS = 9, 1000


def packaged() -> Sequence[Experience]:
    from tourplanner import load

    return [each for each in load("hanoi").experiences if any(sessions(each, *days("packaged")))][:62]


def as_large_as_the_city() -> Sequence[Experience]:
    from tourplanner.testing import synthetic_region

    return synthetic_region().experiences


REGIONS = {"packaged": (packaged, 5), "1350 villages": (as_large_as_the_city, 7)}
"""Where the experiences are from, and the month of 2027 in which they are sold: each region has one of its own."""


def days(region: str) -> tuple[date, date]:
    """First and last day of a region's month, both included."""
    number = REGIONS[region][1]
    return date(2027, number, 1), date(2027, number, 31)


def sessions(experience: Experience, first: date, last: date) -> Iterator[Session]:
    """One at the beginning of each span of a day in which guests can begin."""
    for on in (first + timedelta(count) for count in range((last - first).days + 1)):
        for start, _ in begin_windows(experience.opening, experience.minutes, on):
            begin = datetime.combine(on, start, HANOI)
            yield Session(
                id=f"{experience.id}/{begin:%Y-%m-%d-%H%M}",
                experience=experience.id,
                begin=begin,
                end=begin + timedelta(minutes=experience.minutes),
                places_left=experience.capacity,
            )


def filled(address: str, region: str, seed: int) -> Desk:
    """A desk with all sessions of the month, some of them booked; of twenty experiences two share their places."""
    desk, (first, last) = Desk(address, clock=lambda: NOW), days(region)
    shared = [Conditions(pool=cooperative(desk, region)), Conditions(uses=(kiln(desk, region),))]
    ids: list[str] = []
    for place, experience in enumerate(REGIONS[region][0]()):
        own = list(sessions(experience, first, last))
        desk.offer(own, shared[place % 20] if place % 20 < len(shared) else Conditions())
        ids += [each.id for each in own]
    chance = Random(seed)
    for count in range(HOLDS):
        with suppress(UnavailableError):
            desk.hold(chance.sample(ids, 5), 2, key=f"{region} {count}")
    return desk


def kiln(desk: Desk, region: str) -> str:
    resource = Resource(id=f"kiln-{REGIONS[region][1]}", name="Lò", capacity=200)
    desk.share(resource)
    return resource.id


def cooperative(desk: Desk, region: str) -> str:
    """Ten households, on duty all month."""
    first, last = days(region)
    id, names = f"pool-{first.month}", [f"h{turn}" for turn in range(10)]
    begin, end = (datetime(day.year, day.month, day.day, tzinfo=HANOI) for day in (first, last + timedelta(1)))
    desk.found(id, "Hợp tác xã", [Household(id=name, name=name, turn=turn) for turn, name in enumerate(names)])
    desk.on_duty(id, [Duty(household=name, begin=begin, end=end, places=40) for name in names])
    return id


def month(address: str, region: str, seed: int) -> Row:
    """Milliseconds that all sessions of the month take, asked for one time after the other."""
    desk, (first, last) = filled(address, region, seed), days(region)
    taken: list[float] = []
    for _ in range(TIMES):
        begin = time.perf_counter()
        found = desk.availability(first=first, last=last)
        taken.append(1000 * (time.perf_counter() - begin))
    desk.close()
    return {
        "region": region,
        "experiences": len({each.experience for each in found}),
        "sessions": len(found),
        "with bookings": sum(each.vacancies < each.capacity for each in found),
        "median ms": statistics.median(taken),
        "slowest ms": max(taken),
    }
