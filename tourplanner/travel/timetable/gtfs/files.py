"""The tables of a feed as rows of text, from a zip file or a folder."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tourplanner.errors import DataError, Problem

MOST_BYTES = 128 << 20
"""Of all tables unpacked. The largest feeds of whole countries are beyond it, and of no use to a day's tour."""
MOST_RATIO = 200
"""Text packs to a tenth or so; what packs a lot smaller was made to fill a disk."""
COLUMNS = {
    "agency.txt": ((), ("agency_name",)),
    "stops.txt": (("stop_id", "stop_name"), ("stop_lat", "stop_lon", "location_type")),
    "routes.txt": (("route_id", "route_type"), ("route_short_name", "route_long_name")),
    "trips.txt": (("route_id", "service_id", "trip_id"), ("shape_id",)),
    "stop_times.txt": (
        ("trip_id", "stop_sequence", "stop_id"),
        ("arrival_time", "departure_time", "pickup_type", "drop_off_type", "shape_dist_traveled"),
    ),
    "calendar.txt": (
        ("service_id", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
         "start_date", "end_date"),
        (),
    ),
    "calendar_dates.txt": (("service_id", "date", "exception_type"), ()),
    "frequencies.txt": (("trip_id", "start_time", "end_time", "headway_secs"), ()),
    "shapes.txt": (("shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence"), ()),
}  # fmt: skip
"""The tables that are read, their necessary columns and those that may be missing."""
NECESSARY = ("stops.txt", "routes.txt", "trips.txt", "stop_times.txt")
CALENDARS = ("calendar.txt", "calendar_dates.txt")


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its number as a sheet counts it, the headings being row 1, and its cells that are not empty."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


Tables = dict[str, list[Row]]


@dataclass(slots=True)
class Faults:
    """Everything wrong that was found."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, file: str, row: int | None, column: str, value: str, code: str, message: str, fix: str = "") -> None:
        self.problems.append(Problem(file, row, column, value, code, message, fix))

    def check(self) -> None:
        """Raise a ``DataError`` if there is anything."""
        if self.problems:
            raise DataError(self.problems)


def tables(path: Path) -> Tables:
    """
    The rows of all tables that are read; absent ones are empty.

    Raises
    ------
    DataError
        If the feed cannot be read or is absurdly large, or tables or columns are missing: all at once.
    """
    faults, found = Faults(), Tables()
    if path.is_dir():
        files = [name for name in COLUMNS if (path / name).is_file()]
        _size(path, sum((path / name).stat().st_size for name in files), faults)
        found = {name: _rows(name, (path / name).open("rb"), faults) for name in files}
    else:
        found = _unzipped(path, faults)
    for name in NECESSARY:
        if name not in found:
            faults.add(path.name, None, "", name, "table-missing", "the feed lacks this table", _where(path))
    if not any(name in found for name in CALENDARS):
        faults.add(path.name, None, "", CALENDARS[0], "table-missing", "there is no calendar", f"or {CALENDARS[1]}")
    faults.check()
    return {name: found.get(name, []) for name in COLUMNS}


def _where(path: Path) -> str:
    return "they lie side by side in the folder" if path.is_dir() else "zip the tables, not the folder they are in"


def _size(path: Path, size: int, faults: Faults) -> None:
    if size > MOST_BYTES:
        message = f"its tables have {size >> 20} MB, more than {MOST_BYTES >> 20}"
        faults.add(path.name, None, "", "", "too-large", message, "cut the feed to your area")
        faults.check()


def _unzipped(path: Path, faults: Faults) -> Tables:
    try:
        with zipfile.ZipFile(path) as archive:
            members = {each.filename: each for each in archive.infolist() if each.filename in COLUMNS}
            _size(path, sum(each.file_size for each in members.values()), faults)
            for each in members.values():
                if each.file_size > MOST_RATIO * max(each.compress_size, 1 << 10):
                    message = f"{each.compress_size} bytes unpack to {each.file_size}"
                    faults.add(path.name, None, "", each.filename, "zip-bomb", message, "get the feed from its source")
            faults.check()
            return {name: _rows(name, archive.open(each), faults) for name, each in members.items()}
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError) as why:
        faults.add(str(path), None, "", "", "unreadable", f"no zip file or folder that can be read: {why}")
    faults.check()
    return {}


def _rows(name: str, file: IO[bytes], faults: Faults) -> list[Row]:
    with file, io.TextIOWrapper(file, "utf-8-sig", newline="") as text:
        try:
            return list(_parsed(name, text, faults))
        except (UnicodeDecodeError, csv.Error) as why:
            faults.add(name, None, "", "", "unreadable", f"no table of text in UTF-8: {why}", "save it as CSV in UTF-8")
    return []


def _parsed(name: str, text: IO[str], faults: Faults) -> Iterator[Row]:
    reader = csv.reader(text, strict=True)
    headings = [heading.strip() for heading in next(reader, [])]
    necessary, optional = COLUMNS[name]
    for column in necessary:
        if column not in headings:
            faults.add(name, 1, column, "", "column-missing", "there is no such column", "add it")
    wanted = _wanted(headings, (*necessary, *optional))
    for cells in reader:
        kept = {column: cells[at].strip() for at, column in wanted if at < len(cells) and cells[at].strip()}
        if any(cell.strip() for cell in cells):
            yield Row(reader.line_num, kept)


def _wanted(headings: Sequence[str], columns: Sequence[str]) -> list[tuple[int, str]]:
    return [(at, heading) for at, heading in enumerate(headings) if heading in columns]
