"""An instance in its file's units, exact, and as the arrays a solver gets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isqrt
from pathlib import Path

import numpy as np

from tourplanner.planning.orienteering import Ints, Orienteering

Point = tuple[Decimal, Decimal]
Window = tuple[Decimal, Decimal]
"""First and last moment at which a visit may begin, both inclusive."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A vertex to visit: its ``number`` in the file, and per kind of tour the windows in which its visit may begin."""

    number: int
    at: Point
    service: Decimal
    score: Decimal
    windows: tuple[tuple[Window, ...], ...]
    uses: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Instance:
    """
    A file's content.

    Parameters
    ----------
    name, family
        As in tables of results: ``c101`` and ``c100``.
    decimals
        To so many decimals distances are truncated.
    base, opens, closes
        Where all tours begin and end, from when, until when.
    kinds
        Tours 1, 2, 3, … are of kinds 0, 1, …, ``kinds`` - 1, 0, 1, …
    caps
        How much of each resource there is over all tours.
    tours
        How many tours the file asks for; None if it leaves that open.
    """

    path: Path
    name: str
    family: str
    decimals: int
    base: Point
    opens: Decimal
    closes: Decimal
    stops: tuple[Stop, ...]
    kinds: int = 1
    caps: tuple[Decimal, ...] = ()
    tours: int | None = None

    def points_unit(self) -> int:
        """In so many parts a point is divided where scores are whole numbers."""
        return _unit(stop.score for stop in self.stops)

    def tour(self, kind: int, nth: int) -> int:
        """The number of the ``nth`` (from 0) tour of a kind; tours are numbered from 1."""
        return 1 + kind + nth * self.kinds


def orienteering(instance: Instance, tours: int) -> Orienteering:
    """The arrays of an instance with so many tours, of the kinds used only; visits in the order of the file's stops."""
    stops = instance.stops
    kinds = min(instance.kinds, tours)
    unit = max(10**instance.decimals, _unit(_moments(instance)))
    matrix = distances([instance.base, *(stop.at for stop in stops)], instance.decimals)
    matrix *= unit // 10**instance.decimals
    opens, closes = _windows(stops, kinds, unit)
    spent = [_scaled([cap, *(stop.uses[z] for stop in stops)]) for z, cap in enumerate(instance.caps)]
    return Orienteering(
        points=_ints(_whole(stop.score, instance.points_unit()) for stop in stops),
        service=_ints(_whole(stop.service, unit) for stop in stops),
        between=np.ascontiguousarray(matrix[1:, 1:]),
        away=np.repeat(matrix[:1, 1:], kinds, axis=0),
        home=np.repeat(matrix[1:, :1].T, kinds, axis=0),
        opens=opens,
        closes=closes,
        earliest=_ints([_whole(instance.opens, unit)] * kinds),
        latest=_ints([_whole(instance.closes, unit)] * kinds),
        count=_ints(len(range(kind, tours, instance.kinds)) for kind in range(kinds)),
        uses=np.array([column[1:] for column in spent], dtype=np.int64).reshape(len(spent), len(stops)).T.copy(),
        caps=_ints(column[0] for column in spent),
    )


def distances(points: Sequence[Point], decimals: int) -> Ints:
    """Euclidean distances, truncated to so many decimals, in units of the last decimal; exact at any size."""
    places = _unit(value for point in points for value in point)
    grid = [(_whole(x, places), _whole(y, places)) for x, y in points]
    up, down = 10 ** (2 * decimals), places * places
    matrix = np.zeros((len(grid), len(grid)), dtype=np.int64)
    for i, (x, y) in enumerate(grid):
        for j, (u, v) in enumerate(grid[:i]):
            matrix[i, j] = matrix[j, i] = isqrt(((x - u) ** 2 + (y - v) ** 2) * up // down)
    return matrix


def decimals_of(name: str, points: Iterable[Point]) -> int:
    """1 for Solomon's instances, 2 for Cordeau's, told by the name; under another name by whole coordinates or not."""
    if re.match(r"pr\d", name, re.I):
        return 2
    if re.match(r"(c|r|rc)\d{3}", name, re.I):
        return 1
    return 1 if all(value == int(value) for point in points for value in point) else 2


def family_of(name: str) -> str:
    """What tables of results put together: ``c100``, ``rc200``, ``pr01-10``, ``t100``; ``other`` for other names."""
    if series := re.match(r"(c|r|rc|t)(\d)\d\d", name, re.I):
        return f"{series[1].lower()}{series[2]}00"
    if number := re.match(r"pr(\d+)", name, re.I):
        first = (int(number[1]) - 1) // 10 * 10 + 1
        return f"pr{first:02d}-{first + 9}"
    return "other"


def _windows(stops: Sequence[Stop], kinds: int, unit: int) -> tuple[Ints, Ints]:
    most = max((len(windows) for stop in stops for windows in stop.windows[:kinds]), default=1) or 1
    opens = np.ones((kinds, len(stops), most), dtype=np.int64)
    closes = np.zeros_like(opens)
    for at, stop in enumerate(stops):
        for kind, windows in enumerate(stop.windows[:kinds]):
            for nth, (first, last) in enumerate(windows):
                opens[kind, at, nth], closes[kind, at, nth] = _whole(first, unit), _whole(last, unit)
    return opens, closes


def _moments(instance: Instance) -> Iterable[Decimal]:
    yield from (instance.opens, instance.closes)
    for stop in instance.stops:
        yield stop.service
        for windows in stop.windows:
            for window in windows:
                yield from window


def _unit(values: Iterable[Decimal]) -> int:
    """The power of ten that makes all of them whole."""
    places = max((max(0, -int(value.normalize().as_tuple().exponent)) for value in values), default=0)
    return int(10**places)


def _scaled(values: Sequence[Decimal]) -> list[int]:
    """All of them in the same unit, whole."""
    unit = _unit(values)
    return [_whole(value, unit) for value in values]


def _whole(value: Decimal, unit: int) -> int:
    return int(value * unit)


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int64)
