"""What people send who mean no good, or did not look: each case a clear error, and nothing changed."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from booking_cases import Clock, offered, session
from pydantic import ValidationError
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from tourplanner.booking import Booking, Conditions, Desk, Duty, Household, Resource, Status, Terms
from tourplanner.booking.guest_tables import datum
from tourplanner.booking.papers import Guest
from tourplanner.booking.personal import Consent
from tourplanner.booking.tickets import Keyring
from tourplanner.errors import (
    BookingError,
    GoalError,
    KeyConflictError,
    TransitionError,
    UnavailableError,
    UnknownIdError,
)
from tourplanner.model import HANOI, Money, Party

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


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "a\nb", "\u202eb", "", "x" * 201])
def test_what_no_database_keeps_is_refused_wherever_it_is_asked_for(ledger: str, text: str) -> None:
    desk, day, ring = Desk(ledger, clock=Clock()), session("a").begin, Keyring.new("A")
    held = desk.hold(offered(desk, session("a")), 1, key="held")
    person = desk.note_guest(held.id, 1, Guest(name="Zoë"))
    calls: list[Callable[[], Any]] = [
        lambda: desk.booking(text),
        lambda: desk.bookings(session=text),
        lambda: desk.audit(text),
        lambda: desk.shares(text),
        lambda: desk.availability(first=day.date(), last=day.date(), experience=text),
        lambda: desk.shut([text], reason="x"),
        lambda: desk.reopen([text]),
        lambda: desk.drop_out(text, "h", begin=day, end=day + timedelta(hours=1)),
        lambda: desk.on_duty(text, [Duty(household="h", begin=day, end=day + timedelta(hours=1), places=1)]),
        lambda: desk.tickets(text, ring),
        lambda: desk.revoke_tickets(text),
        lambda: desk.supplier_letters(text, ring, office="A", experiences=[]),
        lambda: desk.note_answer(text, accepts=True, key="k", by="web"),
        lambda: desk.note_guest(text, 1, Guest(name="Zoë")),
        lambda: desk.note_guest(held.id, 1, Guest(name="Zoë"), person=text),
        lambda: desk.person(text, 1),
        lambda: desk.remove_guest(text, 1),
        lambda: desk.dossier(text),
        lambda: desk.guest_list([text]),
    ]
    for call in calls:
        unchanged(desk, held, call)
    assert desk.person(held.id, 1) == person


@pytest.mark.parametrize("bad", ["\0", "\ud800"])
def test_an_error_about_a_guest_repeats_nothing_of_them(ledger: str, bad: str) -> None:
    desk = Desk(ledger, clock=Clock())
    person = desk.note_guest(desk.hold(offered(desk, session("a")), 1, key="h").id, 1, Guest(name="Zoë"))
    before = desk.dossier(person)
    consent = Consent(purpose="meals", given=session("a").begin, proof=f"letter of Zoë{bad}")
    with pytest.raises(GoalError, match=f"the proof holds the character U\\+{ord(bad):04X}") as refused:
        desk.give_consent(person, consent)
    assert "Zoë" not in "".join(traceback.format_exception(refused.value, limit=0))
    assert desk.dossier(person) == before


def test_what_the_database_refuses_shows_no_values(ledger: str) -> None:
    desk = Desk(ledger, clock=Clock())
    held = desk.hold(offered(desk, session("a")), 1, key="h")
    desk.note_guest(held.id, 1, Guest(name="Zoë"))
    row = {"person": "nobody", "number": 1, "name": "name", "value": "Zoë", "purpose": "x", "last_needed_utc": 1}
    with pytest.raises(DBAPIError) as refused:
        desk.store.run(lambda connection: connection.execute(insert(datum), row))
    assert "Zoë" not in str(refused.value)


def test_a_price_that_grows_beyond_all_numbers_is_refused(ledger: str) -> None:
    desk = Desk(ledger, clock=Clock())
    booking = desk.hold(offered(desk, session("a", places=10_000)), 1, key="h", price=10**15)
    unchanged(desk, booking, lambda: desk.amend(booking.id, key="m", party=10_000), match="the price of the whole")
    assert desk.amend(booking.id, key="n", party=10_000, price=10**15).price_vnd == 10**15


def test_selling_ends_a_minute_before_midnight_and_a_session_is_on_a_leap_day(desk: Desk) -> None:
    begin = datetime(2028, 2, 29, 23, 59, tzinfo=HANOI)
    late = session("a").replace(id="a/leap", begin=begin, end=begin + timedelta(hours=2))
    (a,) = offered(desk, late, conditions=Conditions(cutoff=timedelta(days=1)))
    desk.clock.now = datetime(2028, 2, 28, 23, 58, 59, tzinfo=HANOI)  # type: ignore[attr-defined]
    held = desk.hold([a], 1, key="h", ttl=timedelta(hours=72))
    assert (held.departs, held.expires) == (begin.date(), begin)
    desk.clock.forward(seconds=1)  # type: ignore[attr-defined]
    with pytest.raises(UnavailableError, match="PAST_BOOKING_CUTOFF"):
        desk.hold([a], 1, key="late")


def test_an_hour_that_does_not_come_is_the_one_after_it(desk: Desk) -> None:
    """Paris, 28 March 2027: 02:30 does not come; whoever writes it is understood as 03:30, once."""
    paris = ZoneInfo("Europe/Paris")
    gap = datetime(2027, 3, 28, 2, 30, tzinfo=paris)
    end = datetime(2027, 3, 28, 4, 30, tzinfo=paris)
    desk.offer([session("a").replace(id="a/gap", begin=gap, end=end)], zone=paris)
    (found,) = desk.availability(first=gap.date(), last=gap.date(), zone=paris)
    assert (found.begin.hour, found.end - found.begin) == (3, timedelta(hours=1))
