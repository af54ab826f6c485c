"""The course of a quickest way: from a search's tree to stretches of named roads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any, Literal, NamedTuple

import numpy as np

from tourplanner.travel.roads.geometry import apart_m
from tourplanner.travel.roads.leg import Point, Stretch
from tourplanner.travel.roads.network import DM_MASK, Network
from tourplanner.travel.roads.pack import E5
from tourplanner.travel.roads.search import Doors, access, same_road
from tourplanner.travel.roads.snap import Near, index

Mode = Literal["drive", "walk"]


class Step(NamedTuple):
    """A stretch of one road from one position to another, in decimetres from its start."""

    road: int
    start_dm: int
    end_dm: int


class Course(NamedTuple):
    """The weight of a way between two places, its steps, and the near points it leaves and arrives by."""

    weight: int
    steps: tuple[Step, ...]
    first: int
    last: int


def quickest(
    network: Network, graph: Any, near: Near, doors: tuple[Doors, Doors], pair: tuple[int, int], limit: float
) -> Course | None:
    """The quickest way from one place to another, None if there is none; exact up to a weight of ``limit``."""
    out, into = doors
    best = _along_one(network, near, pair)
    arriving = np.flatnonzero(into.place == pair[1])
    if not len(arriving) or not (out.place == pair[0]).any():
        return best
    size = len(network.crossing)
    away, before = _tree(graph, size + pair[0], limit)
    total = away[into.node[arriving]] + into.weights[arriving]
    chosen = arriving[int(total.argmin())]
    weight = float(total.min())
    if not np.isfinite(weight) or (best is not None and best.weight <= weight):
        return best
    nodes = list(_back(before, int(into.node[chosen]), size))[::-1]
    leaving = np.flatnonzero((out.place == pair[0]) & (out.node == nodes[0]))[0]
    first, last = int(out.near[leaving]), int(into.near[chosen])
    return Course(int(weight), tuple(_steps(network, near, (first, last), nodes)), first, last)


def _tree(graph: Any, source: int, limit: float) -> tuple[Any, Any]:
    from scipy.sparse.csgraph import dijkstra

    away, before = dijkstra(graph, indices=source, limit=limit, return_predecessors=True)
    return away, before


def _back(before: Any, node: int, nodes: int) -> Iterator[int]:
    """Nodes from the last to the first; those beyond the network's are the places."""
    while 0 <= node < nodes:
        yield node
        node = int(before[node])


def _along_one(network: Network, near: Near, pair: tuple[int, int]) -> Course | None:
    """The quickest way that stays on one road."""
    origin, target, weights, one, other = same_road(network, near)
    found = np.flatnonzero((origin == pair[0]) & (target == pair[1]))
    if not len(found):
        return None
    at = found[int(weights[found].argmin())]
    first, last = int(one[at]), int(other[at])
    step = Step(int(near.road[first]), int(near.at_dm[first]), int(near.at_dm[last]))
    return Course(int(weights[at]), (step,), first, last)


def _steps(network: Network, near: Near, ends: tuple[int, int], nodes: list[int]) -> Iterator[Step]:
    pack, crossing = network.pack, network.crossing
    first, last = (int(near.road[each]) for each in ends)
    begin, end = (int(near.at_dm[each]) for each in ends)
    yield Step(first, begin, _at(network, first, int(crossing[nodes[0]]), begin, out=True))
    for tail, head in pairwise(nodes):
        road = int(network.road[_entry(network, tail, head)])
        if road >= 0:
            length = int(pack.length_dm[road])
            yield Step(road, 0, length) if pack.start[road] == crossing[tail] else Step(road, length, 0)
    yield Step(last, _at(network, last, int(crossing[nodes[-1]]), end, out=False), end)


def _at(network: Network, road: int, crossing: int, near_dm: int, *, out: bool) -> int:
    """Where on a road a crossing is: of a ring, which has it at both ends, the end that is allowed and nearer."""
    pack, length = network.pack, int(network.pack.length_dm[road])
    places = [at for at, point in ((0, pack.start[road]), (length, pack.end[road])) if point == crossing]
    ahead = network.forward[road], network.back[road]
    lawful = [at for at in places if ahead[0 if (at >= near_dm) == out else 1] or at == near_dm]
    return min(lawful or places, key=lambda at: abs(at - near_dm))


def _entry(network: Network, tail: int, head: int) -> int:
    begin, end = np.searchsorted(network.row, [tail, tail + 1])
    return int(begin + np.searchsorted(network.column[begin:end], head))


def stretches(network: Network, near: Near, course: Course, ends: tuple[Point, Point]) -> Iterator[Stretch]:
    """A course as stretches: to the road, along roads of the same name and number together, from the road."""
    mode: Mode = "walk" if network.speeds.on_foot else "drive"
    reach = access(network, near.only([course.first, course.last])) & DM_MASK
    spots = [_spot(near, each) for each in (course.first, course.last)]
    if reach[0]:
        yield Stretch(mode, "", "", int(reach[0]) / 10, (ends[0], spots[0]), mapped=False)
    yield from _named(network, course.steps)
    if reach[1]:
        yield Stretch(mode, "", "", int(reach[1]) / 10, (spots[1], ends[1]), mapped=False)


def _named(network: Network, steps: Iterable[Step]) -> Iterator[Stretch]:
    pack = network.pack
    moves = [step for step in steps if step.start_dm != step.end_dm]
    traits = [(bool(network.walked[step.road]), int(pack.name[step.road]), int(pack.ref[step.road])) for step in moves]
    for (walked, name, ref), group in groupby(zip(traits, moves, strict=True), key=itemgetter(0)):
        together = [step for _, step in group]
        points = [point for step in together for point in line(network, step)]
        points = [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]
        metres = sum(abs(step.end_dm - step.start_dm) for step in together) / 10
        if len(points) > 1:
            yield Stretch("walk" if walked else "drive", pack.words[name], pack.words[ref], metres, tuple(points))


def line(network: Network, step: Step) -> list[Point]:
    """The points of a stretch of a road, in the direction of travel."""
    pack = network.pack
    begin, end = sorted((step.start_dm, step.end_dm))
    roads = index(pack)
    span = slice(roads.first[step.road], roads.first[step.road + 1])
    lat, lon = roads.lat[span], roads.lon[span]
    if (begin, end) == (0, pack.length_dm[step.road]):
        whole = list(zip((lat / E5).tolist(), (lon / E5).tolist(), strict=True))
        return whole if step.start_dm <= step.end_dm else whole[::-1]
    at = _positions(lat, lon, int(pack.length_dm[step.road]))
    inner = (at > begin) & (at < end)
    cut = np.array([begin, end], float)
    lats = np.concatenate((np.interp(cut[:1], at, lat), lat[inner], np.interp(cut[1:], at, lat)))
    lons = np.concatenate((np.interp(cut[:1], at, lon), lon[inner], np.interp(cut[1:], at, lon)))
    points = [_degrees(*each) for each in zip(lats.tolist(), lons.tolist(), strict=True)]
    return points if step.start_dm <= step.end_dm else points[::-1]


def _positions(lat: Any, lon: Any, length_dm: int) -> Any:
    """Where the points of a line are along the road, the line's own lengths stretched to the road's."""
    run = np.concatenate(([0.0], np.cumsum(apart_m(lat[:-1], lon[:-1], lat[1:], lon[1:]))))
    return run * (length_dm / max(run[-1], 1e-9))


def _spot(near: Near, at: int) -> Point:
    return _degrees(float(near.lat[at]), float(near.lon[at]))


def _degrees(lat: float, lon: float) -> Point:
    return round(lat / E5, 6), round(lon / E5, 6)

