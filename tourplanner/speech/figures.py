"""Numbers, money, dates, lengths and lists as each language writes them, by the Unicode locale data in Babel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from tourplanner.model import HANOI, Money
from tourplanner.model.money import MINOR_DIGITS
from tourplanner.speech.languages import Language

if TYPE_CHECKING:
    from babel import Locale

_LOCALES: dict[Language, str] = {
    "vi": "vi_VN", "en": "en_GB", "fr": "fr_FR", "ko": "ko_KR", "ja": "ja_JP", "zh": "zh_CN"
}  # fmt: skip
_DAYS: dict[Language, str] = {"vi": "EEEE, d/M/y", "en": "EEEE d MMMM y"}
_MONTHS: dict[Language, str] = {"vi": "'tháng' M/y", "ko": "y년 M월", "ja": "y年M月", "zh": "y年M月"}
_MOMENTS: dict[Language, str] = {
    "vi": "HH:mm EEEE d/M/y",
    "en": "EEE d MMM y, HH:mm",
    "fr": "EEE d MMM y 'à' H'h'mm",
    "ko": "y년 M월 d일(EEE) HH:mm",
    "ja": "y年M月d日(EEE) HH:mm",
    "zh": "y年M月d日(EEE) HH:mm",
}
_NARROW, _NO_BREAK = "\u202f", "\u00a0"


@cache
def locale_of(language: Language) -> Locale:
    from babel import Locale

    return Locale.parse(_LOCALES[language])


def number(value: int | float | Decimal, language: Language, places: int = 0) -> str:
    """12.500 in Vietnamese, 12,500 in English, 12 500 in French; ``places`` after the decimal sign, always all."""
    from babel.numbers import format_decimal

    rounded = Decimal(f"{value:.{places}f}")
    return _plain(format_decimal(rounded, _pattern(places), locale=locale_of(language)), language)


def decimal(value: Decimal, language: Language) -> str:
    """All places a figure has, without idle zeros: 8.50 is 8,5."""
    exponent = value.normalize().as_tuple().exponent
    return number(value, language, max(0, -exponent) if isinstance(exponent, int) else 0)


def percent(share: float, language: Language, places: int = 0) -> str:
    """A share of 1 as per cent: 41,5 %."""
    figures = number(100 * share, language, places)
    return _plain(f"{figures}{_NO_BREAK}%", language) if language in ("vi", "fr") else f"{figures}%"


def money(amount: Money, language: Language) -> str:
    """1.250.000 ₫, ₫1,250,000, 1 250 000 ₫; all minor units where the currency has them: 30,00 €, US$1,234.50."""
    from babel.numbers import format_currency

    value = Decimal(amount.amount).scaleb(-MINOR_DIGITS[amount.currency])
    return _plain(format_currency(value, amount.currency, locale=locale_of(language)), language)


def day(on: date, language: Language) -> str:
    """Thứ bảy, 6/3/2027; Saturday 6 March 2027; samedi 6 mars 2027; 2027년 3월 6일 토요일; 2027年3月6日土曜日."""
    from babel.dates import format_date

    told = format_date(on, _DAYS.get(language, "full"), locale=locale_of(language))
    if language == "vi":
        return told.capitalize()
    return told.replace(" 1 ", " 1er ", 1) if language == "fr" and on.day == 1 else told


def short_day(on: date, language: Language) -> str:
    """6/3/2027; 6 Mar 2027; 6 mars 2027; 2027. 3. 6.; 2027/03/06; 2027年3月6日."""
    from babel.dates import format_date

    return format_date(on, "d/M/y" if language == "vi" else "medium", locale=locale_of(language))


def day_of_year(month: int, day: int, language: Language) -> str:
    """1/5; 1 May; 1 mai; 5월 1일; 5月1日."""
    from babel.dates import format_skeleton

    if language == "vi":
        return f"{day}/{month}"
    # A leap year has every day.
    told = format_skeleton("MMMd", date(2024, month, day), locale=locale_of(language))
    return told.replace("1 ", "1er ", 1) if language == "fr" and day == 1 else told


def month(on: date, language: Language) -> str:
    """tháng 3/2027; March 2027; mars 2027; 2027년 3월; 2027年3月."""
    from babel.dates import format_date

    return format_date(on, _MONTHS.get(language, "MMMM y"), locale=locale_of(language))


def weekdays(language: Language) -> tuple[str, ...]:
    """Monday to Sunday, shortened as a calendar's head has them."""
    names = locale_of(language).days["stand-alone"]["narrow" if language == "vi" else "abbreviated"]
    return tuple(str(names[index]) for index in range(7))


def clock(moment: datetime) -> str:
    """Hanoi's clock in 24 hours, "08:36", the same in all six languages."""
    return f"{moment.astimezone(HANOI):%H:%M}"


def moment(at: datetime, language: Language) -> str:
    """08:00 thứ bảy 6/3/2027; Sat 6 Mar 2027, 08:00; sam. 6 mars 2027 à 8h00; 2027年3月6日(土) 08:00."""
    from babel.dates import format_datetime

    local = at.astimezone(HANOI)
    # Babel is given the wall clock, for it knows zones of its own kind alone.
    told = format_datetime(local.replace(tzinfo=None), _MOMENTS[language], locale=locale_of(language))
    if language == "vi":
        return told.lower()
    return told.replace(" 1 ", " 1er ", 1) if language == "fr" and local.day == 1 else told


def language_name(code: str, language: Language) -> str:
    """What a language is called within a sentence: tiếng Pháp, French, français, 프랑스어; “tlh” if it is not known."""
    name = str(locale_of(language).languages.get(code, f"“{code}”"))
    return name[:1].lower() + name[1:] if language == "vi" else name


def distance(metres: int, language: Language) -> str:
    """Whole metres below one kilometre, then kilometres with one decimal: 350 m, 14,2 km."""
    if metres < 1000:
        return _measured(Decimal(metres), "length-meter", "#,##0", language)
    return _measured(Decimal(f"{metres / 1000:.1f}"), "length-kilometer", "#,##0.0", language)


def minutes(count: int, language: Language) -> str:
    """41 phút, 41 min, 41분."""
    return _measured(Decimal(count), "duration-minute", "#,##0", language)


def listed(items: Sequence[str], language: Language) -> str:
    """a, b và c; a, b and c; a、b和c. Nothing gives ""."""
    from babel.lists import format_list

    return format_list(items, locale=locale_of(language)) if items else ""


def _measured(value: Decimal, unit: str, pattern: str, language: Language) -> str:
    from babel.units import format_unit

    if (language, unit) == ("en", "duration-minute"):
        return f"{number(value, language)} min"
    return _plain(format_unit(value, unit, "short", format=pattern, locale=locale_of(language)), language)


def _pattern(places: int) -> str:
    return "#,##0" + ("." + "0" * places if places else "")


def _plain(figures: str, language: Language) -> str:
    """The narrow blank that few typefaces have as an ordinary unbroken one; Vietnamese operators type plain blanks."""
    figures = figures.replace(_NARROW, _NO_BREAK)
    return figures.replace(_NO_BREAK, " ") if language == "vi" else figures
