"""Trips that were driven, given one by one or read from a CSV file."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tourplanner.errors import DataError, GoalError, Problem
from tourplanner.model import HANOI, Place
from tourplanner.travel.roads.kinds import VEHICLES, VehicleKind

NEEDED = ("origin_lat", "origin_lon", "destination_lat", "destination_lon", "depart", "minutes")
SHORTEST_MIN, LONGEST_MIN = 1.0, 600.0


@dataclass(frozen=True, slots=True)
class Trip:
    """
    One drive from door to door, stops left out.

    ``depart`` is an aware moment, ``seconds`` how long it took, above 0. Without a ``vehicle`` it is the travel's.
    """

    origin: Place
    destination: Place
    depart: datetime
    seconds: float
    vehicle: VehicleKind | None = None

    def __post_init__(self) -> None:
        if self.depart.utcoffset() is None:
            raise GoalError(f"trip at {self.depart}: give the departure with its time zone, as 2027-03-20T08:00+07:00")
        if not 0 < self.seconds < 86_400:
            raise GoalError(f"trip at {self.depart}: {self.seconds:g} s is no duration above 0 and below a day")
        if self.vehicle is not None and self.vehicle not in VEHICLES:
            raise GoalError(f"there is no vehicle {self.vehicle!r}; there are {', '.join(VEHICLES)}")

    @classmethod
    def between(cls, origin: Place, destination: Place, depart: datetime, arrive: datetime) -> Trip:
        """A trip by its departure and arrival."""
        return cls(origin, destination, depart, (arrive - depart) / timedelta(seconds=1))


def read_trips(path: Path | str) -> tuple[Trip, ...]:
    """
    The trips of a CSV file in UTF-8.

    Parameters
    ----------
    path
        With columns origin_lat, origin_lon, destination_lat, destination_lon in degrees, depart as 2027-03-20 08:00
        (Hanoi's time unless it says another), minutes from 1 to 600, and if wanted vehicle. Others are ignored.

    Raises
    ------
    DataError
        If there is no such file, a column is missing or cells are wrong: all of them, each with its row.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
            columns = tuple(reader.fieldnames or ())
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        problem = Problem(str(path), None, "", "", "unreadable", f"cannot be read: {error}", "give a CSV file in UTF-8")
        raise DataError([problem]) from None
    missing = [name for name in NEEDED if name not in columns]
    problems = [Problem(str(path), 1, name, "", "missing-column", "is missing", "add the column") for name in missing]
    read = [] if missing else [_Row(str(path), number, row) for number, row in enumerate(rows, 2)]
    trips = [each.trip() for each in read]
    problems += [problem for each in read for problem in each.problems]
    if problems:
        raise DataError(problems)
    return tuple(filter(None, trips))


class _Row:
    """A row as a trip, noting what is wrong instead of stopping."""

    def __init__(self, file: str, number: int, cells: Mapping[str, str | None]) -> None:
        self.file, self.number, self.cells = file, number, cells
        self.problems: list[Problem] = []

    def trip(self) -> Trip | None:
        origin, destination = (self._place(end) for end in ("origin", "destination"))
        depart = self._depart()
        minutes = self._number("minutes", SHORTEST_MIN, LONGEST_MIN, "minutes on the road, stops left out")
        vehicle = self._vehicle()
        if self.problems or not (origin and destination and depart and minutes):
            return None
        return Trip(origin, destination, depart, 60 * minutes, vehicle)

    def _text(self, column: str) -> str:
        return (self.cells.get(column) or "").strip()

    def _place(self, end: str) -> Place | None:
        lat = self._number(f"{end}_lat", -90, 90, "degrees north, as 21.0287")
        lon = self._number(f"{end}_lon", -180, 180, "degrees east, as 105.8524")
        return None if lat is None or lon is None else Place(lat=lat, lon=lon)

    def _number(self, column: str, low: float, high: float, what: str) -> float | None:
        try:
            value = float(self._text(column).replace(",", "."))
        except ValueError:
            value = float("nan")
        if low <= value <= high:
            return value
        self._note(column, "value", f"is no number from {low:g} to {high:g}", f"give {what}")
        return None

    def _depart(self) -> datetime | None:
        try:
            moment = datetime.fromisoformat(self._text("depart"))
        except ValueError:
            self._note("depart", "value", "is no date and time", "write it as 2027-03-20 08:00")
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=HANOI)

    def _vehicle(self) -> VehicleKind | None:
        given = self._text("vehicle")
        found = next((each for each in VEHICLES if each == given), None)
        if given and found is None:
            self._note("vehicle", "vehicle", "is no vehicle", f"use {', '.join(VEHICLES)}, or leave it empty")
        return found

    def _note(self, column: str, code: str, message: str, fix: str) -> None:
        value = self._text(column) or "(empty)"
        self.problems.append(Problem(self.file, self.number, column, value, code, message, fix))

