"""Which segments a pack keeps: through roads, what joins them, nothing that leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from tourplanner.travel.roads.geometry import apart_m
from tourplanner.travel.roads.kinds import KINDS, LANES, bit
from tourplanner.travel.roads.making.read import Ints, Streets
from tourplanner.travel.roads.speeds import SPEEDS

Flags = npt.NDArray[np.bool_]
CUT_OFF_M = 3_000
"""Roads that join no others are kept, to be named, if they are at least so long together."""


class Segments:
    """The segments of an area with what follows from their tags, and their graph for a car."""

    def __init__(self, streets: Streets) -> None:
        self.streets = streets
        start, end, way = streets.start, streets.end, streets.way
        self.metres = apart_m(streets.lat[start], streets.lon[start], streets.lat[end], streets.lon[end])
        self.permission = streets.permission[way] & ~(streets.barred[start] | streets.barred[end])
        self.direction = streets.direction[way]
        self.through = ~np.isin(streets.kind[way], [KINDS.index(each) for each in LANES])
        self.car = (self.permission & bit("car")) > 0
        speed = np.array([SPEEDS["car"].kmh[each] for each in KINDS])
        self.seconds = np.maximum(self.metres, 0.1) / (speed[streets.kind[way]] / 3.6)

    def graph(self, kept: Flags, *, backwards: bool = False) -> csr_array:
        """Seconds from point to point by car over some segments."""
        forward, back = kept & (self.direction >= 0), kept & (self.direction <= 0)
        tail = np.concatenate((self.streets.start[forward], self.streets.end[back]))
        head = np.concatenate((self.streets.end[forward], self.streets.start[back]))
        seconds = np.concatenate((self.seconds[forward], self.seconds[back]))
        points = len(self.streets.lat)
        # Two segments between the same two points are added up: harmless where a graph only says what joins.
        return csr_array((seconds, (head, tail) if backwards else (tail, head)), shape=(points, points))


def kept(segments: Segments, whole: Flags, worth: Flags) -> Flags:
    """
    The segments to keep.

    Parameters
    ----------
    whole
        The largest part in which a car gets from everywhere to everywhere, as ``largest`` finds it.
    worth
        Lanes worth keeping.

    Returns
    -------
    Flags
        Through roads (all but lanes) and lanes worth keeping of that part; lanes that join these to one another;
        through roads closed to cars that touch these; and separate networks of at least
        ``CUT_OFF_M`` inside the area.
    """
    core = whole & (segments.through | worth)
    core = _trimmed(segments, core | _joining(segments, whole, core))
    main = core & largest(segments, core)
    others = segments.through & ~segments.car & (segments.permission > 0)
    beside = others & _touching(segments, main, others)
    return main | beside | _cut_off(segments, segments.through & segments.car & ~whole, main)


def largest(segments: Segments, some: Flags) -> Flags:
    """Segments with both ends in the largest strongly connected part of some, by number of points."""
    _, part = connected_components(segments.graph(some), directed=True, connection="strong")
    start, end = segments.streets.start, segments.streets.end
    inside: Flags = some & (part[start] == part[end])
    if not inside.any():
        return inside
    largest = np.bincount(part[start[inside]]).argmax()
    found: Flags = inside & (part[start] == largest)
    return found


def _trimmed(segments: Segments, core: Flags) -> Flags:
    """Without lanes that end nowhere."""
    start, end = segments.streets.start, segments.streets.end
    core = core.copy()
    while True:
        some = np.flatnonzero(core)
        degree = np.bincount(np.concatenate((start[some], end[some])), minlength=len(segments.streets.lat))
        lanes = some[~segments.through[some]]
        loose = lanes[(degree[start[lanes]] == 1) | (degree[end[lanes]] == 1)]
        if not len(loose):
            return core
        core[loose] = False


def _joining(segments: Segments, whole: Flags, core: Flags) -> Flags:
    """The lanes on the quickest ways between the largest part of the core and its other parts, there and back."""
    streets = segments.streets
    if not core.any():
        return core
    _, part = connected_components(segments.graph(core), directed=True, connection="strong")
    at = np.unique(np.concatenate((streets.start[core], streets.end[core])))
    largest = np.bincount(part[at]).argmax()
    hubs, rest = at[part[at] == largest], at[part[at] != largest]
    steps: set[tuple[int, int]] = set()
    for backwards in (False, True):
        away, before, _ = dijkstra(
            segments.graph(whole, backwards=backwards), indices=hubs, min_only=True, return_predecessors=True
        )
        order = rest[np.lexsort((rest, np.rint(away[rest] * 1000), part[rest]))]
        nearest = order[np.unique(part[order], return_index=True)[1]]
        for point in nearest.tolist():
            steps.update(_steps(before, point))
    pairs = np.array(sorted(steps), np.int64).reshape(-1, 2)
    size = len(streets.lat)
    low, high = np.minimum(streets.start, streets.end), np.maximum(streets.start, streets.end)
    found: Flags = np.isin(low * size + high, pairs[:, 0] * size + pairs[:, 1])
    return whole & found


def _steps(before: npt.NDArray[np.int32], point: int) -> Iterator[tuple[int, int]]:
    while (earlier := int(before[point])) >= 0:
        yield min(point, earlier), max(point, earlier)
        point = earlier


def _touching(segments: Segments, main: Flags, others: Flags) -> Flags:
    """Which of the others are joined with the main part, over others and main, whatever the direction."""
    part = _weak(segments, main | others)
    home = np.unique(part[segments.streets.start[main]])
    touching: Flags = np.isin(part[segments.streets.start], home)
    return touching


def _cut_off(segments: Segments, rest: Flags, main: Flags) -> Flags:
    """Parts of the rest that do not touch the main part and are long."""
    streets = segments.streets
    part = _weak(segments, rest | main)[streets.start]
    length = np.bincount(part, weights=segments.metres * rest, minlength=len(streets.lat))
    # What reaches the edge of the area may well be joined beyond it: that says nothing of the land.
    leaving = rest & (streets.at_edge[streets.start] | streets.at_edge[streets.end])
    apart = ~np.isin(part, np.unique(part[main | leaving]))
    found: Flags = rest & apart & (length[part] >= CUT_OFF_M)
    return found


def _weak(segments: Segments, some: Flags) -> Ints:
    points = len(segments.streets.lat)
    ones = np.ones(int(some.sum()))
    graph = csr_array((ones, (segments.streets.start[some], segments.streets.end[some])), shape=(points, points))
    part: Ints = connected_components(graph, directed=False)[1].astype(np.int64)
    return part
