"""A run sheet as plain text, to be read on a phone; the driver's tells nothing about guests but how many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from tourplanner.booking.papers.moments import clock, when
from tourplanner.booking.papers.people import Contact, Duty
from tourplanner.booking.papers.runsheet import Happening, RunLine, RunSheet
from tourplanner.booking.papers.texts import Language, named
from tourplanner.model import HANOI

Reader = Literal["guide", "driver"]

_WHAT: dict[Language, dict[Happening, str]] = {
    "vi": {"pickup": "Đón", "drive": "Đi xe", "walk": "Đi bộ", "visit": "Thăm", "meal": "Ăn", "back": "Về đến"},
    "en": {"pickup": "Pick-up", "drive": "Drive", "walk": "Walk", "visit": "Visit", "meal": "Meal", "back": "Back at"},
    "fr": {
        "pickup": "Accueil",
        "drive": "Route",
        "walk": "À pied",
        "visit": "Visite",
        "meal": "Repas",
        "back": "Retour",
    },
}
_DUTY: dict[Language, dict[Duty, str]] = {
    "vi": {"guide": "Hướng dẫn viên", "driver": "Lái xe", "host": "Chủ nhà", "office": "Văn phòng"},
    "en": {"guide": "Guide", "driver": "Driver", "host": "Host", "office": "Office"},
    "fr": {"guide": "Guide", "driver": "Chauffeur", "host": "Hôte", "office": "Bureau"},
}
_PARTY: dict[Language, str] = {
    "vi": "{adults} người lớn, {children} trẻ em",
    "en": "adults: {adults}, children: {children}",
    "fr": "adultes : {adults}, enfants : {children}",
}
_GUESTS: dict[Language, str] = {"vi": "{count} khách", "en": "guests: {count}", "fr": "voyageurs : {count}"}
_COUNTED: dict[Language, tuple[str, str, str]] = {
    "vi": ("Ngôn ngữ", "Ăn kiêng", "Cần giúp"),
    "en": ("Languages", "Diets", "Needs"),
    "fr": ("Langues", "Régimes", "Besoins"),
}


def run_text(sheet: RunSheet, *, reader: Reader, language: Language = "vi") -> str:
    """
    The sheet in lines: title, date and party, whom to call, what happens.

    For the guide with languages, diets and needs as counts and the hosts to call; for the driver with neither.
    """
    return "\n".join(_lines(sheet, reader, language)) + "\n"


def _lines(sheet: RunSheet, reader: Reader, language: Language) -> Iterator[str]:
    party = _PARTY[language].format(adults=sheet.adults, children=sheet.children)
    yield named(sheet.title, language)
    yield f"{when(sheet.begins, language)} · {party}"
    for person in sheet.staff:
        if person.duty != reader:
            yield _to_call(person, language)
    if reader == "guide":
        for title, counts in zip(_COUNTED[language], (sheet.languages, sheet.diets, sheet.needs), strict=True):
            if counts:
                yield f"{title}: {', '.join(f'{name} ({count})' for name, count in counts)}"
    day: date | None = None
    for line in sheet.lines:
        at = line.at.astimezone(HANOI)
        if at.date() != day:
            day = at.date()
            yield f"— {at.day}/{at.month}/{at.year} —"
        yield _line(line, reader, language)


def _line(line: RunLine, reader: Reader, language: Language) -> str:
    told = f"{clock(line.at, language)} {_WHAT[language][line.what]} {named(line.place, language)}"
    more = [f"{line.minutes} {'phút' if language == 'vi' else 'min'}"] if line.minutes else []
    more += [_length(line.metres, language)] if line.metres else []
    if line.what == "pickup":
        more.append(_GUESTS[language].format(count=line.count))
    if line.to_call and reader == "guide":
        more.append(_to_call(line.to_call, language))
    return " · ".join([told, *more])


def _length(metres: int, language: Language) -> str:
    length = f"{metres / 1000:.1f} km"
    return length if language == "en" else length.replace(".", ",")


def _to_call(person: Contact, language: Language) -> str:
    return f"{_DUTY[language][person.duty]}: {' '.join(filter(None, (person.name, person.phone)))}"
