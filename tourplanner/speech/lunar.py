"""Days of the Vietnamese lunar calendar in the six languages."""

from __future__ import annotations

from typing import Protocol

from tourplanner.speech.languages import Language

_STEMS: dict[str, str] = {"ko": "갑을병정무기경신임계", "ja": "甲乙丙丁戊己庚辛壬癸", "zh": "甲乙丙丁戊己庚辛壬癸"}
_BRANCHES: dict[str, str] = {
    "ko": "자축인묘진사오미신유술해", "ja": "子丑寅卯辰巳午未申酉戌亥", "zh": "子丑寅卯辰巳午未申酉戌亥"
}  # fmt: skip


class Lunar(Protocol):
    """What is asked of a lunar date, as ``almanac.LunarDate`` has it."""

    @property
    def year(self) -> int: ...
    @property
    def month(self) -> int: ...
    @property
    def day(self) -> int: ...
    @property
    def leap(self) -> bool: ...
    @property
    def year_name(self) -> str: ...


def lunar_day(on: Lunar, language: Language) -> str:
    """
    "13/2 âm lịch (Đinh Mùi)", "음력 2월 13일 (정미년)".

    It is the calendar of Hanoi's meridian, which in some years differs by a day or a month from the Chinese one.
    """
    if language in _STEMS:
        return _east(on, language)
    month = on.month
    if language == "vi":
        return f"{on.day}/{month}{' nhuận' if on.leap else ''} âm lịch ({on.year_name})"
    if language == "fr":
        day = "1er" if on.day == 1 else f"{on.day}e"
        nth = "1er" if month == 1 else f"{month}e"
        return f"{day} jour du {nth} mois lunaire{' intercalaire' if on.leap else ''} ({on.year_name})"
    return f"day {on.day} of {'leap ' if on.leap else ''}lunar month {month} ({on.year_name})"


def _east(on: Lunar, language: Language) -> str:
    name = _STEMS[language][(on.year - 4) % 10] + _BRANCHES[language][(on.year - 4) % 12]
    if language == "ko":
        return f"음력 {'윤' if on.leap else ''}{on.month}월 {on.day}일 ({name}년)"
    if language == "ja":
        return f"旧暦{'閏' if on.leap else ''}{on.month}月{on.day}日({name})"
    return f"农历{'闰' if on.leap else ''}{on.month}月{on.day}日({name}年)"
