"""What people send who mean no good, or did not look: each case a clear error, and nothing changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from booking_cases import Clock, offered, session
from pydantic import ValidationError

from tourplanner.booking import Booking, Conditions, Desk, Duty, Household, Resource, Status, Terms
from tourplanner.errors import BookingError, GoalError, KeyConflictError, TransitionError, UnknownIdError
from tourplanner.model import Money, Party

DIRTY = ["'; DROP TABLE booking; --", '"', "%", "_", "\\", "😀", "a' OR '1'='1", "$(id)", "{0}"]


@pytest.fixture
def desk(sqlite: str) -> Desk:
    """What is refused before the database is asked, is refused on both alike."""
    return Desk(sqlite, clock=Clock())


@pytest.fixture
def held(desk: Desk) -> Booking:
    sessions = offered(desk, session("a"), session("b", 11))
    return desk.hold(sessions, 4, key="held", price=1000)


def unchanged(desk: Desk, held: Booking, call: Any, error: type[Exception] = GoalError, match: str = ".") -> None:
    entries = len(desk.audit())
    with pytest.raises(error, match=match):
        call()
    assert desk.booking(held.id) == held
    assert len(desk.audit()) == entries


@pytest.mark.parametrize("pax", [0, -1, 10_001, 10**30, 2.0, float("nan"), True, "2", None, Party(adults=0)])
def test_guests_that_are_no_number_of_guests(desk: Desk, held: Booking, pax: Any) -> None:
    unchanged(desk, held, lambda: desk.hold([session("a").id], pax, key="k"))


@pytest.mark.parametrize("pax", [0, -1, 2.5, float("inf"), False])
def test_parties_to_amend_or_cancel_that_are_none(desk: Desk, held: Booking, pax: Any) -> None:
    unchanged(desk, held, lambda: desk.amend(held.id, key="k", party=pax))
    unchanged(desk, held, lambda: desk.cancel(held.id, key="k", guests=pax))


@pytest.mark.parametrize("ttl", [timedelta(0), timedelta(minutes=-1), timedelta(days=10**5), 30, None])
def test_times_to_live_that_are_none(desk: Desk, held: Booking, ttl: Any) -> None:
    unchanged(desk, held, lambda: desk.hold([session("a").id], 1, key="k", ttl=ttl))
    unchanged(desk, held, lambda: desk.extend(held.id, key="k", ttl=ttl))


@pytest.mark.parametrize("amount", [0, -1, 10**16, 1.5, float("nan"), True, Money(amount=5, currency="EUR")])
def test_amounts_that_are_none(desk: Desk, held: Booking, amount: Any) -> None:
    unchanged(desk, held, lambda: desk.pay(held.id, amount, key="k"))
    unchanged(desk, held, lambda: desk.refund(held.id, amount, key="k"))


@pytest.mark.parametrize("price", [-1, 10**16, 0.5, Money(amount=5, currency="USD")])
def test_prices_that_are_none(desk: Desk, held: Booking, price: Any) -> None:
    unchanged(desk, held, lambda: desk.hold([session("a").id], 1, key="k", price=price))


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "a\nb", "a\x00b", "a\ud800b", "\u202egnirts", "a\u2028b", 7, None])
def test_keys_that_cannot_be_kept(desk: Desk, held: Booking, key: Any) -> None:
    unchanged(desk, held, lambda: desk.confirm(held.id, key=key))
    unchanged(desk, held, lambda: desk.hold([session("a").id], 1, key=key))


@pytest.mark.parametrize("text", DIRTY)
def test_text_is_text_wherever_it_goes(ledger: str, text: str) -> None:
    desk = Desk(ledger, clock=Clock())
    held = desk.hold(offered(desk, session("a"), session("b", 11)), 4, key="held")
    again = desk.hold([session("a").id], 1, key=text, reference=text)
    assert again.reference == text
    assert desk.hold([session("a").id], 1, key=text, reference=text) == again
    for call in (lambda: desk.confirm(text, key="k"), lambda: desk.booking(text)):
        with pytest.raises(UnknownIdError):
            call()
    with pytest.raises(BookingError, match="NOT_OFFERED"):
        desk.hold([text], 1, key="other")
    assert desk.bookings(session=text) == ()
    assert desk.audit(text) == []
    day = session("a").begin.date()
    assert desk.availability(first=day, last=day, experience=text) == ()
    assert desk.shares(text) == ()
    assert {booking.id for booking in desk.bookings()} == {held.id, again.id}


@pytest.mark.parametrize("sessions", [[], "a/2027-03-20-0900", ["a"] * 2, [f"s{n}" for n in range(201)], [7], ["\x00"]])
def test_itineraries_that_are_none(desk: Desk, held: Booking, sessions: Any) -> None:
    unchanged(desk, held, lambda: desk.hold(sessions, 1, key="k"))


def test_a_key_used_with_other_words_is_a_conflict_for_every_operation(desk: Desk, held: Booking) -> None:
    calls = {
        "hold": lambda: desk.hold([session("b").id], 4, key="held"),
        "confirm": lambda: desk.confirm(held.id, key="held"),
        "extend": lambda: desk.extend(held.id, key="held"),
        "amend": lambda: desk.amend(held.id, key="held", party=5),
        "cancel": lambda: desk.cancel(held.id, key="held"),
        "redeem": lambda: desk.redeem(held.id, key="held"),
        "pay": lambda: desk.pay(held.id, 5, key="held"),
        "refund": lambda: desk.refund(held.id, 5, key="held"),
    }
    for operation, call in calls.items():
        unchanged(desk, held, call, KeyConflictError, match=f"{operation} under the key 'held'")


def test_twice_cancelled_and_confirmed_too_late(desk: Desk, held: Booking) -> None:
    other = desk.hold([session("a").id], 1, key="o", ttl=timedelta(minutes=1))
    desk.cancel(held.id, key="x")
    with pytest.raises(TransitionError, match="it is CANCELLED"):
        desk.cancel(held.id, key="y")
    desk.clock.forward(minutes=1)  # type: ignore[attr-defined]
    with pytest.raises(TransitionError, match="it is EXPIRED"):
        desk.confirm(other.id, key="c")
    assert desk.booking(other.id).status is Status.EXPIRED


def test_moving_ahead_does_not_escape_the_fee(desk: Desk) -> None:
    near, _far = offered(desk, session("a"), session("a", day=60))
    booking = desk.hold([near], 2, key="h", price=1000, terms=Terms(steps=((30, 50), (0, 50))))
    desk.confirm(booking.id, key="c")
    desk.amend(booking.id, key="m", on=session("a", day=60).begin.date())
    assert desk.cancel(booking.id, key="x").fees_vnd == 500


def test_a_clock_without_a_zone_is_refused(sqlite: str) -> None:
    desk = Desk(sqlite, clock=lambda: datetime(2027, 3, 1))
    with pytest.raises(GoalError, match="no time zone"):
        desk.expire()


def test_values_refuse_what_they_cannot_be() -> None:
    day = session("a").begin
    for make in (
        lambda: Conditions(cutoff=timedelta(days=-1)),
        lambda: Conditions(party_min=0),
        lambda: Conditions(lead_days=10**6),
        lambda: Resource(id="Kiln!", name="x", capacity=1),
        lambda: Resource(id="kiln", name="x", capacity=-1),
        lambda: Household(id="h", name="", turn=0),
        lambda: Duty(household="h", begin=day.replace(tzinfo=None), end=day, places=1),
        lambda: Terms(steps=((0, 101),)),
    ):
        with pytest.raises(ValidationError):
            make()


def test_a_duty_that_ends_before_it_begins_and_a_session_that_does(desk: Desk) -> None:
    day = session("a").begin
    with pytest.raises(GoalError, match="end before they begin"):
        desk.on_duty("coop", [Duty(household="h", begin=day, end=day, places=1)])
    with pytest.raises(GoalError, match="not after it begins"):
        desk.offer([session("a").replace(end=day)])
    with pytest.raises(GoalError, match="the capacity is -1"):
        desk.offer([session("a")], capacity=-1)
