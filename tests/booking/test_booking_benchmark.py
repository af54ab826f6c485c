"""What the desk is measured against does the same work."""

from __future__ import annotations

from argparse import Namespace

import pytest

from benchmarks import booking as benchmark
from benchmarks import booking_month as month
from tourplanner.booking import Desk


def test_the_plain_statements_leave_what_a_hold_leaves(ledger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benchmark, "SESSIONS", 20)
    benchmark.prepared(ledger, "row")
    five = benchmark.sessions_of("row")[: benchmark.STOPS]
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


@pytest.mark.parametrize("callers", ["2 processes", "2 threads"])
def test_a_row_counts_what_each_caller_did(sqlite: str, callers: str) -> None:
    benchmark.prepared(sqlite, "row")
    row = benchmark.figures("desk", sqlite, callers, "row", Namespace(seed=1, seconds=0.2))
    assert row["holds/s"] > 0
    assert 0 < row["least of a caller"] <= row["most"] <= row["holds/s"] * 0.2
    assert 0 < row["p50 ms"] <= row["p99 ms"] <= row["slowest ms"]


def test_a_spread_is_over_all_callers() -> None:
    row = benchmark.spread([[0.001] * 99, [0.003]], seconds=2)
    assert row == {
        "holds/s": 50, "p50 ms": 1.0, "p99 ms": 3.0, "slowest ms": 3.0, "least of a caller": 1, "most": 99,
    }  # fmt: skip


def test_a_month_has_sessions_of_all_experiences_some_booked(sqlite: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(month, "HOLDS", 20)
    monkeypatch.setattr(month, "REGIONS", month.REGIONS | {"small": (lambda: month.packaged()[:6], 5)})
    row = month.month(sqlite, "small", seed=1)
    assert row["experiences"] == 6
    assert 0 < row["with bookings"] <= row["sessions"]
    assert 0 < row["median ms"] <= row["slowest ms"]
