"""Where things are: coordinates with their accuracy, and commune names with their dates."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from tourplanner.model.base import Confidence, Name, Recorded, Text, Value


class Place(Value):
    """A WGS 84 point. ``accuracy_m`` is the radius within which the true spot lies."""

    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    accuracy_m: Annotated[int, Field(ge=0)] = 0


class Commune(Value):
    """
    A commune or ward name and the days it was in force, ``since`` inclusive, ``until`` exclusive.

    The district level ended on 1 July 2025: later names have none.
    """

    name: Name
    province: Name
    district: Name | None = None
    since: date | None = None
    until: date | None = None
    confidence: Confidence = "unknown"

    def in_force(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


class StartPoint(Recorded):
    """A place where a day starts or ends: a hotel area, a station, a pier."""

    name: Text
    place: Place
    note: str = ""
