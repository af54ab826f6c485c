"""A day's page for guests: the map, when to be where, how the way goes."""

from __future__ import annotations

from tourplanner.model import Day, Itinerary
from tourplanner.publish.print.daymaps import NO_MAP
from tourplanner.publish.print.frame import Data, Frame
from tourplanner.publish.timetable import DOUBTED, capital, hours_doubtful, place_doubtful, rows, shown
from tourplanner.publish.words import clean
from tourplanner.speech import Speaker, message

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
        "title": capital(voice.day(day.date)),
        "line": f"{voice.lunar(LunarDate.of(day.date))} · {' – '.join(_villages(day))}",
        "facts": _facts(day, voice),
        **NO_MAP,
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
