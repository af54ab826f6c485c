"""VROOM: points as priorities from 0 to 100, several windows per job, one vehicle per route, most exploration."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from benchmarks.peers import CannotError, Found, Routes, Task
from benchmarks.peers.horizon import Horizon, binding, horizon
from benchmarks.peers.wall import within

MOST = 100
"""Priorities are whole numbers up to here."""
MOST_THOROUGH = 5


def solve(task: Task, _: str) -> Found:
    """
    It usually ends by itself, long before its time.

    Raises
    ------
    CannotError
        Where routes share a budget: its capacities are per vehicle.
    """
    days = horizon(task.problem)
    shared = binding(task.problem)
    if shared and sum(days.count) > 1:
        raise CannotError("a budget over several routes")

    def run(limit: float) -> Any:
        asked = _input(task, days, shared)
        return asked.solve(exploration_level=MOST_THOROUGH, nb_threads=1, timeout=timedelta(seconds=limit))

    solution, spent_s = within(task.seconds, run)
    return Found(_routes(solution, days), None, spent_s)


def _input(task: Task, days: Horizon, shared: list[int]) -> Any:
    from vroom import Input, Job, TimeWindow, Vehicle  # type: ignore[import-untyped]

    problem, asked = task.problem, Input()
    asked.set_durations_matrix(profile="car", matrix_input=days.travel.astype("uint32"))
    kinds = [kind for kind, count in enumerate(days.count) for _ in range(count)]
    capacity = [int(problem.caps[z]) for z in shared]
    for number, kind in enumerate(kinds):
        window = TimeWindow(*days.shifts[kind])
        asked.add_vehicle(Vehicle(number, start=kind, end=kind, capacity=capacity, time_window=window))
    top = max(int(problem.points.max()), 1)
    for visit, spans in enumerate(days.spans):
        points = int(problem.points[visit])
        if spans and points > 0:
            asked.add_job(
                Job(
                    visit,
                    location=days.bases + visit,
                    default_service=int(problem.service[visit]),
                    delivery=[int(problem.uses[visit, z]) for z in shared],
                    priority=points if top <= MOST else round(MOST * points / top),
                    time_windows=[TimeWindow(span.opens, span.closes) for span in spans],
                )
            )
    return asked


def _routes(solution: Any, days: Horizon) -> Routes:
    kinds = [kind for kind, count in enumerate(days.count) for _ in range(count)]
    visits: dict[int, list[int]] = {}
    for vehicle, step, job in zip(*(solution.routes[name] for name in ("vehicle_id", "type", "id")), strict=True):
        if step == "job":
            visits.setdefault(int(vehicle), []).append(int(job))
    return tuple((kinds[vehicle], tuple(made)) for vehicle, made in sorted(visits.items()))
