"""Whom to call in need."""

from __future__ import annotations

from datetime import date
from typing import Literal

from tourplanner.model.base import Provenance, Value

EmergencyService = Literal["police", "fire", "ambulance", "disaster"]


class EmergencyNumber(Value):
    """A number to dial without charge, with where that stands."""

    service: EmergencyService
    number: str
    provenance: Provenance


_DECISION = Provenance(
    sources=("2023/QĐ-TTg",),
    as_of=date(2025, 9, 15),
    confidence="press",
    note="Prime Minister's decision on 112 for incidents and disasters, connected with 113, 114 and 115; read in press",
)
EMERGENCY = (
    EmergencyNumber(service="police", number="113", provenance=_DECISION),
    EmergencyNumber(service="fire", number="114", provenance=_DECISION),
    EmergencyNumber(service="ambulance", number="115", provenance=_DECISION),
    EmergencyNumber(service="disaster", number="112", provenance=_DECISION),
)
"""Viet Nam's emergency numbers."""
