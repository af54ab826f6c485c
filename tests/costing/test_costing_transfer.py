"""VietQR: payloads against published ones, read back by a decoder that shares nothing with the writer."""

from __future__ import annotations

import struct
import zlib

import pytest
from costing_cases import EURO, QUOTED, TOUR, plain_rates, vnd
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tourplanner.costing import BankAccount, Terms, quote, vietqr
from tourplanner.costing.transfer import code_png, code_svg
from tourplanner.errors import GoalError
from tourplanner.model import Money

NAPAS = (
    "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA53037045406180000"
    "5802VN62340107NPS68690819thanh toan don hang63042E2E"
)
"""The example of NAPAS's specification 1.5.2 for a transfer to an account."""
ACCOUNT = BankAccount(bank="970436", number="0123456789")


def checksum(data: bytes) -> int:
    """CRC-16/CCITT-FALSE bit by bit: polynomial 0x1021, start 0xFFFF, nothing reflected."""
    crc = 0xFFFF
    for byte in data:
        for bit in range(7, -1, -1):
            carry = (crc >> 15) ^ (byte >> bit & 1)
            crc = (crc << 1 & 0xFFFF) ^ (0x1021 if carry else 0)
    return crc


def fields(text: str) -> dict[str, str]:
    """Tags and values, in order; everything must be used up."""
    found: dict[str, str] = {}
    while text:
        tag, length = text[:2], int(text[2:4])
        assert tag not in found
        assert list(found) == sorted(found)
        found[tag], text = text[4 : 4 + length], text[4 + length :]
        assert len(found[tag]) == length
    return found


def decoded(payload: str) -> dict[str, str]:
    """Bank, account, amount and text of a transfer, after the checksum was proven."""
    assert int(payload[-4:], 16) == checksum(payload[:-4].encode())
    assert payload[-4:].isupper() or payload[-4:].isdigit()
    root = fields(payload)
    assert (root["00"], root["53"], root["58"]) == ("01", "704", "VN")
    receiver = fields(root["38"])
    assert (receiver["00"], receiver["02"]) == ("A000000727", "QRIBFTTA")
    account = fields(receiver["01"])
    more = fields(root.get("62", ""))
    assert root["01"] == ("12" if "54" in root else "11")
    return {"bank": account["00"], "number": account["01"], "amount": root.get("54", ""), "info": more.get("08", "")}


def test_the_checksum_is_the_catalogued_one() -> None:
    """The check value of CRC-16/CCITT-FALSE (CRC-16/IBM-3740) in the usual catalogues."""
    assert checksum(b"123456789") == 0x29B1
    assert fields(NAPAS)["63"] == f"{checksum(NAPAS[:-4].encode()):04X}"


@pytest.mark.parametrize(
    ("bank", "number", "amount", "info", "payload"),
    [
        (
            "970416",
            "257678859",
            1_000,
            "Chuyen tien",
            "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA530370454041000"
            "5802VN62150811Chuyen tien6304BBB8",
        ),
        (
            "970436",
            "0011001800879",
            100_000,
            "nhan tien",
            "00020101021238570010A00000072701270006970436011300110018008790208QRIBFTTA53037045406100000"
            "5802VN62130809nhan tien6304D1EF",
        ),
        (
            "970415",
            "0011001932418",
            120_000,
            "ung ho lu lut",
            "00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA53037045406120000"
            "5802VN62170813ung ho lu lut6304C15C",
        ),
    ],
)
def test_published_payloads(bank: str, number: str, amount: int, info: str, payload: str) -> None:
    """Codes that banks took, from the documentation and tests of other programs."""
    made = vietqr(BankAccount(bank=bank, number=number), vnd(amount), info)
    assert decoded(made) == {"bank": bank, "number": number, "amount": str(amount), "info": info}
    assert made == payload


def test_a_code_without_an_amount_is_a_standing_one() -> None:
    payload = vietqr(ACCOUNT)
    assert decoded(payload) == {"bank": "970436", "number": "0123456789", "amount": "", "info": ""}
    assert payload.startswith("000201010211")


def test_accents_are_dropped_for_the_bank() -> None:
    assert decoded(vietqr(ACCOUNT, vnd(5), "  Đặt cọc  Bát Tràng "))["info"] == "Dat coc Bat Trang"


INFO = st.text("abcXYZ019.- ăâđêôơưàảãáạ", max_size=25)


@given(st.from_regex(r"[0-9]{6}", fullmatch=True), st.from_regex(r"[0-9A-Z]{1,19}", fullmatch=True),
       st.integers(1, 10**13 - 1), INFO)  # fmt: skip
def test_what_is_written_is_read(bank: str, number: str, amount: int, info: str) -> None:
    read = decoded(vietqr(BankAccount(bank=bank, number=number), vnd(amount), info))
    assert (read["bank"], read["number"], read["amount"]) == (bank, number, str(amount))
    assert len(read["info"]) <= len(info)
    assert read["info"].isascii()


@pytest.mark.parametrize(
    ("amount", "info", "fault"),
    [
        (vnd(0), "", "no amount from 1 ₫"),
        (vnd(-5), "", "no amount from 1 ₫"),
        (vnd(10**13), "", "13 figures"),
        (Money(amount=5, currency="EUR"), "", "not in đồng"),
        (vnd(5), "x" * 26, "has 26 characters; at most 25 fit"),
        (vnd(5), "6304FFFF\u202e", "signs that banks do not carry"),
        (vnd(5), "<script>", "signs that banks do not carry"),
        (vnd(5), "陶瓷", "signs that banks do not carry"),
    ],
)
def test_what_cannot_stand_in_a_code(amount: Money, info: str, fault: str) -> None:
    with pytest.raises(GoalError, match=fault):
        vietqr(ACCOUNT, amount, info)


@pytest.mark.parametrize(("bank", "number"), [("97043", "1"), ("970436", ""), ("970436", "1" * 20), ("970436", "1 2")])
def test_accounts_that_cannot_be(bank: str, number: str) -> None:
    with pytest.raises(ValidationError):
        BankAccount(bank=bank, number=number)


def test_the_deposit_of_a_group() -> None:
    """30 % of 12 x 757,000."""
    offer = quote(TOUR, on=QUOTED, rates=plain_rates())
    due = offer.deposit(ACCOUNT, 12)
    assert due.amount == vnd(2_725_200)
    read = decoded(due.payload)
    assert read == {"bank": "970436", "number": "0123456789", "amount": "2725200", "info": f"{offer.number} R1"}
    assert offer.deposit(ACCOUNT, 12, 100).amount == offer.total(12)
    assert offer.deposit(ACCOUNT, 10, "33.3").amount == vnd(2_520_810)
    for percent in (0, 101, -5):
        with pytest.raises(GoalError, match="more than 0 and at most 100"):
            offer.deposit(ACCOUNT, 12, percent)
    with pytest.raises(ValueError, match="float"):
        offer.deposit(ACCOUNT, 12, 0.3)


def test_a_deposit_in_euros_is_paid_in_dong() -> None:
    offer = quote(TOUR, on=QUOTED, rates=plain_rates(), terms=Terms(currency="EUR", exchange=(EURO,)))
    assert offer.deposit(ACCOUNT, 10, 50).amount == vnd(140 * 27_900)


def png_pixels(data: bytes) -> list[list[int]]:
    """A greyscale or palette PNG of one bit, 1 for light."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    at, packed, header = 8, b"", b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        header, packed = (body if kind == b"IHDR" else header), packed + (body if kind == b"IDAT" else b"")
        at += 12 + length
    width, height, depth, colour, *_ = struct.unpack(">IIBBBBB", header)
    assert (depth, colour) == (1, 0)
    raw, stride = zlib.decompress(packed), 1 + (width + 7) // 8
    rows, before = [], [0] * (stride - 1)
    for number in range(height):
        kind, *line = raw[number * stride : (number + 1) * stride]
        assert kind in (0, 2)
        before = [byte + (up if kind == 2 else 0) & 255 for byte, up in zip(line, before, strict=True)]
        rows.append([before[x // 8] >> (7 - x % 8) & 1 for x in range(width)])
    return rows


def test_the_picture_is_a_code_with_its_quiet_zone() -> None:
    """Four light modules around, and the finder pattern 1:1:3:1:1 in its corner."""
    payload = vietqr(ACCOUNT, vnd(5_000), "coc")
    pixels = png_pixels(code_png(payload, scale=2))
    modules = [row[::2] for row in pixels[::2]]
    assert len(modules) == len(modules[0])
    assert all(all(row) for row in (*modules[:4], *modules[-4:]))
    assert modules[7][4:11] == [0, 1, 0, 0, 0, 1, 0]
    svg = code_svg(payload)
    side = len(modules)
    assert svg.startswith(f'<svg width="{side}" height="{side}" ')
    assert f'viewBox="0 0 {side} {side}"' in svg
    assert "script" not in svg
    assert code_png(payload) == code_png(payload)
