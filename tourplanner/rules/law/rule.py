"""What every rule has: its document, its dates, how sure it is, what weight that gives it, and its own test cases."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import StringConstraints, model_validator

from tourplanner.model import Confidence, Nfc, Text, Value
from tourplanner.model.base import CONFIDENCE_NAMES, Name
from tourplanner.rules.law.finding import LawFinding, Severity, Trip

RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(?:[.-][a-z0-9_]+)+$", max_length=120)]
SURE = ("official", "sourced")
"""Confidences that need nobody's confirmation."""


class Confirmation(Value):
    """Who made sure of a rule, and on which day."""

    id: RuleId
    by: Name
    on: date
    note: Nfc = ""


class Case(Value):
    """An example: what happens on a day, and whether the rule has something against it ("broken") or not ("ok")."""

    on: date
    expect: Literal["ok", "broken"]
    note: Nfc = ""


class Rule(Value):
    """
    A dated rule.

    Parameters
    ----------
    id
        Dotted, from the widest place to the rule: ``vn.hanoi.coach_ban``. Later files override by it.
    source, read_in
        The document, and where it was read.
    since, until
        In force from ``since``, inclusive, until ``until``, exclusive; None where there is no such end.
    known_until
        The last day the knowledge reaches; departures after it are warned of. None if nothing is expected to change.
    severity
        What a breach is if the rule is sure or confirmed; else it is a warning (``effect``).
    """

    id: RuleId
    kind: str
    title: Text
    source: Name
    read_in: tuple[Name, ...] = ()
    since: date | None = None
    until: date | None = None
    known_until: date | None = None
    severity: Severity = "error"
    confidence: Confidence = "unknown"
    note: Nfc = ""
    confirmed: Confirmation | None = None

    @model_validator(mode="after")
    def _lasting(self) -> Self:
        if self.since and self.until and self.until <= self.since:
            raise ValueError(f"ends on {self.until}, not after it begins on {self.since}")
        return self

    def in_force(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)

    def unknown(self, on: date) -> bool:
        """Whether a day lies beyond what is known of the rule."""
        return self.known_until is not None and on > self.known_until

    @property
    def effect(self) -> Severity:
        """What a breach is: only a rule with a source, or confirmed by somebody, makes an error."""
        return self.severity if self.confidence in SURE or self.confirmed else "warning"

    @property
    def standing(self) -> str:
        """How sure the rule is, in words."""
        if self.confirmed:
            return f"{self.confidence}, confirmed by {self.confirmed.by} on {self.confirmed.on}"
        return self.confidence if self.confidence in SURE else f"{self.confidence}, not confirmed"

    @property
    def said(self) -> Text:
        """The same for documents, Vietnamese and English."""
        known = CONFIDENCE_NAMES[self.confidence]
        if self.confirmed:
            return Text(vi=f"{known}, {self.confirmed.by} xác nhận ngày {self.confirmed.on}", en=self.standing)
        return Text(vi=known if self.confidence in SURE else f"{known}, chưa xác nhận", en=self.standing)

    @property
    def examples(self) -> tuple[Case, ...]:
        """The rule's own test cases."""
        found: tuple[Case, ...] = getattr(self, "cases", ())
        return found

    def verdict(self, case: Case) -> Literal["ok", "broken"]:
        """What the rule says to an example, on its day."""
        return "broken" if self.in_force(case.on) and self.broken_by(case) else "ok"

    @abstractmethod
    def broken_by(self, case: Any) -> bool:
        """Whether an example of this kind breaks the rule, were it in force."""

    @abstractmethod
    def findings(self, trip: Trip) -> Iterator[LawFinding]:
        """Breaches in an itinerary, each judged on its day."""

    def finding(
        self, subject: str, vi: str, en: str, trip: Trip, day: int, second: int | None = None,
        fixes: Iterable[Text] = (),
    ) -> LawFinding:  # fmt: skip
        """A breach on a day (from 1), at a second of it."""
        at = None if second is None else trip.moment(day, second)
        return LawFinding(self.id, self.kind, subject, Text(vi=vi, en=en), self.effect, self.source, self.since,
                          self.until, self.standing, day, at, tuple(fixes))  # fmt: skip


AnyRule = TypeVar("AnyRule", bound=Rule)


def in_force(rules: Iterable[AnyRule], on: date) -> tuple[AnyRule, ...]:
    """The rules in force on a day, in the order given."""
    return tuple(rule for rule in rules if rule.in_force(on))
