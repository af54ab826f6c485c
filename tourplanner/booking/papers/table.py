"""A list that is handed on as a file: a title, headings, and rows of text."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tourplanner.errors import GoalError
from tourplanner.formats.cells import csv_bytes
from tourplanner.formats.cells import guarded as guarded
from tourplanner.formats.cells import plain as plain
from tourplanner.formats.workbook import Sheet, workbook_bytes


@dataclass(frozen=True, slots=True)
class Table:
    """``name`` is short, for the sheet; every row has a text under each heading."""

    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def csv(self) -> bytes:
        """Headings and rows; a formula is disarmed by an apostrophe that ``papers.plain`` takes away."""
        return csv_bytes([self.headings, *self.rows])

    def xlsx(self) -> bytes:
        """Title, headings and rows, every cell a string; needs the extra ``excel``."""
        return workbook_bytes([Sheet(self.name, self.title, self.headings, self.rows)])

    def save(self, path: str | os.PathLike[str]) -> Path:
        """
        Write ``.csv`` or ``.xlsx``, whole or not at all.

        Raises
        ------
        GoalError
            If the name ends in anything else.
        """
        target = Path(path)
        kinds: dict[str, Callable[[], bytes]] = {".csv": self.csv, ".xlsx": self.xlsx}
        make = kinds.get(target.suffix.lower())
        if make is None:
            raise GoalError(f"{target.name}: a list is written as .csv or .xlsx")
        content = make()
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            beside.write_bytes(content)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
        return target
