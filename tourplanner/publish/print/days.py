"""A day's page for guests: the map, when to be where, how the way goes."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tourplanner.model import Day, Itinerary
from tourplanner.publish.press import measured
from tourplanner.publish.print.frame import TEMPLATES, WIDTH_MM, Data, Frame
from tourplanner.publish.routemap import lay_out
from tourplanner.publish.timetable import DOUBTED, hours_doubtful, place_doubtful, rows, shown
from tourplanner.publish.words import clean
from tourplanner.speech import Speaker, message

LEAST_MM, MOST_MM = 70.0, 150.0
"""Height of a day's map; a timetable that leaves less takes a second page."""
BRING = message("Water, a hat and shoes that may get dirty.")
RAIN = message("Something against rain: not everything today is under a roof.")
MODEST = message("Dress modestly in temples and communal houses.")


def day_page(itinerary: Itinerary, day: Day, frame: Frame, *, prices: bool) -> Data:
    """A day's page without its map, which takes what room is left."""
    from tourplanner.almanac import LunarDate

    voice = frame.voice
    number, count = itinerary.days.index(day) + 1, len(itinerary.days)
    head = [voice.say("Time"), voice.say("Stop"), voice.say("Getting here (estimate)")]
    return {
        "anchor": f"day-{number}",
        "kicker": voice.say("day {day} of {days}", day=number, days=count) if count > 1 else voice.say("Your day"),
        "title": voice.day(day.date),
        "line": f"{voice.lunar(LunarDate.of(day.date))} · {' – '.join(_villages(day))}",
        "facts": _facts(day, voice),
        "map": None,
        "alt": "",
        "height": 0,
        "head": [*head, *([voice.say("Group price")] if prices else [])],
        "priced": prices,
        "rows": rows(itinerary, day, voice),
        "notes": [{"label": label, "text": text} for label, text in _notes(day, voice)],
        "villages": [],
    }


def _villages(day: Day) -> list[str]:
    return list(dict.fromkeys(clean(stop.village.name.vi) for stop in day.visits))


def _facts(day: Day, voice: Speaker) -> list[Data]:
    walked = sum(leg.walked_m for leg in day.legs)
    found = [
        (voice.say("Departure – return"), f"{voice.clock(day.depart)} – {voice.clock(day.back)}"),
        (voice.say("Pick-up"), shown(day.start.name, voice)),
        (voice.say("Distance"), voice.distance(day.metres)),
        (voice.say("On the road (estimate)"), voice.duration(day.drive_s)),
    ]
    if walked:
        found.append((voice.say("on foot"), voice.distance(walked)))
    return [{"label": label, "value": value} for label, value in found]


def _notes(day: Day, voice: Speaker) -> list[tuple[str, str]]:
    bring = [voice.say(BRING)]
    if any(stop.experience.rain_sensitive for stop in day.stops):
        bring.append(voice.say(RAIN))
    if any(stop.experience.kind == "heritage site" for stop in day.stops):
        bring.append(voice.say(MODEST))
    found = [(voice.say("What to bring"), " ".join(bring))]
    if any(hours_doubtful(stop) or place_doubtful(stop) for stop in day.stops):
        found.append(("°", voice.say(DOUBTED)))
    return found


def with_maps(data: Data, itinerary: Itinerary, frame: Frame) -> Data:
    """The document with every day's map as large as its page has room for."""
    rooms = measured(TEMPLATES / "roadbook.typ", data, frame.lettering, "<room>")
    days = [
        page | _map(itinerary, day, room, frame)
        for page, day, room in zip(data["days"], itinerary.days, _heights(rooms, len(data["days"])), strict=True)
    ]
    return data | {"days": days}


def _heights(rooms: Sequence[float], count: int) -> list[float]:
    """Whole millimetres; a day whose page was full has the least."""
    found = [min(MOST_MM, max(LEAST_MM, float(math.floor(room)) - 1)) for room in rooms]
    return found if len(found) == count else [LEAST_MM] * count


def _map(itinerary: Itinerary, day: Day, height: float, frame: Frame) -> Data:
    drawn = lay_out(
        itinerary, day, attributions=frame.attributions, width=WIDTH_MM, height=height, basemap=frame.basemap,
        lettering=frame.lettering,
    )  # fmt: skip
    title = shown(itinerary.name, frame.voice)
    alt = frame.voice.say("Map of the route {title}, scale 1:{scale}", title=title, scale=drawn.sheet.scale)
    return {"map": drawn.svg(), "alt": alt, "height": height}
