"""What stands beside and on the web map in words: timetable, popups, legend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tourplanner.model import Day, Experience, Itinerary, Stop, Text
from tourplanner.publish.files.lines import is_straight
from tourplanner.publish.markup import Markup, el, escape, join
from tourplanner.publish.pins import Pin, leg_colour
from tourplanner.publish.words import (
    DATA_WARNING,
    FALLEN_BACK,
    STRAIGHT_LINE,
    VIETNAMESE,
    commune_of,
    craft_names,
    doubt_of,
    hours_of,
    leg_length,
    place_names,
    price_of,
    roles_of,
)
from tourplanner.speech import Speaker

MEAL_ICON = el(
    "svg",
    el("path", d="M4 2v5a2 2 0 0 0 1.2 1.8V14h1.6V8.8A2 2 0 0 0 8 7V2H7v4H6.4V2h-.8v4H5V2z"),
    el("path", d="M10 2v6h1v6h1.6V2C11 2 10 3 10 4z"),
    viewBox="0 0 16 16",
    aria_hidden="true",
)
HOME_ICON = el(
    "svg", el("path", d="M8 2 2 7.5h1.6V14h3.2v-4h2.4v4h3.2V7.5H14z"), viewBox="0 0 16 16", aria_hidden="true"
)
FLAG_ICON = el("svg", el("path", d="M4 2h1.4v.8H13l-2 3 2 3H5.4V14H4z"), viewBox="0 0 16 16", aria_hidden="true")


def chip(pin: Pin) -> Markup:
    """The round mark of a pin, the same on map and timetable."""
    face = pin.number if pin.number is not None else {"meal": MEAL_ICON, "end": FLAG_ICON}.get(pin.kind, HOME_ICON)
    return el("span", face, class_=f"tp-chip tp-{pin.kind}", data_order=pin.number)


def pin_title(pin: Pin, voice: Speaker = VIETNAMESE) -> str:
    """A pin in one line, for screen readers and tooltips."""
    if pin.stop is None:
        what = voice.say("Pick-up") if pin.kind == "start" else voice.say("Drop-off")
        return f"{what}: {pin.spot}"
    head = f"{pin.number}. " if pin.number else ""
    times = f"{voice.clock(pin.stop.begin)}–{voice.clock(pin.stop.end)}"
    return f"{head}{voice.content(pin.stop.experience.name).marked} – {pin.spot}, {times}"


def shown(text: Text, voice: Speaker) -> Markup:
    """Content in the page's language, or in another one, marked for readers and for screen readers."""
    found = voice.content(text)
    if not found.mark:
        return escape(found.text)
    return el("span", found.text, el("small", f" ({found.mark})"), lang=found.language)


def other_name(text: Text, voice: Speaker) -> Markup | None:
    """The English name under a Vietnamese one, the Vietnamese under any other; None where it is the same."""
    language = "en" if voice.language == "vi" else "vi"
    other = text.get(language)
    same = other == voice.content(text).text
    return None if same else el("p", other, class_="en", lang=language)


def popup(itinerary: Itinerary, pin: Pin, voice: Speaker = VIETNAMESE) -> Markup:
    """What a click on a pin shows."""
    return _stop_popup(itinerary, pin, pin.stop, voice) if pin.stop else _point_popup(itinerary, pin, voice)


def _stop_popup(itinerary: Itinerary, pin: Pin, stop: Stop, voice: Speaker) -> Markup:
    experience, village = stop.experience, stop.village
    english = village.name.get("en")
    guests = voice.many("{count} guest", "{count} guests", itinerary.goal.party.size)
    role = roles_of([experience.role], voice) if experience.role else voice.say("meal") if stop.is_meal else ""
    rows = (
        (voice.say("Time"), _times(stop, voice), None),
        (voice.say("Village"), ", ".join(filter(None, (village.name.vi, commune_of(village, pin.day.date)))), None),
        ("Village", english if voice.language == "vi" and english != village.name.vi else "", None),
        (voice.say("Craft"), craft_names(itinerary, stop, voice), None),
        (voice.say("Role"), role, None),
        (voice.say("Open"), hours_of(experience, voice), doubt(experience, "opening", voice)),
        (voice.say("Price"), f"{price_of(stop, voice)} · {guests}", doubt(experience, "price", voice)),
        (voice.say("Position"), f"± {voice.number(stop.place.accuracy_m)} m" if stop.place.accuracy_m else "", None),
    )
    return el(
        "div",
        el("h3", chip(pin), el("span", shown(experience.name, voice))),
        other_name(experience.name, voice),
        el("dl", *(join(el("dt", name), el("dd", text, mark)) for name, text, mark in rows if text)),
        class_="tp-card",
    )


def _times(stop: Stop, voice: Speaker) -> str:
    arrive, begin, end = voice.clock(stop.arrive), voice.clock(stop.begin), voice.clock(stop.end)
    if stop.begin == stop.arrive:
        return voice.say("arrive {arrive}, done {end}", arrive=arrive, end=end)
    return voice.say("arrive {arrive}, starts {begin}, done {end}", arrive=arrive, begin=begin, end=end)


def _point_popup(itinerary: Itinerary, pin: Pin, voice: Speaker) -> Markup:
    days = itinerary.days
    times = [voice.say("pick-up {time}", time=voice.clock(day.depart)) for day in days if day.start == pin.point]
    times += [voice.say("drop-off {time}", time=voice.clock(day.back)) for day in days if day.end == pin.point]
    return el("div", el("h3", chip(pin), el("span", pin.spot)), el("p", ", ".join(times)), class_="tp-card")


def doubt(experience: Experience, name: str, voice: Speaker = VIETNAMESE) -> Markup | None:
    """A badge for a fact no source backs; None for one that has a source."""
    words = doubt_of(experience, name, voice)
    return el("span", words, class_="tp-doubt") if words else None


def title_block(itinerary: Itinerary, region_name: Text, voice: Speaker = VIETNAMESE) -> Markup:
    """Names, date, guests and length of a tour."""
    days = itinerary.days
    count = voice.many("{count} day", "{count} days", len(days))
    region = voice.content(region_name).marked
    guests = voice.many("{count} guest", "{count} guests", itinerary.goal.party.size)
    length = voice.distance(sum(day.metres for day in days))
    hours = f"{voice.clock(days[0].depart)}–{voice.clock(days[-1].back)}"
    kind = voice.say("{region} · Craft village route · {days}", region=region, days=count)
    return el(
        "header",
        el("p", kind, class_="tp-eyebrow"),
        el("h1", shown(itinerary.name, voice)),
        other_name(itinerary.name, voice),
        el("p", dated(days[0], voice), class_="tp-date"),
        el("p", f"{guests} · {length} · {hours}", class_="tp-facts"),
    )


def dated(day: Day, voice: Speaker = VIETNAMESE) -> Markup:
    """A date with its lunar one."""
    from tourplanner.almanac import LunarDate

    return join(voice.day(day.date), el("span", f" · {voice.lunar(LunarDate.of(day.date))}", class_="tp-lunar"))


def timetable(itinerary: Itinerary, marks: Sequence[Pin], voice: Speaker = VIETNAMESE) -> Markup:
    """The tour hour by hour; a click on a row shows its stop on the map."""
    stops = iter([pin for pin in marks if pin.stop])
    parts: list[Markup] = []
    for number, day in enumerate(itinerary.days, 1):
        if len(itinerary.days) > 1:
            parts.append(el("h2", voice.say("Day {day}", day=number), ": ", dated(day, voice)))
        parts.append(el("ol", *_day_rows(itinerary, number, day, stops, voice), class_="tp-timetable"))
    return join(*parts)


def _day_rows(itinerary: Itinerary, number: int, day: Day, stops: Iterator[Pin], voice: Speaker) -> Iterator[Markup]:
    yield _end_row(voice.clock(day.depart), HOME_ICON, shown(day.start.name, voice), voice.say("pick-up"))
    for index, leg in enumerate(day.legs):
        yield el(
            "li",
            el("span", class_="tp-stripe", style=f"background:{leg_colour(index)}"),
            el("span", leg_length(leg, voice), class_="tp-leg"),
            class_="tp-move",
            data_leg=f"{number}-{index + 1}",
        )
        if index < len(day.stops):
            yield _stop_row(itinerary, next(stops), voice)
    yield _end_row(voice.clock(day.back), FLAG_ICON, shown(day.end.name, voice), voice.say("drop-off"))


def _end_row(time: str, icon: Markup, name: Markup, what: str) -> Markup:
    return el(
        "li",
        el("time", time),
        el("span", icon, class_="tp-chip tp-start"),
        el("span", el("b", name), el("small", what)),
        class_="tp-row",
    )


def _stop_row(itinerary: Itinerary, pin: Pin, voice: Speaker) -> Markup:
    stop = pin.stop
    assert stop is not None
    crafts = craft_names(itinerary, stop, voice)
    about = " · ".join(filter(None, (stop.village.name.vi, "" if stop.is_meal else crafts)))
    opened = voice.say("open {hours}", hours=hours_of(stop.experience, voice))
    return el(
        "li",
        el("time", voice.clock(stop.begin), el("small", voice.clock(stop.end))),
        chip(pin),
        el(
            "span",
            el("button", el("b", shown(stop.experience.name, voice)), type="button", class_="tp-open"),
            el("small", about),
            el("small", price_of(stop, voice), doubt(stop.experience, "price", voice)),
            el("small", opened, doubt(stop.experience, "opening", voice)),
        ),
        class_="tp-row tp-clickable",
        data_stop=stop.experience.id,
    )


def legend(itinerary: Itinerary, voice: Speaker = VIETNAMESE) -> Markup:
    """Every leg's colour with its ends, and what the other marks mean."""
    rows = []
    for number, day in enumerate(itinerary.days, 1):
        names = place_names(day, voice)
        for index, leg in enumerate(day.legs):
            head = voice.say("Leg {leg}", leg=index + 1)
            if len(itinerary.days) > 1:
                head = voice.say("Day {day}, leg {leg}", day=number, leg=index + 1)
            line = el("i", class_="tp-line" + (" dashed" if is_straight(leg) else ""), style=f"--c:{leg_colour(index)}")
            rows.append(el("li", line, el("span", f"{head}: {names[leg.origin]} → {names[leg.destination]}")))
    marks = (
        ("visit", Markup("1"), voice.say("places to visit, in order")),
        ("meal", MEAL_ICON, voice.say("meal")),
        ("start", HOME_ICON, voice.say("pick-up and drop-off")),
    )
    rows += [el("li", el("span", face, class_=f"tp-chip tp-{kind}"), el("span", name)) for kind, face, name in marks]
    return el("section", el("h2", voice.say("Legend")), el("ul", *rows), class_="tp-legend")


def notes(itinerary: Itinerary, attributions: Sequence[str], voice: Speaker = VIETNAMESE) -> Markup:
    """What to know before selling, then whose data this is."""
    straight = any(is_straight(leg) and leg.metres for leg in itinerary.legs)
    notices = [shown(notice.text, voice) for notice in itinerary.notices]
    return el(
        "footer",
        el("ul", *(el("li", notice) for notice in notices)) if notices else None,
        el("p", voice.say(DATA_WARNING)),
        el("p", voice.say(STRAIGHT_LINE)) if straight else None,
        el("p", voice.say(FALLEN_BACK)) if voice.language != "vi" else None,
        *(el("p", line, class_="tp-credit") for line in attributions),
    )
