"""
When one arrives by timetable, by trying everything: an independent judge.

A plain search over (stop, second, trips taken), one departure at a time, from every stop that one may walk or drive to.
"""

from heapq import heappop, heappush
from math import asin, ceil, cos, inf, radians, sin, sqrt

from tourplanner.travel.geodesic import EARTH_RADIUS_M


def apart_m(here, there):
    a, b = radians(here.lat), radians(there.lat)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(there.lon - here.lon) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(half))


def up(value, step=1):
    """Rounded up to whole steps, but for a hair."""
    return ceil(value / step - 1e-6 / step) * step


def walk_s(travel, here, there):
    pace = travel.walking_kmh / 3.6
    padding = up(sqrt((here.accuracy_m**2 + there.accuracy_m**2) / 2) * travel.detour / pace)
    return up(up(apart_m(here, there) * travel.detour) / pace) + padding


def walked_to(travel, place, trips):
    """Of each course the nearest stop within reach, with the seconds there."""
    places = {stop.id: stop.place for stop in travel.timetable.stops}
    order = [stop.id for stop in travel.timetable.stops]
    found = {}
    for trip in trips:
        stop = min({call.stop for call in trip.calls}, key=lambda id: (apart_m(place, places[id]), order.index(id)))
        if apart_m(place, places[stop]) <= travel.reach_m:
            found[stop] = walk_s(travel, place, places[stop])
    return found


def arrival(travel, trips, out, into, depart):
    """
    The earliest arrival with two trips at most, infinite if there is none.

    ``out`` and ``into`` are seconds to and from stops. One leaves at whole ``step_s`` and arrives at whole minutes.
    """
    best, seen = inf, set()
    leaves = up(depart, travel.step_s)
    queue = [(leaves + seconds + travel.ahead_s, 0, stop) for stop, seconds in out.items()]
    queue.sort()
    while queue:
        second, taken, stop = heappop(queue)
        if (second, taken, stop) in seen or taken == 2:
            continue
        seen.add((second, taken, stop))
        for trip in trips:
            for at, call in enumerate(trip.calls):
                if call.stop == stop and call.boards and call.depart_s >= second:
                    for later in trip.calls[at + 1 :]:
                        if later.alights:
                            if later.stop in into:
                                best = min(best, up(later.arrive_s + into[later.stop], 60))
                            heappush(queue, (later.arrive_s + travel.transfer_s, taken + 1, later.stop))
    return best
