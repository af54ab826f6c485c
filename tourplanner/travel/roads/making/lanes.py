"""Which lanes are worth keeping: those that journeys pass in their middle, not only at their ends."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from tourplanner.travel.roads.making.parts import Flags, Segments
from tourplanner.travel.roads.making.read import Ints, Progress

LIMIT_S = 1_800.0
"""Sample journeys last up to half an hour without traffic: longer ones use the same lanes in their middle."""
MIDDLE_S = 120.0
"""The middle of a journey begins so long after its start and ends so long before its end."""
POINTS_A_START = 150
"""One sample start for so many points where lanes meet, at least ``FEWEST`` starts."""
FEWEST = 200
TARGETS = 200
WORTH = 10
"""A lane is kept if so many sample journeys pass it in their middle: in the Hanoi region, of 4,150 starts' 830,000."""


def passed(segments: Segments, whole: Flags, progress: Progress) -> Ints:
    """
    How many sample journeys pass each segment in their middle.

    Quickest ways by car over all roads, from points of lanes to ``TARGETS`` others each, at random with a fixed seed.
    """
    if not (whole & ~segments.through).any():
        return np.zeros(len(whole), np.int64)
    links = _Links(segments, whole)
    count = np.zeros(links.number, np.int64)
    chance = np.random.default_rng(20210806)
    journeys = max(FEWEST, len(links.on_lanes) // POINTS_A_START)
    starts = chance.choice(links.on_lanes, min(journeys, len(links.on_lanes)), replace=False)
    for number, start in enumerate(starts.tolist()):
        if number % 50 == 0:
            progress("sampling journeys", number, len(starts))
        away, before = dijkstra(links.graph, indices=start, limit=LIMIT_S, return_predecessors=True)
        reached = links.on_lanes[np.isfinite(away[links.on_lanes])]
        at = chance.choice(reached, TARGETS)
        _walk_back(links, count, away, before, at)
    return count[links.of_segment] * whole


def _walk_back(links: _Links, count: Ints, away: Any, before: Any, at: Ints) -> None:
    """Count the links in the middle of the ways to some targets, all ways step by step at once."""
    left = away[at] - MIDDLE_S
    while len(at):
        onward = before[at] >= 0
        at, left = at[onward], left[onward]
        earlier = before[at]
        onward = away[earlier] >= MIDDLE_S
        inside = onward & (away[at] <= left)
        np.add.at(count, links.between(earlier[inside], at[inside]), 1)
        at, left = earlier[onward], left[onward]


class _Links:
    """Segments joined end to end where nothing branches off: far fewer to search."""

    def __init__(self, segments: Segments, whole: Flags) -> None:
        streets = segments.streets
        some = np.flatnonzero(whole)
        start, end = streets.start[some], streets.end[some]
        degree = np.bincount(np.concatenate((start, end)), minlength=len(streets.lat))
        plain = segments.direction[some] == 0
        passes = (degree == 2) & (np.bincount(
            np.concatenate((start, end)), weights=np.tile(plain, 2), minlength=len(streets.lat)) == 2)  # fmt: skip
        self.of_segment = np.zeros(len(whole), np.int64)
        self.of_segment[some] = link = _runs(start, end, passes, plain)
        self.number = int(link.max()) + 1
        seconds = np.bincount(link, weights=segments.seconds[some])
        ends = np.concatenate((start, end))
        ends_link, outer = np.tile(link, 2), ~passes[ends]
        self._ends(ends[outer], ends_link[outer])
        oneway = np.zeros(self.number, np.int64)
        oneway[link] = segments.direction[some]
        # A one-way segment is a link of its own, and its ends stand in the order of the way.
        turned = oneway < 0
        tail, head = np.where(turned, self.head, self.tail), np.where(turned, self.tail, self.head)
        both = (oneway == 0) & (tail >= 0)
        usable = tail >= 0
        row = np.concatenate((tail[usable], head[both]))
        column = np.concatenate((head[usable], tail[both]))
        which = np.concatenate((np.flatnonzero(usable), np.flatnonzero(both)))
        self._graph(row, column, which, seconds[which])
        lane = np.zeros(self.number, np.bool_)
        lane[link] = ~segments.through[some]
        self.on_lanes = np.unique(self.tail[usable & lane])

    def _ends(self, ends: Ints, link: Ints) -> None:
        """The two ends of each link as numbers of its own, -1 for a ring."""
        order = np.argsort(link, kind="stable")
        ends, link = ends[order], link[order]
        self.points, ends = np.unique(ends, return_inverse=True)
        count = np.bincount(link, minlength=self.number)
        first = np.cumsum(count) - count
        self.tail, self.head = np.full(self.number, -1), np.full(self.number, -1)
        proper = count == 2
        self.tail[proper], self.head[proper] = ends[first[proper]], ends[first[proper] + 1]

    def _graph(self, row: Ints, column: Ints, which: Ints, seconds: Any) -> None:
        """The directed graph, of several links between two points the quickest."""
        order = np.lexsort((which, seconds, column, row))
        row, column, which, seconds = row[order], column[order], which[order], seconds[order]
        first = np.ones(len(row), np.bool_)
        first[1:] = (row[1:] != row[:-1]) | (column[1:] != column[:-1])
        size = len(self.points)
        self.key, self.which = (row * size + column)[first], which[first]
        self.graph = csr_array((np.maximum(seconds[first], 1e-3), (row[first], column[first])), shape=(size, size))

    def between(self, tail: Ints, head: Ints) -> Ints:
        """The links from points to points."""
        return self.which[np.searchsorted(self.key, tail.astype(np.int64) * len(self.points) + head)]


def _runs(start: Ints, end: Ints, passes: Flags, plain: Flags) -> Ints:
    """The number of the run of segments each belongs to: those that share a point where nothing branches off."""
    number = np.arange(len(start))
    points = np.concatenate((start, end))
    segment = np.tile(number, 2)
    inner = passes[points] & plain[segment]
    order = np.argsort(points[inner], kind="stable")
    pairs = segment[inner][order].reshape(-1, 2)
    graph = csr_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(start), len(start)))
    run: Ints = connected_components(graph, directed=False)[1].astype(np.int64)
    return run
