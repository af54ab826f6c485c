"""Rebuilding the ledger from its audit log alone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from tourplanner.booking.schema import STATE

State = dict[str, dict[tuple[Any, ...], dict[str, Any]]]
"""For each table its rows by key, all columns."""


def state(connection: Connection) -> State:
    """What is in the tables."""
    return {
        table.name: {
            tuple(row[column.name] for column in table.primary_key): dict(row)
            for row in connection.execute(select(table)).mappings()
        }
        for table in STATE
    }


def replay(entries: Iterable[str]) -> State:
    """
    What the tables must be by the ``changes`` of the audit's entries, in the order of their numbers.

    Raises
    ------
    ValueError
        If an entry changes a row that is not there, or makes one that is.
    """
    rebuilt: State = {table.name: {} for table in STATE}
    for entry in entries:
        for what, table, key, values in json.loads(entry):
            _apply(rebuilt[table], what, key, values)
    return rebuilt


def _apply(rows: dict[tuple[Any, ...], dict[str, Any]], what: str, key: dict[str, Any], values: dict[str, Any]) -> None:
    place = tuple(key.values())
    if (what == "insert") is (place in rows):
        raise ValueError(f"the audit log does not hang together: {what} of {key}")
    if what == "delete":
        del rows[place]
    else:
        rows[place] = {**rows.get(place, {}), **key, **values}
