"""Repairs in a terminal and in a notebook."""

from __future__ import annotations

from tourplanner.model import Money
from tourplanner.model.show import count
from tourplanner.model.tables import html_table, safe, text_table
from tourplanner.programme.differ import Change
from tourplanner.programme.repair import Repaired
from tourplanner.programme.reported import report_html, report_text
from tourplanner.programme.show import programme_html, programme_text

HEAD = ("change", "stop", "before", "after", "min", "đồng")
RIGHT = (4, 5)


def repaired_line(repaired: Repaired) -> str:
    """How many changes, and how many minutes moved."""
    return f"{count(repaired.count, 'change')}, {count(repaired.moved, 'minute')} moved"


def repaired_text(repaired: Repaired) -> str:
    """The difference, the programme as it is now, and what there is still to know."""
    difference = text_table(HEAD, [_row(change) for change in repaired.changes], right=RIGHT)
    parts = [repaired_line(repaired), difference, programme_text(repaired.programme), report_text(repaired.report)]
    return "\n\n".join(parts)


def repaired_html(repaired: Repaired) -> str:
    """The same for a notebook, every text escaped."""
    rows = [_row(change) for change in repaired.changes]
    difference = html_table(HEAD, rows, caption=repaired_line(repaired), right=RIGHT)
    return f"<div>{difference}{programme_html(repaired.programme)}{report_html(repaired.report)}</div>"


def _row(change: Change) -> tuple[str, ...]:
    before, after = (
        "" if line is None else f"{line.begin:%H:%M}" + (f" {line.whole} min" if line.whole else "")
        for line in (change.before, change.after)
    )
    moved = f"{change.minutes:+}" if change.minutes else ""
    money = (
        "?"
        if change.vnd is None
        else f"{'+' if change.vnd > 0 else ''}{Money(amount=change.vnd)}"
        if change.vnd
        else ""
    )
    return change.kind, safe(change.what), before, after, moved, money
