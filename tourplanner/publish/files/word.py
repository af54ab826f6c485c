"""programme.docx: the programme as an office edits it before it goes to guests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tourplanner.almanac.days import Language, clock_text, day_text
from tourplanner.formats.word import add_table, document_bytes, new_document, set_widths
from tourplanner.model import Day, Itinerary, Village
from tourplanner.publish.files.words import checked, named, word
from tourplanner.publish.words import clean, commune_of

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
    GoalError
        For a language other than vi, en, fr. French papers have names and notices in English, as they are on record.
    """
    spoken = checked(language)
    title = named(itinerary.name, spoken)
    document = new_document(title, spoken, itinerary.days[0].date)
    document.add_heading(title, 0)
    document.add_paragraph(named(itinerary.theme, spoken), style="Subtitle")
    set_widths(add_table(document, list(_facts(itinerary, spoken))), (40, 120))
    for number, day in enumerate(itinerary.days, 1):
        document.add_heading(f"{word('day', spoken)} {number} – {day_text(day.date, spoken)}", 1)
        set_widths(add_table(document, list(_rows(day, spoken)), right=(3,), bold_head=True), WIDTHS_MM)
    _villages(document, itinerary, spoken)
    document.add_heading(word("confirm", spoken), 1)
    for note in _notes(itinerary, spoken):
        document.add_paragraph(note, style="List Bullet")
    return document_bytes(document)


def _facts(route: Itinerary, language: Language) -> Iterator[tuple[str, str]]:
    first, last = route.days[0], route.days[-1]
    dates = dict.fromkeys([first.date, last.date])
    yield word("dates", language), " – ".join(day_text(day, language) for day in dates)
    yield word("guests", language), str(route.goal.party.size)
    yield word("start", language), f"{clock_text(first.depart)}, {named(first.start.name, language)}"
    yield word("end", language), f"{clock_text(last.back)}, {named(last.end.name, language)}"
    kilometres = f"{sum(leg.metres for leg in route.legs) / 1000:.1f}"
    yield word("km", language), kilometres if language == "en" else kilometres.replace(".", ",")


def _rows(day: Day, language: Language) -> Iterator[tuple[str, str, str, str]]:
    ways = [str(-(-leg.seconds // 60)) for leg in day.legs]
    yield word("time", language), word("what", language), word("where", language), word("travel", language)
    yield clock_text(day.depart), word("start", language), named(day.start.name, language), ""
    for stop, way in zip(day.stops, ways, strict=False):
        span = f"{clock_text(stop.begin)}–{clock_text(stop.end)}"
        yield span, named(stop.experience.name, language), named(stop.village.name, language), way
    yield clock_text(day.back), word("end", language), named(day.end.name, language), ways[-1]


def _villages(document: Any, route: Itinerary, language: Language) -> None:
    crafts = {craft.id: named(craft.name, language) for craft in route.crafts}
    document.add_heading(word("villages", language), 1)
    for village in route.villages:
        document.add_heading(named(village.name, language), 2)
        document.add_paragraph(" · ".join(_village(village, route, crafts, language)))


def _village(village: Village, route: Itinerary, crafts: dict[str, str], language: Language) -> Iterator[str]:
    colon = "\N{NO-BREAK SPACE}: " if language == "fr" else ": "
    known = [crafts[id] for id in village.crafts if id in crafts]
    if known:
        yield f"{word('crafts', language)}{colon}{', '.join(known)}"
    commune = clean(commune_of(village, route.days[0].date))
    if commune:
        yield f"{word('commune', language)}{colon}{commune}"


def _notes(route: Itinerary, language: Language) -> Iterator[str]:
    basis = _half(route.basis, language)
    yield f"{word('estimate', language)}{f' ({basis})' if basis else ''}."
    for notice in route.notices:
        yield named(notice.text, language)


def _half(text: str, language: Language) -> str:
    """Of a text that is Vietnamese and English with " / " between, the half to be shown; all of any other."""
    vietnamese, _, english = clean(text).partition(" / ")
    if not english or " / " in english:
        return clean(text)
    return vietnamese if language == "vi" else english
