"""The quote as a Word document, to be edited and sent on."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from tourplanner.costing.content import Content, content
from tourplanner.costing.words import checked

if TYPE_CHECKING:
    from tourplanner.costing.deposit import Deposit
    from tourplanner.costing.quotation import Quote

STAMP = (2000, 1, 1, 0, 0, 0)
"""The time of every part inside the file, for the same quote to give the same bytes."""


def quote_word(
    quote: Quote, language: str = "vi", *, deposit: Deposit | None = None, villages: bool = False
) -> bytes:
    """
    A quote as a ``.docx`` file, with the same texts as ``quote_pdf``; it needs the extra ``word``.

    Raises
    ------
    ModuleNotFoundError
        If python-docx is not installed; it says how to.
    GoalError
        For another language, or a deposit of another quote.
    """
    texts = content(quote, checked(language), deposit, villages)
    document = _blank(quote, texts)
    _head(document, texts)
    _programme(document, texts)
    document.add_heading(texts.headings["prices"], 1)
    _table(document, texts.prices, right=(1, 2), bold_head=True)
    for part in ("included", "excluded"):
        document.add_heading(texts.headings[part], 1)
        for item in getattr(texts, part):
            document.add_paragraph(item, style="List Bullet")
    for note in texts.notes:
        document.add_paragraph(note)
    _villages(document, texts)
    _deposit(document, texts, deposit)
    return _repeatable(document)


def _blank(quote: Quote, texts: Content) -> Any:
    try:
        from docx import Document
    except ModuleNotFoundError:
        raise ModuleNotFoundError('writing Word needs one more package: pip install "tourplanner[word]"') from None
    document = Document()
    about = document.core_properties
    about.title, about.author, about.language = f"{texts.headings['title']} {quote.code}", "", texts.language
    about.comments = about.last_modified_by = ""
    about.created = about.modified = datetime.combine(quote.on, time())
    return document


def _head(document: Any, texts: Content) -> None:
    document.add_heading(texts.headings["title"], 0)
    document.add_heading(texts.title, 1)
    document.add_paragraph(texts.subtitle)
    _table(document, texts.facts)


def _programme(document: Any, texts: Content) -> None:
    document.add_heading(texts.headings["programme"], 1)
    for title, rows in texts.days:
        document.add_heading(title, 2)
        _table(document, rows)


def _villages(document: Any, texts: Content) -> None:
    if texts.villages:
        (note, _), *rows = texts.villages
        document.add_heading(texts.headings["villages"], 1)
        document.add_paragraph(note)
        _table(document, rows, right=(1,))


def _deposit(document: Any, texts: Content, deposit: Deposit | None) -> None:
    if deposit is not None:
        from docx.shared import Mm

        document.add_heading(texts.headings["deposit"], 1)
        for line in texts.deposit:
            document.add_paragraph(line)
        document.add_picture(io.BytesIO(deposit.png()), width=Mm(40))
        document.add_paragraph(texts.headings["scan"])


def _table(document: Any, rows: Any, *, right: tuple[int, ...] = (), bold_head: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for number, row in enumerate(rows):
        for column, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.add_run(text).bold = bold_head and number == 0
            if column in right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _repeatable(document: Any) -> bytes:
    """The file with the time of day taken out of its parts."""
    made, out = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fresh:
        for part in parts.infolist():
            fresh.writestr(zipfile.ZipInfo(part.filename, STAMP), parts.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()
