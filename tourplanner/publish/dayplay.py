"""The day as a web map plays it: where the party is at each moment, and what it does there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from branca.element import MacroElement
from folium.template import Template

from tourplanner.model import Day, Itinerary
from tourplanner.publish.markup import js_literal
from tourplanner.publish.words import VIETNAMESE, clean, local, place_names
from tourplanner.speech import Speaker

Phase = list[object]
"""[begin, end, leg key or "", stop id or "", words, lat, lon]; seconds since midnight in Hanoi, end exclusive."""


class DayPlay(MacroElement):
    """A slider over the hours of a tour and a mark where the party is; add it after ``Controls``."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            tourplannerDay({{ this._parent.get_name() }}, {{ this.days }});
        {% endmacro %}
        """
    )

    def __init__(self, itinerary: Itinerary, voice: Speaker = VIETNAMESE) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "DayPlay"
        self.days = js_literal(day_phases(itinerary, voice))


def day_phases(itinerary: Itinerary, voice: Speaker = VIETNAMESE) -> list[list[object]]:
    """Per day its heading ("" on a tour of one) and its phases, which follow each other without a gap."""
    several = len(itinerary.days) > 1
    return [
        [voice.say("Day {day}", day=number) if several else "", _closed(list(_phases(number, day, voice)))]
        for number, day in enumerate(itinerary.days, 1)
    ]


def _phases(number: int, day: Day, voice: Speaker) -> Iterator[Phase]:
    names, midnight = place_names(day, voice), local(day.depart).replace(hour=0, minute=0, second=0, microsecond=0)

    def at(moment: datetime) -> int:
        return round((moment - midnight).total_seconds())

    for index, leg in enumerate(day.legs):
        start, way = day.places[index], f"{names[leg.origin]} → {names[leg.destination]}"
        yield [at(leg.depart), at(leg.arrive), f"{number}-{index + 1}", "", clean(way), start.lat, start.lon]
        if index < len(day.stops):
            stop = day.stops[index]
            here, name = day.places[index + 1], names[leg.destination]
            begin = voice.say("{place}: starts {time}", place=name, time=voice.clock(stop.begin))
            yield [at(leg.arrive), at(stop.begin), "", stop.experience.id, clean(begin), here.lat, here.lon]
            yield [at(stop.begin), at(stop.end), "", stop.experience.id, clean(name), here.lat, here.lon]


def _closed(phases: list[Phase]) -> list[Phase]:
    """Without phases that take no time, each lasting until the next begins: what is left between is spent there."""
    lasting = [phase for phase in phases if phase[1] != phase[0]]
    for phase, after in pairwise(lasting):
        phase[1] = after[0]
    return lasting
