"""Text as papers and messages carry it: one line, NFC, no character that acts."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import StringConstraints

from tourplanner.formats.text import one_line
from tourplanner.model import Text

Language = Literal["vi", "en", "fr"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


def shortened(text: str, length: int) -> str:
    """At most ``length`` characters, the last one "…" where something was cut."""
    return text if len(text) <= length else text[: max(0, length - 1)].rstrip() + "…"


def named(text: Text, language: Language) -> str:
    """A name in Vietnamese, or else in English where there is one."""
    return one_line(text.vi if language == "vi" else text.en or text.vi)


def language_of(code: str) -> Language:
    """The language to write to somebody in: theirs if we have it, else English."""
    return next((language for language in LANGUAGES if language == code), "en")


LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
