"""Why nothing fits: the smallest set of demands that cannot hold together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from tourplanner.errors import InfeasibleError
from tourplanner.planning.compile import Compiled
from tourplanner.planning.problem import Limits, Problem
from tourplanner.planning.rows import Master
from tourplanner.planning.screen import COMPILED, screening
from tourplanner.planning.search import Effort, fits

LIMITS: dict[str, dict[str, Any]] = {
    "lunch": {"lunch": False},
    "roles": {"roles": 0},
    "anchors": {"anchors": 0},
    "satellites": {"satellites": 0},
    "drive minutes": {"drive_s": None},
    "per craft": {"per_craft": None},
    "walk metres": {"walk_m": None},
    "co2": {"drive_m": None},
}
"""Demands on single routes, and what taking them away means."""


Without = Callable[[Sequence[str]], tuple[Problem, Master]]
"""The problem as it is without demands that the compilation has taken in (``screen.COMPILED``)."""


def infeasible(
    numbers: Compiled,
    master: Master,
    without: Without,
    *,
    proven: bool,
    seed: int,
    effort: Effort | None,
    because: str = "",
) -> InfeasibleError:
    """
    The error to raise, with a minimal conflict: taking any one of its demands away makes the rest satisfiable.

    ``because`` is said before it, if anything is known to be refused.
    Found by leaving out demands one after the other (deletion filter; Chinneck 2008, ch. 6).
    """

    def fit(dropped: Sequence[str]) -> bool:
        problem, rows = without([each for each in dropped if each in COMPILED])
        return _fits(problem, rows, dropped, seed, effort)

    demands = list(dict.fromkeys([*screening(numbers.goal), *master.demands(), *_limits(numbers.problem.limits)]))
    if numbers.problem.is_hourly:
        # Without lunch, all after it happens at other hours, when driving may take longer: every other demand only
        # takes tours away, so that with lunch decided on first no later answer turns an earlier one round.
        demands.sort(key=lambda demand: demand != "lunch")
    dropped: list[str] = []
    if fit(demands):
        for demand in demands:
            if not fit([*dropped, demand]):
                dropped.append(demand)
        conflict = [demand for demand in demands if demand not in dropped]
    else:
        conflict = ["day, start and travel times"]
    proof = "" if proven else " (as far as the search reached; not proven)"
    first, last = numbers.goal.day
    span = f"between {first:%H:%M} and {last:%H:%M} for {numbers.goal.party.size} guests"
    several = numbers.goal.days > 1
    routes = numbers.goal.days if several else numbers.problem.routes
    what = f"no {routes} routes fit" if routes > 1 else "nothing fits"
    why = f"{', '.join(conflict)} cannot hold together; relax any one of them"
    if len(conflict) == 1:
        why = f"{conflict[0]} cannot be kept"
    what = because or f"{what} {span}{proof}"
    return InfeasibleError(f"{what}: {why}", conflict, proven=proven)


def impossible(problem: Problem, master: Master) -> InfeasibleError | None:
    """
    The error to raise, before any search, if a demand asks for more than there is or than so many routes reach.

    The message names all such demands; each of them alone is a conflict, and ``conflict`` is the first one.
    """
    most = {extra.name: extra.most for extra in master.extras}
    routes = problem.routes
    short = {}
    for row in master.rows:
        if row.demand and not row.visits and not row.villages and not row.route:
            there = sum(most[name] * count for name, count in row.extras.items())
            # A route meets a village and a craft at each stop at most: at-risk counts both.
            each = problem.limits.villages[1] if row.demand == "villages" else 2 * problem.limits.stops[1]
            if there < row.low:
                short[row.demand] = f"{row.demand}: {row.low:.0f} asked for, {there} on record that can be visited"
            elif routes * each < row.low:
                short[row.demand] = (
                    f"{row.demand}: {row.low:.0f} asked for, {routes} routes reach {routes * each} at most"
                )
    if not short:
        return None
    return InfeasibleError(f"there is not enough to choose from: {'; '.join(short.values())}", list(short)[:1])


def _limits(limits: Limits) -> list[str]:
    named = [
        name for name, change in LIMITS.items() if any(getattr(limits, key) != value for key, value in change.items())
    ]
    named += ["fewest stops"] if limits.stops[0] > 1 else []
    named += ["fewest villages"] if limits.villages[0] > 1 else []
    return named


def _fits(problem: Problem, master: Master, dropped: Sequence[str], seed: int, effort: Effort | None) -> bool:
    limits = problem.limits
    for demand in dropped:
        if demand in LIMITS:
            limits = replace(limits, **LIMITS[demand])
        elif demand == "fewest stops":
            limits = replace(limits, stops=(1, limits.stops[1]))
        elif demand == "fewest villages":
            limits = replace(limits, villages=(1, limits.villages[1]))
    effort = effort or Effort.for_size(len(problem.visits))
    # Many questions, each answered yes or no: the widest beam is for proofs.
    effort = replace(effort, beams=effort.beams[:2])
    return fits(replace(problem, limits=limits), master.without(dropped), seed=seed, effort=effort)
