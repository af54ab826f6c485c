"""Where journeys by timetable go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import asin, ceil, cos, radians, sin, sqrt

from tourplanner.model import Place
from tourplanner.travel.courses import Course, courses
from tourplanner.travel.geodesic import EARTH_RADIUS_M
from tourplanner.travel.timetable.connections import Ride
from tourplanner.travel.timetable.doors import Door
from tourplanner.travel.timetable.pairs import Pairs, Trek

Point = tuple[float, float]


def drawn(pairs: Pairs, origin: int, target: int) -> Course:
    """The course of one pair, that of its quickest journey."""
    leg = pairs.leg(origin, target)
    here, there = pairs.places[origin], pairs.places[target]
    if leg.trek is None:
        ground = leg.way is not None and leg.way == pairs.ground.way(origin, target)
        return courses(pairs.travel.ground, [here, there])[0] if ground else Course()
    parts = [_to_stop(pairs, here, leg.trek.journey.door)]
    parts += [_ridden(pairs, ride) for ride in _rides(leg.trek)]
    parts += [_from_stop(pairs, there, leg.trek.out)]
    points = _plain(point for part in parts for point in part.points)
    return Course(points, tuple(road for part in parts for road in part.roads))


def ride_m(pairs: Pairs, trek: Trek) -> int:
    """Metres ridden, along the lines of the trips."""
    lines = [_ridden(pairs, ride).points for ride in _rides(trek)]
    return ceil(sum(_apart_m(*pair) for line in lines for pair in pairwise(line)))


def _rides(trek: Trek) -> Iterator[Ride]:
    ride: Ride | None = trek.journey.ride
    while ride is not None:
        yield ride
        ride = ride.then


def _to_stop(pairs: Pairs, place: Place, door: Door) -> Course:
    return _approach(pairs, place, pairs.stops[door.stop].place, door)


def _from_stop(pairs: Pairs, place: Place, door: Door) -> Course:
    return _approach(pairs, pairs.stops[door.stop].place, place, door)


def _approach(pairs: Pairs, here: Place, there: Place, door: Door) -> Course:
    """Driven as the base draws it, walked straight."""
    if door.driven and pairs.travel.base is not None:
        course = courses(pairs.travel.base, [here, there])[0]
        if course.points:
            return course
    return Course((_point(here), _point(there)))


def _ridden(pairs: Pairs, ride: Ride) -> Course:
    trip = pairs.trips[ride.trip]
    stops = [_point(pairs.stops[call.stop].place) for call in trip.calls[ride.board : ride.alight + 1]]
    if not trip.shape:
        return Course(tuple(stops), (trip.line,))
    return Course((stops[0], *_between(trip.shape, stops[0], stops[-1]), stops[-1]), (trip.line,))


def _between(shape: Sequence[Point], start: Point, end: Point) -> Sequence[Point]:
    """The part of a trip's line from its point nearest to one stop on to that nearest to another."""
    first = min(range(len(shape)), key=lambda at: _apart_m(shape[at], start))
    last = min(range(first, len(shape)), key=lambda at: _apart_m(shape[at], end))
    return shape[first : last + 1]


def _plain(points: Iterator[Point]) -> tuple[Point, ...]:
    """Without points that repeat the one before; two at least."""
    every = list(points)
    kept = [point for before, point in zip([None, *every], every, strict=False) if point != before]
    return tuple(kept) if len(kept) > 1 else (every[0], every[-1])


def _point(place: Place) -> Point:
    return place.lat, place.lon


def _apart_m(here: Point, there: Point) -> float:
    lat, other = radians(here[0]), radians(there[0])
    half = sin((other - lat) / 2) ** 2 + cos(lat) * cos(other) * sin(radians(there[1] - here[1]) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(half)))
