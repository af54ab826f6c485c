"""
CSV that no spreadsheet calculates, and the way back to the text.

A cell is opened to calculation by its first sign, but also by a later one: who opens a file parted by commas where
semicolons are expected gets new cells at every semicolon. So an apostrophe goes before each sign that starts a formula,
at the start of the text or after anything that may part cells.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from tourplanner.formats.text import one_line

# The signs as typed, full width and small; before them what some spreadsheet may pass over.
_SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫"
_AT_RISK = re.compile(rf"(^|[;,|\"])([\s\ufeff\u00ad\u200b-\u200f\u2060]*)('*)(?=[{_SIGNS}])")


def guarded(text: str) -> str:
    """Text on one line with an apostrophe before whatever could start a formula; ``plain`` takes it away again."""
    return _AT_RISK.sub(r"\1\2'\3", one_line(text))


def plain(cell: str) -> str:
    """The text of a guarded cell."""
    return _AT_RISK.sub(lambda found: found[1] + found[2] + found[3][1:], cell)


def csv_bytes(rows: Iterable[Sequence[str | int | float | None]]) -> bytes:
    """
    Rows as CSV (RFC 4180) in UTF-8 with a byte order mark, which Excel needs for Vietnamese.

    Every cell is quoted and every text guarded; a number is written as Python has it, None as nothing.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
