"""Sources, and the provenance a field gets from the sources and the confidence its row states."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from tourplanner.catalogue.hanoi.corrections import Corrections
from tourplanner.catalogue.hanoi.table import Faults, Row, read_table
from tourplanner.model import Confidence, Provenance, Source

AS_OF = date(2026, 11, 22)
"""The day the data set was put together; estimates are of that day."""

CONFIDENCE: dict[str, Confidence] = {
    "sourced": "sourced",
    "official": "official",
    "press": "press",
    "recalled": "recalled",
    "estimate": "estimate",
    "unknown": "unknown",
    "geo-sourced, craft recalled": "recalled",
}
BACKED = ("official", "sourced", "press")
SAYS_NOTHING = ("recall", "osm-bus", "census2009")
"""Sources of a point or of nothing: they cannot back what is said about a craft or a visit."""


class Sources:
    """The list of sources with the date each speaks of."""

    def __init__(self, folder: Path, corrections: Corrections, faults: Faults) -> None:
        rows = [*read_table(folder, "sources", faults, "key"), *read_table(folder, "sources_added", faults, "key")]
        made = [row.build(lambda row: _source(row, corrections)) for row in rows]
        self.records = tuple(source for source in made if source)
        self.keys = {source.key for source in self.records}
        self.key_of = {source.where: source.key for source in self.records}
        self.dates = {
            key: day
            for row in read_table(folder, "source_dates", faults, "key")
            for key in row.known("key", self.keys, "source")
            if (day := row.build(lambda row: date.fromisoformat(row["as_of"])))
        }

    def of(self, row: Row, column: str = "sources") -> tuple[str, ...]:
        """The keys in a cell; an address of a listed source stands for its key."""
        given = (self.key_of.get(word, word) for word in row.words(column))
        cells = {**row.cells, column: ";".join(given)}
        return Row(row.file, row.number, cells, row.faults).known(column, self.keys, "source")

    def date(self, keys: Iterable[str]) -> date | None:
        """The latest day these sources speak of, None where none is dated."""
        return max((self.dates[key] for key in keys if key in self.dates), default=None)

    def provenance(
        self, confidence: Confidence, keys: Iterable[str] = (), note: str = "", year: int | None = None
    ) -> Provenance:
        """
        Provenance of a field.

        An estimate is of ``AS_OF`` and cites nothing: the sources of its row say other things. ``year``, where the row
        names one, is written as its first of January unless a source is dated within it.
        """
        keys = tuple(keys) if confidence in (*BACKED, "recalled") else ()
        as_of = self.date(keys) if confidence in BACKED else AS_OF if confidence == "estimate" else None
        if year is not None and (as_of is None or as_of.year != year):
            as_of = date(year, 1, 1)
        return Provenance(sources=keys, as_of=as_of, confidence=confidence, note=note)


def _source(row: Row, corrections: Corrections) -> Source:
    corrected = corrections.take(row["key"], "where")
    where = corrected["value"] if corrected else row["where"]
    return Source(key=row["key"], where=where, licence=row["kind_licence"], note=row["note"])
