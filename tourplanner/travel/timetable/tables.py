"""Pairs as the tables of a ``TravelMatrix``."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from tourplanner.travel.hours import first_in_first_out
from tourplanner.travel.times import TravelMatrix, Whole
from tourplanner.travel.timetable.days import DAY_S
from tourplanner.travel.timetable.lines import ride_m
from tourplanner.travel.timetable.pairs import Leg, Pairs

Legs = dict[tuple[int, int], Leg]


def table(pairs: Pairs) -> TravelMatrix:
    """All pairs; where none rides and none walks an island, the base's own matrix."""
    n = len(pairs.places)
    legs = {pair: pairs.leg(*pair) for pair in permutations(range(n), 2)}
    if all(leg.timed is None and leg.way == pairs.ground.way(*pair) for pair, leg in legs.items()):
        return pairs.travel.ground.matrix(pairs.places)
    hours = _hours(pairs, legs)
    by_hour = np.zeros((len(hours), n, n), dtype=np.int64)
    metres, padding = (np.zeros((n, n), dtype=np.int64) for _ in range(2))
    stays = [pairs.ground.way(place, place) for place in range(n)]
    walked = np.diag([stay is not None and stay.walked for stay in stays])
    for (origin, target), leg in legs.items():
        by_hour[:, origin, target] = _seconds(leg, hours)
        metres[origin, target], padding[origin, target] = _metres(pairs, leg), _padding_s(leg)
        walked[origin, target] = leg.timed is None and leg.way is not None and leg.way.walked
    return TravelMatrix.hourly(
        hours, first_in_first_out(hours, by_hour), metres=metres, padding_s=padding, walked=walked
    )


def _hours(pairs: Pairs, legs: Legs) -> Whole:
    """All seconds at which some pair's line bends: in between everything is straight."""
    hours = {0} | {hour for hour in pairs.ground.hours if 0 <= hour <= DAY_S}
    timed = [leg.timed for leg in legs.values() if leg.timed is not None]
    if timed:
        hours |= {DAY_S}.union(*(each.hours for each in timed))
    return np.array(sorted(hours), dtype=np.int64)


def _seconds(leg: Leg, hours: Whole) -> Whole:
    if leg.timed is not None:
        return leg.timed.arrival(hours) - hours
    assert leg.way is not None
    return leg.way.at(hours)


def _metres(pairs: Pairs, leg: Leg) -> int:
    if leg.trek is None:
        return 0 if leg.way is None else leg.way.metres
    return leg.trek.journey.door.way.metres + ride_m(pairs, leg.trek) + leg.trek.out.way.back.metres


def _padding_s(leg: Leg) -> int:
    if leg.trek is None:
        return 0 if leg.way is None else leg.way.padding_s
    return leg.trek.journey.door.way.padding_s + leg.trek.out.way.back.padding_s
