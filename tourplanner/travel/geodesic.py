"""Travel times that need no map: great circle, a detour, a speed that grows with distance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tourplanner.model import Place
from tourplanner.travel.times import TravelMatrix, Whole

EARTH_RADIUS_M = 6_371_008.8
ROWS = 64
"""So many rows are worked out at a time: whole regions at once take several times the memory of what comes out."""

Degrees = npt.NDArray[np.float64]
Metres = npt.NDArray[np.float64]
Seconds = npt.NDArray[np.float64]


def great_circle_m(lat: Degrees, lon: Degrees) -> Metres:
    """Haversine distances in metres between all pairs of n points given in degrees, n x n."""
    phi, lam = np.radians(lat), np.radians(lon)
    distances: Metres = np.empty((len(phi), len(phi)))
    for rows in blocks(len(phi)):
        half = (
            np.sin((phi[rows, None] - phi) / 2) ** 2
            + np.cos(phi)[rows, None] * np.cos(phi) * np.sin((lam[rows, None] - lam) / 2) ** 2
        )
        distances[rows] = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(half))
    return distances


def blocks(rows: int) -> Iterator[slice]:
    """The rows of a table, some at a time."""
    return (slice(first, min(first + ROWS, rows)) for first in range(0, rows, ROWS))


@dataclass(frozen=True, slots=True)
class GeodesicTravel:
    """
    The default: no network, no map file, an honest error.

    Drive minutes are ``minutes_at_1_km * km ** exponent`` and road metres ``detour * metres + access_m``, both over
    the great circle. The numbers were fitted on road routes between 1,350 points of the Hanoi region (OpenStreetMap
    of August 2021, speeds by road class, measured 22 November 2026) and multiplied by 1.35 for daytime traffic:
    mean error 13.6 % of the time against full road routing, 9.4 % of the distance, and ±25 % for traffic itself.

    Each leg is padded for the places' accuracy: the root mean square of both radii, with the detour, at
    ``access_kmh``. Places closer than ``walk_within_m`` are walked at ``walking_kmh``. No change of place takes less
    than ``least_s``: a group has to be gathered (an estimate). Times are rounded up to whole minutes, as timetables
    show them.
    """

    minutes_at_1_km: float = 3.46 * 1.35
    exponent: float = 0.792
    detour: float = 1.29
    access_m: float = 620.0
    access_kmh: float = 20.0
    walk_within_m: float = 400.0
    walking_kmh: float = 4.0
    least_s: float = 300.0

    @property
    def basis(self) -> str:
        return "ước tính theo khoảng cách, ±25 % / estimated from distance, ±25 %"

    @property
    def attribution(self) -> str:
        return ""

    def matrix(self, places: Sequence[Place]) -> TravelMatrix:
        lat = np.array([place.lat for place in places], dtype=float)
        lon = np.array([place.lon for place in places], dtype=float)
        accuracy = np.array([place.accuracy_m for place in places], dtype=float)
        straight = great_circle_m(lat, lon)
        walked = straight <= self.walk_within_m
        total, distance, padding = (np.empty(straight.shape, np.int64) for _ in range(3))
        for rows in blocks(len(places)):
            metres, seconds = self._unrounded(straight[rows], walked[rows])
            spread = np.sqrt((accuracy[rows, None] ** 2 + accuracy**2) / 2)
            padding[rows] = whole(spread * self.detour / (self.access_kmh / 3.6))
            total[rows], distance[rows] = timetabled(seconds, padding[rows], self.least_s), whole(metres)
        for array in (total, distance, padding):
            np.fill_diagonal(array, 0)
        return TravelMatrix(seconds=total, metres=distance, padding_s=padding, walked=walked)

    def _unrounded(self, straight: Metres, walked: npt.NDArray[np.bool_]) -> tuple[Metres, Seconds]:
        """Metres and seconds over distances on the great circle."""
        metres = np.where(walked, straight * self.detour, straight * self.detour + self.access_m)
        driven_s = 60 * self.minutes_at_1_km * (straight / 1000) ** self.exponent
        return metres, np.where(walked, metres / (self.walking_kmh / 3.6), driven_s)


def whole(values: Metres) -> Whole:
    """Rounded up to whole numbers, with a hair's tolerance so that no machine's last bit decides."""
    result: Whole = np.ceil(values - 1e-6).astype(np.int64)
    return result


def timetabled(seconds: Seconds, padding_s: Whole, least_s: float) -> Whole:
    """Whole minutes in seconds: padded, at least what a change of place takes, rounded up."""
    return 60 * whole(np.maximum(seconds + padding_s, least_s) / 60)
