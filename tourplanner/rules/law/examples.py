"""Running the test cases that rules carry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tourplanner.rules.law.rule import Case, Rule


@dataclass(frozen=True, slots=True)
class Failed:
    """A case, numbered from 1 within its rule, in which the rule says otherwise than expected."""

    rule: Rule
    number: int
    case: Case
    said: str

    def __str__(self) -> str:
        note = f" ({self.case.note})" if self.case.note else ""
        return f"{self.rule.id}, case {self.number} on {self.case.on}{note}: {self.said}, expected {self.case.expect}"


def failed_cases(rules: Iterable[Rule]) -> tuple[Failed, ...]:
    """All cases that do not come out as their rule's file says."""
    return tuple(
        Failed(rule, number, case, said)
        for rule in rules
        for number, case in enumerate(rule.examples, 1)
        if (said := rule.verdict(case)) != case.expect
    )
