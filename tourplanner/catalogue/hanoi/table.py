"""Rows of the raw tables: every cell is read through its row, and what is wrong is noted with its place."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from tourplanner.catalogue.catalogue import nearest_ids
from tourplanner.errors import DataError, Problem
from tourplanner.model import Text, nfc

T = TypeVar("T")


class Faults:
    """The problems found so far. Reading goes on after each, so that one run reports them all."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def stop(self) -> None:
        """Raise ``DataError`` if anything was wrong."""
        if self.problems:
            raise DataError(self.problems)


class Row:
    """One row of a table; ``number`` counts from 1 as a sheet shows it, the heading being row 1."""

    def __init__(self, file: str, number: int, cells: Mapping[str, str], faults: Faults) -> None:
        self.file, self.number, self.cells, self.faults = file, number, cells, faults

    def __getitem__(self, column: str) -> str:
        if column not in self.cells:
            self.fault(column, "no-column", "the table has no such column")
        return self.cells.get(column, "")

    def fault(self, column: str, code: str, message: str, fix: str = "") -> None:
        value = self.cells.get(column, "")
        self.faults.problems.append(Problem(self.file, self.number, column, value, code, message, fix))

    def words(self, column: str) -> tuple[str, ...]:
        """The parts of a cell between semicolons."""
        return tuple(part.strip() for part in self[column].split(";") if part.strip())

    def text(self, vi: str, en: str) -> Text:
        """A text in two languages; without the Vietnamese one it is a problem."""
        if not self[vi]:
            self.fault(vi, "name-missing", "is empty")
        return Text(vi=self[vi] or "?", en=self[en])

    def whole(self, column: str, otherwise: int = 0) -> int:
        """A whole number; a cell that is none is a problem and counts as ``otherwise``."""
        return self._number(column, int, otherwise)

    def decimal(self, column: str) -> float:
        return self._number(column, float, 0.0)

    def _number(self, column: str, kind: Callable[[str], T], otherwise: T) -> T:
        try:
            return kind(self[column])
        except ValueError:
            self.fault(column, "no-number", "is not a number")
            return otherwise

    def choice(self, column: str, choices: Mapping[str, T]) -> T:
        """What the cell's word stands for; an unlisted word is a problem and stands for the first choice."""
        if self[column] in choices:
            return choices[self[column]]
        self.fault(column, "unknown-word", f"is none of {', '.join(map(repr, choices))}")
        return next(iter(choices.values()))

    def known(self, column: str, ids: Collection[str], what: str) -> tuple[str, ...]:
        """The ids in a cell; each must be one of ``ids``."""
        for id in self.words(column):
            if id not in ids:
                self.fault(
                    column,
                    f"unknown-{what.replace(' ', '-')}",
                    f"there is no {what} {id!r}",
                    ", ".join(nearest_ids(id, ids)),
                )
        return tuple(id for id in self.words(column) if id in ids)

    def build(self, make: Callable[[Row], T]) -> T | None:
        """What ``make`` makes of this row, or None with a problem for each field the model refuses."""
        try:
            return make(self)
        except ValidationError as error:
            for each in error.errors(include_url=False):
                self.fault(".".join(map(str, each["loc"])), "refused", each["msg"])
            return None
        except ValueError as error:
            self.fault("", "refused", str(error))
            return None


def read_table(folder: Path, name: str, faults: Faults, key: str | None = None) -> list[Row]:
    """The rows of ``name``.csv; where ``key`` names a column, its values must differ from each other."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        heading, *lines = csv.reader(file)
    rows = []
    for number, line in enumerate(lines, start=2):
        rows.append(Row(f"{name}.csv", number, dict(zip(heading, map(nfc, line), strict=False)), faults))
        if len(line) != len(heading):
            rows[-1].fault("", "cell-count", f"has {len(line)} cells under {len(heading)} headings")
    seen: set[str] = set()
    for row in rows if key else []:
        value = row[key or ""]
        if value in seen:
            row.fault(key or "", "duplicate-id", "is given twice")
        seen.add(value)
    return rows
