"""
What is added up along ways beside their weight: time within each ring around a centre, time and metres on foot.

Amounts are whole numbers below 2^31, two in one number, so that ways add up half as many. The time in the last ring is
what is left of the whole: sums are exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from tourplanner.travel.roads.geometry import apart_m
from tourplanner.travel.roads.network import DM_BITS, DM_MASK, Network
from tourplanner.travel.roads.pack import E5, Ints, RoadPack
from tourplanner.travel.roads.search import Doors, access
from tourplanner.travel.roads.snap import Floats, Near
from tourplanner.travel.traffic import Traffic

PIECE_M = 200.0
"""Whether roads are inside a radius is asked at the middles of pieces no longer than this."""
HALF_BITS = 31
HALF_MASK = (1 << HALF_BITS) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """
    What the ways of some pairs are made of, k of them in any shape.

    ``ring_ms``, rings x k, is the driving time by day within each ring, ``walk_ms`` the time and ``walk_dm`` the
    decimetres on foot. The times add up to those of the ways.
    """

    ring_ms: Ints
    walk_ms: Ints
    walk_dm: Ints


@lru_cache(maxsize=4)
def inside_radii(pack: RoadPack, traffic: Traffic) -> Floats:
    """For each road and each radius the share of its length inside, roads x radii."""
    road, lat, lon, length = _pieces(pack)
    away = traffic.away_m(lat / E5, lon / E5)
    whole = np.maximum(np.bincount(road, weights=length), 1e-9)
    within = [np.bincount(road, weights=length * (away < radius)) for radius in traffic.rings_m]
    shares = np.array(within).reshape(len(within), len(whole)) / whole
    # Millionths: no machine's last bit decides.
    return np.round(np.minimum(shares.T, 1.0), 6).astype(np.float64)


def _pieces(pack: RoadPack) -> tuple[Ints, Floats, Floats, Floats]:
    """Roads in pieces no longer than ``PIECE_M``: each piece's road, its middle in 1e-5 degrees, and its metres."""
    lat, lon, first = pack.lines()
    begin = np.ones(len(lat), np.bool_)
    begin[first[1:] - 1] = False
    at = np.flatnonzero(begin)
    length = apart_m(lat[at], lon[at], lat[at + 1], lon[at + 1])
    count = np.maximum(1, np.ceil(length / PIECE_M)).astype(np.int64)
    segment = np.repeat(np.arange(len(at)), count)
    share = (np.arange(len(segment)) - np.repeat(np.cumsum(count) - count, count) + 0.5) / count[segment]
    middle_lat, middle_lon = (axis[at][segment] + share * np.diff(axis)[at][segment] for axis in (lat, lon))
    road = np.repeat(np.arange(len(first) - 1), np.diff(first) - 1)[segment]
    return road, middle_lat, middle_lon, length[segment] / count[segment]


def no_radii(pack: RoadPack) -> Floats:
    """The same for a single ring without end."""
    return np.zeros((len(pack.start), 0))


class Tally:
    """
    Amounts of roads and of the ways to them, packed.

    Parameters
    ----------
    network
        The roads.
    inside
        As ``inside_radii`` gives it.
    rings
        The ring of each place.
    """

    def __init__(self, network: Network, inside: Floats, rings: Ints) -> None:
        self.network, self.inside, self.rings = network, inside, rings
        self.radii = inside.shape[1]
        self.afoot = bool(network.speeds.on_foot or network.walked.any())
        on, road = network.road < 0, np.maximum(network.road, 0)
        ms, dm = network.weights >> DM_BITS, network.weights & DM_MASK
        self.links = self._packed(self.inside[road], ms, dm, network.walked[road] | on)

    def doors(self, near: Near, doors: Doors) -> Ints:
        """The amounts of ways between places and nodes, c x doors."""
        along = doors.weights - self._reach(near, doors.near)
        return self._to_roads(near, doors.near) + self._roads(near, doors.near, along)

    def on_one_road(self, near: Near, one: Ints, other: Ints, weights: Ints) -> Ints:
        """The amounts of ways that stay on one road, c x ways."""
        between = weights - self._reach(near, one) - self._reach(near, other)
        return self._to_roads(near, one) + self._to_roads(near, other) + self._roads(near, one, between)

    def across(self, origin: Ints, target: Ints, weights: Ints) -> Ints:
        """The amounts of ways that the pack does not have, half of each at either end, c x ways."""
        ms, dm = weights >> DM_BITS, weights & DM_MASK
        walked = np.full(len(ms), self.network.speeds.on_foot)
        first = self._packed(self._at_place(origin), ms // 2, dm // 2, walked)
        return first + self._packed(self._at_place(target), ms - ms // 2, dm - dm // 2, walked)

    def parts(self, packed: Ints, ms: Ints) -> Parts:
        """Amounts unpacked; ``ms`` is what they add up to."""
        halves = [half for each in packed for half in (each >> HALF_BITS, each & HALF_MASK)]
        walk_ms, walk_dm = halves[self.radii : self.radii + 2] if self.afoot else (np.zeros_like(ms),) * 2
        inner = halves[: self.radii]
        last = ms - sum(inner, start=walk_ms)
        return Parts(np.array([*inner, last]), walk_ms, walk_dm)

    def _reach(self, near: Near, at: Ints) -> Ints:
        return access(self.network, near)[at]

    def _to_roads(self, near: Near, at: Ints) -> Ints:
        weights = self._reach(near, at)
        walked = np.full(len(at), self.network.speeds.on_foot)
        return self._packed(self._at_place(near.place[at]), weights >> DM_BITS, weights & DM_MASK, walked)

    def _roads(self, near: Near, at: Ints, weights: Ints) -> Ints:
        road = near.road[at]
        return self._packed(self.inside[road], weights >> DM_BITS, weights & DM_MASK, self.network.walked[road])

    def _at_place(self, place: Ints) -> Floats:
        """A place is in its ring whole."""
        found: Floats = (self.rings[place][:, None] <= np.arange(self.radii)).astype(float)
        return found

    def _packed(self, inside: Floats, ms: Ints, dm: Ints, walked: Any) -> Ints:
        driven = np.where(walked, 0, ms)
        upto = np.rint(inside.T * driven).astype(np.int64)
        amounts = [*np.diff(upto, axis=0, prepend=0)]
        if self.afoot:
            amounts += [np.where(walked, ms, 0), np.where(walked, dm, 0)]
        if len(amounts) % 2:
            amounts.append(np.zeros_like(ms))
        pairs = [(one << HALF_BITS) + other for one, other in zip(amounts[::2], amounts[1::2], strict=True)]
        return np.array(pairs, np.int64).reshape(len(pairs), len(ms))
