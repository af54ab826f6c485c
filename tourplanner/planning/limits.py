"""What the goal asks of every single day, in visit numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tourplanner.catalogue import Catalogue
from tourplanner.model import Experience, Goal
from tourplanner.model.carbon import most_metres
from tourplanner.planning.categories import categories
from tourplanner.planning.problem import Limits

MOST_METRES = 1 << 30
"""More than any tour drives."""


def limits(catalogue: Catalogue, goal: Goal, experiences: Sequence[Experience], *, every_route: bool) -> Limits:
    """The goal's limits on a single day. What spans several days is left to the master's rows."""
    single = goal.days == 1
    pairs = [
        (i, j)
        for first, second in goal.before
        for i, a in enumerate(experiences)
        for j, b in enumerate(experiences)
        if a.id == first and b.id == second
    ]
    return Limits(
        stops=goal.stops,
        villages=goal.villages,
        roles=goal.roles if single else 0,
        anchors=goal.anchors if single else 0,
        satellites=goal.satellites if single else 0,
        lunch=goal.lunch is not None,
        per_craft=goal.per_craft,
        drive_s=None if goal.drive_minutes is None else 60 * goal.drive_minutes,
        before=tuple(pairs),
        walk_m=goal.walk_metres,
        drive_m=drive_metres(goal),
        **(_each(catalogue, goal, experiences) if every_route else {}),
    )


def drive_metres(goal: Goal) -> int | None:
    """The most metres that may be driven for the goal's CO2, in the tour and so in each day; None for no limit."""
    if goal.co2_grams is None:
        return None
    return min(most_metres(goal.co2_grams, goal.grams_per_km, goal.party.size), MOST_METRES)


def _each(catalogue: Catalogue, goal: Goal, experiences: Sequence[Experience]) -> dict[str, Any]:
    """What every single route has to contain, in visit numbers."""

    def numbers(*ids: str) -> tuple[int, ...]:
        return tuple(n for n, each in enumerate(experiences) if each.id in ids or each.village in ids)

    most = goal.stops[1]
    counted = [(numbers(id), 1, most) for id in goal.must] + [(numbers(*group), 1, 1) for group in goal.either]
    for name, (least, limit) in goal.limits:
        named = [name in categories(catalogue, each) for each in experiences]
        counted.append(
            (tuple(n for n, is_named in enumerate(named) if is_named), least, most if limit is None else limit)
        )
    alike = [(numbers(group[0]), numbers(other)) for group in goal.together for other in group[1:]]
    budget = goal.budget.amount if goal.budget else None
    return {"counted": tuple(counted), "alike": tuple(alike), "budget": budget}
