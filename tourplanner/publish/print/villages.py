"""A village's page for guests: what is on record, what is not said, and who says what is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from tourplanner.model import Craft, Experience, Fact, Festival, Itinerary, Provenance, Stop, Text, Village
from tourplanner.model.story import Record
from tourplanner.publish.marks import symbol_svg
from tourplanner.publish.print.frame import Data, Frame, other_name
from tourplanner.publish.print.locator import locator
from tourplanner.publish.timetable import hours_doubtful, shown
from tourplanner.publish.tracks import Symbol
from tourplanner.publish.words import clean, commune_of, hours_of, language_name, price_of, roles_of, sureness
from tourplanner.speech import Speaker, message

MAP_MM = (84.0, 60.0)
NEAR = timedelta(days=45)
"""How far from the visit a festival is still told of."""

_RECOGNITIONS = {
    "craft": message("recognised craft village"),
    "traditional": message("recognised traditional craft"),
    "tourism": message("recognised tourism craft village"),
    "unknown": message("recognition not known"),
}
_KINDS = {
    "workshop": message("workshop visit"),
    "class": message("hands-on class"),
    "showroom": message("showroom"),
    "museum": message("museum"),
    "heritage site": message("heritage site"),
    "market": message("market"),
    "performance": message("performance"),
    "meal": message("meal"),
}


def numbered(itinerary: Itinerary) -> tuple[tuple[int, Stop], ...]:
    """The tour's visits with their numbers as on the maps, from 1."""
    return tuple(enumerate(itinerary.visits, 1))


def village_page(
    itinerary: Itinerary, village: Village, at: int, record: Record, frame: Frame, *, prices: bool
) -> Data:
    """The page of the ``at``-th village, from 1."""
    voice = frame.voice
    visits = [(number, stop) for number, stop in numbered(itinerary) if stop.village.id == village.id]
    on = visits[0][1].begin.date()
    width, height = MAP_MM
    drawn = locator(village, visits, width=width, height=height, basemap=frame.basemap, lettering=frame.lettering)
    names = {"title": clean(village.name.vi), "subtitle": _second_name(village, voice)}
    return {
        "anchor": f"village-{at}",
        "kicker": voice.say("Village {number}", number=at),
        **names,
        "facts": _rows(_facts(itinerary, village, on, voice)),
        **_told(village, record, voice),
        "map": drawn.svg(),
        "alt": voice.say("Map of {name}", name=names["title"]),
        "visits": [_visit(number, stop, len(itinerary.days) > 1, voice, prices=prices) for number, stop in visits],
        "festivals": _rows(_festivals(village, on, record.festivals, voice)),
        "proof_head": [voice.say("Fact"), voice.say("How sure"), voice.say("Since"), voice.say("Source")],
        "proof": [list(row) for row in _proof(village, [stop for _, stop in visits], voice, prices=prices)],
        "words": _words(voice),
    }


def _words(voice: Speaker) -> Data:
    return {
        "story": voice.say("The story"),
        "etiquette": voice.say("Etiquette"),
        "visit": voice.say("Your visit"),
        "festivals": voice.say("Festivals"),
        "verified": voice.say("What is verified, and since when"),
        "notes": voice.say("Your notes"),
    }


def _rows(found: Iterator[tuple[str, str]]) -> list[Data]:
    return [{"label": label, "value": value} for label, value in found if value]


def _second_name(village: Village, voice: Speaker) -> str:
    """What the village is called in the reader's language; signposts have the Vietnamese name."""
    if voice.language == "vi":
        return other_name(village.name, voice)
    told = voice.content(village.name)
    return "" if told.language == "vi" else clean(told.marked)


def _facts(itinerary: Itinerary, village: Village, on: date, voice: Speaker) -> Iterator[tuple[str, str]]:
    known = {craft.id: craft for craft in itinerary.crafts}
    met = {craft for stop in itinerary.visits if stop.village.id == village.id for craft in stop.experience.crafts}
    crafts = [known[id] for id in dict.fromkeys((*village.crafts, *sorted(met))) if id in known]
    yield voice.say("The craft"), "; ".join(_craft(craft, voice) for craft in crafts)
    yield voice.say("Commune"), clean(commune_of(village, on))
    before = [each for each in village.communes if not each.in_force(on)]
    former = [", ".join(filter(None, (each.name, each.district, each.province))) for each in before]
    yield voice.say("Earlier name"), clean("; ".join(former))
    yield voice.say("Recognition"), voice.say(_RECOGNITIONS[village.recognition])
    if village.at_risk:
        yield voice.say("The craft’s future"), voice.say("at risk of dying out")
    yield "OCOP", "; ".join(
        _ocop(shown(product.name, voice), product.stars, voice) for product in village.ocop
    )


def _craft(craft: Craft, voice: Speaker) -> str:
    name = shown(craft.name, voice)
    return name if voice.language == "vi" else f"{name} – {clean(craft.name.vi)}"


def _ocop(name: str, stars: int | None, voice: Speaker) -> str:
    return f"{name} ({voice.many('{count} star', '{count} stars', stars)})" if stars else name


def _told(village: Village, record: Record, voice: Speaker) -> Data:
    """The story and the rules of courtesy somebody answers for; nothing where nobody does."""
    story = record.story(village.id)
    if story is None:
        return {"story": [], "etiquette": [], "told": ""}
    text = [shown(story.text, voice)] if story.text else []
    return {
        "story": text,
        "etiquette": [shown(each, voice) for each in story.etiquette],
        "told": " · ".join(filter(None, _answered(story.provenance, voice))),
    }


def _answered(provenance: Provenance, voice: Speaker) -> Iterator[str]:
    yield sureness(provenance.confidence, voice)
    yield clean(", ".join(provenance.sources))
    yield voice.short_day(provenance.as_of) if provenance.as_of else ""


def _visit(number: int, stop: Stop, dated: bool, voice: Speaker, *, prices: bool) -> Data:
    one, spoken = stop.experience, ", ".join(map(language_name, stop.experience.languages))
    parts = [
        voice.short_day(stop.begin.date()) if dated else "",
        voice.say(_KINDS[one.kind]),
        roles_of([one.role], voice) if one.role else "",
        voice.duration(int((stop.end - stop.begin).total_seconds())),
        voice.say("spoken: {languages}", languages=spoken) if spoken else "",
        price_of(stop, voice) if prices else "",
    ]
    return {
        "symbol": symbol_svg(Symbol("visit", number)),
        "time": f"{voice.clock(stop.begin)}–{voice.clock(stop.end)}",
        "name": shown(one.name, voice),
        "line": " · ".join(filter(None, parts)),
        "hours": voice.say("open {hours}", hours=hours_of(one, voice)),
        "hours_doubt": hours_doubtful(stop),
    }


def _festivals(
    village: Village, on: date, festivals: Sequence[Festival], voice: Speaker
) -> Iterator[tuple[str, str]]:
    """Festivals of the village within ``NEAR`` of the visit, by date, each with its days and how sure they are."""
    from tourplanner.almanac import LunarDate, festival_days

    for festival in (each for each in festivals if each.village == village.id):
        years = sorted({(on - NEAR).year, (on + NEAR).year})
        days = [day for year in years for day in festival_days(festival, year) if abs(day - on) <= NEAR]
        if days:
            span = voice.short_day(days[0])
            if len(days) > 1:
                span += f" – {voice.short_day(days[-1])}"
            told = f"{shown(festival.name, voice)} · {voice.lunar(LunarDate.of(days[0]))}"
            yield span, f"{told} · {sureness(festival.confidence, voice)}"


def _proof(
    village: Village, stops: Sequence[Stop], voice: Speaker, *, prices: bool
) -> Iterator[tuple[str, str, str, str]]:
    named = {
        "crafts": voice.say("Crafts"),
        "place": voice.say("Position"),
        "communes": voice.say("Commune"),
        "recognition": voice.say("Recognition"),
        "ocop": voice.say("OCOP products"),
    }
    for name, label in named.items():
        fact = village.fact(name)
        if fact.value and fact.value != "unknown":
            yield _proven(label, fact, voice)
    asked = {"opening": voice.say("Opening hours"), "minutes": voice.say("Length of the visit")}
    asked |= {"price": voice.say("Price")} if prices else {}
    for one in dict.fromkeys(stop.experience for stop in stops):
        for name, label in asked.items():
            yield _proven(f"{label}: {shown(one.name, voice)}", one.fact(name), voice)


def _proven(label: str, fact: Fact, voice: Speaker) -> tuple[str, str, str, str]:
    given = fact.provenance
    since = voice.short_day(given.as_of) if given.as_of else "–"
    return label, sureness(given.confidence, voice), since, clean(", ".join(given.sources)) or "–"


def cited_keys(itinerary: Itinerary, record: Record) -> set[str]:
    """The keys of all sources that the tour's village pages name."""
    owners: list[Village | Experience] = [*itinerary.villages, *(stop.experience for stop in itinerary.visits)]
    given = [provenance for owner in owners for provenance in owner.provenance.values()]
    given += [story.provenance for each in itinerary.villages if (story := record.story(each.id))]
    return {key for provenance in given for key in provenance.sources}


def told_contents(itinerary: Itinerary, record: Record) -> Iterator[Text]:
    """All content of the tour's village pages, to find what has no translation."""
    yield from (stop.experience.name for stop in itinerary.visits)
    yield from (craft.name for craft in itinerary.crafts)
    for village in itinerary.villages:
        yield from (product.name for product in village.ocop)
        if story := record.story(village.id):
            yield from (*((story.text,) if story.text else ()), *story.etiquette)
