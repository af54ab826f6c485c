"""Tiny random problems, and what a plain search over all orders and meals says about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor, hypot
from random import Random
from typing import Any

import numpy as np

from tourplanner.planning.bound import Prices
from tourplanner.planning.problem import Limits, Problem, Route, Shift

HOUR, MINUTE, GRAIN = 3600, 60, 300


@dataclass
class Case:
    """What a tiny problem is drawn from; a test turns on what it is about."""

    visits: tuple[int, int] = (3, 6)
    villages: tuple[int, int] = (1, 3)
    dates: int = 3
    shifts: int = 1
    apart: bool = False
    """Visits and meals have places of their own within a village, some of them a drive away."""
    odd_seconds: bool = False
    """Legs take any number of seconds, not only whole minutes."""
    crooked: bool = False
    """The way round may be shorter than the straight one, as in road tables."""
    lunch: bool | None = None
    limited: bool = True
    roads: bool = False
    """Metres on foot and metres driven are limited."""
    feeds: bool = False
    """Some visits are the day's meal."""
    hourly: bool = False
    """Legs take longer at some hours than at others, walks too."""


MIXED = Case()


def tiny(seed: int, case: Case = MIXED) -> Problem:
    """A problem with a handful of visits; the same for the same seed."""
    problem = _tiny(seed, case)
    if case.hourly:
        problem = by_the_hour(problem, Random(f"hours {seed}"), odd=case.odd_seconds)
    if case.feeds and problem.limits.lunch:
        random = Random(f"feeds {seed}")
        problem = replace(problem, feeds=_ints(random.choice((0, 0, 1)) for _ in problem.visits))
    if not case.roads:
        return problem
    random = Random(f"roads {seed}")
    limits = replace(
        problem.limits,
        walk_m=random.choice((None, 1500, 3000, 5000)),
        drive_m=random.choice((None, 25_000, 35_000, 50_000)),
    )
    crooked = np.array([[random.randint(5, 20) for _ in row] for row in problem.metres])
    metres = problem.metres * crooked // 10
    ends = metres * np.array([[random.choice((0, 0, 10, 30)) for _ in row] for row in metres]) // 100
    return replace(problem, limits=limits, metres=metres, walk_m=np.where(problem.drive_s > 0, ends, metres))


def by_the_hour(problem: Problem, random: Random, *, odd: bool) -> Problem:
    """The same problem with other times at two to five hours; nobody who leaves later is there earlier."""
    hours = sorted(random.sample(range(7 * HOUR, 19 * HOUR, random.choice((300, 700))), random.randint(2, 5)))
    tables: list[Any] = []
    for number, hour in enumerate(hours):
        usual = np.array([[random.choice((50, 80, 100, 100, 140, 220)) for _ in row] for row in problem.travel_s])
        table = problem.travel_s * usual // 100
        table = table if odd else table // 60 * 60
        if tables:
            table = np.maximum(table, tables[-1] - (hour - hours[number - 1]))
        tables.append(table)
    travel = np.array(tables, dtype=np.int64)
    drive = np.where(problem.drive_s > 0, travel, 0)
    return replace(
        problem, hours=_ints(hours), travel_by_hour=travel, drive_by_hour=drive, travel_s=travel.min(axis=0),
        drive_s=drive.min(axis=0),
    )  # fmt: skip


def at_hour(problem: Problem, tables: Any, depart: int, here: int, there: int) -> int:
    """Seconds for who leaves then: between two hours in proportion, rounded down."""
    hours = problem.hours.tolist()
    times = tables[:, here, there].tolist()
    for (early, first), (late, last) in pairwise(zip(hours, times, strict=True)):
        if early <= depart <= late:
            return floor(first + Fraction((last - first) * (depart - early), late - early))
    return int(times[0] if depart < hours[0] else times[-1])


def _tiny(seed: int, case: Case) -> Problem:
    random = Random(seed)
    v = random.randint(*case.villages)
    n = max(random.randint(*case.visits), v)
    village = list(range(v)) + [random.randrange(v) for _ in range(n - v)]
    random.shuffle(village)
    meals = [each for each in range(v) if random.random() < 0.9]
    lunch = random.random() < 0.7 if case.lunch is None else case.lunch
    meals = meals if lunch else []
    centres = [(random.uniform(-25, 25), random.uniform(-25, 25)) for _ in range(v)]
    spots = [_near(random, centres[each], case.apart) for each in [*village, *meals]]
    spots += [(0.0, 0.0), (random.uniform(-5, 5), random.uniform(-5, 5))]
    travel, drive = _travel(random, spots, case)
    earliest = 8 * HOUR + random.choice((0, 0, 0, 300, 420))
    every = (1 << case.dates) - 1
    shifts = tuple(
        Shift(
            start=n + len(meals),
            end=n + len(meals) + random.randint(0, 1),
            earliest=earliest,
            latest=earliest + random.randint(4 * HOUR, 11 * HOUR),
            dates=1 << number if case.shifts > 1 else random.choice((every, every, 1, 3)),
            count=1,
        )
        for number in range(case.shifts)
    )
    opens, closes = _windows(random, n)
    ident = list(range(n))
    if n > 2 and random.random() < 0.3:
        ident[1] = ident[0]
    meal_opens = [random.randrange(10 * HOUR, 12 * HOUR, 300) for _ in meals]
    anchors = [random.randint(0, 1) for _ in range(v)]
    return Problem(
        shifts=shifts,
        limits=_limits(random, n, v, lunch, case.limited),
        date_names=tuple(f"2027-03-{day + 1:02}" for day in range(max(case.dates, case.shifts))),
        visits=tuple(f"visit-{number}" for number in range(n)),
        villages=tuple(f"village-{number}" for number in range(v)),
        crafts=("clay", "silk"),
        ident=_ints(ident),
        village=_ints(village),
        craft=_ints(random.randrange(2) for _ in range(n)),
        role=_ints(random.choice((0, 1, 2, 4, 8)) for _ in range(n)),
        anchor=_ints(anchors[each] for each in village),
        service=_ints(random.choice((15, 30, 30, 45, 60, 60, 75, 37)) * MINUTE for _ in range(n)),
        points=_ints(random.randint(20, 120) for _ in range(n)),
        price=_ints(random.randrange(0, 100, 10) for _ in range(n)),
        opens=opens,
        closes=closes,
        dates=_ints(random.choice((every, every, every, random.randint(1, every))) for _ in range(n)),
        meals=tuple(f"meal-{number}" for number in meals),
        meal_village=_ints(meals),
        meal_opens=_ints(meal_opens),
        meal_closes=_ints(first + random.randrange(0, 3 * HOUR, 300) for first in meal_opens),
        meal_s=_ints(random.choice((30, 60)) * MINUTE for _ in meals),
        meal_dates=_ints(random.choice((every, every, random.randint(1, every))) for _ in meals),
        place=_ints(range(n + len(meals))),
        travel_s=travel,
        drive_s=drive,
        metres=travel * 7,
        drive_cost=random.choice((1, 1, 1, 2, 0)),
    )


def _near(random: Random, centre: tuple[float, float], apart: bool) -> tuple[float, float]:
    reach = random.choice((0.0, 1.0, 8.0)) if apart else 0.0
    return centre[0] + random.uniform(-reach, reach), centre[1] + random.uniform(-reach, reach)


def _travel(random: Random, spots: list[tuple[float, float]], case: Case) -> tuple[Any, Any]:
    """Minutes are distances, rounded up; two minutes from door to door in one place; near places are walked."""
    distances = [[hypot(a[0] - b[0], a[1] - b[1]) for b in spots] for a in spots]
    travel = np.array([[60 * ceil(each + 2) for each in row] for row in distances], dtype=np.int64)
    if case.odd_seconds:
        travel += np.array([[random.randrange(0, 60) for _ in spots] for _ in spots])
    if case.crooked:
        travel += np.array([[60 * random.randint(-1, 3) for _ in spots] for _ in spots])
    np.fill_diagonal(travel, 0)
    drive = np.where(np.array(distances) <= 2, 0, travel)
    return travel, drive.astype(np.int64)


def _windows(random: Random, n: int) -> tuple[Any, Any]:
    """Begin windows out of a few, so that some visits have the same; one in three with a rest in the middle."""
    kinds = []
    for _ in range(random.randint(1, 4)):
        first = random.randrange(7 * HOUR, 11 * HOUR, random.choice((300, 1800)))
        first = 8 * HOUR if random.random() < 0.4 else first + random.choice((0, 0, 0, 120))
        last = first + random.choice((0, 1, 2, 4, 8)) * HOUR
        second = last + random.randrange(1800, 2 * HOUR, 300) if random.random() < 0.35 else 1
        kinds.append((first, last, second, second + random.choice((0, 1, 2, 4)) * HOUR if second > 1 else 0))
    chosen = np.array([random.choice(kinds) for _ in range(n)], dtype=np.int64)
    return np.ascontiguousarray(chosen[:, 0::2]), np.ascontiguousarray(chosen[:, 1::2])


def _limits(random: Random, n: int, v: int, lunch: bool, limited: bool) -> Limits:
    if not limited:
        return Limits(stops=(1, min(n, 4)), villages=(1, v), lunch=lunch)
    pairs = [(i, j) for i in range(n) for j in range(n) if i != j]
    return Limits(
        stops=(random.choice((1, 1, 2)), random.randint(2, 5)),
        villages=(random.choice((1, 1, 1, min(v, 2))), random.randint(min(v, 2), v)),
        roles=random.choice((0, 0, 0, 1, 2)),
        anchors=random.choice((0, 0, 0, 1)),
        satellites=random.choice((0, 0, 0, 1)),
        lunch=lunch,
        per_craft=random.choice((None, None, 1, 2)),
        drive_s=random.choice((None, None, None, 50 * MINUTE, 70 * MINUTE, 90 * MINUTE)),
        before=tuple(random.sample(pairs, random.choice((0, 0, 1, 2)))),
    )


def prices_for(problem: Problem, seed: int, metre: float | None = None) -> Prices:
    """Points of either sign."""
    random = Random(f"prices {seed}")
    return Prices(
        visit=np.array([random.choice((random.uniform(-20, 100), 0.0, 50.0)) for _ in problem.visits]),
        village=np.array([random.choice((random.uniform(-60, 60), 0.0)) for _ in problem.villages]),
        route=random.choice((0.0, random.uniform(-100, 100))),
        metre=metre,
    )


@dataclass(frozen=True)
class Half:
    """A half-built route: ``meal`` is the number of the meal eaten, after ``meal_after`` visits, or -1."""

    path: tuple[int, ...]
    now: int
    here: int
    dates: int
    drive_s: int
    drive_min: int
    meal: int = -1
    meal_after: int = -1
    walk_m: int = 0
    drive_m: int = 0


def halves(problem: Problem, number: int) -> Iterator[Half]:
    """Every half-built route of a shift that is in time so far, the empty one first."""
    shift = problem.shifts[number]
    start = Half((), shift.earliest, shift.start, shift.dates, 0, 0)
    waiting = [start]
    while waiting:
        half = waiting.pop()
        yield half
        if len(half.path) < problem.limits.stops[1]:
            waiting += [longer for visit in range(len(problem.visits)) for longer in extended(problem, half, visit)]


def extended(problem: Problem, half: Half, visit: int) -> Iterator[Half]:
    """The ways to visit one more: straight, or with the meal on the way in the village left or the one entered."""
    if not _may_follow(problem, half.path, visit):
        return
    if problem.feeds[visit]:
        if half.meal < 0:
            yield from _visited(problem, replace(half, meal=len(problem.meals)), visit)
        return
    yield from _visited(problem, half, visit)
    if not problem.limits.lunch or half.meal >= 0:
        return
    for meal in _meals_between(problem, half.path[-1:], (visit,)):
        for fed in _fed(problem, half, meal):
            yield from _visited(problem, fed, visit)


def complete(problem: Problem, number: int, half: Half) -> Iterator[Route]:
    """The whole routes that a half-built one is, if nothing more is visited."""
    for route, _ in walked(problem, number, half):
        yield route


def walked(problem: Problem, number: int, half: Half) -> Iterator[tuple[Route, int]]:
    """The same, with the metres on foot."""
    shift, limits, path = problem.shifts[number], problem.limits, half.path
    if not path or not limits.stops[0] <= len(path) <= limits.stops[1]:
        return
    villages = {int(problem.village[i]): int(problem.anchor[i]) for i in path}
    roles = {int(problem.role[i]) for i in path} - {0}
    anchors = sum(villages.values())
    if not limits.villages[0] <= len(villages) <= limits.villages[1] or len(roles) < limits.roles:
        return
    if anchors < limits.anchors or len(villages) - anchors < limits.satellites:
        return
    ends = [half]
    if limits.lunch and half.meal < 0:
        ends = [fed for meal in _meals_between(problem, path[-1:], ()) for fed in _fed(problem, half, meal)]
    for end in ends:
        home = _moved(problem, end, shift.end)
        loads = (home.drive_s, limits.drive_s), (home.walk_m, limits.walk_m), (home.drive_m, limits.drive_m)
        if home.now <= shift.latest and all(most is None or load <= most for load, most in loads):
            meal = home.meal if home.meal < len(problem.meals) else -1
            yield Route(number, path, meal, home.meal_after, home.drive_min, home.dates, home.drive_m), home.walk_m


def all_routes(problem: Problem, number: int) -> Iterator[Route]:
    """Every route of a shift, in every order and with every place of the meal."""
    for half in halves(problem, number):
        yield from complete(problem, number, half)


def worth(problem: Problem, prices: Prices, route: Route) -> float:
    """Points of a route: its visits, each village once, the route itself, less the driving."""
    villages = {int(problem.village[i]) for i in route.visits}
    gained = sum(prices.visit[i] for i in route.visits) + sum(prices.village[i] for i in villages)
    cost = route.drive_min * problem.drive_cost + route.drive_m * (prices.metre or 0.0)
    return float(prices.route + gained - cost)


def _may_follow(problem: Problem, path: tuple[int, ...], visit: int) -> bool:
    limits, village, craft = problem.limits, problem.village, problem.craft
    if any(problem.ident[i] == problem.ident[visit] for i in path):
        return False
    if path and village[path[-1]] != village[visit] and any(village[i] == village[visit] for i in path):
        return False
    if limits.per_craft is not None and sum(craft[i] == craft[visit] for i in path) >= limits.per_craft:
        return False
    return not any(first == visit and second in path for first, second in limits.before)


def _meals_between(problem: Problem, left: tuple[int, ...], entered: tuple[int, ...]) -> list[int]:
    villages = {int(problem.village[i]) for i in (*left, *entered)}
    return [meal for meal, village in enumerate(problem.meal_village.tolist()) if village in villages]


def _arrive(problem: Problem, half: Half, to: int) -> int:
    """When guests are there if they leave as soon as they can."""
    return half.now + at_hour(problem, problem.travel_by_hour, half.now, half.here, to)


def _leave(problem: Problem, half: Half, to: int, begin: int | None) -> int:
    """A day's first leg leaves on the last full five minutes that will do for ``begin``, others at once."""
    if begin is None or half.path or half.meal >= 0:
        return half.now
    clocks = [at for at in range(half.now, begin + 1) if at % GRAIN == 0]
    fits = [at for at in clocks if at + at_hour(problem, problem.travel_by_hour, at, half.here, to) <= begin]
    return max(fits, default=half.now)


def _moved(problem: Problem, half: Half, to: int, begin: int | None = None) -> Half:
    depart = _leave(problem, half, to, begin)
    driving = at_hour(problem, problem.drive_by_hour, depart, half.here, to)
    metres, on_foot = int(problem.metres[half.here, to]), int(problem.walk_m[half.here, to])
    return replace(
        half,
        now=_arrive(problem, half, to),
        here=to,
        drive_s=half.drive_s + driving,
        drive_min=half.drive_min + driving // 60,
        walk_m=half.walk_m + on_foot,
        drive_m=half.drive_m + metres - on_foot,
    )


def _fed(problem: Problem, half: Half, meal: int) -> Iterator[Half]:
    table = int(problem.place[len(problem.visits) + meal])
    begin = max(-(-_arrive(problem, half, table) // GRAIN) * GRAIN, int(problem.meal_opens[meal]))
    dates = half.dates & int(problem.meal_dates[meal])
    if begin <= problem.meal_closes[meal] and dates:
        over = begin + int(problem.meal_s[meal])
        there = _moved(problem, half, table, begin)
        yield replace(there, now=over, dates=dates, meal=meal, meal_after=len(half.path))


def _visited(problem: Problem, half: Half, visit: int) -> Iterator[Half]:
    """``half`` may be the visit's own meal: then it is no leg of its own."""
    place = int(problem.place[visit])
    ready = -(-_arrive(problem, half, place) // GRAIN) * GRAIN
    begins = [
        max(ready, first)
        for first, last in zip(problem.opens[visit].tolist(), problem.closes[visit].tolist(), strict=True)
        if first <= last and max(ready, first) <= last
    ]
    dates = half.dates & int(problem.dates[visit])
    if begins and dates:
        feeding = half.meal == len(problem.meals) and half.meal_after < 0 and not half.path
        there = _moved(problem, replace(half, meal=-1) if feeding else half, place, min(begins))
        over = min(begins) + int(problem.service[visit])
        yield replace(there, now=over, dates=dates, path=(*half.path, visit), meal=half.meal)


def _ints(values: Any) -> Any:
    return np.array(list(values), dtype=np.int64)


def hand_made(
    visits: list[dict[str, Any]],
    *,
    meals: list[dict[str, Any]] | None = None,
    minutes: Any,
    walked: Any = None,
    limits: Limits | None = None,
    day: tuple[float, float] = (8, 17),
    **more: Any,
) -> Problem:
    """
    A problem of one shift, written out: hours as numbers, ``minutes`` between visits, meals, start and end in order.

    A visit has ``minutes``, ``windows`` (hours) and what differs from village 0, craft 0, no role, 50 points; a meal
    has ``windows``, ``minutes`` and ``village``.
    """
    meals = meals or []
    n, m = len(visits), len(meals)
    travel = np.array([[round(60 * each) for each in row] for row in minutes], dtype=np.int64)
    width = max(len(each["windows"]) for each in visits)
    opens, closes = np.ones((n, width), dtype=np.int64), np.zeros((n, width), dtype=np.int64)
    for row, each in enumerate(visits):
        for column, (first, last) in enumerate(each["windows"]):
            opens[row, column], closes[row, column] = round(first * HOUR), round(last * HOUR)
    villages = 1 + max(each.get("village", 0) for each in visits)
    drive = travel if walked is None else np.where(np.array(walked, dtype=bool), 0, travel)
    fields: dict[str, Any] = {
        "shifts": (Shift(n + m, n + m + 1, round(day[0] * HOUR), round(day[1] * HOUR), 1, 1),),
        "limits": limits or Limits(stops=(1, n), villages=(1, villages), lunch=bool(meals)),
        "date_names": ("2027-03-01",),
        "visits": tuple(f"visit-{number}" for number in range(n)),
        "villages": tuple(f"village-{number}" for number in range(villages)),
        "crafts": ("clay", "silk", "lacquer"),
        "ident": _ints(each.get("ident", number) for number, each in enumerate(visits)),
        "service": _ints(60 * each["minutes"] for each in visits),
        "points": _ints(each.get("points", 50) for each in visits),
        "opens": opens,
        "closes": closes,
        "dates": _ints(each.get("dates", 1) for each in visits),
        "meals": tuple(f"meal-{number}" for number in range(m)),
        "meal_village": _ints(each.get("village", 0) for each in meals),
        "meal_opens": _ints(round(each["windows"][0] * HOUR) for each in meals),
        "meal_closes": _ints(round(each["windows"][1] * HOUR) for each in meals),
        "meal_s": _ints(60 * each["minutes"] for each in meals),
        "meal_dates": _ints(each.get("dates", 1) for each in meals),
        "place": _ints(range(n + m)),
        "travel_s": travel,
        "drive_s": drive,
        "metres": travel,
    }
    for name in ("village", "craft", "role", "anchor", "price"):
        fields[name] = _ints(each.get(name, 0) for each in visits)
    return Problem(**(fields | more))
