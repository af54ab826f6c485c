"""What all documents say alike, in Vietnamese or as another speaker says it, and texts made safe to hand on."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime

from tourplanner.model import HANOI, Day, Experience, Itinerary, Leg, Role, Stop, Text, Village
from tourplanner.model.base import Confidence
from tourplanner.model.craft import Recognition
from tourplanner.speech import NAMES, Speaker, message, speaker

# Controls (C0, DEL, C1), line and paragraph separators, bidirectional overrides lone surrogates, and the
# two code points XML forbids: some reader takes each of them for a new line, or shows the text in another order.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+")

VIETNAMESE = speaker("vi")
"""Who speaks unless somebody else is asked to."""
_ROLES: dict[Role, str] = {
    "production": message("production"),
    "trade": message("trade"),
    "training": message("training"),
    "culture": message("culture"),
}
_DOUBTS: dict[Confidence, str] = {
    "official": message("official"),
    "sourced": message("with a source"),
    "press": message("from the press"),
    "recalled": message("from memory, unchecked"),
    "estimate": message("estimate"),
    "unknown": message("source unknown"),
}
RECOGNITIONS : dict[Recognition, str] = {
    "craft": message("recognised craft village"),
    "traditional": message("recognised traditional craft"),
    "tourism": message("recognised tourism craft village"),
    "unknown": message("recognition not known"),
}
MANNERS = (
    message("Ask before you photograph people or their work."),
    message("Take off your shoes where others do."),
    message("Dress modestly in temples and communal houses."),
    message("A price that is asked is a fair one: haggle kindly or not at all."),
)
"""How to behave in any village."""
STRAIGHT_LINE = message("Dashes are a straight line between two places, not the road taken.")
DATA_WARNING = message("Travel times are estimates; call to confirm before selling.")
FALLEN_BACK = message("Texts marked (vi) or (en) are not translated yet.")
"""Messages, to be said in the document's language."""


def clean(text: object) -> str:
    """Text on one line: each run of controls, separators and direction overrides becomes a blank."""
    return _UNSAFE.sub(" ", str(text))


def local(moment: datetime) -> datetime:
    """The same instant on Hanoi's clock."""
    return moment.astimezone(HANOI)


def clock(moment: datetime) -> str:
    return VIETNAMESE.clock(moment)


def iso(moment: datetime) -> str:
    """ISO 8601 with whole seconds and Hanoi's offset, "2027-03-06T08:00:00+07:00"."""
    return local(moment).isoformat(timespec="seconds")


def roles_of(roles: Collection[str], voice: Speaker = VIETNAMESE) -> str:
    """The names of places in the linkage circle, in its order."""
    return ", ".join(voice.say(name) for role, name in _ROLES.items() if role in roles)


def role_names(voice: Speaker = VIETNAMESE) -> dict[Role, str]:
    """What each place in the linkage circle is called, in its order."""
    return {role: voice.say(name) for role, name in _ROLES.items()}


def price_of(stop: Stop, voice: Speaker = VIETNAMESE) -> str:
    """The party's price in words; an unknown one says so."""
    if stop.price is None:
        return voice.say("price not known yet")
    return voice.money(stop.price) if stop.price.amount else voice.say("free of charge")


def hours_of(experience: Experience, voice: Speaker = VIETNAMESE) -> str:
    """Opening hours in words."""
    from tourplanner.almanac import describe

    return describe(experience.opening, voice.language)


def sureness(confidence: Confidence, voice: Speaker = VIETNAMESE) -> str:
    """How sure a fact is, in words."""
    return voice.say(_DOUBTS[confidence])


def doubt_of(experience: Experience, name: str, voice: Speaker = VIETNAMESE) -> str:
    """How little a fact is backed, in words; "" for one that has a source."""
    fact = experience.fact(name)
    if fact.verified or (name == "price" and experience.price.adult is None):
        return ""
    return sureness(fact.provenance.confidence, voice)


def craft_names(itinerary: Itinerary, stop: Stop, voice: Speaker = VIETNAMESE) -> str:
    """The crafts met at a stop, else those of its village, by the names the itinerary carries."""
    known = {craft.id: voice.content(craft.name).marked for craft in itinerary.crafts}
    ids = stop.experience.crafts or stop.village.crafts
    return ", ".join(known[id] for id in ids if id in known)


def language_name(code: str) -> str:
    """A language in its own words, by its code where we do not speak it."""
    return next((name for known, name in NAMES.items() if known == code), clean(code))


def basis_of(itinerary: Itinerary) -> Text | None:
    """What the travel times rest on; Vietnamese and English stand there with " / " between. None if nothing does."""
    if not itinerary.basis:
        return None
    vietnamese, _, english = itinerary.basis.partition(" / ")
    return Text(vi=vietnamese or itinerary.basis, en=english)


def commune_of(village: Village, on: date) -> str:
    commune = village.commune(on)
    return f"{commune.name}, {commune.province}" if commune else ""


def place_names(day: Day, voice: Speaker = VIETNAMESE) -> dict[str, str]:
    """
    The names of everything a day's legs lead from and to, by id.

    A village keeps its Vietnamese name in every language: it is what signposts say.
    """
    ends = {point.id: voice.content(point.name).marked for point in (day.start, day.end)}
    return ends | {
        stop.experience.id: f"{voice.content(stop.experience.name).marked} – {stop.village.name.vi}"
        for stop in day.stops
    }


def way_of(leg: Leg, voice: Speaker = VIETNAMESE) -> str:
    return voice.say("on foot") if leg.mode == "walk" else voice.say("by road")


def leg_length(leg: Leg, voice: Speaker = VIETNAMESE) -> str:
    length = f"{voice.distance(leg.metres)} · " if leg.metres else ""
    return f"{length}{voice.duration(leg.seconds)} {way_of(leg, voice)}"


def folder_name(id: str) -> str:
    """An id as the name of a folder; ids hold no double hyphen, so that no two meet."""
    return id.replace("/", "--")
