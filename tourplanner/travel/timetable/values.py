"""A timetable as a value: stops, trips, and the days they run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Literal

from tourplanner.errors import GoalError
from tourplanner.model import Place
from tourplanner.travel.timetable.service import EVERY_DAY, Service

Mode = Literal["boat", "ferry", "train", "metro", "tram", "bus", "cable"]


@dataclass(frozen=True, slots=True)
class Stop:
    """Where one gets on and off: a pier, a quay, a station."""

    id: str
    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Call:
    """A trip at a stop, by ids; seconds from midnight of the day of service, beyond 86,400 after the next midnight."""

    stop: str
    arrive_s: int
    depart_s: int
    boards: bool = True
    alights: bool = True


@dataclass(frozen=True, slots=True)
class Trip:
    """
    One run of a line over its calls, in order, on the days of a service.

    ``shape`` is its line as (lat, lon) in degrees, empty where it goes straight from stop to stop.
    """

    line: str
    mode: Mode
    calls: tuple[Call, ...]
    service: Service = EVERY_DAY
    shape: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Timetable:
    """
    Stops and the trips between them. ``source`` says whose times they are; documents print it.

    Raises
    ------
    ValueError
        If two stops have one id, or trips name unknown stops, call at fewer than two, or run back in time: all at once.
    """

    stops: tuple[Stop, ...]
    trips: tuple[Trip, ...]
    source: str = ""

    def __post_init__(self) -> None:
        faults = list(_faults(self))
        if faults:
            raise ValueError(f"timetable: {'; '.join(faults)}")

    @classmethod
    def from_gtfs(cls, path: Path | str) -> Timetable:
        """
        The timetable in a GTFS feed, a zip file or a folder.

        Raises
        ------
        DataError
            With every fault at once: file, row, column, value, what to do.
        """
        from tourplanner.travel.timetable.gtfs.read import read

        return read(Path(path))

    @classmethod
    def shuttle(
        cls, name: str, stops: Sequence[tuple[str, Place]], *, every: int, first: str, last: str,
        minutes: int | Sequence[int], mode: Mode = "ferry", service: Service = EVERY_DAY, source: str = "",
    ) -> Timetable:  # fmt: skip
        """
        A line to and fro all day.

        Parameters
        ----------
        name
            Of the line, as guests read it.
        stops
            Names and places, two or more. A stop's id is its name in lower case without marks: Thổ Hà is tho-ha.
        every
            Minutes between departures.
        first, last
            Clocks as in "05:30", of the first departure and the last that there may be, from both ends.
        minutes
            Of the ride between two stops; a number for each pair of neighbours if they differ.

        Raises
        ------
        ValueError
            With every fault at once.
        """
        from tourplanner.travel.timetable.byhand import shuttle

        return shuttle(name, stops, every, (first, last), minutes, mode, service, source)

    @classmethod
    def line(
        cls, name: str, stops: Sequence[tuple[str, Place]], *, departures: Sequence[str], minutes: int | Sequence[int],
        mode: Mode = "boat", service: Service = EVERY_DAY, source: str = "",
    ) -> Timetable:  # fmt: skip
        """A line one way with ``departures`` from its first stop, clocks as in "08:30"; the rest as ``shuttle``."""
        from tourplanner.travel.timetable.byhand import line

        return line(name, stops, departures, minutes, mode, service, source)

    def __add__(self, other: Timetable) -> Timetable:
        """Both together; stops that are the same in both are one."""
        sources = dict.fromkeys(each for each in (self.source, other.source) if each)
        stops = tuple(dict.fromkeys(self.stops + other.stops))
        return Timetable(stops, self.trips + other.trips, "; ".join(sources))

    @property
    def is_dated(self) -> bool:
        """Whether some trips do not run on all days."""
        return any(trip.service != EVERY_DAY for trip in self.trips)

    def running(self, day: date) -> tuple[Trip, ...]:
        """
        The trips of a day of service, in order of departure, as if they ran every day.

        Raises
        ------
        GoalError
            If the timetable says nothing of that day, because its calendar begins later or ends before.
        """
        self._known(day)
        running = {trip.service: trip.service.runs(day) for trip in self.trips}
        return _in_order(trip for trip in self.trips if running[trip.service])

    def _known(self, day: date) -> None:
        bounds = [trip.service.bounds for trip in self.trips]
        if not bounds:
            return
        first, last = min(each for each, _ in bounds), max(each for _, each in bounds)
        if not first <= day <= last:
            raise GoalError(
                f"the timetable{f' of {self.source}' if self.source else ''} is for {first} to {last} and says nothing "
                f"of {day}: read a feed of that time"
            )


def _in_order(trips: Iterable[Trip]) -> tuple[Trip, ...]:
    always = (Trip(trip.line, trip.mode, trip.calls, EVERY_DAY, trip.shape) for trip in trips)
    return tuple(sorted(always, key=lambda trip: (trip.calls[0].depart_s, trip.line, _times(trip))))


def _times(trip: Trip) -> list[tuple[str, int, int]]:
    return [(call.stop, call.arrive_s, call.depart_s) for call in trip.calls]


def _faults(table: Timetable) -> Iterator[str]:
    known: set[str] = set()
    for stop in table.stops:
        if stop.id in known:
            yield f"there are two stops {stop.id!r}: rename one"
        known.add(stop.id)
    for trip in table.trips:
        yield from (f"{trip.line}: {fault}" for fault in _trip_faults(trip, known))


def _trip_faults(trip: Trip, known: set[str]) -> Iterator[str]:
    if len(trip.calls) < 2:
        yield "a trip needs two calls"
    for call in trip.calls:
        if call.stop not in known:
            yield f"there is no stop {call.stop!r}"
        if call.depart_s < call.arrive_s or call.arrive_s < 0:
            yield f"it is at {call.stop} from {call.arrive_s} to {call.depart_s} s"
    for before, after in pairwise(trip.calls):
        if after.arrive_s < before.depart_s:
            yield f"it leaves {before.stop} at {before.depart_s} s and is at {after.stop} at {after.arrive_s} s"
