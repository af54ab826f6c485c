"""
The backward programme of the completion bound, one number of visits after the other.

Tables are visit x state x clock in single precision; a state is 2 * fed + anchored.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tourplanner.planning.kernels.jit import kernel
from tourplanner.planning.problem import Ints

Singles = npt.NDArray[np.float32]


@kernel
def arrivals(
    after: Singles, ends: Ints, after_meal: Ints, meal_times: npt.NDArray[np.bool_], anchor: Ints, feeds: Ints,
    states: Ints, lunch: bool, out: Singles,
) -> None:  # fmt: skip
    """
    What arriving at a visit is worth, by the state before it.

    ``after`` is what being over is worth, ``ends`` the clock at which a visit is over that is reached at a clock,
    ``after_meal`` the clock after a meal on the way, ``feeds`` 1 for a visit that is the meal; clocks past the table
    are too late.
    """
    clocks = after.shape[2]
    for visit in range(len(ends)):
        for state in states:
            source = state | 1 if anchor[visit] else state
            fed = source | 2
            if feeds[visit]:
                # The visit is the meal: nobody comes who has eaten, nobody leaves hungry.
                source = fed
            for clock in range(clocks):
                over = ends[visit, clock]
                best = after[visit, source, over] if over < clocks else np.float32(-np.inf)
                if feeds[visit] and state >= 2:
                    best = np.float32(-np.inf)
                if lunch and state < 2 and not feeds[visit] and meal_times[clock] and after_meal[clock] < clocks:
                    over = ends[visit, after_meal[clock]]
                    if over < clocks:
                        best = max(best, after[visit, fed, over])
                out[visit, state, clock] = best


@kernel
def moved(
    firsts: Ints, target: Ints, offset: Ints, gain: Singles, arrive: Singles, states: Ints, best: Singles
) -> None:
    """
    Raise ``best`` to what the best next visit of every state is worth.

    Visit i may go on to ``target[firsts[i]:firsts[i + 1]]``, which takes ``offset`` clocks and gains ``gain`` points,
    while the meal is due (column 0) and after (1).
    """
    clocks = best.shape[2]
    for visit in range(len(firsts) - 1):
        for pair in range(firsts[visit], firsts[visit + 1]):
            late, other = offset[pair], target[pair]
            for state in states:
                more = gain[pair, state >> 1]
                if more == -np.inf or late >= clocks:
                    continue
                row, source = best[visit, state], arrive[other, state]
                for clock in range(clocks - late):
                    worth = source[clock + late] + more
                    row[clock] = worth if worth > row[clock] else row[clock]
