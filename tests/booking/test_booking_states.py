"""One table of states: what it allows happens, everything else is an error that changes nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from booking_cases import Clock, offered, session

from tourplanner.booking import TRANSITIONS, Desk, Status, Terms, diagram
from tourplanner.booking.states import TRY_NEXT, after
from tourplanner.errors import PaymentError, TransitionError

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "booking.md"
OPERATIONS = {
    "extend": lambda desk, id, key: desk.extend(id, key=key),
    "amend": lambda desk, id, key: desk.amend(id, key=key, party=3),
    "pay": lambda desk, id, key: desk.pay(id, 10, key=key),
    "refund": lambda desk, id, key: desk.refund(id, 1, key=key),
    "cancel part": lambda desk, id, key: desk.cancel(id, key=key, guests=1),
    "redeem part": lambda desk, id, key: desk.redeem(id, key=key, session=session("a").id),
    "confirm": lambda desk, id, key: desk.confirm(id, key=key),
    "cancel": lambda desk, id, key: desk.cancel(id, key=key),
    "redeem": lambda desk, id, key: desk.redeem(id, key=key),
}


def booking_in(desk: Desk, status: Status) -> str:
    """A booking of two guests and two sessions for 200 đồng, 40 of them paid, that stands so."""
    sessions = offered(desk, session("a"), session("b", 11))
    id = desk.hold(sessions, 2, key="hold", price=200).id
    desk.pay(id, 40, key="paid")
    if status in (Status.CONFIRMED, Status.REDEEMED):
        desk.confirm(id, key="c")
    if status is Status.REDEEMED:
        desk.redeem(id, key="r")
    if status is Status.CANCELLED:
        desk.cancel(id, key="x")
    if status is Status.EXPIRED:
        desk.clock.forward(minutes=30)  # type: ignore[attr-defined]
    return id


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_every_operation_in_every_status(sqlite: str, status: Status, operation: str) -> None:
    desk = Desk(sqlite, clock=Clock())
    id = booking_in(desk, status)
    before, entries = desk.booking(id), len(desk.audit())
    target = TRANSITIONS.get((status, operation))  # type: ignore[call-overload]
    if status is Status.CANCELLED and target is not None:
        return  # a hold that was cancelled was refunded and owes no fee: the test below is about one that does
    if operation == "extend" and target is not None:
        desk.clock.forward(minutes=1)  # type: ignore[attr-defined]
    if target is not None:
        assert OPERATIONS[operation](desk, id, "key").status is target
        return
    with pytest.raises(TransitionError) as refused:
        OPERATIONS[operation](desk, id, "key")
    error = refused.value
    assert (error.booking, error.status, error.hint) == (id, status, TRY_NEXT[status])
    assert set(error.legal) == {what for origin, what in TRANSITIONS if origin is status}
    assert desk.booking(id) == before
    assert len(desk.audit()) == entries


def test_money_is_settled_after_the_tour_and_after_a_cancellation(sqlite: str) -> None:
    desk = Desk(sqlite, clock=Clock())
    been = booking_in(desk, Status.REDEEMED)
    assert desk.pay(been, 160, key="rest").due_vnd == 0
    with pytest.raises(PaymentError):
        desk.pay(been, 1, key="more")
    terms = Terms(steps=((400, 50), (0, 50)))
    (c,) = offered(desk, session("c", 13))
    gone = desk.confirm(desk.hold([c], 2, key="h2", price=200, terms=terms).id, key="c2").id
    assert desk.cancel(gone, key="x2").due_vnd == 100
    paid = desk.pay(gone, 100, key="fee")
    assert (paid.status, paid.due_vnd) == (Status.CANCELLED, 0)
    assert desk.refund(gone, 100, key="waived").due_vnd == 0
    assert desk.differences() == []


def test_a_refused_key_can_be_used_again(sqlite: str) -> None:
    desk = Desk(sqlite, clock=Clock())
    id = booking_in(desk, Status.ON_HOLD)
    with pytest.raises(TransitionError):
        desk.redeem(id, key="again")
    assert desk.confirm(id, key="again").status is Status.CONFIRMED


def test_nothing_leads_out_of_an_expired_booking_and_everything_starts_with_a_hold() -> None:
    assert {operation for origin, operation in TRANSITIONS if origin is Status.EXPIRED} == set()
    assert [operation for origin, operation in TRANSITIONS if origin is None] == ["hold"]
    with pytest.raises(TransitionError, match="hold first"):
        after("b", None, "confirm")


def test_the_diagram_of_the_page_is_drawn_from_the_table() -> None:
    (drawn,) = re.findall(r"```mermaid\n(.*?)\n```", PAGE.read_text(encoding="utf-8"), re.S)
    assert drawn == diagram()
    arrows = re.findall(r"(\S+) --> (\S+): (.*)", drawn)
    said = {(origin, name): target for origin, target, names in arrows for name in names.split(", ")}
    assert said == {(origin or "[*]", name): target for (origin, name), target in TRANSITIONS.items()}
