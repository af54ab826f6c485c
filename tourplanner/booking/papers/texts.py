"""Text as papers and messages carry it: one line, NFC, no character that acts."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from tourplanner.formats.text import one_line
from tourplanner.model import Text
from tourplanner.speech import LANGUAGES, Language, Speaker


def shortened(text: str, length: int) -> str:
    """At most ``length`` characters, the last one "…" where something was cut."""
    return text if len(text) <= length else text[: max(0, length - 1)].rstrip() + "…"


def named(text: Text, voice: Speaker) -> str:
    """A name in a reader's language, or in English or Vietnamese; unmarked, for short texts have no room for more."""
    return one_line(voice.content(text).text)


def language_of(code: str) -> Language:
    """The language to write to somebody in: theirs if we have it, else English."""
    return next((language for language in LANGUAGES if language == code), "en")


LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
