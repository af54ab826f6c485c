"""Two at once, each time with the guard and without: one clear winner, and nobody is left a deadlock."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from booking_cases import NOW, Clock, cooperative, offered, oversold, session
from booking_stores import store_of
from sqlalchemy import event

from tourplanner.booking import Booking, Conditions, Desk, Resource, Status
from tourplanner.booking.journal import Journal
from tourplanner.booking.locking import Locked, Work
from tourplanner.booking.room import Room
from tourplanner.errors import (
    KeyConflictError,
    StoreError,
    TourplannerError,
    TransitionError,
    UnavailableError,
)

ROUNDS = 5
PAUSE_S = 0.05


def desks(ledger: str, kind: str = "guarded", *, pause_at: str = "") -> tuple[Desk, Desk]:
    """Two desks, each with connections of its own; both wait a moment before statements that begin so."""
    pair = Desk(store_of(kind, ledger), clock=Clock()), Desk(store_of(kind, ledger), clock=Clock())

    def pause(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if pause_at and statement.startswith(pause_at):
            time.sleep(PAUSE_S)

    for desk in pair:
        event.listen(desk.store.engine, "before_cursor_execute", pause)
    return pair


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call returns or raises, all begun together. The threads are named by their place."""
    barrier = threading.Barrier(len(calls))

    def run(place: int, call: Callable[[], Any]) -> Any:
        threading.current_thread().name = f"caller {place}"
        barrier.wait()
        try:
            return call()
        except (TourplannerError, Exception) as error:
            return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, place, call) for place, call in enumerate(calls)]]


def kinds(results: list[Any]) -> list[str]:
    return sorted(type(each).__name__ for each in results)


def crosswise(one: Desk, other: Desk, a: str, b: str) -> list[Any]:
    """Two confirmed bookings that swap their sessions at the same time, again and again."""
    first = one.hold([a], 1, key="first").id
    second = one.hold([b], 1, key="second").id
    found = []
    for turn in range(ROUNDS):
        there, back = (a, b) if turn % 2 == 0 else (b, a)
        found += at_once(
            lambda there=there, back=back, turn=turn: one.amend(first, key=f"f{turn}", moves={there: back}),
            lambda there=there, back=back, turn=turn: other.amend(second, key=f"s{turn}", moves={back: there}),
        )
    return found


def test_two_amendments_swap_sessions_crosswise(ledger: str) -> None:
    one, other = desks(ledger, pause_at="UPDATE item")
    a, b = offered(one, session("a", places=2), session("b", places=2))
    assert kinds(crosswise(one, other, a, b)) == ["Booking"] * 2 * ROUNDS
    assert sorted(booking.items[0].session for booking in one.bookings()) == [a, b]
    assert one.differences() == []


def test_locks_in_the_callers_order_end_in_a_deadlock(
    server: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    from booking_servers import new_database

    def in_callers_order(work: Work, ids: Collection[str], *_rest: Any) -> Locked:
        slots: dict[str, Any] = {}
        for id in sorted(ids, reverse=threading.current_thread().name == "caller 1"):
            slots |= as_it_is(work, [id]).slots
            time.sleep(PAUSE_S)
        return Locked(work, slots, work.now)

    as_it_is = Work.lock_slots
    ledger = new_database(server, template=request.getfixturevalue("template"))
    one, other = desks(ledger)
    a, b = offered(one, session("a", places=2), session("b", places=2))
    monkeypatch.setattr(Work, "lock_slots", in_callers_order)
    monkeypatch.setattr("tourplanner.booking.store.store.Store.attempts", 1)
    found = [str(each) for each in crosswise(one, other, a, b) if isinstance(each, StoreError)]
    assert any("deadlock detected" in each for each in found)


def test_confirm_against_cancel_ends_cancelled(ledger: str) -> None:
    one, other = desks(ledger, pause_at="UPDATE booking")
    (a,) = offered(one, session("a"))
    for turn in range(ROUNDS):
        id = one.hold([a], 1, key=f"h{turn}").id
        confirmed, cancelled = at_once(
            lambda id=id: one.confirm(id, key=f"c{id}"), lambda id=id: other.cancel(id, key=f"x{id}")
        )
        assert isinstance(cancelled, Booking)
        assert one.booking(id).status is Status.CANCELLED
        log = [entry.operation for entry in one.audit(id)]
        if isinstance(confirmed, Booking):
            assert log == ["hold", "confirm", "cancel"]
        else:
            assert isinstance(confirmed, TransitionError)
            assert log == ["hold", "cancel"]


def redeemed_twice(ledger: str, kind: str) -> list[list[str]]:
    one, other = desks(ledger, kind, pause_at="UPDATE booking")
    (a,) = offered(one, session("a"))
    found = []
    for turn in range(ROUNDS):
        id = one.hold([a], 1, key=f"h{turn}").id
        one.confirm(id, key=f"c{turn}")
        scans = [lambda desk=desk, id=id: desk.redeem(id, key=f"{id} {desk is one}") for desk in (one, other)]
        found.append(kinds(at_once(*scans)))
    return found


def test_two_scanners_at_once_let_the_guests_in_once(ledger: str) -> None:
    assert redeemed_twice(ledger, "guarded") == [["Booking", "TransitionError"]] * ROUNDS


def test_without_lock_and_comparison_they_let_them_in_twice(ledger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def blind(journal: Journal, table: Any, _old: Any, new: Any) -> None:
        key = [column == new[column.name] for column in table.primary_key]
        journal.connection.execute(table.update().where(*key).values(**new))

    monkeypatch.setattr(Journal, "_update", blind)
    assert ["Booking", "Booking"] in redeemed_twice(ledger, "no locks")


def test_the_comparison_alone_already_stops_them(ledger: str) -> None:
    assert ["Booking", "Booking"] not in redeemed_twice(ledger, "no locks")


@pytest.mark.parametrize("operation", ["confirm", "extend"])
def test_a_slow_clock_cannot_revive_what_a_fast_one_sold(ledger: str, operation: str) -> None:
    slow, fast = desks(ledger)
    (a,) = offered(slow, session("a", places=1))
    late = slow.hold([a], 1, key="late", ttl=timedelta(minutes=10)).id
    fast.clock.now = NOW + timedelta(minutes=10)  # type: ignore[attr-defined]
    fast.confirm(fast.hold([a], 1, key="next").id, key="c")
    with pytest.raises(TransitionError, match="it is EXPIRED; its places are free again"):
        getattr(slow, operation)(late, key="revive")
    assert oversold(slow, NOW + timedelta(minutes=10)) == []


def test_without_a_second_look_it_can(ledger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    slow, fast = desks(ledger)
    (a,) = offered(slow, session("a", places=1))
    late = slow.hold([a], 1, key="late", ttl=timedelta(minutes=10)).id
    fast.clock.now = NOW + timedelta(minutes=10)  # type: ignore[attr-defined]
    fast.confirm(fast.hold([a], 1, key="next").id, key="c")
    monkeypatch.setattr(Room, "over", lambda *_: 0)
    slow.confirm(late, key="revive")
    assert oversold(slow, NOW + timedelta(minutes=10)) == [(a, 2, 1)]


def waited(ledger: str, kind: str = "after the wait") -> Any:
    """A hold runs out while its extension waits for the lock: how the extension ends."""
    one, other = desks(ledger)
    one.clock = other.clock = clock = Clock()
    (a,) = offered(one, session("a", places=1))
    id = one.hold([a], 1, key="hold", ttl=timedelta(minutes=1)).id
    inside, run = threading.Event(), one.store.run

    def slowly(connection: Any) -> None:
        other._work(connection).lock_slots([a])
        inside.set()
        time.sleep(PAUSE_S)
        clock.forward(minutes=2)

    def by_the_time_before(work: Any) -> Any:
        before = clock.now
        one.clock = lambda: before
        return run(work)

    def extend() -> Booking:
        inside.wait()
        if kind != "after the wait":
            one.store.run = by_the_time_before  # type: ignore[method-assign]
        return one.extend(id, key="extend")

    return at_once(lambda: other.store.run(slowly), extend)[1]


def test_who_waited_is_judged_by_the_time_after_the_wait(ledger: str) -> None:
    assert isinstance(waited(ledger), TransitionError)


def test_judged_by_the_time_before_it_a_dead_hold_goes_on(ledger: str) -> None:
    assert isinstance(waited(ledger, "before the wait"), Booking)


def reduced(ledger: str, kind: str) -> list[list[str]]:
    one, other = desks(ledger, kind, pause_at="INSERT INTO booking")
    found = []
    for turn in range(ROUNDS):
        one.offer([session("a", day=turn, places=1)])
        id = session("a", day=turn).id
        found.append(
            kinds(
                at_once(
                    lambda id=id: one.hold([id], 1, key=f"h{id}"),
                    lambda turn=turn: other.offer([session("a", day=turn, places=0)]),
                )
            )
        )
    assert bool(oversold(one)) is (["Booking", "int"] in found)
    return found


def test_a_session_that_shrinks_while_it_is_booked(ledger: str) -> None:
    for result in reduced(ledger, "guarded"):
        assert result in (["Booking", "UnavailableError"], ["UnavailableError", "int"])


def test_without_locks_it_shrinks_below_its_guests(ledger: str) -> None:
    assert ["Booking", "int"] in reduced(ledger, "no locks")


def kiln(ledger: str, kind: str) -> tuple[list[str], int]:
    """Two experiences take the last places of the kiln that both need; how it ends, and guests in it at once."""
    one, other = desks(ledger, kind, pause_at="INSERT INTO booking")
    one.share(Resource(id="kiln", name="Lò bầu", capacity=10))
    a, b = offered(one, session("a", 9), session("b", 9.5), conditions=Conditions(uses=("kiln",)))
    found = at_once(lambda: one.hold([a], 6, key="a"), lambda: other.hold([b], 6, key="b"))
    return kinds(found), sum(booking.items[0].pax for booking in one.bookings())


def test_two_experiences_share_one_kiln(ledger: str) -> None:
    assert kiln(ledger, "guarded") == (["Booking", "UnavailableError"], 6)


def test_without_locks_the_kiln_overflows(ledger: str) -> None:
    assert kiln(ledger, "no locks") == (["Booking", "Booking"], 12)


def test_a_household_drops_out_while_its_pool_is_booked(ledger: str) -> None:
    one, other = desks(ledger, pause_at="INSERT INTO booking")
    cooperative(one, [4, 4, 4])
    (a,) = offered(one, session("a", places=12), conditions=Conditions(pool="coop"))
    day = session("a").begin
    one.confirm(one.hold([a], 4, key="before").id, key="c")
    found = at_once(
        lambda: one.hold([a], 6, key="while"),
        lambda: other.drop_out("coop", "h0", begin=day - timedelta(hours=1), end=day + timedelta(hours=9)),
    )
    assert kinds(found) in (["Booking", "UnavailableError"], ["UnavailableError", "dict"])
    held = {share.household: share.pax for each in one.bookings() for share in each.items[0].shares}
    assert sum(each.guests for each in one.shares("coop")) in (4, 10)
    assert ("h0" not in held) is isinstance(found[1], dict)
    assert one.differences() == []


def test_two_requests_under_one_key_at_once(ledger: str) -> None:
    one, other = desks(ledger, pause_at="INSERT INTO booking")
    (a,) = offered(one, session("a"))
    found = at_once(lambda: one.hold([a], 1, key="one"), lambda: other.hold([a], 2, key="one"))
    assert kinds(found) == ["Booking", "KeyConflictError"]
    (conflict,) = [each for each in found if isinstance(each, KeyConflictError)]
    assert conflict.key == "one"
    assert len(one.bookings()) == 1


def test_without_the_claim_callers_get_a_crash_for_an_answer(ledger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = desks(ledger)
    (a,) = offered(one, session("a"))
    calls = [lambda desk=desk: desk.hold([a], 1, key="one") for desk in (one, other, one, other)]
    assert kinds(at_once(*calls)) == ["Booking"] * 4
    monkeypatch.setattr("tourplanner.booking.counter.claim", lambda *_: None)
    calls = [lambda desk=desk: desk.hold([a], 1, key="two") for desk in (one, other, one, other)]
    assert kinds(at_once(*calls)) == ["Booking", "IntegrityError", "IntegrityError", "IntegrityError"]


def test_the_last_place_goes_to_one(ledger: str) -> None:
    one, other = desks(ledger, pause_at="INSERT INTO booking")
    (a,) = offered(one, session("a", places=3))
    first = one.hold([a], 2, key="first").id
    found = at_once(lambda: one.amend(first, key="more", party=3), lambda: other.hold([a], 1, key="last"))
    assert kinds(found) == ["Booking", "UnavailableError"]
    (refused,) = [each for each in found if isinstance(each, UnavailableError)]
    assert [each.code for each in refused.shortages] == ["SOLD_OUT"]
