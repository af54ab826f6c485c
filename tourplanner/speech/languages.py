"""Which languages there are."""

from __future__ import annotations

from typing import Literal, get_args

from tourplanner.errors import UnknownIdError

Language = Literal["vi", "en", "fr", "ko", "ja", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
"""ISO 639-1, Vietnamese first; ``zh`` is written in simplified characters."""

NAMES: dict[Language, str] = {
    "vi": "Tiếng Việt",
    "en": "English",
    "fr": "Français",
    "ko": "한국어",
    "ja": "日本語",
    "zh": "中文",
}
"""Each language in its own words, for a list to choose from."""


def checked(language: str) -> Language:
    """The language of a code; an ``UnknownIdError`` with all there are for any other."""
    for each in LANGUAGES:
        if each == language:
            return each
    raise UnknownIdError("language", language, LANGUAGES)
