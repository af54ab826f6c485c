"""Vietnamese public holidays, as the Labour Code gives them."""

from __future__ import annotations

from datetime import date, timedelta

from tourplanner.almanac.lunar import LAST_SOLAR, LunarDate, tet
from tourplanner.model import Text, Value

LABOUR_CODE = "Bộ luật Lao động 45/2019/QH14, Điều 112"
IN_FORCE = 2021
# Which days the Prime Minister decided on (Article 112, clause 3): how many of the five lie before Tết, and whether
# the day beside 2 September comes before or after it.
DECIDED = {
    2024: (2, +1, "Công văn 8662/VPCP-KGVX, 3/11/2023"),
    2025: (2, -1, "Công văn 8726/VPCP-KGVX, 26/11/2024"),
    2026: (1, -1, "Văn phòng Chính phủ, 13/10/2025"),
}
NEW_YEAR = Text(vi="Tết Dương lịch", en="New Year's Day")
TET = Text(vi="Tết Nguyên Đán", en="Tết, Lunar New Year")
HUNG_KINGS = Text(vi="Giỗ Tổ Hùng Vương", en="Hùng Kings' Commemoration Day")
VICTORY = Text(vi="Ngày Chiến thắng", en="Victory Day")
LABOUR = Text(vi="Ngày Quốc tế Lao động", en="International Labour Day")
NATIONAL = Text(vi="Quốc khánh", en="National Day")


class Holiday(Value):
    """
    A public holiday with the rule or decision it rests on.

    ``certain`` is false for a day that is chosen anew every year where the choice is not recorded here.
    """

    date: date
    name: Text
    source: str = LABOUR_CODE
    certain: bool = True


def public_holidays(year: int) -> tuple[Holiday, ...]:
    """
    The eleven public holidays of a solar year in order, by Article 112 of the Labour Code 2019.

    Tết has five days: the eve, the first three and, chosen every year, the day before the eve or the fourth. National
    Day has two: 2 September and, chosen every year, the day before or after. Recorded choices are used; in other years
    these two days are guessed as the recorded ones were chosen, next to a weekend, and say ``certain=False``.

    Not included: days off in lieu of a weekend, working days swapped from year to year, and 24 November, Culture Day
    (Resolution 80-NQ/TW of 7 January 2026): on 26 February 2026 the amendment of Article 112 was still to come. The
    last two are dated rules of their own, in ``rules.law``.

    Raises
    ------
    ValueError
        For years before 2021, when the code came into force, or after 2199.
    """
    if not IN_FORCE <= year <= LAST_SOLAR.year:
        raise ValueError(f"public holidays are known from {IN_FORCE} (Labour Code 2019) to 2199, not for {year}")
    decided = DECIDED.get(year)
    before_tet, beside, source = decided or (*_custom(year), LABOUR_CODE)
    first, national = tet(year), date(year, 9, 2)
    chosen_tet = first - timedelta(2) if before_tet == 2 else first + timedelta(3)
    holidays = [
        Holiday(date=date(year, 1, 1), name=NEW_YEAR),
        *(Holiday(date=first + timedelta(day), name=TET) for day in (-1, 0, 1, 2)),
        Holiday(date=chosen_tet, name=TET, source=source, certain=decided is not None),
        Holiday(date=LunarDate(year, 3, 10).solar(), name=HUNG_KINGS),
        Holiday(date=date(year, 4, 30), name=VICTORY),
        Holiday(date=date(year, 5, 1), name=LABOUR),
        Holiday(date=national, name=NATIONAL),
        Holiday(date=national + timedelta(beside), name=NATIONAL, source=source, certain=decided is not None),
    ]
    return tuple(sorted(holidays, key=lambda holiday: holiday.date))


def _custom(year: int) -> tuple[int, int]:
    """One day before Tết if that begins on a Monday or Tuesday, else two; a day beside 2 September that bridges."""
    before_tet = 1 if tet(year).weekday() <= 1 else 2
    beside = +1 if date(year, 9, 2).weekday() in (0, 3, 6) else -1
    return before_tet, beside
