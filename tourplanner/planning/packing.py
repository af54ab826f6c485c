"""The best set of routes out of those seen, by CP-SAT: no visit twice, not too many of a kind, resources kept."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from tourplanner.planning.kernels.moves import Case
from tourplanner.planning.orienteering import Ints

Column = tuple[int, tuple[int, ...]]
"""A route: its kind and its visits in order."""


def pack(
    case: Case, caps: Ints, columns: Sequence[Column], hint: Sequence[Column], *, work: float, seconds: float, seed: int
) -> list[Column] | None:
    """
    Routes worth the most points together; None if none were found.

    Parameters
    ----------
    hint
        Routes that make a good set; they should be among the columns.
    work
        Limit in CP-SAT's deterministic time, the same on every machine.
    seconds
        Limit in processor seconds, about; infinite for answers that are the same on every machine.
    """
    from ortools.sat.python import cp_model

    began, model = time.process_time(), cp_model.CpModel()
    take = [model.new_bool_var("") for _ in columns]
    holders: dict[int, list[Any]] = defaultdict(list)
    of_kind: dict[int, list[Any]] = defaultdict(list)
    for variable, (kind, visits) in zip(take, columns, strict=True):
        of_kind[kind].append(variable)
        for visit in visits:
            holders[visit].append(variable)
    for visit in sorted(holders):
        model.add_at_most_one(holders[visit])
    for kind, count in zip(*np.unique(case.kind, return_counts=True), strict=True):
        model.add(sum(of_kind[int(kind)]) <= int(count))
    for resource, cap in enumerate(caps.tolist()):
        used = [int(case.uses[list(visits), resource].sum()) for _, visits in columns]
        model.add(cp_model.LinearExpr.weighted_sum(take, used) <= cap)
    worth = [int(case.points[list(visits)].sum()) for _, visits in columns]
    model.maximize(cp_model.LinearExpr.weighted_sum(take, worth))
    wanted = set(hint)
    for variable, column in zip(take, columns, strict=True):
        model.add_hint(variable, column in wanted)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = 1, seed % 2**31
    left = max(0.01, seconds - (time.process_time() - began))
    solver.parameters.max_deterministic_time = min(work, left)
    if left < float("inf"):
        solver.parameters.max_time_in_seconds = left
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return [column for variable, column in zip(take, columns, strict=True) if solver.boolean_value(variable)]
