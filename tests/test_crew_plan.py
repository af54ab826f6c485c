"""Assigning guides, drivers and vehicles: the best there is, accepted by the judge, the rest explained."""

from __future__ import annotations

import pytest
from crew_cases import every_assignment, world

from tourplanner.planning.crews import assign
from tourplanner.rules.crew import judge_assignment


@pytest.mark.parametrize("seed", range(40))
def test_no_assignment_that_the_judge_accepts_is_better(seed: int) -> None:
    office = world(seed)
    departures = office.pop("departures")
    plan = assign(departures, **office)
    assert judge_assignment(departures, plan, **office) == ()
    best = max(every_assignment({"departures": departures, **office}), key=lambda each: each.score.order)
    assert (plan.status, plan.score) == ("optimal", best.score)
    assert plan.most == best.score.served
    assert all(each.reasons for each in plan.left)
