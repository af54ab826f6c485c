"""What guests are told, in Vietnamese for the office's eyes and in their own language."""

from __future__ import annotations

from typing import Literal

from tourplanner.booking.papers.people import Contact, Departure, Guest
from tourplanner.booking.papers.short import fitted
from tourplanner.booking.papers.texts import language_of, named
from tourplanner.speech import Language, Speaker, message, speaker

Occasion = Literal["confirmed", "reminder", "changed", "cancelled"]

_SAID: dict[Occasion, str] = {
    "confirmed": message(
        "{office}: booking {booking} is confirmed, {title}, {when}. {pickup} Questions: {phone}."
    ),
    "reminder": message(
        "{office}: see you soon for {title}, {when}, booking {booking}. {pickup} Running late? {phone}."
    ),
    "changed": message(
        "{office}: booking {booking} has changed: {title}, {when}. {pickup} If this does not suit you: {phone}."
    ),
    "cancelled": message("{office}: booking {booking}, {title}, {when}, is cancelled. Questions: {phone}."),
}


def guest_message(occasion: Occasion, departure: Departure, guest: Guest, *, office: Contact) -> dict[Language, str]:
    """
    The message by language: Vietnamese, and the guest's own (English where we do not write theirs).

    Each is one line of at most 400 characters and holds no more about the guest than the booking's reference and the
    pick-up.
    """
    languages: list[Language] = ["vi"]
    if guest.language != "vi":
        languages.append(language_of(guest.language))
    return {language: _message(occasion, departure, guest, office, speaker(language)) for language in languages}


def _message(occasion: Occasion, departure: Departure, guest: Guest, office: Contact, voice: Speaker) -> str:
    cut = {"office": office.name, "title": named(departure.title, voice)}
    whole = {"booking": guest.booking, "phone": office.phone, "when": voice.moment(departure.begins)}
    pickup = next((each for each in departure.pickups if each.name == guest.pickup), None)
    if pickup:
        cut["place"], whole["met"] = pickup.name, voice.moment(pickup.at)
    met = voice.say("Pick-up: {place}, {met}.") if pickup else ""
    return fitted(voice.say(_SAID[occasion]).replace("{pickup}", met), cut, whole)
