"""Tickets and answers: what was issued is read, anything else is refused and says why."""

from __future__ import annotations

import hmac
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from xml.etree import ElementTree

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tourplanner.booking.tickets import (
    REFUSALS,
    Issued,
    Key,
    Keyring,
    MemoryRedemptions,
    Use,
    answer_codes,
    issue,
    qr_png,
    qr_svg,
    read,
    read_answer,
    record_answer,
    redeem,
    refusal,
)
from tourplanner.booking.tickets import token as tokens
from tourplanner.booking.tickets.base32 import ALPHABET, decode, encode
from tourplanner.errors import GoalError, TokenError
from tourplanner.speech import LANGUAGES

BEGINS = datetime(2027, 3, 20, 1, 0, tzinfo=UTC)
RING = Keyring("Hanoi Craft Tours", (Key(7, bytes(range(32))),))
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2106, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)


def ticket(ring: Keyring = RING, seed: int = 5) -> Issued:
    return issue(ring, begins=BEGINS, random=lambda count: bytes([seed] * count))


def refused(code: object, ring: Keyring = RING, **more) -> str:
    with pytest.raises(TokenError) as caught:
        read(code, ring, **more)
    assert caught.value.fix
    assert refusal(caught.value).vi
    assert not isinstance(code, str) or len(code) < 5 or code not in str(caught.value)
    return caught.value.code


def with_bit_flipped(code: str, bit: int) -> str:
    place, within = divmod(bit, 5)
    return code[:place] + ALPHABET[ALPHABET.index(code[place]) ^ 1 << within] + code[place + 1 :]


def test_a_ticket_is_52_characters_and_holds_id_and_slot_alone() -> None:
    made = ticket()
    assert len(made.code) == 52
    assert read(made.code, RING) == made.ticket
    assert made.ticket.begins == BEGINS
    assert made.code not in repr(made)
    data = decode(made.code, 32)
    assert data[:2] == bytes([0x11, 7])
    assert data[2:12] == bytes([5] * 10)
    assert int.from_bytes(data[12:16]) == BEGINS.timestamp()
    office = b"Hanoi Craft Tours"
    message = b"tourplanner token\0" + len(office).to_bytes(4) + office + data[:16]
    assert data[16:] == hmac.new(bytes(range(32)), message, "sha256").digest()[:16]


@given(MOMENTS, st.binary(min_size=10, max_size=10), st.integers(0, 255))
def test_what_is_issued_is_read(begins: datetime, id: bytes, key: int) -> None:
    ring = Keyring("a", (Key(key, bytes(32)),))
    made = issue(ring, begins=begins, random=lambda _: id)
    assert read(made.code, ring, begins=begins) == made.ticket
    assert (made.ticket.begins, made.ticket.id, made.ticket.key_id) == (begins, encode(id), key)


def test_every_single_bit_counts() -> None:
    code = ticket().code
    codes = {refused(with_bit_flipped(code, bit)) for bit in range(260)}
    assert codes == {"signature", "unknown-key", "version", "malformed"}  # the last: bits after the end


@given(st.sets(st.integers(0, 259), min_size=1))
def test_any_bits_flipped_are_refused(bits: set[int]) -> None:
    code = ticket().code
    for bit in bits:
        code = with_bit_flipped(code, bit)
    refused(code)


@given(st.one_of(st.text(), st.binary(), st.integers(), st.none(), st.text(ALPHABET, min_size=52, max_size=52)))
def test_anything_else_is_refused(code: object) -> None:
    refused(code)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda _: "", "malformed"),
        (lambda code: code[:-1], "malformed"),
        (lambda code: code[:26], "malformed"),  # without its signature
        (lambda code: code + "0", "malformed"),
        (lambda code: code.replace(code[0], "U", 1), "malformed"),
        (lambda code: code.replace(code[0], "２", 1), "malformed"),  # full width
        (lambda code: code[:-1] + "ı", "malformed"),  # dotless i, upper-cased to I
        (lambda code: code * 1000, "oversize"),
        (lambda _: "=" * 10**6, "oversize"),
        (lambda _: "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", "malformed"),  # JWT without a signature
        (lambda code: code.encode(), "malformed"),
    ],
)
def test_what_is_no_code_is_malformed(change, why: str) -> None:
    assert refused(change(ticket().code)) == why


@given(st.data())
def test_spelling_does_not_matter(data: st.DataObject) -> None:
    code = issue(RING, begins=BEGINS, random=lambda _: bytes([0, 33, 66, 8, 64] * 2)).code
    looks = {"0": "0oO", "1": "1iIlL"}
    spelt = "".join(data.draw(st.sampled_from(looks.get(sign, sign + sign.lower()))) for sign in code)
    groups = "-".join(spelt[place : place + 4] for place in range(0, 52, 4))
    assert read(f" {groups}\r\n", RING) == read(code, RING)


def test_keys_rotate_are_revoked_and_forgotten() -> None:
    old = ticket()
    ring = RING.rotated()
    new = ticket(ring)
    assert [(key.id, key.state) for key in ring.keys] == [(7, "reading"), (8, "signing")]
    assert read(old.code, ring) == old.ticket
    assert read(new.code, ring).key_id == 8
    assert refused(new.code, RING) == "unknown-key"
    assert refused(old.code, ring.revoked(7)) == "revoked-key"
    assert refused(old.code, ring.without(7)) == "unknown-key"
    assert read(new.code, ring.revoked(7).without(7)) == new.ticket
    with pytest.raises(GoalError, match="rotate the keyring first"):
        ticket(RING.revoked(7))
    with pytest.raises(GoalError, match="there are: 7, 8"):
        ring.revoked(9)


def test_key_ids_are_used_up() -> None:
    ring = RING
    for _ in range(255):
        ring = ring.rotated(random=lambda count: bytes(count))
    assert {key.id for key in ring.keys} == set(range(256))
    with pytest.raises(GoalError, match="all 256"):
        ring.rotated()


@pytest.mark.parametrize(
    ("make", "match"),
    [
        (lambda: Key(256, bytes(32)), "from 0 to 255"),
        (lambda: Key(1, b"short"), "5 bytes"),
        (lambda: Keyring(" ", ()), "name"),
        (lambda: Keyring("a", (Key(1, bytes(32)), Key(1, bytes(32), "reading"))), "share an id: 1"),
        (lambda: Keyring("a", (Key(1, bytes(32)), Key(2, bytes(32)))), "several keys sign"),
        (lambda: issue(RING, begins=BEGINS.replace(tzinfo=None)), "its zone"),
        (lambda: issue(RING, begins=BEGINS.replace(microsecond=1)), "whole second"),
        (lambda: issue(RING, begins=BEGINS.replace(year=2107)), "out of range"),
        (lambda: issue(RING, begins=BEGINS, id="nguyen-van-an"), "16 characters"),
    ],
)
def test_what_cannot_be_signed_says_why(make, match: str) -> None:
    with pytest.raises(GoalError, match=match):
        make()


def test_secrets_are_not_shown() -> None:
    assert "secret" not in repr(RING)
    assert Keyring.new("a").keys[0].secret != Keyring.new("a").keys[0].secret


def test_another_office_is_another_office_even_under_the_same_key() -> None:
    other = Keyring("Hanoi Craft Tour", RING.keys)
    assert refused(ticket(other).code) == "signature"
    assert refused(ticket(Keyring.new("other").rotated()).code) == "unknown-key"


def test_the_wrong_slot_and_a_revoked_ticket() -> None:
    made = ticket()
    assert refused(made.code, begins=BEGINS + timedelta(hours=1)) == "wrong-slot"
    assert refused(made.code, revoked={made.ticket.id}) == "revoked"
    in_hanoi = BEGINS.astimezone(tz=None)
    assert read(made.code, RING, begins=in_hanoi) == made.ticket


def test_two_tickets_with_swapped_slots_are_refused() -> None:
    one, other = decode(ticket().code, 32), decode(issue(RING, begins=BEGINS + timedelta(days=1)).code, 32)
    assert refused(encode(one[:12] + other[12:16] + one[16:])) == "signature"


def test_signatures_are_compared_in_constant_time_and_by_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    code, asked = ticket().code, []

    def compare(mine: bytes, theirs: bytes) -> bool:
        asked.append((len(mine), len(theirs)))
        return False

    monkeypatch.setattr(tokens.hmac, "compare_digest", compare)
    assert refused(code) == "signature"
    assert asked == [(16, 16)]


def use(number: int = 1, minutes: int = 0) -> Use:
    return Use(BEGINS + timedelta(minutes=minutes), f"scanner {number}", f"scan {number}")


def test_a_ticket_admits_once() -> None:
    made, uses = ticket(), MemoryRedemptions()
    assert redeem(made.code, RING, uses, use(1)) == made.ticket
    assert redeem(made.code, RING, uses, use(1)) == made.ticket  # sent again: the same scan
    with pytest.raises(TokenError, match="was used at 2027-03-20 01:00:00 by scanner 1") as caught:
        redeem(made.code.lower(), RING, uses, use(2, minutes=5))
    assert caught.value.code == "redeemed"
    with pytest.raises(TokenError, match="not 2027-03-21") as caught:
        redeem(ticket(seed=6).code, RING, uses, use(3), begins=BEGINS + timedelta(days=1))
    assert uses.first(ticket(seed=6).ticket.id, use(4)) == use(4)  # the refusal used nothing up


def test_a_ticket_that_is_not_on_record() -> None:
    known = ticket()
    uses = MemoryRedemptions({known.ticket.id})
    assert redeem(known.code, RING, uses, use()) == known.ticket
    with pytest.raises(TokenError) as caught:
        redeem(ticket(seed=6).code, RING, uses, use())
    assert caught.value.code == "unknown"


class LookThenKeep(MemoryRedemptions):
    """The fault the lock is there against: all look before any keeps."""

    def __init__(self, gate: Barrier) -> None:
        super().__init__()
        self._gate = gate

    def first(self, id: str, use: Use) -> Use:
        kept = self._uses.get(id, use)
        self._gate.wait()
        self._uses[id] = kept
        return kept


def admitted_of_16(uses: MemoryRedemptions) -> int:
    code, gate = ticket().code, Barrier(16)

    def scan(number: int) -> str:
        gate.wait()
        try:
            redeem(code, RING, uses, use(number))
        except TokenError as error:
            return error.code
        return "admitted"

    with ThreadPoolExecutor(16) as pool:
        said = list(pool.map(scan, range(16)))
    assert set(said) <= {"admitted", "redeemed"}
    return said.count("admitted")


def test_of_many_scanners_at_once_one_wins() -> None:
    assert [admitted_of_16(MemoryRedemptions()) for _ in range(20)] == [1] * 20
    assert admitted_of_16(LookThenKeep(Barrier(16))) == 16


def test_a_picture_is_read_by_an_independent_reader() -> None:
    code = ticket().code
    picture = qr_png(code)
    assert [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))] == [code]
    assert Image.open(io.BytesIO(picture)).width == 37 * 8  # version 3: 29 modules and the quiet zone
    assert qr_png(code) == picture
    assert qr_svg(code).startswith("<svg ")
    assert 'width="148" height="148"' in qr_svg(code)


@pytest.mark.parametrize("scale", [1, 4])
def test_a_picture_in_another_size_is_not_cut(scale: int) -> None:
    """The viewBox frames all that is drawn, 37 modules with the quiet zone: whoever resizes the picture scales it."""
    picture = ElementTree.fromstring(qr_svg(ticket().code, scale=scale))
    side = str(37 * scale)
    assert (picture.get("width"), picture.get("height"), picture.get("viewBox")) == (side, side, f"0 0 {side} {side}")
    paths = [path.get("d") or "" for path in picture.iter("{http://www.w3.org/2000/svg}path")]
    assert "M0 0h37v37h-37z" in paths


CODES = answer_codes(RING, until=BEGINS, random=lambda count: bytes([9] * count))


def answer_refused(code: str, now: datetime = BEGINS) -> str:
    with pytest.raises(TokenError) as caught:
        read_answer(code, RING, now=now)
    return caught.value.code


def test_a_supplier_says_yes_or_no_in_time() -> None:
    assert read_answer(CODES.yes, RING, now=BEGINS).accepts
    assert not read_answer(CODES.no, RING, now=BEGINS).accepts
    assert read_answer(CODES.no, RING, now=BEGINS).id == CODES.id
    assert answer_refused(CODES.yes, BEGINS + timedelta(seconds=1)) == "late"
    assert CODES.yes not in repr(CODES)


def test_a_ticket_is_no_answer_and_an_answer_no_ticket() -> None:
    assert refused(CODES.yes) == refused(CODES.no) == "purpose"
    assert answer_refused(ticket().code) == "purpose"
    yes = decode(CODES.yes, 32)
    assert answer_refused(encode(bytes([yes[0] ^ 1]) + yes[1:])) == "signature"  # yes made no


def test_the_first_answer_counts() -> None:
    answers = MemoryRedemptions()
    first = Use(BEGINS - timedelta(hours=2), "Hạ Thái", "a")
    assert record_answer(CODES.no, RING, answers, first).accepts is False
    assert record_answer(CODES.no, RING, answers, Use(BEGINS, "Hạ Thái", "b")).accepts is False
    with pytest.raises(TokenError, match="no was answered at 2027-03-19 23:00") as caught:
        record_answer(CODES.yes, RING, answers, Use(BEGINS, "Hạ Thái", "c"))
    assert caught.value.code == "answered"


def test_every_refusal_has_words() -> None:
    codes = "malformed oversize version unknown-key revoked-key signature purpose revoked wrong-slot unknown redeemed"
    assert set(REFUSALS) == {*codes.split(), "wrong-day", "cancelled", "closed", "late", "answered"}
    for code, message in REFUSALS.items():
        told = refusal(TokenError(code, "is refused", "ask"))
        texts = [told.written(language) for language in LANGUAGES]
        assert told.en == message
        assert len(set(texts)) == len(LANGUAGES)
        assert all(texts)
