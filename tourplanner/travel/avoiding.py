"""The fourth seam between planning and roads: sources that can lead round areas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from tourplanner.travel.times import TravelTimes

Ring = tuple[tuple[float, float], ...]
"""Corners (lat, lon) in degrees; the last is joined with the first."""


@runtime_checkable
class LeadsRound(Protocol):
    """A source of travel times that knows ways round areas. To know them is optional."""

    def leading_round(self, areas: Sequence[Ring]) -> TravelTimes:
        """
        The times of who goes round the areas.

        Ways between two places outside an area do not touch it, as far as there are such ways; ways to and from places
        inside stay as they are. The same areas give equal sources.
        """
        ...


def leading_round(travel: TravelTimes, areas: Sequence[Ring]) -> TravelTimes:
    """A source whose ways lead round the areas: itself, if there are none, or if it knows none."""
    return travel.leading_round(areas) if areas and isinstance(travel, LeadsRound) else travel
