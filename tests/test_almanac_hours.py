"""Windows, begin windows and reasons: the field's real cases, then properties against brute force."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tourplanner.almanac import LunarDate, begin_windows, closed_reason, in_season, tet, windows
from tourplanner.almanac.lunar import lunar_months
from tourplanner.model import LunarDay, Opening, OpeningException, Season, Text, TimeRange

STEADY = settings(derandomize=True, deadline=None)
HAT_MARKET = Opening.daily(time(4), time(9), lunar_days=tuple(LunarDay(day=day) for day in (4, 10, 14, 20, 24, 30)))
KITES = Opening.daily(time(8), time(17), lunar_days=tuple(LunarDay(day=day, month=3) for day in (14, 15, 16)))
GREEN_RICE = Opening.daily(time(8), time(17), seasons=(Season(first=(7, 15), last=(9, 30), calendar="lunar"),))
TET_BREAK = Season(first=(12, 25), last=(1, 6), calendar="lunar", reason=Text(vi="Tết", en="Tết"))
WORKSHOP = Opening.daily(time(8), time(17), closures=(TET_BREAK,))


def span(first: date, last: date) -> list[date]:
    return [first + timedelta(day) for day in range((last - first).days + 1)]


def year_days(year: int) -> list[date]:
    return span(date(year, 1, 1), date(year, 12, 31))


def hours(*pairs: tuple[int, int]) -> tuple[TimeRange, ...]:
    return tuple(TimeRange(open=time(first), close=time(last)) for first, last in pairs)


# --- the field's cases


def test_the_hat_market_of_chuong_in_march_2027() -> None:
    days = [on for on in span(date(2027, 3, 1), date(2027, 3, 31)) if windows(HAT_MARKET, on)]
    assert [(on.day, str(LunarDate.of(on))) for on in days] == [
        (1, "24/1"), (7, "30/1"), (11, "4/2"), (17, "10/2"), (21, "14/2"), (27, "20/2"), (31, "24/2")
    ]  # fmt: skip


def test_the_hat_market_has_no_day_30_in_a_short_month() -> None:
    for year in (2026, 2027, 2028):
        for month in lunar_months(year):
            days = [date.fromordinal(month.first + day) for day in range(month.days)]
            expected = [4, 10, 14, 20, 24] + [30] * (month.days == 30)
            assert [LunarDate.of(on).day for on in days if windows(HAT_MARKET, on)] == expected


def test_the_hat_market_meets_in_a_leap_month_too() -> None:
    assert windows(HAT_MARKET, LunarDate(2025, 6, 4, leap=True).solar()) == hours((4, 9))


def test_the_kite_festival_is_three_days_a_year() -> None:
    open_days = [on for on in year_days(2027) if windows(KITES, on)]
    assert open_days == [LunarDate(2027, 3, day).solar() for day in (14, 15, 16)]


def test_green_rice_is_made_from_15_7_to_30_9() -> None:
    open_days = [on for on in year_days(2027) if windows(GREEN_RICE, on)]
    assert (LunarDate.of(open_days[0]), LunarDate.of(open_days[-1] + timedelta(1))) == (
        LunarDate(2027, 7, 15),
        LunarDate(2027, 10, 1),
    )
    assert open_days == span(open_days[0], open_days[-1])


def test_a_leap_month_inside_a_season_belongs_to_it() -> None:
    """2006 had two seventh months: the season that began on 15/7 did not stop on the first day of the second."""
    open_days = [on for on in year_days(2006) if windows(GREEN_RICE, on)]
    assert open_days == span(LunarDate(2006, 7, 15).solar(), LunarDate(2006, 10, 1).solar() - timedelta(1))
    assert LunarDate(2006, 7, 3, leap=True).solar() in open_days


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027, 2030, 2034])
def test_workshops_close_around_tet_across_the_lunar_year(year: int) -> None:
    first, last = LunarDate(year - 1, 12, 25).solar(), LunarDate(year, 1, 6).solar()
    closed = [on for on in span(tet(year) - timedelta(30), tet(year) + timedelta(30)) if not windows(WORKSHOP, on)]
    assert closed == span(first, last)


@pytest.mark.parametrize(("on", "open_"), [((1, 1), True), ((3, 31), True), ((4, 1), False), ((10, 14), False),
                                            ((10, 15), True), ((12, 31), True)])  # fmt: skip
def test_a_solar_season_over_the_new_year_includes_both_ends(on: tuple[int, int], open_: bool) -> None:
    assert in_season(Season(first=(10, 15), last=(3, 31)), date(2027, *on)) is open_


def test_a_season_of_one_day() -> None:
    season = Season(first=(8, 15), last=(8, 15), calendar="lunar")
    assert [on for on in year_days(2027) if in_season(season, on)] == [LunarDate(2027, 8, 15).solar()]


def test_the_exception_is_stronger_than_everything() -> None:
    on = LunarDate(2027, 1, 1).solar()
    opening = WORKSHOP.replace(exceptions=(OpeningException(first=on, last=on, ranges=hours((9, 11))),))
    assert windows(WORKSHOP, on) == ()
    assert windows(opening, on) == hours((9, 11))
    assert closed_reason(opening, on) is None
    assert windows(opening, on + timedelta(1)) == ()


def test_of_two_exceptions_the_last_listed_counts() -> None:
    summer = OpeningException(first=date(2027, 6, 1), last=date(2027, 8, 31))
    one_day = OpeningException(first=date(2027, 7, 1), last=date(2027, 7, 1), ranges=hours((8, 10)))
    opening = Opening.daily(time(8), time(17), exceptions=(summer, one_day))
    assert [windows(opening, date(2027, 7, day)) for day in (1, 2)] == [hours((8, 10)), ()]
    assert windows(opening, date(2027, 6, 1)) == windows(opening, date(2027, 8, 31)) == ()
    assert windows(opening, date(2027, 5, 31)) == windows(opening, date(2027, 9, 1)) == hours((8, 17))


def test_a_visit_begins_between_opening_and_the_last_moment_that_fits() -> None:
    opening = Opening(weekly=(hours((8, 11), (13, 14), (15, 17)),) * 7)
    on = date(2027, 3, 20)
    assert begin_windows(opening, 60, on) == ((time(8), time(10)), (time(13), time(13)), (time(15), time(16)))
    assert begin_windows(opening, 61, on) == ((time(8), time(9, 59)), (time(15), time(15, 59)))
    assert begin_windows(opening, 180, on) == ((time(8), time(8)),)
    assert begin_windows(opening, 181, on) == ()


def test_a_visit_may_span_ranges_that_touch() -> None:
    opening = Opening(weekly=(hours((12, 17), (8, 12)),) * 7)
    assert windows(opening, date(2027, 3, 20)) == hours((8, 17))
    assert begin_windows(opening, 480, date(2027, 3, 20)) == ((time(8), time(9)),)


def test_shows_begin_at_their_times_if_they_fit() -> None:
    shows = Opening.daily(time(9), time(12), starts=(time(11), time(9), time(8, 30), time(11, 1), time(9)))
    assert begin_windows(shows, 60, date(2027, 3, 20)) == ((time(9), time(9)), (time(11), time(11)))
    assert begin_windows(shows, 60, date(2027, 3, 20)) == begin_windows(shows, 60, date(2027, 3, 21))
    assert begin_windows(shows.replace(lunar_days=(LunarDay(day=1),)), 60, date(2027, 3, 20)) == ()


@pytest.mark.parametrize("minutes", [0, -5])
def test_a_visit_of_no_length_is_an_error(minutes: int) -> None:
    with pytest.raises(ValueError, match="at least a minute"):
        begin_windows(WORKSHOP, minutes, date(2027, 3, 20))


# --- why closed


@pytest.mark.parametrize(
    ("opening", "on", "vi", "en"),
    [
        (
            HAT_MARKET,
            date(2027, 3, 20),
            "chỉ ngày 4, 10, 14, 20, 24, 30 âm lịch; hôm đó là 13/2 âm lịch (Đinh Mùi)",
            "only on lunar days 4, 10, 14, 20, 24, 30; that day is day 13 of lunar month 2 (Đinh Mùi)",
        ),
        (WORKSHOP, date(2027, 2, 6), "nghỉ 25/12–6/1 âm lịch (Tết)", "closed lunar 25/12–6/1 (day/month) (Tết)"),
        (
            GREEN_RICE,
            date(2027, 3, 20),
            "ngoài mùa, chỉ mở 15/7–30/9 âm lịch",
            "out of season, open lunar 15/7–30/9 (day/month) only",
        ),
        (
            Opening(weekly=((), *(hours((8, 17)),) * 6)),
            date(2027, 3, 22),
            "không mở cửa thứ Hai",
            "closed on Mondays",
        ),
        (
            Opening.daily(
                time(8),
                time(17),
                exceptions=(OpeningException(first=date(2027, 3, 20), last=date(2027, 3, 21)),),
            ),
            date(2027, 3, 21),
            "nghỉ 20/03/2027–21/03/2027",
            "closed 20 Mar 2027–21 Mar 2027",
        ),
        (Opening(weekly=((),) * 7), date(2027, 3, 20), "không có giờ cố định", "no regular hours"),
        (Opening(weekly=((),) * 7, by_appointment=True), date(2027, 3, 20), "chỉ theo hẹn", "by appointment only"),
    ],
)
def test_the_reason_is_said_in_both_languages(opening: Opening, on: date, vi: str, en: str) -> None:
    assert closed_reason(opening, on) == Text(vi=vi, en=en)


# --- properties against brute force

QUARTERS = st.integers(0, 95)


@st.composite
def ranges(draw: st.DrawFn) -> tuple[TimeRange, ...]:
    found = []
    for _ in range(draw(st.integers(0, 3))):
        first, last = sorted(draw(st.lists(QUARTERS, min_size=2, max_size=2, unique=True)))
        found.append(TimeRange(open=clock(15 * first), close=clock(15 * last)))
    return tuple(found)


@st.composite
def seasons(draw: st.DrawFn) -> Season:
    ends = st.tuples(st.integers(1, 12), st.integers(1, 28))
    return Season(first=draw(ends), last=draw(ends), calendar="lunar" if draw(st.booleans()) else "solar")


@st.composite
def exceptions(draw: st.DrawFn) -> OpeningException:
    first = draw(DATES)
    return OpeningException(first=first, last=first + timedelta(draw(st.integers(0, 200))), ranges=draw(ranges()))


DATES = st.dates(date(2024, 1, 1), date(2029, 12, 31))
LUNAR_DAYS = st.builds(LunarDay, day=st.integers(1, 30), month=st.none() | st.integers(1, 12))
OPENINGS = st.builds(
    Opening,
    weekly=st.tuples(*[ranges()] * 7),
    lunar_days=st.lists(LUNAR_DAYS, max_size=3).map(tuple),
    seasons=st.lists(seasons(), max_size=2).map(tuple),
    closures=st.lists(seasons(), max_size=2).map(tuple),
    exceptions=st.lists(exceptions(), max_size=3).map(tuple),
    starts=st.just(()) | st.lists(QUARTERS.map(lambda quarter: clock(15 * quarter)), max_size=4).map(tuple),
)


def clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


def minute(at: time) -> int:
    return at.hour * 60 + at.minute


def season_days(season: Season) -> set[int]:
    """The ordinals of a season's days 2022 to 2031, walked from each first day to the next last day."""
    if season.calendar == "solar":
        firsts = [date(year, *season.first).toordinal() for year in range(2022, 2031)]
        lasts = [date(year, *season.last).toordinal() for year in range(2022, 2032)]
    else:
        firsts = [LunarDate(year, *season.first).solar().toordinal() for year in range(2022, 2031)]
        lasts = [LunarDate(year, *season.last).solar().toordinal() for year in range(2022, 2032)]
    return {day for first in firsts for day in range(first, next(last for last in lasts if last >= first) + 1)}


def brute_ranges(opening: Opening, on: date) -> tuple[TimeRange, ...]:
    """The ranges that hold on a day, from sets of days."""
    result = opening.weekly[on.weekday()]
    lunar = LunarDate.of(on)
    meant = {(day.day, month) for day in opening.lunar_days for month in ([day.month] if day.month else range(1, 13))}
    if opening.lunar_days and (lunar.day, lunar.month) not in meant:
        result = ()
    if opening.seasons and on.toordinal() not in set().union(*map(season_days, opening.seasons)):
        result = ()
    if on.toordinal() in set().union(*map(season_days, opening.closures)):
        result = ()
    for exception in opening.exceptions:
        if exception.first <= on <= exception.last:
            result = exception.ranges
    return result


@STEADY
@given(OPENINGS, DATES)
def test_windows_are_what_the_rules_leave(opening: Opening, on: date) -> None:
    found = windows(opening, on)
    minutes = {m for each in found for m in range(minute(each.open), minute(each.close))}
    expected = brute_ranges(opening, on)
    assert minutes == {m for each in expected for m in range(minute(each.open), minute(each.close))}
    assert all(one.close < other.open for one, other in pairwise(found))


@STEADY
@given(OPENINGS, DATES, st.integers(1, 600))
def test_a_visit_may_begin_exactly_when_every_minute_of_it_is_open(opening: Opening, on: date, minutes: int) -> None:
    is_open = {m for each in brute_ranges(opening, on) for m in range(minute(each.open), minute(each.close))}
    asked = {minute(start) for start in opening.starts} or range(24 * 60)
    expected = {begin for begin in asked if all(m in is_open for m in range(begin, begin + minutes))}
    found = begin_windows(opening, minutes, on)
    assert {m for low, high in found for m in range(minute(low), minute(high) + 1)} == expected
    assert list(found) == sorted(found)
    assert not opening.starts or all(low == high for low, high in found)


@STEADY
@given(OPENINGS, DATES)
def test_a_reason_is_given_exactly_on_closed_days(opening: Opening, on: date) -> None:
    reason = closed_reason(opening, on)
    assert (reason is None) == bool(windows(opening, on))
    assert reason is None or (reason.vi and reason.en)


@STEADY
@given(OPENINGS, exceptions())
def test_under_an_exception_the_windows_are_its_ranges(opening: Opening, exception: OpeningException) -> None:
    under = opening.replace(exceptions=(*opening.exceptions, exception))
    for on in (exception.first, exception.last):
        for window in windows(under, on):
            assert {window.open, window.close} <= {end for r in exception.ranges for end in (r.open, r.close)}
        assert bool(windows(under, on)) == bool(exception.ranges)


@pytest.mark.parametrize(
    ("ends", "calendar"), [((2, 30), "solar"), ((13, 1), "solar"), ((4, 0), "solar"), ((1, 31), "lunar")]
)
def test_a_season_has_days_that_exist(ends: tuple[int, int], calendar: str) -> None:
    with pytest.raises(ValueError, match="there is no such day"):
        Season.model_validate({"first": ends, "last": (5, 1), "calendar": calendar})
