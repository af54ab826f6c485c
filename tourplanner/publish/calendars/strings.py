"""What calendars say; nothing here but words, in every language of the catalogues at once."""

from __future__ import annotations

from collections.abc import Callable

from tourplanner.model import Text
from tourplanner.model.base import Confidence
from tourplanner.model.craft import Role
from tourplanner.publish.words import role_names, sureness
from tourplanner.speech import LANGUAGES, Speaker, content, message, speaker

Part = Text | Callable[[Speaker], str] | str | int
"""What is put into a phrase: a text in each language its own, what a speaker says, or the same for all."""

CATEGORIES = {
    "meal": message("Meal"),
    "drive": message("On the way"),
    "walk": message("On the way"),
    "visit": message("Visit"),
    "tour": message("Tour"),
}
FESTIVAL = message("Festival")
LEADS = {"drive": message("Drive → {place}"), "walk": message("Walk → {place}")}
LANGUAGES_OF_GUESTS = message("Languages of the guests: {languages}")
VEHICLE = message("Vehicle: {name}")
GUIDE = message("Guide: {name}")
CANCELLED = message("CANCELLED: {title}")
REMINDER = message("Coming up: {title}")
VILLAGE = message("Village: {name}")
ARRIVAL = message("Arrival {arrive}, begin {begin}, end {end}")
OPENING = message("Opening hours: {hours}{doubt}")
PRICE = message("Price for the party of {size}: {price}{doubt}")
ORIGIN = message("From {place}")
ESTIMATED = message("Travel times are estimates.")
FEEDS = {
    "village": message("Guests at {name}"),
    "host": message("Guests of {name}"),
    "guide": message("Guide’s calendar: {name}"),
    "vehicle": message("Vehicle’s calendar: {name}"),
    "route": "{name}",
}
FESTIVALS = message("Craft village festivals")
LUNAR = message("Lunar calendar: day {day} of month {month}")
MAIN_DAY = message("Main day: {day}")
DOUBT = message("How sure: {doubt}")


def in_all(say: Callable[[Speaker], str]) -> Text:
    """What every speaker says, as one text."""
    return Text(**{language: say(speaker(language)) for language in LANGUAGES})


def filled(phrase: str, /, **parts: Part) -> Text:
    """A message in all languages with parts put in, each in that language."""
    return in_all(lambda voice: voice.say(phrase, **{name: _part(part, voice) for name, part in parts.items()}))


def _part(part: Part, voice: Speaker) -> str | int:
    if isinstance(part, Text):
        return voice.content(part).text
    return part if isinstance(part, str | int) else part(voice)


def guests(count: int) -> Text:
    """How many guests."""
    return in_all(lambda voice: voice.many("{count} guest", "{count} guests", count))


def role(name: Role) -> Text:
    """A place in the linkage circle, as a category."""
    return in_all(lambda voice: _capital(role_names(voice)[name]))


def confidence(name: Confidence) -> Text:
    """How sure a fact is."""
    return in_all(lambda voice: sureness(name, voice))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def said(text: Text, language: str) -> str:
    """A text in a language; in one that the catalogues have not, it is said in English."""
    return content(text, language if language in LANGUAGES else "en").text


def spoken(text: Text, languages: tuple[str, ...], between: str = " / ") -> str:
    """A text in several languages, each wording once."""
    return between.join(dict.fromkeys(said(text, language) for language in languages))
