"""Best known values: a ``bks.csv`` beside the instances, or one given."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from benchmarks.instances.instance import Instance
from benchmarks.instances.sheet import MalformedError

NAMES = ("instance", "name", "file")
TOURS = ("m", "routes", "tours")
VALUES = ("bks", "best_known", "best known", "best")
BESIDE = "bks.csv"


@dataclass(frozen=True, slots=True)
class Known:
    """A value and what the table says of its source."""

    value: Decimal
    source: str


class Table:
    """
    Best known values by instance and number of tours, each table read once.

    Parameters
    ----------
    given
        A table for all instances; None to look for ``bks.csv`` beside each.

    Raises
    ------
    MalformedError
        If a table cannot be read, with every fault.
    """

    def __init__(self, given: Path | None = None) -> None:
        self.given = given
        self._read: dict[Path, dict[tuple[str, int | None], Known]] = {}
        if given:
            self._values(given)

    def of(self, instance: Instance, tours: int) -> Known | None:
        """None where nothing is known; with another number of tours than the file asks for it is another problem."""
        path = self.given or instance.path.parent / BESIDE
        if instance.tours not in (None, tours) or not (self.given or path.is_file()):
            return None
        values = self._values(path)
        return values.get((instance.name.lower(), tours)) or values.get((instance.name.lower(), None))

    def _values(self, path: Path) -> dict[tuple[str, int | None], Known]:
        if path not in self._read:
            self._read[path] = _table(path)
        return self._read[path]


def _table(path: Path) -> dict[tuple[str, int | None], Known]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            head = {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
            rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise MalformedError([f"{path}: {error}"]) from error
    columns = (NAMES, TOURS, VALUES)
    name, tours, value = (next((head[word] for word in words if word in head), None) for words in columns)
    if name is None or value is None:
        raise MalformedError([f"{path}, line 1: need columns instance, m and bks, got {', '.join(head) or 'none'}"])
    found, faults = {}, []
    for line, row in rows:
        try:
            key = row[name].strip().lower().removesuffix(".txt"), int(row[tours]) if tours else None
            found[key] = Known(Decimal(row[value]), row.get(head.get("source", ""), "") or "")
        except (InvalidOperation, ValueError, TypeError, AttributeError):
            got = ", ".join(map(str, row.values()))
            faults.append(f"{path}, line {line}: need an instance, a number of tours and a value, got {got}")
    if faults:
        raise MalformedError(faults)
    return found
