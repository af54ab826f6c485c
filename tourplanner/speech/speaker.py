"""Who speaks a language: everything a document says goes through one of these."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from tourplanner.model import Money, Text
from tourplanner.speech import figures
from tourplanner.speech.catalogues import translations
from tourplanner.speech.content import Content, content
from tourplanner.speech.languages import LANGUAGES, Language, checked
from tourplanner.speech.lunar import Lunar, lunar_day


def message(text: str) -> str:
    """The text itself; marks one that is said elsewhere, so that the catalogues are asked for it."""
    return text


def speaker(language: str) -> Speaker:
    """Who speaks a language of ``LANGUAGES``; an ``UnknownIdError`` for any other."""
    return Speaker(checked(language))


def in_all_languages(say: Callable[[Speaker], str]) -> Text:
    """What each speaker says, as one text: ``in_all_languages(lambda voice: voice.say("Guide"))``."""
    return Text(**{language: say(Speaker(language)) for language in LANGUAGES})


@dataclass(frozen=True, slots=True)
class Speaker:
    """
    One language's words and figures.

    Messages are English and written out where they are said; ``{parts}`` in them are filled by name after translating,
    with texts that are shown as they are. Seconds and metres are whole, money is ``Money``, moments are aware.
    """

    language: Language

    def say(self, message: str, /, **parts: object) -> str:
        """A message in this language."""
        return _filled(translations(self.language).gettext(message), parts)

    def many(self, one: str, other: str, count: int, /, **parts: object) -> str:
        """A message that counts, in the plural form the language has for ``count``; ``{count}`` is the figure."""
        told = translations(self.language).ngettext(one, other, count)
        return _filled(told, {"count": self.number(count)} | parts)

    def content(self, text: Text) -> Content:
        """What is on record in this language, or else in English or Vietnamese and marked."""
        return content(text, self.language)

    def number(self, value: int | float | Decimal, places: int = 0) -> str:
        """Figures with thousands parted: 12.500."""
        return figures.number(value, self.language, places)

    def decimal(self, value: Decimal) -> str:
        """A figure with the places it has, without idle zeros: 8,5."""
        return figures.decimal(value, self.language)

    def percent(self, share: float, places: int = 0) -> str:
        """A share of 1: 0.415 is 41,5 %."""
        return figures.percent(share, self.language, places)

    def money(self, amount: Money) -> str:
        """1.250.000 ₫; 30,00 €."""
        return figures.money(amount, self.language)

    def day(self, on: date) -> str:
        """A date with its weekday, "Thứ bảy, 6/3/2027"."""
        return figures.day(on, self.language)

    def short_day(self, on: date) -> str:
        """A date alone, "6/3/2027"."""
        return figures.short_day(on, self.language)

    def day_of_year(self, month: int, day: int) -> str:
        """A date of every year, "1/5"."""
        return figures.day_of_year(month, day, self.language)

    def month(self, on: date) -> str:
        """The month a day is in, "tháng 3/2027"."""
        return figures.month(on, self.language)

    def weekdays(self) -> tuple[str, ...]:
        """Monday to Sunday, shortened."""
        return figures.weekdays(self.language)

    def lunar(self, on: Lunar) -> str:
        """A day of the Vietnamese lunar calendar, "13/2 âm lịch (Đinh Mùi)"."""
        return lunar_day(on, self.language)

    def clock(self, moment: datetime) -> str:
        """Hanoi's clock, "08:36"."""
        return figures.clock(moment)

    def moment(self, at: datetime) -> str:
        """A day, shortened, with Hanoi's clock, for one line: "08:00 thứ bảy 6/3/2027"."""
        return figures.moment(at, self.language)

    def language_name(self, code: str) -> str:
        """What a language (ISO 639-1) is called within a sentence, "tiếng Pháp"; the code in quotes if not known."""
        return figures.language_name(code, self.language)

    def duration(self, seconds: int) -> str:
        """Minutes rounded up: "41 phút", "1 giờ 05"."""
        hours, minutes = divmod(-(-seconds // 60), 60)
        if not hours:
            return figures.minutes(minutes, self.language)
        return self.say("{hours} h {minutes:02}", hours=hours, minutes=minutes)

    def distance(self, metres: int) -> str:
        """ "350 m", "14,2 km"."""
        return figures.distance(metres, self.language)

    def listed(self, items: Sequence[str]) -> str:
        """ "a, b và c"."""
        return figures.listed(items, self.language)


def _filled(text: str, parts: dict[str, object]) -> str:
    return text.format(**parts) if parts else text
