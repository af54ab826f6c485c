"""
PyVRP: visits are optional clients with prizes, days are vehicle types.

A visit's windows are alternatives in an exclusive group; which days' vehicles may take which, routing profiles say: a
leg that a day does not have is missing from its profile. Where routes share a budget they become one vehicle's route
over all days, with a night at the base between, because its capacities are per vehicle.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from benchmarks.peers import CannotError, Found, Routes, Task
from benchmarks.peers.horizon import Horizon, binding, horizon


@dataclass
class Watch:
    """Ends after so many processor seconds, and remembers when the best cost was first seen."""

    seconds: float
    since: float = field(default_factory=time.process_time)
    best: int | None = None
    found_at_s: float = 0.0

    @property
    def spent_s(self) -> float:
        return time.process_time() - self.since

    def __call__(self, best: int) -> bool:
        now = self.spent_s
        if self.best is None or best < self.best:
            self.best, self.found_at_s = best, now
        return now >= self.seconds


@dataclass(frozen=True, slots=True)
class Choice:
    """A visit in one of its windows, on days whose vehicles may take it; a night has no visit."""

    visit: int | None
    opens: int
    closes: int
    kinds: frozenset[int]


def solve(task: Task, variant: str) -> Found:
    """
    Prizes are scaled against distance: with ``dist`` a point outweighs all distance, with ``soft`` it is worth the mean
    leg, so that the search feels distance too; answers are judged by points alone.

    Raises
    ------
    CannotError
        Where several routes of one day share a budget.
    """
    watch = Watch(task.seconds)
    problem, days, shared = task.problem, horizon(task.problem), binding(task.problem)
    nights = bool(shared) and sum(days.count) > 1
    if nights and max(days.count) > 1:
        raise CannotError("a budget over several routes of one day")
    worth = sum(days.count) * int((problem.latest - problem.earliest).max()) + 1
    if variant == "soft":
        worth = max(1, int(problem.between.mean()))
    choices = [*(_in_a_row(days) if nights else _side_by_side(days))]
    fleet = [0] if nights else [kind for kind, count in enumerate(days.count) if count]
    model = _model(task, days, choices, worth, fleet, nights)
    result = model.solve(watch, seed=task.seed, collect_stats=False, display=False)
    if not result.is_feasible():
        return Found((), None, watch.spent_s)
    routes = [(fleet[r.vehicle_type()], [choices[a.idx] for a in r if a.is_client()]) for r in result.best.routes()]
    return Found(_by_day(routes, days) if nights else _plain(routes), watch.found_at_s, watch.spent_s)


def _side_by_side(days: Horizon) -> Iterator[Choice]:
    """The windows of all days on one day's clock, equal ones together."""
    for visit, spans in enumerate(days.spans):
        hours: dict[tuple[int, int], set[int]] = {}
        for span in spans:
            begin = span.kind * days.length
            hours.setdefault((span.opens - begin, span.closes - begin), set()).add(span.kind)
        for (opens, closes), kinds in hours.items():
            yield Choice(visit, opens, closes, frozenset(kinds))


def _in_a_row(days: Horizon) -> Iterator[Choice]:
    for visit, spans in enumerate(days.spans):
        yield from (Choice(visit, span.opens, span.closes, frozenset({span.kind})) for span in spans)
    yield from (Choice(None, last, last, frozenset()) for _, last in days.shifts[:-1])


def _model(task: Task, days: Horizon, choices: list[Choice], worth: int, fleet: list[int], nights: bool) -> Any:
    from pyvrp import Model

    problem, shared, model = task.problem, binding(task.problem), Model()
    base = model.add_location(0, 0)
    depot = model.add_depot(base)
    places = [base if choice.visit is None else model.add_location(0, 0) for choice in choices]
    groups = {
        visit: model.add_client_group(required=False)
        for visit in range(len(problem.points))
        if sum(choice.visit == visit for choice in choices) > 1
    }
    for choice, place in zip(choices, places, strict=True):
        night = choice.visit is None
        model.add_client(
            place,
            delivery=[0 if night else int(problem.uses[choice.visit, z]) for z in shared],
            service_duration=0 if night else int(problem.service[choice.visit]),
            tw_early=choice.opens,
            tw_late=choice.closes,
            prize=0 if night else max(0, int(problem.points[choice.visit])) * worth,
            required=night,
            group=None if choice.visit is None else groups.get(choice.visit),
        )
    capacity = [int(problem.caps[z]) for z in shared]
    for kind in fleet:
        first, last = (time - kind * days.length for time in days.shifts[kind])
        last, profile = days.end if nights else last, model.add_profile()
        model.add_vehicle_type(days.count[kind], capacity, depot, depot, tw_early=first, tw_late=last, profile=profile)
        visits = [
            (days.bases + choice.visit, place)
            for choice, place in zip(choices, places, strict=True)
            if choice.visit is not None and (nights or kind in choice.kinds)
        ]
        _legs(profile, days, [(kind, base), *visits])
    return model


def _legs(profile: Any, days: Horizon, places: list[tuple[int, Any]]) -> None:
    for i, here in places:
        for j, there in places:
            if here is not there:
                leg = int(days.travel[i, j])
                profile.add_edge(here, there, leg, leg)


def _plain(routes: list[tuple[int, list[Choice]]]) -> Routes:
    return tuple((kind, _visits(made)) for kind, made in routes)


def _by_day(routes: list[tuple[int, list[Choice]]], days: Horizon) -> Routes:
    made = [choice for _, route in routes for choice in route]
    cut = [(kind, _visits([choice for choice in made if kind in choice.kinds])) for kind in range(days.bases)]
    return tuple((kind, visits) for kind, visits in cut if visits)


def _visits(choices: list[Choice]) -> tuple[int, ...]:
    return tuple(choice.visit for choice in choices if choice.visit is not None)
