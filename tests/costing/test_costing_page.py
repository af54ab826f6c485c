"""The page on pricing shows what the code reckons: every table, cell by cell."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tourplanner.costing import Quote, notices
from tourplanner.costing.rate import Rate

PAGE = (Path(__file__).parents[2] / "docs" / "explanation" / "pricing.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def names() -> dict[str, Any]:
    """What the page's snippets define."""
    found: dict[str, Any] = {}
    for snippet in re.findall(r"^```python\n(.*?)^```", PAGE, re.M | re.S):
        exec(compile(snippet, "pricing.md", "exec"), found)
    return found


def table(head: str) -> dict[str, tuple[str, ...]]:
    """The rows under a table's first heading: label to cells."""
    lines = PAGE.split(f"\n| {head} |", 1)[1].split("\n\n")[0].splitlines()[2:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {label.replace("*", ""): tuple(cells) for label, *cells in rows}


def dong(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def two_places(value: Fraction) -> str:
    """To the hundredth, halves up, without idle zeros, as a Vietnamese writes it."""
    cents = int(value * 100 + Fraction(1, 2))
    whole, rest = divmod(cents, 100)
    return dong(whole) + (f",{rest:02}".rstrip("0") if rest else "")


def test_costs(names: dict[str, Any]) -> None:
    rows, offer = table("cost in ₫"), names["offer"]
    lines = [label for label in rows if not label.startswith(("cost", "of it"))]
    for column, band in enumerate(offer.bands):
        assert [rows[label][column] for label in lines] == [dong(line.cost.amount) for line in band.lines]
        for label, value in (("cost", band.cost), ("of it fixed", band.fixed), ("of it variable", band.variable)):
            assert rows[label][column] == dong(value.amount)


def test_prices(names: dict[str, Any]) -> None:
    rows, offer = table("per payer in ₫"), names["offer"]
    for column, band in enumerate(offer.bands):
        net = Fraction(band.cost.amount, band.payers)
        assert [cells[column] for cells in rows.values()] == [
            two_places(net),
            two_places(net / Fraction(8, 10)),
            two_places(net / Fraction(8, 10) * Fraction(11, 10)),
            dong(band.price.amount),
            dong(band.revenue.amount),
            dong(band.tax.amount),
            dong(band.result.amount),
            str(band.break_even),
        ]


def test_parts_and_shares(names: dict[str, Any]) -> None:
    offer: Quote = names["offer"]
    parts = [dong(part.amount) for part in offer.bands[0].per_payer()]
    assert [cells[0] for cells in table("of 839.000 ₫").values()] == parts
    received = {
        share.recipient: (dong(share.amount.amount), str(share.permille)) for share in names["shares"].shares
    }
    assert table("receives of 8.390.000 ₫") == received
    assert f"{names['shares'].permille_in_villages} ‰ stay in villages" in PAGE


def test_euros(names: dict[str, Any]) -> None:
    block = PAGE.split("### In euros")[1]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines() if line[:2] == "| "]
    cells = {row[0]: row[1:] for row in rows}
    bands = names["in_euros"].bands
    exact = [Fraction(band.cost.amount, band.payers) * Fraction(11, 8) / 27_900 for band in bands]
    assert cells["exact, in €"] == [f"{float(value):.2f}".replace(".", ",") for value in exact]
    assert cells["price, up to a whole euro"] == [str(band.price.amount // 100) for band in bands]
    assert cells["the group pays, in ₫"] == [dong(band.revenue.amount) for band in bands]


def test_bases_and_notices_are_all_there() -> None:
    assert {label.strip("`") for label in table("basis")} == {"fixed", "person", "group", "room"}
    assert set(Rate.model_fields["basis"].annotation.__args__) == {"fixed", "person", "group", "room"}
    source = Path(notices.__file__).read_text(encoding="utf-8")
    codes = set(re.findall(r'"([a-z]+-[a-z]+)"', source))
    assert {label.strip("`") for label in table("notice")} == codes
