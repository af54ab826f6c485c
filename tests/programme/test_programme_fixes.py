"""Any programme can be checked, and every fix that is offered removes its fault."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from programme_cases import context, programmes, terms

from tourplanner.programme import Programme
from tourplanner.programme.faults import CODES
from tourplanner.programme.report import faults


@settings(max_examples=40)
@given(programmes(), terms())
def test_every_fault_has_a_fix_and_every_fix_removes_its_fault(
    programme: Programme, given_terms: dict[str, Any]
) -> None:
    report = programme.check(**given_terms)
    assert len({fault.key for fault in report.faults}) == len(report.faults)
    for fault in report.faults:
        assert fault.code in CODES
        assert fault.basis.rule
        assert fault.message.en
        assert fault.fixes, fault
        assert fault.fix is fault.fixes[0]
        for fix in fault.fixes:
            left = faults(fix.apply(), context(fix.apply()), proposing=False)
            assert fault.key not in {each.key for each in left}, (fault, fix.text)
            assert sum(each.severity == "error" for each in left) == fix.errors
    json.dumps(report.data())


@settings(max_examples=20)
@given(programmes(), terms())
def test_a_programme_and_its_report_are_values(programme: Programme, given_terms: dict[str, Any]) -> None:
    assert Programme.model_validate_json(programme.model_dump_json()) == programme
    first, second = (programme.check(**given_terms) for _ in range(2))
    assert first == second
    assert str(first) == str(second)
    for text in (str(programme), str(first), repr(first), repr(programme)):
        assert "\x1b" not in text
    for page in (programme._repr_html_(), first._repr_html_()):
        assert "<b>" not in page
