"""
Label setting: half-built routes grow by one visit at a time, as rows of one table.

A label is a row of whole numbers (the columns below), a value, what it has paid of the bound's penalties, and a hope:
its value with the completion bound. Rows of one level lie together; ``PRED`` leads back to the label it grew from. Row
0 is the empty route.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tourplanner.planning.kernels.clock import first_begin, leaving, leg
from tourplanner.planning.kernels.jit import kernel
from tourplanner.planning.kernels.room import longer, longer_floats, twice
from tourplanner.planning.problem import GRAIN_S, Floats, Ints

LAST, READY, DRIVEN, ROAD, FAR, DATES, KEY, MIXED, PRED, ROLES, VILLAGES, ANCHORS, MEAL, AFTER = range(14)
"""Last visit; second it is over; minutes and seconds driven; metres, as in ``Ground.far``; bit set of dates; sum (xor)
of the visits' keys, and of all else that labels must share to compare; row grown from; bit set of roles; villages and
anchors met; meal number (one past the last: a visit was the meal) or -1, eaten after so many visits."""
COLUMNS = 14

WALKED = (1 << 31) - 1
"""The bits of a ``far`` that hold metres on foot; metres driven stand above them."""
DRIVEN_BIT = 31


class Ground(NamedTuple):
    """Everything about a shift that stays while prices change; arrays as in ``Problem``."""

    hours: Ints
    travel: Ints
    drive: Ints
    far: Ints
    """p x p: metres on foot, plus metres driven times 2 ** ``DRIVEN_BIT``."""
    place: Ints
    usable: Ints
    opens: Ints
    closes: Ints
    service: Ints
    dates: Ints
    ident: Ints
    village: Ints
    craft: Ints
    role: Ints
    anchor: Ints
    feeds: Ints
    swappable: npt.NDArray[np.bool_]
    before: Ints
    keys: Ints
    """2 x n: a random number for having visited each visit, and one for having visited it last."""
    meal_firsts: Ints
    """v + 1: where each village's part of ``meal_order`` begins."""
    meal_order: Ints
    meal_opens: Ints
    meal_closes: Ints
    meal_s: Ints
    meal_dates: Ints
    conditions: Ints
    """k x n: what each visit adds to k sums that every whole route keeps within ``lows`` and ``highs``."""
    lows: Ints
    highs: Ints
    growing: npt.NDArray[np.bool_]
    """Which of the sums never falls."""
    start: int
    end: int
    latest: int
    drive_cost: int
    drive_limit: int
    """Seconds; -1 for none."""
    walk_limit: int
    metre_limit: int
    """Metres on foot, metres driven; -1 for none."""
    per_craft: int
    """-1 for none."""
    stops_min: int
    villages_min: int
    villages_max: int
    roles_min: int
    anchors_min: int
    satellites_min: int
    lunch: bool


class Labels(NamedTuple):
    """
    The table of labels: rows, value in points, penalties paid, and hope, which is -inf for a label that another one
    dominates.
    """

    pool: Ints
    value: Floats
    paid: Floats
    hope: Floats


class Worth(NamedTuple):
    """Points in force, and the completion bound under them, as in ``Completion``."""

    visit: Floats
    village: Floats
    visit_penalty: Floats
    village_penalty: Floats
    """What the bound charges for a visit and for entering a village, towards what every route has to add up to."""
    table: npt.NDArray[np.float32]
    layers: Ints
    base: Ints
    element: Ints
    length: Ints
    slack: float
    """Added to every bound: what the penalties hand out in advance, and a hair for rounding."""
    origin: int
    step: int
    anchored: bool
    """Whether anchors are asked for: only then the bound tells who met one."""
    metre: float
    """What a metre driven costs; below 0 if metres need not be told apart."""


@kernel
def too_far(far: int, walk_limit: int, metre_limit: int) -> bool:
    """Whether metres on foot or driven exceed their limits."""
    on_foot, driven = far & WALKED, far >> DRIVEN_BIT
    return (walk_limit >= 0 and on_foot > walk_limit) or (metre_limit >= 0 and driven > metre_limit)


@kernel
def marked(
    pool: Ints, label: int, ident: Ints, village: Ints, craft: Ints, before: Ints, conditions: Ints,
    seen_ident: Ints, seen_village: Ints, seen_craft: Ints, crafts: Ints, barred: Ints, sums: Ints,
) -> int:  # fmt: skip
    """
    Mark what a label has seen, by writing its row number; its number of visits.

    ``crafts`` counts the visits of each craft seen, ``sums`` what the visits add to the conditions.
    """
    size, row = 0, label
    sums[:] = 0
    while pool[row, LAST] >= 0:
        visit = pool[row, LAST]
        seen_ident[ident[visit]] = label
        seen_village[village[visit]] = label
        kind = craft[visit]
        crafts[kind] = crafts[kind] + 1 if seen_craft[kind] == label else 1
        seen_craft[kind] = label
        for pair in range(len(before)):
            if before[pair, 1] == visit:
                barred[before[pair, 0]] = label
        for number in range(len(conditions)):
            sums[number] += conditions[number, visit]
        size += 1
        row = pool[row, PRED]
    return size


@kernel
def hashed(pool: Ints, heads: Ints, chain: Ints, begin: int, end: int) -> None:
    """Fill the table by which labels of one level are found."""
    heads[:] = -1
    for row in range(begin, end):
        at = pool[row, MIXED] & (len(heads) - 1)
        chain[row] = heads[at]
        heads[at] = row


@kernel
def place_for(
    pool: Ints, value: Floats, hope: Floats, heads: Ints, chain: Ints, count: int, mixed: int, key: int, last: int,
    dates: int, fed: bool, ready: int, worth: float, same: bool,
) -> int:  # fmt: skip
    """
    Where to write a label: ``count`` for a new row, the row of one it dominates, -1 if it is dominated itself.

    Others that it dominates lose their hope. With ``same``, only labels ready at the same second compare.
    """
    at = mixed & (len(heads) - 1)
    found, other = count, heads[at]
    while other >= 0:
        if (
            pool[other, MIXED] == mixed and pool[other, KEY] == key and pool[other, LAST] == last
            and pool[other, DATES] == dates and (pool[other, MEAL] >= 0) == fed and hope[other] > -np.inf
        ):  # fmt: skip
            then = pool[other, READY]
            if then <= ready and value[other] >= worth - 1e-6 and (then == ready or not same):
                return -1
            if ready <= then and worth >= value[other] - 1e-6 and (then == ready or not same):
                hope[other] = -np.inf
                found = other
        other = chain[other]
    if found == count:
        chain[count] = heads[at]
        heads[at] = count
    return int(found)


@kernel
def grown(
    ground: Ground, worth: Worth, labels: Labels, first: int, until: int, begin: int, count: int, left: int,
    floor: float, most: int,
) -> tuple[Labels, int, int]:  # fmt: skip
    """
    Every way to add one visit to the labels ``first`` to ``until``; the new ones are rows ``begin`` to ``count``.

    Only labels that hope for more than ``floor`` are made. Stops when there are more than ``most``. Returns the tables,
    which may have grown, the label to go on with and the new ``count``.
    """
    hours, travel, drive, place = ground.hours, ground.travel, ground.drive, ground.place
    metres, metre = ground.far, max(worth.metre, 0.0)
    on_foot, by_road = ground.walk_limit >= 0, ground.metre_limit >= 0 or worth.metre >= 0
    usable, opens, closes, service = ground.usable, ground.opens, ground.closes, ground.service
    ident, village, craft, dates = ground.ident, ground.village, ground.craft, ground.dates
    swappable, keys, points, entry = ground.swappable, ground.keys, worth.visit, worth.village
    conditions, growing, highs = ground.conditions, ground.growing, ground.highs
    meal_firsts, meal_order, meal_dates = ground.meal_firsts, ground.meal_order, ground.meal_dates
    meal_opens, meal_closes, meal_s = ground.meal_opens, ground.meal_closes, ground.meal_s
    table, clocks, hourly = worth.table, worth.table.shape[3] - 1, len(hours) > 1
    columns = worth.layers.shape[1] - 1
    pool, value, paid, hope = labels.pool, labels.value, labels.paid, labels.hope
    toll, gate = worth.visit_penalty, worth.village_penalty
    n, idents = len(ident), ident.max() + 1
    most_meals = int(np.max(meal_firsts[1:] - meal_firsts[:-1]))
    none = np.int64(-1)
    seen_ident, seen_village = np.full(idents, none), np.full(village.max() + 1, none)
    seen_craft, crafts = np.full(craft.max() + 1, none), np.zeros(craft.max() + 1, np.int64)
    barred, sums = np.full(n, none), np.zeros(len(conditions), np.int64)
    # Where and when one may leave: from the last visit, or from one of the tables of its village.
    leaves, leave_meal = np.empty((most_meals + 1, 5), np.int64), np.empty(most_meals + 1, np.int64)
    leave_dates = np.empty(most_meals + 1, np.int64)
    room = len(usable) * (1 + 2 * most_meals)
    chain, heads = np.empty(len(pool), np.int64), np.empty(twice(len(pool)), np.int64)
    hashed(pool, heads, chain, begin, count)
    for label in range(first, until):
        if count - begin > most:
            return Labels(pool, value, paid, hope), label, count
        if count + room > len(pool):
            size = max(2 * len(pool), count + room)
            pool, value = longer(pool, size), longer_floats(value, size)
            paid, hope = longer_floats(paid, size), longer_floats(hope, size)
            chain, heads = np.empty(size, np.int64), np.empty(twice(size), np.int64)
            hashed(pool, heads, chain, begin, count)
        size = marked(
            pool, label, ident, village, craft, ground.before, conditions, seen_ident, seen_village, seen_craft,
            crafts, barred, sums,
        )  # fmt: skip
        past = False
        for number in range(len(sums)):
            past = past or (growing[number] and sums[number] > highs[number])
        if past:
            continue
        last, ready, road, own_dates = pool[label, LAST], pool[label, READY], pool[label, ROAD], pool[label, DATES]
        driven, key, own_value = pool[label, DRIVEN], pool[label, KEY], value[label]
        hungry, met = ground.lunch and pool[label, MEAL] < 0, pool[label, VILLAGES]
        here = village[last] if last >= 0 else none
        leaves[0, 0], leaves[0, 1], leaves[0, 2], leaves[0, 3] = (
            place[last] if last >= 0 else ground.start, ready, driven, road
        )  # fmt: skip
        leaves[0, 4], leave_meal[0], leave_dates[0], ways = pool[label, FAR], -1, own_dates, 1
        if hungry and last >= 0:
            for each in range(meal_firsts[here], meal_firsts[here + 1]):
                meal = meal_order[each]
                spot = place[n + meal]
                arrive = ready + leg(hours, travel, ready, leaves[0, 0], spot)
                begins = max(-(-arrive // GRAIN_S) * GRAIN_S, meal_opens[meal])
                if begins <= meal_closes[meal] and own_dates & meal_dates[meal]:
                    far = leg(hours, drive, ready, leaves[0, 0], spot)
                    leaves[ways, 0], leaves[ways, 1] = spot, begins + meal_s[meal]
                    leaves[ways, 2], leaves[ways, 3] = driven + far // 60, road + far
                    leaves[ways, 4] = pool[label, FAR] + metres[leaves[0, 0], spot]
                    leave_meal[ways], leave_dates[ways] = meal, own_dates & meal_dates[meal]
                    ways += 1
        for number in range(len(usable)):
            visit = usable[number]
            there = village[visit]
            if seen_ident[ident[visit]] == label or barred[visit] == label or own_dates & dates[visit] == 0:
                continue
            if there != here and (seen_village[there] == label or met >= ground.villages_max):
                continue
            kind = craft[visit]
            if ground.per_craft >= 0 and seen_craft[kind] == label and crafts[kind] >= ground.per_craft:
                continue
            feeding = ground.feeds[visit] != 0
            if feeding and not hungry:
                continue
            others = 0
            if hungry and there != here:
                others = meal_firsts[there + 1] - meal_firsts[there]
            straight = hungry or last < 0 or not swappable[last, visit]
            gained = points[visit] + (entry[there] if there != here else 0.0)
            owed = paid[label] + toll[visit] + (gate[there] if there != here else 0.0)
            layer = worth.layers[left, min(columns, ground.villages_max - met - (1 if there != here else 0))]
            row = worth.base[visit]
            for bit in range(worth.length[visit]):
                one = worth.element[visit, bit]
                if one < idents:
                    row += (1 << bit) if seen_ident[one] == label else 0
                elif seen_village[one - idents] == label and one - idents != there:
                    row += 1 << bit
            anchors = pool[label, ANCHORS] + (ground.anchor[visit] if there != here else 0)
            for way in range(0 if straight else 1, 1 if feeding else ways + others):
                meal, after = none, pool[label, AFTER]
                if way < ways:
                    spot, now, minutes, far = leaves[way, 0], leaves[way, 1], leaves[way, 2], leaves[way, 3]
                    meal, on, length = leave_meal[way], leave_dates[way] & dates[visit], leaves[way, 4]
                else:
                    # The meal is in the village that is entered.
                    meal = meal_order[meal_firsts[there] + way - ways]
                    spot = place[n + meal]
                    arrive = ready + leg(hours, travel, ready, leaves[0, 0], spot)
                    begins = max(-(-arrive // GRAIN_S) * GRAIN_S, meal_opens[meal])
                    if begins > meal_closes[meal]:
                        continue
                    when = leaving(hours, travel, ready, begins, leaves[0, 0], spot) if hourly and last < 0 else ready
                    leg_s = leg(hours, drive, when, leaves[0, 0], spot)
                    now, minutes, far = begins + meal_s[meal], driven + leg_s // 60, road + leg_s
                    on = own_dates & meal_dates[meal] & dates[visit]
                    length = pool[label, FAR] + metres[leaves[0, 0], spot]
                begins = first_begin(opens, closes, visit, now + leg(hours, travel, now, spot, place[visit]))
                if begins < 0 or on == 0:
                    continue
                over = begins + service[visit]
                first_way = hourly and last < 0 and way == 0
                when = leaving(hours, travel, now, begins, spot, place[visit]) if first_way else now
                leg_s = leg(hours, drive, when, spot, place[visit])
                minutes, far = minutes + leg_s // 60, far + leg_s
                length += metres[spot, place[visit]]
                if over > ground.latest or (ground.drive_limit >= 0 and far > ground.drive_limit):
                    continue
                if too_far(length, ground.walk_limit, ground.metre_limit):
                    continue
                total = own_value + gained - (minutes - driven) * ground.drive_cost
                total -= metre * ((length >> DRIVEN_BIT) - (pool[label, FAR] >> DRIVEN_BIT))
                if feeding:
                    meal = np.int64(len(meal_opens))
                fed = not hungry or meal >= 0
                state = (2 if fed else 0) + (1 if anchors > 0 or not worth.anchored else 0)
                clock = min((over - worth.origin) // worth.step, clocks)
                hopes = total - owed + table[layer, row, state, clock] + worth.slack
                if hopes <= floor:
                    continue
                new_key = key ^ keys[0, visit]
                mixed = new_key ^ keys[1, visit] ^ on ^ (1 if fed else 0)
                if ground.drive_limit >= 0:
                    mixed ^= far << 24
                if on_foot:
                    mixed ^= (length & WALKED) * 1_000_000_007
                if by_road:
                    mixed ^= (length >> DRIVEN_BIT) * 998_244_353_123
                if hourly:
                    mixed ^= over << 40
                at = place_for(
                    pool, value, hope, heads, chain, count, mixed, new_key, visit, on, fed and ground.lunch, over,
                    total, hourly,
                )  # fmt: skip
                if at < 0:
                    continue
                pool[at, LAST], pool[at, READY], pool[at, DRIVEN], pool[at, ROAD] = visit, over, minutes, far
                pool[at, FAR] = length
                pool[at, DATES], pool[at, KEY], pool[at, MIXED], pool[at, PRED] = on, new_key, mixed, label
                pool[at, ROLES] = pool[label, ROLES] | ground.role[visit]
                pool[at, VILLAGES] = met + (1 if there != here else 0)
                pool[at, ANCHORS] = anchors
                pool[at, MEAL] = meal if meal >= 0 else pool[label, MEAL]
                pool[at, AFTER] = size if meal >= 0 else after
                value[at], paid[at], hope[at] = total, owed, hopes
                count = max(count, at + 1)
    return Labels(pool, value, paid, hope), until, count
