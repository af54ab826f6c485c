"""Trips as numbers: how much of each lies in which ring, when, and how long it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tourplanner.model import HANOI, Place
from tourplanner.travel.calibration.trips import Trip
from tourplanner.travel.roads.pack import Ints
from tourplanner.travel.roads.snap import Floats
from tourplanner.travel.roads.travel import RoadTravel
from tourplanner.travel.traffic import Drives, Traffic

AT_ONCE = 64
"""So many trips are looked for together: twice as many places, all pairs of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """
    n trips.

    ``ring_s``, rings x n, is the driving time by day in each ring, ``fixed_s`` what is walked, ``took_s`` what the trip
    took in all; ``depart_s`` seconds from midnight; ``exposure`` the vehicle's; ``kind`` the kind of each day. ``trip``
    numbers the trips they were made of.
    """

    ring_s: Floats
    fixed_s: Floats
    took_s: Floats
    depart_s: Ints
    exposure: Floats
    kind: Any
    trip: Ints

    def __len__(self) -> int:
        return len(self.took_s)

    def only(self, chosen: Any) -> Samples:
        """Some of them."""
        rest = {name: getattr(self, name)[chosen] for name in self.__dataclass_fields__ if name != "ring_s"}
        return Samples(ring_s=self.ring_s[:, chosen], **rest)

    def predicted_s(self, traffic: Traffic) -> Floats:
        """How long each trip takes with some factors."""
        return np.array([self._predicted(traffic, at) for at in range(len(self))])

    def _predicted(self, traffic: Traffic, at: int) -> float:
        table = traffic.table(str(self.kind[at]), float(self.exposure[at]))
        drive = Drives(traffic.clocks, table, self.ring_s[:, at : at + 1])
        return float(self.fixed_s[at] + drive.takes(int(self.depart_s[at]))[0])


def samples(trips: Sequence[Trip], travel: RoadTravel, traffic: Traffic) -> tuple[Samples, Counter[str]]:
    """The trips that say something about traffic, and why the others do not, with how many."""
    left_out: Counter[str] = Counter()
    rows: list[tuple[Any, ...]] = []
    for vehicle in sorted({trip.vehicle or travel.vehicle for trip in trips}):
        speeds = travel.speeds if vehicle == travel.vehicle else None
        way = replace(travel, vehicle=vehicle, speeds=speeds, traffic=traffic)
        mine = [at for at, trip in enumerate(trips) if (trip.vehicle or travel.vehicle) == vehicle]
        if way.rush is None:
            left_out[f"by {vehicle}: meets no traffic"] += len(mine)
            continue
        mine.sort(key=lambda at: (_spot(trips[at].origin), _spot(trips[at].destination), at))
        for first in range(0, len(mine), AT_ONCE):
            rows += _rows(trips, mine[first : first + AT_ONCE], way, traffic, left_out)
    rows.sort(key=lambda row: row[-1])
    rings = len(traffic.rings_m) + 1
    columns = list(zip(*rows, strict=True)) if rows else [()] * 7
    ring_s = np.array(columns[0], float).reshape(-1, rings).T
    fixed, took = (np.array(each, float) for each in columns[1:3])
    found = Samples(ring_s, fixed, took, np.array(columns[3], np.int64), np.array(columns[4], float),
                    np.array(columns[5], object), np.array(columns[6], np.int64))  # fmt: skip
    return found, left_out


def _rows(
    trips: Sequence[Trip], chosen: Sequence[int], travel: RoadTravel, traffic: Traffic, left_out: Counter[str]
) -> list[tuple[Any, ...]]:
    places = list(dict.fromkeys(place for at in chosen for place in (trips[at].origin, trips[at].destination)))
    number = {place: at for at, place in enumerate(places)}
    found, inside = travel.unrounded(places), travel.inside(places)
    parts, walked = found.parts(), travel.estimate.matrix(places).walked
    rows = []
    for at in chosen:
        trip = trips[at]
        pair = number[trip.origin], number[trip.destination]
        moment = trip.depart.astimezone(HANOI)
        if not inside[[*pair]].all():
            left_out["outside the area of the roads"] += 1
        elif walked[pair]:
            left_out["next door: walked"] += 1
        elif not found.known[pair]:
            left_out["no way by these roads"] += 1
        else:
            second = 3600 * moment.hour + 60 * moment.minute + moment.second
            rows.append((
                parts.ring_ms[:, *pair] / 1000, parts.walk_ms[pair] / 1000, trip.seconds, second,
                travel.pace.exposure, traffic.kind(moment.date()), at,
            ))  # fmt: skip
    return rows


def _spot(place: Place) -> tuple[float, float]:
    return place.lat, place.lon

