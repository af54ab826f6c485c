"""From sheets to rows: which table it is, which column each heading means, what each cell says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz

from tourplanner.catalogue.cells import Fault
from tourplanner.catalogue.search import fold, nearest
from tourplanner.catalogue.sheets import Sheet
from tourplanner.catalogue.tables import TABLES, Table, titled
from tourplanner.errors import Problem
from tourplanner.model import Provenance

NEAR_MISS = 80
"""Likeness (0 to 100) from which a heading nobody knows counts as a slip of the pen, not for a column of its own."""


@dataclass(slots=True)
class Row:
    """
    One row of a table: ``cells`` hold what is written and ``values`` what it means, by column name.

    ``header`` is the row of the headings, ``headings`` are the column names as the sheet spells them; ``bad`` are the
    columns already complained about; ``origin`` is where the row says its facts come from.
    """

    table: Table
    file: str
    number: int
    header: int
    cells: dict[str, str]
    headings: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    bad: set[str] = field(default_factory=set)
    id: str = ""
    origin: Provenance = field(default_factory=Provenance)

    @property
    def place(self) -> str:
        return f"row {self.number}" if self.number else "the heading"


class Log:
    """All problems and warnings of one reading, each told once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self._columns_missing: set[tuple[str, str]] = set()

    def fault(self, row: Row, column: str, fault: Fault) -> None:
        """A problem in one cell; the column counts as bad, so nothing else is said about it."""
        row.bad.add(column)
        self.problems.append(_problem(row, column, fault))

    def warn(self, row: Row, column: str, fault: Fault) -> None:
        self.warnings.append(_problem(row, column, fault))

    def missing(self, row: Row, column: str) -> None:
        """A value a row cannot do without: told once per file if the whole column is missing."""
        if column in row.bad:
            return
        row.bad.add(column)
        others = [each for each in row.table.column(column).headings[1:] if not each.isascii()]
        if column in row.headings:
            self.problems.append(_problem(row, column, Fault("value-missing", "this cell is empty", "fill it in")))
        elif (row.file, column) not in self._columns_missing:
            self._columns_missing.add((row.file, column))
            also = f" (or {others[0]!r})" if others else ""
            message, fix = f"there is no column {column!r}{also}", "add it"
            self.problems.append(Problem(row.file, row.header, column, "", "column-missing", message, fix))


def _problem(row: Row, column: str, fault: Fault) -> Problem:
    heading, value = row.headings.get(column, column), row.cells.get(column, "")
    return Problem(row.file, row.number, heading, value, fault.code, fault.message, fault.fix)


def rows_by_table(sheets: Iterable[Sheet], log: Log) -> tuple[dict[str, list[Row]], frozenset[str]]:
    """
    The rows of every table with their cells read, and the names of the tables that are there, if without rows.

    A table may be spread over several sheets.
    """
    found: dict[str, list[Row]] = {table.name: [] for table in TABLES}
    present: set[str] = set()
    ignored: list[Problem] = []
    for sheet in sheets:
        log.problems += sheet.problems
        at, table = _header(sheet)
        if table is None:
            titles = [title for each in TABLES for title in each.titles]
            fix = f"name it {(nearest(sheet.title, titles, 1) or ['villages or experiences'])[0]}"
            message = "neither its name nor its headings say what this table is"
            problem = Problem(sheet.file, None, "", sheet.title, "table-unknown", message, fix)
            (log.problems if sheet.own_file else ignored).append(problem)
            continue
        present.add(table.name)
        found[table.name] += rows_under(sheet, at, table, log)
    # A workbook may carry a cover sheet or notes; a workbook without any table is a mistake.
    (log.warnings if present else log.problems).extend(ignored)
    return found, frozenset(present)


def rows_under(sheet: Sheet, at: int, table: Table, log: Log) -> list[Row]:
    """The rows below the headings, which stand in row ``at`` (from 0) of the sheet, with their cells read."""
    columns = _columns(sheet, at, table, log)
    rows = (_row(sheet, table, sheet.rows[at], number, cells, columns, log) for number, cells in sheet.rows[at + 1 :])
    return [row for row in rows if row.cells]


def _meaning(table: Table) -> dict[str, str]:
    return {fold(heading): column.name for column in reversed(table.columns) for heading in column.headings}


def score(table: Table, cells: Iterable[str]) -> int:
    """How many columns of the table a row of headings names."""
    meaning = _meaning(table)
    return len({meaning[key] for key in map(fold, cells) if key in meaning})


def _header(sheet: Sheet) -> tuple[int, Table | None]:
    """Where the headings stand (a title may stand above them) and which table they head."""
    top = [(at, cells) for at, (_, cells) in enumerate(sheet.rows[:10]) if any(cells)]
    table = titled(sheet.title)
    if table is None:
        guesses = [(score(each, cells), -at, each) for at, cells in top for each in TABLES if _signed(each, cells)]
        best = max(guesses, key=lambda guess: guess[:2], default=(0, 0, None))
        return -best[1], best[2] if best[0] >= 2 else None
    if not top:
        return 0, table
    return max(top, key=lambda row: (score(table, row[1]), -row[0]))[0], table


def _signed(table: Table, cells: Iterable[str]) -> bool:
    meaning = _meaning(table)
    return bool(table.signs) and set(table.signs) <= {meaning.get(fold(cell), "") for cell in cells}


def _columns(sheet: Sheet, at: int, table: Table, log: Log) -> dict[int, tuple[str, str]]:
    """Column name and heading as written, by position; headings nobody knows are problems or warnings."""
    meaning = _meaning(table)
    number, cells = sheet.rows[at] if sheet.rows else (1, ())
    found: dict[int, tuple[str, str]] = {}
    for position, heading in enumerate(cells):
        name = meaning.get(fold(heading))
        if name is not None and any(name == known for known, _ in found.values()):
            message, fix = f"two columns mean {name!r}", "delete or rename one of them"
            log.problems.append(Problem(sheet.file, number, heading, "", "column-twice", message, fix))
        elif name is not None:
            found[position] = name, heading
    absent = [key for key, name in meaning.items() if name not in {known for known, _ in found.values()}]
    for position, heading in enumerate(cells):
        if heading and fold(heading) not in meaning and position not in found:
            _unknown_heading(sheet.file, number, heading, absent, meaning, log)
        elif not heading and any(len(row) > position and row[position] for _, row in sheet.rows[at + 1 :]):
            message = f"column {position + 1} has cells but no heading: it is not read"
            log.warnings.append(Problem(sheet.file, number, "", "", "column-ignored", message))
    return found


def _unknown_heading(file: str, row: int, heading: str, absent: list[str], meaning: dict[str, str], log: Log) -> None:
    close = nearest(heading, absent, 1)
    if close and len(fold(heading)) > 2 and fuzz.ratio(fold(heading), fold(close[0])) >= NEAR_MISS:
        fix = meaning[close[0]]
        message = "there is no such column; a slip of the pen?"
        log.problems.append(Problem(file, row, heading, "", "column-unknown", message, fix))
    else:
        log.warnings.append(Problem(file, row, heading, "", "column-ignored", "this column is not read"))


def _row(
    sheet: Sheet,
    table: Table,
    header: tuple[int, tuple[str, ...]],
    number: int,
    cells: tuple[str, ...],
    columns: dict[int, tuple[str, str]],
    log: Log,
) -> Row:
    written = {name: cells[at] for at, (name, _) in columns.items() if at < len(cells) and cells[at]}
    row = Row(table, sheet.file, number, header[0], written, dict(columns.values()))
    extra = next((cell for cell in cells[len(header[1]) :] if cell), None)
    if extra:
        message, fix = "this row has more cells than there are headings", "put text that holds the separator in quotes"
        log.problems.append(Problem(sheet.file, number, "", extra, "cells-extra", message, fix))
    for name, text in written.items():
        try:
            row.values[name] = table.column(name).parse(text)
        except Fault as fault:
            log.fault(row, name, fault)
    return row
