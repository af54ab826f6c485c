"""How long a leg takes and when a visit can begin: the clock arithmetic that compiled loops share."""

from __future__ import annotations

from tourplanner.planning.kernels.jit import kernel
from tourplanner.planning.problem import GRAIN_S, Ints


@kernel
def leg(hours: Ints, table: Ints, depart: int, origin: int, target: int) -> int:
    """
    Seconds from ``origin`` to ``target`` for who departs at ``depart``.

    ``table`` is h x p x p for the h seconds of day in ``hours``: linear in between, rounded down, constant before the
    first and after the last.
    """
    last = len(hours) - 1
    if last == 0 or depart <= hours[0]:
        return int(table[0, origin, target])
    if depart >= hours[last]:
        return int(table[last, origin, target])
    row = 0
    while hours[row + 1] <= depart:
        row += 1
    low, high = table[row, origin, target], table[row + 1, origin, target]
    return int(low + (high - low) * (depart - hours[row]) // (hours[row + 1] - hours[row]))


@kernel
def leaving(hours: Ints, table: Ints, earliest: int, begin: int, origin: int, target: int) -> int:
    """
    When a day's first leg leaves: the last full five minutes with which it still reaches what begins at ``begin``.

    Never before ``earliest``, from which it is reached in any case; ``earliest`` itself if no full five minutes do.
    """
    depart = begin // GRAIN_S * GRAIN_S
    while depart > earliest and depart + leg(hours, table, depart, origin, target) > begin:
        depart -= GRAIN_S
    return int(max(depart, earliest))


@kernel
def first_begin(opens: Ints, closes: Ints, visit: int, arrive: int) -> int:
    """The earliest full five minutes at or after ``arrive`` within the visit's windows, -1 if there are none."""
    ready = -(-arrive // GRAIN_S) * GRAIN_S
    for window in range(opens.shape[1]):
        begin = max(ready, opens[visit, window])
        if begin <= closes[visit, window]:
            return int(begin)
    return -1
