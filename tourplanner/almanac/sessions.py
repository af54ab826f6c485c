"""Dated sessions of experiences that begin at fixed times."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from tourplanner.almanac.hours import begin_windows
from tourplanner.model import HANOI, Experience, Session


def sessions(experience: Experience, first: date, last: date) -> Iterator[Session]:
    """
    Every session of an experience with fixed starts, from day ``first`` to day ``last``, both inclusive, in order.

    All places are free: ``places_left`` is the capacity. An experience without ``opening.starts`` has no sessions,
    its guests begin at any time of ``begin_windows``.

    Raises
    ------
    ValueError
        If ``last`` is before ``first``.
    """
    if last < first:
        raise ValueError(f"sessions from {first} to {last}: the last day is before the first")
    days = (first + timedelta(days) for days in range((last - first).days + 1)) if experience.opening.starts else ()
    return (
        _session(experience, on, start)
        for on in days
        for start, _ in begin_windows(experience.opening, experience.minutes, on)
    )


def _session(experience: Experience, on: date, start: time) -> Session:
    begin = datetime.combine(on, start, HANOI)
    return Session(
        id=f"{experience.id}/{begin:%Y-%m-%d-%H%M}",
        experience=experience.id,
        begin=begin,
        end=begin + timedelta(minutes=experience.minutes),
        places_left=experience.capacity,
    )
