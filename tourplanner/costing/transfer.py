"""
VietQR: a bank transfer as a code that every Vietnamese banking app reads.

EMVCo's merchant-presented format of tag, length and value, in NAPAS's profile for transfers to an account (QR switching
specification 1.5.2): template 38 with the application A000000727 and the service QRIBFTTA, currency 704, country VN,
and a checksum CRC-16/CCITT-FALSE over everything before it.
"""

from __future__ import annotations

import io
import re
import unicodedata
from binascii import crc_hqx
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field

from tourplanner.errors import GoalError
from tourplanner.model import Money, Nfc, Value

APPLICATION, SERVICE = "A000000727", "QRIBFTTA"
MOST_INFO = 25
"""Most characters of a transfer's text."""


class BankAccount(Value):
    """An account at a bank in Vietnam: the bank's six-figure number at NAPAS (970436 is Vietcombank) and its own."""

    bank: Annotated[str, Field(pattern=r"^\d{6}$")]
    number: Annotated[str, Field(pattern=r"^[0-9A-Z]{1,19}$")]
    holder: Nfc = ""


def vietqr(account: BankAccount, amount: Money | None = None, info: str = "") -> str:
    """
    The text of a VietQR code.

    Parameters
    ----------
    amount
        In đồng, above 0 and of at most 13 figures; None lets the payer choose.
    info
        The transfer's text, at most 25 letters, figures, blanks, points and hyphens; accents are dropped.

    Raises
    ------
    GoalError
        If amount or text cannot stand in a code.
    """
    text = plain(info)
    faults = list(_faults(amount, info, text))
    if faults:
        raise GoalError("; ".join(faults))
    beneficiary = tag("00", account.bank) + tag("01", account.number)
    receiver = tag("00", APPLICATION) + tag("01", beneficiary) + tag("02", SERVICE)
    payload = tag("00", "01") + tag("01", "12" if amount else "11") + tag("38", receiver) + tag("53", "704")
    payload += tag("54", str(amount.amount)) if amount else ""
    payload += tag("58", "VN") + (tag("62", tag("08", text)) if text else "") + "6304"
    return payload + f"{crc_hqx(payload.encode('ascii'), 0xFFFF):04X}"


def tag(id: str, value: str) -> str:
    """One field: two figures each of tag and length, and the value."""
    return f"{id}{len(value):02}{value}"


def plain(text: str) -> str:
    """Text as banks carry it: ASCII, without accents, blanks in a row as one."""
    bare = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return " ".join(bare.replace("đ", "d").replace("Đ", "D").split())


def _faults(amount: Money | None, info: str, text: str) -> Iterator[str]:
    if amount is not None and amount.currency != "VND":
        yield f"amount: {amount} is not in đồng; convert it first"
    elif amount is not None and not 0 < amount.amount < 10**13:
        yield f"amount: {amount} is no amount from 1 ₫ with at most 13 figures"
    if len(text) > MOST_INFO:
        yield f"info: {info!r} has {len(text)} characters; at most {MOST_INFO} fit"
    if not re.fullmatch(r"[A-Za-z0-9 .\-]*", text):
        yield f"info: {info!r} has signs that banks do not carry; use letters, figures, blanks, points and hyphens"


def code_svg(payload: str) -> str:
    """The code as an SVG picture with the quiet zone that readers need; its viewBox lets it have any size."""
    out, made = io.BytesIO(), _code(payload)
    made.save(out, kind="svg", border=4, xmldecl=False, svgns=True, omitsize=True)
    width, height = made.symbol_size(border=4)
    return out.getvalue().decode().replace("<svg ", f'<svg width="{width}" height="{height}" ', 1)


def code_png(payload: str, scale: int = 8) -> bytes:
    """The code as a PNG picture, ``scale`` dots to a module."""
    out = io.BytesIO()
    _code(payload).save(out, kind="png", border=4, scale=scale)
    return out.getvalue()


def _code(payload: str) -> Any:
    import segno

    return segno.make(payload, micro=False, error="m")
