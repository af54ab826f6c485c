"""The quickest ways between places over a network, for all pairs or with their course for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tourplanner.travel.roads.network import Network, weight
from tourplanner.travel.roads.pack import Ints
from tourplanner.travel.roads.snap import Floats, Near
from tourplanner.travel.roads.speeds import Speeds

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


def with_sources(network: Network, out: Doors, places: int) -> Any:
    """The network's graph with one more row for each place: its ways out."""
    from scipy.sparse import csr_array

    size = len(network.crossing)
    keep = np.ones(len(out.place), np.bool_)
    keep[1:] = (out.place[1:] != out.place[:-1]) | (out.node[1:] != out.node[:-1])
    count = np.concatenate((np.bincount(network.row, minlength=size), np.bincount(out.place[keep], minlength=places)))
    indptr = np.concatenate(([0], np.cumsum(count))).astype(np.int32)
    column = np.concatenate((network.column, out.node[keep])).astype(np.int32)
    weights = np.concatenate((network.weights, out.weights[keep])).astype(np.float64)
    return csr_array((weights, column, indptr), shape=(size + places, size + places))


def all_pairs(network: Network, near: Near, places: int) -> Ints:
    """
    Weights of the quickest ways between all pairs of n places, n x n, ``NEVER`` where there is none.

    Every sum is a whole number below 2^53: the result is the same on every machine.
    """
    from scipy.sparse.csgraph import dijkstra

    found = np.full((places, places), NEVER)
    into = doors(network, near, out=False)
    if not len(into.place):
        return found
    graph = with_sources(network, doors(network, near, out=True), places)
    targets, begin = np.unique(into.place, return_index=True)
    size = len(network.crossing)
    for first in range(0, places, CHUNK):
        rows = np.arange(first, min(first + CHUNK, places))
        away: Floats = dijkstra(graph, indices=size + rows)
        reached = np.minimum.reduceat(away[:, into.node] + into.weights, begin, axis=1)
        whole = np.where(np.isfinite(reached), reached, 0).astype(np.int64)
        found[np.ix_(rows, targets)] = np.where(np.isfinite(reached), whole, NEVER)
    origin, target, weights = same_road(network, near)[:3]
    np.minimum.at(found, (origin, target), weights)
    return found


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
