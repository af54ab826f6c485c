"""Content in a reader's language, or in another one and saying so."""

from __future__ import annotations

from dataclasses import dataclass

from tourplanner.model import Text
from tourplanner.speech.languages import Language, checked


@dataclass(frozen=True, slots=True)
class Content:
    """A text, the language it is written in, and the one that was asked for."""

    text: str
    language: Language
    asked: Language

    @property
    def fell_back(self) -> bool:
        return self.language != self.asked

    @property
    def mark(self) -> str:
        """ "vi" or "en" for a text in another language than the one asked for, else ""."""
        return self.language if self.fell_back else ""

    @property
    def marked(self) -> str:
        """The text, with its language behind it where that is not the one asked for: "Nặn gốm (vi)"."""
        return f"{self.text} ({self.language})" if self.fell_back else self.text


def content(text: Text, language: str) -> Content:
    """
    A text in a language; where it is not written in that one, in English, and else in Vietnamese.

    An English text that is the Vietnamese one is a Vietnamese name, unless English was asked for. It is data: whoever
    prints it makes it safe.
    """
    asked = checked(language)
    english: tuple[Language, ...] = () if text.en == text.vi else ("en",)
    order: tuple[Language, ...] = (asked, *english, "vi")
    shown = next(each for each in order if text.written(each))
    return Content(text.written(shown), shown, asked)
