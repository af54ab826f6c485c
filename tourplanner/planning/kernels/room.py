"""Tables that grow, for compiled loops."""

from __future__ import annotations

import numpy as np

from tourplanner.planning.kernels.jit import kernel
from tourplanner.planning.problem import Floats, Ints


@kernel
def longer(table: Ints, size: int) -> Ints:
    """The same rows with room for more."""
    more = np.empty((size, table.shape[1]), np.int64)
    more[: len(table)] = table
    return more


@kernel
def longer_floats(table: Floats, size: int) -> Floats:
    """The same numbers with room for more."""
    more = np.empty(size, np.float64)
    more[: len(table)] = table
    return more


@kernel
def twice(size: int) -> int:
    """A power of two, at least twice the size."""
    power = 1024
    while power < 2 * size:
        power *= 2
    return power
