"""A region's data in one frozen value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TypeVar

from tourplanner.errors import UnknownIdError
from tourplanner.model import (
    Craft,
    Experience,
    Festival,
    Host,
    Id,
    KnownRoute,
    Session,
    Source,
    StartPoint,
    Text,
    Value,
    Village,
)

Record = TypeVar("Record", Craft, Village, Host, Experience, StartPoint)


class Catalogue(Value):
    """
    Villages, hosts, experiences, sessions, festivals and start points of a region, with their sources.

    Ids are unique within each kind. ``as_of`` is the day the data set was put together.
    """

    region: Id
    name: Text
    as_of: date
    crafts: tuple[Craft, ...] = ()
    villages: tuple[Village, ...] = ()
    hosts: tuple[Host, ...] = ()
    experiences: tuple[Experience, ...] = ()
    sessions: tuple[Session, ...] = ()
    festivals: tuple[Festival, ...] = ()
    starts: tuple[StartPoint, ...] = ()
    routes: tuple[KnownRoute, ...] = ()
    sources: tuple[Source, ...] = ()
    attributions: tuple[str, ...] = ()

    @cached_property
    def _village(self) -> Mapping[str, Village]:
        return {record.id: record for record in self.villages}

    @cached_property
    def _experience(self) -> Mapping[str, Experience]:
        return {record.id: record for record in self.experiences}

    @cached_property
    def _craft(self) -> Mapping[str, Craft]:
        return {record.id: record for record in self.crafts}

    @cached_property
    def _host(self) -> Mapping[str, Host]:
        return {record.id: record for record in self.hosts}

    @cached_property
    def _start(self) -> Mapping[str, StartPoint]:
        return {record.id: record for record in self.starts}

    def village(self, id: str) -> Village:
        """The village with this id; ``UnknownIdError`` with the nearest ids if there is none."""
        return _get("village", self._village, id)

    def experience(self, id: str) -> Experience:
        """The experience with this id; ``UnknownIdError`` with the nearest ids if there is none."""
        return _get("experience", self._experience, id)

    def craft(self, id: str) -> Craft:
        """The craft with this id; ``UnknownIdError`` with the nearest ids if there is none."""
        return _get("craft", self._craft, id)

    def host(self, id: str) -> Host:
        """The host with this id; ``UnknownIdError`` with the nearest ids if there is none."""
        return _get("host", self._host, id)

    def start(self, id: str) -> StartPoint:
        """The start point with this id; ``UnknownIdError`` with the nearest ids if there is none."""
        return _get("start point", self._start, id)

    @cached_property
    def experiences_in(self) -> Mapping[str, tuple[Experience, ...]]:
        """Experiences by village id; every village has an entry."""
        found: dict[str, list[Experience]] = {village.id: [] for village in self.villages}
        for experience in self.experiences:
            found.setdefault(experience.village, []).append(experience)
        return {village: tuple(experiences) for village, experiences in found.items()}


def _get(kind: str, records: Mapping[str, Record], id: str) -> Record:
    record = records.get(id)
    if record is None:
        raise UnknownIdError(kind, id, nearest_ids(id, records))
    return record


def nearest_ids(asked: str, known: Iterable[str], count: int = 3) -> list[str]:
    """The ids most like the one asked for, best first."""
    from difflib import get_close_matches

    return get_close_matches(asked, list(known), n=count, cutoff=0.5)
