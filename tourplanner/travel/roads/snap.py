"""From points to the roads near them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from tourplanner.travel.roads.geometry import METRES_PER_E5, apart_m, foot
from tourplanner.travel.roads.network import Network
from tourplanner.travel.roads.pack import E5, Flags, Ints, RoadPack

Floats = npt.NDArray[np.float64]
PIECE_M = 300.0
"""Roads are looked up by the middles of pieces no longer than this."""
EARTH_M = METRES_PER_E5 * E5 * 180 / np.pi


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """
    Points on roads near places, by place and then by distance.

    ``place`` numbers the place, ``road`` the road, ``at_dm`` how far along it from its start, in decimetres,
    ``away_m`` the straight distance, ``lat`` and ``lon`` the point in 1e-5 degrees.
    """

    place: Ints
    road: Ints
    at_dm: Ints
    away_m: Floats
    lat: Floats
    lon: Floats

    def only(self, chosen: Any) -> Near:
        return Near(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))


class Index:
    """All roads of a pack, to be found by place."""

    def __init__(self, pack: RoadPack) -> None:
        from scipy.spatial import KDTree

        self.pack = pack
        self.lat, self.lon, self.first = lat, lon, first = pack.lines()
        tail = np.ones(len(lat), np.bool_)
        tail[first[1:] - 1] = False
        a = np.flatnonzero(tail)
        self.segment_road = np.repeat(np.arange(len(first) - 1), np.diff(first) - 1)
        self.a, self.b = (lat[a], lon[a]), (lat[a + 1], lon[a + 1])
        self.length = apart_m(*self.a, *self.b)
        run = np.cumsum(self.length)
        begin = np.concatenate(([0.0], run))[first[:-1] - np.arange(len(first) - 1)]
        self.before = run - self.length - begin[self.segment_road]
        self.total = np.bincount(self.segment_road, weights=self.length)
        self._pieces()
        self.tree = KDTree(_sphere(self.middle_lat, self.middle_lon))

    def _pieces(self) -> None:
        count = np.maximum(1, np.ceil(self.length / PIECE_M)).astype(np.int64)
        self.segment = np.repeat(np.arange(len(count)), count)
        number = np.arange(len(self.segment)) - np.repeat(np.cumsum(count) - count, count)
        share = (number + 0.5) / count[self.segment]
        self.middle_lat, self.middle_lon = (
            start[self.segment] + share * (end - start)[self.segment] for start, end in zip(self.a, self.b, strict=True)
        )

    def near(self, lat: Floats, lon: Floats, wanted: Flags, count: int, reach_m: float) -> Near:
        """
        For each place the ``count`` nearest of the roads wanted within reach, each with its nearest point.

        ``lat`` and ``lon`` in 1e-5 degrees. Equally near roads come in the order of their numbers. Places are served
        one by one: what is found for one does not depend on the others.
        """
        found, todo, pieces = [], np.arange(len(lat)), 4 * count
        while len(todo):
            pieces = min(pieces, len(self.segment))
            unsure = []
            for some in np.array_split(todo, max(1, len(todo) * pieces // MOST_AT_ONCE)):
                near, sure = self._look(lat[some], lon[some], wanted, count, pieces, reach_m)
                found.append(replace(near, place=some[near.place]).only(sure[near.place]))
                unsure.append(some[~sure])
            todo, pieces = np.concatenate(unsure), 4 * pieces
        together = joined(found)
        return together.only(np.argsort(together.place, kind="stable"))

    def _look(
        self, lat: Floats, lon: Floats, wanted: Flags, count: int, pieces: int, reach_m: float
    ) -> tuple[Near, Flags]:
        """The nearest roads among the so many nearest pieces, and for which places no other piece can be nearer."""
        away, which = self.tree.query(_sphere(lat, lon), k=range(1, pieces + 1))
        segment = self.segment[which.ravel()]
        place = np.repeat(np.arange(len(lat)), pieces)
        use = wanted[self.segment_road[segment]]
        near = self._feet(place[use], segment[use], lat, lon)
        near = _best(near, count, reach_m)
        farthest = np.full(len(lat), reach_m)
        full = np.bincount(near.place, minlength=len(lat)) == count
        last = np.flatnonzero(np.diff(near.place, append=-1))
        farthest[near.place[last]] = np.where(full[near.place[last]], near.away_m[last], reach_m)
        sure: Flags = away[:, -1] > 1.01 * farthest + PIECE_M
        return near, sure | (pieces == len(self.segment))

    def _feet(self, place: Ints, segment: Ints, lat: Floats, lon: Floats) -> Near:
        a, b = ((end[0][segment], end[1][segment]) for end in (self.a, self.b))
        along, away = foot(lat[place], lon[place], a, b)
        road = self.segment_road[segment]
        share = (self.before[segment] + along * self.length[segment]) / np.maximum(self.total[road], 1e-9)
        at = np.rint(np.clip(share, 0, 1) * self.pack.length_dm[road]).astype(np.int64)
        spot_lat, spot_lon = (np.asarray(start + along * (end - start), float) for start, end in zip(a, b, strict=True))
        # Centimetres: no machine's last bit decides which road is nearest.
        return Near(place, road, at, np.round(away, 2), spot_lat, spot_lon)


MOST_AT_ONCE = 400_000


def joined(parts: list[Near]) -> Near:
    """Several as one."""
    empty: Any = np.zeros(0, np.int64)
    columns: dict[str, Any] = {name: [getattr(each, name) for each in parts] for name in Near.__dataclass_fields__}
    return Near(**{name: np.concatenate(each) if each else empty for name, each in columns.items()})


def _best(near: Near, count: int, reach_m: float) -> Near:
    """For each place and road the nearest point, and of these the ``count`` nearest within reach."""
    near = near.only(near.away_m <= reach_m)
    near = near.only(np.lexsort((near.at_dm, near.away_m, near.road, near.place)))
    first = np.ones(len(near.place), np.bool_)
    first[1:] = (near.road[1:] != near.road[:-1]) | (near.place[1:] != near.place[:-1])
    near = near.only(first)
    near = near.only(np.lexsort((near.road, near.away_m, near.place)))
    begin = np.searchsorted(near.place, near.place)
    return near.only(np.arange(len(near.place)) - begin < count)


def _sphere(lat: Any, lon: Any) -> Floats:
    """Points in metres from the middle of the earth."""
    phi, lam = np.radians(np.asarray(lat) / E5), np.radians(np.asarray(lon) / E5)
    return EARTH_M * np.column_stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)))


@lru_cache(maxsize=4)
def index(pack: RoadPack) -> Index:
    """The index of a pack, made once for all vehicles."""
    return Index(pack)


def candidates(network: Network, lat: Floats, lon: Floats, count: int, reach_m: float) -> Near:
    """
    Where a vehicle may enter and leave the roads near places.

    The ``count`` nearest roads of the main network, none more than ``SLACK_M`` farther than the nearest: what lies
    between is not known, it may be a river. A place has none if its nearest road of all is on an island, that is hangs
    together with nothing of the main network, and the main network is ``SLACK_M`` farther.
    """
    found = index(network.pack)
    near = found.near(lat, lon, network.main, count, reach_m)
    nearest = np.full(len(lat), np.inf)
    np.minimum.at(nearest, near.place, near.away_m)
    any_road = found.near(lat, lon, network.part >= 0, 1, reach_m)
    island = network.part[any_road.road] != network.home
    nearest[any_road.place[island]] = np.minimum(nearest[any_road.place[island]], any_road.away_m[island])
    return near.only(near.away_m <= nearest[near.place] + SLACK_M)


SLACK_M = 300.0
