"""Travel by timetable arrives when a search that tries everything does."""

from itertools import permutations
from math import inf

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from timetable_cases import RIVER, Banks
from timetable_judge import arrival, up, walked_to

from tourplanner.errors import NoRouteError
from tourplanner.model import Place
from tourplanner.travel import GeodesicTravel, HourlyTravel
from tourplanner.travel.timetable import Call, Stop, Timetable, TimetableTravel, Trip

DAY, WEEK = 86_400, 7 * 86_400
NEAR = st.floats(-0.03, 0.03, allow_nan=False).map(lambda value: round(value, 5))
SPOTS = st.builds(
    lambda lat, lon, accuracy: Place(lat=21 + lat, lon=RIVER + lon, accuracy_m=accuracy), NEAR, NEAR,
    st.sampled_from([0, 0, 50, 400]),
)  # fmt: skip


@st.composite
def timetables(draw):
    """A handful of stops on both banks and of trips in any order, some with marks, waits, or no time at all."""
    places = draw(st.lists(SPOTS, min_size=2, max_size=5))
    stops = tuple(Stop(f"s{n}", f"S{n}", place) for n, place in enumerate(places))
    trips = []
    for number in range(draw(st.integers(1, 6))):
        second, calls = draw(st.integers(4 * 60, 26 * 60)) * 60, []
        for _ in range(draw(st.integers(2, 4))):
            wait = draw(st.sampled_from([0, 0, 60, 600]))
            boards, alights = draw(st.sampled_from([(True, True)] * 4 + [(False, True), (True, False)]))
            calls.append(Call(draw(st.sampled_from(stops)).id, second, second + wait, boards, alights))
            second += wait + draw(st.sampled_from([0, 60, 90, 300, 1800, 7200]))
        trips.append(Trip(f"L{number}", "bus", tuple(calls)))
    return Timetable(stops, tuple(trips))


OPTIONS = st.fixed_dictionaries(
    {"reach_m": st.sampled_from([800.0, 3000.0]), "ahead_s": st.sampled_from([0, 300, 7]),
     "transfer_s": st.sampled_from([1, 60, 600]), "step_s": st.sampled_from([1, 7, 60, 900])}
)  # fmt: skip
MOMENTS = st.lists(st.integers(0, DAY), min_size=4, max_size=10)


def running(travel):
    """The trips of a day like all others: its own, those of the night before, those of the next."""

    def moved(trip, by):
        calls = [Call(c.stop, c.arrive_s + by, c.depart_s + by, c.boards, c.alights) for c in trip.calls]
        return Trip(trip.line, trip.mode, tuple(calls))

    trips = travel.timetable.trips
    today = [*trips, *(moved(trip, -DAY) for trip in trips if trip.calls[-1].depart_s > DAY)]
    return today, today + [moved(trip, DAY) for trip in trips]


def probes(matrix, moments):
    """Moments, and the seconds around each hour of the tables."""
    hours = matrix.hours.tolist()
    return sorted({each for hour in hours for each in (hour - 1, hour, hour + 1) if 0 <= each <= DAY} | set(moments))


def last_arrival(travel, trips, out, into):
    """Of all departures of a day, the latest arrival; infinite if there is none."""
    leaves = {call.depart_s - travel.ahead_s - walk for trip in trips for call in trip.calls for walk in out.values()}
    whole = {each - each % travel.step_s for each in leaves}
    found = [arrival(travel, trips, out, into, each) for each in whole if each >= 0]
    return max((each for each in found if each < inf), default=inf)


@settings(max_examples=120, deadline=None)
@given(table=timetables(), options=OPTIONS, places=st.lists(SPOTS, min_size=2, max_size=3), moments=MOMENTS)
def test_on_foot_and_by_trip_alone(table, options, places, moments):
    travel = TimetableTravel(None, table, **options)
    _, everything = running(travel)
    origin, target = places[:2]
    assume(travel.afoot.walks(places[:2])[0][0, 1] > travel.reach_m)
    for here, there in ((origin, target), (target, origin)):
        out, into = (walked_to(travel, place, everything) for place in (here, there))
        first = arrival(travel, everything, out, into, 0)
        if first == inf:
            with pytest.raises(NoRouteError):
                travel.matrix([origin, target])
            return
    matrix = travel.matrix([origin, target])
    out, into = (walked_to(travel, place, everything) for place in (origin, target))
    for second in probes(matrix, moments):
        expected = arrival(travel, everything, out, into, second)
        if expected == inf:
            expected = arrival(travel, everything, out, into, 0) + WEEK
        assert second + matrix.leg_s(0, 1, second) == expected


@settings(max_examples=80, deadline=None)
@given(table=timetables(), options=OPTIONS, places=st.lists(SPOTS, min_size=2, max_size=2), moments=MOMENTS)
def test_whichever_is_there_earlier(table, options, places, moments):
    base = GeodesicTravel(minutes_at_1_km=40.0)
    travel = TimetableTravel(base, table, everywhere=True, **options)
    trips = running(travel)[0]
    matrix, driven = travel.matrix(places), base.matrix(places).seconds
    for here, there in permutations(range(2)):
        out, into = (walked_to(travel, places[each], running(travel)[1]) for each in (here, there))
        for second in probes(matrix, moments):
            ridden = arrival(travel, trips, out, into, second)
            # One leaves to ride at whole steps: the base serves up to the last at which it is no later.
            rides = ridden < up(second, options["step_s"]) + driven[here, there]
            assert second + matrix.leg_s(here, there, second) == (ridden if rides else second + driven[here, there])


@settings(max_examples=80, deadline=None)
@given(table=timetables(), options=OPTIONS, places=st.lists(SPOTS, min_size=2, max_size=2), moments=MOMENTS)
def test_by_a_pair_of_stops_until_the_last_trip(table, options, places, moments):
    base, pair = GeodesicTravel(), (table.stops[0].id, table.stops[1].id)
    travel = TimetableTravel(base, table, by=[pair], **options)
    today, everything = running(travel)
    out, into = (walked_to(travel, place, everything) for place in places)
    out, into = ({stop: found[stop]} if stop in found else {} for stop, found in zip(pair, (out, into), strict=True))
    matrix, driven = travel.matrix(places), int(base.matrix(places).seconds[0, 1])
    last = last_arrival(travel, today, out, into)
    for second in probes(matrix, moments):
        timed = arrival(travel, today, out, into, second)
        other = second + driven if last == inf else max(last, second + driven)
        assert second + matrix.leg_s(0, 1, second) == (other if timed == inf else timed)


@settings(max_examples=60, deadline=None)
@given(table=timetables(), options=OPTIONS, places=st.lists(SPOTS, min_size=2, max_size=2), moments=MOMENTS)
def test_driven_to_the_quay_where_there_is_no_bridge(table, options, places, moments):
    west, east = (min(places, key=lambda place: place.lon), max(places, key=lambda place: place.lon))
    assume(west.lon <= RIVER < east.lon)
    base, quays = Banks(), [stop.id for stop in table.stops]
    travel = TimetableTravel(base, table, drive_to=quays, **options)
    everything = running(travel)[1]
    doors = []
    for place in (west, east):
        found = walked_to(travel, place, everything)
        for stop in table.stops:
            if (stop.place.lon <= RIVER) == (place.lon <= RIVER):
                driven = int(base.matrix([place, stop.place]).seconds[0, 1])
                found[stop.id] = min(driven, found.get(stop.id, driven))
        doors.append(found)
    if inf in (arrival(travel, everything, *doors, 0), arrival(travel, everything, *doors[::-1], 0)):
        with pytest.raises(NoRouteError):
            travel.matrix([west, east])
        return
    matrix = travel.matrix([west, east])
    for second in probes(matrix, moments):
        expected = arrival(travel, everything, *doors, second)
        if expected == inf:
            expected = arrival(travel, everything, *doors, 0) + WEEK
        assert second + matrix.leg_s(0, 1, second) == expected


@settings(max_examples=20, deadline=None)
@given(table=timetables(), options=OPTIONS, places=st.lists(SPOTS, min_size=2, max_size=3), moments=MOMENTS)
def test_over_times_by_the_hour_none_is_there_too_early_or_much_later(table, options, places, moments):
    base = HourlyTravel(GeodesicTravel(minutes_at_1_km=40.0), {"07:00": 1.0, "08:13": 1.7, "09:00": 1.1})
    travel = TimetableTravel(base, table, everywhere=True, **options)
    matrix, driven = travel.matrix(places), base.matrix(places)
    trips = running(travel)[0]
    for here, there in permutations(range(len(places)), 2):
        out, into = (walked_to(travel, places[each], running(travel)[1]) for each in (here, there))
        for second in probes(matrix, moments):
            took = matrix.leg_s(here, there, second)
            best = min(driven.leg_s(here, there, second), arrival(travel, trips, out, into, second) - second)
            leaves = up(second, options["step_s"])
            assert best <= took <= leaves + driven.leg_s(here, there, leaves) + 1 - second
        departs = np.array(probes(matrix, moments))
        assert (np.diff(departs + matrix.legs_s(here, there, departs)) >= 0).all()
