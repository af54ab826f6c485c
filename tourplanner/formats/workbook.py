"""Tables as an Excel workbook in which no text is ever a formula."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from tourplanner.errors import GoalError
from tourplanner.formats.archive import repeatable
from tourplanner.formats.needs import missing
from tourplanner.formats.text import one_line

MOST_CHARACTERS = 32_767
"""In one cell of a workbook."""

Value = str | int | float | date | time | None

_WIDEST, _FIGURES, _LINE = 40, 10, 15
# An Excel row is at most 409 points high.
_MOST_LINES = 27
# What a workbook reads as the character of that number (ECMA-376, ST_Xstring): such text is written escaped.
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORMATS: dict[type, str] = {int: "#,##0", float: "#,##0.0", date: "dd/mm/yyyy", time: "hh:mm"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    One table: ``name`` is its tab, ``title`` stands above the headings, every row has a value under each heading.

    Numbers, dates and times of day are values to calculate with; a text is a text, whatever it begins with.
    """

    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """
    One tab per sheet with title, headings and rows; same sheets, same bytes.

    Texts are strings by type and by format, and marked as quoted: editing one does not make a formula of it either.

    Raises
    ------
    GoalError
        If a text is longer than a cell holds.
    ModuleNotFoundError
        If openpyxl is not installed; it says how to.
    """
    try:
        from openpyxl import Workbook
    except ModuleNotFoundError:
        raise missing("writing .xlsx", "excel") from None
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        tab = book.create_sheet(sheet.name)
        for row, values in enumerate([(sheet.title,), sheet.headings, *sheet.rows], 1):
            for column, value in enumerate(values, 1):
                _put(tab.cell(row, column), value, heading=row <= 2)
        _laid_out(tab, sheet)
    out = io.BytesIO()
    book.save(out)
    return _settled(out.getvalue())


def _put(cell: Any, value: Value, *, heading: bool) -> None:
    from openpyxl.styles import Alignment, Font

    if isinstance(value, str):
        _put_text(cell, value)
    elif value is not None:
        cell.value = value
        cell.number_format = _FORMATS[type(value)]
    side = {"horizontal": "left", "indent": 1} if isinstance(value, str) and cell.row > 1 else {}
    cell.alignment = Alignment(vertical="top", wrap_text=cell.row > 1, **side)
    if heading:
        cell.font = Font(bold=True)


def _put_text(cell: Any, text: str) -> None:
    text = _ESCAPE_LIKE.sub("_x005F_", one_line(text))
    if len(text) > MOST_CHARACTERS:
        raise GoalError(f"{cell.coordinate} has {len(text)} characters; a cell of a workbook holds {MOST_CHARACTERS}")
    cell.value = text
    # openpyxl takes "=…" for a formula and "#N/A" for an error.
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True


def _laid_out(tab: Any, sheet: Sheet) -> None:
    from openpyxl.utils import get_column_letter

    widths = [_width(*cells) for cells in zip(sheet.headings, *sheet.rows, strict=True)]
    for column, width in enumerate(widths, 1):
        tab.column_dimensions[get_column_letter(column)].width = width
    # Not every program makes room for wrapped text by itself.
    for row, cells in enumerate((sheet.headings, *sheet.rows), 2):
        tab.row_dimensions[row].height = _LINE * max(map(_lines, cells, widths), default=1)
    tab.freeze_panes = "A3"
    tab.print_title_rows = "1:2"
    tab.page_setup.orientation = "landscape"
    tab.page_setup.paperSize = tab.PAPERSIZE_A4
    tab.page_setup.fitToHeight = 0
    tab.sheet_properties.pageSetUpPr.fitToPage = True


def _width(heading: str, *values: Value) -> int:
    """Letters across: as many as the texts ask for, within bounds; above figures the heading is wrapped."""
    texts = [len(value) for value in values if isinstance(value, str)]
    figures = any(not isinstance(value, str | None) for value in values)
    return min(_WIDEST, max([*texts, _FIGURES if figures else len(heading)]) + 3)


def _lines(value: Value, width: int) -> int:
    """Lines that a value takes in a column; words are not broken, so that a line holds less than fits."""
    return min(_MOST_LINES, -(-len(value) // max(width - 5, 1))) if isinstance(value, str) and value else 1


def _settled(data: bytes) -> bytes:
    """The same workbook without the time at which it was made."""
    about = "docProps/core.xml"
    core = zipfile.ZipFile(io.BytesIO(data)).read(about)
    return repeatable(data, {about: re.sub(rb"<dcterms:(created|modified).*?</dcterms:\1>", b"", core)})
