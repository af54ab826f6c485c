"""Facts in words, each with its date and how sure it is."""

from __future__ import annotations

from datetime import date

from tourplanner.model import Experience, Festival, Provenance, Village
from tourplanner.model.base import Recorded
from tourplanner.model.craft import HostKind
from tourplanner.publish.markup import Markup, el, join
from tourplanner.publish.words import commune_of, sureness
from tourplanner.speech import Speaker, message

HOST_KINDS: dict[HostKind, str] = {
    "household": message("household"),
    "workshop": message("workshop"),
    "cooperative": message("cooperative"),
    "firm": message("firm"),
    "museum": message("museum"),
    "market": message("market"),
    "site": message("heritage site"),
}
VERIFIED = ("official", "sourced", "press")


def dated(provenance: Provenance, voice: Speaker) -> str:
    """The day a fact was true or read."""
    return voice.short_day(provenance.as_of) if provenance.as_of else voice.say("date unknown")


def sure(record: Recorded, name: str, voice: Speaker) -> Markup:
    """A badge behind a fact: how sure it is and of which day."""
    return badge(record.fact(name).provenance, voice)


def badge(provenance: Provenance, voice: Speaker) -> Markup:
    backed = provenance.confidence in VERIFIED
    told = f"{sureness(provenance.confidence, voice)} · {dated(provenance, voice)}"
    return el("small", told, class_="hb-sure" if backed else "hb-sure hb-unsure")


def price_words(experience: Experience, voice: Speaker) -> str:
    """What a guest or a group pays and in which year that was seen."""
    price = experience.price
    if price.adult is None:
        return voice.say("price unknown")
    told = _amount(experience, voice)
    if price.child is not None and price.child != price.adult and price.per == "person":
        told += f", {voice.say('children {price}', price=voice.money(price.child))}"
    if price.includes_lunch:
        told += f", {voice.say('lunch included')}"
    return f"{told} ({voice.say('seen in {year}', year=price.year)})" if price.year else told


def _amount(experience: Experience, voice: Speaker) -> str:
    adult = experience.price.adult
    if adult is None or not adult.amount:
        return voice.say("free of charge")
    money = voice.money(adult)
    each = experience.price.per == "person"
    return voice.say("{price} per guest", price=money) if each else voice.say("{price} per group", price=money)


def lunar_words(festival: Festival, voice: Speaker) -> str:
    """On which lunar days a festival is held, and its main day if there are several."""
    first, last, month = festival.first_day, festival.last_day, festival.lunar_month
    days = str(first) if first == last else f"{first}–{last}"
    told = voice.say("lunar {days} (day/month)", days=f"{days}/{month}")
    main = f"{festival.main_day}/{month}"
    return told if first == last else f"{told}, {voice.say('main day {day}', day=main)}"


def solar_words(days: tuple[date, ...], voice: Speaker) -> Markup:
    """A time a festival is held, from its first to its last day."""
    first, last = days[0], days[-1]
    start = el("time", voice.short_day(first), datetime=first.isoformat())
    if first == last:
        return start
    return join(start, " – ", el("time", voice.short_day(last), datetime=last.isoformat()))


def where_words(village: Village, on: date, voice: Speaker) -> str:
    """The commune's name in force and those it had before."""
    now = commune_of(village, on)
    old = [f"{each.name}, {each.district or each.province}" for each in village.communes if not each.in_force(on)]
    was = voice.say("formerly {names}", names="; ".join(old)) if old else ""
    return " · ".join(filter(None, (now, was)))


def pairs(*rows: tuple[str, object, Markup | None] | None) -> Markup:
    """Names and values, each with its badge; None is left out."""
    told = (el("div", el("dt", row[0]), el("dd", row[1], " ", row[2])) for row in rows if row and row[1])
    return el("dl", *told, class_="hb-pairs")


def editors_note(note: str, voice: Speaker) -> Markup | None:
    """What whoever keeps the data noted for themselves, in whatever language that was: folded away, not for guests."""
    if not note:
        return None
    summary = el("summary", voice.say("Editors’ note"))
    return el("details", summary, el("p", note, lang=""), class_="hb-note")
