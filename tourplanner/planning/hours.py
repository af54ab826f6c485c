"""Hours as the search counts them: whole seconds from midnight, begin windows, the timetable's grain."""

from __future__ import annotations

from datetime import time

from tourplanner.planning.problem import GRAIN_S

Windows = tuple[tuple[int, int], ...]
"""When something may begin: first and last second from midnight, both inclusive, in order."""


def seconds(clock: time) -> int:
    """Whole seconds from midnight."""
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def up(second: int) -> int:
    """The next full five minutes."""
    return -(-second // GRAIN_S) * GRAIN_S
