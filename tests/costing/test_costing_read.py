"""Rates out of an operator's files: what is understood, and every fault with its place."""

from __future__ import annotations

import contextlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tourplanner.costing import FreePlaces, RateBook
from tourplanner.errors import DataError
from tourplanner.model import Money, Provenance

GOOD = """supplier,service,basis,amount,kind,commission,season_from,season_to,valid_to,size,free,source,confidence
bat-trang/host,bt-wheel,person,70.000đ,gross,10%,01/01/2027,31/12/2027,2026-12-31,,1/15,contract-7,sourced
bat-trang/host,bt-kiln,group,"2,5 triệu",,,,,,20,,,estimate
hotel,twin,room,45 USD,net,,,,,2,,,
"""


def write(folder: Path, text: str, name: str = "rates.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_of_rates(tmp_path: Path) -> None:
    wheel, kiln, twin = RateBook.read(write(tmp_path, GOOD)).rates
    assert (wheel.supplier, wheel.service, wheel.basis) == ("bat-trang/host", "bt-wheel", "person")
    assert wheel.amount == Money(amount=70_000)
    assert (wheel.kind, wheel.commission, wheel.net) == ("gross", Decimal(10), 63_000)
    assert wheel.season == (date(2027, 1, 1), date(2027, 12, 31))
    assert wheel.valid == (None, date(2026, 12, 31))
    assert wheel.free == FreePlaces(free=1, per=15)
    assert wheel.provenance == Provenance(sources=("contract-7",), confidence="sourced")
    assert (kiln.basis, kiln.size, kiln.amount) == ("group", 20, Money(amount=2_500_000))
    assert (twin.basis, twin.size, twin.amount) == ("room", 2, Money(amount=4_500, currency="USD"))


def test_a_vietnamese_workbook_with_a_title(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Bảng giá nhà cung cấp 2027"])
    sheet.append(["Nhà cung cấp", "Dịch vụ", "Cách tính", "Đơn giá", "Tiền tệ", "Hiệu lực đến"])
    sheet.append(["bat-trang/host", "bt-wheel", "mỗi khách", 70000, "VND", date(2026, 12, 31)])
    sheet.append(["guide", "day-fr", "chuyến", 50, "EUR", None])
    book.save(tmp_path / "gia.xlsx")
    wheel, guide = RateBook.read(tmp_path / "gia.xlsx").rates
    assert (wheel.amount, wheel.valid[1]) == (Money(amount=70_000), date(2026, 12, 31))
    assert (guide.amount, guide.basis) == (Money(amount=5_000, currency="EUR"), "fixed")


def test_the_basis_may_stand_with_the_price(tmp_path: Path) -> None:
    (one,) = RateBook.read(write(tmp_path, "supplier,service,amount\nx,y,50k/người\n")).rates
    assert (one.basis, one.amount) == ("person", Money(amount=50_000))


def test_all_faults_at_once_each_with_its_place(tmp_path: Path) -> None:
    text = """supplier,service,basis,amount,currency,kind,commission,season_from,season_to,free,valid_to
x,a,per head,70.000đ,,,,,,,
x,b,person,liên hệ,,,,,,,
x,c,person,cheap,,,,,,,
,d,person,5k,,,,,,,
x,e,person,5k,,net,12,,,,
x,f,person,5k,,gross,120,,,,
x,g,person,5k,,,,2027-05-01,2027-04-01,,
x,h,person,5k,,,,,,some,
x,i,person,5k,,,,,,,31/02/2027
x,j,person,5 USD,EUR,,,,,,
x,k,person,70,,,,,,,
x,l,person,5k,,,,,,,
x,l,person,6k,,,,,,,
x,m,person,0.5đ,,,,,,,
"""
    with pytest.raises(DataError) as caught:
        RateBook.read(write(tmp_path, text))
    found = {(each.row, each.column, each.code) for each in caught.value.problems}
    assert found == {
        (2, "basis", "basis-unknown"),
        (3, "amount", "price-unknown"),
        (4, "amount", "price-unreadable"),
        (5, "supplier", "value-missing"),
        (6, "", "rate-inconsistent"),
        (7, "commission", "percent-range"),
        (8, "", "rate-inconsistent"),
        (9, "free", "free-unreadable"),
        (10, "valid_to", "date-unreadable"),
        (11, "amount", "currency-twice"),
        (12, "amount", "price-ambiguous"),
        (14, "service", "rate-twice"),
        (15, "amount", "price-unreadable"),
    }
    assert all(each.file == "rates.csv" for each in caught.value.problems)
    assert "rates.csv, row 3, column amount: 'liên hệ': the price is not known" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("supplier,service,basis\nx,y,person\n", "column-missing"),
        ("supplier,service,basis,amount\n", "no-rows"),
        ('supplier,service,basis,amount\nx,"y,person,5k\n', "csv-broken"),
    ],
)
def test_files_that_hold_no_rates(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(DataError) as caught:
        RateBook.read(write(tmp_path, text))
    assert [each.code for each in caught.value.problems] == [code]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no such file"):
        RateBook.read(tmp_path / "none.csv")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.lists(st.lists(st.text(max_size=12), min_size=4, max_size=4), max_size=4))
def test_any_text_is_read_or_refused(tmp_path: Path, rows: list[list[str]]) -> None:
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path = tmp_path / "any.csv"
    path.write_bytes("\n".join(["supplier,service,basis,amount", *lines]).encode("utf-8", "replace"))
    found: tuple[object, ...] = ()
    with contextlib.suppress(DataError):
        found = RateBook.read(path).rates
    assert all(each.supplier and each.service and each.amount.amount >= 0 for each in found)
