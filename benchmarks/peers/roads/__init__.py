"""
Other routers between the same places, each in a process of its own with the interpreter it needs.

A peer takes a ``Case`` and yields ``Step``s. Its module imports nothing but numpy and its own package, so that the
memory is its own; ``python -m benchmarks.peers.roads NAME CASE`` prints the steps as JSON.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.report import peak_mb, timed

FEW = 118
"""As many places as the packaged region has villages and start points."""


@dataclass(frozen=True, slots=True)
class Case:
    """
    A graph in a file, the places in it, and the extract it was made from.

    Arcs lead from ``tail`` to ``head`` in ``ms``; ``lat`` and ``lon`` are the crossings' degrees, ``at`` the numbers of
    the places' crossings.
    """

    tail: Any
    head: Any
    ms: Any
    lat: Any
    lon: Any
    at: Any
    extract: str

    def write(self, path: Path) -> None:
        np.savez(path, **asdict(self))

    @classmethod
    def read(cls, path: Path) -> Case:
        with np.load(path) as kept:
            return cls(**{name: kept[name] for name in kept if name != "extract"}, extract=str(kept["extract"]))

    @property
    def sizes(self) -> tuple[int, ...]:
        """Between how many places there are matrices: some, and all."""
        return tuple(sorted({min(FEW, len(self.at)), len(self.at)}))

    def coordinates(self, places: int) -> list[tuple[float, float]]:
        """Longitude and latitude of the first so many places."""
        at = self.at[:places]
        return list(zip(self.lon[at].tolist(), self.lat[at].tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Step:
    """What was done, in how many seconds; of a matrix between how many places, and how many minutes on average."""

    step: str
    seconds: float
    processor_s: float
    peak_mb: float
    places: int | None = None
    mean_minutes: float | None = None


def made(step: str, do: Callable[[], Any]) -> tuple[Any, Step]:
    """What it returned, and how long this process and those it started took."""
    before = _children_s()
    with timed() as clock:
        found = do()
    return found, Step(step, clock.wall, clock.processor + _children_s() - before, peak_mb())


def matrix(step: str, places: int, do: Callable[[], Any]) -> Step:
    """The step of making a matrix, which is in seconds."""
    seconds, done = made(step, lambda: np.asarray(do(), float))
    minutes = float(np.nanmean(seconds)) / 60
    return Step(step, done.seconds, done.processor_s, done.peak_mb, places, minutes)


def _children_s() -> float:
    used = os.times()
    return used.children_user + used.children_system
