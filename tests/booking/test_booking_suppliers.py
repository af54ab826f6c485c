"""Suppliers are asked what a booking needs of them, answer by code, and what they refuse is somebody's to settle."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from booking_cases import DAY, NOW, Clock, cooperative, offered, session
from booking_duels import desks, kinds, meanwhile

from tourplanner.booking import Booking, Conditions, Desk, SupplierLetter
from tourplanner.booking.papers import Contact
from tourplanner.booking.tickets import Keyring
from tourplanner.errors import GoalError, KeyConflictError, TokenError, UnknownIdError
from tourplanner.model import Party
from tourplanner.testing import small_catalogue

RING = Keyring.new("Hanoi Craft Tours", random=lambda count: bytes(range(count)))
WHEEL, STITCH = (small_catalogue().experiences[place] for place in (0, 1))
FRENCH = Party(adults=8, children=2, languages=("fr", "en"))


@pytest.fixture
def desk(ledger: str) -> Desk:
    return Desk(ledger, clock=Clock())


def booked(desk: Desk, party: Party = FRENCH) -> Booking:
    """A session of a workshop, and one of a cooperative of three households with six places each."""
    cooperative(desk, [6, 6, 6])
    alone = offered(desk, session(WHEEL.id, 9))
    pooled = offered(desk, session(STITCH.id, 13), conditions=Conditions(pool="coop"))
    return desk.confirm(desk.hold([*alone, *pooled], party, key="h", reference="LUM-24").id, key="c")


def letters(desk: Desk, booking: Any, **more: Any) -> tuple[SupplierLetter, ...]:
    asked = {"office": "Hanoi Craft Tours", "experiences": [WHEEL, STITCH], "link": "https://d.vn/a", **more}
    return desk.supplier_letters(booking, RING, **asked)


def codes(letter: SupplierLetter) -> tuple[str, str]:
    """The yes and the no in the text."""
    yes, no = (word.rsplit("/", 1)[1] for word in letter.texts["vi"].split() if word.startswith("https://d.vn/a/"))
    return yes, no


def brief(found: tuple[SupplierLetter, ...]) -> list[tuple[str, int, str, bool]]:
    return [(letter.household, letter.guests, letter.answer, letter.withdrawn) for letter in found]


def to_do(desk: Desk) -> list[tuple[str, str, int]]:
    return [(each.code, each.household, each.guests) for each in desk.to_do()]


def refused(call: Any) -> str:
    with pytest.raises(TokenError) as error:
        call()
    return error.value.code


def test_from_the_outbox_to_what_each_supplier_reads(desk: Desk) -> None:
    booking = booked(desk)
    (message,) = desk.outbox()
    contacts = {WHEEL.host: Contact(name="Xưởng Bát Tràng", duty="host", phone="0911")}
    found = letters(desk, message, contacts=contacts, notes={booking.items[0].session: "2 ăn chay"})
    assert brief(found) == [("", 10, "", False), ("h0", 6, "", False), ("h1", 4, "", False)]
    assert [letter.supplier.name for letter in found] == ["Xưởng Bát Tràng", "Nhà 0", "Nhà 1"]
    text = found[0].texts["vi"]
    assert "xin chỗ cho 10 khách (có 2 trẻ em)" in text
    assert "2 ăn chay. Trả lời trước 09:00 thứ tư 3/3/2027." in text
    assert "demande 4 places" in found[2].texts["fr"]
    assert all(len(text) <= 400 for letter in found for text in letter.texts.values())
    assert codes(found[0])[0] not in repr(found)
    assert letters(desk, booking.id, contacts=contacts, notes={booking.items[0].session: "2 ăn chay"}) == found
    assert [entry.operation for entry in desk.audit(booking.id)] == ["hold", "confirm", "ask suppliers"]
    assert desk.differences() == []


def test_answers_are_kept_and_the_last_one_in_time_counts(desk: Desk) -> None:
    booking = booked(desk)
    yes, no = codes(letters(desk, booking.id)[1])
    first = desk.answer(yes, RING, key="1", by="h0")
    assert (first.accepts, first.household, first.guests, first.by) == (True, "h0", 6, "h0")
    desk.clock.forward(hours=1)  # type: ignore[attr-defined]
    assert desk.answer(yes.lower(), RING, key="2", by="web") == first, "the same again is no fault"
    assert desk.answer(no, RING, key="3", by="web").accepts is False
    assert desk.answer(yes, RING, key="1", by="h0") == first, "sent again late, it does not undo the newer one"
    assert letters(desk, booking.id)[1].answer == "no"
    with pytest.raises(KeyConflictError):
        desk.answer(yes, RING, key="3", by="web")
    assert [entry.operation for entry in desk.audit(booking.id)][3:] == ["answer"] * 3
    assert desk.differences() == []


def test_a_no_is_somebodys_to_settle_until_it_is(desk: Desk) -> None:
    booking = booked(desk)
    house = letters(desk, booking.id)
    for letter, word in zip(house, (0, 1, 0), strict=True):
        desk.answer(codes(letter)[word], RING, key=letter.id, by="web")
    (todo,) = desk.to_do()
    assert (todo.code, todo.household, todo.guests, todo.reference) == ("refused", "h0", 6, "LUM-24")
    assert (todo.text.vi, todo.text.en) == ("Nhà 0 không nhận 6 khách", "Nhà 0 cannot take 6 guests")
    desk.drop_out("coop", "h0", begin=DAY, end=DAY + timedelta(days=1))
    assert desk.to_do() == ()
    assert refused(lambda: desk.answer(codes(house[1])[0], RING, key="late", by="web")) == "closed"
    again = letters(desk, booking.id)
    assert brief(again) == [("", 10, "yes", False), ("h1", 4, "yes", False), ("h2", 6, "", False)]
    assert [letter.id for letter in again[:2]] == [house[0].id, house[2].id]
    assert desk.differences() == []


def test_who_is_no_longer_needed_is_told_unless_they_had_refused(desk: Desk) -> None:
    booking = booked(desk)
    _, first, second = letters(desk, booking.id)
    desk.answer(codes(first)[0], RING, key="1", by="h0")
    desk.cancel(booking.id, key="x", guests=Party(adults=4))
    fewer = letters(desk, booking.id)
    assert brief(fewer) == [("", 6, "", False), ("h0", 6, "yes", False), ("h1", 4, "", True)]
    assert fewer[2].id == second.id
    assert "xin hủy: 4 khách" in fewer[2].texts["vi"]
    assert "retire sa demande" in fewer[2].texts["fr"]
    assert letters(desk, booking.id) == fewer
    desk.cancel(booking.id, key="y")
    assert brief(letters(desk, booking.id)) == [("", 6, "", True), ("h0", 6, "yes", True), ("h1", 4, "", True)]
    assert desk.to_do() == ()


def test_who_says_nothing_in_time_is_asked_after(desk: Desk) -> None:
    booking = booked(desk)
    asked = letters(desk, booking.id, within=timedelta(hours=3))
    assert {letter.until for letter in asked} == {NOW + timedelta(hours=3)}
    desk.answer(codes(asked[0])[0], RING, key="1", by="web")
    desk.clock.forward(hours=3)  # type: ignore[attr-defined]
    desk.answer(codes(asked[1])[0], RING, key="2", by="web")
    desk.clock.forward(seconds=1)  # type: ignore[attr-defined]
    assert to_do(desk) == [("silent", "h1", 4)]
    assert refused(lambda: desk.answer(codes(asked[2])[0], RING, key="3", by="web")) == "late"
    told = desk.note_answer(asked[2].id, accepts=False, key="4", by="telephone")
    assert (told.accepts, told.by) == (False, "telephone")
    assert to_do(desk) == [("refused", "h1", 4)]
    desk.note_answer(asked[2].id, accepts=True, key="5", by="telephone")
    assert to_do(desk) == []
    desk.note_answer(asked[0].id, accepts=False, key="6", by="telephone")
    desk.clock.now = session(WHEEL.id, 9).begin  # type: ignore[attr-defined]
    assert to_do(desk) == [], "what has begun is settled one way or the other"


def test_answers_are_never_taken_beyond_the_begin(desk: Desk) -> None:
    asked = letters(desk, booked(desk).id, within=timedelta(days=300))
    assert [letter.until for letter in asked][:2] == [session(WHEEL.id, 9).begin, session(STITCH.id, 13).begin]


def test_codes_that_answer_nothing_here(desk: Desk) -> None:
    booking = booked(desk)
    asked = letters(desk, booking.id)
    yes = codes(asked[0])[0]
    other = Keyring.new("Others")
    ticket = desk.tickets(booking.id, RING)[0]
    assert refused(lambda: desk.answer(yes, other, key="k", by="web")) == "signature"
    assert refused(lambda: desk.answer(ticket.code, RING, key="k", by="web")) == "purpose"
    assert refused(lambda: desk.redeem_ticket(yes, RING, key="k", by="web")) == "purpose"
    assert refused(lambda: desk.answer("%'; --", RING, key="k", by="web")) == "malformed"
    assert refused(lambda: desk.note_answer("'; DROP TABLE x; --", accepts=True, key="k", by="web")) == "unknown"
    assert refused(lambda: desk.note_answer(ticket.id, accepts=True, key="k", by="web")) == "unknown"
    with pytest.raises(UnknownIdError, match="experience among those given"):
        letters(desk, booking.id, experiences=[WHEEL])
    with pytest.raises(UnknownIdError, match="no booking"):
        letters(desk, "nothing")
    for by in ("", "a\nb", "\u202eevil"):
        with pytest.raises(GoalError):
            desk.answer(yes, RING, key="k", by=by)
    with pytest.raises(GoalError, match="time to answer"):
        letters(desk, booking.id, within=timedelta(0))
    assert to_do(desk) == []


def answered_meanwhile(ledger: str, kind: str) -> tuple[Desk, list[Any]]:
    """A host says yes to ten guests while the booking grows to twelve: the desk, and how both end."""
    one, other = desks(ledger, kind)
    booking = booked(one)
    yes, _ = codes(letters(one, booking.id)[0])
    answer = partial(other.answer, yes, RING, key="1", by="web")
    return one, meanwhile(one, lambda: one.amend(booking.id, key="m", party=12), answer, at="UPDATE booking")


def test_an_answer_while_the_booking_changes_is_told_that_it_does_not_count(ledger: str) -> None:
    desk, (amended, late) = answered_meanwhile(ledger, "guarded")
    assert kinds([amended, late]) == ["Booking", "TokenError"]
    assert late.code == "closed"
    assert brief(letters(desk, amended.id))[0] == ("", 12, "", False)
    assert desk.differences() == []


def test_without_locks_it_is_told_that_it_counts(ledger: str) -> None:
    _, found = answered_meanwhile(ledger, "no locks")
    assert kinds(found) == ["Booking", "SupplierAnswer"]
