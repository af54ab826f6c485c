"""The quote as a Word document, to be edited and sent on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tourplanner.costing.content import Content, content
from tourplanner.formats.word import add_picture, add_table, document_bytes, new_document
from tourplanner.speech import speaker

if TYPE_CHECKING:
    from tourplanner.costing.deposit import Deposit
    from tourplanner.costing.quotation import Quote


def quote_word(
    quote: Quote, language: str = "vi", *, deposit: Deposit | None = None, villages: bool = False
) -> bytes:
    """
    A quote as a ``.docx`` file, with the same texts as ``quote_pdf``; it needs the extra ``word``.

    Raises
    ------
    ModuleNotFoundError
        If python-docx is not installed; it says how to.
    UnknownIdError
        For another language.
    GoalError
        For a deposit of another quote.
    """
    texts = content(quote, speaker(language), deposit, villages)
    document = new_document(f"{texts.headings['title']} {quote.code}", texts.language, quote.on)
    _head(document, texts)
    _programme(document, texts)
    document.add_heading(texts.headings["prices"], 1)
    add_table(document, texts.prices, right=(1, 2), bold_head=True)
    for part in ("included", "excluded"):
        document.add_heading(texts.headings[part], 1)
        for item in getattr(texts, part):
            document.add_paragraph(item, style="List Bullet")
    for note in texts.notes:
        document.add_paragraph(note)
    _villages(document, texts)
    _deposit(document, texts, deposit)
    return document_bytes(document)


def _head(document: Any, texts: Content) -> None:
    document.add_heading(texts.headings["title"], 0)
    document.add_heading(texts.title, 1)
    document.add_paragraph(texts.subtitle)
    add_table(document, texts.facts)


def _programme(document: Any, texts: Content) -> None:
    document.add_heading(texts.headings["programme"], 1)
    for title, rows in texts.days:
        document.add_heading(title, 2)
        add_table(document, rows)


def _villages(document: Any, texts: Content) -> None:
    if texts.villages:
        (note, _), *rows = texts.villages
        document.add_heading(texts.headings["villages"], 1)
        document.add_paragraph(note)
        add_table(document, rows, right=(1,))


def _deposit(document: Any, texts: Content, deposit: Deposit | None) -> None:
    if deposit is not None:
        document.add_heading(texts.headings["deposit"], 1)
        for line in texts.deposit:
            document.add_paragraph(line)
        add_picture(document, deposit.png(), 40)
        document.add_paragraph(texts.headings["scan"])
