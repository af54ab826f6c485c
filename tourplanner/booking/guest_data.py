"""Between a guest on paper and data held for purposes: what belongs to which, there and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from tourplanner.booking.papers.people import Guest
from tourplanner.booking.personal.dossier import Consent, Datum, Dossier
from tourplanner.booking.personal.purposes import PURPOSES, Purpose
from tourplanner.booking.personal.use import purpose_of, usable

FIELDS: Mapping[str, tuple[str, ...]] = {
    "booking": ("name", "language", "phone", "pickup", "room"),
    "meals": ("diet",),
    "assistance": ("needs",),
    "stay": ("nationality", "passport", "born"),
}
"""The fields of a ``Guest`` by the purpose they are held for; ``booking`` is the desk's own, ``child`` no datum."""
INVOICE = ("accounts", "name")
"""Of who pays, the name is held for the accounts too, so that one can go while the other stays."""


def data_of(guest: Guest, until: datetime, *, pays: bool) -> tuple[Datum, ...]:
    """What a guest tells about themselves, each for its purpose, needed until the tour ends."""
    found = [
        Datum(name=field, value=str(value), purpose=purpose, last_needed=until)
        for purpose, fields in FIELDS.items()
        for field in fields
        if (value := getattr(guest, field))
    ]
    if pays:
        found.append(Datum(name=INVOICE[1], value=guest.name, purpose=INVOICE[0], last_needed=until))
    return tuple(found)


def merged(dossier: Dossier, fresh: Sequence[Datum], consents: Iterable[Consent], *, child: bool) -> Dossier:
    """A dossier after a guest was noted: data for a tour is told anew, what is held besides stays."""
    ours = {(purpose, name) for purpose, names in FIELDS.items() for name in names}
    ours |= {(each.purpose, each.name) for each in fresh}
    kept = [each for each in dossier.data if (each.purpose, each.name) not in ours]
    new = [each for each in consents if each not in dossier.consents]
    changed: Dossier = dossier.replace(child=child, data=(*kept, *fresh), consents=(*dossier.consents, *new))
    return changed


def on_paper(
    dossier: Dossier, at: datetime, rest: Mapping[str, Any], *, identity: bool, purposes: Sequence[Purpose] = PURPOSES
) -> Guest:
    """
    A guest with what may be used at a time for the tour; ``rest`` fills in what may not, or is not known.

    Identity is left out unless it is asked for.
    """
    wanted = [purpose for purpose in FIELDS if identity or purpose != "stay"]
    told = {name: value for id in wanted for name, value in usable(dossier, purpose_of(id, purposes), at).items()}
    fields = {name for purpose in wanted for name in FIELDS[purpose]}
    used: dict[str, Any] = {name: value for name, value in told.items() if name in fields}
    if "born" in used:
        used["born"] = date.fromisoformat(used["born"])
    return Guest(**{**rest, **used, "child": dossier.child})
