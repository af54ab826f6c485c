"""A quote as an operator reads it: bands side by side, line by line, in đồng."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tourplanner.costing.amounts import half_up
from tourplanner.costing.band import Band
from tourplanner.model.tables import safe, text_table

if TYPE_CHECKING:
    from tourplanner.costing.quotation import Quote

Key = tuple[str, str, str, str]


def quote_text(quote: Quote) -> str:
    """Costs of each band's fewest payers, then what is earned and asked, and the notices."""
    bands = quote.bands
    head = ("", *(f"{band.payers} guests" for band in bands))
    lines = _keys(bands).items()
    rows: list[Sequence[object]] = [(label, *(_cost(band, key) for band in bands)) for key, label in lines]
    rows += [
        ("fixed", *(band.fixed for band in bands)),
        ("variable", *(band.variable for band in bands)),
        ("cost", *(band.cost for band in bands)),
        ("cost per payer", *(f"{half_up(band.net_per_payer):,}".replace(",", ".") + " ₫" for band in bands)),
        ("tax", *(band.tax for band in bands)),
        ("operator", *(band.result for band in bands)),
        ("price per payer", *(band.price for band in bands)),
        ("pays for itself from", *(band.break_even or "never" for band in bands)),
    ]
    title = f"{quote.code}, {quote.itinerary.name}, {quote.on} to {quote.until}"
    notes = [f"! {safe(notice.text.get('en'))}" for notice in quote.notices]
    return "\n".join([safe(title), "", text_table(head, rows, right=range(1, len(head))), *notes])


def _keys(bands: Sequence[Band]) -> dict[Key, str]:
    """The lines of all bands in their order, with what to call them."""
    found: dict[Key, str] = {}
    for band in bands:
        for line in band.lines:
            key = line.supplier, line.service, line.on.isoformat(), line.basis
            found.setdefault(key, f"{line.name} ({line.basis})" + ("" if line.verified else " *"))
    return found


def _cost(band: Band, key: Key) -> object:
    costs = [line.cost for line in band.lines if (line.supplier, line.service, line.on.isoformat(), line.basis) == key]
    return sum(costs[1:], costs[0]) if costs else ""
