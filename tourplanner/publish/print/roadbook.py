"""The roadbook: what guests hold in their hands, from the cover to the sources."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from tourplanner.model import Itinerary, Text
from tourplanner.model.basemap import Basemap
from tourplanner.model.emergency import EMERGENCY
from tourplanner.model.runsheet import Contact
from tourplanner.model.story import Record
from tourplanner.press.typeset import press
from tourplanner.publish.print.courses import courses_of_tour
from tourplanner.publish.print.daymaps import with_maps
from tourplanner.publish.print.days import day_page
from tourplanner.publish.print.frame import (
    COVER_MM,
    TEMPLATES,
    WIDTH_MM,
    Data,
    Frame,
    book,
    cover_title_pt,
    framed_by,
    other_name,
)
from tourplanner.publish.print.overview import motif, overview
from tourplanner.publish.print.villages import cited_keys, told_contents, village_page
from tourplanner.publish.qr import qr_svg
from tourplanner.publish.timetable import shown
from tourplanner.publish.words import FALLEN_BACK, MANNERS, basis_of, clean
from tourplanner.speech import Speaker, message

TEMPLATE = TEMPLATES / "roadbook.typ"
OVERVIEW_MM = (80.0, 165.0)
"""Least and most height of the map above the contents."""
_LINE_MM = 6.2
_SERVICES = {
    "police": message("police"),
    "fire": message("fire"),
    "ambulance": message("ambulance"),
    "disaster": message("disasters, search and rescue"),
}


def roadbook_pdf(
    itinerary: Itinerary,
    *,
    region_name: Text,
    attributions: Sequence[str] = (),
    record: Record | None = None,
    prepared_for: str = "",
    departure: str = "",
    contacts: Sequence[Contact] = (),
    prices: bool = False,
    link: str | None = None,
    basemap: Basemap | None = None,
    language: str = "vi",
    fonts: str | os.PathLike[str] | None = None,
) -> bytes:
    """
    A PDF for guests, A4: cover, overview, a page per day and per village, practical notes, sources.

    What nobody has on record is not said: a village without a story has room for notes instead.

    Parameters
    ----------
    record
        Festivals, sources and stories, of the whole region if at hand; the pages take what concerns them.
    prepared_for, departure
        Who travels, for the cover, and the departure's code; "" for a book that fits every party.
    contacts
        Guide, driver and office; where there is none the book leaves a line to write on.
    prices
        Whether to print what the hosts ask of the group: not for guests who pay one price.
    link
        An address for the code on the cover; None for no code.
    basemap, language, fonts
        As for ``map_pdf``.

    Returns
    -------
    bytes
        The same for the same input and fonts: no date of making.

    Raises
    ------
    UnknownIdError, FontError, MissingGlyphError
        As ``map_pdf``.
    """
    frame, own = framed_by(region_name, attributions, link, basemap, language, fonts), record or Record()
    voice, title = frame.voice, shown(itinerary.name, frame.voice)
    data = book(frame, voice.say("Roadbook"), title)
    data |= _cover(itinerary, title, prepared_for, departure, contacts, frame)
    data |= _overview(itinerary, frame)
    days = [day_page(itinerary, day, frame, prices=prices) for day in itinerary.days]
    _add_villages(days, itinerary, own, frame, prices=prices)
    data |= {"days": days, "contents_title": voice.say("Contents"), "contents": list(_contents(days, voice))}
    data |= {"practical": _practical(itinerary, contacts, frame), "sources": _sources(itinerary, own, frame)}
    data["days"] = with_maps(TEMPLATE, data, days, [(itinerary, day) for day in itinerary.days], frame)
    return press(TEMPLATE, data, frame.lettering, itinerary.id)


def _cover(
    itinerary: Itinerary, title: str, prepared_for: str, departure: str, contacts: Sequence[Contact], frame: Frame
) -> Data:
    voice, party = frame.voice, itinerary.goal.party
    first, last = itinerary.days[0].date, itinerary.days[-1].date
    dates = voice.day(first) + (f" – {voice.day(last)}" if last != first else "")
    guests = voice.many("{count} guest", "{count} guests", party.size)
    lines = [dates, shown(itinerary.theme, voice), guests]
    lines += [voice.say("Prepared for {name}", name=clean(prepared_for))] if prepared_for else []
    lines += [voice.say("Departure {code}", code=clean(departure))] if departure else []
    offices = [f"{each.name} · {each.phone}" if each.phone else each.name for each in contacts if each.duty == "office"]
    region = shown(frame.region, voice)
    cover = {
        "kicker": f"{voice.say('Roadbook')} · {region}",
        "title": title,
        "title_pt": cover_title_pt(title),
        "subtitle": other_name(itinerary.name, voice),
        "lines": lines,
        "foot": [*map(clean, offices), frame.basemap.attribution],
        "qr": qr_svg(frame.link),
    }
    drawn = motif(courses_of_tour(itinerary), *COVER_MM, frame.basemap)
    return {"cover": cover, "motif": drawn, "motif_alt": voice.say("Map of {name}", name=title)}


def _overview(itinerary: Itinerary, frame: Frame) -> Data:
    voice, courses, days = frame.voice, courses_of_tour(itinerary), itinerary.days
    lines = 4 + len(days) + len(itinerary.villages) + len(days) // 4
    height = max(OVERVIEW_MM[0], min(OVERVIEW_MM[1], 208 - _LINE_MM * lines))
    drawn = overview(
        courses, width=WIDTH_MM, height=height, basemap=frame.basemap, lettering=frame.lettering,
        attributions=frame.credits[:1],
    )  # fmt: skip
    found = [
        (voice.say("Date"), voice.short_day(days[0].date)),
        (voice.say("Length"), voice.many("{count} day", "{count} days", len(days))),
        (voice.say("Villages"), voice.number(len(itinerary.villages))),
        (voice.say("Distance"), voice.distance(sum(day.metres for day in days))),
        (voice.say("On the road (estimate)"), voice.duration(sum(day.drive_s for day in days))),
    ]
    title = shown(itinerary.name, voice)
    return {
        "overview": {
            "title": voice.say("Overview"),
            "line": title,
            "facts": [{"label": label, "value": value} for label, value in found],
            "map": drawn.svg(),
            "height": height,
            "alt": voice.say("Map of the route {title}, scale 1:{scale}", title=title, scale=drawn.sheet.scale),
            "courses": [
                {"number": each.number, "colour": each.colour, "text": voice.short_day(each.days[0].date)}
                for each in courses
            ],
        }
    }


def _add_villages(days: Sequence[Data], itinerary: Itinerary, record: Record, frame: Frame, *, prices: bool) -> None:
    """Each village's page behind the day it is first visited on."""
    done: set[str] = set()
    for page, day in zip(days, itinerary.days, strict=True):
        for stop in day.visits:
            if stop.village.id not in done:
                done.add(stop.village.id)
                found = village_page(itinerary, stop.village, len(done), record, frame, prices=prices)
                page["villages"].append(found)


def _contents(days: Sequence[Data], voice: Speaker) -> Iterator[Data]:
    yield {"to": "overview", "text": voice.say("Overview"), "depth": 0}
    for day in days:
        yield {"to": day["anchor"], "text": day["title"], "depth": 0}
        yield from ({"to": each["anchor"], "text": each["title"], "depth": 1} for each in day["villages"])
    yield {"to": "practical", "text": voice.say("Practical notes"), "depth": 0}
    yield {"to": "sources", "text": voice.say("Sources"), "depth": 0}


def _practical(itinerary: Itinerary, contacts: Sequence[Contact], frame: Frame) -> Data:
    voice = frame.voice
    manners = {"title": voice.say("Etiquette"), "lines": [voice.say(each) for each in MANNERS]}
    money = {"title": voice.say("Money"), "lines": [
        voice.say("Prices are in Vietnamese đồng (₫)."),
    ]}  # fmt: skip
    dates = {"title": voice.say("Lunar date"), "lines": [voice.say("Dates of the lunar calendar are Hanoi’s.")]}
    parts = [manners, money, dates]
    if wet := [shown(stop.experience.name, voice) for stop in itinerary.stops if stop.experience.rain_sensitive]:
        told = voice.say("Rain changes these visits: {names}.", names=voice.listed(wet))
        parts.append({"title": voice.say("Weather"), "lines": [told]})
    return {
        "title": voice.say("Practical notes"),
        "emergency": _emergency(voice),
        "people": {"title": voice.say("Whom to call"), "rows": list(_people(contacts, voice))},
        "parts": parts,
        "notes": voice.say("Your notes"),
    }


def _emergency(voice: Speaker) -> Data:
    known = EMERGENCY[0].provenance
    on = voice.short_day(known.as_of) if known.as_of else "–"
    return {
        "title": voice.say("Emergency numbers"),
        "numbers": [{"number": each.number, "name": voice.say(_SERVICES[each.service])} for each in EMERGENCY],
        "source": f"{voice.say('Source')}: {', '.join(known.sources)}, {on}",
    }


def _people(contacts: Sequence[Contact], voice: Speaker) -> Iterator[Data]:
    """Guide, driver and office with their phones, or a line to write them on."""
    asked = {"guide": voice.say("Your guide"), "driver": voice.say("Your driver"), "office": voice.say("Office")}
    for duty, label in asked.items():
        found = [each for each in contacts if each.duty == duty]
        told = [" · ".join(filter(None, (each.name, each.phone))) for each in found]
        yield {"label": label, "value": "; ".join(map(clean, told)) or "…" * 30}


def _sources(itinerary: Itinerary, record: Record, frame: Frame) -> Data:
    voice = frame.voice
    cited = record.cited(cited_keys(itinerary, record))
    reading = [voice.say("° estimated, not verified by a source.")]
    if basis := basis_of(itinerary):
        reading.append(f"{voice.say('Travel times')}: {shown(basis, voice)}")
    texts = [itinerary.name, itinerary.theme, *told_contents(itinerary, record)]
    if any(voice.content(text).fell_back for text in texts):
        reading.append(voice.say(FALLEN_BACK))
    return {
        "title": voice.say("Sources"),
        "head": [voice.say("Source"), voice.say("Where it was read")],
        "sources": [[clean(each.key), clean(each.where)] for each in cited],
        "credits_title": voice.say("Whose data this is"),
        "credits": list(frame.credits),
        "reading_title": voice.say("How to read this book"),
        "reading": reading,
    }
