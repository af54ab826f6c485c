"""Where faults rest: on a fact of the catalogue, or on the programme's own arithmetic."""

from __future__ import annotations

from tourplanner.model.base import Recorded
from tourplanner.programme.report import Basis, Case
from tourplanner.programme.view import Context

ITSELF = "the programme itself"


def of_fact(record: Recorded, field: str) -> Basis:
    """The provenance of a fact."""
    origin = record.fact(field).provenance
    source = ", ".join(origin.sources) or "no source"
    return Basis(f"{record.id}.{field}", source, origin.as_of, None, origin.confidence)


def own(rule: str, source: str = ITSELF) -> Basis:
    """A rule of plain arithmetic."""
    return Basis(f"tourplanner.{rule}", source)


def road(context: Context) -> Basis:
    """The travel times in use."""
    return Basis("tourplanner.road", context.travel.basis)


def settled(case: Case, *names: str) -> bool:
    """Whether the operator has made sure of all of these."""
    return set(names) <= set(case.terms.confirmed)
