"""scipy: Dijkstra from each place over the whole graph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from benchmarks.peers.roads import Case, Step, made, matrix


def steps(case: Case) -> Iterator[Step]:
    """Between some places only: between all it takes as many times longer as there are more places."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    size = len(case.lat)

    def ready() -> Any:
        return csr_array((case.ms.astype(float), (case.tail, case.head)), shape=(size, size))

    graph, step = made("graph", ready)
    yield step
    at = case.at[: case.sizes[0]]
    # Row by row: a million crossings' times from each place are not kept.
    yield matrix("matrix", len(at), lambda: np.array([dijkstra(graph, indices=each)[at] for each in at]) / 1000)
