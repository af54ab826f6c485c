"""Tickets on record: made for a booking, good as long as its guests come, and letting in once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from booking_cases import Clock, offered, session
from booking_duels import at_once, blind, desks, kinds, meanwhile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tourplanner.booking import Admission, Booking, Desk, SessionTicket, Status
from tourplanner.booking.journal import Journal
from tourplanner.booking.tickets import Keyring, MemoryRedemptions, Use, issue, read, redeem, refusal
from tourplanner.errors import BookingError, GoalError, KeyConflictError, TokenError, TransitionError, UnknownIdError

RING = Keyring.new("Hanoi Craft Tours", random=lambda count: bytes(range(count)))
OPENS = session("a").begin


@pytest.fixture
def desk(ledger: str) -> Desk:
    return Desk(ledger, clock=Clock())


def booked(desk: Desk, pax: int = 3, *, key: str = "k", names: str = "ab") -> Booking:
    ids = offered(desk, *(session(name, 9 + 2 * place) for place, name in enumerate(names)))
    return desk.confirm(desk.hold(ids, pax, key=key, price=3000, reference="LUM-24").id, key=f"{key} c")


def at(desk: Desk, moment: Any) -> None:
    desk.clock.now = moment  # type: ignore[attr-defined]


def scan(desk: Desk, ticket: SessionTicket, key: str = "s", **more: Any) -> Admission:
    return desk.redeem_ticket(ticket.code, RING, key=key, by="van 1", **more)


def numbers(tickets: tuple[SessionTicket, ...]) -> list[tuple[str, int, int]]:
    return [(ticket.session[0], ticket.number, ticket.guests) for ticket in tickets]


def test_a_booking_has_a_ticket_for_each_session_and_the_same_ones_again(desk: Desk) -> None:
    booking = booked(desk)
    made = desk.tickets(booking.id, RING)
    assert numbers(made) == [("a", 0, 3), ("b", 0, 3)]
    assert [read(ticket.code, RING).begins for ticket in made] == [ticket.begins for ticket in made]
    assert made[0].begins == OPENS
    assert made[0].code not in repr(made)
    assert desk.tickets(booking.id, RING) == made
    newer = desk.tickets(booking.id, RING.rotated())
    assert [ticket.id for ticket in newer] == [ticket.id for ticket in made]
    assert newer[0].code != made[0].code
    assert [entry.operation for entry in desk.audit(booking.id)] == ["hold", "confirm", "tickets"]
    assert made[0].code not in "".join(entry.changes for entry in desk.audit())
    assert desk.differences() == []


def test_a_session_is_redeemed_with_its_ticket_once(desk: Desk) -> None:
    booking = booked(desk)
    first, second = desk.tickets(booking.id, RING)
    at(desk, OPENS - timedelta(minutes=20))
    came = scan(desk, first)
    assert (came.guests, came.reference, came.session, came.by) == (3, "LUM-24", first.session, "van 1")
    assert [item.redeemed for item in desk.booking(booking.id).items] == [came.at, None]
    assert desk.tickets(booking.id, RING) == (second,)
    at(desk, OPENS)
    assert scan(desk, first) == came, "the same scan, sent again"
    with pytest.raises(TokenError, match=r"was used at 2027-03-20 01:40:00 UTC by van 1; let nobody in") as twice:
        scan(desk, first, "t")
    assert twice.value.code == "redeemed"
    with pytest.raises(KeyConflictError):
        scan(desk, second, "s")
    scan(desk, second, "u")
    assert desk.booking(booking.id).status is Status.REDEEMED
    assert desk.differences() == []


def moved(desk: Desk, booking: Booking) -> None:
    (later,) = offered(desk, session("a", 15))
    desk.amend(booking.id, key="m", moves={booking.items[0].session: later})


REFUSED: dict[str, tuple[str, Callable[[Desk, Booking], Any]]] = {
    "before its day": ("wrong-day", lambda desk, _: at(desk, OPENS - timedelta(hours=10))),
    "after its day": ("wrong-day", lambda desk, _: at(desk, OPENS + timedelta(hours=15))),
    "of a cancelled booking": ("cancelled", lambda desk, booking: desk.cancel(booking.id, key="x")),
    "of a cancelled session": (
        "cancelled",
        lambda desk, booking: desk.cancel(booking.id, key="x", sessions=[booking.items[0].session]),
    ),
    "of guests who were moved": ("revoked", moved),
    "revoked": ("revoked", lambda desk, booking: desk.revoke_tickets(booking.id)),
    "of guests who came without": ("redeemed", lambda desk, booking: desk.redeem(booking.id, key="r")),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_ticket_that_is_not_good_says_why(desk: Desk, why: str) -> None:
    booking = booked(desk)
    ticket = desk.tickets(booking.id, RING)[0]
    code, change = REFUSED[why]
    at(desk, OPENS - timedelta(minutes=1))
    change(desk, booking)
    before, entries = desk.booking(booking.id), len(desk.audit())
    with pytest.raises(TokenError) as refused:
        scan(desk, ticket)
    assert refused.value.code == code
    assert refusal(refused.value).vi
    assert ticket.code not in str(refused.value)
    assert (desk.booking(booking.id), len(desk.audit())) == (before, entries)
    assert desk.differences() == []


def test_other_codes_are_refused_before_the_ledger_is_asked(desk: Desk) -> None:
    first, second = desk.tickets(booked(desk).id, RING)
    at(desk, OPENS)
    strange = issue(RING, begins=OPENS)
    calls: dict[str, Callable[[], Any]] = {
        "wrong-slot": lambda: scan(desk, first, session=second.session),
        "unknown": lambda: desk.redeem_ticket(strange.code, RING, key="s", by="van 1"),
        "unknown-key": lambda: desk.redeem_ticket(first.code, RING.rotated().without(0), key="s", by="van 1"),
        "signature": lambda: desk.redeem_ticket(first.code, Keyring.new("Others"), key="s", by="van 1"),
        "revoked-key": lambda: desk.redeem_ticket(first.code, RING.rotated().revoked(0), key="s", by="van 1"),
        "malformed": lambda: desk.redeem_ticket("' OR 1=1 --", RING, key="s", by="van 1"),
        "oversize": lambda: desk.redeem_ticket(first.code * 2, RING, key="s", by="van 1"),
    }
    for code, call in calls.items():
        with pytest.raises(TokenError) as refused:
            call()
        assert refused.value.code == code
    for by, key in (("", "s"), ("van\n1", "s"), ("v" * 101, "s"), ("van 1", ""), ("van 1", "\x00")):
        with pytest.raises(GoalError):
            desk.redeem_ticket(first.code, RING, key=key, by=by)
    assert scan(desk, first, session=first.session).guests == 3


def test_holds_have_no_tickets(desk: Desk) -> None:
    (a,) = offered(desk, session("a"))
    held = desk.hold([a], 1, key="h", ttl=timedelta(minutes=5))
    with pytest.raises(TransitionError, match="it is ON_HOLD; confirm it first"):
        desk.tickets(held.id, RING)
    desk.clock.forward(minutes=5)  # type: ignore[attr-defined]
    with pytest.raises(TransitionError, match="it is EXPIRED"):
        desk.tickets(held.id, RING)
    with pytest.raises(UnknownIdError):
        desk.tickets("nothing", RING)


def test_without_a_key_that_signs_nothing_is_on_record(desk: Desk) -> None:
    booking = booked(desk)
    with pytest.raises(GoalError, match="rotate the keyring first"):
        desk.tickets(booking.id, RING.revoked(0))
    assert desk.revoke_tickets(booking.id) == 0


def test_each_guest_comes_with_a_ticket_of_their_own(desk: Desk) -> None:
    booking = booked(desk, names="a")
    one, two, three = desk.tickets(booking.id, RING, per="guest")
    assert numbers((one, two, three)) == [("a", 1, 1), ("a", 2, 1), ("a", 3, 1)]
    at(desk, OPENS)
    assert [scan(desk, ticket, f"s{ticket.number}").guests for ticket in (two, one)] == [1, 1]
    assert desk.booking(booking.id).status is Status.REDEEMED
    assert scan(desk, three, "late").number == 3
    with pytest.raises(TokenError, match="was used"):
        scan(desk, three, "again")
    assert desk.differences() == []


def test_the_tickets_of_guests_who_cancel_stop_counting(desk: Desk) -> None:
    booking = booked(desk, 5, names="a")
    tickets = desk.tickets(booking.id, RING, per="guest")
    assert desk.revoke_tickets(booking.id, [tickets[1].id]) == 1
    desk.cancel(booking.id, key="x", guests=2)
    assert numbers(desk.tickets(booking.id, RING, per="guest")) == [("a", 1, 1), ("a", 3, 1), ("a", 4, 1)]
    desk.amend(booking.id, key="m", party=4)
    assert [ticket.number for ticket in desk.tickets(booking.id, RING, per="guest")] == [1, 3, 4, 6]
    at(desk, OPENS)
    said = [at_the_door(desk, ticket) for ticket in tickets]
    assert said == ["welcome", "revoked", "welcome", "welcome", "cancelled"]


STEPS = st.lists(
    st.tuples(st.sampled_from(("print", "cancel", "revoke", "grow")), st.integers(1, 4)), min_size=1, max_size=7
)


def come_and_go(sqlite: str, steps: list[tuple[str, int]]) -> None:
    """The model: guests as a number, good tickets as a list of numbers."""
    desk = Desk(sqlite, clock=Clock())
    mark = f"example {len(desk.bookings())}"
    (a,) = offered(desk, session("a", places=10_000))
    id = desk.hold([a], 3, key=mark).id
    desk.confirm(id, key=f"{mark} c")
    pax, good, issued = 3, list[int](), dict[int, SessionTicket]()
    for turn, (what, count) in enumerate([*steps, ("print", 1)]):
        if what == "print":
            last = max(issued, default=0)
            good += range(last + 1, last + 1 + pax - len(good))
            issued |= {ticket.number: ticket for ticket in desk.tickets(id, RING, per="guest")}
        elif what == "cancel" and count < pax:
            desk.cancel(id, key=f"{mark} {turn}", guests=count)
            pax -= count
            good = good[:pax]
        elif what == "revoke" and good:
            gone = good.pop(count % len(good))
            desk.revoke_tickets(id, [issued[gone].id])
        elif what == "grow":
            pax += count
            desk.amend(id, key=f"{mark} {turn}", party=pax)
    at(desk, OPENS)
    told = {number: at_the_door(desk, ticket) for number, ticket in issued.items()}
    assert [number for number, said in told.items() if said == "welcome"] == good
    assert set(told.values()) <= {"welcome", "cancelled", "revoked"}
    assert len(good) == pax
    assert desk.differences() == []
    desk.close()


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_there_is_a_ticket_for_whoever_comes_and_no_more(sqlite: str, steps: list[tuple[str, int]]) -> None:
    come_and_go(sqlite, steps)


def test_the_model_catches_a_desk_that_voids_nothing(sqlite: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tourplanner.booking.record.void", lambda *_: None)
    with pytest.raises(AssertionError):
        come_and_go(sqlite, [("print", 1), ("cancel", 2)])


def at_the_door(desk: Desk, ticket: SessionTicket) -> str:
    try:
        scan(desk, ticket, ticket.id)
    except TokenError as error:
        return error.code
    return "welcome"


def test_the_ticket_of_a_party_is_for_those_who_are_left(desk: Desk) -> None:
    booking = booked(desk, 5, names="a")
    (ticket,) = desk.tickets(booking.id, RING)
    desk.cancel(booking.id, key="x", guests=2)
    (left,) = desk.tickets(booking.id, RING)
    assert (left.id, left.guests) == (ticket.id, 3)
    at(desk, OPENS)
    assert scan(desk, ticket).guests == 3


def test_there_are_never_tickets_of_both_kinds(desk: Desk) -> None:
    booking = booked(desk)
    desk.tickets(booking.id, RING)
    with pytest.raises(BookingError, match="it has tickets for each party; print those, or revoke them first"):
        desk.tickets(booking.id, RING, per="guest")
    assert desk.revoke_tickets(booking.id) == 2
    assert len(desk.tickets(booking.id, RING, per="guest")) == 6
    with pytest.raises(UnknownIdError, match=f"ticket of booking {booking.id}"):
        desk.revoke_tickets(booking.id, ["0" * 16])


def test_a_session_past_midnight_is_entered_on_either_day(desk: Desk) -> None:
    (late,) = offered(desk, session("a", 23.5, hours=2))
    booking = desk.hold([late], 1, key="h")
    desk.confirm(booking.id, key="c")
    (ticket,) = desk.tickets(booking.id, RING)
    at(desk, ticket.begins + timedelta(hours=1))
    assert scan(desk, ticket).at.day == ticket.begins.day + 1


@pytest.mark.parametrize("kept_in", ["memory", "ledger"])
def test_the_ledger_keeps_uses_as_every_store_of_uses_does(desk: Desk, kept_in: str) -> None:
    ticket = desk.tickets(booked(desk).id, RING)[0]
    door = desk.redemptions() if kept_in == "ledger" else MemoryRedemptions({ticket.id})
    first, other = Use(OPENS, "van 1", "1"), Use(OPENS + timedelta(minutes=1), "van 2", "2")
    assert redeem(ticket.code, RING, door, first).id == ticket.id
    assert redeem(ticket.code, RING, door, first).id == ticket.id
    assert door.first(ticket.id, other) == first
    with pytest.raises(TokenError, match="by van 1"):
        redeem(ticket.code, RING, door, other)
    with pytest.raises(TokenError, match="not on record"):
        door.first("0" * 16, other)
    assert desk.differences() == []


def printed_twice(ledger: str, kind: str) -> int:
    """Tickets are asked for at two desks at once: how many are about for one session."""
    one, other = desks(ledger, kind)
    id = booked(one, names="a").id
    found = meanwhile(one, lambda: one.tickets(id, RING), lambda: other.tickets(id, RING), at="INSERT INTO ticket")
    return len({ticket.id for tickets in found for ticket in tickets})


def test_tickets_that_are_printed_at_two_desks_are_the_same(ledger: str) -> None:
    assert printed_twice(ledger, "guarded") == 1


def test_without_locks_there_are_two_for_the_same_guests(ledger: str) -> None:
    assert printed_twice(ledger, "no locks") == 2


def scanned_twice(ledger: str, kind: str) -> list[str]:
    one, other = desks(ledger, kind)
    (ticket,) = one.tickets(booked(one, names="a").id, RING)
    at(one, OPENS)
    at(other, OPENS)
    found = meanwhile(one, lambda: scan(one, ticket, "1"), lambda: scan(other, ticket, "2"), at="UPDATE booking")
    return kinds(found)


def test_of_two_scanners_at_once_one_lets_in(ledger: str) -> None:
    assert scanned_twice(ledger, "guarded") == ["Admission", "TokenError"]


def test_without_lock_and_comparison_both_do(ledger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Journal, "_update", blind)
    assert scanned_twice(ledger, "no locks") == ["Admission", "Admission"]


def test_one_of_many_scanners_lets_in(ledger: str) -> None:
    doors = [Desk(ledger, clock=Clock(OPENS)) for _ in range(8)]
    doors[0].clock.now -= timedelta(days=9)  # type: ignore[attr-defined]
    booking = booked(doors[0], names="a")
    (ticket,) = doors[0].tickets(booking.id, RING)
    at(doors[0], OPENS)
    scans = [lambda number=number, door=door: scan(door, ticket, f"{number}") for number, door in enumerate(doors)]
    found = at_once(*scans)
    assert kinds(found) == ["Admission"] + ["TokenError"] * 7
    assert {each.code for each in found if isinstance(each, TokenError)} == {"redeemed"}
    assert [entry.operation for entry in doors[0].audit(booking.id)][3:] == ["redeem ticket"]


def test_who_cancels_while_the_ticket_is_scanned_has_come(ledger: str) -> None:
    one, other = desks(ledger)
    booking = booked(one, names="a")
    (ticket,) = one.tickets(booking.id, RING)
    at(one, OPENS)
    at(other, OPENS)
    cancel = partial(other.cancel, booking.id, key="x")
    came, gone = meanwhile(one, lambda: scan(one, ticket), cancel, at="UPDATE booking")
    assert kinds([came, gone]) == ["Admission", "TransitionError"]
    assert one.differences() == []
