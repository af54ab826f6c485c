"""What a routing engine has to answer, be it a service elsewhere or a library in this process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from tourplanner.errors import GoalError
from tourplanner.travel.roads import VehicleKind

Point = tuple[float, float]
"""Latitude and longitude in degrees."""

Floats = npt.NDArray[np.float64]
HAIR = -2.0
"""OSRM 26.10 says -0.9 m of some places that are a few metres apart on one road: that is 0."""

OPENSTREETMAP = "© OpenStreetMap contributors"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may ask for: so many distinct ``locations``, so many ``pairs`` of origin and destination."""

    locations: int
    pairs: int

    def __post_init__(self) -> None:
        if self.locations < 2 or self.pairs < 1:
            raise GoalError(f"a request has at least 2 locations and 1 pair, not {self.locations} and {self.pairs}")

    def allow(self, origins: Sequence[int], destinations: Sequence[int]) -> bool:
        """Whether a table of these numbered places fits into one request."""
        return (
            len({*origins, *destinations}) <= self.locations and len(origins) * len(destinations) <= self.pairs
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """
    A table as an engine gives it, r origins by c destinations, without any factor of ours.

    ``seconds`` and ``metres`` are not a number where there is no way. ``off_m`` are metres between the places and the
    roads that the engine moved them to, both ends together; 0 where it does not say.
    """

    seconds: Floats
    metres: Floats
    off_m: Floats


@dataclass(frozen=True, slots=True)
class Line:
    """The way of a leg on roads, from near its origin to near its destination, and the names of the roads in order."""

    points: tuple[Point, ...]
    roads: tuple[str, ...] = ()


class Engine(Protocol):
    """
    A routing engine.

    ``name`` is printed; ``address`` says where it is, without keys or passwords; ``options`` whatever else its answers
    depend on. Answers that are kept are kept for all three and the profile. ``profiles`` are its own names for the
    vehicles it has a profile for.
    """

    @property
    def name(self) -> str: ...

    @property
    def address(self) -> str: ...

    @property
    def options(self) -> str: ...

    @property
    def attribution(self) -> str: ...

    @property
    def limits(self) -> Limits: ...

    @property
    def profiles(self) -> Mapping[VehicleKind, str]: ...

    def table(self, profile: str, origins: Sequence[Point], destinations: Sequence[Point]) -> Answer | None:
        """
        Times and distances from all origins to all destinations, within the limits.

        Returns
        -------
        Answer or None
            None if the engine refuses the whole table because of some place or pair that it finds no way for.

        Raises
        ------
        ServiceError
            If there is no answer, or one that cannot be.
        """
        ...

    def line(self, profile: str, origin: Point, destination: Point) -> Line | None:
        """The way of one leg; None if there is none. Raises as ``table`` does."""
        ...


def numbers(rows: Sequence[Sequence[float | None]], shape: tuple[int, int]) -> Floats:
    """A table of an answer, not a number where it is null; a ValueError unless finite, not below 0, and r by c."""
    found = np.array([[np.nan if value is None else value for value in row] for row in rows], dtype=float)
    if found.shape != shape:
        raise ValueError(f"a table of {shape[0]} × {shape[1]} was asked for, not {found.shape}")
    found[(found < 0) & (found > HAIR)] = 0
    if np.isinf(found).any() or (found < 0).any():
        raise ValueError("times and distances are finite and not below 0")
    return found


def roads(names: Sequence[str]) -> tuple[str, ...]:
    """Names in order, without empty ones and repetitions."""
    named = [name.strip() for name in names if name.strip()]
    return tuple(name for at, name in enumerate(named) if at == 0 or name != named[at - 1])
