"""What a tour needs to buy: entries and meals of its stops, vehicles, guides, and whatever the operator adds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from tourplanner.costing.terms import Terms
from tourplanner.model import Day, Itinerary, Text, Value, vehicles
from tourplanner.model.base import Name

Kind = Literal["place", "vehicle", "guide", "service"]
VEHICLE, GUIDE = "vehicle", "guide"
"""Supplier ids of hired vehicles and of guides, until rates of yours name others."""

LANGUAGES = {
    "vi": ("tiếng Việt", "Vietnamese"),
    "en": ("tiếng Anh", "English"),
    "fr": ("tiếng Pháp", "French"),
    "zh": ("tiếng Trung", "Chinese"),
    "ja": ("tiếng Nhật", "Japanese"),
    "ko": ("tiếng Hàn", "Korean"),
    "de": ("tiếng Đức", "German"),
    "es": ("tiếng Tây Ban Nha", "Spanish"),
    "it": ("tiếng Ý", "Italian"),
    "ru": ("tiếng Nga", "Russian"),
    "th": ("tiếng Thái", "Thai"),
}


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
    found: list[Service] = []
    for day in itinerary.days:
        found += _places(day)
        ride, words = fleet[0], _guide(language)
        found += [
            Service(supplier=VEHICLE, service=ride.id, name=ride.name, on=day.date, times=len(fleet), kind="vehicle"),
            Service(supplier=GUIDE, service=f"day-{language}", name=words, on=day.date, times=guides, kind="guide"),
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
        visit = stop.experience
        if not stop.is_break:
            yield Service(
                supplier=visit.host, service=visit.id, name=visit.name, on=day.date, kind="place", village=stop.village.id
            )


def _guide(language: str) -> Text:
    vi, en = LANGUAGES.get(language, (f"tiếng “{language}”", f"“{language}”"))
    return Text(vi=f"Hướng dẫn viên {vi}", en=f"{en}-speaking guide")
