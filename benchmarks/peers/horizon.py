"""
Several kinds of day as one long horizon, the way users of routing engines model a week.

Day k begins at k times ``length``; a visit's windows are those of all its days, and a vehicle works on one day. Bases
come first among the places, one for each kind of day, then the visits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tourplanner.planning.orienteering import Ints, Orienteering


@dataclass(frozen=True, slots=True)
class Span:
    """A window on the long horizon, both ends inclusive, and the kind of day it lies in."""

    opens: int
    closes: int
    kind: int


@dataclass(frozen=True, slots=True, eq=False)
class Horizon:
    """
    k bases, n visits.

    Parameters
    ----------
    travel
        (k + n) x (k + n): bases first.
    spans
        n: windows in order, none overlapping another, those no vehicle can keep left out.
    shifts
        k: the time in which a vehicle of that day is away.
    count
        k: most vehicles of that day.
    length
        What one day takes on the horizon.
    """

    travel: Ints
    spans: tuple[tuple[Span, ...], ...]
    shifts: tuple[tuple[int, int], ...]
    count: tuple[int, ...]
    length: int

    @property
    def bases(self) -> int:
        return len(self.count)

    @property
    def end(self) -> int:
        return max(last for _, last in self.shifts)


def horizon(problem: Orienteering) -> Horizon:
    """Put the days one after another."""
    kinds, visits = range(len(problem.count)), range(len(problem.points))
    length = int(problem.latest.max()) + 1
    apart = length * len(kinds) * (1 - np.eye(len(kinds), dtype=np.int64))
    travel = np.block([[apart, problem.away], [problem.home.T, problem.between]])
    return Horizon(
        travel=np.ascontiguousarray(travel),
        spans=tuple(tuple(span for kind in kinds for span in _spans(problem, kind, v, length)) for v in visits),
        shifts=tuple((k * length + int(problem.earliest[k]), k * length + int(problem.latest[k])) for k in kinds),
        count=tuple(map(int, problem.count)),
        length=length,
    )


def _spans(problem: Orienteering, kind: int, visit: int, length: int) -> list[Span]:
    """Windows of one day in order, cut to what can be reached and left in time, overlapping ones made one."""
    first = int(problem.earliest[kind] + problem.away[kind, visit])
    last = int(problem.latest[kind] - problem.home[kind, visit] - problem.service[visit])
    cut = [
        (max(first, int(opens)), min(last, int(closes)))
        for opens, closes in zip(problem.opens[kind, visit], problem.closes[kind, visit], strict=True)
    ]
    spans: list[tuple[int, int]] = []
    for opens, closes in sorted((opens, closes) for opens, closes in cut if opens <= closes):
        if spans and opens <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(spans[-1][1], closes))
        else:
            spans.append((opens, closes))
    return [Span(kind * length + opens, kind * length + closes, kind) for opens, closes in spans if problem.count[kind]]


def binding(problem: Orienteering) -> list[int]:
    """Resources that could run out."""
    return [z for z, cap in enumerate(problem.caps) if problem.uses[:, z].sum() > cap]
