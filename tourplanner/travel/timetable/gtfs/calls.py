"""The calls of a feed's trips, with the times between timepoints filled in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import cos, hypot, radians

from tourplanner.travel.timetable.gtfs.cells import Cells
from tourplanner.travel.timetable.gtfs.files import Faults, Tables
from tourplanner.travel.timetable.values import Call, Stop

FILE = "stop_times.txt"


@dataclass(slots=True)
class Timing:
    """A row of stop_times.txt; ``along`` is its distance in any unit."""

    cells: Cells
    sequence: int | None
    stop: str
    arrive: int | None
    depart: int | None
    along: float | None


def calls(
    tables: Tables, trips: Mapping[str, object], stops: Mapping[str, Stop], faults: Faults
) -> dict[str, tuple[Call, ...]]:
    """
    By trip, in the order of stop_sequence.

    Times may be missing but at a trip's ends. One of arrival and departure stands for both; where both are missing they
    follow from the times before and after in proportion to shape_dist_traveled or, without it, to straight distances.
    """
    rows: defaultdict[str, list[Timing]] = defaultdict(list)
    for row in tables[FILE]:
        cells = Cells(FILE, row, faults)
        trip, stop = cells.known("trip_id", trips, "trip"), cells.known("stop_id", stops, "stop")
        sequence = cells.whole("stop_sequence")
        arrive, depart = cells.clock("arrival_time"), cells.clock("departure_time")
        along = cells.number("shape_dist_traveled", 1e9) if row["shape_dist_traveled"] else None
        for column in ("pickup_type", "drop_off_type"):
            cells.choice(column, "0123", "0")
        arrive, depart = arrive if arrive is not None else depart, depart if depart is not None else arrive
        rows[trip].append(Timing(cells, sequence, stop, arrive, depart, along))
    return {trip: _calls(found, stops) for trip, found in rows.items()}


def _calls(rows: Sequence[Timing], stops: Mapping[str, Stop]) -> tuple[Call, ...]:
    timings = sorted((each for each in rows if each.sequence is not None), key=lambda each: each.sequence or 0)
    # A trip with a row that has no place in it cannot be judged as a whole.
    if len(timings) < len(rows) or not _sound(timings) or any(each.stop not in stops for each in timings):
        return ()
    _interpolate(timings, stops)
    return tuple(
        Call(each.stop, each.arrive, each.depart, each.cells.row["pickup_type"] != "1",
             each.cells.row["drop_off_type"] != "1")
        for each in timings
        if each.arrive is not None and each.depart is not None
    )  # fmt: skip


def _sound(timings: Sequence[Timing]) -> bool:
    """Whether the order and the times that are given make sense; notes where not."""
    before = len(timings[0].cells.faults.problems)
    for end in dict.fromkeys((0, len(timings) - 1)):
        if timings[end].arrive is None and not _unreadable(timings[end]):
            timings[end].cells.fault("arrival_time", "time-missing", "a trip's ends need times", "add it")
    if len(timings) < 2:
        timings[0].cells.fault("trip_id", "trip-short", "a trip needs two stops", "add one or remove the trip")
    for one, other in pairwise(timings):
        if one.sequence == other.sequence:
            other.cells.fault("stop_sequence", "sequence-twice", "the trip has this number twice", "number them anew")
    _forward(timings)
    return len(timings[0].cells.faults.problems) == before


def _unreadable(timing: Timing) -> bool:
    """Whether there are times that were noted already."""
    return bool(timing.cells.row["arrival_time"] or timing.cells.row["departure_time"])


def _forward(timings: Sequence[Timing]) -> None:
    last = 0
    for each in timings:
        for column, second in (("arrival_time", each.arrive), ("departure_time", each.depart)):
            if second is not None and second < last:
                each.cells.fault(column, "time-back", "the trip runs back in time", "past midnight, write 24:10:00")
            last = last if second is None else max(second, last)


def _interpolate(timings: Sequence[Timing], stops: Mapping[str, Stop]) -> None:
    given = [at for at, each in enumerate(timings) if each.arrive is not None]
    for start, end in pairwise(given):
        begin, until = timings[start].depart, timings[end].arrive
        shares = _shares(timings[start : end + 1], stops)
        for each, share in zip(timings[start + 1 : end], shares, strict=True):
            assert begin is not None
            assert until is not None
            each.arrive = each.depart = begin + int(share * (until - begin))


def _shares(timings: Sequence[Timing], stops: Mapping[str, Stop]) -> list[float]:
    """How far along the inner stops of a stretch are, 0 to 1."""
    along = [each.along for each in timings if each.along is not None]
    if len(along) < len(timings) or sorted(along) != along:
        at = [(stops[each.stop].place.lat, stops[each.stop].place.lon) for each in timings]
        steps = [hypot(b[0] - a[0], (b[1] - a[1]) * cos(radians(a[0]))) for a, b in pairwise(at)]
        along = list(accumulate(steps, initial=0.0))
    length = along[-1] - along[0]
    return [(each - along[0]) / length if length else 0.0 for each in along[1:-1]]
