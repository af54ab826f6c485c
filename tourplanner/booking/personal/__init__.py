"""Personal data: held for a purpose, used by consent, handed out and forgotten on request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tourplanner.lazy import lazy

if TYPE_CHECKING:
    from tourplanner.booking.personal.dossier import Consent, Datum, Dossier, Entry, totals
    from tourplanner.booking.personal.purposes import PURPOSES, Purpose
    from tourplanner.booking.personal.rights import (
        Dossiers,
        Erasure,
        Kept,
        erase,
        export_person,
        forget,
        prune,
        withdraw,
    )
    from tourplanner.booking.personal.use import allowed, kept_until, purpose_of, usable

_HOMES = {
    "PURPOSES": "purposes",
    "Consent": "dossier",
    "Datum": "dossier",
    "Dossier": "dossier",
    "Dossiers": "rights",
    "Entry": "dossier",
    "Erasure": "rights",
    "Kept": "rights",
    "Purpose": "purposes",
    "allowed": "use",
    "erase": "rights",
    "export_person": "rights",
    "forget": "rights",
    "kept_until": "use",
    "prune": "rights",
    "purpose_of": "use",
    "totals": "dossier",
    "usable": "use",
    "withdraw": "rights",
}

__all__ = [
    "PURPOSES",
    "Consent",
    "Datum",
    "Dossier",
    "Dossiers",
    "Entry",
    "Erasure",
    "Kept",
    "Purpose",
    "allowed",
    "erase",
    "export_person",
    "forget",
    "kept_until",
    "prune",
    "purpose_of",
    "totals",
    "usable",
    "withdraw",
]

__getattr__, __dir__ = lazy(__name__, _HOMES)
