"""programme.docx: the programme as an office edits it before it goes to guests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tourplanner.formats.word import add_table, document_bytes, new_document, set_widths
from tourplanner.model import Day, Itinerary, Village
from tourplanner.publish.files.words import named, word
from tourplanner.publish.words import clean, commune_of
from tourplanner.speech import Speaker, speaker

WIDTHS_MM = (33, 60, 43, 24)


def route_docx(itinerary: Itinerary, language: str = "vi") -> bytes:
    """
    A route as a ``.docx`` file with Word's own headings, lists and tables: facts, a table per day, the villages, and
    what is to be confirmed before it is sold (for the office; to be deleted before it goes out). No prices: those are
    in the workbook. Needs the extra ``word``.

    Raises
    ------
    ModuleNotFoundError
        If python-docx is not installed; it says how to.
    UnknownIdError
        For a language other than those of ``speech.LANGUAGES``. What is not on record in it is in another one, marked.
    """
    voice = speaker(language)
    title = named(itinerary.name, voice)
    document = new_document(title, voice.language, itinerary.days[0].date)
    document.add_heading(title, 0)
    document.add_paragraph(named(itinerary.theme, voice), style="Subtitle")
    set_widths(add_table(document, list(_facts(itinerary, voice))), (40, 120))
    for number, day in enumerate(itinerary.days, 1):
        document.add_heading(f"{voice.say('Day {day}', day=number)} – {voice.day(day.date)}", 1)
        set_widths(add_table(document, list(_rows(day, voice)), right=(3,), bold_head=True), WIDTHS_MM)
    _villages(document, itinerary, voice)
    document.add_heading(word("confirm", voice), 1)
    for note in _notes(itinerary, voice):
        document.add_paragraph(note, style="List Bullet")
    return document_bytes(document)


def _facts(route: Itinerary, voice: Speaker) -> Iterator[tuple[str, str]]:
    first, last = route.days[0], route.days[-1]
    dates = dict.fromkeys([first.date, last.date])
    yield word("dates", voice), " – ".join(voice.day(day) for day in dates)
    yield word("guests", voice), str(route.goal.party.size)
    yield word("start", voice), f"{voice.clock(first.depart)}, {named(first.start.name, voice)}"
    yield word("end", voice), f"{voice.clock(last.back)}, {named(last.end.name, voice)}"
    yield word("km", voice), voice.number(sum(leg.metres for leg in route.legs) / 1000, 1)


def _rows(day: Day, voice: Speaker) -> Iterator[tuple[str, str, str, str]]:
    ways = [str(-(-leg.seconds // 60)) for leg in day.legs]
    yield word("time", voice), word("what", voice), word("where", voice), word("travel", voice)
    yield voice.clock(day.depart), word("start", voice), named(day.start.name, voice), ""
    for stop, way in zip(day.stops, ways, strict=False):
        span = f"{voice.clock(stop.begin)}–{voice.clock(stop.end)}"
        yield span, named(stop.experience.name, voice), named(stop.village.name, voice), way
    yield voice.clock(day.back), word("end", voice), named(day.end.name, voice), ways[-1]


def _villages(document: Any, route: Itinerary, voice: Speaker) -> None:
    crafts = {craft.id: named(craft.name, voice) for craft in route.crafts}
    document.add_heading(word("villages", voice), 1)
    for village in route.villages:
        document.add_heading(named(village.name, voice), 2)
        document.add_paragraph(" · ".join(_village(village, route, crafts, voice)))


def _village(village: Village, route: Itinerary, crafts: dict[str, str], voice: Speaker) -> Iterator[str]:
    known = [crafts[id] for id in village.crafts if id in crafts]
    if known:
        yield voice.say("{label}: {text}", label=word("crafts", voice), text=", ".join(known))
    commune = clean(commune_of(village, route.days[0].date))
    if commune:
        yield voice.say("{label}: {text}", label=word("commune", voice), text=commune)


def _notes(route: Itinerary, voice: Speaker) -> Iterator[str]:
    basis = _half(route.basis, voice)
    yield f"{word('estimate', voice)}{f' ({basis})' if basis else ''}."
    for notice in route.notices:
        yield named(notice.text, voice)


def _half(text: str, voice: Speaker) -> str:
    """Of a text that is Vietnamese and English with " / " between, the half to be shown; all of any other."""
    vietnamese, _, english = clean(text).partition(" / ")
    if not english or " / " in english:
        return clean(text)
    return vietnamese if voice.language == "vi" else english
