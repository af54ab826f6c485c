"""A supplier's yes or no as two signed codes for one question; the first one that comes back counts."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from tourplanner.booking.tickets.keyring import Keyring, RandomBytes
from tourplanner.booking.tickets.redemption import Redemptions, Use
from tourplanner.booking.tickets.token import Purpose, new_id, seal, unseal
from tourplanner.errors import TokenError

_ANSWERS = (Purpose.YES, Purpose.NO)


@dataclass(frozen=True, slots=True)
class AnswerCodes:
    """The two codes of a question ``id``; answering is possible up to and including ``until``."""

    id: str
    until: datetime
    yes: str
    no: str

    def __repr__(self) -> str:
        return f"AnswerCodes(id={self.id!r}, until={self.until!r})"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a code answers: the question's id, and whether it accepts."""

    id: str
    accepts: bool
    until: datetime


def answer_codes(
    keyring: Keyring, *, until: datetime, id: str | None = None, random: RandomBytes = secrets.token_bytes
) -> AnswerCodes:
    """
    A yes and a no to one question.

    Parameters
    ----------
    until
        The last moment to answer: aware, whole seconds.
    id
        To ask the same question again; by default 80 fresh random bits.
    """
    id = id or new_id(random)
    yes, no = (seal(keyring, purpose, id, until) for purpose in _ANSWERS)
    return AnswerCodes(id, until, yes, no)


def read_answer(code: object, keyring: Keyring, *, now: datetime) -> Answer:
    """
    What a code answers, if it is genuine and in time.

    Raises
    ------
    TokenError
        As reading a ticket, or ``late``.
    """
    token = unseal(code, keyring, _ANSWERS)
    if now > token.moment:
        said = f"answers a question that was open until {token.moment:%Y-%m-%d %H:%M} UTC"
        raise TokenError("late", said, "telephone the office")
    return Answer(token.id, token.purpose is Purpose.YES, token.moment)


def record_answer(code: object, keyring: Keyring, answers: Redemptions, use: Use) -> Answer:
    """
    Keep an answer, once; the same one again is no fault, the opposite is.

    ``use.at`` is taken as the present. The use is kept under a key that says yes or no, whatever ``use.key`` is.

    Raises
    ------
    TokenError
        As ``read_answer``; ``answered`` if the opposite came first.
    """
    answer = read_answer(code, keyring, now=use.at)
    key = "yes" if answer.accepts else "no"
    kept = answers.first(answer.id, Use(use.at, use.by, key))
    if kept.key != key:
        said = f"says {key}, but {kept.key} was answered at {kept.at:%Y-%m-%d %H:%M} by {kept.by}"
        raise TokenError("answered", said, "telephone the office to change an answer")
    return answer
