"""What the desk is measured against does the same work."""

from __future__ import annotations

from argparse import Namespace

from benchmarks import booking as benchmark
from tourplanner.booking import Desk


def test_the_plain_statements_leave_what_a_hold_leaves(ledger: str) -> None:
    benchmark.prepared(ledger)
    five = [f"e{number}/s" for number in range(benchmark.STOPS)]
    with benchmark.by_sql(ledger) as hold:
        hold("plain", five)
    with benchmark.by_desk(ledger) as hold:
        hold("through the desk", five)
    desk = Desk(ledger, clock=lambda: benchmark.NOW)
    one, other = sorted(desk.bookings(), key=lambda each: each.id != "plain")
    assert [(item.session, item.pax) for item in one.items] == [(item.session, item.pax) for item in other.items]
    assert one.status is other.status
    day = one.items[0].begin.date()
    left = {each.session: each.vacancies for each in desk.availability(first=day, last=day)}
    assert {left[session] for session in five} == {benchmark.PLACES - 4}


def test_a_row_counts_what_one_caller_did(sqlite: str) -> None:
    benchmark.prepared(sqlite)
    row = benchmark.figures("desk", sqlite, 1, Namespace(seed=1, seconds=0.2))
    assert row["holds/s"] > 0
    assert 0 < row["p50 ms"] <= row["p99 ms"] <= row["slowest ms"]
