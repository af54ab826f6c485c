"""A run sheet as plain text, to be read on a phone; the driver's tells nothing about guests but how many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from tourplanner.booking.papers.people import Contact, Duty
from tourplanner.booking.papers.runsheet import Happening, RunLine, RunSheet
from tourplanner.booking.papers.texts import named
from tourplanner.model import HANOI
from tourplanner.speech import Language, Speaker, message, speaker

Reader = Literal["guide", "driver"]

_WHAT: dict[Happening, str] = {
    "pickup": message("Meet at"),
    "drive": message("Drive"),
    "walk": message("Walk"),
    "visit": message("Visit"),
    "meal": message("Meal"),
    "back": message("Back at"),
}
_DUTY: dict[Duty, str] = {
    "guide": message("Guide"),
    "driver": message("Driver"),
    "host": message("Host"),
    "office": message("Office"),
}


def run_text(sheet: RunSheet, *, reader: Reader, language: Language = "vi") -> str:
    """
    The sheet in lines: title, date and party, whom to call, what happens.

    For the guide with languages, diets and needs as counts and the hosts to call; for the driver with neither.
    """
    return "\n".join(_lines(sheet, reader, speaker(language))) + "\n"


def _lines(sheet: RunSheet, reader: Reader, voice: Speaker) -> Iterator[str]:
    adults = voice.many("{count} adult", "{count} adults", sheet.adults)
    children = voice.many("{count} child", "{count} children", sheet.children)
    yield named(sheet.title, voice)
    yield f"{voice.moment(sheet.begins)} · {adults}, {children}"
    for person in sheet.staff:
        if person.duty != reader:
            yield _to_call(person, voice)
    if reader == "guide":
        yield from _counted(sheet, voice)
    day: date | None = None
    for line in sheet.lines:
        at = line.at.astimezone(HANOI)
        if at.date() != day:
            day = at.date()
            yield f"— {voice.short_day(day)} —"
        yield _line(line, reader, voice)


def _counted(sheet: RunSheet, voice: Speaker) -> Iterator[str]:
    spoken = [(voice.language_name(code), count) for code, count in sheet.languages]
    for label, counts in (
        (voice.say("Languages"), spoken), (voice.say("Diets"), sheet.diets), (voice.say("Needs"), sheet.needs)
    ):  # fmt: skip
        if counts:
            yield _labelled(label, ", ".join(f"{name} ({count})" for name, count in counts), voice)


def _line(line: RunLine, reader: Reader, voice: Speaker) -> str:
    told = f"{voice.clock(line.at)} {voice.say(_WHAT[line.what])} {named(line.place, voice)}"
    more = [voice.duration(60 * line.minutes)] if line.minutes else []
    more += [voice.distance(line.metres)] if line.metres else []
    if line.what == "pickup":
        more.append(voice.many("{count} guest", "{count} guests", line.count))
    if line.to_call and reader == "guide":
        more.append(_to_call(line.to_call, voice))
    return " · ".join([told, *more])


def _to_call(person: Contact, voice: Speaker) -> str:
    return _labelled(voice.say(_DUTY[person.duty]), " ".join(filter(None, (person.name, person.phone))), voice)


def _labelled(label: str, value: str, voice: Speaker) -> str:
    return voice.say("{label}: {value}", label=label, value=value)
