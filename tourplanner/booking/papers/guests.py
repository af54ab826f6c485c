"""What guests are told, in Vietnamese for the office's eyes and in their own language."""

from __future__ import annotations

from typing import Literal

from tourplanner.booking.papers.moments import when
from tourplanner.booking.papers.people import Contact, Departure, Guest
from tourplanner.booking.papers.short import fitted
from tourplanner.booking.papers.texts import Language, language_of, named

Occasion = Literal["confirmed", "reminder", "changed", "cancelled"]

_SAID: dict[Occasion, dict[Language, str]] = {
    "confirmed": {
        "vi": "{office}: đã giữ chỗ {booking}, {title}, {when}. {pickup} Gọi {phone} nếu cần.",
        "en": "{office}: booking {booking} is confirmed, {title}, {when}. {pickup} Questions: {phone}.",
        "fr": "{office} : réservation {booking} confirmée, {title}, {when}. {pickup} Questions : {phone}.",
    },
    "reminder": {
        "vi": "{office}: nhắc lịch {title}, {when}, mã {booking}. {pickup} Gọi {phone} nếu đến muộn.",
        "en": "{office}: see you soon for {title}, {when}, booking {booking}. {pickup} Running late? {phone}.",
        "fr": "{office} : à bientôt pour {title}, {when}, réservation {booking}. {pickup} En retard ? {phone}.",
    },
    "changed": {
        "vi": "{office}: lịch của {booking} đã đổi: {title}, {when}. {pickup} Gọi {phone} nếu không tiện.",
        "en": "{office}: booking {booking} has changed: {title}, {when}. {pickup} If this does not suit you: {phone}.",
        "fr": "{office} : réservation {booking} modifiée : {title}, {when}. {pickup} Un empêchement ? {phone}.",
    },
    "cancelled": {
        "vi": "{office}: đã hủy {booking}, {title}, {when}. Gọi {phone} để hỏi thêm.",
        "en": "{office}: booking {booking}, {title}, {when}, is cancelled. Questions: {phone}.",
        "fr": "{office} : réservation {booking}, {title}, {when}, annulée. Questions : {phone}.",
    },
}
_MET: dict[Language, str] = {
    "vi": "Đón tại {place}, {met}.",
    "en": "Pick-up: {place}, {met}.",
    "fr": "Rendez-vous : {place}, {met}.",
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
    return {language: _message(occasion, departure, guest, office, language) for language in languages}


def _message(occasion: Occasion, departure: Departure, guest: Guest, office: Contact, language: Language) -> str:
    template = _SAID[occasion][language]
    cut = {"office": office.name, "title": named(departure.title, language)}
    whole = {"booking": guest.booking, "phone": office.phone, "when": when(departure.begins, language)}
    pickup = next((each for each in departure.pickups if each.name == guest.pickup), None)
    if pickup:
        cut["place"], whole["met"] = pickup.name, when(pickup.at, language)
    return fitted(template.replace("{pickup}", _MET[language] if pickup else ""), cut, whole)
