"""What a check has to say: faults with their rule and source, and fixes that were tried before they are offered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Literal

from tourplanner.model import Text
from tourplanner.programme.value import Line, Programme, Terms
from tourplanner.programme.view import Context, DayView, days
from tourplanner.rules import Law
from tourplanner.travel import TravelTimes

Severity = Literal["error", "warning", "note"]
SEVERITIES: dict[str, Severity] = {"E": "error", "W": "warning", "N": "note"}


@dataclass(frozen=True, slots=True)
class Basis:
    """
    What a fault rests on: the rule's id, its source, and from when (inclusive) until when (exclusive) it is in force.

    For a fact of the catalogue ``rule`` is ``<id>.<field>`` and ``since`` the day it was true or read.
    """

    rule: str
    source: str = ""
    since: date | None = None
    until: date | None = None
    confidence: str = ""

    def __str__(self) -> str:
        dates = [f"since {self.since}"] if self.since else []
        dates += [f"until {self.until}"] if self.until else []
        told = [part for part in (self.source, *dates, self.confidence) if part]
        return f"{self.rule} ({', '.join(told)})" if told else self.rule


@dataclass(frozen=True, slots=True)
class Fix:
    """
    A change that removes a fault, as the changed programme.

    ``kind`` says what is changed: shift, shorten, lengthen, swap, share, groups, drop, add, date, vehicle, meet,
    guide, confirm. ``vnd`` is what it costs more, None where nobody knows or it costs nothing. ``errors`` counts the
    errors that are left afterwards.
    """

    kind: str
    text: Text
    programme: Programme
    vnd: int | None = None
    errors: int = 0

    def apply(self) -> Programme:
        """The changed programme; ``.check()`` looks at it under the terms of the fix."""
        return self.programme


@dataclass(frozen=True, slots=True)
class Fault:
    """
    One fault.

    ``code`` is stable: E- for errors, W- for warnings, N- for notes. ``line`` is the id of the line it happens at and
    ``subject`` the id of what it is about; with the code they tell a fault from all others of the programme.
    """

    code: str
    day: int
    at: time | None
    line: str
    subject: str
    basis: Basis
    message: Text
    fixes: tuple[Fix, ...] = ()

    @property
    def severity(self) -> Severity:
        return SEVERITIES[self.code[0]]

    @property
    def key(self) -> tuple[str, int, str, str]:
        return self.code, self.day, self.line, self.subject

    @property
    def fix(self) -> Fix | None:
        """The fix that leaves the fewest errors without dropping a line, if there is one."""
        return self.fixes[0] if self.fixes else None

    def data(self) -> dict[str, Any]:
        """As plain values for JSON; fixes without the programmes they lead to."""
        return {
            "code": self.code, "severity": self.severity, "day": self.day,
            "at": f"{self.at:%H:%M}" if self.at else None, "line": self.line, "subject": self.subject,
            "rule": self.basis.rule, "source": self.basis.source, "confidence": self.basis.confidence,
            "since": self.basis.since.isoformat() if self.basis.since else None,
            "until": self.basis.until.isoformat() if self.basis.until else None,
            "message": {"vi": self.message.vi, "en": self.message.get("en")},
            "fixes": [{"kind": fix.kind, "text": {"vi": fix.text.vi, "en": fix.text.get("en")}, "vnd": fix.vnd,
                       "errors_left": fix.errors} for fix in self.fixes],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """All faults of a programme under its terms, errors first, each day in order of time."""

    programme: Programme
    terms: Terms
    faults: tuple[Fault, ...]

    def of(self, severity: Severity) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.severity == severity)

    @property
    def errors(self) -> tuple[Fault, ...]:
        return self.of("error")

    @property
    def warnings(self) -> tuple[Fault, ...]:
        return self.of("warning")

    @property
    def notes(self) -> tuple[Fault, ...]:
        return self.of("note")

    @property
    def counts(self) -> dict[str, int]:
        """How many faults of each code."""
        return dict(sorted(Counter(fault.code for fault in self.faults).items()))

    def data(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return {
            "on": self.terms.on.isoformat(), "guests": self.terms.party.size,
            "vehicles": [vehicle.id for vehicle in self.terms.vehicles], "title": self.programme.title,
            "errors": len(self.errors), "warnings": len(self.warnings), "notes": len(self.notes),
            "faults": [fault.data() for fault in self.faults],
        }  # fmt: skip

    def __str__(self) -> str:
        from tourplanner.programme.reported import report_text

        return report_text(self)

    def __repr__(self) -> str:
        from tourplanner.programme.reported import report_line

        return f"<Report: {report_line(self)}>"

    def _repr_html_(self) -> str:
        from tourplanner.programme.reported import report_html

        return report_html(self)


@dataclass(frozen=True, slots=True)
class Case:
    """
    What a rule looks at: the programme on its days. ``views`` has one entry per day.

    ``proposing`` is false while a fix is tried: then only the faults count, and no fixes are made.
    """

    programme: Programme
    terms: Terms
    context: Context
    views: tuple[DayView, ...]
    proposing: bool = True

    def fault(
        self, code: str, view: DayView | None, at: int | None, line: str, subject: str, basis: Basis,
        message: tuple[str, str], fixes: Iterable[Fix | None] = (),
    ) -> Fault:  # fmt: skip
        """A fault with its proposed fixes; ``at`` is a minute of the day, ``message`` Vietnamese and English."""
        clock = None if at is None else time(min(at, 1439) // 60, min(at, 1439) % 60)
        text = Text(vi=message[0], en=message[1])
        return Fault(code, view.number if view else 0, clock, line, subject, basis, text,
                     tuple(fix for fix in fixes if fix is not None))  # fmt: skip

    def fix(self, kind: str, vi: str, en: str, programme: Programme, *, vnd: int | None = None, **terms: Any) -> Fix:
        """A proposed fix: the changed programme, and changes to the terms."""
        changed = programme.replace(terms=self.terms.replace(**terms))
        return Fix(kind, Text(vi=vi, en=en), changed, vnd)

    def moment(self, view: DayView, minute: int) -> datetime:
        from tourplanner.model import HANOI

        return datetime.combine(view.on, time(min(minute, 1439) // 60, min(minute, 1439) % 60), HANOI)


Rule = Callable[[Case], Iterator[Fault]]


def report(programme: Programme, travel: TravelTimes | None = None, law: Law | None = None) -> Report:
    """
    The report of a programme that has terms.

    Every proposed fix is applied and checked; those that leave their own fault standing are not offered. The rest
    come in order of the errors they leave, then as their rule proposes them; dropping a line comes last.
    """
    assert programme.terms is not None
    context = Context.of(programme, programme.terms, travel, law)
    found = faults(programme, context)
    tried = tuple(replace(fault, fixes=tuple(_tried(fault, context))) for fault in found)
    return Report(programme, programme.terms, tried)


def faults(programme: Programme, context: Context, *, proposing: bool = True) -> tuple[Fault, ...]:
    """All faults with fixes as proposed, untried, or without; errors first."""
    from tourplanner.programme.faults import RULES

    assert programme.terms is not None
    case = Case(programme, programme.terms, context, days(programme, programme.terms, context), proposing)
    found: dict[tuple[str, int, str, str], Fault] = {}
    for rule in RULES:
        for fault in rule(case):
            found.setdefault(fault.key, fault)
    return tuple(sorted(found.values(), key=lambda fault: ("EWN".index(fault.code[0]), fault.day, fault.at or time(0))))


def _tried(fault: Fault, context: Context) -> list[Fix]:
    fixes = []
    for fix in fault.fixes:
        left = faults(fix.programme, context.under(fix.programme), proposing=False)
        if fault.key not in {each.key for each in left}:
            fixes.append(replace(fix, errors=sum(each.code[0] == "E" for each in left)))
    return sorted(fixes, key=lambda fix: (fix.kind == "drop", fix.errors))


def named_line(line: Line) -> str:
    """A line in an operator's words: its text, shortened."""
    text = line.text or line.kind
    return text if len(text) <= 40 else f"{text[:39]}…"
