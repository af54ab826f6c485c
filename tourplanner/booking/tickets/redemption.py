"""A ticket admits once: the first use is kept, every later one is shown it."""

from __future__ import annotations

import threading
from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tourplanner.booking.tickets.keyring import Keyring
from tourplanner.booking.tickets.ticket import Ticket, read
from tourplanner.errors import TokenError


@dataclass(frozen=True, slots=True)
class Use:
    """
    One use of a token: at what time, by which device or person, and the ``key`` of this very scan or answer.

    A scan that is sent again, because the reply was lost, comes under the same key and is the same use.
    """

    at: datetime
    by: str
    key: str


class Redemptions(Protocol):
    """Where uses are kept. The ledger's is a compare-and-swap in its database."""

    def first(self, id: str, use: Use) -> Use:
        """
        Keep this use if the id has none, and return the one that is kept: in one step, whoever else asks.

        A ``TokenError`` with code ``unknown`` says that no such ticket is on record.
        """
        ...


class MemoryRedemptions:
    """Uses kept in this process, for a single scanner without a ledger; ``known`` limits the ids if it is given."""

    def __init__(self, known: Container[str] | None = None) -> None:
        self._known, self._uses, self._lock = known, dict[str, Use](), threading.Lock()

    def first(self, id: str, use: Use) -> Use:
        if self._known is not None and id not in self._known:
            raise TokenError("unknown", f"{id} is not on record here", "look the booking up by name")
        with self._lock:
            return self._uses.setdefault(id, use)


def redeem(
    code: object,
    keyring: Keyring,
    redemptions: Redemptions,
    use: Use,
    *,
    begins: datetime | None = None,
    revoked: Container[str] = (),
) -> Ticket:
    """
    Admit on a ticket, once.

    Raises
    ------
    TokenError
        As ``read``; ``unknown`` if it is not on record; ``redeemed`` if another scan was first, saying when and where.
    """
    ticket = read(code, keyring, begins=begins, revoked=revoked)
    kept = redemptions.first(ticket.id, use)
    if kept.key != use.key:
        fix = "let nobody in on it before the booking is looked up"
        raise TokenError("redeemed", f"{ticket.id} was used at {kept.at:%Y-%m-%d %H:%M:%S} by {kept.by}", fix)
    return ticket
