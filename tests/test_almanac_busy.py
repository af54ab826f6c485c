"""Opening hours around the times when a host is busy."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tourplanner.almanac import begin_windows, opening_around, sessions, windows
from tourplanner.model import HANOI, BusySpan, Opening
from tourplanner.testing import small_catalogue

MONDAY = datetime(2027, 3, 1, tzinfo=HANOI)
OPENING = Opening.daily(time(8), time(17))


def span(first: float, last: float) -> BusySpan:
    """Hours from Monday midnight."""
    return BusySpan(begin=MONDAY + timedelta(hours=first), end=MONDAY + timedelta(hours=last))


def hours(opening: Opening, day: int = 0) -> list[str]:
    return [str(each) for each in windows(opening, MONDAY.date() + timedelta(days=day))]


def test_what_is_left_of_a_day() -> None:
    assert hours(opening_around(OPENING, [span(10, 11.5)])) == ["08:00–10:00", "11:30–17:00"]
    assert hours(opening_around(OPENING, [span(6, 9), span(16, 20)])) == ["09:00–16:00"]
    assert hours(opening_around(OPENING, [span(10, 12), span(11, 13)])) == ["08:00–10:00", "13:00–17:00"]
    assert hours(opening_around(OPENING, [span(7, 18)])) == []
    assert opening_around(OPENING, [span(17, 24), span(0, 8)]) == OPENING


def test_days_in_a_row_are_one_exception_with_its_reason() -> None:
    closed = opening_around(OPENING, [span(16, 24 * 3 + 9)])
    assert [(each.first.day, each.last.day, len(each.ranges)) for each in closed.exceptions] == [
        (1, 1, 1), (2, 3, 0), (4, 4, 1),
    ]  # fmt: skip
    assert hours(closed) == ["08:00–16:00"]
    assert hours(closed, 3) == ["09:00–17:00"]
    assert {str(each.reason) for each in closed.exceptions} == {"xưởng bận theo lịch riêng"}


def test_closed_days_stay_closed_and_sessions_follow() -> None:
    shows = OPENING.replace(starts=(time(9), time(10), time(15)))
    show = small_catalogue().experience("dt-show").replace(opening=opening_around(shows, [span(10.5, 12)]))
    assert [each.begin.hour for each in sessions(show, date(2027, 3, 1), date(2027, 3, 1))] == [9, 15]
    sundays_off = Opening(weekly=(*OPENING.weekly[:6], ()))
    assert opening_around(sundays_off, [span(24 * 6 + 9, 24 * 6 + 10)]) == sundays_off


@given(st.lists(st.tuples(st.integers(0, 72 * 4), st.integers(1, 40)), max_size=6), st.integers(5, 240))
def test_no_visit_can_begin_that_would_meet_a_busy_time(quarters: list[tuple[int, int]], minutes: int) -> None:
    busy = [span(begin / 4, (begin + length) / 4) for begin, length in quarters]
    opening = opening_around(OPENING, busy)
    for day in range(3):
        on = MONDAY + timedelta(days=day)
        possible = set()
        for low, high in begin_windows(opening, minutes, on.date()):
            possible |= {m for m in range(0, 1440, 5) if low <= time(m // 60, m % 60) <= high}
        for minute in range(8 * 60, 17 * 60 - minutes + 1, 5):
            begin = on + timedelta(minutes=minute)
            free = not any(each.overlaps(begin, begin + timedelta(minutes=minutes)) for each in busy)
            assert (minute in possible) is free, (day, minute)
