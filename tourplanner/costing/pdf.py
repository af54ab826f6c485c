"""The quote to print: A4, set in the packaged typeface, the same bytes every time."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from tourplanner.costing.content import content
from tourplanner.costing.words import checked

if TYPE_CHECKING:
    from tourplanner.costing.deposit import Deposit
    from tourplanner.costing.quotation import Quote


def quote_pdf(
    quote: Quote, language: str = "vi", *, deposit: Deposit | None = None, villages: bool = False
) -> bytes:
    """
    A quote as PDF for guests and agents: programme, prices by group size, what is in them; no costs, no margin.

    Parameters
    ----------
    language
        "vi", "en" or "fr". Names are on record in Vietnamese and English: French readers get the English ones.
    deposit
        Printed with its VietQR code.
    villages
        Whether to say how much each village receives of the first band's price.

    Raises
    ------
    GoalError
        For another language, or a deposit of another quote.
    """
    root = files("tourplanner")
    data = asdict(content(quote, checked(language), deposit, villages)) | {"qr": deposit.svg() if deposit else None}
    pdf: bytes = _typst().compile(
        root.joinpath("costing", "data", "quote.typ").read_bytes(),
        format="pdf",
        font_paths=[str(root.joinpath("publish", "data", "fonts"))],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    return pdf


def _typst() -> Any:
    import typst

    return typst
