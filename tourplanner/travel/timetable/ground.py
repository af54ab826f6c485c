"""Another source's times pair by pair, where it may have no way between some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from tourplanner.errors import NoRouteError
from tourplanner.model import Place
from tourplanner.travel.geodesic import great_circle_m, whole
from tourplanner.travel.hours import at_hours
from tourplanner.travel.times import TravelMatrix, TravelTimes, Whole


@dataclass(frozen=True, slots=True)
class Afoot:
    """What there is without roads: places within reach are walked to, along great circles times a detour."""

    reach_m: float
    walking_kmh: float
    detour: float

    @property
    def basis(self) -> str:
        return "đi bộ / on foot"

    @property
    def attribution(self) -> str:
        return ""

    def matrix(self, places: Sequence[Place]) -> TravelMatrix:
        straight, metres, seconds, padding = self.walks(places)
        if (straight > self.reach_m).any():
            origin, target = np.argwhere(straight > self.reach_m)[0].tolist()
            raise NoRouteError(
                named(places[origin]), named(places[target]), f"{straight[origin, target]:.0f} m are too far to walk"
            )
        return TravelMatrix(seconds, metres, padding, np.ones_like(straight, dtype=bool))

    def walks(self, places: Sequence[Place]) -> tuple[np.ndarray, Whole, Whole, Whole]:
        """Great circle in metres; metres, seconds and of these the padding for the places' accuracy, n x n each."""
        lat, lon, radius = (
            np.array([getattr(place, name) for place in places], dtype=float) for name in ("lat", "lon", "accuracy_m")
        )
        straight = great_circle_m(lat, lon)
        pace = self.walking_kmh / 3.6
        padding = whole(np.sqrt((radius[:, None] ** 2 + radius**2) / 2) * self.detour / pace)
        metres = whole(straight * self.detour)
        for each in (padding, metres):
            np.fill_diagonal(each, 0)
        return straight, metres, whole(metres / pace) + padding, padding


@dataclass(frozen=True, slots=True)
class Way:
    """One pair of another source: the matrix that has it, its row and its column."""

    matrix: TravelMatrix
    row: int
    column: int

    @property
    def back(self) -> Way:
        return Way(self.matrix, self.column, self.row)

    @property
    def metres(self) -> int:
        return int(self.matrix.metres[self.row, self.column])

    @property
    def padding_s(self) -> int:
        return int(self.matrix.padding_s[self.row, self.column])

    @property
    def least_s(self) -> int:
        return int(self.matrix.seconds[self.row, self.column])

    @property
    def walked(self) -> bool:
        return bool(self.matrix.walked[self.row, self.column])

    def there(self, depart: int) -> int:
        """When one is there."""
        return depart + (self.matrix.leg_s(self.row, self.column, depart) if self.matrix.is_hourly else self.least_s)

    def leave(self, arrive: int) -> int:
        """When one has to leave at the latest."""
        return self.matrix.latest_s(self.row, self.column, arrive) if self.matrix.is_hourly else arrive - self.least_s

    def at(self, hours: Whole) -> Whole:
        """Seconds at some hours, fractions rounded up: between these hours one is never there earlier than said."""
        times = -self.matrix.by_hour[:, self.row, self.column]
        return -at_hours(self.matrix.hours, times, hours)


@dataclass(slots=True)
class Ground:
    """
    The ways between n points.

    A source names one pair it has no way for and nothing else. So points are put into parts that hang together, whose
    pairs are asked for at once; pairs across parts are asked for one by one.
    """

    base: TravelTimes
    points: Sequence[Place]
    _parts: list[tuple[list[int], TravelMatrix]] = field(init=False)
    _known: dict[tuple[int, int], Way | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        everything = self._asked(range(len(self.points)))
        if everything is not None:
            self._parts = [(list(range(len(self.points))), everything)]
        else:
            self._parts = [(part, matrix) for part in self._groups() if (matrix := self._asked(part)) is not None]
        for part, matrix in self._parts:
            place = {point: at for at, point in enumerate(part)}
            self._known |= {(a, b): Way(matrix, place[a], place[b]) for a in part for b in part}

    def way(self, origin: int, target: int) -> Way | None:
        """The way from one point to another, None if the source has none there or back."""
        pair = origin, target
        if pair not in self._known:
            matrix = self._asked(pair)
            self._known[pair] = None if matrix is None else Way(matrix, 0, 1)
            self._known[pair[::-1]] = None if matrix is None else Way(matrix, 1, 0)
        return self._known[pair]

    @property
    def hours(self) -> set[int]:
        """The hours at which the source's times bend."""
        matrices = {id(way.matrix): way.matrix for way in self._known.values() if way is not None}
        return {hour for each in matrices.values() if each.is_hourly for hour in each.hours.tolist()}

    def _asked(self, points: Sequence[int]) -> TravelMatrix | None:
        try:
            return self.base.matrix([self.points[each] for each in points])
        except NoRouteError:
            return None

    def _groups(self) -> list[list[int]]:
        groups: list[list[int]] = []
        for point in range(len(self.points)):
            home = next((group for group in groups if self._asked((group[0], point)) is not None), None)
            if home is None:
                groups.append([point])
            else:
                home.append(point)
        return groups


def named(place: Place) -> str:
    """A place in messages."""
    return f"{place.lat:.5f}, {place.lon:.5f}"
