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
    Roads as one vehicle uses them.

    For each of m roads ``forward`` and ``back`` say which way it may be used, ``ms`` how long it takes in whole
    milliseconds by day. ``main`` marks the roads of the largest part where every crossing is reached from every other,
    ``part`` numbers for each road the piece of the whole pack it hangs together with, whatever the vehicle, and
    ``home`` is the piece with ``main``. ``row``, ``column``, ``weights``, ``road`` are the directed graph, sorted
    by row and column, without doubles; ``road`` is the number of the road.
    """

    pack: RoadPack
    speeds: Speeds
    forward: Flags
    back: Flags
    ms: Ints
    main: Flags
    part: Ints
    home: int
    row: Ints
    column: Ints
    weights: Ints
    road: Ints


def network(pack: RoadPack, vehicle: VehicleKind, speeds: Speeds, open: Flags) -> Network:
    """The network of one vehicle over the roads that are open."""
    usable = open & ((pack.permission & bit(vehicle)) > 0)
    back = usable & (~pack.oneway | (vehicle == "walking"))
    kmh = np.array([speeds.kmh[kind] for kind in KINDS])
    ms = np.maximum(1, np.rint(pack.length_dm * 360 / kmh[pack.kind] * speeds.daytime)).astype(np.int64)
    row, column, weights, road = _graph(pack, usable, back, ms)
    main = usable & _strong(pack, row, column)
    part = _parts(pack, open)
    home = int(np.bincount(part[main]).argmax()) if main.any() else -1
    return Network(pack, speeds, usable, back, ms, main, part, home, row, column, weights, road)


def _graph(pack: RoadPack, forward: Flags, back: Flags, ms: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    road = np.concatenate((np.flatnonzero(forward), np.flatnonzero(back)))
    turned = np.arange(len(road)) >= forward.sum()
    row = np.where(turned, pack.end[road], pack.start[road])
    column = np.where(turned, pack.start[road], pack.end[road])
    weights = weight(ms[road], pack.length_dm[road])
    order = np.lexsort((road, weights, column, row))
    row, column, weights, road = row[order], column[order], weights[order], road[order]
    first = np.ones(len(row), np.bool_)
    first[1:] = (row[1:] != row[:-1]) | (column[1:] != column[:-1])
    first &= row != column
    return row[first], column[first], weights[first], road[first]


def _strong(pack: RoadPack, row: Ints, column: Ints) -> Flags:
    """Roads with both ends in the largest strongly connected part."""
    part = _connected(len(pack.lat), row, column, directed=True)
    largest = np.bincount(part).argmax()
    if np.count_nonzero(part == largest) < 2:
        return np.zeros(len(pack.start), np.bool_)
    strong: Flags = (part[pack.start] == largest) & (part[pack.end] == largest)
    return strong


def _parts(pack: RoadPack, open: Flags) -> Ints:
    return _connected(len(pack.lat), pack.start[open], pack.end[open], directed=False)[pack.start]


def _connected(size: int, row: Ints, column: Ints, *, directed: bool) -> Ints:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    graph = csr_array((np.ones(len(row)), (row, column)), shape=(size, size))
    found: Any = connected_components(graph, directed=directed, connection="strong")[1]
    return np.asarray(found, np.int64)
