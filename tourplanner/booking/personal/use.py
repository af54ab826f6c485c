"""Which data may be used for what, today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from tourplanner.booking.personal.dossier import Datum, Dossier
from tourplanner.booking.personal.purposes import PURPOSES, Purpose
from tourplanner.errors import UnknownIdError


def purpose_of(id: str, purposes: Iterable[Purpose] = PURPOSES) -> Purpose:
    """
    The purpose with an id.

    Raises
    ------
    UnknownIdError
        If there is none: data for no purpose is not to be held.
    """
    known = {purpose.id: purpose for purpose in purposes}
    if id not in known:
        raise UnknownIdError("purpose", id, tuple(known))
    return known[id]


def allowed(dossier: Dossier, purpose: Purpose, at: datetime) -> bool:
    """
    Whether a person's data may be used for a purpose at a time.

    Where a law asks for it, yes. A child's needs a guardian's consent, sensitive data and data on the ground of
    consent the person's (or the guardian's); for the rest the booking is ground enough.
    """
    if purpose.basis == "law":
        return True
    given = {each.by for each in dossier.consents if each.purpose == purpose.id and each.holds(at)}
    if dossier.child:
        return "guardian" in given
    return bool(given) or (purpose.basis == "contract" and not purpose.sensitive)


def kept_until(datum: Datum, purpose: Purpose) -> datetime:
    """The moment from which a datum is no longer to be held."""
    return datum.last_needed + timedelta(days=purpose.keep_days)


def usable(dossier: Dossier, purpose: Purpose, at: datetime) -> dict[str, str]:
    """What may be used for a purpose, by name: nothing held for another purpose, nothing past its time."""
    if not allowed(dossier, purpose, at):
        return {}
    mine = [datum for datum in dossier.data if datum.purpose == purpose.id]
    return {datum.name: datum.value for datum in mine if at < kept_until(datum, purpose)}
