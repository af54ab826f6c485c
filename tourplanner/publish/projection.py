"""From degrees to millimetres on paper, at a round scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tourplanner.model.bounds import Bounds, Points

# WGS 84: equatorial radius in metres and first eccentricity squared.
_RADIUS_M, _ECCENTRICITY = 6_378_137.0, 0.006_694_379_990_14

_MANTISSAS = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 7.5)
SCALES = tuple(round(mantissa * 10**power) for power in (4, 5, 6) for mantissa in _MANTISSAS)
"""Denominators a sheet is printed at, 1:10 000 to 1:7 500 000."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    A rectangle of paper, ``width`` x ``height`` mm, over a point of the ground at the scale 1:``scale``.

    x runs right and y down from the top left corner, in mm. The projection is equirectangular with the ellipsoid's
    two radii at the centre: true to scale along the centre's parallel and every meridian; within 50 km of the centre
    lengths are off by less than 0.4 %.
    """

    lat: float
    lon: float
    scale: int
    width: float
    height: float

    @property
    def _mm_per_degree(self) -> tuple[float, float]:
        """Millimetres per degree of latitude and of longitude."""
        sine = math.sin(math.radians(self.lat))
        flat = 1 - _ECCENTRICITY * sine * sine
        north = _RADIUS_M * (1 - _ECCENTRICITY) / flat**1.5
        east = _RADIUS_M / math.sqrt(flat) * math.cos(math.radians(self.lat))
        degree = math.radians(1) * 1000 / self.scale
        return north * degree, east * degree

    def xy(self, places: ArrayLike) -> Points:
        """n x 2 (lat, lon) in degrees as n x 2 (x, y) in mm."""
        lat, lon = np.asarray(places, dtype=float).reshape(-1, 2).T
        north, east = self._mm_per_degree
        return np.column_stack(
            [self.width / 2 + (lon - self.lon) * east, self.height / 2 - (lat - self.lat) * north]
        )

    @property
    def bounds(self) -> Bounds:
        """What the rectangle covers, in degrees."""
        north, east = self._mm_per_degree
        up, right = self.height / 2 / north, self.width / 2 / east
        return Bounds(self.lat - up, self.lon - right, self.lat + up, self.lon + right)

    def metres(self, mm: float) -> float:
        """Ground metres under a length on paper."""
        return mm * self.scale / 1000


def fit(
    places: ArrayLike, width: float, height: float, margins: tuple[float, float], scales: Sequence[int] = SCALES
) -> Sheet:
    """
    The largest of the ``scales`` (denominators, rising) at which all places fit.

    Parameters
    ----------
    places
        n x 2 (lat, lon) in degrees.
    margins
        How far inside the rectangle, in mm along x and y, every place must lie.

    Raises
    ------
    ValueError
        If there is no place, or if they do not fit even at the smallest scale of them.
    """
    points = np.asarray(places, dtype=float).reshape(-1, 2)
    if not len(points):
        raise ValueError("nothing to show: no place given")
    lat, lon = (points.min(axis=0) + points.max(axis=0)) / 2
    for scale in scales:
        sheet = Sheet(float(lat), float(lon), scale, width, height)
        low, high = sheet.xy(points).min(axis=0), sheet.xy(points).max(axis=0)
        if (low >= margins).all() and (high <= np.array([width, height]) - margins).all():
            return sheet
    raise ValueError(f"the places do not fit on {width:g} x {height:g} mm at 1:{max(scales, default=0)}")


def bar_metres(sheet: Sheet, longest: float) -> int:
    """The longest round ground length (1, 2 or 5 x 10^n m) that is at most ``longest`` mm on paper."""
    most = sheet.metres(longest)
    power = 10 ** math.floor(math.log10(most))
    return int(max(step * power for step in (1, 2, 5) if step * power <= most))
