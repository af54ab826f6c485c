"""CraftNetwork: what an operator asks about who is near whom, and who works for whom."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import networkx as nx

from tourplanner.catalogue.catalogue import Catalogue
from tourplanner.formats.graphml import graphml
from tourplanner.model import ROLES, Role
from tourplanner.network import chains, export, groups
from tourplanner.network.answers import Bridge, Central, Chain, Cluster, Completion, Near, Offer, Way
from tourplanner.network.groups import Measure
from tourplanner.network.legs import Legs
from tourplanner.network.supplies import Supply, packaged_supplies
from tourplanner.network.things import join, node, things
from tourplanner.travel import RoadTravel, TravelTimes


class CraftNetwork:
    """
    A region's villages, hosts, experiences, sessions, start points, festivals and crafts as one graph.

    Places are named by their id (``bat-trang``) or their node name (``village:bat-trang``, ``start:opera-house``).
    Minutes are travel minutes of the given source, padding included; every limit is inclusive. Where a method takes
    ``minutes``, None means ``near_minutes``. Answers name villages in a fixed order: same catalogue, same answer.

    Parameters
    ----------
    catalogue
        The region. Every id its records name must exist.
    travel
        Where travel times come from. All ordered pairs of villages and start points are asked for once, here. Of times
        that depend on the hour the least counts.
    near_minutes
        Villages at most so far apart are near.
    leg_minutes
        Longest leg kept as an edge of ``graph``. ``leg`` answers for all pairs regardless.
    supplies
        Who supplies whom. None takes what is packaged for the region and both of whose villages are in the catalogue.

    Raises
    ------
    DataError
        If a record or a supply names an id that does not exist; all of them at once.
    NoRouteError
        If the travel source knows no way between two of the places.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        travel: TravelTimes | None = None,
        near_minutes: int = 40,
        *,
        leg_minutes: int = 60,
        supplies: Sequence[Supply] | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.travel: TravelTimes = RoadTravel.packaged(traffic=None) if travel is None else travel
        self.near_minutes, self.leg_minutes = near_minutes, max(leg_minutes, near_minutes)
        self.supplies = _packaged(catalogue) if supplies is None else tuple(supplies)
        self._things = things(catalogue, self.supplies)
        places = {node("village", village.id): village.place for village in catalogue.villages}
        places |= {node("start", start.id): start.place for start in catalogue.starts}
        self._legs = Legs(places, len(catalogue.villages), self.travel)

    def __repr__(self) -> str:
        counts = f"{len(self.catalogue.villages)} villages, {len(self.catalogue.experiences)} experiences"
        return f"<CraftNetwork {self.catalogue.region}: {counts}; near is {self.near_minutes} min>"

    @cached_property
    def graph(self) -> nx.MultiDiGraph[str]:
        """
        The whole graph, read-only.

        Nodes carry ``kind`` (village, host, experience, session, start, festival, craft), ``id`` and what is known of
        them; edges carry ``relation``, which is their key too:
        hosts (village → host), offers (host → experience), runs (experience → session), celebrates (village →
        festival), practises (village → craft), member-of (host → cooperative), supplies (village → village, with
        material and confidence; the key is ``supplies:`` and the material), leg (village or start ↔ village within
        ``leg_minutes``, with seconds, metres, walked) and near (the legs between villages within ``near_minutes``).

        What is unknown has no attribute. Give networkx ``travel_seconds`` as weight, never the name of an attribute:
        an edge without it would count as 1. ``near_graph`` holds nothing but travel.
        """
        graph = self._things.copy()
        join(graph, self._legs.edges(self.leg_minutes, self.near_minutes))
        nx.freeze(graph)
        return graph

    def near_graph(self, minutes: float | None = None) -> nx.Graph[str]:
        """
        Village ids, joined where both directions take at most ``minutes``, with ``seconds`` of the slower direction.

        Every edge has its seconds, so that any networkx algorithm may take ``weight="seconds"``.
        """
        ids = [village.id for village in self.catalogue.villages]
        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from(ids)
        near = self._legs.near(self._minutes(minutes))
        graph.add_edges_from((ids[one], ids[other], data) for one, other, data in near.edges(data=True))
        return graph

    def leg(self, origin: str, destination: str) -> Way:
        """
        The leg between any two different places, villages or start points.

        Raises
        ------
        UnknownIdError
            If one of them does not exist.
        NoRouteError
            From a place to itself.
        """
        return self._legs.way(self._legs.find(origin), self._legs.find(destination))

    def within(self, origin: str, minutes: float | None = None) -> tuple[Near, ...]:
        """
        The villages at most ``minutes`` from a village or start point, nearest first, then by id.

        Raises
        ------
        UnknownIdError
            If there is no such place.
        """
        start, limit = self._legs.find(origin), 60 * self._minutes(minutes)
        seconds = self._legs.seconds[start, : self._legs.villages].tolist()
        found = [
            Near(self.catalogue.villages[position], self._legs.way(start, position))
            for position, taken in enumerate(seconds)
            if position != start and taken <= limit
        ]
        return tuple(sorted(found, key=lambda near: (near.way.seconds, near.village.id)))

    def completing(self, village: str, minutes: float | None = None, *, each: int = 3) -> Completion:
        """
        What closes a village's linkage circle: production, trade, training, culture.

        For each role that no experience of the village plays, the ``each`` nearest experiences that play it in
        villages at most ``minutes`` away.

        Raises
        ------
        UnknownIdError
            If there is no such village.
        """
        position = self._legs.find_village(village)
        subject = self.catalogue.villages[position]
        own = {experience.role for experience in self.catalogue.experiences_in[subject.id]}
        has = tuple(role for role in ROLES if role in own)
        around = self.within(node("village", subject.id), minutes)
        offers = [offer for role in ROLES if role not in own for offer in self._offering(role, around)[:each]]
        return Completion(village=subject, has=has, offers=tuple(offers))

    def chain(self, material_or_craft: str) -> Chain:
        """
        The villages one material runs through, suppliers before those they supply.

        The name of a material (``"gold leaf"``, ``"quỳ vàng"``) gives its supplies. The id, name or synonym of a craft
        gives every recorded supply that leads to a village practising it or on from one. Accents, case and hyphens do
        not matter. A craft without recorded supplies has an empty chain.

        Raises
        ------
        UnknownIdError
            If no recorded material and no craft is called that.
        """
        return chains.chain(self.catalogue, self.supplies, material_or_craft)

    def clusters(self, minutes: float | None = None) -> tuple[Cluster, ...]:
        """
        The region's villages in groups that belong together on the road, largest first; every village is in one.

        Groups are the communities of the near graph by modularity: many near legs inside, few between. Being reachable
        from each other step by step would be too weak a bond: at 40 minutes nearly all of Hanoi is one such group.
        Inside a group each village is still reached from each other in steps of at most ``minutes``.
        """
        found = groups.communities(self._legs.near(self._minutes(minutes)))
        return tuple(
            Cluster(
                villages=tuple(sorted((self.catalogue.villages[each] for each in group), key=lambda one: one.id)),
                centre=self.catalogue.villages[groups.centre(self._legs, group)],
                widest_minutes=-(-groups.widest(self._legs, group) // 60),
            )
            for group in found
        )

    def bridges(self, minutes: float | None = None) -> tuple[Bridge, ...]:
        """
        Which villages bridge two clusters: for each pair of ``clusters(minutes)`` that near legs join, the two ends
        of the shortest, shortest first. ``only`` names those that are articulation points of the near graph.
        """
        near = self._legs.near(self._minutes(minutes))
        found = groups.communities(near)
        cuts = set(nx.articulation_points(near))
        villages = self.catalogue.villages
        return tuple(
            Bridge(
                clusters=(first, second),
                villages=(villages[one], villages[other]),
                minutes=-(-seconds // 60),
                only=tuple(villages[end] for end in (one, other) if end in cuts),
            )
            for seconds, first, second, one, other in groups.crossings(near, found)
        )

    def centrality(self, measure: Measure = "closeness", minutes: float | None = None) -> tuple[Central, ...]:
        """
        How central each village is, most central first, then by id.

        Parameters
        ----------
        measure
            ``closeness``: 1 / mean direct travel minutes to all other villages, whatever ``minutes`` says.
            ``betweenness``: the share, 0 to 1, of fastest ways between two other villages over near legs that run
            through it [Brandes 2001]. Over 300 villages it is estimated from 50 of them, the same ones every time.
        """
        values, estimated = groups.centrality(self._legs, measure, self._minutes(minutes))
        found = [
            Central(village, value, estimated)
            for village, value in zip(self.catalogue.villages, values, strict=True)
        ]
        return tuple(sorted(found, key=lambda central: (-central.value, central.village.id)))

    def write_graphml(self, path: str | Path) -> Path:
        """Write ``graph`` as GraphML (Gephi, yEd, networkx read it); an existing file is replaced whole."""
        graph = self.graph
        nodes = graph.nodes.items()
        return export.write_whole(path, graphml(graph.graph, nodes, graph.edges(data=True)))

    def geojson(self) -> dict[str, Any]:
        """
        Villages and start points as points, near legs as straight lines, each pair once, as a FeatureCollection.

        Coordinates are WGS 84, longitude first. Each line's ``basis`` says what its minutes rest on.
        """
        names = [village.id for village in self.catalogue.villages]
        near = sorted(self._legs.near(self.near_minutes).edges, key=lambda ends: sorted(names[end] for end in ends))
        pairs = (sorted(ends, key=names.__getitem__) for ends in near)
        ways = [(self._legs.way(one, other), self._legs.way(other, one)) for one, other in pairs]
        return export.geojson(self.catalogue, ways, self.travel.basis, self.travel.attribution)

    def write_geojson(self, path: str | Path) -> Path:
        """Write ``geojson()``, one feature per line; an existing file is replaced whole."""
        return export.write_whole(path, export.geojson_lines(self.geojson()))

    def _minutes(self, asked: float | None) -> float:
        return self.near_minutes if asked is None else asked

    def _offering(self, role: Role, around: Sequence[Near]) -> list[Offer]:
        return [
            Offer(near.village, near.way, role, experience)
            for near in around
            for experience in sorted(self.catalogue.experiences_in[near.village.id], key=lambda each: each.id)
            if experience.role == role
        ]


def _packaged(catalogue: Catalogue) -> tuple[Supply, ...]:
    known = {village.id for village in catalogue.villages}
    return tuple(
        supply for supply in packaged_supplies(catalogue.region) if {supply.supplier, supply.buyer} <= known
    )
