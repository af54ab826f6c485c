"""What guests can do in a village, one card each, with how sure every fact is."""

from __future__ import annotations

from tourplanner.model import Experience
from tourplanner.publish.handbook.book import Book
from tourplanner.publish.handbook.facts import HOST_KINDS, badge, editors_note, pairs, price_words, sure
from tourplanner.publish.markup import Markup, el
from tourplanner.publish.panel import other_name, shown
from tourplanner.publish.words import hours_of, language_name, roles_of
from tourplanner.speech import Speaker


def experience_card(experience: Experience, book: Book, voice: Speaker) -> Markup:
    meal = experience.kind == "meal"
    role = voice.say("Meal") if meal else roles_of([experience.role], voice) if experience.role else ""
    priced = experience.price.adult is not None
    duration = voice.duration(60 * experience.minutes)
    spoken = ", ".join(map(language_name, experience.languages))
    return el(
        "article",
        el("p", role, class_="hb-kind") if role else None,
        el("h3", shown(experience.name, voice)),
        other_name(experience.name, voice),
        pairs(
            _host(experience, book, voice),
            (voice.say("Opening hours"), hours_of(experience, voice), sure(experience, "opening", voice)),
            (voice.say("Length of the visit"), duration, sure(experience, "minutes", voice)),
            (voice.say("Price"), price_words(experience, voice), sure(experience, "price", voice) if priced else None),
            (voice.say("Guests"), _guests(experience, voice), sure(experience, "capacity", voice)),
            (voice.say("Languages spoken"), spoken, sure(experience, "languages", voice)),
            _notes(experience, voice),
        ),
        editors_note(experience.note, voice),
        class_="hb-card hb-meal" if meal else "hb-card",
    )


def _host(experience: Experience, book: Book, voice: Speaker) -> tuple[str, object, Markup | None] | None:
    host = book.hosts.get(experience.host)
    if host is None or host.name == experience.name:
        return None
    kind = el("span", f" ({voice.say(HOST_KINDS[host.kind])})", class_="hb-soft")
    return voice.say("Host"), el("span", shown(host.name, voice), kind), badge(host.fact("name").provenance, voice)


def _guests(experience: Experience, voice: Speaker) -> str:
    most = voice.say("up to {guests}", guests=voice.many("{count} guest", "{count} guests", experience.capacity))
    if experience.party_min < 2:
        return most
    return f"{most}, {voice.say('at least {count}', count=voice.number(experience.party_min))}"


def _notes(experience: Experience, voice: Speaker) -> tuple[str, object, Markup | None] | None:
    ahead = voice.many("{count} day", "{count} days", experience.lead_days)
    told = [
        voice.say("book {days} ahead", days=ahead) if experience.lead_days else "",
        voice.say("on announced dates only") if experience.sessions_only else "",
        voice.say("depends on dry weather") if experience.rain_sensitive else "",
    ]
    text = "; ".join(filter(None, told))
    return (voice.say("Please note"), text, None) if text else None
