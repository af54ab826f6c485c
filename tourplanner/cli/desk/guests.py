"""An operator's list of guests, checked as a whole and against what is booked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from tourplanner.booking import Booking
from tourplanner.booking.papers import Guest
from tourplanner.catalogue.cells import Fault, yes_no
from tourplanner.catalogue.rows import Log, Row, rows_under, score
from tourplanner.catalogue.sheets import Sheet, sheets
from tourplanner.catalogue.tables import Column, Table
from tourplanner.errors import DataError, Problem
from tourplanner.model import nfc


def _column(name: str, headings: str) -> Column:
    parse = yes_no if name == "child" else nfc
    return Column(name, parse, (name, *headings.split("|")))


TABLE = Table(
    "guests",
    ("guests", "khách"),
    (
        _column("name", "họ và tên|họ tên|tên|khách"),
        _column("booking", "mã đặt chỗ|đặt chỗ|mã|reference"),
        _column("child", "trẻ em"),
        _column("language", "ngôn ngữ"),
        _column("phone", "điện thoại|số điện thoại"),
        _column("diet", "ăn kiêng|chế độ ăn"),
        _column("needs", "cần giúp|yêu cầu"),
        _column("pickup", "điểm đón|đón|pick-up"),
    ),
    ("name", "booking"),
)


def read_guests(path: Path, bookings: Sequence[Booking]) -> tuple[Guest, ...]:
    """
    The guests of a ``.csv`` or ``.xlsx`` file: columns name and booking; child, language, phone, diet, needs, pickup.

    Raises
    ------
    DataError
        With everything that is wrong, each with its row: also bookings that are none of these, and more guests than a
        booking has. It repeats nothing personal.
    """
    log = Log()
    found, unreadable = sheets(path)
    log.problems += [*unreadable, *(problem for sheet in found for problem in sheet.problems)]
    rows = [row for sheet in found for row in rows_under(sheet, _header(sheet), TABLE, log)]
    guests = [(row, guest) for row in rows if (guest := _guest(row, log))]
    log.problems += _not_booked(guests, bookings)
    if log.problems:
        raise DataError(sorted(log.problems, key=lambda problem: problem.row or 0))
    return tuple(guest for _, guest in guests)


def reference(booking: Booking) -> str:
    """What a booking is called in a list: its reference, or the first letters of its id."""
    return booking.reference or booking.id[:8]


def _header(sheet: Sheet) -> int:
    top = [(score(TABLE, cells), -at) for at, (_, cells) in enumerate(sheet.rows[:10])]
    return -max(top, default=(0, 0))[1]


def _guest(row: Row, log: Log) -> Guest | None:
    before = len(log.problems)
    for column in TABLE.needs:
        if column not in row.cells:
            log.missing(row, column)
    if len(log.problems) > before or row.bad:
        return None
    try:
        return Guest(**{name: row.values[name] for name in Guest.model_fields if name in row.values})
    except ValidationError as error:
        for each in error.errors(include_input=False):
            fault = Fault("guest-wrong", each["msg"], "correct the cell")
            log.problems.append(_problem(row, str(each["loc"][0]), "", fault))
        return None


def _not_booked(guests: Sequence[tuple[Row, Guest]], bookings: Sequence[Booking]) -> Iterator[Problem]:
    places = {name: each.party.size for each in bookings for name in (reference(each), each.id)}
    known = ", ".join(sorted({reference(each) for each in bookings})) or "none"
    counted: Counter[str] = Counter()
    for row, guest in guests:
        counted[guest.booking] += 1
        if guest.booking not in places:
            fault = Fault("booking-unknown", "there is no such booking on this departure", f"there are: {known}")
            yield _problem(row, "booking", guest.booking, fault)
        elif counted[guest.booking] == places[guest.booking] + 1:
            message = f"it has {places[guest.booking]} guests, this row is one more"
            yield _problem(row, "booking", guest.booking, Fault("too-many", message, "amend the booking first"))


def _problem(row: Row, column: str, value: str, fault: Fault) -> Problem:
    return Problem(row.file, row.number, row.headings.get(column, column), value, fault.code, fault.message, fault.fix)
