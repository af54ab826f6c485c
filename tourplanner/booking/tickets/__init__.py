"""
Tickets and answers as short signed codes.

Nothing here needs a ledger; what must happen once is asked of a ``Redemptions``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tourplanner.lazy import lazy

if TYPE_CHECKING:
    from tourplanner.booking.tickets.answer import Answer, AnswerCodes, answer_codes, read_answer, record_answer
    from tourplanner.booking.tickets.keyfile import load_keyring, save_keyring
    from tourplanner.booking.tickets.keyring import Key, Keyring
    from tourplanner.booking.tickets.qr import qr_png, qr_svg
    from tourplanner.booking.tickets.redemption import MemoryRedemptions, Redemptions, Use, redeem
    from tourplanner.booking.tickets.ticket import Issued, Ticket, issue, read
    from tourplanner.booking.tickets.words import REFUSALS, refusal

_HOMES = {
    "REFUSALS": "words",
    "Answer": "answer",
    "AnswerCodes": "answer",
    "Issued": "ticket",
    "Key": "keyring",
    "Keyring": "keyring",
    "MemoryRedemptions": "redemption",
    "Redemptions": "redemption",
    "Ticket": "ticket",
    "Use": "redemption",
    "answer_codes": "answer",
    "issue": "ticket",
    "load_keyring": "keyfile",
    "qr_png": "qr",
    "qr_svg": "qr",
    "read": "ticket",
    "read_answer": "answer",
    "record_answer": "answer",
    "redeem": "redemption",
    "refusal": "words",
    "save_keyring": "keyfile",
}

__all__ = [
    "REFUSALS",
    "Answer",
    "AnswerCodes",
    "Issued",
    "Key",
    "Keyring",
    "MemoryRedemptions",
    "Redemptions",
    "Ticket",
    "Use",
    "answer_codes",
    "issue",
    "load_keyring",
    "qr_png",
    "qr_svg",
    "read",
    "read_answer",
    "record_answer",
    "redeem",
    "refusal",
    "save_keyring",
]

__getattr__, __dir__ = lazy(__name__, _HOMES)
