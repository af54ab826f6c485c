"""The quickest ways between places over a network, for all pairs or with their course for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from tourplanner.travel.roads.network import Network, weight
from tourplanner.travel.roads.pack import Flags, Ints
from tourplanner.travel.roads.snap import Floats, Near
from tourplanner.travel.roads.speeds import Speeds
from tourplanner.travel.roads.trees import Trees

CHUNK = 64
NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, eq=False)
class Doors:
    """
    Ways between places and the network's nodes: for each the ``place``, the ``node``, the ``near`` point's number, and
    the weight of the access leg and the part of the road together.
    """

    place: Ints
    node: Ints
    near: Ints
    weights: Ints


def reach(speeds: Speeds, straight_m: Floats) -> Ints:
    """The weight of a way that the pack does not have: a detour on the straight line, at access speed."""
    metres = straight_m * speeds.detour
    factor = 1.0 if speeds.on_foot else speeds.daytime
    ms = np.rint(metres * 3600 / speeds.access_kmh * factor).astype(np.int64)
    return weight(ms, np.rint(metres * 10).astype(np.int64))


def access(network: Network, near: Near) -> Ints:
    """The weights of the ways between places and the points near them."""
    return reach(network.speeds, near.away_m)


def along(network: Network, road: Ints, dm: Ints) -> Ints:
    """The weight of a stretch of a road; a stretch takes its share of the road's time, rounded down."""
    return weight(network.ms[road] * dm // network.pack.length_dm[road], dm)


def doors(network: Network, near: Near, *, out: bool) -> Doors:
    """From places out to nodes, or from nodes in to places."""
    pack, road = network.pack, near.road
    first, rest = along(network, road, near.at_dm), along(network, road, pack.length_dm[road] - near.at_dm)
    to_end, to_start = (network.forward, network.back) if out else (network.back, network.forward)
    number, begin = np.arange(len(road)), access(network, near)
    ends = np.flatnonzero(to_end[road]), np.flatnonzero(to_start[road])
    which = np.concatenate((number[ends[0]], number[ends[1]]))
    crossing = np.concatenate((pack.end[road[ends[0]]], pack.start[road[ends[1]]]))
    weights = np.concatenate(((begin + rest)[ends[0]], (begin + first)[ends[1]]))
    node = network.node(crossing, road[which], out=out)
    order = np.lexsort((weights, node, near.place[which]))
    return Doors(near.place[which][order], node[order], which[order], weights[order])


def firsts(out: Doors) -> Flags:
    """Which ways out are the best of their place to their node."""
    keep = np.ones(len(out.place), np.bool_)
    keep[1:] = (out.place[1:] != out.place[:-1]) | (out.node[1:] != out.node[:-1])
    return keep


def with_sources(network: Network, out: Doors, places: int) -> Any:
    """The network's graph with one more row for each place: its ways out."""
    from scipy.sparse import csr_array

    size = len(network.crossing)
    keep = firsts(out)
    count = np.concatenate((np.bincount(network.row, minlength=size), np.bincount(out.place[keep], minlength=places)))
    indptr = np.concatenate(([0], np.cumsum(count))).astype(np.int32)
    column = np.concatenate((network.column, out.node[keep])).astype(np.int32)
    weights = np.concatenate((network.weights, out.weights[keep])).astype(np.float64)
    return csr_array((weights, column, indptr), shape=(size + places, size + places))


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """
    The quickest ways between all pairs of n places.

    ``weights`` is n x n, ``NEVER`` where there is none; ``amounts`` c x n x n, what was added up along them.
    """

    weights: Ints
    amounts: Ints


class Adds(Protocol):
    """What is added up along ways: c amounts of each link, each way in or out, and each way along one road."""

    links: Ints

    def doors(self, near: Near, doors: Doors) -> Ints: ...

    def on_one_road(self, near: Near, one: Ints, other: Ints, weights: Ints) -> Ints: ...


def all_pairs(network: Network, near: Near, places: int, tally: Adds | None) -> Ways:
    """
    The quickest ways between all pairs of n places.

    Every sum is a whole number below 2^53: the result is the same on every machine. Without a ``tally`` there are no
    amounts.
    """
    found = np.full((places, places), NEVER)
    amounts = np.zeros((len(tally.links) if tally else 0, places, places), np.int64)
    into = doors(network, near, out=False)
    if len(into.place):
        out = doors(network, near, out=True)
        search = _Search(network, near, (out, into), places, tally)
        for first in range(0, places, CHUNK):
            search.chunk(np.arange(first, min(first + CHUNK, places)), found, amounts)
        _same_road_too(network, near, tally, found, amounts)
    return Ways(found, amounts)


class _Search:
    """From some places at a time to all."""

    def __init__(
        self, network: Network, near: Near, doors: tuple[Doors, Doors], places: int, tally: Adds | None
    ) -> None:
        self.out, self.into = doors
        self.size = len(network.crossing)
        self.graph = with_sources(network, self.out, places)
        self.targets, self.begin = np.unique(self.into.place, return_index=True)
        self.tally = tally
        if tally:
            self.trees = Trees(network.row, network.column, tally.links, self.size)
            self.leaving, self.arriving = (tally.doors(near, each) for each in doors)
            self.kept = np.flatnonzero(firsts(self.out))
            self.bounds = np.searchsorted(self.out.place[self.kept], np.arange(places + 1))

    def chunk(self, rows: Ints, found: Ints, amounts: Ints) -> None:
        """Fill some rows of the weights and amounts."""
        from scipy.sparse.csgraph import dijkstra

        before: Any = None
        away = dijkstra(self.graph, indices=self.size + rows, return_predecessors=self.tally is not None)
        if self.tally:
            away, before = away
        total: Floats = away[:, self.into.node] + self.into.weights
        reached = np.minimum.reduceat(total, self.begin, axis=1)
        known = np.isfinite(reached)
        whole = np.where(known, reached, 0).astype(np.int64)
        found[np.ix_(rows, self.targets)] = np.where(known, whole, NEVER)
        if self.tally:
            chosen = self._chosen(total, reached)
            for at, row in enumerate(rows.tolist()):
                amounts[:, row, self.targets] = np.where(known[at], self._sums(row, before[at], chosen[at]), 0)

    def _chosen(self, total: Floats, reached: Floats) -> Ints:
        """The first of the best ways in to each target."""
        doors = np.arange(total.shape[1])
        count = np.diff(np.append(self.begin, len(doors)))
        best = np.where(total == np.repeat(reached, count, axis=1), doors, len(doors))
        return np.minimum.reduceat(best, self.begin, axis=1)

    def _sums(self, row: int, before: Any, chosen: Ints) -> Ints:
        out = self.kept[self.bounds[row] : self.bounds[row + 1]]
        sums = self.trees.sums(before, self.out.node[out], self.leaving[:, out])
        found: Ints = sums[:, self.into.node[chosen]] + self.arriving[:, chosen]
        return found


def _same_road_too(network: Network, near: Near, tally: Adds | None, found: Ints, amounts: Ints) -> None:
    """Ways that stay on one road, where they are as quick as any."""
    origin, target, weights, one, other = same_road(network, near)
    order = np.lexsort((weights, target, origin))
    first = np.ones(len(order), np.bool_)
    first[1:] = (np.diff(origin[order]) != 0) | (np.diff(target[order]) != 0)
    best = order[first]
    best = best[weights[best] <= found[origin[best], target[best]]]
    found[origin[best], target[best]] = weights[best]
    if tally:
        amounts[:, origin[best], target[best]] = tally.on_one_road(near, one[best], other[best], weights[best])


def same_road(network: Network, near: Near) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Ways that stay on one road: place from, place to, weight, and both near points' numbers."""
    order = np.argsort(near.road, kind="stable")
    road = near.road[order]
    begin, end = np.searchsorted(road, road, "left"), np.searchsorted(road, road, "right")
    count = end - begin
    one = np.repeat(order, count)
    other = order[np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(begin, count)]
    ahead = near.at_dm[other] >= near.at_dm[one]
    allowed = np.where(ahead, network.forward[near.road[one]], network.back[near.road[one]])
    allowed |= near.at_dm[other] == near.at_dm[one]
    use = allowed & (near.place[one] != near.place[other])
    one, other = one[use], other[use]
    between = along(network, near.road[one], np.abs(near.at_dm[other] - near.at_dm[one]))
    ends = access(network, near)
    return near.place[one], near.place[other], ends[one] + between + ends[other], one, other
