"""One leg as people travel it: where it goes, along which roads, and what is walked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Point = tuple[float, float]
"""Latitude and longitude in degrees."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """
    A part of a leg on one road.

    ``points`` is the line, at least two points; ``metres`` along the real road, which the line follows within ten
    metres. Where ``mapped`` is false there is no road of the pack: the line is straight, ``metres`` allow for a detour.
    """

    mode: Literal["drive", "walk"]
    name: str
    ref: str
    metres: float
    points: tuple[Point, ...]
    mapped: bool = True


@dataclass(frozen=True, slots=True)
class RoadLeg:
    """
    A leg from place to place.

    ``seconds`` (padding included), ``metres`` and ``padding_s`` are those of the matrix. ``stretches`` follow one
    another; the first begins at the origin, the last ends at the destination. ``estimated`` is true where a place lies
    outside the pack's area: times by the great circle, the line straight.
    """

    seconds: int
    metres: int
    padding_s: int
    stretches: tuple[Stretch, ...]
    estimated: bool = False

    @property
    def points(self) -> tuple[Point, ...]:
        """The whole line without repeated points."""
        points = [point for stretch in self.stretches for point in stretch.points]
        return tuple(point for at, point in enumerate(points) if at == 0 or point != points[at - 1])

    @property
    def roads(self) -> tuple[str, ...]:
        """The roads in order, each by its name, else its number; those without either are left out."""
        named = [stretch.name or stretch.ref for stretch in self.stretches if stretch.name or stretch.ref]
        return tuple(name for at, name in enumerate(named) if at == 0 or name != named[at - 1])

    @property
    def mapped(self) -> bool:
        """Whether any part of it is a road of the pack; otherwise the line is straight."""
        return any(stretch.mapped for stretch in self.stretches)

    @property
    def walked_m(self) -> int:
        """Metres on foot, rounded."""
        return round(sum(stretch.metres for stretch in self.stretches if stretch.mode == "walk"))
