"""From a feed's tables to a timetable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from tourplanner.model import Place
from tourplanner.travel.timetable.days import moved
from tourplanner.travel.timetable.gtfs.calendars import services
from tourplanner.travel.timetable.gtfs.calls import calls
from tourplanner.travel.timetable.gtfs.cells import Cells
from tourplanner.travel.timetable.gtfs.files import Faults, Tables, tables
from tourplanner.travel.timetable.service import Service
from tourplanner.travel.timetable.values import Mode, Stop, Timetable, Trip

MOST_TRIPS = 500_000
MODES: Mapping[int, Mode] = {
    0: "tram", 1: "metro", 2: "train", 3: "bus", 4: "ferry", 5: "tram", 6: "cable", 7: "train", 11: "bus", 12: "metro",
}  # fmt: skip
EXTENDED: Mapping[int, Mode] = {
    1: "train", 2: "bus", 4: "metro", 7: "bus", 8: "bus", 9: "tram", 10: "ferry", 12: "ferry", 13: "cable", 14: "train",
}  # fmt: skip
"""Hundreds of the extended route types."""


class Line(NamedTuple):
    """A route: what it is called and what runs on it."""

    name: str
    mode: Mode


def read(path: Path) -> Timetable:
    """As ``Timetable.from_gtfs``."""
    found, faults = tables(path), Faults()
    stops, lines, days = _stops(found, faults), _lines(found, faults), services(found, faults)
    shapes = _shapes(found, faults)
    trips = dict(_trips(found, faults, lines, days, shapes))
    for trip, its in calls(found, trips, stops, faults).items():
        if trip in trips:
            trips[trip] = replace(trips[trip], calls=its)
    _not_empty(found, faults)
    starts = _frequencies(found, faults, trips)
    faults.check()
    every = [each for id, trip in trips.items() for each in _repeated(trip, starts.get(id))]
    source = "; ".join(dict.fromkeys(row["agency_name"] for row in found["agency.txt"] if row["agency_name"]))
    return Timetable(tuple(stops.values()), tuple(every), source)


def _not_empty(found: Tables, faults: Faults) -> None:
    timed = {row["trip_id"] for row in found["stop_times.txt"]}
    for row in found["trips.txt"]:
        if row["trip_id"] and row["trip_id"] not in timed:
            Cells("trips.txt", row, faults).fault("trip_id", "trip-empty", "the trip has no stop_times", "remove it")


def _once(cells: Cells, column: str, known: Mapping[str, object]) -> str:
    id = cells.text(column)
    if id and id in known:
        cells.fault(column, "id-twice", "two rows have this id", "remove or rename one")
    return id


def _stops(found: Tables, faults: Faults) -> dict[str, Stop]:
    """Places where vehicles stop; stations as a whole, entrances and the like are left out."""
    stops: dict[str, Stop] = {}
    for row in found["stops.txt"]:
        cells = Cells("stops.txt", row, faults)
        id = _once(cells, "stop_id", stops)
        if cells.choice("location_type", "01234", "0") != "0":
            continue
        lat, lon, name = cells.number("stop_lat", 90), cells.number("stop_lon", 180), cells.text("stop_name")
        # A stop with a fault stays known: its rows elsewhere are not to blame.
        stops[id] = Stop(id, name, Place(lat=lat or 0.0, lon=lon or 0.0))
    return stops


def _lines(found: Tables, faults: Faults) -> dict[str, Line]:
    lines: dict[str, Line] = {}
    for row in found["routes.txt"]:
        cells = Cells("routes.txt", row, faults)
        id, kind = _once(cells, "route_id", lines), cells.whole("route_type")
        mode = MODES.get(kind or 0, EXTENDED.get((kind or 0) // 100))
        if kind is not None and mode is None:
            cells.fault("route_type", "value-unknown", "no kind of vehicle that GTFS knows", "3 is a bus, 4 a ferry")
        names = dict.fromkeys(filter(None, (row["route_short_name"], row["route_long_name"])))
        lines[id] = Line(" ".join(names) or id, mode or "bus")
    return lines


def _shapes(found: Tables, faults: Faults) -> dict[str, tuple[tuple[float, float], ...]]:
    points: defaultdict[str, list[tuple[int, float, float]]] = defaultdict(list)
    for row in found["shapes.txt"]:
        cells = Cells("shapes.txt", row, faults)
        id, number = cells.text("shape_id"), cells.whole("shape_pt_sequence")
        lat, lon = cells.number("shape_pt_lat", 90), cells.number("shape_pt_lon", 180)
        if number is not None and lat is not None and lon is not None:
            points[id].append((number, lat, lon))
    return {id: tuple((lat, lon) for _, lat, lon in sorted(each)) for id, each in points.items()}


def _trips(
    found: Tables, faults: Faults, lines: Mapping[str, Line], days: Mapping[str, Service],
    shapes: Mapping[str, tuple[tuple[float, float], ...]],
) -> Iterator[tuple[str, Trip]]:  # fmt: skip
    known: dict[str, object] = {}
    for row in found["trips.txt"]:
        cells = Cells("trips.txt", row, faults)
        id, route = _once(cells, "trip_id", known), cells.known("route_id", lines, "route")
        known[id] = row
        service = cells.known("service_id", days, "service")
        shape = cells.known("shape_id", shapes, "shape") if row["shape_id"] else ""
        line = lines.get(route, Line("", "bus"))
        yield id, Trip(line.name, line.mode, (), days.get(service, Service()), shapes.get(shape, ()))


def _frequencies(found: Tables, faults: Faults, trips: Mapping[str, Trip]) -> dict[str, list[int]]:
    """By trip, the seconds it starts at: from the first on, before the end."""
    starts: defaultdict[str, list[int]] = defaultdict(list)
    total = len(trips)
    for row in found["frequencies.txt"]:
        cells = Cells("frequencies.txt", row, faults)
        trip, headway = cells.known("trip_id", trips, "trip"), cells.whole("headway_secs", least=1)
        first, end = (cells.clock(each) if cells.text(each) else None for each in ("start_time", "end_time"))
        if first is None or end is None or headway is None:
            continue
        if end <= first:
            cells.fault("end_time", "times-swapped", "it ends before it begins", "past midnight, write 25:10:00")
        elif total + len(range(first, end, headway)) > MOST_TRIPS:
            cells.fault("headway_secs", "too-large", f"it makes more than {MOST_TRIPS:,} trips", "cut the feed")
        else:
            starts[trip].extend(range(first, end, headway))
            total += len(range(first, end, headway))
    return starts


def _repeated(trip: Trip, starts: list[int] | None) -> Iterator[Trip]:
    """A trip, or what it is the pattern of."""
    if starts is None:
        yield trip
        return
    first = replace(trip.calls[0], arrive_s=trip.calls[0].depart_s)
    pattern = replace(trip, calls=(first, *trip.calls[1:]))
    for start in sorted(set(starts)):
        yield from moved([pattern], start - first.depart_s)
