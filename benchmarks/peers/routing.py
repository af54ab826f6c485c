"""OR-Tools' routing library: disjunctions with penalties, guided local search, matrices rather than callbacks."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from benchmarks.peers import Found, Routes, Task
from benchmarks.peers.horizon import Horizon, binding, horizon
from benchmarks.peers.wall import within


@dataclass
class Best:
    """The answer worth most points that the search passed through, and when it was first seen."""

    task: Task
    days: Horizon
    since: float = field(default_factory=time.process_time)
    points: int = -1
    routes: Routes = ()
    found_at_s: float = 0.0

    def look(self, model: Any, manager: Any) -> None:
        routes = _routes(model, manager, self.days)
        points = sum(int(self.task.problem.points[visit]) for _, visits in routes for visit in visits)
        if points > self.points:
            self.points, self.routes, self.found_at_s = points, routes, time.process_time() - self.since


def solve(task: Task, variant: str) -> Found:
    """
    Penalties are scaled against distance: with ``dist`` a point outweighs all distance, with ``soft`` it is worth a
    twentieth of the mean leg, which guided local search does far better with. Either way the answer is the one worth
    most points of all that the search passed through.
    """
    best, spent_s = within(task.seconds, lambda limit: _searched(task, variant, limit))
    return Found(best.routes, best.found_at_s, spent_s)


def _searched(task: Task, variant: str, limit: float) -> Best:
    from ortools.constraint_solver import pywrapcp
    from ortools.constraint_solver.routing_enums_pb2 import FirstSolutionStrategy, LocalSearchMetaheuristic

    days = horizon(task.problem)
    best = Best(task, days)
    vehicles = [kind for kind, count in enumerate(days.count) for _ in range(count)]
    manager = pywrapcp.RoutingIndexManager(len(days.travel), len(vehicles), vehicles, vehicles)
    model = pywrapcp.RoutingModel(manager)
    _state(model, manager, task, days, variant)
    model.AddAtSolutionCallback(lambda: best.look(model, manager))
    settings = pywrapcp.DefaultRoutingSearchParameters()
    settings.first_solution_strategy = FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    settings.local_search_metaheuristic = LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    settings.time_limit.FromMilliseconds(int(1000 * limit))
    model.SolveWithParameters(settings)
    return best


def _state(model: Any, manager: Any, task: Task, days: Horizon, variant: str) -> None:
    problem, legs = task.problem, days.travel
    service = [0] * days.bases + problem.service.tolist()
    transit = model.RegisterTransitMatrix((legs + [[each] for each in service]).tolist())
    model.SetArcCostEvaluatorOfAllVehicles(model.RegisterTransitMatrix(legs.tolist()))
    model.AddDimension(transit, days.end, days.end, False, "time")
    clock = model.GetDimensionOrDie("time")
    worth = sum(days.count) * int((problem.latest - problem.earliest).max()) + 1
    if variant == "soft":
        worth = max(1, int(legs[days.bases :, days.bases :].mean() / 20))
    for visit, spans in enumerate(days.spans):
        index = manager.NodeToIndex(days.bases + visit)
        model.AddDisjunction([index], max(0, int(problem.points[visit])) * worth)
        if not spans:
            model.solver().Add(model.ActiveVar(index) == 0)
            continue
        begin = clock.CumulVar(index)
        begin.SetRange(spans[0].opens, spans[-1].closes)
        for before, after in pairwise(spans):
            begin.RemoveInterval(before.closes + 1, after.opens - 1)
    vehicles = [kind for kind, count in enumerate(days.count) for _ in range(count)]
    for vehicle, kind in enumerate(vehicles):
        for end in (model.Start(vehicle), model.End(vehicle)):
            clock.CumulVar(end).SetRange(*days.shifts[kind])
    active = [model.ActiveVar(manager.NodeToIndex(days.bases + visit)) for visit in range(len(problem.points))]
    for z in binding(problem):
        spent = model.solver().ScalProd(active, problem.uses[:, z].tolist())
        model.solver().Add(spent <= int(problem.caps[z]))


def _routes(model: Any, manager: Any, days: Horizon) -> Routes:
    vehicles = [kind for kind, count in enumerate(days.count) for _ in range(count)]
    made: list[tuple[int, tuple[int, ...]]] = []
    for vehicle, kind in enumerate(vehicles):
        visits, index = [], model.NextVar(model.Start(vehicle)).Value()
        while not model.IsEnd(index):
            visits.append(manager.IndexToNode(index) - days.bases)
            index = model.NextVar(index).Value()
        if visits:
            made.append((kind, tuple(visits)))
    return tuple(made)
