"""Single cells of a feed: clocks, dates, numbers; what cannot be read is noted, and read as None."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite

from tourplanner.travel.timetable.gtfs.files import Faults, Row

CLOCK = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d)")
LAST_HOUR = 24 * 7


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one row of a table."""

    file: str
    row: Row
    faults: Faults

    def fault(self, column: str, code: str, message: str, fix: str = "") -> None:
        """Note what is wrong with a cell."""
        self.faults.add(self.file, self.row.number, column, self.row[column], code, message, fix)

    def text(self, column: str) -> str:
        """What has to be there, "" if it is not."""
        if not self.row[column]:
            self.fault(column, "cell-empty", "the cell is empty", "fill it in")
        return self.row[column]

    def clock(self, column: str) -> int | None:
        """Seconds from midnight, 25:10:00 being ten past one of the next day; None where empty or wrong."""
        if not self.row[column]:
            return None
        found = CLOCK.fullmatch(self.row[column])
        if found is None or int(found[1]) >= LAST_HOUR:
            self.fault(column, "clock-unreadable", "no time of day", "write it as in 08:30:00, past midnight 25:10:00")
            return None
        return int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3])

    def day(self, column: str) -> date | None:
        """A date."""
        try:
            if len(self.row[column]) == 8:
                return datetime.strptime(self.row[column], "%Y%m%d").date()
        except ValueError:
            pass
        self.fault(column, "date-unreadable", "no date", "write it as in 20270320")
        return None

    def whole(self, column: str, least: int = 0) -> int | None:
        """A whole number."""
        value = self.row[column]
        if value.isascii() and value.isdigit() and len(value) < 10 and int(value) >= least:
            return int(value)
        self.fault(column, "number-unreadable", f"no whole number of at least {least}")
        return None

    def number(self, column: str, most: float) -> float | None:
        """A number from -``most`` to ``most``."""
        try:
            value = float(self.row[column])
        except ValueError:
            value = float("nan")
        if isfinite(value) and abs(value) <= most:
            return value
        self.fault(column, "number-unreadable", f"no number from {-most:g} to {most:g}")
        return None

    def choice(self, column: str, choices: str, default: str) -> str:
        """One of some letters."""
        value = self.row[column] or default
        if value not in tuple(choices):
            self.fault(column, "value-unknown", f"none of {', '.join(choices)}")
        return value

    def known(self, column: str, known: Container[str], kind: str) -> str:
        """An id that has to be among others."""
        value = self.text(column)
        if value and value not in known:
            self.fault(column, f"{kind}-unknown", f"there is no such {kind}", f"add it to the table of {kind}s")
        return value
