"""The judge of assignments: looks at who goes where and when, and believes no engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tourplanner.model import Assignment, CrewNeeds, CrewTerms, Driver, Guide, VehicleUnit
from tourplanner.rules.crew.case import CrewCase, CrewRule, crew_case
from tourplanner.rules.crew.fitness import FITNESS
from tourplanner.rules.crew.hours import HOURS
from tourplanner.rules.crew.score import crew_score
from tourplanner.rules.finding import Finding
from tourplanner.rules.law import Law
from tourplanner.travel import TravelTimes

CREW_RULES: tuple[CrewRule, ...] = (*FITNESS, *HOURS)
"""Every rule of an assignment, each tested alone."""


def judge_assignment(
    departures: Sequence[CrewNeeds],
    assignment: Assignment,
    *,
    guides: Sequence[Guide] = (),
    drivers: Sequence[Driver] = (),
    vehicles: Sequence[VehicleUnit] = (),
    travel: TravelTimes | None = None,
    law: Law | None = None,
    terms: CrewTerms = CrewTerms(),  # noqa: B008
) -> tuple[Finding, ...]:
    """
    All breaches of an assignment, none if it is valid.

    Parameters
    ----------
    departures, guides, drivers, vehicles
        All that it was made for and from.
    travel
        What the ways from a return to the next pick-up are measured by; without it the terms say.
    law
        The hours and bans of each date; by default ``Law.installed()``. Rules count whether or not anybody has
        confirmed them.

    Raises
    ------
    GoalError
        If two departures, guides, drivers or vehicles have one id.
    NoRouteError
        If there is no way between two places.
    """
    case = crew_case(departures, guides, drivers, vehicles, travel, law, terms)
    return judged(case, assignment)


def judged(case: CrewCase, assignment: Assignment) -> tuple[Finding, ...]:
    """The same of a case."""
    found = [finding for rule in CREW_RULES for finding in rule(case, assignment)]
    found += () if any(finding.rule == "known" for finding in found) else _score(case, assignment)
    return tuple(found)


def _score(case: CrewCase, assignment: Assignment) -> Iterator[Finding]:
    """The score said is the score counted."""
    counted = crew_score(case, assignment)
    if counted != assignment.score:
        yield Finding("score", "assignment", f"says {assignment.score}, counted {counted}")
