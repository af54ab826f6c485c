"""Tables in plain text and HTML. Texts are data: made safe here, never trusted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from html import escape
from textwrap import wrap

# Controls, separators and direction overrides: a terminal obeys some of them, no table survives any.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")

Row = Sequence[object]


def safe(text: object) -> str:
    """Text on one line, NFC, without anything a terminal would act on."""
    return _UNSAFE.sub(" ", unicodedata.normalize("NFC", str(text)))


def width(text: str) -> int:
    """Columns a text takes in a terminal: 1 for every Vietnamese letter, 2 for a wide one, 0 for a mark."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def padded(text: str, columns: int, *, right: bool = False) -> str:
    blanks = " " * (columns - width(text))
    return blanks + text if right else text + blanks


def text_table(head: Row, rows: Sequence[Row], *, right: Sequence[int] = (), below: Sequence[str] = ()) -> str:
    """
    Aligned columns under their headings.

    Parameters
    ----------
    right
        Numbers of the columns set flush right, 0 the first.
    below
        For each row what follows it, indented under its second column and wrapped; "" for nothing.
    """
    cells = [[safe(cell) for cell in row] for row in (head, *rows)]
    widths = [max(width(row[column]) for row in cells) for column in range(len(head))]
    lines = []
    for number, row in enumerate(cells):
        line = "  ".join(padded(cell, widths[n], right=n in right) for n, cell in enumerate(row))
        lines.append(line.rstrip())
        if below and number:
            indent = " " * (widths[0] + 2)
            lines += wrap(safe(below[number - 1]), 100, initial_indent=indent, subsequent_indent=indent)
    return "\n".join(lines)


def html_table(head: Row, rows: Sequence[Row], *, caption: str = "", right: Sequence[int] = ()) -> str:
    """The same as an HTML table, every text escaped."""

    def line(tag: str, row: Row) -> str:
        style = [
            'style="text-align:right;white-space:nowrap"' if n in right else 'style="text-align:left"'
            for n in range(len(row))
        ]
        cells = zip(style, row, strict=True)
        return "<tr>" + "".join(f"<{tag} {how}>{escape(safe(cell))}</{tag}>" for how, cell in cells) + "</tr>"

    title = f"<caption>{escape(safe(caption))}</caption>" if caption else ""
    body = "".join(line("td", row) for row in rows)
    return f"<table>{title}<thead>{line('th', head)}</thead><tbody>{body}</tbody></table>"
