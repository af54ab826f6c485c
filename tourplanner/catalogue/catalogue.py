"""A region's data in one frozen value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

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

if TYPE_CHECKING:
    from tourplanner.catalogue.gaps import Gap
    from tourplanner.catalogue.search import Found, Key

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

    @classmethod
    def read(cls, source: str | Path, *, base: Catalogue | None = None, on: date | None = None) -> Catalogue:
        """
        An operator's own data: a folder of tables, or a ``.csv``, ``.xlsx`` or ``.geojson`` file.

        Parameters
        ----------
        source
            The folder or file; ``docs/how-to/own-data.md`` describes the tables.
        base
            A catalogue the data may refer to and complete. It is not copied: lay the result over it with ``|``.
        on
            The day of reading, today by default: later facts are problems, commune names are those of the day.

        Raises
        ------
        DataError
            With every problem found, by file, row and column; nothing is half-loaded.
        """
        from tourplanner.catalogue.read import read

        return read(source, base=base, on=on)

    def write(self, folder: str | Path) -> tuple[Path, ...]:
        """Write the catalogue as CSV tables that ``read`` reads back equal; the paths written."""
        from tourplanner.catalogue.write import write

        return write(self, folder)

    def __or__(self, other: Catalogue) -> Catalogue:
        """
        This catalogue with another laid over it: the other's records are added, its given fields win.

        Raises
        ------
        DataError
            If a record then refers to something that is not there.
        """
        from tourplanner.catalogue.merge import merge

        return merge(self, other)

    def find(self, name: str, limit: int = 10) -> tuple[Found, ...]:
        """What a name may mean, best first; accents do not matter, typos hardly. See ``search.find``."""
        from tourplanner.catalogue.search import find

        return find(self, name, limit)

    def gaps(self, limit: int | None = None) -> tuple[Gap, ...]:
        """The facts worth a telephone call, those most depends on first. See ``gaps.gaps`` for the formula."""
        from tourplanner.catalogue.gaps import gaps

        return gaps(self, limit)

    @cached_property
    def _search_keys(self) -> tuple[Key, ...]:
        from tourplanner.catalogue.search import search_keys

        return search_keys(self)

    def __repr__(self) -> str:
        from tourplanner.catalogue.show import as_text

        return as_text(self)

    __str__ = __repr__

    def _repr_html_(self) -> str:
        from tourplanner.catalogue.show import as_html

        return as_html(self)


def _get(kind: str, records: Mapping[str, Record], id: str) -> Record:
    record = records.get(id)
    if record is None:
        raise UnknownIdError(kind, id, nearest_ids(id, records))
    return record


def nearest_ids(asked: str, known: Iterable[str], count: int = 3) -> list[str]:
    """The ids most like the one asked for, best first."""
    from difflib import get_close_matches

    return get_close_matches(asked, list(known), n=count, cutoff=0.5)
