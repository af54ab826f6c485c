"""A pack seen by one vehicle: which roads it may use, which way, and how long each takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tourplanner.travel.roads.kinds import KINDS, VehicleKind, bit
from tourplanner.travel.roads.pack import Flags, Ints, RoadPack
from tourplanner.travel.roads.speeds import Speeds

DM_BITS = 23
"""A weight is milliseconds x 2^23 + decimetres: whole, below 2^53 up to 12 days and 838 km, so sums are exact
on every machine, and of two equally quick ways the shorter one counts."""
DM_MASK = (1 << DM_BITS) - 1


def weight(ms: Ints, dm: Ints) -> Ints:
    """Time and distance in one number that adds up and compares time first."""
    return (ms << DM_BITS) + dm


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """
    Roads as one vehicle's passengers use them.

    For each of m roads ``forward`` and ``back`` say which way it may be used, ``ms`` how long it takes in whole
    milliseconds by day, ``walked`` whether people walk there. ``main`` marks the roads of the largest part where every
    crossing is reached from every other; ``part`` numbers for each road the piece of the whole pack it hangs together
    with, whoever may use it, and ``home`` is the piece with ``main``.

    The directed graph has nodes: crossings, and where a coach cannot go, crossings as walkers meet them before and
    after the ride. ``crossing`` is each node's crossing; ``leave`` and ``arrive`` are the nodes at which walkers and
    drivers enter and leave the graph, by crossing, for roads that are walked and (the crossings themselves) driven.
    ``row``, ``column``, ``weights`` and ``road`` are its links, sorted by row and column, without doubles; ``road`` is
    -1 where people get off or on.
    """

    pack: RoadPack
    speeds: Speeds
    forward: Flags
    back: Flags
    ms: Ints
    walked: Flags
    main: Flags
    part: Ints
    home: int
    crossing: Ints
    leave: Ints
    arrive: Ints
    row: Ints
    column: Ints
    weights: Ints
    road: Ints

    def node(self, crossing: Ints, road: Ints, *, out: bool) -> Ints:
        """The nodes at which a crossing is reached along a road from a place, or left along it to a place."""
        walkers = self.leave if out else self.arrive
        return np.where(self.walked[road], walkers[crossing], crossing)


def network(pack: RoadPack, vehicle: VehicleKind, speeds: Speeds, open: Flags) -> Network:
    """The network of one vehicle over the roads that are open."""
    # A coach's passengers walk where a car could still go, so they are never ahead of it.
    usable = open & ((pack.permission & bit("car" if vehicle == "coach" else vehicle)) > 0)
    both = usable & (~pack.oneway | (vehicle == "walking"))
    main = usable & _strong(pack, usable, both)
    walked = np.full(len(usable), vehicle == "walking")
    if vehicle == "coach":
        roomy = usable & ((pack.permission & bit("coach")) > 0)
        walked = ~(roomy & _strong(pack, roomy, both & roomy))
    kmh = np.array([speeds.kmh[kind] for kind in KINDS])[pack.kind] / speeds.daytime
    kmh = np.where(walked, speeds.walking_kmh, kmh)
    ms = np.maximum(1, np.rint(pack.length_dm * 360 / kmh)).astype(np.int64)
    part = _connected(len(pack.lat), pack.start[open], pack.end[open], directed=False)[pack.start]
    home = int(np.bincount(part[main]).argmax()) if main.any() else -1
    layers = vehicle == "coach" and bool((walked & main).any())
    graph = _layered(pack, main, both, ms, walked) if layers else _plain(pack, main, both, ms)
    return Network(pack, speeds, usable, both, ms, walked, main, part, home, *graph)


Graph = tuple[Ints, Ints, Ints, Ints, Ints, Ints, Ints]


def _plain(pack: RoadPack, forward: Flags, back: Flags, ms: Ints) -> Graph:
    crossings = np.arange(len(pack.lat))
    return crossings, crossings, crossings, *_tidy(*_links(pack, forward, forward & back, ms))


def _layered(pack: RoadPack, main: Flags, back: Flags, ms: Ints, walked: Flags) -> Graph:
    """Walk, ride, walk: walkers' crossings before and after the ride are nodes of their own."""
    size = len(pack.lat)
    afoot = main & walked
    met = np.unique(np.concatenate((pack.start[afoot], pack.end[afoot])))
    leave, arrive = np.arange(size), np.arange(size)
    leave[met], arrive[met] = size + np.arange(len(met)), size + len(met) + np.arange(len(met))
    ride = main & ~walked
    rows, columns, weights, roads = _links(pack, ride, ride & back, ms)
    walk = _links(pack, afoot, afoot & back, ms)
    none, still = np.full(len(met), -1), np.zeros(len(met), np.int64)
    # Getting on, getting off, and walking all the way; a millisecond each, as sparse graphs know no links of nothing.
    still += weight(still + 1, still)
    row, column, weights, road = (
        np.concatenate(each)
        for each in (
            (rows, leave[walk[0]], arrive[walk[0]], leave[met], met, leave[met]),
            (columns, leave[walk[1]], arrive[walk[1]], met, arrive[met], arrive[met]),
            (weights, walk[2], walk[2], still, still, still),
            (roads, walk[3], walk[3], none, none, none),
        )
    )
    return np.concatenate((np.arange(size), met, met)), leave, arrive, *_tidy(row, column, weights, road)


Links = tuple[Ints, Ints, Ints, Ints]


def _links(pack: RoadPack, forward: Flags, back: Flags, ms: Ints) -> Links:
    """Row, column, weight and road of each road in each direction it is open."""
    ahead, behind = np.flatnonzero(forward), np.flatnonzero(back)
    road = np.concatenate((ahead, behind))
    row = np.concatenate((pack.start[ahead], pack.end[behind]))
    column = np.concatenate((pack.end[ahead], pack.start[behind]))
    return row, column, weight(ms[road], pack.length_dm[road]), road


def _tidy(row: Ints, column: Ints, weights: Ints, road: Ints) -> Links:
    """Sorted by row and column, the best of several links between two nodes, no rings."""
    order = np.lexsort((road, weights, column, row))
    row, column, weights, road = row[order], column[order], weights[order], road[order]
    first = np.ones(len(row), np.bool_)
    first[1:] = (row[1:] != row[:-1]) | (column[1:] != column[:-1])
    first &= row != column
    return row[first], column[first], weights[first], road[first]


def _strong(pack: RoadPack, forward: Flags, back: Flags) -> Flags:
    """Roads with both ends in the largest strongly connected part."""
    row = np.concatenate((pack.start[forward], pack.end[back]))
    column = np.concatenate((pack.end[forward], pack.start[back]))
    part = _connected(len(pack.lat), row, column, directed=True)
    largest = np.bincount(part).argmax()
    strong: Flags = (part[pack.start] == largest) & (part[pack.end] == largest)
    return strong & (np.count_nonzero(part == largest) > 1)


def _connected(size: int, row: Ints, column: Ints, *, directed: bool) -> Ints:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    graph = csr_array((np.ones(len(row)), (row, column)), shape=(size, size))
    found: Any = connected_components(graph, directed=directed, connection="strong")[1]
    return np.asarray(found, np.int64)
