"""The third seam between planning and roads: sources whose times are not the same on all dates."""

from __future__ import annotations

from datetime import date
from typing import Protocol, runtime_checkable

from tourplanner.travel.times import TravelTimes


@runtime_checkable
class Dated(Protocol):
    """A source of travel times that depend on the date. To know dates is optional."""

    def on(self, day: date) -> TravelTimes:
        """
        The times of one date.

        Two dates with the same times give equal sources, so that work done for one serves the other.
        """
        ...


def on_day(travel: TravelTimes, day: date) -> TravelTimes:
    """A source as it is on a date: itself, if it is the same on all dates."""
    return travel.on(day) if isinstance(travel, Dated) else travel
