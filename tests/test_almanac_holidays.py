"""Public holidays against the decisions published for 2024 to 2026."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tourplanner.almanac import LunarDate, public_holidays, tet

# Công văn 8662/VPCP-KGVX (2024), 8726/VPCP-KGVX (2025), Văn phòng Chính phủ 13/10/2025 (2026); days in lieu left out.
PUBLISHED = {
    2024: "01-01 02-08 02-09 02-10 02-11 02-12 04-18 04-30 05-01 09-02 09-03",
    2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 09-01 09-02",
    2026: "01-01 02-16 02-17 02-18 02-19 02-20 04-26 04-30 05-01 09-01 09-02",
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_published_years(year: int) -> None:
    holidays = public_holidays(year)
    assert " ".join(f"{holiday.date:%m-%d}" for holiday in holidays) == PUBLISHED[year]
    assert all(holiday.certain for holiday in holidays)


@pytest.mark.parametrize("year", [2021, 2027, 2033, 2100, 2199])
def test_eleven_days_by_the_labour_code(year: int) -> None:
    holidays = public_holidays(year)
    days = [holiday.date for holiday in holidays]
    assert days == sorted(set(days))
    assert len(days) == 11
    assert {day.year for day in days} == {year}
    around_tet = [day for day in days if abs(day - tet(year)) < timedelta(7)]
    assert around_tet == [around_tet[0] + timedelta(i) for i in range(5)], "five days in a row"
    assert {tet(year) + timedelta(i) for i in (-1, 0, 1, 2)} < set(around_tet)
    assert {date(year, 9, 1), date(year, 9, 3)} & set(days)
    assert LunarDate(year, 3, 10).solar() in days


def test_what_is_not_decided_yet_says_so() -> None:
    uncertain = [holiday for holiday in public_holidays(2027) if not holiday.certain]
    assert [holiday.date for holiday in uncertain] == [date(2027, 2, 4), date(2027, 9, 3)]


def test_every_holiday_has_names_and_a_source() -> None:
    for year in (2026, 2027):
        for holiday in public_holidays(year):
            assert holiday.name.vi != holiday.name.en
            assert "Điều 112" in holiday.source or "VPCP" in holiday.source or "Văn phòng Chính phủ" in holiday.source


def test_culture_day_is_no_holiday_by_the_code() -> None:
    assert date(2027, 11, 24) not in [holiday.date for holiday in public_holidays(2027)]


@pytest.mark.parametrize("year", [2020, 2200])
def test_years_without_the_code_are_errors(year: int) -> None:
    with pytest.raises(ValueError, match=f"from 2021 .* not for {year}"):
        public_holidays(year)
