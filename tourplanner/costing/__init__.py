"""
What a tour costs, what it is sold for, and who receives what.

Names are loaded on first use; importing this room loads neither typst nor segno nor python-docx.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tourplanner.lazy import lazy

if TYPE_CHECKING:
    from tourplanner.costing.amounts import split
    from tourplanner.costing.band import Band
    from tourplanner.costing.deposit import Deposit
    from tourplanner.costing.derived import rates_of, typical_rates
    from tourplanner.costing.exchange import Exchange
    from tourplanner.costing.lines import Line
    from tourplanner.costing.pdf import quote_pdf
    from tourplanner.costing.quotation import Quote, quote
    from tourplanner.costing.rate import FreePlaces, Rate
    from tourplanner.costing.ratebook import RateBook
    from tourplanner.costing.revision import Difference, difference
    from tourplanner.costing.services import Service
    from tourplanner.costing.shares import Share, Shares
    from tourplanner.costing.terms import Terms
    from tourplanner.costing.transfer import BankAccount, vietqr
    from tourplanner.costing.word import quote_word

_HOMES = {
    "Band": "band",
    "BankAccount": "transfer",
    "Deposit": "deposit",
    "Difference": "revision",
    "Exchange": "exchange",
    "FreePlaces": "rate",
    "Line": "lines",
    "Quote": "quotation",
    "Rate": "rate",
    "RateBook": "ratebook",
    "Service": "services",
    "Share": "shares",
    "Shares": "shares",
    "Terms": "terms",
    "difference": "revision",
    "quote": "quotation",
    "quote_pdf": "pdf",
    "quote_word": "word",
    "rates_of": "derived",
    "split": "amounts",
    "typical_rates": "derived",
    "vietqr": "transfer",
}

__all__ = [
    "Band",
    "BankAccount",
    "Deposit",
    "Difference",
    "Exchange",
    "FreePlaces",
    "Line",
    "Quote",
    "Rate",
    "RateBook",
    "Service",
    "Share",
    "Shares",
    "Terms",
    "difference",
    "quote",
    "quote_pdf",
    "quote_word",
    "rates_of",
    "split",
    "typical_rates",
    "vietqr",
]

__getattr__, __dir__ = lazy(__name__, _HOMES)
