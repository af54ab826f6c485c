"""A guidebook with everything found by what it belongs to, and how this handbook is to be written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from tourplanner.model import Craft, Experience, Festival, Host, Itinerary, Village
from tourplanner.model.basemap import Basemap
from tourplanner.model.guidebook import Guidebook
from tourplanner.publish.calendars.festivals import held_days
from tourplanner.publish.handbook.search import folded
from tourplanner.speech import Language

YEARS = 3
"""How many times twelve months of festivals are told."""
T = TypeVar("T", Experience, Festival, Host)


@dataclass(frozen=True)
class Held:
    """A festival on its days in one lunar year."""

    festival: Festival
    days: tuple[date, ...]


@dataclass(frozen=True)
class Book:
    """
    What every page is written from.

    ``on`` is the day from which festivals are told. ``documents`` are (label, address) pairs by route id.
    """

    guide: Guidebook
    languages: tuple[Language, ...]
    on: date
    basemap: Basemap
    address: str | None = None
    documents: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    @cached_property
    def villages(self) -> Mapping[str, Village]:
        """By id, in the order of their names without accents."""
        ordered = sorted(self.guide.villages, key=lambda each: (folded(each.name.vi), each.name.vi, each.id))
        return {village.id: village for village in ordered}

    @cached_property
    def crafts(self) -> Mapping[str, Craft]:
        """By id, groups and then names in order."""

        def order(craft: Craft) -> tuple[str, ...]:
            return folded(craft.group_name.vi), craft.group, folded(craft.name.vi), craft.id

        ordered = sorted(self.guide.crafts, key=order)
        return {craft.id: craft for craft in ordered}

    @cached_property
    def hosts(self) -> Mapping[str, Host]:
        return {host.id: host for host in self.guide.hosts}

    @cached_property
    def experiences_of(self) -> Mapping[str, list[Experience]]:
        """By village, meals last."""
        return _by_village(sorted(self.guide.experiences, key=lambda each: each.kind == "meal"))

    @cached_property
    def hosts_of(self) -> Mapping[str, list[Host]]:
        """By village, those who only serve meals last."""
        visited = {each.host for each in self.guide.experiences if each.kind != "meal"}
        return _by_village(sorted(self.guide.hosts, key=lambda host: host.id not in visited))

    @cached_property
    def festivals_of(self) -> Mapping[str, list[Festival]]:
        return _by_village(self.guide.festivals)

    @cached_property
    def villages_of(self) -> Mapping[str, list[Village]]:
        """By craft."""
        found: dict[str, list[Village]] = {}
        for village in self.villages.values():
            for craft in dict.fromkeys(village.crafts):
                found.setdefault(craft, []).append(village)
        return found

    @cached_property
    def routes_of(self) -> Mapping[str, list[Itinerary]]:
        """By village."""
        found: dict[str, list[Itinerary]] = {}
        for route in self.guide.routes:
            for id in dict.fromkeys(stop.village.id for stop in route.stops):
                found.setdefault(id, []).append(route)
        return found

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """Every time a festival is held that is not over on ``on``, in order, for ``YEARS`` times twelve months."""
        last = self.months[-1]
        found = [
            Held(festival, tuple(days))
            for festival in self.guide.festivals
            for days in held_days(festival, self.on.year, last.year)
            if days[-1] >= self.on and days[0] < last
        ]
        return tuple(sorted(found, key=lambda each: (each.days[0], each.festival.id)))

    @cached_property
    def held_of(self) -> Mapping[str, list[Held]]:
        """By festival."""
        found: dict[str, list[Held]] = {}
        for each in self.held:
            found.setdefault(each.festival.id, []).append(each)
        return found

    @cached_property
    def months(self) -> tuple[date, ...]:
        """The first days of the twelve months that each page of festivals tells, and the day after the last."""
        first = self.on.replace(day=1)
        return tuple(first.replace(year=first.year + year) for year in range(YEARS + 1))

    @cached_property
    def sources(self) -> Mapping[str, int]:
        """The number of each source, from 1, by its key."""
        return {source.key: number for number, source in enumerate(self.guide.sources, 1)}

    @cached_property
    def credits(self) -> tuple[str, ...]:
        """Licence lines of the data and of the base map."""
        from tourplanner.publish.webmap import all_credits  # brings folium, which no page needs

        return all_credits(self.guide.attributions, None, self.basemap)

    def url(self, language: str, path: str) -> str | None:
        """Where a page will be published, if that is known."""
        return f"{self.address}/{language}/{path}" if self.address else None

    def feed(self, path: str, root: str) -> str:
        """Where a calendar can be subscribed to; the file itself, from a page, where the handbook has no address."""
        return f"webcal://{self.address.partition('://')[2]}/{path}" if self.address else f"{root}{path}"


def _by_village(records: Iterable[T]) -> Mapping[str, list[T]]:
    found: dict[str, list[T]] = {}
    for record in records:
        found.setdefault(record.village, []).append(record)
    return found
