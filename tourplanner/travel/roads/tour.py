"""The legs of a tour, one after another, with their courses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from tourplanner.model import Place
from tourplanner.travel.geodesic import great_circle_m, whole
from tourplanner.travel.roads import course as ways
from tourplanner.travel.roads.leg import RoadLeg, Stretch
from tourplanner.travel.roads.network import DM_BITS, DM_MASK, Network
from tourplanner.travel.roads.search import NEVER, doors, reach, with_sources

if TYPE_CHECKING:
    from tourplanner.travel.roads.travel import RoadTravel

NEARBY = (1_000, 1_600)
"""A leg is looked for within so many thousandths of the great-circle guess, before everywhere: effort, not result."""


class Tour:
    """Places in order, and what all their legs share."""

    def __init__(self, travel: RoadTravel, places: Sequence[Place], network: Network) -> None:
        self.travel, self.places = travel, places
        self.inside = travel.inside(places)
        self.network = network
        self.near = travel.near(places, self.inside, network)
        self.out, self.into = (doors(self.network, self.near, out=out) for out in (True, False))
        self.graph = with_sources(self.network, self.out, len(places))

    def leg(self, at: int) -> RoadLeg:
        """The leg from the place with this number to the next."""
        travel, pair = self.travel, (at, at + 1)
        ends = [self.places[each] for each in pair]
        guess = travel.estimate.matrix(ends)
        straight = float(great_circle_m(*(np.array([getattr(e, axis) for e in ends]) for axis in ("lat", "lon")))[0, 1])
        mode: ways.Mode = "walk" if travel.vehicle == "walking" else "drive"
        walked, padding = bool(guess.walked[0, 1]), int(guess.padding_s[0, 1])
        if walked or not self.inside[[*pair]].all():
            metres, estimated = int(guess.metres[0, 1]), not walked
            line = _straight("walk" if walked else mode, metres, ends)
            return RoadLeg(int(guess.seconds[0, 1]), metres, padding, (line,), estimated)
        found = self._quickest(pair, int(guess.seconds[0, 1]))
        short = int(reach(travel.pace, np.array(straight))) if straight <= travel.pace.across_m else NEVER
        if found is None and short == NEVER:
            raise travel.no_way(self.places, *pair)
        weight = min(short, found.weight if found else NEVER)
        seconds = int(travel.timetabled(np.array((weight >> DM_BITS) / 1000), np.array(padding)))
        metres = int(whole(np.array((weight & DM_MASK) / 10)))
        if found is None or short < found.weight:
            return RoadLeg(seconds, metres, padding, (_straight(mode, metres, ends),))
        points = _point(ends[0]), _point(ends[1])
        return RoadLeg(seconds, metres, padding, tuple(ways.stretches(self.network, self.near, found, points)))

    def _quickest(self, pair: tuple[int, int], guess_s: int) -> ways.Course | None:
        """The quickest way, looked for nearby first: most take hardly longer than the guess."""
        for limit in (*(float((share * guess_s) << DM_BITS) for share in NEARBY), np.inf):
            found = ways.quickest(self.network, self.graph, self.near, (self.out, self.into), pair, limit)
            if found is not None and found.weight < limit:
                return found
        return found


def _straight(mode: Any, metres: int, ends: Sequence[Place]) -> Stretch:
    return Stretch(mode, "", "", metres, (_point(ends[0]), _point(ends[1])), mapped=False)


def _point(place: Place) -> tuple[float, float]:
    return place.lat, place.lon
