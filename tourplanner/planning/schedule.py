"""
From a route of numbers to a day with clock times: no longer waits than needed, a start no earlier than needed.

Where times depend on the hour, only what leaves every leg as long as it was planned may move.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from tourplanner.model import HANOI, Day, Experience, Leg, Place, StartPoint, Stop
from tourplanner.planning.compile import Compiled, spot
from tourplanner.planning.hours import Windows, up
from tourplanner.planning.kernels.clock import leaving
from tourplanner.planning.kernels.clock import leg as leg_s
from tourplanner.planning.lawful import Bans
from tourplanner.planning.problem import GRAIN_S, Problem, Route, Shift
from tourplanner.travel import TravelMatrix, timed_leg


@dataclass(frozen=True, slots=True)
class _Call:
    """One visit or meal on the way: its place number, its begin windows and its length."""

    place: int
    windows: Windows
    service_s: int


def day(compiled: Compiled, route: Route, on: date) -> Day:
    """The route on one of its dates."""
    shift = compiled.problem.shifts[route.shift]
    problem, matrix = compiled.problem.on(shift), compiled.travel[shift.roads]
    experiences, calls = _calls(compiled, route)
    begins = timetable(problem, route, calls)
    places = [shift.start, *(call.place for call in calls), shift.end]
    offset = len(problem.visits) + len(problem.meals)
    start, end = compiled.starts[shift.start - offset], compiled.starts[shift.end - offset]
    names = [start.id, *(experience.id for experience in experiences), end.id]
    ends = [begin + call.service_s for begin, call in zip(begins, calls, strict=True)]
    points = [start.place, *(spot(compiled.catalogue, each) for each in experiences), end.place]
    ways = list(zip(pairwise(names), pairwise(places), pairwise(points), strict=True))
    readies = [_departure(problem, shift, calls[0].place, begins[0]), *ends]
    legs = tuple(
        timed_leg(matrix, pair, named, _at(on, _lawful(compiled.bans[on], matrix, pair, between, ready)))
        for (named, pair, between), ready in zip(ways, readies, strict=True)
    )
    stops = tuple(
        _stop(compiled, experience, leg, _at(on, begin), _at(on, finish))
        for experience, leg, begin, finish in zip(experiences, legs, begins, ends, strict=False)
    )
    return _day(on, start, end, stops, legs)


def timed(compiled: Compiled, routes: Sequence[Route]) -> tuple[Day, ...]:
    """The days of a tour, one route each, in order."""
    ordered = sorted(routes, key=lambda route: route.shift)
    return tuple(day(compiled, route, first_date(compiled, route.dates)) for route in ordered)


def first_date(compiled: Compiled, dates: int) -> date:
    """The first of the dates in a bit set."""
    return next(on for number, on in enumerate(compiled.dates) if dates >> number & 1)


def _day(on: date, start: StartPoint, end: StartPoint, stops: tuple[Stop, ...], legs: tuple[Leg, ...]) -> Day:
    return Day(date=on, start=start, end=end, depart=legs[0].depart, back=legs[-1].arrive, stops=stops, legs=legs)


def _calls(compiled: Compiled, route: Route) -> tuple[list[Experience], list[_Call]]:
    problem = compiled.problem
    experiences = [compiled.experiences[visit] for visit in route.visits]
    calls = [
        _Call(int(problem.place[visit]), _windows(problem, visit), int(problem.service[visit]))
        for visit in route.visits
    ]
    if route.meal >= 0:
        meal = route.meal
        window = int(problem.meal_opens[meal]), int(problem.meal_closes[meal])
        place = int(problem.place[len(problem.visits) + meal])
        experiences.insert(route.meal_after, compiled.meals[meal])
        calls.insert(route.meal_after, _Call(place, (window,), int(problem.meal_s[meal])))
    return experiences, calls


def _windows(problem: Problem, visit: int) -> Windows:
    pairs = zip(problem.opens[visit].tolist(), problem.closes[visit].tolist(), strict=True)
    return tuple((first, last) for first, last in pairs if first <= last)


def timetable(problem: Problem, route: Route, calls: list[_Call]) -> list[int]:
    """
    Begin of each call in seconds from midnight: everything as early as it can be, then pushed towards the evening.

    The push keeps the return time and takes the waits out of the middle of the day: guests leave later instead. No call
    is pushed to where a leg would take more or less time at its later hour.
    """
    shift = problem.shifts[route.shift]
    now, here, begins = shift.earliest, shift.start, []
    for call in calls:
        arrive = now + _way(problem, now, here, call.place)[0]
        begin = next(max(first, up(arrive)) for first, last in call.windows if max(first, up(arrive)) <= last)
        begins.append(begin)
        now, here = begin + call.service_s, call.place
    for index in range(len(calls) - 2, -1, -1):
        begins[index] = _pushed(problem, shift, calls, begins, index)
    return begins


def _pushed(problem: Problem, shift: Shift, calls: list[_Call], begins: list[int], index: int) -> int:
    """The latest begin of a call with which what follows begins on time, and every leg takes as long as before."""
    call, following, begin = calls[index], calls[index + 1], begins[index]
    onward = _way(problem, begin + call.service_s, call.place, following.place)
    latest = begins[index + 1] - onward[0] - call.service_s
    closing = next(last for first, last in call.windows if first <= begin <= last)
    outward = _outward(problem, shift, call, begin)
    for later in range(min(latest, closing) // GRAIN_S * GRAIN_S, begin, -GRAIN_S):
        same = onward == _way(problem, later + call.service_s, call.place, following.place)
        if same and (index or outward == _outward(problem, shift, call, later)):
            return later
    return begin


def _way(problem: Problem, depart: int, origin: int, target: int) -> tuple[int, int]:
    """Seconds between two places, and those of them that are driven, for who departs then."""
    hours = problem.hours
    return (
        leg_s(hours, problem.travel_by_hour, depart, origin, target),
        leg_s(hours, problem.drive_by_hour, depart, origin, target),
    )


def _outward(problem: Problem, shift: Shift, call: _Call, begin: int) -> tuple[int, int]:
    """The same for the day's first leg, if its first call begins then."""
    return _way(problem, _departure(problem, shift, call.place, begin), shift.start, call.place)


def _departure(problem: Problem, shift: Shift, place: int, begin: int) -> int:
    return leaving(problem.hours, problem.travel_by_hour, shift.earliest, begin, shift.start, place)


def _lawful(
    bans: Bans, matrix: TravelMatrix, pair: tuple[int, int], between: tuple[Place, Place], ready: int
) -> int:  # fmt: skip
    """When the vehicle leaves: when it is ready, or later if local law says so."""
    return bans.departure(*between, ready, lambda depart: depart + matrix.leg_s(*pair, depart))


def _stop(compiled: Compiled, experience: Experience, leg: Leg, begin: datetime, end: datetime) -> Stop:
    sessions = compiled.catalogue.sessions
    size = compiled.goal.party.size
    own = (each for each in sessions if each.experience == experience.id and each.begin == begin)
    session = next((each.id for each in own if each.places_left >= size), None)
    return Stop(
        experience=experience,
        village=compiled.catalogue.village(experience.village),
        arrive=leg.arrive,
        begin=begin,
        end=end,
        price=experience.price.total(compiled.goal.party),
        session=session,
    )


def _at(on: date, seconds: int) -> datetime:
    return datetime.combine(on, datetime.min.time(), HANOI) + timedelta(seconds=seconds)
