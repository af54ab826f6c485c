"""Who supplies whom: one material's way from village to village, as data with its source."""

from __future__ import annotations

import csv
from datetime import date
from importlib.resources import files

from tourplanner.model import Id, Provenance, Text, Value


class Supply(Value):
    """
    A village's material that another village works on: ``supplier`` and ``buyer`` are village ids.

    ``provenance`` says who states it. Without a source its confidence is ``recalled`` or ``estimate``.
    """

    supplier: Id
    buyer: Id
    material: Text
    provenance: Provenance = Provenance()

    @property
    def sourced(self) -> bool:
        """True if a source states this supply: a recollection or an estimate is not sourced."""
        return self.provenance.confidence in ("official", "sourced", "press")


def packaged_supplies(region: str) -> tuple[Supply, ...]:
    """
    The supplies shipped with the library for a region, in the order of their file; none for other regions.

    The list is short on purpose: it holds what was found stated, and little else, marked as recalled. That a pair
    is missing says nothing about the villages.
    """
    table = files(__package__) / f"supplies_{region}.csv"
    if not table.is_file():
        return ()
    return tuple(map(_supply, csv.DictReader(table.read_text(encoding="utf-8").splitlines())))


def _supply(row: dict[str, str]) -> Supply:
    return Supply(
        supplier=row["supplier"],
        buyer=row["buyer"],
        material=Text(vi=row["material_vi"], en=row["material_en"]),
        provenance=Provenance.model_validate(
            {
                "sources": tuple(filter(None, (row["source"],))),
                "as_of": date.fromisoformat(row["as_of"]) if row["as_of"] else None,
                "confidence": row["confidence"],
                "note": row["note"],
            }
        ),
    )
