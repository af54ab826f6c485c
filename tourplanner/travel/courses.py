"""The second seam between planning and roads: where a leg goes, for sources that know it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from tourplanner.model import Place
from tourplanner.travel.times import TravelTimes


@dataclass(frozen=True, slots=True)
class Course:
    """
    Where a leg goes.

    ``points`` is its line as (lat, lon) in WGS 84 degrees, first where it leaves and last where it arrives, both
    included; empty where only the great circle is known. ``roads`` are names or numbers in the order of travel.
    """

    points: tuple[tuple[float, float], ...] = ()
    roads: tuple[str, ...] = ()


@runtime_checkable
class Draws(Protocol):
    """A source of travel times that also knows the lines of its legs. To know them is optional."""

    def courses(self, places: Sequence[Place]) -> tuple[Course, ...]:
        """
        The courses of a tour, from each place to the next.

        Parameters
        ----------
        places
            n places in order of travel, those of the matrix.

        Returns
        -------
        tuple of Course
            n - 1, in order.

        Raises
        ------
        NoRouteError
            As ``matrix`` does.
        """
        ...


def courses(travel: TravelTimes, places: Sequence[Place]) -> tuple[Course, ...]:
    """The courses of a tour as its source draws them; empty ones if it does not."""
    if isinstance(travel, Draws):
        return travel.courses(places)
    return (Course(),) * max(0, len(places) - 1)
