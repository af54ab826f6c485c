"""Tickets: a signed token per guest or party and slot."""

from __future__ import annotations

import secrets
from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime

from tourplanner.booking.tickets.keyring import Keyring, RandomBytes
from tourplanner.booking.tickets.token import Purpose, new_id, seal, unseal
from tourplanner.errors import TokenError


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a ticket says: its id (the ledger knows whose), when its slot begins (aware, UTC), and which key signed."""

    id: str
    begins: datetime
    key_id: int


@dataclass(frozen=True, slots=True)
class Issued:
    """A fresh ticket and its ``code``, which admits whoever shows it: print it, do not log it."""

    ticket: Ticket
    code: str

    def __repr__(self) -> str:
        return f"Issued({self.ticket!r})"


def issue(
    keyring: Keyring, *, begins: datetime, id: str | None = None, random: RandomBytes = secrets.token_bytes
) -> Issued:
    """
    A ticket for a slot, signed with the office's signing key.

    Parameters
    ----------
    begins
        When the slot begins: aware, whole seconds, before 2106.
    id
        To print a ticket again, perhaps under a newer key; by default 80 fresh random bits.

    Raises
    ------
    GoalError
        If no key signs, or the time or the id cannot be written.
    """
    code = seal(keyring, Purpose.TICKET, id or new_id(random), begins)
    return Issued(read(code, keyring), code)


def read(
    code: object, keyring: Keyring, *, begins: datetime | None = None, revoked: Container[str] = ()
) -> Ticket:
    """
    What a scanned or typed ticket says, if it is genuine.

    Parameters
    ----------
    code
        In any case, with blanks and hyphens, with O for 0 and I or L for 1.
    begins
        The slot at whose door it is shown, if that matters here.
    revoked
        Ids of tickets that are no longer good.

    Raises
    ------
    TokenError
        ``malformed``, ``oversize``, ``version``, ``unknown-key``, ``revoked-key``, ``signature``, ``purpose``,
        ``revoked`` or ``wrong-slot``.
    """
    token = unseal(code, keyring, (Purpose.TICKET,), revoked)
    if begins is not None and token.moment != begins:
        said = f"is for {token.moment:%Y-%m-%d %H:%M} UTC, not {begins.astimezone(token.moment.tzinfo):%Y-%m-%d %H:%M}"
        raise TokenError("wrong-slot", said, "send the guest to that slot, or amend the booking")
    return Ticket(token.id, token.moment, token.key_id)
