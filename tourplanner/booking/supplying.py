"""What suppliers are sent and answer, and what is left for a human to see to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime

from tourplanner.booking.papers.people import Contact
from tourplanner.model import Text, Value
from tourplanner.speech import Language


@dataclass(frozen=True, slots=True)
class SupplierLetter:
    """
    What a supplier is asked for a session, or told where it is ``withdrawn``.

    ``household`` is that of a cooperative with ``guests`` as its share, "" for whoever has the whole session.
    ``answer`` is the one given so far, "" if none. ``texts`` are short, by language; they hold the codes to answer
    with.
    """

    id: str
    booking: str
    session: str
    household: str
    supplier: Contact
    guests: int
    until: datetime
    answer: Literal["", "yes", "no"]
    withdrawn: bool
    texts: Mapping[Language, str] = field(repr=False)


class SupplierAnswer(Value):
    """What a supplier answered, ``by`` whom and when; the last answer in time counts."""

    request: str
    booking: str
    session: str
    household: str
    guests: int
    accepts: bool
    at: AwareDatetime
    by: str


class ToDo(Value):
    """
    Something only a human can settle. ``code`` is ``refused``, ``silent`` (no answer in time) or ``guests`` (more are
    named than come); ``household`` is "" unless it is about one. ``text`` says it, Vietnamese and English.
    """

    code: Literal["refused", "silent", "guests"]
    booking: str
    reference: str
    session: str
    household: str
    guests: int
    begins: AwareDatetime
    text: Text
