"""The line against newcomers, and departures against themselves: many at once, each with the guard and without."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from booking_cases import DAY, Clock, offered, oversold, session
from booking_servers import new_database
from sqlalchemy import select

from tourplanner.booking import Booking, Desk, ScheduledDeparture, Status
from tourplanner.booking import line_tables as lt
from tourplanner.booking.lining import Lining
from tourplanner.booking.locking import Work
from tourplanner.booking.operations import hold as holding
from tourplanner.errors import BookingError, UnavailableError

PAUSE_S = 0.05


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call returns, or the refusal it raises, all begun together."""
    barrier = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return call()
        except BookingError as error:
            return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


def slips_in(one: Desk, other: Desk, a: str, turn: int) -> bool:
    """Whether a newcomer gets the place that somebody cancels while another waits for it."""
    held = one.hold([a], 1, key=f"h{turn}")
    first = one.wait([a], 1, key=f"w{turn}")
    done = threading.Event()

    def cancel() -> None:
        one.cancel(held.id, key=f"x{turn}")
        done.set()

    def newcomer() -> Booking | None:
        for attempt in range(1000):
            last = done.is_set()
            try:
                return other.hold([a], 1, key=f"n{turn}.{attempt}")
            except UnavailableError:
                if last:
                    return None
        return None

    _, slipped = at_once(cancel, newcomer)
    one.promote()
    if slipped is None:
        assert one.place(first.id).state == "OFFERED"
        one.cancel(first.id, key=f"c{turn}")
    else:
        one.leave(first.id, key=f"l{turn}")
        one.cancel(slipped.id, key=f"s{turn}")
    return slipped is not None


def pausing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line moves up only a moment after places came free, which is when a newcomer could slip in."""
    as_it_is = Lining._move_up

    def move_up(desk: Lining, operation: str) -> None:
        time.sleep(PAUSE_S)
        as_it_is(desk, operation)

    monkeypatch.setattr(Lining, "_move_up", move_up)


def test_a_newcomer_never_slips_in_between_cancelling_and_the_line(
    ledger: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = Desk(ledger, clock=Clock()), Desk(ledger, clock=Clock())
    (a,) = offered(one, session("a", places=1))
    pausing(monkeypatch)
    assert [slips_in(one, other, a, turn) for turn in range(3)] == [False] * 3
    assert one.differences() == []


def test_without_yielding_a_newcomer_slips_in(ledger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = Desk(ledger, clock=Clock()), Desk(ledger, clock=Clock())
    (a,) = offered(one, session("a", places=1))
    pausing(monkeypatch)
    monkeypatch.setattr("tourplanner.booking.operations.hold.wait_for_turn", lambda *_: None)
    assert any(slips_in(one, other, a, turn) for turn in range(3))


def test_many_move_the_line_up_at_once_and_each_is_served_once(ledger: str) -> None:
    desks = [Desk(ledger, clock=Clock()) for _ in range(4)]
    a, b = offered(desks[0], session("a", places=4), session("b", 11, places=4))
    desks[0].hold([a, b], 4, key="h", ttl=timedelta(minutes=1))
    line = [desks[0].wait([a, b], 1, key=f"w{n}").id for n in range(6)]
    for desk in desks:
        desk.clock.forward(minutes=1)  # type: ignore[attr-defined]
    newcomers = [lambda desk=desk, n=n: desk.hold([a, b], 1, key=f"n{n}") for n, desk in enumerate(desks)]
    found = at_once(*(desk.promote for desk in desks), *newcomers)
    assert [each for each in found[4:] if isinstance(each, Booking)] == []
    served = [id for each in found[:4] for id in each]
    assert len(served) == len(set(served))
    assert [desks[0].place(id).state for id in line] == ["OFFERED"] * 4 + ["WAITING"] * 2
    assert oversold(desks[0], desks[0].clock()) == []
    assert desks[0].differences() == []


def test_the_order_of_arrival_is_one_for_all_desks(ledger: str) -> None:
    desks = [Desk(ledger, clock=Clock()) for _ in range(4)]
    (a,) = offered(desks[0], session("a", places=1))
    held = desks[0].hold([a], 1, key="h")
    places = at_once(*(lambda desk=desk, n=n: desk.wait([a], 1, key=f"w{n}") for n, desk in enumerate(desks)))
    assert {each.state for each in places} == {"WAITING"}
    order = [each.id for each in desks[0].waiting()]
    log = [entry.subject for entry in desks[0].audit() if entry.operation == "wait"]
    assert order == log
    desks[0].cancel(held.id, key="x")
    for id in order:
        assert desks[0].place(id).state == "OFFERED"
        desks[0].cancel(id, key=f"x{id}")


def two_departures(desk: Desk) -> list[ScheduledDeparture]:
    decide = DAY - timedelta(days=3)
    days = [offered(desk, session("a", day=day), session("b", 11, day=day)) for day in (0, 1)]
    return [desk.depart(ids, key=ids[0], minimum=6, decide_by=decide, price=10) for ids in days]


def test_two_departures_joined_crosswise_leave_one(ledger: str) -> None:
    one, other = Desk(ledger, clock=Clock()), Desk(ledger, clock=Clock())
    first, second = two_departures(one)
    guests = [one.hold_departure(each.id, 2, key=each.id).id for each in (first, second)]
    found = at_once(
        lambda: one.join(first.id, second.id, key="there"), lambda: other.join(second.id, first.id, key="back")
    )
    assert sorted(type(each).__name__ for each in found) == ["BookingError", "ScheduledDeparture"]
    (left,) = [each for each in map(one.departure, (first.id, second.id)) if each.state == "open"]
    assert left.held == 4
    assert {item.session for id in guests for item in one.booking(id).items} == set(left.sessions)
    assert one.differences() == []


def stranded(one: Desk, other: Desk) -> int:
    """Guests on a departure that is called off while they book it."""
    first, _ = two_departures(one)
    at_once(
        lambda: one.call_off(first.id, key="off", reason="mưa"),
        lambda: other.hold_departure(first.id, 2, key="h"),
        lambda: other.wait_departure(first.id, 2, key="w"),
    )
    assert one.departure(first.id).state == "cancelled"
    return one.departure(first.id).held


def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A moment between looking at the departure and booking it."""
    as_it_is = holding.hold

    def hold(*words: Any) -> Any:
        time.sleep(5 * PAUSE_S)
        return as_it_is(*words)

    monkeypatch.setattr(holding, "hold", hold)


def test_nobody_is_left_on_a_departure_that_is_called_off(ledger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = Desk(ledger, clock=Clock()), Desk(ledger, clock=Clock())
    slowly(monkeypatch)
    assert stranded(one, other) == 0
    assert all(booking.status is Status.CANCELLED for booking in one.bookings())
    assert one.waiting() == ()
    assert one.differences() == []


def test_without_the_departures_lock_guests_are_left_on_it(
    server: str, template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_it_is = Work.lock

    def lock(work: Work, table: Any, ids: Any) -> list[dict[str, Any]]:
        if table is not lt.departure:
            return as_it_is(work, table, ids)
        return [dict(row) for row in work.connection.execute(select(table).where(table.c.id.in_(ids))).mappings()]

    ledger = new_database(server, template=template)
    slowly(monkeypatch)
    monkeypatch.setattr(Work, "lock", lock)
    assert stranded(Desk(ledger, clock=Clock()), Desk(ledger, clock=Clock())) > 0
