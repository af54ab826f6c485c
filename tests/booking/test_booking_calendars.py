"""Bookings in everybody's calendar, through changes and cancellations; and sessions closed by a workshop's own."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
import vobject
from booking_cases import DAY, Clock, offered, session

from tourplanner.booking import Booking, CloseOuts, Desk, booked_appointments, booked_tour, occurrences
from tourplanner.errors import GoalError, UnavailableError
from tourplanner.model import Appointment, BusySpan, Itinerary, Owner, Party, Session, Text
from tourplanner.publish.calendars import feeds, invitation
from tourplanner.testing import small_catalogue, small_portfolio

REGION = small_catalogue()
TOUR: Itinerary = small_portfolio()[0]
GUIDE = Owner(id="lan", name=Text(vi="Chị Lan"))
OFFICE = ("Hanoi Craft Tours", "office@tours.example.vn")
ANNE = [("Anne", "anne@example.fr")]


@pytest.fixture
def desk(ledger: str) -> Desk:
    desk = Desk(ledger, clock=Clock())
    desk.offer(occurrences(TOUR))
    desk.offer([next_day(each) for each in occurrences(TOUR)])
    return desk


def next_day(each: Session) -> Session:
    day = timedelta(days=1)
    id = each.id.replace("2027-03-06", "2027-03-07")
    moved: Session = each.replace(id=id, begin=each.begin + day, end=each.end + day)
    return moved


class Life:
    """A booking as it is told after each step of its life."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.keys = desk, map(str, itertools.count())
        self.id = desk.hold(TOUR, Party(adults=20, languages=("fr",)), key="hold").id

    def after(self, operation: str, **asked: object) -> tuple[Appointment, ...]:
        done: Booking = getattr(self.desk, operation)(self.id, key=next(self.keys), **asked)
        assert done.id == self.id
        return self.told()

    def told(self) -> tuple[Appointment, ...]:
        return booked_appointments(
            self.desk.booking(self.id), self.desk.audit(self.id), REGION, itinerary=TOUR, guides=[GUIDE]
        )

    def tour(self) -> Appointment:
        return booked_tour(self.desk.booking(self.id), self.desk.audit(self.id), REGION, itinerary=TOUR)


def states(told: tuple[Appointment, ...]) -> set[tuple[str, int]]:
    return {(each.status, each.sequence) for each in told}


def test_each_change_raises_the_sequence_and_keeps_the_names(desk: Desk) -> None:
    life = Life(desk)
    held = life.told()
    assert states(held) == {("TENTATIVE", 0)}
    assert len(held) == len(TOUR.stops) + len(TOUR.legs)
    assert states(life.after("confirm")) == {("CONFIRMED", 1)}
    assert states(life.after("pay", amount=1000)) == {("CONFIRMED", 1)}
    moved = life.after("amend", on=date(2027, 3, 7))
    assert states(moved) == {("CONFIRMED", 2)}
    day = timedelta(days=1)
    assert {(each.id, each.begin, each.end) for each in moved} == {
        (each.id, each.begin + day, each.end + day) for each in held
    }
    fewer = life.after("cancel", guests=4)
    assert {each.guests for each in fewer} == {16}
    assert states(fewer) == {("CONFIRMED", 3)}
    gone = life.after("cancel")
    assert states(gone) == {("CANCELLED", 4)}
    assert {each.id for each in gone} == {each.id for each in held}
    assert {each.changed for each in gone} == {Clock().now}


def test_without_one_session_the_ways_are_no_longer_as_planned(desk: Desk) -> None:
    life = Life(desk)
    life.after("confirm")
    first = desk.booking(life.id).items[0]
    told = life.after("cancel", sessions=[first.session])
    assert {each.kind for each in told if each.status == "CANCELLED"} == {"drive", "walk", "visit"}
    assert [each.title.vi for each in told if each.status == "CANCELLED" and each.kind == "visit"] == ["Xưởng đập quỳ"]
    whole = life.tour()
    assert (whole.begin, whole.status) == (desk.booking(life.id).items[1].begin, "CONFIRMED")
    assert len(whole.notes) == len(TOUR.stops) - 1


def test_a_hold_that_ran_out_is_cancelled_whether_or_not_somebody_noted_it(desk: Desk) -> None:
    life = Life(desk)
    desk.clock.forward(minutes=31)
    before = life.told()
    assert states(before) == {("CANCELLED", 1)}
    desk.expire()
    assert life.told() == before


def test_a_booking_of_single_sessions_has_no_ways(desk: Desk) -> None:
    ids = [each.id for each in occurrences(TOUR)][:2]
    booking = desk.hold(ids, 8, key="k")
    told = booked_appointments(booking, desk.audit(booking.id), REGION)
    assert [(each.title.vi, each.host and each.host.name.vi, each.route) for each in told] == [
        ("Xưởng đập quỳ", "Hộ nghề Kiêu Kỵ", None), ("Lò bầu cổ", "Hộ nghề Bát Tràng", None),
    ]  # fmt: skip
    whole = booked_tour(booking, desk.audit(booking.id), REGION)
    assert (whole.title.vi, whole.begin, whole.end) == ("Kiêu Kỵ – Bát Tràng", told[0].begin, told[1].end)


def test_villages_and_guests_are_told_the_same_story(desk: Desk) -> None:
    """What a village's feed and a guest's letters say after each step, read by another program."""
    life = Life(desk)
    for step, status, method in (("confirm", "CONFIRMED", "REQUEST"), ("cancel", "CANCELLED", "CANCEL")):
        told = life.after(step)
        made = feeds(told, stamp=desk.clock(), languages=("vi", "en"))
        village = vobject.readOne(made["village/kieu-ky.ics"].decode()).vevent
        assert (village.status.value, int(village.sequence.value)) == (status, told[0].sequence)
        assert village.uid.value == f"{life.id}--1@tourplanner"
        assert village.last_modified.value == desk.clock()
        assert len(vobject.readOne(made["guide/lan.ics"].decode()).vevent_list) == len(told)
        letter = invitation(life.tour(), organizer=OFFICE, guests=ANNE, stamp=desk.clock())
        event = vobject.readOne(letter.data.decode()).vevent
        assert letter.method == method
        assert event.uid.value == f"{life.id}@tourplanner"
        assert (event.dtstart.value, event.dtend.value) == (TOUR.days[0].depart, TOUR.days[0].back)
        assert "2027-03-06 08:36 Xưởng đập quỳ – Kiêu Kỵ" in event.description.value
        assert event.location.value == "Bờ Hồ - Phố cổ"


def test_busy_sessions_are_closed_and_sold_again(desk: Desk) -> None:
    nine, ten, three, other = offered(
        desk, session("a", 9), session("a", 10), session("a", 15), session("b", 9)
    )
    mine = offered(desk, session("a", 17))
    desk.shut(mine, reason="giỗ tổ nghề")
    desk.hold([ten], 3, key="k")
    hours = [(9.5, 10.25), (14, 15), (16.5, 18)]
    busy = [BusySpan(begin=DAY + timedelta(hours=begin), end=DAY + timedelta(hours=end)) for begin, end in hours]
    on = {"first": DAY.date(), "last": DAY.date()}
    assert desk.follow(["a"], busy, **on) == CloseOuts(shut=(nine, ten), reopened=(), booked=(ten,))
    with pytest.raises(UnavailableError, match="xưởng bận theo lịch riêng"):
        desk.hold([nine], 2, key="l")
    assert desk.follow(["a"], busy, **on) == CloseOuts(shut=(), reopened=(), booked=(ten,))
    assert desk.follow(["a"], [], **on) == CloseOuts(shut=(), reopened=(nine, ten), booked=())
    assert {each.session for each in desk.availability(**on) if each.status == "CLOSED"} == set(mine)
    assert desk.hold([nine, three, other], 2, key="m").party.size == 2
    assert desk.differences() == []
    with pytest.raises(GoalError):
        desk.follow([], busy, **on)
