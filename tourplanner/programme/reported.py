"""Reports in a terminal and in a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape

from tourplanner.almanac import LunarDate
from tourplanner.model import Money
from tourplanner.model.show import count
from tourplanner.model.tables import html_table, padded, safe, width
from tourplanner.programme.report import Fault, Fix, Report

FIXES_SHOWN = 3
HEAD = ("code", "time", "what", "rule", "fix")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(on: date) -> str:
    """ "Sat 20 Mar 2027 (13/2 âm lịch)", whatever the machine's locale."""
    return f"{_WEEKDAYS[on.weekday()]} {on.day} {_MONTHS[on.month - 1]} {on.year} ({LunarDate.of(on)} âm lịch)"


def report_line(report: Report) -> str:
    """How many errors, warnings and notes, and on which day."""
    kinds = ((report.errors, "error"), (report.warnings, "warning"), (report.notes, "note"))
    said = " · ".join(count(len(found), kind) for found, kind in kinds)
    return f"{said}   {day(report.terms.on)}"


def report_text(report: Report, language: str = "en") -> str:
    """The faults with their rules, and under each what would mend it."""
    widest = max((width(fault.code) for fault in report.faults), default=0)
    lines = [report_line(report)]
    for fault in report.faults:
        lines.append(f"{padded(fault.code, widest)}  {_when(report, fault):<5}  {_what(fault, language)}")
        fixes = _fixes(report, fault, language)
        if fixes:
            lines.append(f"{' ' * (widest + 2)}fix: {fixes}")
    return "\n".join(line.rstrip() for line in lines)


def report_html(report: Report) -> str:
    """The same for a notebook, every text escaped."""
    rows = [
        (fault.code, _when(report, fault), safe(fault.message.get("en")), str(fault.basis),
         _fixes(report, fault, "en"))
        for fault in report.faults
    ]  # fmt: skip
    if not rows:
        return f"<p>{escape(report_line(report))}</p>"
    return html_table(HEAD, rows, caption=report_line(report))


def _when(report: Report, fault: Fault) -> str:
    clock = f"{fault.at:%H:%M}" if fault.at else ""
    return f"day {fault.day} {clock}".strip() if len(report.programme.days) > 1 and fault.day else clock


def _what(fault: Fault, language: str) -> str:
    return f"{safe(fault.message.get(language))}   rule {safe(fault.basis)}"


def _fixes(report: Report, fault: Fault, language: str) -> str:
    """The first fixes, with what they cost, and where they make errors that were not there."""
    expected = len(report.errors) - (fault.severity == "error")
    return " · or ".join("".join(_fix(fix, language, expected)) for fix in fault.fixes[:FIXES_SHOWN])


def _fix(fix: Fix, language: str, expected: int) -> Iterator[str]:
    yield safe(fix.text.get(language))
    if fix.vnd:
        yield f" ({'+' if fix.vnd > 0 else ''}{Money(amount=fix.vnd)})"
    if fix.errors > expected:
        yield f" [then {count(fix.errors - expected, 'more error')}]"
