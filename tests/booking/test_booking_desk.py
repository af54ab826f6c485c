"""What the desk does, one thing after the other, on both databases."""

from __future__ import annotations

import json
import pickle
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from booking_cases import DAY, NOW, Clock, cooperative, offered, oversold, session
from hypothesis import given
from hypothesis import strategies as st

from tourplanner.booking import (
    Availability,
    Booking,
    Conditions,
    Desk,
    Duty,
    Item,
    Payment,
    Resource,
    Share,
    Status,
    Terms,
    occurrences,
)
from tourplanner.errors import (
    BookingError,
    GoalError,
    KeyConflictError,
    PaymentError,
    Shortage,
    TransitionError,
    UnavailableError,
    UnknownIdError,
)
from tourplanner.model import Money, Party, Session
from tourplanner.testing import small_portfolio


@pytest.fixture
def desk(ledger: str) -> Desk:
    return Desk(ledger, clock=Clock())


def vacancies(desk: Desk, *, day: int = 0) -> dict[str, int]:
    on = (DAY + timedelta(days=day)).date()
    return {each.session: each.vacancies for each in desk.availability(first=on, last=on)}


def short(error: pytest.ExceptionInfo[UnavailableError]) -> dict[str, tuple[str, int]]:
    return {each.session: (each.code, each.left) for each in error.value.shortages}


def test_an_itinerary_of_the_catalogue_is_held_with_its_prices(desk: Desk) -> None:
    tour = small_portfolio()[0]
    desk.offer(occurrences(tour))
    booking = desk.hold(tour, Party(adults=10, languages=("fr", "vi")), key="k")
    assert [item.experience for item in booking.items] == [
        stop.experience.id for stop in tour.stops if not stop.is_break
    ]
    prices = [stop.experience.price.total(booking.party) for stop in tour.stops if not stop.is_break]
    assert [item.price_vnd for item in booking.items] == [price.amount if price else 0 for price in prices]
    assert booking.itinerary == tour.id
    assert booking.party == Party(adults=10, languages=("fr", "vi"))
    assert desk.booking(booking.id) == booking


def test_all_sessions_or_none_with_every_reason_at_once(desk: Desk) -> None:
    a, b, c, d, e = offered(
        desk, *(session(name, hour) for name, hour in zip("abcde", (8, 9, 10, 11, 12), strict=True))
    )
    desk.hold([b], 17, key="other")
    desk.offer([session("c", 10)], Conditions(party_min=10))
    desk.offer([session("d", 11)], Conditions(lead_days=30))
    desk.shut([e], reason="giỗ tổ nghề")
    other = offered(desk, session("b", 14), session("b", 9, day=1))
    with pytest.raises(UnavailableError) as refused:
        desk.hold([a, b, c, d, e, "nowhere"], 4, key="k")
    assert short(refused) == {
        b: ("SOLD_OUT", 3), c: ("PARTY_TOO_SMALL", 10), d: ("PAST_BOOKING_CUTOFF", 0), e: ("CLOSED", 0),
        "nowhere": ("NOT_OFFERED", 0),
    }  # fmt: skip
    assert {each.session: each.nearest for each in refused.value.shortages}[b] == tuple(other)
    assert refused.value.asked == "a hold for 4 guests"
    assert "giỗ tổ nghề" in str(refused.value)
    assert vacancies(desk)[a] == 20
    assert len(desk.bookings()) == 1
    assert desk.reopen([e]) == 1
    assert desk.hold([a, e], 4, key="k").status is Status.ON_HOLD


def test_a_party_larger_than_may_be(desk: Desk) -> None:
    (a,) = offered(desk, session("a"), conditions=Conditions(party_max=8))
    (b,) = offered(desk, session("b", places=6))
    with pytest.raises(UnavailableError) as refused:
        desk.hold([a, b], 9, key="k")
    assert short(refused) == {a: ("PARTY_TOO_LARGE", 8), b: ("PARTY_TOO_LARGE", 6)}


def test_an_expired_hold_frees_its_places_without_anybody_sweeping(desk: Desk) -> None:
    (a,) = offered(desk, session("a", places=1))
    held = desk.hold([a], 1, key="first", ttl=timedelta(minutes=10), price=100)
    desk.pay(held.id, 60, key="deposit", deposit=True)
    desk.clock.forward(minutes=10, seconds=-1)
    with pytest.raises(UnavailableError):
        desk.hold([a], 1, key="second")
    desk.clock.forward(seconds=1)
    assert desk.booking(held.id).status is Status.EXPIRED
    assert desk.hold([a], 1, key="second").status is Status.ON_HOLD
    assert desk.expire() == (held.id,)
    assert desk.expire() == ()
    swept = desk.booking(held.id)
    assert (swept.status, swept.refunded_vnd, swept.price_vnd, swept.due_vnd) == (Status.EXPIRED, 60, 0, 0)
    assert desk.differences() == []


def test_a_hold_is_extended_from_now_and_not_for_ever(desk: Desk) -> None:
    (a,) = offered(desk, session("a"))
    held = desk.hold([a], 1, key="k", ttl=timedelta(hours=1))
    desk.clock.forward(minutes=59)
    assert desk.extend(held.id, key="e", ttl=timedelta(hours=2)).expires == NOW + timedelta(hours=2, minutes=59)
    for hour in range(12, 73, 12):
        desk.clock.now = desk.booking(held.id).expires - timedelta(seconds=1)
        desk.extend(held.id, key=f"e{hour}", ttl=timedelta(hours=13))
    desk.clock.now = desk.booking(held.id).expires - timedelta(seconds=1)
    with pytest.raises(BookingError, match="72 hours at most"):
        desk.extend(held.id, key="more", ttl=timedelta(hours=10))
    assert desk.booking(held.id).expires == NOW + timedelta(hours=72)


def test_a_hold_ends_before_its_first_session(desk: Desk) -> None:
    a, b = offered(desk, session("a", 9), session("b", 8))
    desk.clock.now = DAY + timedelta(hours=7, minutes=50)
    assert desk.hold([a, b], 1, key="k", ttl=timedelta(hours=1)).expires == DAY + timedelta(hours=8)


def test_one_key_one_booking_and_another_request_is_a_conflict(desk: Desk) -> None:
    (a,) = offered(desk, session("a"))
    first = desk.hold([a], 2, key="k", reference="Lumière")
    desk.clock.forward(hours=2)
    assert desk.hold([a], 2, key="k", reference="Lumière") == first
    for other in (lambda: desk.hold([a], 3, key="k", reference="Lumière"), lambda: desk.confirm(first.id, key="k")):
        with pytest.raises(KeyConflictError) as refused:
            other()
        assert (refused.value.key, refused.value.booking) == ("k", first.id)
    assert len(desk.bookings()) == 1


def test_an_answer_is_given_again_after_the_state_moved_on(desk: Desk) -> None:
    (a,) = offered(desk, session("a"))
    held = desk.hold([a], 2, key="k")
    confirmed = desk.confirm(held.id, key="c")
    desk.cancel(held.id, key="x")
    assert desk.confirm(held.id, key="c") == confirmed
    assert desk.booking(held.id).status is Status.CANCELLED


def confirmed(desk: Desk, sessions: list[str], party: Party | int = 10, **options: object) -> Booking:
    held = desk.hold(sessions, party, key=f"hold {len(desk.bookings())}", **options)  # type: ignore[arg-type]
    return desk.confirm(held.id, key=f"confirm {held.id}")


def test_four_of_twenty_four_guests_cancel_ten_days_before(desk: Desk) -> None:
    sessions = offered(desk, session("a", 9, places=30), session("b", 11, places=30))
    booking = confirmed(desk, sessions, 24, price=24_000_001)
    desk.pay(booking.id, 24_000_001, key="p")
    desk.clock.now = NOW + timedelta(days=9)
    after = desk.cancel(booking.id, key="x", guests=4)
    gone = booking.price_vnd - after.price_vnd
    assert [item.pax for item in after.items] == [20, 20]
    assert gone in (4_000_000, 4_000_001)
    assert after.fees_vnd == 1_200_000
    assert after.refunded_vnd == gone - 1_200_000
    assert after.due_vnd == 0
    assert after.payments[-1].kind == "refund"
    assert vacancies(desk)[sessions[0]] == 10
    whole = desk.cancel(booking.id, key="y")
    assert (whole.status, whole.price_vnd, whole.due_vnd) == (Status.CANCELLED, 0, 0)
    assert whole.paid_vnd - whole.refunded_vnd == whole.fees_vnd
    assert vacancies(desk)[sessions[0]] == 30


def test_one_session_is_cancelled_and_the_last_one_is_all(desk: Desk) -> None:
    a, b = offered(desk, session("a", 9), session("b", 11))
    booking = confirmed(desk, [a, b], price=1000, terms=Terms(steps=((365, 100), (0, 100))))
    part = desk.cancel(booking.id, key="x", sessions=[b])
    assert [(item.session, item.cancelled) for item in part.items] == [(a, False), (b, True)]
    assert (part.status, part.price_vnd, part.fees_vnd) == (Status.CONFIRMED, 500, 500)
    assert vacancies(desk) == {a: 10, b: 20}
    with pytest.raises(UnknownIdError, match="session of the booking"):
        desk.cancel(booking.id, key="y", sessions=[b])
    assert desk.cancel(booking.id, key="y", sessions=[a]).status is Status.CANCELLED


def test_those_who_stay_must_be_enough_and_those_who_go_must_be_there(desk: Desk) -> None:
    (a,) = offered(desk, session("a"), conditions=Conditions(party_min=4))
    booking = confirmed(desk, [a], Party(adults=4, children=2))
    with pytest.raises(UnavailableError) as refused:
        desk.cancel(booking.id, key="x", guests=3)
    assert short(refused) == {a: ("PARTY_TOO_SMALL", 4)}
    for many in (Party(adults=1, children=3), Party(adults=4, children=2)):
        with pytest.raises(BookingError, match="it is for 4 adults and 2 children"):
            desk.cancel(booking.id, key="x", guests=many)
    assert desk.cancel(booking.id, key="x", guests=Party(adults=0, children=2)).party == Party(adults=4, children=0)


def test_amending_the_party_one_stop_and_the_day(desk: Desk) -> None:
    a, b, later, a2, b2 = offered(
        desk, session("a", 9), session("b", 11), session("b", 14), session("a", 9, day=2), session("b", 11, day=2)
    )
    booking = confirmed(desk, [a, b], price=1000)
    grown = desk.amend(booking.id, key="1", party=12)
    assert ([item.pax for item in grown.items], grown.price_vnd) == ([12, 12], 1200)
    moved = desk.amend(booking.id, key="2", moves={b: later})
    assert [item.session for item in moved.items] == [a, later]
    back = desk.amend(booking.id, key="3", moves={later: b}, price=2000)
    assert (back.price_vnd, [item.price_vnd for item in back.items]) == (2000, [1000, 1000])
    shifted = desk.amend(booking.id, key="4", on=date(2027, 3, 22))
    assert [item.session for item in shifted.items] == [a2, b2]
    assert shifted.departs == date(2027, 3, 20), "terms count from the earliest day ever confirmed"
    assert vacancies(desk) == {a: 20, b: 20, later: 20}
    with pytest.raises(UnavailableError) as refused:
        desk.amend(booking.id, key="5", on=date(2027, 3, 21))
    assert set(short(refused)) == {a2, b2}
    assert [entry.kind for entry in desk.outbox()] == ["confirmed", *["amended"] * 4]


def test_what_cannot_be_amended_stays(desk: Desk) -> None:
    a, b, full = offered(desk, session("a", 9), session("b", 11), session("c", 14, places=15))
    desk.hold([full], 10, key="others")
    booking = confirmed(desk, [a, b])
    before = desk.booking(booking.id)
    with pytest.raises(BookingError, match=r"it is confirmed.*cancel\(…, guests=2\)"):
        desk.amend(booking.id, key="1", party=8)
    with pytest.raises(UnavailableError) as refused:
        desk.amend(booking.id, key="1", moves={b: full})
    assert short(refused) == {full: ("SOLD_OUT", 5)}
    with pytest.raises(BookingError, match="two stops would be one session"):
        desk.amend(booking.id, key="1", moves={b: a})
    with pytest.raises(UnknownIdError):
        desk.amend(booking.id, key="1", moves={full: a})
    desk.redeem(booking.id, key="r", session=a)
    with pytest.raises(BookingError, match="the guests have been at"):
        desk.amend(booking.id, key="1", moves={a: session("d").id})
    desk.clock.now = DAY + timedelta(hours=12)
    with pytest.raises(UnavailableError, match="too late to leave"):
        desk.amend(booking.id, key="1", moves={b: full})
    assert desk.booking(booking.id).items[1] == before.items[1]


def test_fewer_and_more_guests_pay_the_natural_share(desk: Desk) -> None:
    """Seven sessions whose prices no sixth divides: the sums are those of the whole booking, rounded once."""
    sessions = offered(desk, *(session(f"s{hour}", hour, places=30) for hour in range(8, 15)))
    terms = Terms(steps=((30, 30), (0, 30)))
    booking = confirmed(desk, sessions, 24, price=27_453_600, terms=terms)
    fewer = desk.cancel(booking.id, key="1", guests=4)
    assert (fewer.price_vnd, fewer.fees_vnd) == (22_878_000, 1_372_680)
    assert sum(item.price_vnd for item in fewer.items) == fewer.price_vnd
    more = desk.amend(booking.id, key="2", party=24)
    assert more.price_vnd == 27_453_600


def test_who_cancelled_after_the_first_stop_does_not_keep_the_others_from_moving(desk: Desk) -> None:
    a, b, c = offered(desk, session("a", 9), session("b", 11), session("c", 14))
    booking = confirmed(desk, [a, b])
    desk.redeem(booking.id, key="r", session=a)
    desk.cancel(booking.id, key="1", guests=2)
    moved = desk.amend(booking.id, key="2", moves={b: c})
    assert [(item.session, item.pax) for item in moved.items] == [(a, 10), (c, 8)]
    with pytest.raises(BookingError, match="the guests have been at"):
        desk.amend(booking.id, key="3", party=12)


def test_who_could_wait_is_told_so(desk: Desk) -> None:
    (a,) = offered(desk, session("a", 9, places=5), conditions=Conditions(party_min=2))
    with pytest.raises(UnavailableError, match=r"or fewer guests$") as refused:
        desk.hold([a], 1, key="too few")
    assert not refused.value.may_wait
    desk.hold([a], 3, key="first")
    with pytest.raises(UnavailableError, match=r"or fewer guests, or take a place in the waiting line: wait\(…\)$"):
        desk.hold([a], 3, key="1")
    assert desk.wait([a], 3, key="1").state == "WAITING"


def test_bookings_are_found_by_the_callers_own_number(desk: Desk) -> None:
    a, b = offered(desk, session("a", 9), session("b", 11))
    ids = [desk.hold([where], 2, key=f"{n}", reference=name).id for n, (where, name) in enumerate(
        [(a, "Lumière 7"), (b, "Lumière 7"), (a, "Lumière 70"), (a, "")])]  # fmt: skip
    assert {each.id for each in desk.bookings(reference="Lumie\u0300re 7 ")} == set(ids[:2])
    assert [each.id for each in desk.bookings(reference="Lumière 7", session=b)] == [ids[1]]
    assert [each.id for each in desk.bookings(reference="")] == [ids[3]]
    assert desk.bookings(reference="lumière 7") == ()


def test_guests_are_redeemed_once_for_each_session(desk: Desk) -> None:
    a, b = offered(desk, session("a", 9), session("b", 11))
    booking = confirmed(desk, [a, b])
    part = desk.redeem(booking.id, key="1", session=a)
    assert (part.status, [item.redeemed is not None for item in part.items]) == (Status.CONFIRMED, [True, False])
    assert desk.redeem(booking.id, key="1", session=a) == part
    with pytest.raises(TransitionError, match="the ticket was used"):
        desk.redeem(booking.id, key="2", session=a)
    with pytest.raises(BookingError, match="the guests have been at"):
        desk.cancel(booking.id, key="x")
    assert desk.redeem(booking.id, key="3", session=b).status is Status.REDEEMED


def test_money_in_and_out(desk: Desk) -> None:
    (a,) = offered(desk, session("a"))
    booking = confirmed(desk, [a], price=Money(amount=1000))
    desk.pay(booking.id, 300, key="1", deposit=True, reference="FT27030")
    with pytest.raises(PaymentError) as refused:
        desk.pay(booking.id, 701, key="2")
    assert (refused.value.amount, refused.value.most) == (701, 700)
    assert desk.pay(booking.id, 700, key="2").due_vnd == 0
    with pytest.raises(PaymentError, match="at most 1000 can be"):
        desk.refund(booking.id, 1001, key="3")
    back = desk.refund(booking.id, 100, key="3", reference="mưa")
    assert [(each.kind, each.amount_vnd, each.reference) for each in back.payments] == [
        ("deposit", 300, "FT27030"), ("payment", 700, ""), ("refund", 100, "mưa"),
    ]  # fmt: skip
    assert back.due_vnd == 100


def test_a_fee_that_is_waived_is_owed_no_more(desk: Desk) -> None:
    (a,) = offered(desk, session("a"))
    booking = confirmed(desk, [a], price=1000, terms=Terms(steps=((365, 100), (0, 100))))
    desk.pay(booking.id, 1000, key="p")
    assert desk.cancel(booking.id, key="x").fees_vnd == 1000
    waived = desk.refund(booking.id, 400, key="w")
    assert (waived.fees_vnd, waived.refunded_vnd, waived.due_vnd) == (600, 400, 0)
    with pytest.raises(PaymentError, match="600 were paid and not refunded"):
        desk.refund(booking.id, 601, key="w2")


def test_a_kiln_has_so_many_guests_at_a_time_and_a_master_one_session(desk: Desk) -> None:
    desk.share(Resource(id="kiln", name="Lò bầu cổ", capacity=10))
    desk.share(Resource(id="master", name="Nghệ nhân", capacity=1, per="session"))
    a, b, c = offered(desk, session("a", 9), session("b", 9.5), session("c", 10), conditions=Conditions(uses=("kiln",)))
    m, n = offered(desk, session("m", 9), session("n", 9.5), conditions=Conditions(uses=("master",)))
    desk.hold([a], 6, key="1")
    assert {name: vacancies(desk)[name] for name in (a, b, c)} == {a: 4, b: 4, c: 10}
    desk.hold([b], 3, key="2")
    assert {name: vacancies(desk)[name] for name in (a, b, c)} == {a: 1, b: 1, c: 7}
    desk.hold([m], 6, key="3")
    assert {name: vacancies(desk)[name] for name in (m, n)} == {m: 14, n: 0}
    desk.hold([m], 6, key="4")
    with pytest.raises(UnavailableError):
        desk.hold([n], 1, key="5")
    with pytest.raises(UnavailableError) as refused:
        desk.share(Resource(id="kiln", name="Lò bầu cổ", capacity=8))
    assert short(refused) == {a: ("ALREADY_BOOKED", 0), b: ("ALREADY_BOOKED", 0)}
    desk.share(Resource(id="kiln", name="Lò bầu cổ", capacity=9))
    assert vacancies(desk)[b] == 0


def test_two_stops_of_one_itinerary_share_a_resource(desk: Desk) -> None:
    desk.share(Resource(id="kiln", name="Lò", capacity=10))
    a, b = offered(desk, session("a", 9), session("b", 9.5), conditions=Conditions(uses=("kiln",)))
    with pytest.raises(UnavailableError) as refused:
        desk.hold([a, b], 6, key="k")
    assert short(refused) == {b: ("SOLD_OUT", 4)}


def test_a_cooperative_has_the_places_of_its_households_and_deals_by_rotation(desk: Desk) -> None:
    cooperative(desk, [6, 6, 6])
    a, b = offered(desk, session("a", 9, places=40), session("b", 14, places=40), conditions=Conditions(pool="coop"))
    assert vacancies(desk) == {a: 18, b: 18}
    first = desk.hold([a], 4, key="1").items[0].shares
    second = desk.hold([a], 10, key="2").items[0].shares
    assert [(share.household, share.pax) for share in first] == [("h0", 4)]
    assert [(share.household, share.pax) for share in second] == [("h1", 6), ("h2", 4)]
    third = desk.hold([b], 3, key="3").items[0].shares
    assert [(share.household, share.pax) for share in third] == [("h0", 3)]
    assert [(each.household, each.guests, each.sessions) for each in desk.shares("coop")] == [
        ("h0", 7, 2), ("h1", 6, 1), ("h2", 4, 1),
    ]  # fmt: skip
    assert vacancies(desk) == {a: 4, b: 15}


def test_a_household_drops_out_and_its_guests_are_dealt_to_the_others(desk: Desk) -> None:
    cooperative(desk, [6, 6, 6])
    (a,) = offered(desk, session("a", 9, places=40), conditions=Conditions(pool="coop"))
    booking = confirmed(desk, [a], 12)
    whole_day = {"begin": DAY, "end": DAY + timedelta(days=1)}
    assert desk.drop_out("coop", "h0", **whole_day) == {booking.id: [(a, "h2", 6)]}
    shares = {share.household: share.pax for share in desk.booking(booking.id).items[0].shares}
    assert shares == {"h1": 6, "h2": 6}
    with pytest.raises(UnavailableError) as refused:
        desk.drop_out("coop", "h1", **whole_day)
    assert short(refused) == {a: ("SOLD_OUT", 0)}
    assert vacancies(desk) == {a: 0}
    desk.on_duty("coop", [Duty(household="h0", begin=DAY, end=DAY + timedelta(days=1), places=8)])
    assert desk.drop_out("coop", "h1", **whole_day) == {booking.id: [(a, "h0", 6)]}
    assert desk.differences() == []


def test_a_household_that_leaves_early_has_no_places_for_what_ends_later(desk: Desk) -> None:
    cooperative(desk, [6])
    a, b = offered(desk, session("a", 9), session("b", 11.5), conditions=Conditions(pool="coop"))
    desk.drop_out("coop", "h0", begin=DAY + timedelta(hours=12), end=DAY + timedelta(hours=20))
    assert vacancies(desk) == {a: 6, b: 0}
    with pytest.raises(UnknownIdError, match="household of pool coop"):
        desk.drop_out("coop", "h9", begin=DAY, end=DAY + timedelta(days=1))


def test_guests_who_leave_a_pool_leave_the_smallest_share_first(desk: Desk) -> None:
    cooperative(desk, [6, 6])
    (a,) = offered(desk, session("a", places=40), conditions=Conditions(pool="coop"))
    booking = confirmed(desk, [a], 10)
    after = desk.cancel(booking.id, key="x", guests=5)
    assert after.items[0].shares == (Share(household="h0", pax=5),)


def test_what_is_booked_cannot_be_published_away(desk: Desk) -> None:
    (a,) = offered(desk, session("a"))
    booking = confirmed(desk, [a])
    with pytest.raises(UnavailableError) as refused:
        desk.offer([session("a", places=9)])
    assert short(refused) == {a: ("ALREADY_BOOKED", 0)}
    with pytest.raises(BookingError, match="10 guests have booked it as it is"):
        desk.offer([session("a").replace(end=DAY + timedelta(hours=12))])
    assert desk.offer([session("a", places=10)]) == 1
    assert oversold(desk) == []
    assert desk.booking(booking.id).items[0].end == DAY + timedelta(hours=10)


def test_selling_ends_at_the_cutoff(desk: Desk) -> None:
    (a,) = offered(desk, session("a"), conditions=Conditions(cutoff=timedelta(hours=2)))
    desk.clock.now = DAY + timedelta(hours=7, seconds=-1)
    held = desk.hold([a], 1, key="in time")
    desk.clock.forward(seconds=1)
    with pytest.raises(UnavailableError, match="selling ended at 2027-03-20 07:00"):
        desk.hold([a], 1, key="late")
    assert desk.availability(first=DAY.date(), last=DAY.date())[0].status == "CLOSED"
    assert desk.confirm(held.id, key="c").status is Status.CONFIRMED


@pytest.mark.parametrize("guest", ["Europe/Paris", "America/New_York", "Australia/Sydney"])
def test_guests_book_from_other_clocks_and_days(desk: Desk, guest: str) -> None:
    (a,) = offered(desk, session("a"))
    desk.clock.now = datetime(2027, 3, 14, 8, 30, tzinfo=ZoneInfo(guest))
    booking = desk.hold([a], 1, key="k")
    assert booking.items[0].begin == DAY + timedelta(hours=9)
    assert str(booking.items[0].begin.tzinfo) == "Asia/Ho_Chi_Minh"
    assert booking.expires - desk.clock.now == timedelta(minutes=30)


def test_an_hour_that_comes_twice_is_two_sessions(desk: Desk) -> None:
    """Paris, 31 October 2027: 02:30 comes at +02:00 and again at +01:00."""
    paris = ZoneInfo("Europe/Paris")
    early = datetime(2027, 10, 31, 2, 30, tzinfo=paris)
    twice = [early, early.replace(fold=1)]
    each = [
        Session(id=f"night/{n}", experience="night", begin=begin, end=begin + timedelta(hours=3), places_left=5)
        for n, begin in enumerate(twice)
    ]
    desk.offer(each, zone=paris)
    found = desk.availability(first=date(2027, 10, 31), last=date(2027, 10, 31), zone=paris)
    assert found[1].begin.astimezone(ZoneInfo("UTC")) - found[0].begin.astimezone(ZoneInfo("UTC")) == timedelta(hours=1)


def test_availability_in_octos_words(desk: Desk) -> None:
    (a,) = offered(desk, session("a", places=10))
    statuses = []
    for guests in (0, 5, 1, 4):
        if guests:
            desk.hold([a], guests, key=f"k{guests}")
        (found,) = desk.availability(first=DAY.date(), last=DAY.date(), experience="a")
        statuses.append((found.status, found.vacancies))
    assert statuses == [("AVAILABLE", 10), ("AVAILABLE", 5), ("LIMITED", 4), ("SOLD_OUT", 0)]
    assert desk.availability(first=DAY.date(), last=DAY.date(), experience="b") == ()


def test_messages_are_written_with_what_they_are_about(desk: Desk) -> None:
    cooperative(desk, [6, 6])
    (a,) = offered(desk, session("a"), conditions=Conditions(pool="coop"))
    held = desk.hold([a], Party(adults=8, languages=("fr",)), key="k")
    assert desk.outbox() == []
    with pytest.raises(TransitionError):
        desk.redeem(held.id, key="r")
    desk.confirm(held.id, key="c")
    (message,) = desk.outbox()
    assert (message.kind, message.booking) == ("confirmed", held.id)
    assert json.loads(message.data) == {
        "reference": "", "languages": ["fr"],
        "sessions": [{"session": a, "pax": 8, "cancelled": False, "shares": {"h0": 6, "h1": 2}}],
    }  # fmt: skip
    assert (desk.sent(message.number), desk.sent(message.number)) == (True, False)
    assert desk.outbox() == []


def test_the_log_rebuilds_the_ledger(desk: Desk) -> None:
    a, b, c = offered(desk, session("a", 9), session("b", 11), session("b", 14))
    booking = confirmed(desk, [a, b], price=1000)
    desk.amend(booking.id, key="1", moves={b: c})
    desk.cancel(booking.id, key="2", guests=1)
    desk.shut([b], reason="mưa")
    assert desk.differences() == []
    assert [entry.operation for entry in desk.audit(booking.id)] == ["hold", "confirm", "amend", "cancel"]
    assert [entry.number for entry in desk.audit()] == sorted(entry.number for entry in desk.audit())


def test_unknown_names(desk: Desk) -> None:
    with pytest.raises(UnknownIdError, match="no booking 'x'"):
        desk.booking("x")
    for operation in (desk.confirm, desk.cancel, desk.extend, desk.redeem, desk.amend):
        with pytest.raises(UnknownIdError, match="no booking 'x'"):
            operation("x", key="k")
    with pytest.raises(UnknownIdError, match="no resource 'kiln'"):
        desk.offer([session("a")], Conditions(uses=("kiln",)))
    with pytest.raises(UnknownIdError, match="no pool 'coop'"):
        desk.offer([session("a")], Conditions(pool="coop"))
    with pytest.raises(UnknownIdError, match="no session 'a'"):
        desk.shut(["a"], reason="mưa")
    with pytest.raises(GoalError, match="named twice"):
        desk.offer([session("a"), session("a")])


@given(st.integers(0, 100), st.integers(0, 100))
def test_values_hold_whole_numbers(price: int, paid: int) -> None:
    booking = Booking(
        id="b", status=Status.CONFIRMED, itinerary="", reference="", party=Party(adults=1), created=NOW, expires=None,
        items=(Item(session="s", experience="e", begin=NOW, end=NOW, pax=1, price_vnd=price),), departs=NOW.date(),
        terms=Terms(), price_vnd=price, fees_vnd=0, paid_vnd=paid, refunded_vnd=0,
        payments=(Payment(kind="payment", amount_vnd=paid, at=NOW),),
    )  # fmt: skip
    assert booking.due_vnd == price - paid
    assert Booking.model_validate_json(booking.model_dump_json()) == booking


def test_shortages_read_as_a_line() -> None:
    line = str(Shortage("a", "SOLD_OUT", 4, 3, "3 of 20 places are left", ("b", "c")))
    assert line == "a: SOLD_OUT, asked 4, left 3: 3 of 20 places are left → b, c"


def test_availability_is_made_as_if_it_were_checked(ledger: str) -> None:
    desk = Desk(ledger, clock=Clock())
    a, _ = offered(desk, session("a"), session("b", 10, places=0))
    desk.hold([a], 12, key="k")
    for each in desk.availability(first=DAY.date(), last=DAY.date()):
        checked = Availability(**{name: getattr(each, name) for name in Availability.model_fields})
        assert (each, hash(each), each.model_dump_json()) == (checked, hash(checked), checked.model_dump_json())
        assert pickle.loads(pickle.dumps(each)) == each.model_copy() == checked
        assert each.model_fields_set == checked.model_fields_set
