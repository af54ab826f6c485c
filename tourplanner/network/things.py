"""The typed graph of a region's things, legs excepted: nodes with a kind, edges with a relation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

import networkx as nx

from tourplanner.catalogue.catalogue import Catalogue
from tourplanner.errors import DataError, Problem
from tourplanner.model import Place, Text
from tourplanner.network.supplies import Supply

Kind = Literal["village", "host", "experience", "session", "start", "festival", "craft"]
Relation = Literal[
    "hosts", "offers", "runs", "celebrates", "practises", "member-of", "supplies", "leg", "near"
]
Edge = tuple[str, str, str, dict[str, Any]]


def node(kind: Kind, id: str) -> str:
    """The name of a thing in the graph: ``village:bat-trang``."""
    return f"{kind}:{id}"


def things(catalogue: Catalogue, supplies: Iterable[Supply]) -> nx.MultiDiGraph[str]:
    """
    The region's things and what joins them, without legs.

    Raises
    ------
    DataError
        If a record names an id that does not exist: all of them at once. An edge never invents its end.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(region=catalogue.region)
    graph.add_nodes_from(_nodes(catalogue))
    edges = list(_edges(catalogue, supplies))
    faults = [fault for edge in edges for fault in _dangling(graph, edge)]
    if faults:
        raise DataError(dict.fromkeys(faults))
    join(graph, edges)
    return graph


def join(graph: nx.MultiDiGraph[str], edges: Iterable[Edge]) -> None:
    """Add edges with their keys; both ends of each must be in the graph already."""
    for origin, destination, key, data in edges:
        graph.add_edge(origin, destination, key=key, **data)


def _dangling(graph: nx.MultiDiGraph[str], edge: Edge) -> Iterator[Problem]:
    origin, destination, _, data = edge
    for name in (origin, destination):
        if name not in graph:
            kind, _, id = name.partition(":")
            message = f"there is no {kind} with this id, named in {origin} {data['relation']} {destination}"
            yield Problem("catalogue", None, data["relation"], id, "unknown-id", message)


def _nodes(catalogue: Catalogue) -> Iterator[tuple[str, dict[str, Any]]]:
    for craft in catalogue.crafts:
        yield _named("craft", craft.id, craft.name, group=craft.group, heritage=craft.heritage)
    for village in catalogue.villages:
        yield _named(
            "village", village.id, village.name, **_point(village.place), recognition=village.recognition,
            standing=village.standing, environment=village.environment, at_risk=village.at_risk,
        )  # fmt: skip
    for host in catalogue.hosts:
        yield _named("host", host.id, host.name, type=host.kind)
    for offer in catalogue.experiences:
        yield _named(
            "experience", offer.id, offer.name, type=offer.kind, role=offer.role, minutes=offer.minutes,
            capacity=offer.capacity, **_point(offer.place),
        )  # fmt: skip
    for session in catalogue.sessions:
        times = {"begin": session.begin.isoformat(), "end": session.end.isoformat()}
        yield node("session", session.id), _known(
            {"kind": "session", "id": session.id, **times, "places_left": session.places_left}
        )
    for start in catalogue.starts:
        yield _named("start", start.id, start.name, **_point(start.place))
    for festival in catalogue.festivals:
        yield _named(
            "festival", festival.id, festival.name, lunar_month=festival.lunar_month,
            first_day=festival.first_day, last_day=festival.last_day,
        )  # fmt: skip


def _edges(catalogue: Catalogue, supplies: Iterable[Supply]) -> Iterator[Edge]:
    for village in catalogue.villages:
        for rank, craft in enumerate(village.crafts, 1):
            yield _edge(("village", village.id), "practises", ("craft", craft), rank=rank)
    for host in catalogue.hosts:
        yield _edge(("village", host.village), "hosts", ("host", host.id))
        for member in host.members:
            yield _edge(("host", member), "member-of", ("host", host.id))
    for offer in catalogue.experiences:
        yield _edge(("host", offer.host), "offers", ("experience", offer.id))
    for session in catalogue.sessions:
        yield _edge(("experience", session.experience), "runs", ("session", session.id))
    for festival in catalogue.festivals:
        yield _edge(("village", festival.village), "celebrates", ("festival", festival.id))
    for supply in supplies:
        origin, destination, relation, data = _edge(
            ("village", supply.supplier), "supplies", ("village", supply.buyer),
            material=supply.material.vi, material_en=supply.material.en or None,
            confidence=supply.provenance.confidence,
        )  # fmt: skip
        yield origin, destination, f"{relation}:{supply.material.vi}", data


def _edge(origin: tuple[Kind, str], relation: Relation, destination: tuple[Kind, str], **data: Any) -> Edge:
    return node(*origin), node(*destination), relation, _known({"relation": relation, **data})


def _named(kind: Kind, id: str, name: Text, **data: Any) -> tuple[str, dict[str, Any]]:
    return node(kind, id), _known({"kind": kind, "id": id, "name": name.vi, "name_en": name.en or None, **data})


def _point(place: Place | None) -> dict[str, float]:
    return {"lat": place.lat, "lon": place.lon} if place else {}


def _known(data: dict[str, Any]) -> dict[str, Any]:
    """What is not recorded has no attribute: a reader must not take a blank for a value."""
    return {name: value for name, value in data.items() if value is not None}
