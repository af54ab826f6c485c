"""Figures, dates, money and content in six languages, against written-out examples and laws that hold for all."""

from __future__ import annotations

import math
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourplanner.almanac import LunarDate
from tourplanner.errors import UnknownIdError
from tourplanner.model import Money, Text
from tourplanner.speech import LANGUAGES, NAMES, Speaker, content, in_all_languages, speaker

SATURDAY = date(2027, 3, 6)
SPEAKERS = st.sampled_from([speaker(language) for language in LANGUAGES])


@pytest.mark.parametrize(
    ("language", "day", "money", "distance", "duration"),
    [
        ("vi", "Thứ bảy, 6/3/2027", "1.250.000 ₫", "14,2 km", "1 giờ 05"),
        ("en", "Saturday 6 March 2027", "₫1,250,000", "14.2 km", "1 h 05"),
        ("fr", "samedi 6 mars 2027", "1\u00a0250\u00a0000\u00a0₫", "14,2\u00a0km", "1 h 05"),
        ("ko", "2027년 3월 6일 토요일", "₫1,250,000", "14.2km", "1시간 5분"),
        ("ja", "2027年3月6日土曜日", "₫1,250,000", "14.2 km", "1時間5分"),
        ("zh", "2027年3月6日星期六", "₫1,250,000", "14.2公里", "1小时5分钟"),
    ],
)
def test_each_language_writes_its_own_way(language: str, day: str, money: str, distance: str, duration: str) -> None:
    own = speaker(language)
    told = own.day(SATURDAY), own.money(Money(amount=1_250_000)), own.distance(14_210), own.duration(3_841)
    assert told == (day, money, distance, duration)


@pytest.mark.parametrize(
    ("language", "euros", "dollars", "owed", "rate", "share"),
    [
        ("vi", "30,00 €", "1.234,05 US$", "-5.000 ₫", "27.900,5", "41,5 %"),
        ("en", "€30.00", "US$1,234.05", "-₫5,000", "27,900.5", "41.5%"),
        ("fr", "30,00\u00a0€", "1\u00a0234,05\u00a0$US", "-5\u00a0000\u00a0₫", "27\u00a0900,5", "41,5\u00a0%"),
        ("ko", "€30.00", "US$1,234.05", "-₫5,000", "27,900.5", "41.5%"),
        ("ja", "€30.00", "$1,234.05", "-₫5,000", "27,900.5", "41.5%"),
        ("zh", "€30.00", "US$1,234.05", "-₫5,000", "27,900.5", "41.5%"),
    ],
)
def test_money_has_the_minor_units_of_its_currency(
    language: str, euros: str, dollars: str, owed: str, rate: str, share: str
) -> None:
    own = speaker(language)
    assert own.money(Money(amount=3_000, currency="EUR")) == euros
    assert own.money(Money(amount=123_405, currency="USD")) == dollars
    assert own.money(Money(amount=-5_000)) == owed
    assert own.decimal(Decimal("27900.50")) == rate
    assert own.percent(0.415, 1) == share
    assert [own.decimal(Decimal(each)) for each in ("10", "8.00", "0", "1E+1")] == ["10", "8", "0", "10"]


@given(SPEAKERS, st.integers(-(10**9), 10**9), st.sampled_from(["EUR", "USD"]))
def test_no_cent_is_lost_or_invented(own: Speaker, value: int, currency: str) -> None:
    told = own.money(Money.model_validate({"amount": value, "currency": currency}))
    assert [each for each in told if each.isdigit()] == list(f"{abs(value):03}")


@given(SPEAKERS, st.decimals(0, 10**9, allow_nan=False, places=4))
def test_a_decimal_keeps_every_place_it_has(own: Speaker, value: Decimal) -> None:
    whole, _, places = f"{value:f}".partition(".")
    assert "".join(each for each in own.decimal(value) if each.isdigit()) == whole + places.rstrip("0")


@pytest.mark.parametrize(
    ("language", "first", "autumn", "french"),
    [
        ("vi", "23:05 chủ nhật 1/8/2027", "08:00 thứ tư 29/9/2027", "tiếng Pháp"),
        ("en", "Sun 1 Aug 2027, 23:05", "Wed 29 Sept 2027, 08:00", "French"),
        ("fr", "dim. 1er août 2027 à 23h05", "mer. 29 sept. 2027 à 8h00", "français"),
        ("ko", "2027년 8월 1일(일) 23:05", "2027년 9월 29일(수) 08:00", "프랑스어"),
        ("ja", "2027年8月1日(日) 23:05", "2027年9月29日(水) 08:00", "フランス語"),
        ("zh", "2027年8月1日(周日) 23:05", "2027年9月29日(周三) 08:00", "法语"),
    ],
)
def test_moments_are_hanoi_s_and_languages_have_names(language: str, first: str, autumn: str, french: str) -> None:
    own = speaker(language)
    assert own.moment(datetime(2027, 8, 1, 16, 5, tzinfo=UTC)) == first
    assert own.moment(datetime(2027, 9, 29, 1, 0, tzinfo=UTC)) == autumn
    assert own.language_name("fr") == french
    assert own.language_name("qq") == "“qq”"


def test_one_text_in_all_languages() -> None:
    told = in_all_languages(lambda own: own.many("{count} guest", "{count} guests", 2))
    assert told == Text(vi="2 khách", en="2 guests", fr="2 voyageurs", ko="2명", ja="2名", zh="2位客人")


def test_lunar_days() -> None:
    plain, leap = LunarDate(2027, 2, 13), LunarDate(2028, 5, 1, leap=True)
    assert [speaker(language).lunar(plain) for language in LANGUAGES] == [
        "13/2 âm lịch (Đinh Mùi)",
        "day 13 of lunar month 2 (Đinh Mùi)",
        "13e jour du 2e mois lunaire (Đinh Mùi)",
        "음력 2월 13일 (정미년)",
        "旧暦2月13日(丁未)",
        "农历2月13日(丁未年)",
    ]
    assert [speaker(language).lunar(leap) for language in LANGUAGES] == [
        "1/5 nhuận âm lịch (Mậu Thân)",
        "day 1 of leap lunar month 5 (Mậu Thân)",
        "1er jour du 5e mois lunaire intercalaire (Mậu Thân)",
        "음력 윤5월 1일 (무신년)",
        "旧暦閏5月1日(戊申)",
        "农历闰5月1日(戊申年)",
    ]


@given(st.dates(date(1901, 1, 1), date(2198, 12, 31)))
def test_lunar_days_are_those_of_the_almanac(on: date) -> None:
    lunar = LunarDate.of(on)
    assert speaker("vi").lunar(lunar) == lunar.vi()
    assert speaker("en").lunar(lunar) == lunar.en()


@given(st.integers(0, 2_000_000), st.integers(0, 200_000), st.dates())
def test_vietnamese_is_what_operators_are_used_to(metres: int, seconds: int, on: date) -> None:
    own = speaker("vi")
    hours, minutes = divmod(math.ceil(seconds / 60), 60)
    assert own.duration(seconds) == (f"{hours} giờ {minutes:02}" if hours else f"{minutes} phút")
    weekday = ("hai", "ba", "tư", "năm", "sáu", "bảy")[on.weekday()] if on.weekday() < 6 else ""
    assert own.day(on) == (f"Thứ {weekday}" if weekday else "Chủ nhật") + f", {on.day}/{on.month}/{on.year}"
    assert own.number(metres) == f"{metres:,}".replace(",", ".")
    if metres < 1_000_000:
        km = f"{metres / 1000:.1f} km".replace(".", ",")
        assert own.distance(metres) == (f"{metres} m" if metres < 1000 else km)
    assert own.money(Money(amount=metres)) == str(Money(amount=metres))


@given(SPEAKERS, st.integers(-(10**12), 10**12))
def test_no_figure_is_lost_or_invented(own: Speaker, value: int) -> None:
    assert [each for each in own.number(value) if each.isdigit()] == list(str(abs(value)))
    assert [each for each in own.money(Money(amount=value)) if each.isdigit()] == list(str(abs(value)))


@given(SPEAKERS, st.integers(0, 360_000))
def test_a_duration_never_says_less_than_it_is(own: Speaker, seconds: int) -> None:
    told = [int("".join(run)) for run in _runs(own.duration(seconds))]
    minutes = told[0] if len(told) == 1 else 60 * told[0] + told[1]
    assert 0 <= 60 * minutes - seconds < 60


def _runs(text: str) -> list[str]:
    return "".join(each if each.isdigit() else " " for each in text).split()


@given(SPEAKERS, st.lists(st.text("abc{}", min_size=1), max_size=5))
def test_lists_hold_every_item_in_order(own: Speaker, items: list[str]) -> None:
    rest = own.listed(items)
    for item in items:
        assert item in rest
        rest = rest[rest.index(item) + len(item) :]


@given(SPEAKERS, st.text())
def test_parts_are_shown_as_they_are(own: Speaker, hostile: str) -> None:
    assert hostile in own.say("starts {time}", time=hostile)


def test_clock_is_hanoi_s_everywhere() -> None:
    assert {speaker(language).clock(datetime(2027, 3, 6, 1, 36, tzinfo=UTC)) for language in LANGUAGES} == {"08:36"}


def test_content_falls_back_and_says_so() -> None:
    both, one = Text(vi="Nặn gốm", en="Pottery wheel"), Text(vi="Nặn gốm")
    assert [content(both, language).marked for language in LANGUAGES] == [
        "Nặn gốm", "Pottery wheel", "Pottery wheel (en)", "Pottery wheel (en)", "Pottery wheel (en)",
        "Pottery wheel (en)",
    ]  # fmt: skip
    assert [content(one, language).marked for language in LANGUAGES] == ["Nặn gốm", *["Nặn gốm (vi)"] * 5]
    name = Text(vi="Bát Tràng", en="Bát Tràng")
    assert [content(name, language).mark for language in LANGUAGES] == ["", "", "vi", "vi", "vi", "vi"]
    shown = speaker("en").content(one)
    assert (shown.text, shown.language, shown.asked, shown.fell_back, shown.mark) == ("Nặn gốm", "vi", "en", True, "vi")


def test_an_unknown_language_names_those_there_are() -> None:
    with pytest.raises(UnknownIdError, match="there is no language 'de'; nearest: vi, en, fr, ko, ja, zh"):
        speaker("de")
    assert tuple(NAMES) == LANGUAGES


def test_nothing_heavy_is_loaded_before_a_word_is_said() -> None:
    script = "import sys, tourplanner.speech; print('babel' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
