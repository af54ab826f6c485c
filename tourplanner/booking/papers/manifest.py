"""Who travels, and who sleeps where: lists with no more about a guest than their reader needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tourplanner.booking.papers.moments import when
from tourplanner.booking.papers.people import Departure, Guest
from tourplanner.booking.papers.table import Table

_Columns = Mapping[str, Callable[[Guest], str]]

_TRAVEL: _Columns = {
    "Họ và tên / Name": lambda guest: guest.name,
    "Mã đặt chỗ / Booking": lambda guest: guest.booking,
    "Trẻ em / Child": lambda guest: "x" if guest.child else "",
    "Ngôn ngữ / Language": lambda guest: guest.language,
    "Điện thoại / Phone": lambda guest: guest.phone,
    "Ăn kiêng / Diet": lambda guest: guest.diet,
    "Cần giúp / Needs": lambda guest: guest.needs,
    "Điểm đón / Pick-up": lambda guest: guest.pickup,
}
_IDENTITY: _Columns = {
    "Quốc tịch / Nationality": lambda guest: guest.nationality,
    "Hộ chiếu / Passport": lambda guest: guest.passport,
    "Ngày sinh / Born": lambda guest: guest.born.isoformat() if guest.born else "",
}
_ROOM = ("Phòng / Room", "Loại / Kind", "Số chỗ / Sleeps")
_SLEEPER: _Columns = {name: _TRAVEL[name] for name in ("Họ và tên / Name", "Trẻ em / Child")}
_NO_ROOM = "–"


def manifest(departure: Departure, *, identity: bool = False) -> Table:
    """
    The guests of a departure for its guide, in the order given.

    Parameters
    ----------
    identity
        Nationality, passport and date of birth too: only where somebody on the way has to see them.
    """
    columns = {**_TRAVEL, **(_IDENTITY if identity else {})}
    rows = [(str(number), *_cells(columns, guest)) for number, guest in enumerate(departure.guests, 1)]
    return Table("Khách", _title("Danh sách khách / Manifest", departure), ("STT / No.", *columns), tuple(rows))


def rooming(departure: Departure, *, identity: bool = False) -> Table:
    """
    The rooms of a departure with who sleeps in them, in the order of the rooms; guests without one at the end.

    A room nobody has is listed with an empty name. For the house: no phones, no diets.

    Parameters
    ----------
    identity
        Nationality, passport and date of birth too: only for a house that has to register its guests.
    """
    columns = {**_SLEEPER, **(_IDENTITY if identity else {})}
    inside: dict[str, list[Guest]] = {}
    for guest in departure.guests:
        inside.setdefault(guest.room, []).append(guest)
    rows: list[tuple[str, ...]] = []
    for room in departure.rooms:
        sleepers = [_cells(columns, guest) for guest in inside.get(room.name, [])]
        rows += [(room.name, room.kind, str(room.sleeps), *cells) for cells in sleepers or [("",) * len(columns)]]
    rows += [(_NO_ROOM, "", "", *_cells(columns, guest)) for guest in inside.get("", [])]
    return Table("Phòng", _title("Danh sách phòng / Rooming list", departure), (*_ROOM, *columns), tuple(rows))


def _cells(columns: _Columns, guest: Guest) -> tuple[str, ...]:
    return tuple(cell(guest) for cell in columns.values())


def _title(kind: str, departure: Departure) -> str:
    counts = f"{len(departure.guests)} khách / guests"
    return f"{kind} · {departure.title.vi} · {when(departure.begins, 'vi')} · {counts}"
