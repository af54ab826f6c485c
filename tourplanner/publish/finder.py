"""What a map's search finds: villages, experiences, crafts and routes, with all the names they go by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tourplanner.model import Itinerary, Portfolio, Text
from tourplanner.publish.controls import Entry
from tourplanner.publish.pins import Pin
from tourplanner.publish.words import VIETNAMESE, craft_names
from tourplanner.speech import Speaker


def route_entries(itinerary: Itinerary, marks: Sequence[Pin], voice: Speaker = VIETNAMESE) -> Iterator[Entry]:
    """Every stop of a route in visiting order, then its villages and its crafts."""
    stops = [(pin, pin.stop) for pin in marks if pin.stop]
    for pin, stop in stops:
        village, words = stop.village, _names(stop.experience.name, stop.village.name)
        about = " · ".join(filter(None, (village.name.vi, craft_names(itinerary, stop, voice))))
        yield Entry(voice.content(stop.experience.name).marked, about, words, (pin.group,), stop.experience.id)
    for village in itinerary.villages:
        groups = _unique(pin.group for pin, stop in stops if stop.village == village)
        yield Entry(village.name.vi, voice.say("Village"), _names(village.name), groups)
    for craft in itinerary.crafts:
        groups = _unique(
            pin.group for pin, stop in stops if craft.id in (stop.experience.crafts or stop.village.crafts)
        )
        if groups:
            yield Entry(voice.content(craft.name).marked, voice.say("Craft"), _names(craft.name), groups)


def portfolio_entries(portfolio: Portfolio, spots: dict[str, int], voice: Speaker = VIETNAMESE) -> Iterator[Entry]:
    """Villages, crafts, experiences and routes; ``spots`` are the pin groups of villages by id."""
    for village in portfolio.villages:
        yield Entry(village.name.vi, voice.say("Village"), _names(village.name), (spots[village.id],))
    visits = [stop for route in portfolio.routes for stop in route.visits]
    for id, craft in sorted({craft.id: craft for route in portfolio.routes for craft in route.crafts}.items()):
        met = (stop for stop in visits if id in (stop.experience.crafts or stop.village.crafts))
        groups = _unique(spots[stop.village.id] for stop in met)
        if groups:
            yield Entry(voice.content(craft.name).marked, voice.say("Craft"), _names(craft.name), groups)
    for _, stop in sorted({stop.experience.id: stop for stop in visits}.items()):
        name = voice.content(stop.experience.name).marked
        yield Entry(name, stop.village.name.vi, _names(stop.experience.name), (spots[stop.village.id],))
    for number, route in enumerate(portfolio.routes, 1):
        groups = _unique(spots[stop.village.id] for stop in route.visits)
        yield Entry(f"{number}. {voice.content(route.name).marked}", voice.say("Route"), _names(route.name), groups)


def _names(*texts: Text) -> str:
    return " ".join(dict.fromkeys(name for text in texts for name in (text.vi, text.get("en"))))


def _unique(groups: Iterator[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(groups))

