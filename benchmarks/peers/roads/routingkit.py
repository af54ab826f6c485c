"""RoutingKit's customizable contraction hierarchies: an order once, new times of all arcs at any moment."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from benchmarks.peers.roads import Case, Step, made, matrix

RUSH = 145, 100
"""An hour's times: what the figures are does not matter, that all of them change does."""


def steps(case: Case) -> Iterator[Step]:
    import routingkit_cch as cch

    tail, head = case.tail.tolist(), case.head.tolist()

    def ready() -> Any:
        order = cch.compute_order_inertial(len(case.lat), tail, head, case.lat.tolist(), case.lon.tolist())
        return cch.CCH(order, tail, head, False)

    hierarchy, step = made("order of crossings, once", ready)
    yield step
    ms, slow = case.ms.tolist(), (case.ms * RUSH[0] // RUSH[1]).tolist()
    metric, step = made("customise", lambda: cch.CCHMetric(hierarchy, ms))
    yield step
    for count in case.sizes:
        yield matrix("matrix", count, partial(_seconds, metric, case.at[:count].tolist()))
    yield made("customise for another hour", lambda: metric.reset(slow))[1]


def _seconds(metric: Any, at: list[int]) -> Any:
    from routingkit_cch import CCHOneToMany

    # No query may be alive when the metric is reset: this one ends here.
    query = CCHOneToMany(metric, at)
    return np.array([query.distances_from(each) for each in at], float) / 1000
