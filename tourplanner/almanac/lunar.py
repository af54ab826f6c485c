"""The Vietnamese lunar calendar: months from new moon to new moon, leap months by the sun, days at UTC+7."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, total_ordering
from typing import NamedTuple

from tourplanner.almanac.sky import new_moon_day, zodiac_sign

FIRST_SOLAR, LAST_SOLAR = date(1900, 1, 1), date(2199, 12, 31)
STEMS = ("Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý")
BRANCHES = ("Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi")


class Month(NamedTuple):
    """A lunar month: the ordinal (``date.toordinal``) of its first day, its number, whether leap, its 29 or 30 days."""

    first: int
    number: int
    leap: bool
    days: int


@total_ordering
@dataclass(frozen=True, slots=True)
class LunarDate:
    """
    A day of the Vietnamese lunar calendar, computed for UTC+7 (the meridian 105° east) for all years.

    Every solar day from 1900-01-01 to 2199-12-31 has exactly one ``LunarDate`` and no other can be made. Dates order
    as days do: a leap month comes after the month whose number it repeats.

    Rules: Hồ Ngọc Đức, *Thuật toán tính âm lịch* (informatik.uni-leipzig.de/~duc/amlich/calrules_vn.html): a month
    begins on the day of the new moon; the winter solstice is in month 11; of 13 months from one month 11 to the next,
    the first in which the sun enters no new sign of the zodiac is leap. UTC+7 is law since 1968 (Decision 121-CP of
    8 August 1967; later in the south), so calendars printed before may differ.

    Parameters
    ----------
    year
        The solar year in which this lunar year begins; Jan 2027 is still lunar 2026.
    month, day
        From 1.
    leap
        Whether this is the leap month that follows the regular month of the same number.

    Raises
    ------
    ValueError
        If there is no such day: day 30 of a month of 29 days, a leap month that year does not have, out of range.
    """

    year: int
    month: int
    day: int
    leap: bool = False

    def __post_init__(self) -> None:
        month = next((m for m in lunar_months(self.year) if (m.number, m.leap) == (self.month, self.leap)), None)
        if month is None:
            raise ValueError(self._no_month())
        if not 1 <= self.day <= month.days:
            raise ValueError(f"lunar month {self._month()} of {self.year} has days 1 to {month.days}, not {self.day}")
        _check_range(month.first + self.day - 1)

    @staticmethod
    def of(on: date) -> LunarDate:
        """The lunar date of a solar day; ``ValueError`` outside 1900-01-01 to 2199-12-31."""
        return _of(on.toordinal())

    def solar(self) -> date:
        """The solar day."""
        months = lunar_months(self.year)
        first = next(m.first for m in months if (m.number, m.leap) == (self.month, self.leap))
        return date.fromordinal(first + self.day - 1)

    @property
    def year_name(self) -> str:
        """The year's name from ten stems and twelve branches (can chi), e.g. "Đinh Mùi" for 2027."""
        return f"{STEMS[(self.year - 4) % 10]} {BRANCHES[(self.year - 4) % 12]}"

    def vi(self) -> str:
        """E.g. "13/2 âm lịch (Đinh Mùi)"."""
        return f"{self} âm lịch ({self.year_name})"

    def en(self) -> str:
        """E.g. "day 13 of lunar month 2 (Đinh Mùi)"."""
        return f"day {self.day} of {'leap ' if self.leap else ''}lunar month {self.month} ({self.year_name})"

    def __str__(self) -> str:
        return f"{self.day}/{self._month()}"

    def __lt__(self, other: LunarDate) -> bool:
        return self._order() < other._order()

    def _order(self) -> tuple[int, int, bool, int]:
        return self.year, self.month, self.leap, self.day

    def _month(self) -> str:
        return f"{self.month} nhuận" if self.leap else str(self.month)

    def _no_month(self) -> str:
        if not 1 <= self.month <= 12:
            return f"lunar months are 1 to 12, not {self.month}"
        found = leap_month(self.year)
        return f"lunar year {self.year} has no leap month {self.month}, " + (
            f"its leap month is {found}" if found else "it has no leap month"
        )


def tet(year: int) -> date:
    """Tết Nguyên Đán: the first day of the lunar year that begins in this solar year, 1900 to 2199."""
    return date.fromordinal(_own_months(year)[0].first)


def leap_month(year: int) -> int | None:
    """The number that the lunar year's leap month repeats, or None in a year of twelve months; 1900 to 2199."""
    return next((month.number for month in _own_months(year) if month.leap), None)


def _own_months(year: int) -> tuple[Month, ...]:
    if not FIRST_SOLAR.year <= year <= LAST_SOLAR.year:
        raise ValueError(f"the lunar calendar covers the years 1900 to 2199, not {year}")
    return lunar_months(year)


@lru_cache(maxsize=512)
def lunar_months(year: int) -> tuple[Month, ...]:
    """The 12 or 13 months of a lunar year in order; 1899 (for January 1900) to 2199, else ``ValueError``."""
    if not FIRST_SOLAR.year - 1 <= year <= LAST_SOLAR.year:
        raise ValueError(f"the lunar calendar covers the years 1900 to 2199, not {year}")
    before, after = _solstice_year(year), _solstice_year(year + 1)
    tet_at = next(i for i, month in enumerate(before) if month.number == 1)
    ends_at = next(i for i, month in enumerate(after) if month.number == 1)
    return before[tet_at:] + after[:ends_at]


@lru_cache(maxsize=512)
def _solstice_year(year: int) -> tuple[Month, ...]:
    """The months from month 11 of the year before (it holds the winter solstice) up to the next month 11."""
    k, end = _month_11(year - 1), _month_11(year)
    starts = [new_moon_day(i) for i in range(k, end + 1)]
    signs = [zodiac_sign(start) for start in starts]
    same_sign = [i for i in range(end - k) if signs[i] == signs[i + 1]]
    leap_at = same_sign[0] if end - k == 13 else None
    months = []
    for i, first in enumerate(starts[:-1]):
        passed = i - (leap_at is not None and i >= leap_at)
        months.append(Month(first, (10 + passed) % 12 + 1, i == leap_at, starts[i + 1] - first))
    return tuple(months)


def _month_11(year: int) -> int:
    """The new moon that begins the month in which the sun enters Capricorn, sign 9, in December of this year."""
    solstice = date(year, 12, 20).toordinal()
    while zodiac_sign(solstice + 1) != 9:
        solstice += 1
    k = round((solstice - date(2000, 1, 6).toordinal()) / 29.530588861)
    while new_moon_day(k) > solstice:
        k -= 1
    return k


def _check_range(day: int) -> None:
    if not FIRST_SOLAR.toordinal() <= day <= LAST_SOLAR.toordinal():
        raise ValueError("the lunar calendar covers the solar days 1900-01-01 to 2199-12-31")


@lru_cache(maxsize=8192)
def _of(day: int) -> LunarDate:
    _check_range(day)
    year = date.fromordinal(day).year
    if day < lunar_months(year)[0].first:
        year -= 1
    months = lunar_months(year)
    month = months[bisect_right(months, day, key=lambda m: m.first) - 1]
    return LunarDate(year, month.number, day - month.first + 1, month.leap)
