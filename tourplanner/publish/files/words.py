"""What programmes and price lists say beside the routes' own texts."""

from __future__ import annotations

from tourplanner.model import Text
from tourplanner.publish.words import clean
from tourplanner.speech import Speaker, message

_WORDS = {
    "programme": message("Programme"),
    "prices": message("Price list"),
    "routes": message("Routes"),
    "route": message("Route"),
    "theme": message("Theme"),
    "day": message("Day no."),
    "date": message("Date"),
    "dates": message("Travel dates"),
    "guests": message("Guests"),
    "start": message("Departure"),
    "end": message("Return"),
    "from": message("From"),
    "to": message("To"),
    "time": message("Time"),
    "what": message("Activity"),
    "village": message("Village"),
    "villages": message("Craft villages"),
    "crafts": message("Crafts"),
    "where": message("Place"),
    "commune": message("Commune"),
    "travel": message("Travel (min)"),
    "km": message("Distance (km)"),
    "minutes": message("Duration (min)"),
    "party": message("Whole group (₫)"),
    "sure": message("Price confidence"),
    "per": message("Per"),
    "person": message("person"),
    "group": message("group"),
    "adult": message("Adult"),
    "child": message("Child"),
    "currency": message("Currency"),
    "year": message("Price year"),
    "capacity": message("Capacity"),
    "lead": message("Book ahead (days)"),
    "lunch": message("Lunch included"),
    "yes": message("yes"),
    "confirm": message("To confirm before selling"),
    "estimate": message("Travel times are estimates"),
}


def word(key: str, voice: Speaker) -> str:
    """A phrase in a language."""
    return voice.say(_WORDS[key])


def named(text: Text, voice: Speaker) -> str:
    """A text in a language, or in another one and marked."""
    return clean(voice.content(text).marked)
