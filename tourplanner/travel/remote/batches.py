"""What is not known yet of a table, as few requests within a service's limits."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from tourplanner.travel.remote.engine import Limits

Batch = tuple[list[int], list[int]]
"""Numbers of origins and of destinations: every pair of them."""


def batches(missing: npt.NDArray[np.bool_], limits: Limits) -> Iterator[Batch]:
    """
    Requests that ask for each missing pair once and for no other.

    Parameters
    ----------
    missing
        n x n, true where a pair is wanted.
    limits
        What one request may ask for.
    """
    alike: dict[bytes, list[int]] = {}
    for origin, row in enumerate(missing):
        if row.any():
            alike.setdefault(row.tobytes(), []).append(origin)
    for origins in alike.values():
        yield from split((origins, np.flatnonzero(missing[origins[0]]).tolist()), limits)


def split(batch: Batch, limits: Limits) -> Iterator[Batch]:
    """The parts of a batch that fit into one request each, by halving its longer side."""
    if limits.allow(*batch):
        yield batch
    else:
        for half in halves(batch):
            yield from split(half, limits)


def halves(batch: Batch) -> tuple[Batch, Batch]:
    """A batch of more than one pair in two parts."""
    origins, destinations = batch
    if len(origins) > len(destinations):
        middle = len(origins) // 2
        return (origins[:middle], destinations), (origins[middle:], destinations)
    middle = len(destinations) // 2
    return (origins, destinations[:middle]), (origins, destinations[middle:])
