"""routes.graphml: who meets whom on a portfolio's routes, for Gephi, yEd and networkx."""

from __future__ import annotations

from collections.abc import Iterator

from tourplanner.formats.graphml import graphml
from tourplanner.formats.layer import Value
from tourplanner.model import Itinerary, Portfolio, Text

Node = tuple[str, dict[str, Value]]
Edge = tuple[str, str, dict[str, Value]]


def portfolio_graphml(portfolio: Portfolio) -> bytes:
    """
    Routes, villages and crafts as nodes, named as in the region's network (``village:bat-trang``).

    Edges by ``relation``: a route ``visits`` a village (``order`` of the stop, ``minutes`` of the stay), a village
    ``practises`` a craft, and a village comes ``before`` the next one of a ``route``.
    """
    about = {"region": portfolio.region, "month": portfolio.month}
    return "".join(graphml(about, list(_nodes(portfolio)), list(_edges(portfolio)))).encode()


def _nodes(portfolio: Portfolio) -> Iterator[Node]:
    for route in portfolio.routes:
        yield _node("route", route.id, route.name)
    for village in portfolio.villages:
        yield _node("village", village.id, village.name, lat=village.place.lat, lon=village.place.lon)
    for craft in {craft.id: craft for route in portfolio.routes for craft in route.crafts}.values():
        yield _node("craft", craft.id, craft.name)


def _node(kind: str, id: str, name: Text, **more: Value) -> Node:
    return f"{kind}:{id}", {"kind": kind, "name": name.vi, "name_en": name.get("en"), **more}


def _edges(portfolio: Portfolio) -> Iterator[Edge]:
    crafts = {craft.id for route in portfolio.routes for craft in route.crafts}
    for route in portfolio.routes:
        yield from _visits(route)
    for village in portfolio.villages:
        for craft in village.crafts:
            if craft in crafts:
                yield f"village:{village.id}", f"craft:{craft}", {"relation": "practises"}


def _visits(route: Itinerary) -> Iterator[Edge]:
    before = ""
    for order, stop in enumerate(route.visits, 1):
        village = f"village:{stop.village.id}"
        minutes = int((stop.end - stop.begin).total_seconds()) // 60
        yield f"route:{route.id}", village, {"relation": "visits", "order": order, "minutes": minutes}
        if before and before != village:
            yield before, village, {"relation": "before", "route": route.id}
        before = village
