"""Clock arithmetic on arrays: when a visit can begin."""

from __future__ import annotations

import numpy as np

from tourplanner.planning.problem import GRAIN_S, Ints

NEVER = np.int64(1 << 40)


def on_grain(seconds: Ints) -> Ints:
    """Rounded up to the next full five minutes."""
    rounded: Ints = -(-seconds // GRAIN_S) * GRAIN_S
    return rounded


def first_begin(arrive: Ints, opens: Ints, closes: Ints) -> Ints:
    """
    The earliest begin at or after ``arrive`` within the windows of the last axis, ``NEVER`` if there is none.

    ``opens`` and ``closes`` broadcast against ``arrive[..., None]`` and are sorted by opening.
    """
    ready = on_grain(arrive)
    begin = np.full(np.broadcast_shapes(ready.shape, opens.shape[:-1]), NEVER, dtype=np.int64)
    for window in range(opens.shape[-1] - 1, -1, -1):
        candidate = np.maximum(ready, opens[..., window])
        begin = np.where(candidate <= closes[..., window], candidate, begin)
    return begin
