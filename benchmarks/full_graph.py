"""All roads of an extract that a car may use: what the packaged roads and other routers are held against."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tourplanner.travel.roads.kinds import KINDS
from tourplanner.travel.roads.pack import Area

Ints = npt.NDArray[np.int64]
LENGTH_BITS = 23
"""Whole milliseconds and decimetres in one number: the metres are those of the quickest way, and sums are exact."""


@dataclass(frozen=True, slots=True, eq=False)
class FullGraph:
    """
    Arcs between crossings, ``tail`` and ``head``, no two from and to the same ones, and some places among these.

    Each arc's ``weights`` are milliseconds x 2^23 + decimetres, at the speeds by class of road without traffic; ``lat``
    and ``lon`` the crossings' degrees, ``at`` the numbers of the places.
    """

    tail: Ints
    head: Ints
    weights: Ints
    lat: npt.NDArray[np.float64]
    lon: npt.NDArray[np.float64]
    at: Ints

    @property
    def ms(self) -> Ints:
        """Milliseconds of each arc."""
        return self.weights >> LENGTH_BITS

    def quickest(self, origins: int) -> tuple[Any, Any]:
        """Seconds and metres from the first so many places to all places, infinite where there is no way."""
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import dijkstra

        size, found = len(self.lat), np.empty((origins, len(self.at)))
        graph = csr_array((self.weights.astype(float), (self.tail, self.head)), shape=(size, size))
        # One by one: the rows of a million crossings each are not kept.
        for row in range(origins):
            found[row] = dijkstra(graph, indices=self.at[row])[self.at]
        return np.floor(found / 2.0**LENGTH_BITS) / 1000, np.mod(found, 2.0**LENGTH_BITS) / 10


def full_graph(extract: Path, area: Area, places: int, seed: int) -> FullGraph:
    """The largest part of an extract in which a car gets from everywhere to everywhere, and random points of lanes."""
    from tourplanner.travel.roads.making.make import silent
    from tourplanner.travel.roads.making.parts import Segments, largest
    from tourplanner.travel.roads.making.read import read

    streets = read(extract, area, silent)
    segments = Segments(streets)
    whole = segments.car & largest(segments, segments.car)
    lanes = whole & (streets.kind[streets.way] == KINDS.index("residential"))
    at = np.random.default_rng(seed).choice(np.unique(streets.start[lanes]), places, replace=False)
    weights = np.rint(1000 * segments.seconds).astype(np.int64) << LENGTH_BITS
    weights += np.rint(10 * segments.metres).astype(np.int64)
    ahead, back = (np.flatnonzero(whole & allowed) for allowed in (segments.direction >= 0, segments.direction <= 0))
    tail = np.concatenate((streets.start[ahead], streets.end[back]))
    head = np.concatenate((streets.end[ahead], streets.start[back]))
    tail, head, weights = between_crossings(tail, head, weights[np.concatenate((ahead, back))], at)
    used, number = np.unique(np.concatenate((tail, head)), return_inverse=True)
    lat, lon = streets.lat[used] / 1e5, streets.lon[used] / 1e5
    return FullGraph(number[: len(tail)], number[len(tail) :], weights, lat, lon, np.searchsorted(used, at))


def between_crossings(tail: Ints, head: Ints, weights: Ints, kept: Ints) -> tuple[Ints, Ints, Ints]:
    """
    Arcs that join crossings, for arcs between all points of lines: the quickest ways between those left are the same.

    A point is left out if one can only pass it on, from one neighbour to the other; never one of ``kept``.
    """
    tail, head, weights = _quickest(tail, head, weights)
    passed = _passed(tail, head)
    passed[kept] = False
    following = _following(tail, head, passed)
    end = len(tail)
    # Every round doubles how many arcs ahead each has added up; the last entry stands for the crossing reached.
    onward, total, last = np.append(following, end), np.append(weights, 0), np.append(np.arange(end), end)
    while (onward[:end][~passed[tail]] < end).any():
        total = total + np.where(onward < end, total[onward], 0)
        last = np.where(onward < end, last[onward], last)
        onward = onward[onward]
    starts = np.flatnonzero(~passed[tail])
    return _quickest(tail[starts], head[last[starts]], total[starts])


def _quickest(tail: Ints, head: Ints, weights: Ints) -> tuple[Ints, Ints, Ints]:
    """The best of several arcs between two points, no rings, sorted."""
    order = np.lexsort((weights, head, tail))
    tail, head, weights = tail[order], head[order], weights[order]
    first = np.ones(len(tail), np.bool_)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    first &= tail != head
    return tail[first], head[first], weights[first]


def _passed(tail: Ints, head: Ints) -> npt.NDArray[np.bool_]:
    """Points with two neighbours: joined to both there and back, or entered from one and left to the other."""
    size = int(max(tail.max(), head.max())) + 1
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    pairs, arcs = np.unique(low * size + high, return_counts=True)
    ends = np.concatenate((pairs // size, pairs % size))
    neighbours, ways_in, ways_out = (np.bincount(each, minlength=size) for each in (ends, head, tail))
    both = np.bincount(ends, weights=np.concatenate((arcs, arcs)) == 2, minlength=size)
    through = (ways_in == 1) & (ways_out == 1) & (both == 0)
    passed: npt.NDArray[np.bool_] = (neighbours == 2) & ((both == 2) | through)
    return passed


def _following(tail: Ints, head: Ints, passed: npt.NDArray[np.bool_]) -> Ints:
    """For each arc the one it goes on in at a point that is passed; their number where it ends at a crossing."""
    end, size = len(tail), len(passed)
    first = np.searchsorted(tail, np.arange(size))
    following = np.full(end, end)
    arcs = np.flatnonzero(passed[head])
    onward = first[head[arcs]]
    # Of two arcs out of the point, the one that does not lead back.
    following[arcs] = np.where(head[onward] == tail[arcs], onward + 1, onward)
    return following
