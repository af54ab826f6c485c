"""Corrections: facts the raw tables carry only in their notes, one field of one record each, with the reason."""

from __future__ import annotations

from pathlib import Path

from tourplanner.catalogue.hanoi.table import Faults, Row, read_table


class Corrections:
    """The corrections by record and field. Each has to be taken: one that corrects nothing is a problem."""

    def __init__(self, folder: Path, faults: Faults) -> None:
        self._rows: dict[tuple[str, str], Row] = {}
        for row in read_table(folder, "corrections", faults):
            key = row["record"], row["field"]
            if key in self._rows:
                row.fault("field", "duplicate-correction", f"{key[0]} {key[1]} is corrected twice")
            self._rows[key] = row
        self._taken: set[tuple[str, str]] = set()

    def take(self, record: str, field: str) -> Row | None:
        """The correction of a field, or None."""
        row = self._rows.get((record, field))
        if row is not None:
            self._taken.add((record, field))
        return row

    def report_unused(self) -> None:
        for key, row in self._rows.items():
            if key not in self._taken:
                row.fault("field", "corrects-nothing", f"there is no field {key[1]!r} of {key[0]!r} to correct")
