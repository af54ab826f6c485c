"""Dated sessions, festivals on solar days, the days of a month."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tourplanner.almanac import LunarDate, festival_days, festivals_on, month_days, sessions
from tourplanner.model import HANOI, Experience, Festival, LunarDay, Opening, Text

STEADY = settings(derandomize=True, deadline=None)
SHOWS = Opening.daily(time(9), time(16), starts=(time(14), time(9, 30)))


def show(opening: Opening = SHOWS) -> Experience:
    return Experience(
        id="dt-show",
        village="dao-thuc",
        host="dao-thuc/host",
        name=Text(vi="Rối nước"),
        kind="performance",
        role="culture",
        minutes=60,
        capacity=150,
        opening=opening,
    )


def festival(month: int, first: int, last: int) -> Festival:
    return Festival(
        id=f"f-{month}-{first}", village="v", name=Text(vi="Hội"), lunar_month=month, first_day=first, last_day=last,
        main_day=first,
    )  # fmt: skip


KITES = festival(3, 14, 16)


def test_sessions_between_two_days_inclusive() -> None:
    found = list(sessions(show(), date(2027, 3, 20), date(2027, 3, 21)))
    assert [session.id for session in found] == [
        "dt-show/2027-03-20-0930",
        "dt-show/2027-03-20-1400",
        "dt-show/2027-03-21-0930",
        "dt-show/2027-03-21-1400",
    ]
    first = found[0]
    assert first.begin == datetime(2027, 3, 20, 9, 30, tzinfo=HANOI)
    assert first.begin.isoformat() == "2027-03-20T09:30:00+07:00"
    assert (first.end - first.begin, first.places_left, first.experience) == (timedelta(hours=1), 150, "dt-show")


def test_sessions_keep_to_the_lunar_days() -> None:
    market = SHOWS.replace(lunar_days=(LunarDay(day=15),))
    days = {session.begin.date() for session in sessions(show(market), date(2027, 1, 1), date(2027, 12, 31))}
    assert {LunarDate.of(on).day for on in days} == {15}
    assert len(days) in (12, 13)


def test_without_fixed_starts_there_are_no_sessions() -> None:
    assert list(sessions(show(Opening.daily(time(8), time(17))), date(2027, 3, 1), date(2027, 3, 31))) == []


def test_days_the_wrong_way_round_are_an_error_at_once() -> None:
    with pytest.raises(ValueError, match="last day is before the first"):
        sessions(show(), date(2027, 3, 2), date(2027, 3, 1))


def test_the_kite_festival_in_solar_days() -> None:
    assert festival_days(KITES, 2016) == (date(2016, 4, 20), date(2016, 4, 21), date(2016, 4, 22))
    assert festival_days(KITES, 2027) == tuple(LunarDate(2027, 3, day).solar() for day in (14, 15, 16))


def test_a_festival_is_not_repeated_in_a_leap_month() -> None:
    embroiderers = festival(6, 12, 12)
    assert festival_days(embroiderers, 2025) == (LunarDate(2025, 6, 12).solar(),)
    assert festivals_on([embroiderers], LunarDate(2025, 6, 12, leap=True).solar()) == ()


def test_day_thirty_of_a_short_month_is_dropped() -> None:
    year_end = festival(12, 29, 30)
    lengths = {len(festival_days(year_end, year)) for year in range(2020, 2040)}
    assert lengths == {1, 2}
    assert festival_days(year_end, 2026) == (date(2026, 2, 16),)  # month 12 of Ất Tỵ has 29 days


def test_a_late_festival_may_fall_twice_in_a_solar_year_or_never() -> None:
    counts = [len(festival_days(festival(11, 20, 20), year)) for year in range(2000, 2060)]
    assert set(counts) == {0, 1, 2}
    assert sum(counts) in (59, 60, 61)


@STEADY
@given(st.integers(1, 12), st.integers(1, 30), st.integers(0, 5), st.integers(1900, 2199))
def test_festival_days_are_the_days_it_is_held_on(month: int, first: int, more: int, year: int) -> None:
    held = festival(month, first, min(30, first + more))
    days = festival_days(held, year)
    assert list(days) == sorted(days)
    around = {on + timedelta(step) for on in days for step in (-1, 0, 1)} | {date(year, 1, 1), date(year, 12, 31)}
    for on in around:
        if on.year == year:
            assert bool(festivals_on([held], on)) == (on in days)


def test_festivals_on_a_day_keep_their_order() -> None:
    others = [festival(3, 15, 15), festival(2, 15, 15), KITES]
    assert festivals_on(others, date(2016, 4, 21)) == (others[0], KITES)
    assert festivals_on(others, date(2016, 4, 20)) == (KITES,)


@pytest.mark.parametrize("year", [1899, 2200])
def test_festivals_out_of_range_are_errors(year: int) -> None:
    with pytest.raises(ValueError, match="1900 to 2199"):
        festival_days(KITES, year)


@pytest.mark.parametrize(("month", "days"), [("2027-03", 31), ("2027-02", 28), ("2028-02", 29), ("2027-12", 31)])
def test_the_days_of_a_month(month: str, days: int) -> None:
    found = month_days(month)
    assert len(found) == days
    assert found[0].isoformat() == f"{month}-01"
    assert {f"{day:%Y-%m}" for day in found} == {month}


@pytest.mark.parametrize("wrong", ["2027-13", "2027-3", "2027-W03", "202703", "2027-03-01", "", "٢٠٢٧-03", "0000-01"])
def test_what_is_no_month_is_an_error(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"month|year"):
        month_days(wrong)
