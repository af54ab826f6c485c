"""Where the parts of the desk meet: what one of them does while, before or after another does something."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from booking_cases import DAY, Clock, cooperative, offered, session
from booking_duels import at_once, desks, kinds, meanwhile
from booking_servers import new_database
from sqlalchemy import event

from tourplanner.booking import Booking, Conditions, Desk, Duty, Household, Resource, ScheduledDeparture, copy_ledger
from tourplanner.booking.operations import door, keep
from tourplanner.booking.store import init
from tourplanner.booking.store.copying import _named_first
from tourplanner.booking.store.postgresql import PostgresqlStore
from tourplanner.booking.store.store import Store
from tourplanner.booking.tickets import Keyring
from tourplanner.errors import BookingError, GoalError, StoreError, TourplannerError
from tourplanner.model import BusySpan
from tourplanner.testing import small_catalogue

RING = Keyring.new("Hanoi Craft Tours", random=lambda count: bytes(range(count)))
DECIDE = DAY - timedelta(days=3)


@pytest.fixture
def desk(ledger: str) -> Desk:
    return Desk(ledger, clock=Clock())


@pytest.fixture
def postgresql(server: str, template: str) -> str:
    return new_database(server, template=template)


def tour(desk: Desk, *sessions: str, key: str = "d") -> ScheduledDeparture:
    return desk.depart(sessions, key=key, minimum=6, decide_by=DECIDE, price=1000)


def confirmed(desk: Desk, sessions: list[str], pax: int = 2, *, key: str = "h") -> Booking:
    return desk.confirm(desk.hold(sessions, pax, key=key, price=100 * pax).id, key=f"{key} c")


@pytest.mark.parametrize("there", ["sqlite", "postgresql"])
def test_joined_departures_move_with_the_ledger(desk: Desk, there: str, server: str, tmp_path: Path) -> None:
    tours = [tour(desk, *offered(desk, session("a", day=day)), key=f"d{day}") for day in range(5)]
    for place in range(4):
        desk.hold_departure(tours[place].id, 1, key=f"h{place}")
        desk.join(tours[place].id, tours[place + 1].id, key=f"j{place}")
    target = str(tmp_path / "there.db") if there == "sqlite" else new_database(server)
    copy_ledger(desk.store, target)
    moved = Desk(target, clock=Clock())
    assert moved.departure(tours[0].id).joined_to == tours[1].id
    assert moved.differences() == []


def test_who_is_named_comes_before_who_names() -> None:
    rows = [{"id": id, "to": to} for id, to in zip("acbed", ("b", None, "c", "a", None), strict=True)]
    assert [row["id"] for row in _named_first(rows, "to")] == ["c", "b", "a", "e", "d"]


def test_the_rest_is_amended_after_guests_left_between_two_sessions(desk: Desk) -> None:
    a, b, c = offered(desk, session("a"), session("b", 11), session("c", 13))
    held = confirmed(desk, [a, b], 4)
    desk.redeem(held.id, key="r", session=a)
    desk.cancel(held.id, key="x", guests=1)
    items = desk.amend(held.id, key="m", moves={b: c}).items
    assert [(item.session, item.pax) for item in items] == [(a, 4), (c, 3)]
    with pytest.raises(BookingError, match="the guests have been at a/"):
        desk.amend(held.id, key="more", party=5)


def test_the_line_moves_up_when_a_host_is_free_again(desk: Desk) -> None:
    only = session("a", places=1)
    (a,) = offered(desk, only)
    days = {"first": DAY.date(), "last": DAY.date()}
    desk.follow(["a"], [BusySpan(begin=only.begin, end=only.end)], **days)
    waits = desk.wait([a], 1, key="w")
    assert waits.state == "WAITING"
    desk.follow(["a"], [], **days)
    assert desk.place(waits.id).state == "OFFERED"


def dealt_anew(one: Desk, other: Desk) -> tuple[dict[str, int], dict[str, int]]:
    """Who has the guests, and who has them by the message, if a household drops out while their hold is confirmed."""
    cooperative(one, [3, 3])
    (p,) = offered(one, session("p"), conditions=Conditions(pool="coop"))
    held = one.hold([p], 2, key="h")
    gone = held.items[0].shares[0].household
    ends = DAY + timedelta(days=1)
    found = meanwhile(
        one,
        lambda: one.confirm(held.id, key="c"),
        lambda: other.drop_out("coop", gone, begin=DAY, end=ends),
        at="SELECT slot.id",
    )
    assert kinds(found) == ["Booking", "dict"]
    assert [entry.operation for entry in one.audit()][-2:] == ["drop out", "confirm"]
    (told,) = [json.loads(message.data) for message in one.outbox() if message.kind == "confirmed"]
    there = {share.household: share.pax for share in one.booking(held.id).items[0].shares}
    assert {share.household: share.pax for share in found[0].items[0].shares} == told["sessions"][0]["shares"]
    return there, told["sessions"][0]["shares"]


def test_a_confirmation_names_the_household_that_has_the_guests(postgresql: str) -> None:
    there, told = dealt_anew(*desks(postgresql))
    assert told == there


def test_read_before_the_lock_it_names_the_one_that_dropped_out(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_it_is, known = keep.lock_record, dict[str, Any]()
    monkeypatch.setattr(keep, "lock_record", lambda work, id: known.setdefault(id, as_it_is(work, id)))
    there, told = dealt_anew(*desks(postgresql))
    assert told != there


def made_known(ledger: str) -> list[Any]:
    """What two desks are told that make the same things known at once."""
    one, other = desks(ledger, pause_at="INSERT INTO")
    kiln, home = Resource(id="kiln", name="Lò", capacity=3), Household(id="h", name="Nhà", turn=0)
    ones, others = [session("a"), session("b")], [session("b"), session("a")]
    found = at_once(lambda: one.offer(ones), lambda: other.offer(others))
    found += at_once(lambda: one.share(kiln), lambda: other.share(kiln))
    found += at_once(lambda: one.found("coop", "Hợp tác", [home]), lambda: other.found("coop", "Hợp tác", [home]))
    assert one.differences() == []
    return found


def test_two_desks_make_the_same_known_at_once(ledger: str) -> None:
    assert made_known(ledger) == [2, 2, None, None, None, None]


def test_not_begun_again_one_of_them_crashes(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tourplanner.booking.store.postgresql.THERE_ALREADY", "")
    assert "IntegrityError" in kinds(made_known(postgresql))


def seen(ledger: str) -> list[Any]:
    """A booking that is amended while it is read, and departures and the line while one more comes."""
    one, other = desks(ledger)
    (a,) = offered(one, session("a"))
    held, first = one.hold([a], 2, key="h", price=200), tour(one, a)
    days = {"first": DAY.date(), "last": DAY.date()}
    booking, _ = meanwhile(
        one, lambda: one.booking(held.id), lambda: other.amend(held.id, key="m", party=3), at="SELECT item"
    )
    tours, _ = meanwhile(
        one, lambda: one.departures(**days), lambda: tour(other, a, key="e"), at="SELECT departure_item"
    )
    assert isinstance(tours, KeyError) or [each.id for each in tours] == [first.id]
    return [booking.party.size == booking.items[0].pax, isinstance(tours, tuple)]


def test_what_is_read_is_as_of_one_moment(ledger: str) -> None:
    assert seen(ledger) == [True, True]


def test_read_statement_by_statement_it_is_torn(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PostgresqlStore, "reading", Store.reading)
    assert seen(postgresql) == [False, False]


def beaten(ledger: str) -> int:
    """How often printing tickets is given up, of a booking whose later session somebody locks before the earlier."""
    desk = Desk(ledger, clock=Clock())
    b, a = offered(desk, session("b"), session("a", 12))
    held, undone = confirmed(desk, [b, a]), []
    event.listen(desk.store.engine, "rollback", undone.append)
    with psycopg.connect(ledger) as other:
        lock = "SELECT 1 FROM slot WHERE id = %s FOR UPDATE"
        other.execute(lock, (a,))

        def take_both() -> None:
            _until_somebody_waits(ledger)
            other.execute(lock, (b,))
            other.rollback()

        found = at_once(lambda: desk.tickets(held.id, RING), take_both)
    assert isinstance(found[0], tuple), found
    return len(undone) + (found[1] is not None)


def _until_somebody_waits(ledger: str) -> None:
    with psycopg.connect(ledger, autocommit=True) as watcher:
        query = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        while watcher.execute(query).fetchone() is None:
            pass


def test_tickets_lock_sessions_in_the_order_of_all(postgresql: str) -> None:
    assert beaten(postgresql) == 0


def test_in_the_order_of_stops_they_meet_a_deadlock(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "sorted", lambda rows, **_: list(rows), raising=False)
    assert beaten(postgresql) > 0


def test_who_has_chosen_another_day_does_not_decline_the_move(desk: Desk) -> None:
    days = [offered(desk, session("a", day=day)) for day in range(3)]
    gone, stays = (tour(desk, *ids, key=ids[0]) for ids in days[:2])
    ids = [desk.hold_departure(gone.id, 2, key=key).id for key in "hi"]
    desk.join(gone.id, stays.id, key="j")
    desk.amend(ids[0], key="m", on=(DAY + timedelta(days=2)).date())
    with pytest.raises(BookingError, match="its guests have chosen other sessions since; cancel it, by its terms"):
        desk.decline(ids[0], key="x")
    assert desk.decline(ids[1], key="y").status == "CANCELLED"


def test_nobody_waits_for_one_hour_and_is_offered_another(desk: Desk) -> None:
    a, b = session("a", places=1), session("b", 11, places=1)
    offered(desk, a, b)
    later = timedelta(hours=3)
    moved = [each.replace(begin=each.begin + later, end=each.end + later) for each in (a, b)]
    confirmed(desk, [a.id], 1)
    waits, going = desk.wait([a.id], 1, key="w"), tour(desk, b.id)
    desk.cancel(desk.bookings()[0].id, key="x")
    desk.cancel(waits.id, key="y")
    desk.shut([a.id], reason="lò hỏng")
    waits = desk.wait([a.id], 1, key="v")
    for each in moved:
        with pytest.raises(BookingError, match=f"another hour for session {each.id}: guests wait"):
            desk.offer([each])
    desk.leave(waits.id, key="l")
    desk.call_off(going.id, key="o", reason="mưa")
    assert desk.offer(moved) == 2


def test_two_cooperatives_may_each_have_a_household_of_one_name(desk: Desk) -> None:
    wheel, stitch = small_catalogue().experiences[:2]
    for pool, name in (("one", "Nhà Một"), ("two", "Nhà Hai")):
        desk.found(pool, "Hợp tác xã", [Household(id="h", name=name, turn=0)])
        desk.on_duty(pool, [Duty(household="h", begin=DAY, end=DAY + timedelta(days=1), places=9)])
    ids = offered(desk, session(wheel.id), conditions=Conditions(pool="one"))
    ids += offered(desk, session(stitch.id, 13), conditions=Conditions(pool="two"))
    held = confirmed(desk, ids)
    letters = desk.supplier_letters(held.id, RING, office="Hanoi Craft Tours", experiences=[wheel, stitch])
    assert [letter.supplier.name for letter in letters] == ["Nhà Một", "Nhà Hai"]
    for letter in letters:
        desk.note_answer(letter.id, accepts=False, key=letter.id, by="office")
    assert [each.text.en.split(" cannot")[0] for each in desk.to_do()] == ["Nhà Một", "Nhà Hai"]


def away(desk: Desk) -> None:
    desk.drop_out("coop", "h0", begin=DAY + timedelta(hours=14), end=DAY + timedelta(hours=16))


def duties_of(desk: Desk) -> list[tuple[int, int, int]]:
    """Those of the first household, in hours."""
    with desk.store.reading() as connection:
        query = "SELECT begin_utc, end_utc, places FROM duty WHERE household = 'h0' ORDER BY 1"
        rows = connection.exec_driver_sql(query).all()
    begin = int(DAY.timestamp())
    return [((row[0] - begin) // 3600, (row[1] - begin) // 3600, row[2]) for row in rows]


def test_a_household_drops_out_comes_back_and_drops_out_again(desk: Desk) -> None:
    cooperative(desk, [3, 3])
    away(desk)
    assert duties_of(desk) == [(0, 14, 3), (16, 48, 3)]
    desk.on_duty("coop", [Duty(household="h0", begin=DAY, end=DAY + timedelta(hours=20), places=3)])
    away(desk)
    assert duties_of(desk) == [(0, 14, 3), (16, 48, 3)]
    desk.on_duty("coop", [Duty(household="h0", begin=DAY, end=DAY + timedelta(hours=20), places=5)])
    with pytest.raises(BookingError, match="its duties afterwards overlap and differ"):
        away(desk)
    assert desk.differences() == []


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x" * 201])
def test_what_no_database_keeps_is_refused_by_departures_crews_and_calendars(desk: Desk, text: str) -> None:
    here = tour(desk, *offered(desk, session("a")))
    calls: list[Callable[[], Any]] = [
        lambda: desk.departure(text),
        lambda: desk.place(text),
        lambda: desk.hold_departure(text, 1, key="1"),
        lambda: desk.wait_departure(text, 1, key="2"),
        lambda: desk.join(here.id, text, key="3"),
        lambda: desk.join(text, here.id, key="4"),
        lambda: desk.crew(text),
        lambda: desk.duties("guide", text),
        lambda: desk.release(text, key="5"),
        lambda: desk.follow([text], [], first=DAY.date(), last=DAY.date()),
    ]
    for call in calls:
        with pytest.raises(GoalError):
            call()


def test_numbers_and_days_that_no_database_keeps(desk: Desk) -> None:
    (a,) = offered(desk, session("a"))
    never = datetime.max.replace(tzinfo=UTC)
    calls: list[Callable[[], Any]] = [
        lambda: desk.sent(10**30),
        lambda: desk.outbox(most=10**30),
        lambda: desk.outbox(most=-1),
        lambda: desk.expire(most=10**30),
        lambda: desk.expire(most=-1),
        lambda: desk.availability(first=DAY.date(), last=date.max),
        lambda: desk.departures(first=DAY.date(), last=date.max),
        lambda: desk.crews(first=DAY.date(), last=date.max),
        lambda: desk.follow(["a"], [], first=date.min, last=DAY.date()),
        lambda: desk.depart([a], key="d", minimum=1, decide_by=never, price=1),
    ]
    for call in calls:
        with pytest.raises(GoalError):
            call()


def test_a_ledger_in_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="No such file or directory; make the folder"):
        init(tmp_path / "nowhere" / "desk.db")
    with pytest.raises(TourplannerError):
        init(tmp_path)
