"""Tickets as the desk hands them out, and what it says at the door."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from pydantic import AwareDatetime

from tourplanner.model import Value


@dataclass(frozen=True, slots=True)
class SessionTicket:
    """
    A ticket to one session for ``guests`` of a booking; ``begins`` is when that session does, on the village's clock.

    ``number`` counts the tickets of a session from 1, and is 0 where one ticket is for all. ``code`` admits whoever
    shows it: print it, do not log it.
    """

    id: str
    booking: str
    session: str
    begins: datetime
    number: int
    guests: int
    code: str = field(repr=False)


class Admission(Value):
    """``guests`` of a booking may enter a session, let in ``at`` that time ``by`` that scanner."""

    ticket: str
    booking: str
    reference: str
    session: str
    number: int
    guests: int
    at: AwareDatetime
    by: str
