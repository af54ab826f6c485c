"""What a tour needs to buy: entries and meals of its stops, vehicles, guides, and whatever the operator adds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from tourplanner.costing.terms import Terms
from tourplanner.model import Day, Itinerary, Text, Value, vehicles
from tourplanner.model.base import Name
from tourplanner.model.vehicles import Vehicle
from tourplanner.speech import in_all_languages

Kind = Literal["place", "vehicle", "guide", "service"]
VEHICLE, GUIDE = "vehicle", "guide"
"""Supplier ids of hired vehicles and of guides, until rates of yours name others."""

GUIDE_LANGUAGES = ("vi", "en", "fr", "zh", "ja", "ko", "de", "es", "it", "ru", "th")
"""Languages (ISO 639-1) that guides are commonly licensed for."""


class Service(Value):
    """
    Something to be bought for a departure, ``times`` over on day ``on``.

    ``supplier`` and ``service`` are looked up among the rates. ``village`` is the id of the village it is in, "" for
    none: what is paid there counts as the village's.
    """

    supplier: Name
    service: Name
    name: Text
    on: date
    times: Annotated[int, Field(ge=1)] = 1
    kind: Kind = "service"
    village: str = ""


def services(itinerary: Itinerary, heads: int, terms: Terms, extras: Sequence[Service] = ()) -> tuple[Service, ...]:
    """
    All that a departure of so many heads (payers and leaders) buys, day by day, the extras last.

    A lunch that the group arranges itself is not bought.
    """
    fleet = vehicles.fleet(heads)
    guides = guides_for(heads, terms)
    language = guide_language(itinerary, terms)
    ride, guide = _ride(fleet[0]), _guide(language)
    found: list[Service] = []
    for day in itinerary.days:
        found += _places(day)
        found += [
            Service(supplier=VEHICLE, service=fleet[0].id, name=ride, on=day.date, times=len(fleet), kind="vehicle"),
            Service(supplier=GUIDE, service=f"day-{language}", name=guide, on=day.date, times=guides, kind="guide"),
        ]
    return (*found, *extras)


def guides_for(heads: int, terms: Terms) -> int:
    return 1 if terms.guests_per_guide is None else -(-heads // terms.guests_per_guide)


def guide_language(itinerary: Itinerary, terms: Terms) -> str:
    """As the terms say, else Vietnamese if the party understands it, else the party's first language."""
    spoken = itinerary.goal.party.languages
    return terms.guide_language or ("vi" if "vi" in spoken or not spoken else spoken[0])


def _places(day: Day) -> Iterator[Service]:
    for stop in day.stops:
        visit, village = stop.experience, stop.village.id
        if not stop.is_break:
            yield Service(
                supplier=visit.host, service=visit.id, name=visit.name, on=day.date, kind="place", village=village
            )


def _ride(vehicle: Vehicle) -> Text:
    """Its own name where it has one, and its seats in the other languages."""
    seats = in_all_languages(lambda voice: voice.say("Vehicle with {seats} seats", seats=vehicle.seats))
    return Text(**{**dict(seats), **{language: told for language, told in vehicle.name if told}})


def _guide(language: str) -> Text:
    return in_all_languages(
        lambda voice: voice.say("{language}-speaking guide", language=voice.language_name(language))
    )
