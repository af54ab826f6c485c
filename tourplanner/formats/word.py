"""Word documents that an office goes on editing: real headings, lists and tables, no picture of them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from tourplanner.formats.archive import repeatable
from tourplanner.formats.needs import missing

_CODES = {"vi": "vi-VN", "en": "en-GB", "fr": "fr-FR", "ko": "ko-KR", "ja": "ja-JP", "zh": "zh-CN"}


def new_document(title: str, language: str, on: date) -> Any:
    """
    An empty document that says what it is, its language (for the spelling) and no author.

    Raises
    ------
    ModuleNotFoundError
        If python-docx is not installed; it says how to.
    """
    try:
        from docx import Document
    except ModuleNotFoundError:
        raise missing("writing Word", "word") from None
    document = Document()
    _on_a4(document)
    about = document.core_properties
    # Word's own limit for what it shows of a file.
    about.title, about.author, about.language = title[:255], "", language
    about.comments = about.last_modified_by = ""
    about.created = about.modified = datetime.combine(on, time())
    _speak(document, language)
    return document


def add_table(
    document: Any, rows: Sequence[Sequence[str]], *, right: tuple[int, ...] = (), bold_head: bool = False
) -> Any:
    """A ruled table; ``right`` are the columns set flush right, a bold head is repeated on every page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for number, row in enumerate(rows):
        head = bold_head and number == 0
        line = table.add_row()
        if head:
            line._tr.get_or_add_trPr().append(_element("w:tblHeader"))
        for column, (cell, text) in enumerate(zip(line.cells, row, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.add_run(text).bold = head
            if column in right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return table


def set_widths(table: Any, millimetres: Sequence[int]) -> None:
    """Fixed widths of a table's columns."""
    from docx.shared import Mm

    table.autofit = False
    for column, width in zip(table.columns, millimetres, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def add_picture(document: Any, png: bytes, millimetres: int) -> None:
    """A picture of a given width."""
    from docx.shared import Mm

    document.add_picture(io.BytesIO(png), width=Mm(millimetres))


def document_bytes(document: Any) -> bytes:
    """The ``.docx`` file, the same for the same document."""
    made = io.BytesIO()
    document.save(made)
    return repeatable(made.getvalue())


def _on_a4(document: Any) -> None:
    from docx.shared import Mm

    (section,) = document.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)


def _element(name: str) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(name)


def _speak(document: Any, language: str) -> None:
    """For the spelling, and in Korean, Japanese and Chinese for the shapes of the characters they share."""
    from docx.oxml.ns import qn

    spoken, code = _element("w:lang"), _CODES.get(language, language)
    spoken.set(qn("w:val"), code)
    if language in ("ko", "ja", "zh"):
        spoken.set(qn("w:eastAsia"), code)
    document.styles["Normal"].element.get_or_add_rPr().append(spoken)
