"""What the law of a day allows whoever works on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tourplanner.rules.law import Law, WorkingHours


@dataclass(frozen=True, slots=True)
class Limits:
    """
    The strictest of each kind in force on a day, None where there is none.

    ``work_s`` in a day and ``week_s`` in seven, ``rest_s`` between two days (0 for none), ``days`` of work in seven.
    ``pause_s`` is the longest rest that a rule of driving asks for before driving counts anew, 0 without such a rule.
    """

    work_s: int | None
    week_s: int | None
    rest_s: int
    days: int | None
    pause_s: int


def limits_on(law: Law, day: date) -> Limits:
    """What the law of a day allows."""
    today = law.on(day)

    def of(limit: Literal["day", "week", "rest", "days"]) -> list[WorkingHours]:
        return [rule for rule in today.working_hours if rule.limit == limit]

    pauses = [60 * rule.rest_minutes for rule in today.driver_hours if rule.limit == "stretch"]
    return Limits(
        work_s=min((rule.seconds for rule in of("day")), default=None),
        week_s=min((rule.seconds for rule in of("week")), default=None),
        rest_s=max((rule.seconds for rule in of("rest")), default=0),
        days=min((rule.days or 0 for rule in of("days")), default=None),
        pause_s=max(pauses, default=0),
    )
