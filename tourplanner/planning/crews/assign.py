"""From departures, people and vehicles to who goes where."""

from __future__ import annotations

from collections.abc import Sequence

from tourplanner.errors import GoalError, JudgeError
from tourplanner.model import Assigned, Assignment, CrewNeeds, CrewTerms, Driver, Guide, LeftOver, Ride, VehicleUnit
from tourplanner.planning.crews.leftover import left_over
from tourplanner.planning.crews.problem import CrewProblem, crew_problem
from tourplanner.planning.crews.solve import Found, Going, solve
from tourplanner.rules.crew import CrewCase, crew_case, crew_score
from tourplanner.rules.crew.judge import judged
from tourplanner.rules.law import Law
from tourplanner.travel import TravelTimes

WORK = 10.0
"""CP-SAT's deterministic time for each objective: about as many seconds on the machine the benchmarks ran on."""


def assign(
    departures: Sequence[CrewNeeds],
    *,
    guides: Sequence[Guide] = (),
    drivers: Sequence[Driver] = (),
    vehicles: Sequence[VehicleUnit] = (),
    kept: Sequence[Assigned] = (),
    travel: TravelTimes | None = None,
    law: Law | None = None,
    terms: CrewTerms = CrewTerms(),  # noqa: B008
    work: float = WORK,
) -> Assignment:
    """
    The best assignment of guides, drivers and vehicles to departures, and why some are left over.

    Most departures by priority come first, then the fewest vehicles, the fewest spare seats, the most even days of
    work, the least empty driving (``CrewScore``). Same input, same answer.

    Parameters
    ----------
    departures
        Each made with ``CrewNeeds.of``; any span of dates, any number on a day.
    kept
        Who goes on some of the departures already: they stay so, and count for clashes, hours and even days.
    travel
        What the way from a return to the next pick-up is measured by; without it ``terms.transfer_minutes``.
    law
        Hours and bans of each date; by default ``Law.installed()``. Rules count whether or not anybody has confirmed
        them: nobody wants to be turned back.
    terms
        The turnaround between departures, and the way between them where no travel times are given.
    work
        Most deterministic time of the engine for each of the five objectives; where it does not suffice for a proof,
        ``status`` is "feasible".

    Returns
    -------
    Assignment
        Accepted by ``judge_assignment``.

    Raises
    ------
    GoalError
        If two departures, guides, drivers or vehicles have one id, or ``kept`` breaks a rule by itself.
    NoRouteError
        If there is no way between two places.
    """
    case = crew_case(departures, guides, drivers, vehicles, travel, law, terms)
    _check_kept(case, kept)
    problem = crew_problem(case, kept)
    found = solve(problem, work=work)
    named = _named(problem, found, kept)
    draft = Assignment(assigned=named, left=(), most=found.most, status="optimal" if found.proven else "feasible")
    plan: Assignment = draft.replace(left=_left(case, draft, kept), score=crew_score(case, draft))
    findings = judged(case, plan)
    if findings:
        raise JudgeError(findings)
    return plan


def _check_kept(case: CrewCase, kept: Sequence[Assigned]) -> None:
    """What stands already must stand by itself."""
    there = {each.departure for each in kept}
    rest = tuple(LeftOver(departure=each, reasons=()) for each in case.departures if each not in there)
    plan = Assignment(assigned=tuple(kept), left=rest)
    findings = [each for each in judged(case, plan) if each.rule != "score"]
    if findings:
        raise GoalError(f"kept: {'; '.join(map(str, findings))}")


def _named(problem: CrewProblem, found: Found, kept: Sequence[Assigned]) -> tuple[Assigned, ...]:
    stands = {each.departure: each for each in kept}
    return tuple(
        stands.get(need.departure) or _assigned(problem, need.departure, found.going[number])
        for number, need in enumerate(problem.needs)
        if number in found.going
    )


def _assigned(problem: CrewProblem, departure: str, going: Going) -> Assigned:
    """The largest vehicles go to the drivers with the widest licences."""
    ids, ranks = problem.members, problem.ranks
    units = list(problem.case.vehicles.values())
    largest = sorted(going["vehicle"], key=lambda unit: (-ranks["vehicle"][unit], -units[unit].vehicle.seats, unit))
    widest = sorted(going["driver"], key=lambda driver: (-ranks["driver"][driver], driver))
    return Assigned(
        departure=departure,
        guides=tuple(ids["guide"][guide] for guide in going["guide"]),
        rides=tuple(
            Ride(vehicle=ids["vehicle"][unit], driver=ids["driver"][driver])
            for unit, driver in zip(largest, widest, strict=True)
        ),
    )


def _left(case: CrewCase, draft: Assignment, kept: Sequence[Assigned]) -> tuple[LeftOver, ...]:
    served, stands = ({each.departure for each in some} for some in (draft.assigned, kept))
    return tuple(left_over(case, draft, need, stands) for id, need in case.departures.items() if id not in served)
