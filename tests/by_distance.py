"""
Planner and judge over great-circle estimates, for tests that are about other things than roads.

What they expect was worked out by hand or by trying everything over these times. The packaged roads have tests of their
own.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from tourplanner import planning, rules
from tourplanner.travel import GeodesicTravel

PLAIN = GeodesicTravel()

plan = partial(planning.plan, travel=PLAIN)
plan_groups = partial(planning.plan_groups, travel=PLAIN)
portfolio = partial(planning.portfolio, travel=PLAIN)
extend = partial(planning.extend, travel=PLAIN)
why_not_in = partial(planning.why_not_in, travel=PLAIN)


def check(tour: Any, travel: Any = PLAIN, *more: Any, **named: Any) -> Any:
    return rules.check(tour, travel, *more, **named)


def check_groups(tours: Any, travel: Any = PLAIN, *more: Any, **named: Any) -> Any:
    return rules.check_groups(tours, travel, *more, **named)


def check_portfolio(portfolio: Any, quotas: Any, travel: Any = PLAIN, *more: Any, **named: Any) -> Any:
    return rules.check_portfolio(portfolio, quotas, travel, *more, **named)
