"""Rows with a place on the map, as map programs, frames and tables take them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tourplanner.formats.text import one_line

Value = str | int | float | bool | date | datetime | None
Columns = Mapping[str, type]
Shape = Sequence[tuple[float, float]]
"""(lat, lon) points in WGS 84 degrees: one for a place, two or more for a line."""


@dataclass(frozen=True, slots=True)
class Layer:
    """
    A table of one kind of thing; ``columns`` gives the type of each column's values, of which any may be None.

    ``shapes`` has one entry per row, or none at all for a table without a map. Texts are on one line.
    """

    name: str
    title: str
    columns: Columns
    rows: tuple[tuple[Value, ...], ...]
    geometry: Literal["Point", "LineString"] | None = None
    shapes: tuple[Shape, ...] = ()

    def values(self, column: str) -> list[Value]:
        """One column, in the order of the rows."""
        at = list(self.columns).index(column)
        return [row[at] for row in self.rows]


def layer(
    name: str,
    title: str,
    columns: Columns,
    records: Iterable[tuple[Mapping[str, Value], Shape]],
    geometry: Literal["Point", "LineString"] | None = "Point",
) -> Layer:
    """A layer of records, each with the values of all columns and its shape (ignored where there is no geometry)."""
    found = list(records)
    rows = tuple(tuple(_plain(record[column]) for column in columns) for record, _ in found)
    shapes = tuple(tuple(shape) for _, shape in found) if geometry else ()
    return Layer(name, title, dict(columns), rows, geometry, shapes)


def _plain(value: Value) -> Value:
    return one_line(value) if isinstance(value, str) else value
