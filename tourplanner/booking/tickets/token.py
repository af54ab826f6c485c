"""
The signed token under tickets and answers: 32 bytes, 52 characters.

    byte 0      version (high four bits) and purpose (low four bits)
    byte 1      key id
    bytes 2–11  id, 80 random bits
    bytes 12–15 moment, whole seconds since 1970 UTC, unsigned (until 2106)
    bytes 16–31 HMAC-SHA256 over the office's name and bytes 0–15, its first 128 bits (RFC 2104, section 5)

A token says nothing about anybody. Who has the key can make tokens: a scanner out of your hands gets the answer of the
ledger, not the key.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Container
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum

from tourplanner.booking.tickets.base32 import decode, encode
from tourplanner.booking.tickets.keyring import Key, Keyring, RandomBytes
from tourplanner.errors import GoalError, TokenError

VERSION = 1
ID_BYTES = 10
ID_LENGTH = 16
TOKEN_LENGTH = 52
LONGEST_INPUT = 80
"""Room for a token written in groups; anything longer is refused before it is looked at."""

_HEAD, _SIZE = 16, 32
_LAST_SECOND = 2**32 - 1


class Purpose(IntEnum):
    """What a token is good for; one is never taken for another."""

    TICKET = 1
    YES = 2
    NO = 3


@dataclass(frozen=True, slots=True)
class Token:
    """What a genuine token says: ``id`` as 16 characters, ``moment`` aware, in UTC."""

    purpose: Purpose
    id: str
    moment: datetime
    key_id: int


def new_id(random: RandomBytes) -> str:
    """80 random bits as 16 characters."""
    return encode(random(ID_BYTES))


def seal(keyring: Keyring, purpose: Purpose, id: str, moment: datetime) -> str:
    """
    A token signed with the keyring's signing key.

    Raises
    ------
    GoalError
        If the id is none of ours, the moment is naive, not on a whole second, or out of range.
    """
    raw = decode(id, ID_BYTES)
    if raw is None:
        raise GoalError(f"id {id!r}: take one that new_id has made, of {ID_LENGTH} characters")
    key = keyring.signing
    head = bytes([VERSION << 4 | purpose, key.id]) + raw + _seconds(moment).to_bytes(4)
    return encode(head + _mac(keyring, key, head))


def unseal(text: object, keyring: Keyring, purposes: Collection[Purpose], revoked: Container[str] = ()) -> Token:
    """
    What a token says, if it is genuine, for one of these purposes, and neither it nor its key is revoked.

    Raises
    ------
    TokenError
        With the code of the first thing wrong; see ``tickets.words.REFUSALS``. The text itself is never repeated.
    """
    data = _bytes(text)
    if data[0] >> 4 != VERSION:
        raise TokenError("version", f"is of version {data[0] >> 4}, this library reads {VERSION}", "update it")
    key = _trusted(keyring, data[1])
    head, mac = data[:_HEAD], data[_HEAD:]
    if not hmac.compare_digest(_mac(keyring, key, head), mac):
        raise TokenError("signature", f"was not signed by {keyring.office}", "ask for the original ticket or link")
    if data[0] & 15 not in purposes:
        raise TokenError("purpose", "is genuine, but for something else", "a ticket is no answer, an answer no ticket")
    id = encode(head[2:12])
    if id in revoked:
        raise TokenError("revoked", f"{id} was revoked", "look the booking up; a newer ticket may have replaced it")
    return Token(Purpose(data[0] & 15), id, datetime.fromtimestamp(int.from_bytes(head[12:]), UTC), key.id)


def _bytes(text: object) -> bytes:
    fix = f"scan again, or type all {TOKEN_LENGTH} letters and figures"
    if not isinstance(text, str):
        raise TokenError("malformed", "is not text", fix)
    if len(text) > LONGEST_INPUT:
        raise TokenError("oversize", f"has {len(text)} characters, more than {LONGEST_INPUT}", fix)
    data = decode(text.strip(" \t\r\n"), _SIZE)
    if data is None:
        raise TokenError("malformed", "is not a code of ours", fix)
    return data


def _trusted(keyring: Keyring, id: int) -> Key:
    key = keyring.key(id)
    if key is None:
        raise TokenError("unknown-key", f"is signed with key {id}, which {keyring.office} does not have", "check whose")
    if key.state == "revoked":
        raise TokenError("revoked-key", f"is signed with key {id}, which was revoked", "issue a new one")
    return key


def _mac(keyring: Keyring, key: Key, head: bytes) -> bytes:
    office = keyring.office.encode()
    message = b"tourplanner token\x00" + len(office).to_bytes(4) + office + head
    return hmac.digest(key.secret, message, "sha256")[: _SIZE - _HEAD]


def _seconds(moment: datetime) -> int:
    if moment.tzinfo is None or moment.microsecond:
        raise GoalError(f"{moment.isoformat()}: give a time with its zone, on a whole second")
    seconds = int(moment.timestamp())
    if not 0 <= seconds <= _LAST_SECOND:
        raise GoalError(f"{moment.isoformat()} is out of range; a token holds times from 1970 to February 2106")
    return seconds
