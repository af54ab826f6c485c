"""All that is held about one person: data with its purpose, consents, and the entries whose sums must stay."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, ConfigDict, Field

from tourplanner.model import Id, Money, Nfc, Value


class _About(Value):
    model_config = ConfigDict(hide_input_in_errors=True)


class Datum(_About):
    """
    One thing known about a person, held for one purpose; the same value for two purposes is two of them.

    ``last_needed`` is when the purpose ends, such as the end of the departure: keeping is counted from there.
    """

    name: Id
    value: Annotated[Nfc, Field(repr=False)]
    purpose: Id
    last_needed: AwareDatetime


class Consent(_About):
    """
    A consent to one purpose, given at a time and provable: ``proof`` says how (form and version, recording, letter).

    There is none by default or by silence. ``by`` a guardian is what a child's data needs.
    """

    purpose: Id
    given: AwareDatetime
    proof: Annotated[Nfc, Field(min_length=1, repr=False)]
    by: Literal["self", "guardian"] = "self"
    withdrawn: AwareDatetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether it was given and not withdrawn by then; a consent withdrawn at a moment holds no more at it."""
        return self.given <= at and (self.withdrawn is None or at < self.withdrawn)


class Entry(Value):
    """A line of the ledger, with nothing about a person in it but whose it is: what sums are made of."""

    booking: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9/_-]*$", max_length=60)]
    date: date
    guests: Annotated[int, Field(ge=0)]
    amount: Money
    status: Annotated[str, Field(pattern=r"^[A-Z_]+$")]


class Dossier(_About):
    """Everything about ``subject``, an id that says nothing. ``child``: under the age of consent of the law."""

    subject: Id
    child: bool = False
    data: tuple[Datum, ...] = ()
    consents: tuple[Consent, ...] = ()
    entries: tuple[Entry, ...] = ()



Totals = dict[tuple[str, str], tuple[int, int]]


def totals(entries: Iterable[Entry]) -> Totals:
    """Guests and money in minor units, by status and currency."""
    sums: Totals = {}
    for entry in entries:
        key = (entry.status, entry.amount.currency)
        guests, amount = sums.get(key, (0, 0))
        sums[key] = (guests + entry.guests, amount + entry.amount.amount)
    return sums
