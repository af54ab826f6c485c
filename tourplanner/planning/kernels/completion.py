"""
The backward programme of the completion bound, one number of visits after the other.

Tables are row x state x clock in single precision: a row is a visit with what is remembered there of earlier ones, a
state is 2 * fed + anchored.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tourplanner.planning.kernels.jit import kernel
from tourplanner.planning.problem import Floats, Ints

Singles = npt.NDArray[np.float32]


@kernel
def arrived(row: int, state: int, clock: int, visits: Ints, ends: Ints, anchor: Ints, feeds: Ints) -> tuple[int, int]:
    """
    The state and the clock when the visit of a row is over that is reached in a state at a clock.

    ``ends`` is n x clocks; a clock past the table is too late. ``feeds`` is 1 for a visit that is the meal: nobody
    comes who has eaten, nobody leaves hungry.
    """
    visit, clocks = visits[row], ends.shape[1]
    if clock >= clocks or (feeds[visit] and state >= 2):
        return state, clocks
    return state | (1 if anchor[visit] else 0) | (2 if feeds[visit] else 0), int(ends[visit, clock])


@kernel
def arrivals(
    after: Singles, visits: Ints, ends: Ints, anchor: Ints, feeds: Ints, states: Ints, out: Singles
) -> None:
    """What arriving at each row is worth (layer x row x state x clock), from what being over is worth (``after``)."""
    clocks = after.shape[3]
    for layer in range(len(after)):
        for row in range(len(visits)):
            for state in states:
                for clock in range(clocks):
                    then, over = arrived(row, state, clock, visits, ends, anchor, feeds)
                    out[layer, row, state, clock] = (
                        after[layer, row, then, over] if over < clocks else np.float32(-np.inf)
                    )


@kernel
def moved(
    firsts: Ints, target: Ints, pair: Ints, visits: Ints, entering: Ints, offset: Ints, meal: Ints, gain: Singles,
    spans: Ints, arrive: Singles, states: Ints, best: Singles,
) -> None:  # fmt: skip
    """
    Raise ``best`` (layer x row x state x clock) to what the best next visit of every state is worth.

    Row i may go on to ``target[firsts[i]:firsts[i + 1]]`` by the moves ``pair``. A move takes ``offset`` clocks and
    gains ``gain`` points: while the meal is due (column 0), when it is had (1), and with the meal on the way (2). That
    is possible up to the clock ``meal[:, 2]``, takes ``meal[:, 0]`` clocks, and is not over before the clock
    ``meal[:, 1]``. Layer k may enter k more villages, the last of ``arrive`` any number; ``entering`` is 1 for a move
    to another village. A visit is over within the clocks ``spans[fed]``, the second excluded.
    """
    for layer in range(len(best)):
        for here in range(len(firsts) - 1):
            for way in range(firsts[here], firsts[here + 1]):
                move, other = pair[way], target[way]
                if layer < entering[move]:
                    continue
                source_layer = min(layer - entering[move], len(arrive) - 1)
                late, taken, over, clocks = offset[move], meal[move, 0], meal[move, 1], best.shape[3]
                for state in states:
                    row = best[layer, here, state]
                    begin, end = spans[state >> 1, visits[here], 0], spans[state >> 1, visits[here], 1]
                    last = min(meal[move, 2] + 1, end)
                    more = gain[move, state >> 1]
                    if more > -np.inf:
                        source = arrive[source_layer, other, state]
                        for clock in range(begin, min(end, clocks - late)):
                            worth = source[clock + late] + more
                            row[clock] = worth if worth > row[clock] else row[clock]
                    more = gain[move, 2]
                    if state < 2 and more > -np.inf and over < clocks:
                        source = arrive[source_layer, other, state | 2]
                        # Before this clock one waits for the table.
                        free = max(begin, over - taken)
                        worth = source[over] + more
                        for clock in range(begin, min(free, last)):
                            row[clock] = worth if worth > row[clock] else row[clock]
                        for clock in range(free, min(last, clocks - taken)):
                            worth = source[clock + taken] + more
                            row[clock] = worth if worth > row[clock] else row[clock]


@kernel
def reached(
    firsts: Ints, target: Ints, offset: Ints, offset_up: Ints, meal: Ints, meal_up: Ints, ends: Ints, ends_up: Ints,
    feeds: Ints, spans: Ints, out: Ints,
) -> None:  # fmt: skip
    """
    Within which clocks the next visit can be over, by those of the last; meal due or had x n x 2, the second excluded.

    The first clock is as if everything were over a little earlier than it is, the last as if it were a little later.
    """
    clocks = ends.shape[1]
    for fed in range(2):
        for visit in range(len(firsts) - 1):
            begin, end = spans[fed, visit, 0], spans[fed, visit, 1]
            if begin >= end:
                continue
            for move in range(firsts[visit], firsts[visit + 1]):
                other = target[move]
                reach(
                    ends[other], ends_up[other], begin + offset[move], min(end - 1 + offset_up[move], clocks - 1),
                    out[fed | feeds[other], other],
                )  # fmt: skip
                if fed == 0 and begin <= meal[move, 2]:
                    latest = max(end - 1 + meal_up[move, 0], meal_up[move, 1])
                    reach(
                        ends[other], ends_up[other], max(begin + meal[move, 0], meal[move, 1]), min(latest, clocks - 1),
                        out[1, other],
                    )  # fmt: skip


@kernel
def reach(ends: Ints, ends_up: Ints, first: int, last: int, span: Ints) -> None:
    """Widen the span in which a visit can be over by what reaching it from the clock ``first`` to ``last`` adds."""
    if first < len(ends) and ends[first] < len(ends):
        span[0], span[1] = min(span[0], ends[first]), max(span[1], min(ends_up[last] + 1, len(ends)))


@kernel
def begun(
    table: Singles, layer: int, base: Ints, visits: Ints, ends: Ints, anchor: Ints, feeds: Ints, begins: Floats,
    clock: Ints, state: int, worth: Floats, over: Ints, after: Ints,
) -> None:  # fmt: skip
    """
    What the best relaxed route is worth that begins with each visit, when that is over, and the state after it.

    All are 2 x n: straight from the start, and after a meal. A first visit gains ``begins`` and is reached at
    ``clock``.
    """
    for fed in range(2 if state < 2 else 1):
        for first in range(begins.shape[1]):
            then, until = arrived(base[first], state | (2 * fed), clock[fed, first], visits, ends, anchor, feeds)
            after[fed, first], over[fed, first] = then, until
            if until < ends.shape[1]:
                worth[fed, first] = table[layer, base[first], then, until] + begins[fed, first]


@kernel
def walked(
    table: Singles, layers: Ints, visits: Ints, ends: Ints, anchor: Ints, feeds: Ints, firsts: Ints, target: Ints,
    pair: Ints, entering: Ints, offset: Ints, meal: Ints, gain: Singles, base: Ints, far: Singles, far_meal: Ints,
    row: int, over: int, now: int, path: Ints,
) -> None:  # fmt: skip
    """
    Follow the tables from a first row that is over at a clock, in a state: ``path`` gets the visits that are best.

    From any visit, however far, ``far`` (if it is not empty) is gained, and ``far_meal`` is like ``meal``, its fourth
    number the clocks without one. ``layers[left, villages]`` is the table for so many visits and villages to come.
    """
    clocks, left, size = ends.shape[1], len(layers) - 1, 0
    more_villages = layers.shape[1] - 1
    while row >= 0:
        path[size] = visits[row]
        size += 1
        best, following, ready, then, entered = float(table[0, row, now, over]), -1, 0, now, 0
        ways = firsts[row + 1] - firsts[row]
        for number in range(ways + len(far) if left > 0 else 0):
            if number < ways:
                other, move = target[firsts[row] + number], pair[firsts[row] + number]
                straight, more, with_meal, enters = offset[move], gain[move, now >> 1], gain[move, 2], entering[move]
                taken, until, last = meal[move, 0], meal[move, 1], meal[move, 2]
            else:
                other, more, with_meal, enters = base[number - ways], far[number - ways], far[number - ways], 0
                taken, until, last, straight = far_meal
            if more_villages < enters:
                continue
            layer = layers[left - 1, more_villages - enters]
            for eats in range(2 if now < 2 and over <= last else 1):
                reach = max(over + taken, until) if eats else over + straight
                after, done = arrived(other, now | (2 * eats), reach, visits, ends, anchor, feeds)
                if done < clocks:
                    worth = table[layer, other, after, done] + (with_meal if eats else more)
                    if worth > best:
                        best, following, ready, then, entered = worth, other, done, after, enters
        row, over, now, left, more_villages = following, ready, then, left - 1, more_villages - entered


@kernel
def expanded(
    firsts: Ints, target: Ints, ident: Ints, village: Ints, idents: int, element: Ints, length: Ints, base: Ints,
    room: int,
) -> tuple[Ints, Ints, Ints]:  # fmt: skip
    """
    The moves between rows, as first move of each row, row moved to, and move between visits that it stands for.

    Row ``base[i] + s`` is visit i with the set s of the ``length[i]`` elements remembered there, each an ident or
    ``idents`` and a village. What is remembered as visited or left is not moved to. ``room`` is at least their number.
    """
    heads, to, pair, count = np.empty(base[-1] + 1, np.int64), np.empty(room, np.int64), np.empty(room, np.int64), 0
    for visit in range(len(firsts) - 1):
        for known in range(1 << length[visit]):
            heads[base[visit] + known] = count
            for move in range(firsts[visit], firsts[visit + 1]):
                other, left, barred = target[move], np.int64(-1), False
                if village[other] != village[visit]:
                    left = idents + village[visit]
                for each in range(length[visit]):
                    one = element[visit, each]
                    again = one == ident[other] or one == idents + village[other]
                    barred = barred or (again and known >> each & 1 > 0)
                if barred:
                    continue
                then = 0
                for bit in range(length[other]):
                    one = element[other, bit]
                    kept = one == ident[visit] or one == left
                    for each in range(length[visit]):
                        kept = kept or (known >> each & 1 and element[visit, each] == one)
                    then |= (1 << bit) if kept else 0
                to[count], pair[count] = base[other] + then, move
                count += 1
    heads[-1] = count
    return heads, to[:count].copy(), pair[:count].copy()
