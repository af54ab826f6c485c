"""Two at once, each time with the guard and without: one clear winner, and nobody is left a deadlock."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from booking_cases import NOW, Clock, cooperative, offered, oversold, session
from booking_duels import PAUSE_S, ROUNDS, at_once, blind, desks, kinds, meanwhile

from tourplanner.booking import Booking, Conditions, Desk, Resource, Status
from tourplanner.booking.journal import Journal
from tourplanner.booking.locking import Locked, Work
from tourplanner.booking.room import Room
from tourplanner.errors import (
    KeyConflictError,
    StoreError,
    TransitionError,
    UnavailableError,
)


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


def confirmed_and_cancelled(ledger: str, kind: str) -> list[tuple[Any, Any, Status, list[str]]]:
    """A hold is confirmed by one desk and cancelled by the other: both answers, how it stands, and its log."""
    one, other = desks(ledger, kind)
    (a,) = offered(one, session("a"))
    found = []
    for turn in range(2):
        id = one.hold([a], 1, key=f"h{turn}").id
        calls = [lambda id=id: one.confirm(id, key=f"c{id}"), lambda id=id: other.cancel(id, key=f"x{id}")]
        if turn == 0:
            confirmed, cancelled = meanwhile(one, calls[0], calls[1], at="UPDATE booking")
        else:
            cancelled, confirmed = meanwhile(other, calls[1], calls[0], at="UPDATE booking")
        found.append((confirmed, cancelled, one.booking(id).status, [entry.operation for entry in one.audit(id)]))
    return found


def test_confirm_against_cancel_ends_cancelled(ledger: str) -> None:
    for confirmed, cancelled, status, log in confirmed_and_cancelled(ledger, "guarded"):
        assert isinstance(cancelled, Booking)
        assert status is Status.CANCELLED
        if isinstance(confirmed, Booking):
            assert log == ["hold", "confirm", "cancel"]
        else:
            assert isinstance(confirmed, TransitionError)
            assert log == ["hold", "cancel"]


def test_without_lock_and_comparison_what_was_cancelled_is_confirmed(
    ledger: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Journal, "_update", blind)
    found = confirmed_and_cancelled(ledger, "no locks")
    confirmed, cancelled, status, _ = found[0]
    assert kinds([confirmed, cancelled]) == ["Booking", "Booking"]
    assert status is Status.CONFIRMED, "although somebody was told that it is cancelled"


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


def shrunk_kiln(ledger: str, kind: str) -> tuple[list[str], int]:
    """The kiln is found to have room for fewer while the last places in it are sold; how it ends, and guests in it."""
    one, other = desks(ledger, kind)
    one.share(Resource(id="kiln", name="Lò bầu", capacity=10))
    (a,) = offered(one, session("a"), conditions=Conditions(uses=("kiln",)))
    smaller = Resource(id="kiln", name="Lò bầu", capacity=5)
    found = meanwhile(one, lambda: one.hold([a], 6, key="a"), lambda: other.share(smaller), at="INSERT INTO booking")
    return kinds(found), sum(booking.items[0].pax for booking in one.bookings())


def test_a_kiln_that_shrinks_while_it_is_booked(ledger: str) -> None:
    assert shrunk_kiln(ledger, "guarded") == (["Booking", "UnavailableError"], 6)


def test_without_locks_it_has_more_guests_than_room(ledger: str) -> None:
    assert shrunk_kiln(ledger, "no locks") == (["Booking", "NoneType"], 6)


def sold_and_shut(ledger: str, kind: str) -> list[str]:
    """A session is closed for sale while it is sold: the log of both."""
    one, other = desks(ledger, kind)
    (a,) = offered(one, session("a"))
    shut = partial(other.shut, [a], reason="Tết")
    meanwhile(one, lambda: one.hold([a], 1, key="a"), shut, at="INSERT INTO booking")
    return [entry.operation for entry in one.audit()][1:]


def test_nothing_is_sold_after_it_was_closed(ledger: str) -> None:
    assert sold_and_shut(ledger, "guarded") == ["hold", "shut"]


def test_without_locks_it_is_sold_all_the_same(ledger: str) -> None:
    assert sold_and_shut(ledger, "no locks") == ["shut", "hold"]


def dropped_out(ledger: str, kind: str) -> tuple[Desk, list[Any]]:
    """A household of three drops out while its pool is booked; it has four guests, and six more come."""
    one, other = desks(ledger, kind)
    cooperative(one, [4, 4, 4])
    (a,) = offered(one, session("a", places=12), conditions=Conditions(pool="coop"))
    day = session("a").begin
    one.confirm(one.hold([a], 4, key="before").id, key="c")
    drop_out = partial(other.drop_out, "coop", "h0", begin=day - timedelta(hours=1), end=day + timedelta(hours=9))
    return one, meanwhile(one, lambda: one.hold([a], 6, key="while"), drop_out, at="INSERT INTO booking")


def crowded(desk: Desk) -> dict[str, int]:
    """Households with more guests than their four places, or with any and off duty."""
    places = dict.fromkeys(("h0", "h1", "h2"), 4)
    if any(entry.operation == "drop out" for entry in desk.audit()):
        places["h0"] = 0
    return {each.household: each.guests for each in desk.shares("coop") if each.guests > places[each.household]}


def test_a_household_drops_out_while_its_pool_is_booked(ledger: str) -> None:
    desk, found = dropped_out(ledger, "guarded")
    assert kinds(found) == ["Booking", "UnavailableError"]
    assert sum(each.guests for each in desk.shares("coop")) == 10
    assert crowded(desk) == {}
    assert desk.differences() == []


def test_without_locks_its_guests_are_dealt_to_places_that_are_taken(ledger: str) -> None:
    desk, found = dropped_out(ledger, "no locks")
    assert kinds(found) == ["Booking", "dict"]
    assert crowded(desk) != {}


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
