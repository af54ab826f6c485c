"""Rectangles on the ground, and rows of points."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""n x 2."""


class Bounds(NamedTuple):
    """A rectangle in degrees (or any other unit, if used for a plane); all ends inclusive."""

    south: float
    west: float
    north: float
    east: float

    def grown(self, by: float) -> Bounds:
        """Wider by ``by`` on every side."""
        return Bounds(self.south - by, self.west - by, self.north + by, self.east + by)

    def contains(self, other: Bounds) -> bool:
        return (
            self.south <= other.south
            and self.west <= other.west
            and self.north >= other.north
            and self.east >= other.east
        )

    def meets(self, other: Bounds) -> bool:
        """True if the two rectangles share at least a point."""
        return (
            self.south <= other.north
            and other.south <= self.north
            and self.west <= other.east
            and other.west <= self.east
        )


def bounds_of(points: Points) -> Bounds:
    """The smallest bounds around (lat, lon) rows."""
    (south, west), (north, east) = points.min(axis=0), points.max(axis=0)
    return Bounds(float(south), float(west), float(north), float(east))
