"""From a request to the best tours: compile, search, schedule. The only home of OR-Tools."""

from tourplanner.planning.crews import assign
from tourplanner.planning.effort import Effort
from tourplanner.planning.explain.compare import compare
from tourplanner.planning.explain.missing import why_not_in
from tourplanner.planning.explain.trade import trade_off
from tourplanner.planning.groups import plan_groups
from tourplanner.planning.plan import plan
from tourplanner.planning.points import Points
from tourplanner.planning.portfolio import ROUTE, extend, portfolio
from tourplanner.planning.result import Result
from tourplanner.planning.stop import FirstOf, Gap, Seconds, Stop, Work
from tourplanner.planning.tour import Tour

__all__ = [
    "ROUTE",
    "Effort",
    "FirstOf",
    "Gap",
    "Points",
    "Result",
    "Seconds",
    "Stop",
    "Tour",
    "Work",
    "assign",
    "compare",
    "extend",
    "plan",
    "plan_groups",
    "portfolio",
    "trade_off",
    "why_not_in",
]
