"""Departures with a minimum party, and joining two thin ones, on both databases."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from booking_cases import DAY, NOW, Clock, cooperative, offered, session

from tourplanner.booking import Booking, Conditions, Desk, Joining, ScheduledDeparture, Status, Terms, occurrences
from tourplanner.errors import BookingError, GoalError, KeyConflictError, UnavailableError, UnknownIdError
from tourplanner.model import Party
from tourplanner.testing import small_portfolio

DECIDE = DAY - timedelta(days=5)
FEES = Terms(steps=((60, 40), (0, 40)))


@pytest.fixture
def desk(ledger: str) -> Desk:
    return Desk(ledger, clock=Clock())


def departing(desk: Desk, day: int = 0, *, places: int = 20, minimum: int = 6, key: str = "") -> ScheduledDeparture:
    """A departure to a and b on a day of its own."""
    ids = offered(desk, session("a", day=day, places=places), session("b", 11, day=day, places=places))
    return desk.depart(ids, key=key or f"day {day}", minimum=minimum, decide_by=DECIDE, price=1000, terms=FEES)


def booked(desk: Desk, departure: ScheduledDeparture, pax: int, key: str, *, paid: int = 0) -> Booking:
    """Confirmed guests of a departure."""
    id = desk.hold_departure(departure.id, pax, key=key).id
    if paid:
        desk.pay(id, paid, key=f"paid {key}")
    return desk.confirm(id, key=f"confirm {key}")


def sessions(desk: Desk, id: str) -> list[str]:
    return [item.session for item in desk.booking(id).items if not item.cancelled]


def told(desk: Desk, kind: str) -> list[str]:
    return [message.booking for message in desk.outbox() if message.kind == kind]


def test_an_itinerary_is_offered_by_the_guest(desk: Desk) -> None:
    tour = small_portfolio()[0]
    slots = occurrences(tour)
    desk.offer(slots)
    desk.clock.now = slots[0].begin - timedelta(days=30)
    decide = slots[0].begin - timedelta(days=3)
    departure = desk.depart(tour, key="d", minimum=6, decide_by=decide, price=990, name="Làng nghề", terms=FEES)
    assert departure.sessions == tuple(each.id for each in slots)
    assert (departure.itinerary, departure.begin, departure.decide_by) == (tour.id, slots[0].begin, decide)
    held = desk.hold_departure(departure.id, 4, key="h", reference="web 7")
    assert (held.price_vnd, held.terms, held.itinerary, held.reference) == (3960, FEES, tour.id, "web 7")
    prices = [stop.experience.price for stop in tour.stops if not stop.is_break]
    costs = [price.total(Party(adults=1)) if price else None for price in prices]
    assert [item.price_vnd > 0 for item in held.items] == [cost is not None and cost.amount > 0 for cost in costs]
    assert desk.hold_departure(departure.id, 2, key="less", price=100).price_vnd == 100
    assert desk.depart(tour, key="d", minimum=6, decide_by=decide, price=990, name="Làng nghề", terms=FEES) == departure
    with pytest.raises(KeyConflictError):
        desk.depart(tour, key="d", minimum=7, decide_by=decide, price=990, name="Làng nghề", terms=FEES)


def test_where_a_departure_stands(desk: Desk) -> None:
    departure = departing(desk)
    assert (departure.state, departure.booked, departure.held, departure.lacking) == ("open", 0, 0, 6)
    held = desk.hold_departure(departure.id, 2, key="h", ttl=timedelta(days=1))
    four = booked(desk, departure, 4, "four")
    now = desk.departure(departure.id)
    assert (now.state, now.booked, now.held, now.lacking) == ("open", 4, 2, 2)
    desk.confirm(held.id, key="c")
    assert desk.departure(departure.id).state == "guaranteed"
    desk.clock.now = DECIDE
    assert desk.departure(departure.id).state == "guaranteed"
    desk.cancel(four.id, key="x", guests=1)
    thin = desk.departure(departure.id)
    assert (thin.state, thin.booked) == ("thin", 5)
    day = DAY.date()
    assert desk.departures(first=day, last=day, state="thin") == (thin,)
    assert desk.departures(first=day, last=day, state="open") == ()
    assert desk.departures(first=day + timedelta(days=1), last=day + timedelta(days=9)) == ()
    assert desk.guarantee(departure.id, key="g").state == "guaranteed"
    desk.cancel(four.id, key="y")
    assert desk.departure(departure.id).state == "guaranteed"
    assert sorted(told(desk, "guaranteed")) == sorted([held.id, four.id])
    assert desk.differences() == []


def test_guests_who_moved_to_another_day_do_not_count(desk: Desk) -> None:
    departure = departing(desk)
    offered(desk, session("a", day=1), session("b", 11, day=1))
    guests = booked(desk, departure, 4, "g")
    desk.amend(guests.id, key="m", on=(DAY + timedelta(days=1)).date())
    assert desk.departure(departure.id).booked == 0
    assert desk.call_off(departure.id, key="off", reason="ít khách").state == "cancelled"
    assert desk.booking(guests.id).status is Status.CONFIRMED


def test_calling_off_refunds_all_and_tells_everybody(desk: Desk) -> None:
    departure = departing(desk, places=7)
    paid, part = booked(desk, departure, 4, "paid", paid=4000), booked(desk, departure, 2, "part", paid=900)
    held = desk.hold_departure(departure.id, 1, key="held")
    queue = desk.wait_departure(departure.id, 3, key="w")
    gone = desk.cancel(paid.id, key="fewer", guests=1)
    assert (gone.fees_vnd, gone.refunded_vnd) == (400, 600)
    over = desk.call_off(departure.id, key="off", reason="bão số 3")
    assert (over.state, over.reason, over.booked, over.held, over.waiting) == ("cancelled", "bão số 3", 0, 0, 0)
    ids = [paid.id, part.id, held.id]
    assert [desk.booking(id).status for id in ids] == [Status.CANCELLED] * 3
    money = [(b.price_vnd, b.fees_vnd, b.paid_vnd - b.refunded_vnd, b.due_vnd) for b in map(desk.booking, ids)]
    assert money == [(0, 400, 400, 0), (0, 0, 0, 0), (0, 0, 0, 0)]
    assert desk.place(queue.id).state == "LEFT"
    assert sorted(told(desk, "called off")) == sorted([*ids, queue.id])
    data = [json.loads(message.data) for message in desk.outbox() if message.kind == "called off"]
    assert {(each["reason"], each["departure"]) for each in data} == {("bão số 3", departure.id)}
    assert desk.audit(part.id)[-1].operation == "call off"
    assert desk.call_off(departure.id, key="off", reason="bão số 3") == over
    for refused in (
        lambda: desk.hold_departure(departure.id, 1, key="late"),
        lambda: desk.wait_departure(departure.id, 1, key="late"),
        lambda: desk.guarantee(departure.id, key="late"),
        lambda: desk.call_off(departure.id, key="late", reason="nữa"),
    ):
        with pytest.raises(BookingError, match="it is cancelled; take another departure"):
            refused()
    assert desk.hold(departure.sessions, 7, key="the sessions are free").status is Status.ON_HOLD
    assert desk.differences() == []


def test_a_tour_that_has_begun_is_not_called_off(desk: Desk) -> None:
    departure, other = departing(desk), departing(desk, 1)
    guests = booked(desk, departure, 2, "g")
    desk.redeem(guests.id, key="r", session=departure.sessions[0])
    for refused in (
        lambda: desk.call_off(departure.id, key="off", reason="mưa"),
        lambda: desk.join(departure.id, other.id, key="j"),
    ):
        with pytest.raises(BookingError, match=f"guests of {guests.id} have been at a session"):
            refused()
    assert desk.departure(departure.id).state == "open"


def test_who_waits_for_a_departure_is_on_it_when_the_turn_comes(desk: Desk) -> None:
    departure = departing(desk, places=3)
    first = booked(desk, departure, 3, "g")
    place = desk.wait_departure(departure.id, 2, key="w", ttl=timedelta(hours=5))
    assert (place.departure, place.price_vnd, desk.departure(departure.id).waiting) == (departure.id, 2000, 2)
    desk.cancel(first.id, key="x")
    now = desk.departure(departure.id)
    assert (now.booked, now.held, now.waiting) == (0, 2, 0)
    assert desk.booking(place.id).terms == FEES
    assert desk.differences() == []


def test_a_departure_that_cannot_be(desk: Desk) -> None:
    (a,) = offered(desk, session("a"))
    with pytest.raises(UnavailableError) as refused:
        desk.depart([a, "x", "y"], key="d", minimum=6, decide_by=DECIDE, price=1)
    assert [each.session for each in refused.value.shortages] == ["x", "y"]
    for decide in (NOW, DAY + timedelta(hours=9, seconds=1)):
        with pytest.raises(BookingError, match="decide at a time between these"):
            desk.depart([a], key="d", minimum=6, decide_by=decide, price=1)
    for minimum, price in ((0, 1), (6, -1), (True, 1)):
        with pytest.raises(GoalError):
            desk.depart([a], key="d", minimum=minimum, decide_by=DECIDE, price=price)
    with pytest.raises(UnknownIdError):
        desk.departure("nowhere")
    with pytest.raises(UnknownIdError):
        desk.hold_departure("nowhere", 1, key="k")
    assert desk.depart([a], key="d", minimum=6, decide_by=DAY + timedelta(hours=9), price=1).state == "open"


def test_joining_moves_everybody_at_their_prices(desk: Desk) -> None:
    thin, other = departing(desk), departing(desk, 2)
    guests, held = booked(desk, thin, 2, "g", paid=500), desk.hold_departure(thin.id, 1, key="h", ttl=timedelta(days=2))
    strangers = booked(desk, other, 3, "s")
    queue = desk.wait_departure(thin.id, 18, key="w")
    joined = desk.join(thin.id, other.id, key="j")
    assert (joined.id, joined.booked, joined.held) == (other.id, 5, 1)
    assert desk.join(thin.id, other.id, key="j") == joined
    for id in (guests.id, held.id, strangers.id):
        assert sessions(desk, id) == list(other.sessions)
    moved = desk.booking(guests.id)
    assert [item.price_vnd for item in moved.items] == [item.price_vnd for item in guests.items]
    assert (moved.price_vnd, moved.paid_vnd, moved.refunded_vnd, moved.departs) == (2000, 500, 0, other.begin.date())
    assert desk.booking(held.id).expires == held.expires
    gone = desk.departure(thin.id)
    assert (gone.state, gone.joined_to, gone.booked, gone.held) == ("joined", other.id, 0, 0)
    assert sorted(told(desk, "joined")) == sorted([guests.id, held.id, queue.id])
    assert desk.place(queue.id).state == "LEFT"
    assert [entry.operation for entry in desk.audit(guests.id)] == ["hold", "pay", "confirm", "join"]
    with pytest.raises(BookingError, match=f"it is joined; take the one it was joined with, {other.id}"):
        desk.hold_departure(thin.id, 1, key="late")
    assert desk.differences() == []


def test_who_declines_a_join_pays_no_fee(desk: Desk) -> None:
    thin, other = departing(desk), departing(desk, 2)
    one, two, three = (booked(desk, thin, 2, key, paid=1500) for key in ("one", "two", "three"))
    with pytest.raises(BookingError, match="it was not moved; cancel it, by its terms"):
        desk.decline(one.id, key="early")
    desk.join(thin.id, other.id, key="j", decline=timedelta(days=3))
    desk.clock.forward(days=3, seconds=-1)
    declined = desk.decline(one.id, key="no")
    assert (declined.status, declined.fees_vnd, declined.refunded_vnd) == (Status.CANCELLED, 0, 1500)
    assert desk.decline(one.id, key="no") == declined
    desk.clock.forward(seconds=1)
    with pytest.raises(BookingError, match="that ended at 2027-03-04 09:00"):
        desk.decline(two.id, key="late")
    assert desk.cancel(three.id, key="x").fees_vnd == 800
    with pytest.raises(UnknownIdError):
        desk.decline("nobody", key="n")
    assert told(desk, "cancelled") == [one.id, three.id]
    assert desk.differences() == []


def test_terms_count_from_the_later_day(desk: Desk) -> None:
    thin, earlier = departing(desk, 2), departing(desk)
    guests = booked(desk, thin, 2, "g")
    desk.join(thin.id, earlier.id, key="j")
    assert desk.booking(guests.id).departs == thin.begin.date()


def test_all_are_moved_or_none(desk: Desk) -> None:
    thin, other = departing(desk), departing(desk, 2, places=5)
    two, three = booked(desk, thin, 2, "two"), booked(desk, thin, 3, "three")
    booked(desk, other, 1, "one")
    before = desk.bookings(), desk.departure(thin.id), len(desk.outbox()), len(desk.audit())
    with pytest.raises(UnavailableError) as refused:
        desk.join(thin.id, other.id, key="j")
    assert {each.session: each.left for each in refused.value.shortages} == dict.fromkeys(other.sessions, 2)
    assert (desk.bookings(), desk.departure(thin.id), len(desk.outbox()), len(desk.audit())) == before
    desk.cancel(two.id, key="x")
    assert desk.join(thin.id, other.id, key="j").booked == 4
    assert sessions(desk, three.id) == list(other.sessions)


def test_guests_are_dealt_to_the_households_of_the_other_day(desk: Desk) -> None:
    cooperative(desk, [3, 3])
    pooled = Conditions(pool="coop")
    one, other = (
        desk.depart(
            offered(desk, session("p", hour, places=20), conditions=pooled), key=f"{hour}", minimum=4,
            decide_by=DECIDE, price=10,
        )
        for hour in (9, 14)
    )  # fmt: skip
    guests = [booked(desk, one, pax, f"g{pax}") for pax in (2, 4)]
    desk.join(one.id, other.id, key="j")
    items = [desk.booking(each.id).items[0] for each in guests]
    assert [sum(share.pax for share in item.shares) for item in items] == [2, 4]
    assert {item.begin.hour for item in items} == {14}
    assert desk.differences() == []


def test_departures_that_are_not_alike_are_not_joined(desk: Desk) -> None:
    thin, other = departing(desk), departing(desk, 2)
    c = offered(desk, session("c", 15))
    third = desk.depart(c, key="c", minimum=2, decide_by=DECIDE, price=1)
    with pytest.raises(BookingError, match="do not visit the same experiences; joinable"):
        desk.join(thin.id, third.id, key="j")
    with pytest.raises(BookingError, match="it is the same one"):
        desk.join(thin.id, thin.id, key="j")
    strayed = booked(desk, thin, 2, "g")
    desk.amend(strayed.id, key="m", moves={thin.sessions[1]: c[0]})
    with pytest.raises(BookingError, match=f"{strayed.id} have sessions that are not the departure's"):
        desk.join(thin.id, other.id, key="j")
    with pytest.raises(UnknownIdError):
        desk.join(thin.id, "nowhere", key="j")


def test_two_departures_over_the_same_sessions_are_joined_in_place(desk: Desk) -> None:
    one, two = departing(desk, places=4, key="one"), departing(desk, places=4, key="two")
    guests = booked(desk, one, 4, "g")
    assert desk.join(one.id, two.id, key="j").booked == 4
    assert sessions(desk, guests.id) == list(one.sessions)


def test_joining_yields_to_who_waits_for_the_other(desk: Desk) -> None:
    thin, other = departing(desk), departing(desk, 2, places=4)
    booked(desk, thin, 2, "g")
    desk.hold_departure(other.id, 4, key="h", ttl=timedelta(minutes=5))
    place = desk.wait_departure(other.id, 3, key="w")
    desk.clock.forward(minutes=5)
    with pytest.raises(UnavailableError):
        desk.join(thin.id, other.id, key="j")
    assert desk.place(place.id).state == "OFFERED"
    assert desk.departure(thin.id).state == "open"


def test_what_could_be_joined(desk: Desk) -> None:
    near, far = departing(desk, minimum=6), departing(desk, 9, minimum=6)
    small, full = departing(desk, 2, minimum=6), departing(desk, 3, places=5, minimum=5)
    offered(desk, session("c", 15))
    desk.depart(offered(desk, session("c", 15)), key="c", minimum=2, decide_by=DECIDE, price=1)
    booked(desk, near, 4, "near")
    booked(desk, small, 2, "small")
    booked(desk, far, 3, "far")
    booked(desk, full, 5, "full")
    month = {"first": DAY.date(), "last": (DAY + timedelta(days=30)).date()}
    found = desk.joinable(**month)
    assert found == (
        Joining(gone=small.id, stays=near.id, guests=2, booked=6, days=-2, enough=True),
        Joining(gone=small.id, stays=far.id, guests=2, booked=5, days=7, enough=False),
    )
    assert desk.joinable(**month, days=2) == found[:1]
    assert desk.join(found[0].gone, found[0].stays, key="j").state == "guaranteed"
    assert desk.joinable(**month) == ()
