"""
Plans tours over craft villages: ten routes as one decision, with proof, calendars and printed maps.

    import tourplanner as tp

    region = tp.load("hanoi")
    routes = tp.portfolio(region, 10, month="2027-03")
    tp.export(routes, "routes/")

Everything an operator types is here; names are loaded on first use, so the import itself loads no engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tourplanner.lazy import lazy

if TYPE_CHECKING:
    from tourplanner.almanac import LunarDate
    from tourplanner.catalogue import Catalogue, load, regions
    from tourplanner.chance import punctuality
    from tourplanner.errors import (
        DataError,
        GoalError,
        InfeasibleError,
        NoRouteError,
        StoppedError,
        TourplannerError,
        UnknownIdError,
    )
    from tourplanner.model import (
        Assignment,
        CrewNeeds,
        Driver,
        Goal,
        GroupTours,
        Guide,
        Itinerary,
        Lunch,
        Money,
        Party,
        Portfolio,
        Punctuality,
        Quotas,
        Spread,
        VehicleUnit,
        vehicles,
    )
    from tourplanner.network import CraftNetwork
    from tourplanner.planning import (
        ROUTE,
        Effort,
        Gap,
        Points,
        Result,
        Seconds,
        Tour,
        Work,
        assign,
        compare,
        extend,
        plan,
        plan_groups,
        portfolio,
        trade_off,
        why_not_in,
    )
    from tourplanner.programme import Programme, guidebook, read_programme, read_route, read_routes
    from tourplanner.publish import export, export_itinerary
    from tourplanner.publish.handbook import handbook
    from tourplanner.rules import check, check_groups, check_portfolio, judge_assignment
    from tourplanner.travel import GeodesicTravel, HourlyTravel, RoadTravel, usual_travel

    __version__: str

__all__ = [
    "ROUTE",
    "Assignment",
    "Catalogue",
    "CraftNetwork",
    "CrewNeeds",
    "DataError",
    "Driver",
    "Effort",
    "Gap",
    "GeodesicTravel",
    "Goal",
    "GoalError",
    "GroupTours",
    "Guide",
    "HourlyTravel",
    "InfeasibleError",
    "Itinerary",
    "LunarDate",
    "Lunch",
    "Money",
    "NoRouteError",
    "Party",
    "Points",
    "Portfolio",
    "Programme",
    "Punctuality",
    "Quotas",
    "Result",
    "RoadTravel",
    "Seconds",
    "Spread",
    "StoppedError",
    "Tour",
    "TourplannerError",
    "UnknownIdError",
    "VehicleUnit",
    "Work",
    "__version__",
    "assign",
    "check",
    "check_groups",
    "check_portfolio",
    "compare",
    "export",
    "export_itinerary",
    "extend",
    "guidebook",
    "handbook",
    "judge_assignment",
    "load",
    "plan",
    "plan_groups",
    "portfolio",
    "punctuality",
    "read_programme",
    "read_route",
    "read_routes",
    "regions",
    "trade_off",
    "usual_travel",
    "vehicles",
    "why_not_in",
]

_HOMES = {
    "Assignment": "model",
    "CrewNeeds": "model",
    "Driver": "model",
    "Guide": "model",
    "VehicleUnit": "model",
    "assign": "planning",
    "judge_assignment": "rules",
    "ROUTE": "planning",
    "Catalogue": "catalogue",
    "CraftNetwork": "network",
    "DataError": "errors",
    "Effort": "planning",
    "Gap": "planning",
    "Result": "planning",
    "RoadTravel": "travel",
    "Seconds": "planning",
    "Work": "planning",
    "GeodesicTravel": "travel",
    "Goal": "model",
    "GoalError": "errors",
    "GroupTours": "model",
    "HourlyTravel": "travel",
    "InfeasibleError": "errors",
    "Itinerary": "model",
    "LunarDate": "almanac",
    "Lunch": "model",
    "Money": "model",
    "NoRouteError": "errors",
    "StoppedError": "errors",
    "Party": "model",
    "Points": "planning",
    "Portfolio": "model",
    "Programme": "programme",
    "Punctuality": "model",
    "Quotas": "model",
    "Spread": "model",
    "Tour": "planning",
    "TourplannerError": "errors",
    "UnknownIdError": "errors",
    "check": "rules",
    "check_groups": "rules",
    "check_portfolio": "rules",
    "compare": "planning",
    "export": "publish",
    "export_itinerary": "publish",
    "extend": "planning",
    "guidebook": "programme",
    "handbook": "publish.handbook",
    "load": "catalogue",
    "plan": "planning",
    "plan_groups": "planning",
    "portfolio": "planning",
    "punctuality": "chance",
    "read_programme": "programme",
    "read_route": "programme",
    "read_routes": "programme",
    "regions": "catalogue",
    "trade_off": "planning",
    "usual_travel": "travel",
    "vehicles": "model",
    "why_not_in": "planning",
}

_load, __dir__ = lazy(__name__, _HOMES)


def __getattr__(name: str) -> Any:
    return _version() if name == "__version__" else _load(name)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(__name__)
    except PackageNotFoundError:
        return "0+source"
