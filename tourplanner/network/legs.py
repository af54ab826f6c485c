"""Every leg between the region's places: a matrix for all pairs, and graphs of the short ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt

from tourplanner.catalogue.catalogue import nearest_ids
from tourplanner.errors import NoRouteError, UnknownIdError
from tourplanner.model import Place
from tourplanner.network.answers import Way
from tourplanner.network.things import Edge, node
from tourplanner.travel import TravelMatrix, TravelTimes
from tourplanner.travel.hours import at_hours

NOON_S = np.int64(12 * 3600)


class Legs:
    """
    Travel between n places, the first ``villages`` of which are villages; names are node names, ``village:bat-trang``.

    The matrix is checked when it arrives: wrong shapes, fractions and negative times are refused, not rounded. Where
    times depend on the hour, ``seconds`` are those of who departs at noon.
    """

    def __init__(self, places: Mapping[str, Place], villages: int, travel: TravelTimes) -> None:
        self.names, self.villages = tuple(places), villages
        self.matrix = _checked(travel.matrix(list(places.values())), len(places))
        self.seconds = at_hours(self.matrix.hours, self.matrix.by_hour, NOON_S)
        self.position = {name: position for position, name in enumerate(self.names)}

    def find(self, asked: str) -> int:
        """The position of a place given by node name or id; a village comes before a start point of the same id."""
        for name in (asked, node("village", asked), node("start", asked)):
            if name in self.position:
                return self.position[name]
        raise _unknown("village or start point", asked, self.names)

    def find_village(self, asked: str) -> int:
        """The position of a village given by node name or id."""
        name = asked if asked.startswith("village:") else node("village", asked)
        if name not in self.position:
            raise _unknown("village", asked, self.names[: self.villages])
        return self.position[name]

    def way(self, origin: int, destination: int) -> Way:
        """The leg between two positions; ``NoRouteError`` from a place to itself, which is no leg."""
        start, end = (self.names[position].partition(":")[2] for position in (origin, destination))
        if origin == destination:
            raise NoRouteError(start, end, "a place has no leg to itself")
        return Way(
            origin=start,
            destination=end,
            seconds=int(self.seconds[origin, destination]),
            metres=int(self.matrix.metres[origin, destination]),
            walked=bool(self.matrix.walked[origin, destination]),
        )

    def near(self, minutes: float) -> nx.Graph[int]:
        """
        Village positions, joined where both directions take at most ``minutes``; ``seconds`` is the longer of the two.
        """
        size = self.villages
        seconds = self.seconds[:size, :size]
        slower = np.maximum(seconds, seconds.T)
        origins, destinations = np.nonzero(np.triu(slower <= 60 * minutes, k=1))
        graph: nx.Graph[int] = nx.Graph()
        graph.add_nodes_from(range(size))
        graph.add_weighted_edges_from(
            zip(origins.tolist(), destinations.tolist(), slower[origins, destinations].tolist(), strict=True),
            weight="seconds",
        )
        return graph

    def edges(self, leg_minutes: float, near_minutes: float) -> Iterator[Edge]:
        """Edges ``leg`` and, between villages, ``near``; none between two start points."""
        size, seconds = self.villages, self.seconds
        wanted = seconds <= 60 * leg_minutes
        wanted[size:, size:] = False
        np.fill_diagonal(wanted, False)
        for origin, destination in zip(*(axis.tolist() for axis in np.nonzero(wanted)), strict=True):
            way = self.way(origin, destination)
            ends = self.names[origin], self.names[destination]
            data = {"seconds": way.seconds, "metres": way.metres, "walked": way.walked}
            yield *ends, "leg", {"relation": "leg", **data}
            if way.seconds <= 60 * near_minutes and max(origin, destination) < size:
                yield *ends, "near", {"relation": "near", "seconds": way.seconds}


def travel_seconds(origin: str, destination: str, edges: Mapping[str, Mapping[str, Any]]) -> int:
    """
    The weight to give networkx over the whole graph: the seconds of the leg among parallel ``edges``.

    networkx counts an edge without the named weight as 1, so that a workshop would be one second from its village.

    Raises
    ------
    NoRouteError
        If none of the edges is a leg.
    """
    if "leg" not in edges:
        raise NoRouteError(origin, destination, f"they are joined by {', '.join(sorted(edges))}, not by a leg")
    return int(edges["leg"]["seconds"])


def _unknown(kind: str, asked: str, names: Iterable[str]) -> UnknownIdError:
    return UnknownIdError(kind, asked, nearest_ids(asked, [name.partition(":")[2] for name in names]))


def _checked(matrix: TravelMatrix, size: int) -> TravelMatrix:
    for name in ("seconds", "metres"):
        values: npt.NDArray[Any] = getattr(matrix, name)
        if values.shape != (size, size) or not np.issubdtype(values.dtype, np.integer):
            raise ValueError(f"travel {name} must be whole numbers, {size} x {size}")
        if (values < 0).any() or np.diagonal(values).any():
            raise ValueError(f"travel {name} must not be negative, and 0 from a place to itself")
    return matrix
