"""For solvers whose only limit is the clock on the wall: they too get the processor seconds the others get."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Outcome = TypeVar("Outcome")
MOST = 8
"""So many times the seconds asked for a run may last by the clock on the wall."""


def within(seconds: float, run: Callable[[float], Outcome]) -> tuple[Outcome, float]:
    """What ``run(limit)`` returns and took; if other work on the machine cut it short, the same with more time."""
    limit = seconds
    while True:
        wall, processor = time.perf_counter(), time.process_time()
        outcome = run(limit)
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        cut = wall >= 0.95 * limit and processor < 0.9 * seconds
        if not cut or limit >= MOST * seconds:
            return outcome, processor
        limit = min(MOST * seconds, 1.05 * limit * seconds / processor)
