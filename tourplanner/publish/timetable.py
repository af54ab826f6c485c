"""What stands around a printed map, as plain data: heading, totals, timetable rows, small print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from tourplanner.model import Day, Experience, Itinerary, Leg, Money, StartPoint, Stop, Text, Village
from tourplanner.publish.legend import leg_svg
from tourplanner.publish.marks import symbol_svg
from tourplanner.publish.palette import COLOUR, Palette
from tourplanner.publish.pins import leg_colour
from tourplanner.publish.tracks import Symbol, Track
from tourplanner.publish.words import (
    FALLEN_BACK,
    VIETNAMESE,
    clean,
    commune_of,
    craft_names,
    price_of,
    roles_of,
    way_of,
)
from tourplanner.speech import Speaker, message

Row = dict[str, Any]
NO_PRICE = message("price unknown")
DOUBTED = message("estimated, not verified: after a time the opening hours, after a place its position.")


def summary(itinerary: Itinerary, day: Day, region: Text, voice: Speaker = VIETNAMESE) -> dict[str, Any]:
    """Heading and totals of one day."""
    from tourplanner.almanac import LunarDate

    count = len(itinerary.days)
    one = voice.many("{count} day", "{count} days", 1)
    number = itinerary.days.index(day) + 1
    which = voice.say("day {day} of {days}", day=number, days=count) if count > 1 else one
    region_name, name, theme = (shown(text, voice) for text in (region, itinerary.name, itinerary.theme))
    other = clean(itinerary.name.en if voice.language == "vi" else itinerary.name.vi)
    return {
        "kicker": voice.say("Craft village tour · {region} · {which}", region=region_name, which=which),
        "title": name,
        "subtitle": other if other != clean(voice.content(itinerary.name).text) else "",
        "line": f"{voice.day(day.date)} · {voice.lunar(LunarDate.of(day.date))} · {theme}",
        "facts": [{"label": label, "value": value} for label, value in _facts(itinerary, day, voice)],
        "scan": voice.say("Scan to open the interactive map"),
        "head": _head(voice),
    }


def shown(text: Text, voice: Speaker) -> str:
    """Content on one line, marked where it is in another language."""
    return clean(voice.content(text).marked)


def _head(voice: Speaker) -> list[str]:
    return [
        voice.say("Arrive–leave"),
        voice.say("Stop"),
        voice.say("Craft · role"),
        voice.say("Getting here (estimate)"),
        voice.say("Group price"),
    ]


def _facts(itinerary: Itinerary, day: Day, voice: Speaker) -> list[tuple[str, str]]:
    party = itinerary.goal.party
    guests = voice.many("{count} guest", "{count} guests", party.size)
    children = voice.many("{count} child", "{count} children", party.children)
    meals = len(day.stops) - len(day.visits)
    stops = voice.many("{count} stop", "{count} stops", len(day.visits))
    if meals:
        stops += f", {voice.many('{count} meal', '{count} meals', meals)}"
    return [
        (voice.say("Departure – return"), f"{voice.clock(day.depart)} – {voice.clock(day.back)}"),
        (voice.say("Group"), f"{guests} ({children})" if party.children else guests),
        (voice.say("Visits"), stops),
        (voice.say("Distance"), voice.distance(day.metres)),
        (voice.say("On the road (estimate)"), voice.duration(day.drive_s)),
        (voice.say("Known price, whole group"), _total(day, voice)),
    ]


def _total(day: Day, voice: Speaker) -> str:
    known = [stop.price for stop in day.stops if stop.price is not None]
    unknown = len(day.stops) - len(known)
    sums: dict[str, Money] = {}
    for price in known:
        sums[price.currency] = sums[price.currency] + price if price.currency in sums else price
    if not known:
        return voice.say(NO_PRICE)
    total = " + ".join(voice.money(each) for each in sums.values())
    if not unknown:
        return total
    return voice.many("{total} (+{count} price unknown)", "{total} (+{count} prices unknown)", unknown, total=total)


def rows(
    itinerary: Itinerary,
    day: Day,
    voice: Speaker = VIETNAMESE,
    palette: Palette = COLOUR,
    phones: Mapping[str, str] | None = None,
) -> list[Row]:
    """
    The timetable: departure, every stop with the leg that leads to it, return.

    ``phones`` are numbers by the id of an experience, host, village, start or end; the nearest to the stop is shown.
    """
    number = sum(len(earlier.visits) for earlier in itinerary.days[: itinerary.days.index(day)])
    begin, end = shown(day.start.name, voice), shown(day.end.name, voice)
    found = [_end(symbol_svg(Symbol("start"), palette), voice.clock(day.depart), begin, voice.say("Pick-up"), None)]
    found[0]["phone"] = _phone(phones, voice, day.start.id)
    for index, (stop, leg) in enumerate(zip(day.stops, day.legs, strict=False)):
        number += not stop.is_meal
        symbol = Symbol("meal") if stop.is_meal else Symbol("visit", number)
        row = _stop(itinerary, day, stop, _leg(leg, index, voice, palette), voice)
        phone = _phone(phones, voice, stop.experience.id, stop.experience.host, stop.village.id)
        found.append(row | {"symbol": symbol_svg(symbol, palette), "phone": phone})
    last = _leg(day.legs[-1], len(day.legs) - 1, voice, palette)
    symbol = Symbol("start" if day.end.id == day.start.id else "end")
    return [*found, _end(symbol_svg(symbol, palette), voice.clock(day.back), end, voice.say("Drop-off"), last)]


def _phone(phones: Mapping[str, str] | None, voice: Speaker, *ids: str) -> str:
    """The first number known, in words; "" for none."""
    number = next((phones[id] for id in ids if id in phones), "") if phones else ""
    return f"{voice.say('Phone')} {clean(number)}" if number else ""


def _end(symbol: str, time: str, name: str, what: str, leg: Row | None) -> Row:
    row = {"symbol": symbol, "phone": "", "time": time, "hours_doubt": False, "wait": "", "name": name}
    return row | {"place": "", "place_doubt": False, "craft": what, "role": "", "leg": leg, "price": "–"}


def _stop(itinerary: Itinerary, day: Day, stop: Stop, leg: Row, voice: Speaker) -> Row:
    place = " · ".join(part for part in (stop.village.name.vi, commune_of(stop.village, day.date)) if part)
    crafts = capital(clean(craft_names(itinerary, stop, voice)))
    return {
        "time": f"{voice.clock(stop.arrive)}–{voice.clock(stop.end)}",
        "hours_doubt": hours_doubtful(stop),
        "wait": voice.say("starts {time}", time=voice.clock(stop.begin)) if stop.begin > stop.arrive else "",
        "name": shown(stop.experience.name, voice),
        "place": clean(place),
        "place_doubt": place_doubtful(stop),
        "craft": voice.say("Meal") if stop.is_meal else crafts,
        "role": roles_of([stop.experience.role], voice) if stop.experience.role else "",
        "leg": leg,
        "price": _price(stop, voice),
    }


def _price(stop: Stop, voice: Speaker) -> str:
    if stop.is_break:
        return voice.say("at own expense")
    return voice.say(NO_PRICE) if stop.price is None else price_of(stop, voice)


def capital(words: str) -> str:
    """With a capital letter in front."""
    return words[:1].upper() + words[1:]


def _leg(leg: Leg, index: int, voice: Speaker, palette: Palette) -> Row:
    track = Track(np.zeros((2, 2)), leg_colour(index), len(leg.path) < 2, leg.mode == "walk", index)
    length = f"{voice.distance(leg.metres)} · " if leg.metres else ""
    return {"text": length + voice.duration(leg.seconds), "way": way_of(leg, voice), "line": leg_svg(track, palette)}


def hours_doubtful(stop: Stop) -> bool:
    """True if no source backs the opening hours."""
    return not stop.experience.fact("opening").verified


def place_doubtful(stop: Stop) -> bool:
    """True if no source backs the coordinates the map and the travel times use."""
    owner = stop.experience if stop.experience.place else stop.village
    return not owner.fact("place").verified


def notes(
    itinerary: Itinerary, day: Day, voice: Speaker = VIETNAMESE, sources: Sequence[str] = ()
) -> list[dict[str, str]]:
    """Small print: what the marks mean, how times were found, how exact places are, the day's notices, ``sources``."""
    found = []
    if any(hours_doubtful(stop) or place_doubtful(stop) for stop in day.stops):
        found.append(("°", voice.say(DOUBTED)))
    worst = max((stop.place.accuracy_m for stop in day.stops), default=0)
    accuracy = voice.say("Stops are placed to within {metres} m.", metres=voice.number(worst)) if worst else ""
    basis = shown(Text(vi=itinerary.basis), voice) if itinerary.basis else ""
    times = " ".join(filter(None, (voice.say("are estimates, not for navigation."), accuracy, basis)))
    found.append((voice.say("Travel times"), times))
    notices = " · ".join(day_notices(itinerary, day, voice))
    if notices:
        found.append((voice.say("Please note"), notices))
    if any(voice.content(text).fell_back for text in _contents(itinerary, day)):
        found.append(("*", voice.say(FALLEN_BACK)))
    if sources:
        found.append((voice.say("Sources"), clean(" · ".join(sources))))
    return [{"label": label, "text": text} for label, text in found]


def _contents(itinerary: Itinerary, day: Day) -> Iterator[Text]:
    """All content of a day's page."""
    yield from (itinerary.name, itinerary.theme, day.start.name, day.end.name)
    yield from (stop.experience.name for stop in day.stops)
    yield from (craft.name for craft in itinerary.crafts)
    yield from (notice.text for notice in itinerary.notices)
    if itinerary.basis:
        yield Text(vi=itinerary.basis)


def day_notices(itinerary: Itinerary, day: Day, voice: Speaker) -> list[str]:
    """The notices about anything of this day, or about nothing in particular, with the names they do not say."""
    today = _touched([day])
    anywhere = _touched(itinerary.days)
    found = []
    for notice in itinerary.notices:
        here = [subject for subject in notice.subjects if subject in today]
        if here or not any(subject in anywhere for subject in notice.subjects):
            told = shown(notice.text, voice)
            unsaid = [_name(today[subject], voice) for subject in here if not _says(told, today[subject])]
            found.append(told + (f" ({', '.join(dict.fromkeys(unsaid))})" if unsaid else ""))
    return list(dict.fromkeys(found))


def _touched(days: Iterable[Day]) -> dict[str, Village | Experience | StartPoint]:
    """Everything the days touch, by id."""
    touched = [thing for day in days for stop in day.stops for thing in (stop.village, stop.experience)]
    return {thing.id: thing for thing in (*(point for day in days for point in (day.start, day.end)), *touched)}


def _name(thing: Village | Experience | StartPoint, voice: Speaker) -> str:
    """A village by its Vietnamese name, as everywhere on a sheet."""
    return clean(thing.name.vi) if isinstance(thing, Village) else shown(thing.name, voice)


def _says(told: str, thing: Village | Experience | StartPoint) -> bool:
    """Whether a notice names a thing itself, in any language."""
    return any(clean(name) in told for name in (thing.name.vi, thing.name.get("en")) if name)
