"""An operator's own tables, checked as a whole: a catalogue, or every problem at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tourplanner.catalogue.assemble import Assembly
from tourplanner.catalogue.rows import Log, rows_by_table
from tourplanner.catalogue.sheets import sheets
from tourplanner.errors import DataError, Problem
from tourplanner.model import HANOI

if TYPE_CHECKING:
    from tourplanner.catalogue.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Reading:
    """
    What reading a source found: the catalogue, or None if there are problems.

    ``warnings`` do not stop the reading: a column that was ignored, a fact older than five years, a point far from
    the base's villages, a comma read as a decimal point.
    """

    catalogue: Catalogue | None
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def examine(source: str | Path, *, base: Catalogue | None = None, on: date | None = None) -> Reading:
    """
    Read an operator's data and say everything there is to say about it.

    Parameters
    ----------
    source
        A folder of tables, a ``.csv``, ``.tsv``, ``.xlsx`` or ``.geojson`` file.
    base
        A catalogue whose crafts, villages, hosts and experiences the data may refer to and complete. Without one,
        craft and commune names are looked up in the packaged region "hanoi".
    on
        The day of reading: facts dated later are problems, commune names are those of that day. Today by default.
    """
    day = on or datetime.now(HANOI).date()
    log = Log()
    found, unreadable = sheets(source)
    log.problems += unreadable
    rows, present = rows_by_table(found, log)
    if present and not any(rows.values()):
        log.problems.append(Problem(found[0].file, None, "", "", "no-rows", "there are headings but no rows"))
    catalogue = Assembly(rows, base, day, log, with_facts="facts" in present).catalogue()
    order = {sheet.file: index for index, sheet in enumerate(found)}
    problems = sorted(log.problems, key=lambda each: (order.get(each.file, -1), each.row or 0))
    warnings = sorted(log.warnings, key=lambda each: (order.get(each.file, -1), each.row or 0))
    return Reading(catalogue, tuple(problems), tuple(warnings))


def problems(source: str | Path, base: Catalogue | None = None, *, on: date | None = None) -> tuple[Problem, ...]:
    """Everything that keeps a source from being read, in the order of its files and rows; empty if all is well."""
    return examine(source, base=base, on=on).problems


def warnings(source: str | Path, base: Catalogue | None = None, *, on: date | None = None) -> tuple[Problem, ...]:
    """What should be looked at but does not keep a source from being read."""
    return examine(source, base=base, on=on).warnings


def read(source: str | Path, *, base: Catalogue | None = None, on: date | None = None) -> Catalogue:
    """
    The catalogue a source holds; see ``examine`` for the parameters.

    Raises
    ------
    DataError
        With every problem found; nothing is half-loaded.
    """
    reading = examine(source, base=base, on=on)
    if reading.catalogue is None:
        raise DataError(reading.problems)
    return reading.catalogue
