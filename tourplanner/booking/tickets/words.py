"""What is said at the door when a code is refused."""

from __future__ import annotations

from tourplanner.errors import TokenError
from tourplanner.model import Text
from tourplanner.speech import in_all_languages, message

REFUSALS: dict[str, str] = {
    "malformed": message("Not one of our codes. Scan or type it again."),
    "oversize": message("Too long to be one of our codes."),
    "version": message("Another version: update the scanner."),
    "unknown-key": message("Not issued by this office."),
    "revoked-key": message("Replaced: ask for a new ticket."),
    "signature": message("Forged or altered."),
    "purpose": message("Genuine, but for something else."),
    "revoked": message("This ticket was cancelled."),
    "wrong-slot": message("This ticket is for another time."),
    "unknown": message("This ticket is not on record."),
    "redeemed": message("This ticket has been used."),
    "wrong-day": message("This ticket is for another day."),
    "cancelled": message("This place was cancelled."),
    "closed": message("This request has changed: see the newer one."),
    "late": message("Too late to answer: telephone the office."),
    "answered": message("Answered otherwise: telephone the office."),
}
"""Messages by the code of a ``TokenError``."""


def refusal(error: TokenError) -> Text:
    """What to show who holds the code, in all languages; the error itself is for the office."""
    return in_all_languages(lambda voice: voice.say(REFUSALS[error.code]))
