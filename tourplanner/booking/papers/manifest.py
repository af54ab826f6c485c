"""Who travels, and who sleeps where: lists with no more about a guest than their reader needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from tourplanner.booking.papers.people import Departure, Guest
from tourplanner.booking.papers.table import Table
from tourplanner.formats.text import one_line
from tourplanner.speech import Language, Speaker, message, speaker

_Columns = Mapping[str, Callable[[Guest], str]]
"""What is said over a column, and what stands in it."""

_TRAVEL: _Columns = {
    message("Name"): lambda guest: guest.name,
    message("Booking"): lambda guest: guest.booking,
    message("Child"): lambda guest: "x" if guest.child else "",
    message("Language"): lambda guest: guest.language,
    message("Phone"): lambda guest: guest.phone,
    message("Diet"): lambda guest: guest.diet,
    message("Needs"): lambda guest: guest.needs,
    message("Pick-up point"): lambda guest: guest.pickup,
}
_IDENTITY: _Columns = {
    message("Nationality"): lambda guest: guest.nationality,
    message("Passport"): lambda guest: guest.passport,
    message("Born"): lambda guest: guest.born.isoformat() if guest.born else "",
}
_ROOM = (message("Room"), message("Kind of room"), message("Sleeps"))
_SLEEPER: _Columns = {name: _TRAVEL[name] for name in ("Name", "Child")}
_NO_ROOM = "–"


def manifest(departure: Departure, *, identity: bool = False, language: Language = "en") -> Table:
    """
    The guests of a departure for its guide, in the order given.

    Parameters
    ----------
    identity
        Nationality, passport and date of birth too: only where somebody on the way has to see them.
    language
        The headings' second language, beside Vietnamese; "vi" for Vietnamese alone.
    """
    columns = {**_TRAVEL, **(_IDENTITY if identity else {})}
    rows = [(str(number), *_cells(columns, guest)) for number, guest in enumerate(departure.guests, 1)]
    voices = _voices(language)
    title = _title(message("Manifest"), departure, voices)
    return Table("Khách", title, _headings((message("No."), *columns), voices), tuple(rows))


def rooming(departure: Departure, *, identity: bool = False, language: Language = "en") -> Table:
    """
    The rooms of a departure with who sleeps in them, in the order of the rooms; guests without one at the end.

    A room nobody has is listed with an empty name. For the house: no phones, no diets.

    Parameters
    ----------
    identity
        Nationality, passport and date of birth too: only for a house that has to register its guests.
    language
        The headings' second language, beside Vietnamese; "vi" for Vietnamese alone.
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
    voices = _voices(language)
    title = _title(message("Rooming list"), departure, voices)
    return Table("Phòng", title, _headings((*_ROOM, *columns), voices), tuple(rows))


def _cells(columns: _Columns, guest: Guest) -> tuple[str, ...]:
    return tuple(cell(guest) for cell in columns.values())


def _voices(language: Language) -> tuple[Speaker, ...]:
    return tuple(speaker(each) for each in dict.fromkeys(("vi", language)))


def _headings(messages: Iterable[str], voices: tuple[Speaker, ...]) -> tuple[str, ...]:
    return tuple(" / ".join(voice.say(each) for voice in voices) for each in messages)


def _title(kind: str, departure: Departure, voices: tuple[Speaker, ...]) -> str:
    (told,) = _headings((kind,), voices)
    guests = len(departure.guests)
    counts = " / ".join(voice.many("{count} guest", "{count} guests", guests) for voice in voices)
    return f"{told} · {one_line(departure.title.vi)} · {voices[0].moment(departure.begins)} · {counts}"
