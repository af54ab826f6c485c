"""What a person may ask for: everything held, a consent taken back, to be forgotten."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from tourplanner.booking.personal.dossier import Consent, Datum, Dossier
from tourplanner.booking.personal.purposes import PURPOSES, Purpose
from tourplanner.booking.personal.use import allowed, kept_until, purpose_of
from tourplanner.booking.tickets.keyring import RandomBytes
from tourplanner.errors import StoppedError

_PROOF_ERASED = "erased with the person's data"


class Dossiers(Protocol):
    """Where dossiers are kept. The ledger puts one together from its tables, and takes a changed one apart."""

    def load(self, subject: str) -> Dossier:
        """All about a person; an ``UnknownIdError`` if nobody has that id."""
        ...

    def swap(self, old: Dossier, new: Dossier) -> bool:
        """Put ``new`` in the place of ``old`` in one transaction, unless it has changed; say whether it was done."""
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """What had to stay, why, and from when on it goes too."""

    name: str
    purpose: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Erasure:
    """A dossier without the person, the names of what went, and what a law keeps for a while."""

    dossier: Dossier
    erased: tuple[str, ...]
    kept: tuple[Kept, ...]


def export_person(dossier: Dossier, at: datetime, purposes: Sequence[Purpose] = PURPOSES) -> bytes:
    """
    All that is held about a person as JSON in UTF-8, with purposes in words and dates; same dossier, same bytes.

    Raises
    ------
    UnknownIdError
        If something is held for a purpose nobody has described.
    """
    document = {
        "subject": dossier.subject,
        "as_of": at.isoformat(),
        "child": dossier.child,
        "data": [_datum(datum, dossier, at, purposes) for datum in dossier.data],
        "consents": [consent.model_dump(mode="json") for consent in dossier.consents],
        "entries": [entry.model_dump(mode="json") for entry in dossier.entries],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _datum(datum: Datum, dossier: Dossier, at: datetime, purposes: Sequence[Purpose]) -> dict[str, Any]:
    purpose = purpose_of(datum.purpose, purposes)
    return {
        "name": datum.name,
        "value": datum.value,
        "purpose": {"id": purpose.id, "vi": purpose.why.vi, "en": purpose.why.en, "basis": purpose.basis},
        "kept_until": kept_until(datum, purpose).isoformat(),
        "in_use": allowed(dossier, purpose, at) and at < kept_until(datum, purpose),
    }


def withdraw(dossier: Dossier, purpose: Purpose, at: datetime) -> Dossier:
    """The consents to a purpose end, and what may then no longer be used is gone; what else is held stays."""
    consents = tuple(_ended(each, at) if each.purpose == purpose.id else each for each in dossier.consents)
    left: Dossier = dossier.replace(consents=consents)
    return left if allowed(left, purpose, at) else _holding(left, lambda datum: datum.purpose != purpose.id)


def prune(dossier: Dossier, at: datetime, purposes: Sequence[Purpose] = PURPOSES) -> Dossier:
    """Without what is past its time: what a nightly run applies to everybody."""
    return _holding(dossier, lambda datum: at < kept_until(datum, purpose_of(datum.purpose, purposes)))


def erase(dossier: Dossier, pseudonym: str, at: datetime, purposes: Sequence[Purpose] = PURPOSES) -> Erasure:
    """
    A person forgotten: the entries stay under a pseudonym, so that no sum changes.

    Data goes unless a law keeps it and its time is not over. Of consents stay purpose, dates and who gave them, to
    show that there were any, without the proof, which may name the person.
    """
    held = {datum: purpose_of(datum.purpose, purposes) for datum in dossier.data}
    until = {datum: kept_until(datum, purpose) for datum, purpose in held.items() if purpose.basis == "law"}
    kept = tuple(datum for datum in dossier.data if datum in until and at < until[datum])
    consents = tuple(_ended(each, at).replace(proof=_PROOF_ERASED) for each in dossier.consents)
    return Erasure(
        dossier.replace(subject=pseudonym, data=kept, consents=consents),
        tuple(sorted({datum.name for datum in dossier.data if datum not in kept})),
        tuple(Kept(datum.name, datum.purpose, until[datum]) for datum in kept),
    )


def forget(
    dossiers: Dossiers,
    subject: str,
    at: datetime,
    *,
    purposes: Sequence[Purpose] = PURPOSES,
    random: RandomBytes = secrets.token_bytes,
    tries: int = 5,
) -> Erasure:
    """
    Erase a person in the ledger, under a pseudonym of 80 random bits that nothing leads back from.

    Raises
    ------
    UnknownIdError
        If nobody has that id, as after being forgotten.
    StoppedError
        If the dossier was changed by others at each of the ``tries``; nothing was erased.
    """
    for _ in range(tries):
        dossier = dossiers.load(subject)
        done = erase(dossier, f"erased-{random(10).hex()}", at, purposes)
        if dossiers.swap(dossier, done.dossier):
            return done
    raise StoppedError(f"the data was changed by others {tries} times in a row; nothing was erased, try again")


def _holding(dossier: Dossier, which: Callable[[Datum], bool]) -> Dossier:
    left: Dossier = dossier.replace(data=tuple(filter(which, dossier.data)))
    return left


def _ended(consent: Consent, at: datetime) -> Consent:
    ended: Consent = consent.replace(withdrawn=max(at, consent.given)) if consent.withdrawn is None else consent
    return ended
