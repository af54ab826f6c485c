"""Ways that lead round areas unless they begin or end inside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tourplanner.model import Place
from tourplanner.travel.avoiding import Ring
from tourplanner.travel.roads.closed import inside
from tourplanner.travel.roads.found import Found
from tourplanner.travel.roads.pack import E5, Flags


def outside(places: Sequence[Place], areas: Sequence[Ring]) -> Flags:
    """Which of n places lie in none of the areas."""
    lat, lon = (np.rint(np.array([getattr(place, axis) for place in places], float) * E5) for axis in ("lat", "lon"))
    found = np.ones(len(places), np.bool_)
    for area in areas:
        corners = np.rint(np.array(area, float) * E5).astype(np.int64)
        found &= ~inside(lat.astype(np.int64), lon.astype(np.int64), corners)
    return found


def led_round(through: Found, around: Found, free: Flags) -> Found:
    """The ways around for pairs of places that are both ``free``, if there are any; else those through."""
    use = free[:, None] & free & around.known
    weights = np.where(use, around.weights, through.weights)
    return Found(weights, np.where(use, around.amounts, through.amounts), through.tally)
