"""Timetables written by hand: a ferry that crosses all day, a boat with few departures."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import time
from itertools import accumulate

from tourplanner.model import Place
from tourplanner.travel.timetable.service import Service
from tourplanner.travel.timetable.values import Call, Mode, Stop, Timetable, Trip

Named = Sequence[tuple[str, Place]]


def shuttle(
    name: str, stops: Named, every: int, clocks: tuple[str, str], minutes: int | Sequence[int],
    mode: Mode, service: Service, source: str,
) -> Timetable:  # fmt: skip
    """As ``Timetable.shuttle``."""
    faults = list(_faults(stops, clocks, minutes))
    if every < 1:
        faults.append(f"every {every} minutes is no time between departures, 1 or more")
    _none(name, faults)
    first, last = map(_second, clocks)
    if last < first:
        _none(name, [f"the last departure, {clocks[1]}, is before the first, {clocks[0]}"])
    starts, rides = range(first, last + 1, 60 * every), _rides(stops, minutes)
    there = line(name, stops, [], minutes, mode, service, source)
    ids = [stop.id for stop in there.stops]
    ways = (ids, rides), (ids[::-1], rides[::-1])
    trips = [_trip(name, mode, service, start, *way) for way in ways for start in starts]
    return Timetable(there.stops, tuple(trips), source)


def line(
    name: str, stops: Named, departures: Sequence[str], minutes: int | Sequence[int],
    mode: Mode, service: Service, source: str,
) -> Timetable:  # fmt: skip
    """As ``Timetable.line``."""
    _none(name, list(_faults(stops, departures, minutes)))
    at = tuple(Stop(_slug(each), each, place) for each, place in stops)
    ids, rides = [stop.id for stop in at], _rides(stops, minutes)
    trips = [_trip(name, mode, service, _second(clock), ids, rides) for clock in departures]
    return Timetable(at, tuple(trips), source)


def _trip(name: str, mode: Mode, service: Service, start: int, ids: list[str], rides: list[int]) -> Trip:
    at = accumulate((60 * ride for ride in rides), initial=start)
    return Trip(name, mode, tuple(Call(stop, second, second) for stop, second in zip(ids, at, strict=True)), service)


def _rides(stops: Named, minutes: int | Sequence[int]) -> list[int]:
    return [minutes] * (len(stops) - 1) if isinstance(minutes, int) else list(minutes)


def _faults(stops: Named, clocks: Sequence[str], minutes: int | Sequence[int]) -> Iterator[str]:
    if len(stops) < 2:
        yield "a line needs two stops"
    for clock in clocks:
        try:
            _second(clock)
        except ValueError:
            yield f"{clock!r} is no clock as in '08:30'"
    rides = _rides(stops, minutes)
    if len(rides) != len(stops) - 1:
        yield f"{len(rides)} rides do not join {len(stops)} stops"
    yield from (f"a ride of {ride} minutes is none, 1 or more" for ride in rides if ride < 1)


def _none(name: str, faults: Sequence[str]) -> None:
    if faults:
        raise ValueError(f"{name}: {'; '.join(faults)}")


def _second(clock: str) -> int:
    at = time.fromisoformat(clock)
    return at.hour * 3600 + at.minute * 60 + at.second


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    letters = "".join(each if each.isalnum() else " " for each in plain if not unicodedata.combining(each))
    return "-".join(letters.split())
