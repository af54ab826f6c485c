"""A table as an Excel workbook in which every cell is text."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from tourplanner.booking.papers.texts import one_line
from tourplanner.errors import GoalError

if TYPE_CHECKING:
    from tourplanner.booking.papers.table import Table

MOST_CHARACTERS = 32_767
"""In one cell of a workbook."""

_WIDEST = 40
_EPOCH = (1980, 1, 1, 0, 0, 0)
# What a workbook reads as the character of that number (ECMA-376, ST_Xstring): such text is written escaped.
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def xlsx_bytes(table: Table) -> bytes:
    """
    The title, the headings and the rows; same table, same bytes.

    Cells are strings by type and by format, and marked as quoted: editing one does not make a formula of it either.

    Raises
    ------
    GoalError
        If a text is longer than a cell holds, or openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
    except ModuleNotFoundError:
        raise GoalError("writing .xlsx needs openpyxl: pip install 'tourplanner[excel]', or write .csv") from None
    book = Workbook()
    sheet = book.active
    sheet.title = table.name
    for row, cells in enumerate([(table.title,), table.headings, *table.rows], 1):
        for column, text in enumerate(cells, 1):
            _put(sheet.cell(row, column), text, heading=row <= 2)
    _laid_out(sheet, table)
    out = io.BytesIO()
    book.save(out)
    return _settled(out.getvalue())


def _put(cell: Any, text: str, *, heading: bool) -> None:
    from openpyxl.styles import Alignment, Font

    text = _ESCAPE_LIKE.sub("_x005F_", one_line(text))
    if len(text) > MOST_CHARACTERS:
        raise GoalError(f"{cell.coordinate} has {len(text)} characters; a cell of a workbook holds {MOST_CHARACTERS}")
    cell.value = text
    # openpyxl takes "=…" for a formula and "#N/A" for an error.
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True
    cell.alignment = Alignment(vertical="top", wrap_text=cell.row > 1)
    if heading:
        cell.font = Font(bold=True)


def _laid_out(sheet: Any, table: Table) -> None:
    from openpyxl.utils import get_column_letter

    for column, cells in enumerate(zip(table.headings, *table.rows, strict=True), 1):
        sheet.column_dimensions[get_column_letter(column)].width = min(_WIDEST, max(map(len, cells)) + 2)
    sheet.freeze_panes = "A3"
    sheet.print_title_rows = "1:2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _settled(data: bytes) -> bytes:
    """The same workbook without the time at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"<dcterms:(created|modified).*?</dcterms:\1>", b"", content)
            new.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
