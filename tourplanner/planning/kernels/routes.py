"""From labels to whole routes: what a route needs, the last meal and the way home."""

from __future__ import annotations

import numpy as np

from tourplanner.planning.kernels.clock import leg
from tourplanner.planning.kernels.jit import kernel
from tourplanner.planning.kernels.labels import (
    AFTER,
    ANCHORS,
    DATES,
    DRIVEN,
    DRIVEN_BIT,
    FAR,
    KEY,
    LAST,
    MEAL,
    PRED,
    READY,
    ROAD,
    ROLES,
    VILLAGES,
    Ground,
    Labels,
    too_far,
)
from tourplanner.planning.kernels.room import longer, longer_floats
from tourplanner.planning.problem import GRAIN_S, Floats, Ints

FOUND_LABEL, FOUND_KEY, FOUND_MEAL, FOUND_AFTER, FOUND_DRIVEN, FOUND_METRES, FOUND_DATES, FOUND_NEXT = range(8)
FOUND_COLUMNS = 8
"""Columns of what is found: its label and key, the meal and after how many visits, minutes and metres driven, dates."""


@kernel
def finished(
    ground: Ground, labels: Labels, metre: float, begin: int, end: int, above: float, found: Ints, points: Floats,
    heads: Ints, count: int,
) -> tuple[Ints, Floats, Ints, int]:  # fmt: skip
    """
    Collect the whole routes worth more than ``above`` among the labels: the best of every set of visits.

    Where metres have a price (``metre`` is not below 0), the best of every set of visits and metres driven.
    ``found`` and ``points`` hold ``count`` of them so far, found by their keys through ``heads``; all may grow.
    """
    hours, travel, drive, place = ground.hours, ground.travel, ground.drive, ground.place
    conditions, lows, highs = ground.conditions, ground.lows, ground.highs
    meal_firsts, meal_order, meal_dates = ground.meal_firsts, ground.meal_order, ground.meal_dates
    pool, value, village, n = labels.pool, labels.value, ground.village, len(ground.village)
    none = np.int64(-1)
    for label in range(begin, end):
        size, row, kept = 0, label, True
        while pool[row, LAST] >= 0:
            size, row = size + 1, pool[row, PRED]
        met, anchors = pool[label, VILLAGES], pool[label, ANCHORS]
        roles, bits = 0, pool[label, ROLES]
        while bits:
            roles, bits = roles + (bits & 1), bits >> 1
        if (
            size < ground.stops_min or met < ground.villages_min or anchors < ground.anchors_min
            or met - anchors < ground.satellites_min or roles < ground.roles_min
        ):  # fmt: skip
            continue
        for number in range(len(conditions)):
            total, row = 0, label
            while pool[row, LAST] >= 0:
                total, row = total + conditions[number, pool[row, LAST]], pool[row, PRED]
            kept = kept and lows[number] <= total <= highs[number]
        if not kept:
            continue
        last, key = pool[label, LAST], pool[label, KEY]
        hungry, here = ground.lunch and pool[label, MEAL] < 0, village[last]
        ways = meal_firsts[here + 1] - meal_firsts[here] if hungry else 1
        for way in range(ways):
            now, spot, minutes, road = pool[label, READY], place[last], pool[label, DRIVEN], pool[label, ROAD]
            on, meal, after, length = pool[label, DATES], pool[label, MEAL], pool[label, AFTER], pool[label, FAR]
            if hungry:
                meal, after = meal_order[meal_firsts[here] + way], size
                arrive = now + leg(hours, travel, now, spot, place[n + meal])
                begins = max(-(-arrive // GRAIN_S) * GRAIN_S, ground.meal_opens[meal])
                on = on & meal_dates[meal]
                if begins > ground.meal_closes[meal] or on == 0:
                    continue
                far = leg(hours, drive, now, spot, place[n + meal])
                length += ground.far[spot, place[n + meal]]
                minutes, road, spot = minutes + far // 60, road + far, place[n + meal]
                now = begins + ground.meal_s[meal]
            far = leg(hours, drive, now, spot, ground.end)
            minutes, road = minutes + far // 60, road + far
            length += ground.far[spot, ground.end]
            total_value = value[label] - (minutes - pool[label, DRIVEN]) * ground.drive_cost
            total_value -= max(metre, 0.0) * ((length >> DRIVEN_BIT) - (pool[label, FAR] >> DRIVEN_BIT))
            if now + leg(hours, travel, now, spot, ground.end) > ground.latest or total_value <= above:
                continue
            if ground.drive_limit >= 0 and road > ground.drive_limit:
                continue
            if too_far(length, ground.walk_limit, ground.metre_limit):
                continue
            route_key = key if metre < 0 else key ^ ((length >> DRIVEN_BIT) * 998_244_353_123)
            if count == len(found):
                found, points = longer(found, 2 * count), longer_floats(points, 2 * count)
                heads = np.full(4 * count, none)
                for each in range(count):
                    at = found[each, FOUND_KEY] & (len(heads) - 1)
                    found[each, FOUND_NEXT] = heads[at]
                    heads[at] = each
            at = route_key & (len(heads) - 1)
            known = heads[at]
            while known >= 0 and found[known, FOUND_KEY] != route_key:
                known = found[known, FOUND_NEXT]
            if known < 0:
                known, count = count, count + 1
                found[known, FOUND_NEXT], heads[at] = heads[at], known
            elif total_value <= points[known] + 1e-9:
                continue
            found[known, FOUND_LABEL], found[known, FOUND_KEY], found[known, FOUND_DATES] = label, route_key, on
            found[known, FOUND_METRES] = length >> DRIVEN_BIT
            if meal == len(ground.meal_opens):
                meal, after = none, none
            found[known, FOUND_MEAL], found[known, FOUND_AFTER], found[known, FOUND_DRIVEN] = meal, after, minutes
            points[known] = total_value
    return found, points, heads, count
