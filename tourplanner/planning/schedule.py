"""From a route of numbers to a day with clock times: no longer waits than needed, a start no earlier than needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tourplanner.model import HANOI, Day, Experience, Leg, StartPoint, Stop
from tourplanner.planning.compile import Compiled
from tourplanner.planning.problem import GRAIN_S, Problem, Route


@dataclass(frozen=True, slots=True)
class _Call:
    """One visit or meal on the way: its place number, its begin windows and its length."""

    place: int
    windows: tuple[tuple[int, int], ...]
    service_s: int


def day(compiled: Compiled, route: Route, on: date) -> Day:
    """The route on one of its dates."""
    problem, shift = compiled.problem, compiled.problem.shifts[route.shift]
    experiences, calls = _calls(compiled, route)
    begins = timetable(problem, route, calls)
    places = [shift.start, *(call.place for call in calls), shift.end]
    offset = len(problem.visits) + len(problem.meals)
    start, end = compiled.starts[shift.start - offset], compiled.starts[shift.end - offset]
    names = [start.id, *(experience.id for experience in experiences), end.id]
    ends = [begin + call.service_s for begin, call in zip(begins, calls, strict=True)]
    departs = [_departure(problem, places, begins[0], shift.earliest), *ends]
    legs = tuple(
        _leg(compiled, names[i : i + 2], places[i : i + 2], _at(on, depart)) for i, depart in enumerate(departs)
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


def _windows(problem: Problem, visit: int) -> tuple[tuple[int, int], ...]:
    pairs = zip(problem.opens[visit].tolist(), problem.closes[visit].tolist(), strict=True)
    return tuple((first, last) for first, last in pairs if first <= last)


def timetable(problem: Problem, route: Route, calls: list[_Call]) -> list[int]:
    """
    Begin of each call in seconds from midnight: everything as early as it can be, then pushed towards the evening.

    The push keeps the return time and takes the waits out of the middle of the day: guests leave later instead.
    """
    shift = problem.shifts[route.shift]
    travel = problem.travel_s
    now, here, begins = shift.earliest, shift.start, []
    for call in calls:
        arrive = now + int(travel[here, call.place])
        begin = next(max(first, _up(arrive)) for first, last in call.windows if max(first, _up(arrive)) <= last)
        begins.append(begin)
        now, here = begin + call.service_s, call.place
    for index in range(len(calls) - 2, -1, -1):
        call, following = calls[index], calls[index + 1]
        latest = begins[index + 1] - int(travel[call.place, following.place]) - call.service_s
        closing = next(last for first, last in call.windows if first <= begins[index] <= last)
        begins[index] = max(begins[index], min(latest, closing) // GRAIN_S * GRAIN_S)
    return begins


def _departure(problem: Problem, places: list[int], begin: int, earliest: int) -> int:
    latest = begin - int(problem.travel_s[places[0], places[1]])
    return max(earliest, latest // GRAIN_S * GRAIN_S)


def _leg(compiled: Compiled, names: list[str], places: list[int], depart: datetime) -> Leg:
    origin, destination = places
    matrix = compiled.travel
    return Leg(
        origin=names[0],
        destination=names[1],
        depart=depart,
        seconds=int(matrix.seconds[origin, destination]),
        metres=int(matrix.metres[origin, destination]),
        padding_s=int(matrix.padding_s[origin, destination]),
        mode="walk" if matrix.walked[origin, destination] else "drive",
    )


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


def _up(seconds: int) -> int:
    return -(-seconds // GRAIN_S) * GRAIN_S
