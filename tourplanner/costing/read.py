"""An operator's table of rates, checked as a whole: a book of rates, or every problem at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tourplanner.catalogue.cells import Fault, choice, day, listing, number, price, yes_no
from tourplanner.catalogue.rows import Log, Row, rows_under, score
from tourplanner.catalogue.sheets import Sheet, sheets
from tourplanner.catalogue.tables import AT_LEAST_ONE, Column, Table
from tourplanner.catalogue.words import CONFIDENCE
from tourplanner.costing.rate import FreePlaces, Rate
from tourplanner.costing.ratebook import RateBook
from tourplanner.errors import DataError, Problem
from tourplanner.model import Money, Provenance, nfc

BASIS = choice(
    "basis",
    {
        "fixed": ("fixed", "cố định", "trọn gói", "chuyến"),
        "person": ("person", "per person", "pax", "người", "khách", "mỗi khách"),
        "group": ("group", "per group", "đoàn", "nhóm"),
        "room": ("room", "per room", "phòng"),
    },
)
KIND = choice("kind", {"net": ("net", "giá net", "giá gốc"), "gross": ("gross", "giá bán", "giá công bố")})
CURRENCY = choice("currency", {"VND": ("VND", "đ", "đồng"), "EUR": ("EUR", "euro"), "USD": ("USD", "dollar", "đô")})


def _free(text: str) -> FreePlaces:
    try:
        return FreePlaces.parse(text)
    except ValueError:
        message = "this does not say how many of how many are free"
        raise Fault("free-unreadable", message, "write 1/15, or 15+1") from None


def _percent(text: str) -> Decimal:
    value = number(text.removesuffix("%").strip())
    if not 0 <= value < 100:
        raise Fault("percent-range", "a commission is 0 to less than 100 percent")
    return value


def _column(name: str, parse: Callable[[str], Any], headings: str) -> Column:
    return Column(name, parse, (name, *(each.strip() for each in headings.split("|"))))


TABLE = Table(
    "rates",
    ("rates", "giá", "bảng giá", "giá nhà cung cấp"),
    (
        _column("supplier", nfc, "nhà cung cấp|chủ thể|host|mã nhà cung cấp"),
        _column("service", nfc, "dịch vụ|trải nghiệm|experience|mã dịch vụ"),
        _column("basis", BASIS, "cách tính|tính theo|đơn vị|per"),
        _column("amount", nfc, "giá|đơn giá|price|số tiền|rate"),
        _column("currency", CURRENCY, "tiền tệ|loại tiền"),
        _column("kind", KIND, "loại giá|net gross"),
        _column("commission", _percent, "hoa hồng|commission percent"),
        _column("season_from", day, "mùa từ|từ ngày|season start"),
        _column("season_to", day, "mùa đến|đến ngày|season end"),
        _column("valid_from", day, "hiệu lực từ|valid since"),
        _column("valid_to", day, "hiệu lực đến|hết hạn|valid until|expires"),
        _column("size", AT_LEAST_ONE, "số khách|số khách mỗi nhóm|group size"),
        _column("free", _free, "miễn phí|suất miễn phí|foc|free places"),
        _column("staff", yes_no, "tính cả nhân viên|staff pays"),
        _column("source", listing, "nguồn|sources"),
        _column("as_of", day, "ngày cập nhật|cập nhật|date checked"),
        _column("confidence", CONFIDENCE, "độ tin cậy|tin cậy"),
        _column("note", nfc, "ghi chú|notes"),
    ),
    ("supplier", "service", "basis", "amount"),
)
OPTIONAL = ("kind", "commission", "size", "free", "staff")


def read_rates(path: str | Path) -> RateBook:
    """
    The rates of a ``.csv`` or ``.tsv`` file, or of every sheet of a workbook.

    Parameters
    ----------
    path
        With columns supplier, service, basis and amount; if wanted currency, kind, commission, season_from, season_to,
        valid_from, valid_to, size, free, staff, source, as_of, confidence and note. Headings may be Vietnamese.

    Raises
    ------
    DataError
        With everything that is wrong, each with file, row and column; nothing is half-read.
    """
    log = Log()
    found, unreadable = sheets(path)
    log.problems += unreadable
    rows = [row for sheet in found for row in rows_under(sheet, _header(sheet), TABLE, log)]
    log.problems += [problem for sheet in found for problem in sheet.problems]
    if found and not rows and not log.problems:
        log.problems.append(Problem(found[0].file, None, "", "", "no-rows", "there are headings but no rows"))
    rates = [(row, rate) for row in rows if (rate := _rate(row, log))]
    log.problems += _twice(rates)
    if log.problems:
        raise DataError(sorted(log.problems, key=lambda problem: (problem.file, problem.row or 0)))
    return RateBook(rates=tuple(rate for _, rate in rates))


def _header(sheet: Sheet) -> int:
    """Where the headings stand; a title may stand above them."""
    top = [(score(TABLE, cells), -at) for at, (_, cells) in enumerate(sheet.rows[:10])]
    return -max(top, default=(0, 0))[1]


def _rate(row: Row, log: Log) -> Rate | None:
    before = len(log.problems)
    amount, basis = _amount(row, log)
    for column in TABLE.needs:
        if column not in row.cells and not (column == "basis" and basis):
            log.missing(row, column)
    get = row.values.get
    if len(log.problems) > before or row.bad or amount is None:
        return None
    origin = Provenance(
        sources=get("source", ()), as_of=get("as_of"), confidence=get("confidence", "unknown"), note=get("note", "")
    )
    optional = {name: row.values[name] for name in OPTIONAL if name in row.values}
    try:
        return Rate(
            supplier=get("supplier", ""),
            service=get("service", ""),
            basis=basis,
            amount=amount,
            season=(get("season_from"), get("season_to")),
            valid=(get("valid_from"), get("valid_to")),
            provenance=origin,
            **optional,
        )
    except ValidationError as error:
        for each in error.errors():
            message = each["msg"].removeprefix("Value error, ")
            log.problems.append(Problem(row.file, row.number, "", "", "rate-inconsistent", message, "correct the row"))
        return None


def _amount(row: Row, log: Log) -> tuple[Money | None, Any]:
    """The amount with its currency, and the basis: as its column says, or as the price does ("50k/người")."""
    text, currency, basis = row.values.get("amount", ""), row.values.get("currency"), row.values.get("basis")
    if not text:
        return None, basis
    try:
        read = price(f"{text} {currency}" if currency and text[-1].isdigit() else text)
        if read.money is None:
            raise Fault("price-unknown", "the price is not known", "ask the supplier, or leave the row out")
        if currency and read.money.currency != currency:
            raise Fault("currency-twice", f"the price is in {read.money.currency}, its column says {currency}")
        return read.money, basis or read.per
    except Fault as fault:
        log.fault(row, "amount", fault)
        return None, basis


def _twice(rates: Sequence[tuple[Row, Rate]]) -> list[Problem]:
    first: dict[tuple[object, ...], Row] = {}
    found = []
    for row, rate in rates:
        key = (rate.supplier, rate.service, rate.basis, rate.season, rate.valid)
        if key in first:
            where = f"{first[key].file}, row {first[key].number}"
            message = f"the same service, basis and days as {where}"
            found.append(Problem(row.file, row.number, "service", rate.service, "rate-twice", message, "keep one"))
        first.setdefault(key, row)
    return found
