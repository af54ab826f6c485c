"""The run sheet on paper: one page a day for guide or driver, with how late everything may be, for any printer."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Literal

from tourplanner.almanac.latest import latest_begins
from tourplanner.errors import GoalError
from tourplanner.model import HANOI, Day, Itinerary
from tourplanner.model.runsheet import Contact, Happening, RunLine, RunSheet, planned_run
from tourplanner.press.fonts import fonts_for
from tourplanner.press.lettering import Lettering
from tourplanner.press.typeset import press
from tourplanner.publish.print.frame import TEMPLATES, Data
from tourplanner.publish.timetable import day_notices, shown
from tourplanner.publish.words import FALLEN_BACK, clean, language_name
from tourplanner.speech import Speaker, message, speaker

TEMPLATE = TEMPLATES / "runsheet.typ"
Reader = Literal["guide", "driver"]
Timed = tuple[RunLine, datetime | None]
"""What happens, and the latest moment it may, None where nothing depends on it."""

_WHAT: dict[Happening, str] = {
    "pickup": message("Pick-up"),
    "drive": message("Drive"),
    "walk": message("Walk"),
    "visit": message("Visit"),
    "meal": message("Meal"),
    "back": message("Back at"),
}
_SIZES = ((14, 9.0, 1.5), (18, 8.4, 1.2), (24, 7.6, 0.85), (32, 6.8, 0.6))
"""Up to so many lines: type size in points and inset in mm; more take the last and run on."""


def runsheet_pdf(
    itinerary: Itinerary,
    sheet: RunSheet | None = None,
    *,
    reader: Reader = "guide",
    language: str = "vi",
    fonts: str | os.PathLike[str] | None = None,
) -> bytes:
    """
    A PDF for guide or driver, one A4 page a day, in black and white: clock times, how late each may be, whom to call.

    "At the latest" is when guests must have left, or a visit begun, for everything after it still to be as planned:
    no door closed, no session or lunch missed, back within the day; waits are used up and every leg takes as long as
    printed. It is marked where a leg's own uncertainty (``Leg.spread``) is larger than the time to spare.

    Parameters
    ----------
    sheet
        The departure's own, as ``booking.papers.run_sheet`` makes it of this itinerary; without one, the plan's party
        and lines to write names, plates and phones on.
    reader
        The driver's page tells of guests only how many they are, and no host's phone.
    language, fonts
        As for ``map_pdf``.

    Raises
    ------
    GoalError
        If the sheet is of another itinerary.
    UnknownIdError, FontError, MissingGlyphError
        As ``map_pdf``.
    """
    voice, own = speaker(language), sheet or planned_run(itinerary)
    lettering = Lettering(voice, fonts_for(voice.language, fonts))
    pages = [_page(itinerary, day, lines, own, reader, voice) for day, lines in _by_day(itinerary, own)]
    title = f"{voice.say('Run sheet')}: {shown(own.title, voice)}"
    return press(TEMPLATE, {"title": title, "pages": pages}, lettering, itinerary.id)


def _by_day(itinerary: Itinerary, sheet: RunSheet) -> Iterator[tuple[Day, list[Timed]]]:
    """Each day with its lines in order, pick-ups first, each with its latest moment."""
    rest = list(sheet.lines)
    for day in itinerary.days:
        count = 2 * len(day.stops) + 2
        pickups = [line for line in rest if line.what == "pickup" and _on(line.at, day)]
        planned = [line for line in rest if line.what != "pickup"][:count]
        if [line.at for line in planned] != _moments(day):
            raise GoalError(f"the run sheet of {sheet.departure} is not of {itinerary.id}; make it of this itinerary")
        rest = [line for line in rest if line not in pickups and line not in planned]
        yield day, [*((line, None) for line in pickups), *zip(planned, _latest(itinerary, day), strict=True)]


def _on(moment: datetime, day: Day) -> bool:
    return moment.astimezone(HANOI).date() == day.date


def _moments(day: Day) -> list[datetime]:
    pairs = [(leg.depart, stop.begin) for leg, stop in zip(day.legs, day.stops, strict=False)]
    return [*(moment for pair in pairs for moment in pair), day.legs[-1].depart, day.back]


def _latest(itinerary: Itinerary, day: Day) -> list[datetime]:
    """The latest departure of every leg and begin of every stop, in the order of the lines."""
    found: list[datetime] = []
    for leg, limit in zip(day.legs, latest_begins(itinerary, day), strict=True):
        found += [limit.at - timedelta(seconds=leg.seconds), limit.at]
    return found


def _page(
    itinerary: Itinerary, day: Day, lines: Sequence[Timed], sheet: RunSheet, reader: Reader, voice: Speaker
) -> Data:
    from tourplanner.almanac import LunarDate

    size, inset = next(((size, inset) for most, size, inset in _SIZES if len(lines) <= most), _SIZES[-1][1:])
    which = voice.say("day {day} of {days}", day=itinerary.days.index(day) + 1, days=len(itinerary.days))
    kinds = {"guide": voice.say("for the guide"), "driver": voice.say("for the driver")}
    guide = reader == "guide"
    return {
        "kicker": " · ".join((voice.say("Run sheet"), kinds[reader], which, clean(sheet.departure))),
        "name": shown(sheet.title, voice),
        "line": f"{voice.day(day.date)} · {voice.lunar(LunarDate.of(day.date))}",
        "size": size,
        "inset": inset,
        "facts": list(_facts(itinerary, sheet, reader, voice)),
        "people": list(_people(sheet, reader, voice)),
        "vehicles": _vehicles(sheet, voice),
        "head": [
            voice.say("Clock"), voice.say("What"), voice.say("At the latest"), voice.say("Slack"),
            *([voice.say("Whom to call")] if guide else []),
        ],
        "rows": list(_rows(day, lines, voice, calls=guide)),
        "calls": guide,
        "warnings_title": voice.say("Please note"),
        "warnings": [*day_notices(itinerary, day, voice), *_bans(day, voice)],
        "small": _small(itinerary, day, voice),
        "notes": voice.say("Notes"),
    }  # fmt: skip


def _facts(itinerary: Itinerary, sheet: RunSheet, reader: Reader, voice: Speaker) -> Iterator[Data]:
    size = sheet.adults + sheet.children
    guests = voice.many("{count} guest", "{count} guests", size)
    if sheet.children:
        guests += f" ({voice.many('{count} child', '{count} children', sheet.children)})"
    yield {"label": voice.say("Group"), "value": guests}
    if reader == "guide":
        planned = ", ".join(map(language_name, itinerary.goal.party.languages))
        spoken = tuple((language_name(code), count) for code, count in sheet.languages)
        yield {"label": voice.say("Language"), "value": _counted(spoken, voice) or planned}
        yield {"label": voice.say("Diets"), "value": _counted(sheet.diets, voice) or "–"}
        yield {"label": voice.say("Needs"), "value": _counted(sheet.needs, voice) or "–"}


def _counted(counts: Sequence[tuple[str, int]], voice: Speaker) -> str:
    return ", ".join(f"{clean(name)} ({voice.number(count)})" for name, count in counts)


def _people(sheet: RunSheet, reader: Reader, voice: Speaker) -> Iterator[Data]:
    """The others on duty with their phones, or lines to write on."""
    names = {"guide": voice.say("Guide"), "driver": voice.say("Driver"), "office": voice.say("Office")}
    for duty, label in names.items():
        if duty != reader:
            found = [_called(each) for each in sheet.staff if each.duty == duty]
            yield {"label": label, "value": "; ".join(found)}


def _called(person: Contact) -> str:
    return clean(" · ".join(filter(None, (person.name, person.phone))))


def _vehicles(sheet: RunSheet, voice: Speaker) -> Data:
    told = [" · ".join(filter(None, (shown(each.name, voice), each.plate))) for each in sheet.vehicles]
    plates = any(each.plate for each in sheet.vehicles)
    return {
        "label": voice.say("Vehicle"), "value": clean("; ".join(told)), "plate": "" if plates else voice.say("Plate")
    }  # fmt: skip


def _rows(day: Day, lines: Sequence[Timed], voice: Speaker, *, calls: bool) -> Iterator[Data]:
    legs = iter(day.legs)
    for line, limit in lines:
        moving = line.what in ("drive", "walk")
        stray = next(legs) if moving else None
        spare = (limit - line.at) if limit else None
        tight = bool(stray and spare is not None and spare.total_seconds() < stray.seconds * stray.spread)
        length = [voice.duration(60 * line.minutes)] if line.minutes else []
        length += [voice.distance(line.metres)] if line.metres else []
        length += [voice.many("{count} guest", "{count} guests", line.count)] if line.what == "pickup" else []
        yield {
            "time": voice.clock(line.at),
            "what": voice.say(_WHAT[line.what]),
            "place": shown(line.place, voice),
            "length": " · ".join(length),
            "moving": moving,
            "latest": voice.clock(limit) if limit else "",
            "slack": _slack(spare, voice) if spare is not None else "",
            "tight": tight,
            "call": _called(line.to_call) if line.to_call and calls else "",
            "ask": calls and line.what in ("visit", "meal"),
        }


def _slack(spare: timedelta, voice: Speaker) -> str:
    """Whole minutes, rounded down: what is not there is not promised."""
    minutes = int(spare.total_seconds() // 60)
    return voice.duration(60 * minutes) if minutes > 0 else voice.say("no slack")


def _bans(day: Day, voice: Speaker) -> list[str]:
    """What is noted of the places where the vehicle stops, such as hours when it may not."""
    points = {point.id: point for point in (day.start, day.end)}.values()
    return [f"{shown(point.name, voice)}: {clean(point.note)}" for point in points if point.note]


def _small(itinerary: Itinerary, day: Day, voice: Speaker) -> list[str]:
    found = [
        voice.say("! the way may take longer than there is time to spare."),
        voice.say("At the latest: later than this, something after it is missed."),
    ]
    texts = [itinerary.name, day.start.name, *(stop.experience.name for stop in day.stops)]
    if any(voice.content(text).fell_back for text in texts):
        found.append(voice.say(FALLEN_BACK))
    return found
