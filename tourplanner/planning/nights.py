"""A choice of nights: the best tour for each, and the best of these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, product

import numpy as np

from tourplanner.planning.compile import Compiled
from tourplanner.planning.result import Result
from tourplanner.planning.rows import Master
from tourplanner.planning.search import Effort, Progress, search
from tourplanner.planning.stop import Stop
from tourplanner.planning.tour_rows import alternatives, plan_master


def search_nights(
    numbers: Compiled, master: Master, *, seed: int, effort: Effort | None, stop: Stop | None = None,
    progress: Progress | None = None,
) -> tuple[Compiled, Master, Result]:  # fmt: skip
    """
    The best tour with its bound over all places to sleep at, and the numbers its routes refer to.

    Each choice is searched by itself: with all at once the relaxation sleeps half here and half there, and its bound is
    far off; ``stop`` is asked in each. If nothing fits anywhere, the numbers and master given come back, without
    routes.
    """
    found = [(each, plan_master(each)) for each in _each_choice(numbers)]
    if len(found) == 1:
        return numbers, master, search(numbers.problem, master, seed=seed, effort=effort, stop=stop, progress=progress)
    results = [
        search(one.problem, rows, seed=seed, effort=effort, stop=stop, progress=progress) for one, rows in found
    ]
    fitting = [number for number, each in enumerate(results) if each.routes is not None]
    if not fitting:
        proven = all(each.proven for each in results)
        return numbers, master, replace(results[0], status="infeasible" if proven else "stopped")
    best = max(fitting, key=lambda number: (results[number].score, -number))
    # Where it is not known whether anything fits, nothing is known but that a visit counts once.
    unknown = any(each.routes is None and not each.proven for each in results)
    bound = max([results[number].bound for number in fitting] + ([_everything(numbers)] if unknown else []))
    chosen = replace(results[best], bound=bound, status="optimal" if bound == results[best].score else "feasible")
    return *found[best], chosen


def _each_choice(numbers: Compiled) -> Iterator[Compiled]:
    """The same tour with one shift for each day, for every way to choose the nights."""
    problem = numbers.problem
    days = [sorted(day) for day in alternatives(numbers)]
    for chosen in product(*days):
        shifts = [problem.shifts[number] for number in chosen]
        if numbers.goal.days == 1 or all(one.end == other.start for one, other in pairwise(shifts)):
            yield replace(numbers, problem=replace(problem, shifts=tuple(shifts)))


def _everything(numbers: Compiled) -> int:
    """Points of all visits, one of each thing and its variants."""
    problem = numbers.problem
    best = [int(problem.points[problem.ident == ident].max()) for ident in np.unique(problem.ident)]
    return sum(max(0, each) for each in best)
