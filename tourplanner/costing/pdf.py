"""The quote to print: A4, in the typefaces of its language, the same bytes every time."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from tourplanner.costing.content import content
from tourplanner.press.fonts import fonts_for
from tourplanner.press.lettering import Lettering
from tourplanner.press.typeset import press
from tourplanner.speech import speaker

if TYPE_CHECKING:
    from tourplanner.costing.deposit import Deposit
    from tourplanner.costing.quotation import Quote

TEMPLATE = Path(__file__).parent / "data" / "quote.typ"


def quote_pdf(
    quote: Quote,
    language: str = "vi",
    *,
    deposit: Deposit | None = None,
    villages: bool = False,
    fonts: str | os.PathLike[str] | None = None,
) -> bytes:
    """
    A quote as PDF for guests and agents: programme, prices by group size, what is in them; no costs, no margin.

    Parameters
    ----------
    language
        One of ``speech.LANGUAGES``. Names that are not written in it are shown in English or Vietnamese, and marked.
    deposit
        Printed with its VietQR code.
    villages
        Whether to say how much each village receives of the first band's price.
    fonts
        A folder with typefaces for what Be Vietnam Pro lacks. Korean, Japanese and Chinese need one, there, from the
        extra ``cjk`` or where the system keeps its own.

    Raises
    ------
    UnknownIdError
        For another language.
    GoalError
        For a deposit of another quote.
    FontError
        If there is no typeface for the language.
    MissingGlyphError
        With every text that has characters no typeface has.
    """
    voice = speaker(language)
    lettering = Lettering(voice, fonts_for(voice.language, fonts))
    made = content(quote, voice, deposit, villages)
    code = deposit.svg() if deposit else None
    return press(TEMPLATE, asdict(made) | {"qr": code}, lettering, f"quote {quote.code}")
