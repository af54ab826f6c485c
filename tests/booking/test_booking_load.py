"""Sixteen processes at once sell everything, once; and without the guard they do not."""

from __future__ import annotations

from collections import Counter

from booking_cases import DAY, grid, halves, offered, oversold, stored
from booking_workers import CALLERS, LOAD, all_at_once, desk_at, sell_out, send_keys


def sold_out(ledger: str, kind: str, slots: int, places: int) -> tuple[list[str], list[str]]:
    desk = desk_at(ledger)
    sessions = offered(desk, *grid(slots, places))
    sold = all_at_once(sell_out, [(ledger, kind, seed, sessions) for seed in range(CALLERS)])
    return sessions, [booking for each in sold for booking in each]


def test_sixteen_processes_sell_out_forty_sessions_of_sixty_places(ledger: str) -> None:
    sessions, sold = sold_out(ledger, "guarded", 40, max(6, round(60 * LOAD)))
    desk = desk_at(ledger)
    assert oversold(desk) == []
    assert halves(desk, 5) == []
    assert sorted(sold) == sorted(stored(desk))
    left = [each for each in desk.availability(first=DAY.date(), last=DAY.date()) if each.vacancies]
    assert len(left) < 5
    taken = Counter(item.session for booking in desk.bookings() for item in booking.items)
    assert sum(taken.values()) == 5 * len(sold)
    assert {each: taken[each] for each in sessions if taken[each] > max(6, round(60 * LOAD))} == {}
    assert desk.differences() == []


def test_without_locks_they_sell_places_twice(ledger: str) -> None:
    sold_out(ledger, "no locks", 10, 6)
    desk = desk_at(ledger)
    assert oversold(desk) != []


def test_two_hundred_keys_sent_by_sixteen_callers_are_two_hundred_bookings(ledger: str) -> None:
    count = max(10, round(200 * LOAD))
    desk = desk_at(ledger)
    sessions, keys = offered(desk, *grid(10, 200)), [f"key {number}" for number in range(count)]
    answers = all_at_once(send_keys, [(ledger, seed, keys, sessions) for seed in range(CALLERS)])
    assert all(each == answers[0] for each in answers)
    assert stored(desk) == set(answers[0].values())
    assert len(stored(desk)) == count
    assert len([entry for entry in desk.audit() if entry.operation == "hold"]) == count
