"""Text as papers and messages carry it: one line, NFC, no character that acts."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, StringConstraints

from tourplanner.model import Text

Language = Literal["vi", "en", "fr"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

# Controls (C0, DEL, C1), line and paragraph separators, bidirectional overrides and isolates, lone surrogates, and the
# two code points XML forbids: some reader takes each of them for a new line, a new header or another order.
_ACTING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+")


def one_line(text: str) -> str:
    """NFC on one line without blanks around it; each run of acting characters becomes a blank."""
    return unicodedata.normalize("NFC", _ACTING.sub(" ", text)).strip()


def shortened(text: str, length: int) -> str:
    """At most ``length`` characters, the last one "…" where something was cut."""
    return text if len(text) <= length else text[: max(0, length - 1)].rstrip() + "…"


def named(text: Text, language: Language) -> str:
    """A name in Vietnamese, or else in English where there is one."""
    return one_line(text.vi if language == "vi" else text.en or text.vi)


def language_of(code: str) -> Language:
    """The language to write to somebody in: theirs if we have it, else English."""
    return next((language for language in LANGUAGES if language == code), "en")


Line = Annotated[str, AfterValidator(one_line), StringConstraints(max_length=500)]
Named = Annotated[str, AfterValidator(one_line), StringConstraints(min_length=1, max_length=200)]
Mark = Annotated[str, AfterValidator(one_line), StringConstraints(max_length=60)]
"""A reference or a number, which is never shortened."""
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
