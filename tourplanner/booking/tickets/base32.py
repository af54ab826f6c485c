"""
Bytes as text that is read aloud and typed: base 32 in Crockford's alphabet.

Chosen over RFC 4648 because every look-alike has one reading: O is 0, I and L are 1, and U does not occur. RFC 4648
keeps I, L and O as letters, so that a 1 typed for one of them could be either. Both fit a QR code's alphanumeric mode.
Source of the alphabet: Douglas Crockford, "Base 32", crockford.com/base32.html.
"""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {sign: value for value, sign in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}


def encode(data: bytes) -> str:
    """Five bits a character, upper case; the last one is filled up with zero bits."""
    spare = -len(data) * 8 % 5
    number = int.from_bytes(data) << spare
    length = (len(data) * 8 + spare) // 5
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))


def decode(text: str, size: int) -> bytes | None:
    """
    The bytes of a text in any case, with look-alikes, blanks and hyphens as people type them.

    None unless it is exactly ``size`` bytes: a foreign character, another length, or bits set after the end. So two
    texts that read as the same bytes differ in spelling alone.
    """
    if not text.isascii():
        return None
    signs = text.upper().replace("-", "").replace(" ", "")
    spare = -size * 8 % 5
    if len(signs) != (size * 8 + spare) // 5 or not all(sign in _VALUES for sign in signs):
        return None
    number = 0
    for sign in signs:
        number = number << 5 | _VALUES[sign]
    return None if number & (1 << spare) - 1 else (number >> spare).to_bytes(size)
