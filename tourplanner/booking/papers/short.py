"""Texts that go out as SMS or Zalo: at most 400 characters, whatever the names in them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from tourplanner.booking.papers.texts import shortened
from tourplanner.errors import GoalError
from tourplanner.formats.text import one_line

LONGEST = 400
"""Characters (code points in NFC), the most a Zalo template may have."""

_LEAST = 12


def fitted(template: str, cut: Mapping[str, str], whole: Mapping[str, str]) -> str:
    """
    A template filled in, on one line, NFC, at most 400 characters.

    Parameters
    ----------
    template
        With ``{names}``; what is filled in is never read as a template again. Blanks around an empty text become one.
    cut
        Texts that may be shortened, the longest first, to no less than 12 characters.
    whole
        Texts that must stand as they are: times, links, codes.

    Raises
    ------
    GoalError
        If it does not fit even so.
    """
    kept = {name: one_line(text) for name, text in whole.items()}
    texts = {name: one_line(text) for name, text in cut.items()}
    while (over := len(made := _filled(template, texts | kept)) - LONGEST) > 0:
        longest = max(texts, key=lambda name: len(texts[name]), default=None)
        if longest is None or len(texts[longest]) <= _LEAST:
            widest = max(kept, key=lambda name: len(kept[name]))
            raise GoalError(f"the message is {over} characters longer than {LONGEST}; shorten the {widest} in it")
        texts[longest] = shortened(texts[longest], max(_LEAST, len(texts[longest]) - over))
    return made


def _filled(template: str, texts: Mapping[str, str]) -> str:
    return unicodedata.normalize("NFC", " ".join(template.format_map(texts).split()))
