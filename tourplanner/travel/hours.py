"""
Times that depend on the hour of departure, as tables.

A leg's time is linear between the hours of its table, rounded down. Since the departure is whole, arrival is departure
plus time, rounded down as a sum: it never falls with the departure if the time falls by no more than a second a second
(first in, first out; Ichoua, Gendreau & Potvin 2003).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Tables = npt.NDArray[np.signedinteger[Any]]
"""Whole seconds of any width: those of a region by the hour take half the memory in 32 bits."""


def at_hours(hours: Whole, times: Tables, departs: Whole | np.int64) -> Whole:
    """
    Seconds of one leg for who departs at ``departs``.

    ``times`` are h seconds at the h ``hours``: linear in between, rounded down, constant before and after.
    """
    row = np.clip(np.searchsorted(hours, departs, side="right") - 1, 0, max(len(hours) - 2, 0))
    following = np.minimum(row + 1, len(hours) - 1)
    since = np.clip(departs, hours[0], hours[-1]) - hours[row]
    rises, apart = times[following] - times[row], np.maximum(hours[following] - hours[row], 1)
    found: Whole = times[row] + rises.astype(np.int64) * since // apart
    return found


def latest_departure(hours: Whole, times: Tables, arrive: int) -> int:
    """The last second of departure with which one arrives by ``arrive``; all seconds from midnight."""

    def arrival(depart: int) -> int:
        return depart + int(at_hours(hours, times, np.int64(depart)))

    first = arrive - int(times.max())
    return first + bisect_right(range(first, arrive + 1), arrive, key=arrival) - 1


def first_in_first_out(hours: Whole, by_hour: Whole) -> Whole:
    """
    The times raised where someone who departs later would arrive earlier: to arrive with who departed before.

    ``by_hour`` has the h ``hours`` as its first axis, and so has the result.
    """
    raised = np.empty_like(by_hour)
    for row, table in enumerate(raised_in_turn(hours, by_hour)):
        raised[row] = table
    return raised


def raised_in_turn(hours: Whole, tables: Iterable[Whole]) -> Iterator[Whole]:
    """The same table by table: whole regions at once take three times the memory."""
    before, since = None, 0
    for hour, table in zip(hours.tolist(), tables, strict=True):
        before = table if before is None else np.maximum(table, before - (hour - since))
        since = hour
        yield before


def checked(hours: Whole, by_hour: Tables, least: Whole) -> None:
    """
    Raise a ``ValueError`` unless the tables are h x n x n whole seconds with these least ones, first in, first out.
    """
    shape = len(hours), *least.shape
    for name, array in (("hours", hours), ("by_hour", by_hour)):
        if not np.issubdtype(array.dtype, np.integer):
            raise ValueError(f"travel {name}: whole seconds are needed, not {array.dtype}")
    if hours.ndim != 1 or not len(hours) or (np.diff(hours) <= 0).any():
        raise ValueError(f"travel hours: ascending seconds from midnight are needed, not {hours.tolist()}")
    if by_hour.shape != shape:
        raise ValueError(f"travel by_hour: a table for each hour is needed, {shape}, not {by_hour.shape}")
    if by_hour.min(initial=0) < 0 or np.diagonal(by_hour, axis1=1, axis2=2).any():
        raise ValueError("travel by_hour: no leg takes less than 0 s, and 0 s from a place to itself")
    _in_order(hours, by_hour)
    if not np.array_equal(by_hour.min(axis=0), least):
        raise ValueError("travel seconds: they are the least of by_hour; TravelMatrix.hourly(...) works them out")


def sides_checked(metres: Whole, walk_m: Whole, spread: npt.NDArray[np.float64]) -> None:
    """Raise a ``ValueError`` unless the metres on foot and the shares fit the metres."""
    for name, array in (("walk_m", walk_m), ("spread", spread)):
        if array.shape != metres.shape:
            raise ValueError(f"travel {name}: one for each pair is needed, {metres.shape}, not {array.shape}")
    if not np.issubdtype(walk_m.dtype, np.integer) or (walk_m < 0).any() or (walk_m > metres).any():
        raise ValueError("travel walk_m: whole metres are needed, from 0 to the metres of the pair")
    if not (spread >= 0).all():
        raise ValueError("travel spread: shares from 0 are needed, as 0.25 for a quarter")


def _in_order(hours: Whole, by_hour: Tables) -> None:
    for row in range(len(hours) - 1):
        falls = by_hour[row] - by_hour[row + 1] > hours[row + 1] - hours[row]
        if not falls.any():
            continue
        origin, target = np.argwhere(falls)[0].tolist()
        before, after = by_hour[row : row + 2, origin, target].tolist()
        first, second = (_clock(each) for each in hours[row : row + 2].tolist())
        raise ValueError(
            f"travel by_hour: from place {origin} to place {target} it takes {before} s at {first} and {after} s at "
            f"{second}, so that who leaves later arrives earlier: let it fall by no more than the time between the "
            "hours, or raise the later time (first_in_first_out)"
        )


def _clock(second: int) -> str:
    return f"{second // 3600:02}:{second // 60 % 60:02}"
