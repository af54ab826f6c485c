"""Keys: the same request under the same key counts once, another request under it is a conflict."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select

from tourplanner.booking import tables as t
from tourplanner.booking.locking import Work
from tourplanner.errors import GoalError, KeyConflictError

BOOKINGS = UUID("5a3c6d2e-7f0b-5f4e-9d43-6a1f0c9b7e21")
"""The namespace of booking ids; any UUID of our own would do."""


UNSAFE = ("Cc", "Cs", "Zl", "Zp", "Cf")
"""Categories of characters that do not print; all of them make a text not ``isprintable``."""


def checked_text(what: str, text: object, most: int, *, least: int = 1) -> str:
    """
    A text that is safe to keep and print: NFC, without control characters, at most ``most`` characters.

    Raises
    ------
    GoalError
        If it is none.
    """
    if not isinstance(text, str):
        raise GoalError(f"{what} {text!r} is no text")
    bad = [char for char in text if unicodedata.category(char) in UNSAFE] if not text.isprintable() else []
    if bad:
        raise GoalError(f"{what} {text!r} holds the character U+{ord(bad[0]):04X}: leave out what cannot be printed")
    clean = unicodedata.normalize("NFC", text).strip()
    if not least <= len(clean) <= most:
        raise GoalError(f"{what} has {len(clean)} characters: give {least} to {most}")
    return clean


def booking_id(key: str) -> str:
    """The id of the booking that a hold under a key makes: the same one however often it is sent."""
    return str(uuid5(BOOKINGS, key))


def fingerprint(operation: str, asked: Mapping[str, Any]) -> str:
    text = json.dumps([operation, asked], sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def claim(work: Work, key: str, operation: str, asked: Mapping[str, Any], subject: str) -> str | None:
    """
    Take the key, before any other lock; the answer that was given if the request has been answered before.

    Raises
    ------
    KeyConflictError
        If the key stands for another request.
    """
    mark = fingerprint(operation, asked)
    row = {"key": key, "operation": operation, "fingerprint": mark, "subject": subject}
    if work.store.insert_once(work.connection, t.request, row):
        return None
    used = work.connection.execute(select(t.request).where(t.request.c.key == key)).one()
    if used.fingerprint != mark:
        raise KeyConflictError(key, operation, used.subject, used.operation)
    return str(work.connection.execute(select(t.audit.c.answer).where(t.audit.c.key == key)).scalar_one())
