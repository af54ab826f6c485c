"""The team orienteering problem with time windows as arrays: which visits to make, on which routes, in which order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from tourplanner.errors import JudgeError
from tourplanner.planning.stop import State, Stop

Ints = npt.NDArray[np.int64]

LARGEST = 2**40
"""No time, use or number of points is larger: sums of them stay far from where whole numbers end."""


@dataclass(frozen=True, slots=True, eq=False)
class Orienteering:
    """
    n visits, k kinds of route (days), w windows, z resources. All whole numbers; one unit of time throughout.

    Travel over another visit is never a short cut (triangle inequality), or visits may be overlooked.

    Parameters
    ----------
    points
        n: what a visit is worth. One worth 0 or less is never made.
    service
        n: how long a visit takes.
    between
        n x n: travel from visit to visit, service not included; need not be symmetric.
    away, home
        k x n each: travel from where routes of a kind begin, and to where they end.
    opens, closes
        k x n x w each: a visit on a route of that kind begins within [opens, closes], both inclusive; unused windows
        have opens > closes. Windows of a visit may come in any order and may overlap.
    earliest, latest
        k each: departure, and back at the latest, inclusive.
    count
        k: most routes of each kind.
    uses, caps
        n x z and z: what a visit takes of each resource, and how much there is over all routes together.

    Raises
    ------
    ValueError
        With every fault of the arrays: wrong shapes or types, negative or too large numbers.
    """

    points: Ints
    service: Ints
    between: Ints
    away: Ints
    home: Ints
    opens: Ints
    closes: Ints
    earliest: Ints
    latest: Ints
    count: Ints
    uses: Ints
    caps: Ints

    def __post_init__(self) -> None:
        faults = list(_faults(self))
        if faults:
            raise ValueError("this is no orienteering problem: " + "; ".join(faults))
        for each in fields(self):
            getattr(self, each.name).flags.writeable = False

    def to_json(self) -> str:
        """The whole problem as JSON text; ``Orienteering.from_json`` gives it back equal."""
        arrays = {each.name: getattr(self, each.name) for each in fields(self)}
        return json.dumps({name: {"shape": a.shape, "values": a.ravel().tolist()} for name, a in arrays.items()})

    @classmethod
    def from_json(cls, text: str) -> Orienteering:
        """Read what ``to_json`` wrote."""
        content = json.loads(text)
        return cls(**{name: np.array(a["values"], dtype=np.int64).reshape(a["shape"]) for name, a in content.items()})


@dataclass(frozen=True, slots=True)
class Answer:
    """
    Routes and what they are worth.

    Parameters
    ----------
    routes
        For each route its kind and its visits in order; no route is empty.
    score
        Points of all visits made.
    bound
        No set of routes is worth more; None if nothing is known. It is not sharp: all visits that can be made at all.
    work
        Iterations of the search, the same on every machine.
    found_at_s
        Processor seconds until the answer was first found.
    seed
        What the search's chance was seeded with.
    """

    routes: tuple[tuple[int, tuple[int, ...]], ...]
    score: int
    bound: int | None
    work: int
    found_at_s: float
    seed: int


def orienteer(
    problem: Orienteering,
    *,
    stop: Stop,
    seed: int = 1,
    progress: Callable[[State], None] | None = None,
    start: Sequence[tuple[int, Sequence[int]]] = (),
) -> Answer:
    """
    Good routes by simulated annealing and recombination; the best of them if interrupted.

    Parameters
    ----------
    stop
        Asked every few hundred iterations, also before the first. With ``Work`` alone the answer is the same for a
        seed on every machine. How long the search has decides how it goes about it, so a rule that says it in advance
        (``Work``, ``Seconds`` or the first of such) serves better than one that does not.
    seed
        A whole number from 0.
    progress
        Called as often as ``stop``.
    start
        Routes to start from, kind and visits in order each: the answer is worth no less.

    Returns
    -------
    Answer
        Counted again by ``orienteering_check`` before it is returned.

    Raises
    ------
    ValueError
        If ``start`` breaks a rule of the problem; every fault is named.
    JudgeError
        If the answer does: a fault of this library.
    """
    from tourplanner.planning.annealing import searched
    from tourplanner.planning.orienteering_check import faults, points

    if seed < 0:
        raise ValueError(f"seed: need a whole number from 0, got {seed}")
    wrong = list(faults(problem, start))
    if wrong:
        raise ValueError("one cannot start from these routes: " + "; ".join(wrong))
    answer = searched(problem, stop, seed, progress, start)
    found = list(faults(problem, answer.routes))
    if points(problem, answer.routes) != answer.score:
        found.append(f"the score is {points(problem, answer.routes)}, not {answer.score}")
    if found:
        raise JudgeError(found)
    return answer


def _shapes(problem: Orienteering) -> dict[str, tuple[int, ...]]:
    n, k, z = len(problem.points), len(problem.count), len(problem.caps)
    windows = problem.opens.shape[-1] if problem.opens.ndim == 3 else 1
    return {
        "points": (n,), "service": (n,), "between": (n, n), "away": (k, n), "home": (k, n), "opens": (k, n, windows),
        "closes": (k, n, windows), "earliest": (k,), "latest": (k,), "count": (k,), "uses": (n, z), "caps": (z,),
    }  # fmt: skip


def _faults(problem: Orienteering) -> Iterator[str]:
    arrays = {each.name: getattr(problem, each.name) for each in fields(problem)}
    strange = [name for name, array in arrays.items() if not isinstance(array, np.ndarray) or not array.ndim]
    if strange:
        yield f"{', '.join(strange)}: need numpy arrays"
        return
    for name, shape in _shapes(problem).items():
        array = arrays[name]
        if array.dtype != np.int64 or array.shape != shape:
            yield f"{name}: need int64 of shape {shape}, got {array.dtype} of shape {array.shape}"
        elif name not in ("points", "opens", "closes") and (array < 0).any():
            where = np.argwhere(array < 0)[0].tolist()
            yield f"{name}{where}: {array[tuple(where)]} is negative"
        elif (beyond := (array > LARGEST) | (array < -LARGEST)).any():
            yield f"{name}: {array[beyond][0]} is too large, at most {LARGEST}: use a coarser unit"
