"""
The only way to change the ledger: rows before and after go in, the difference is written and put on record.

An update names the old values in its condition (compare and swap): a row that somebody changed meanwhile is an error.
What is on record is enough to rebuild every row, see ``replay``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert

from tourplanner.booking import tables as t
from tourplanner.errors import StoreError

Row = Mapping[str, Any]
Change = tuple[str, str, dict[str, Any], dict[str, Any]]
"""insert, update or delete; the table; the key; the values that are new."""


class Journal:
    """The changes of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.changes: list[Change] = []

    def save(self, table: Table, before: Sequence[Row], after: Sequence[Row]) -> None:
        """Turn the rows ``before`` into those ``after``; both are whole rows, matched by key."""
        old, new = _by_key(table, before), _by_key(table, after)
        for key in [key for key in old if key not in new]:
            self._delete(table, old[key])
        for key in [key for key in old if key in new]:
            self._update(table, old[key], new[key])
        self._insert(table, [row for key, row in new.items() if key not in old])

    def inserted(self, table: Table, row: Row) -> None:
        """Put on record a whole row that was inserted to be its own lock."""
        self.changes.append(("insert", table.name, _key(table, row), _rest(table, row)))

    def close(self, *, operation: str, subject: str, at: int, key: str | None = None, answer: str = "") -> None:
        """Write the audit entry of all changes so far."""
        entry = {"operation": operation, "subject": subject, "at_utc": at, "key": key, "answer": answer}
        text = json.dumps(self.changes, ensure_ascii=False, separators=(",", ":"))
        self.connection.execute(insert(t.audit).values(**entry, changes=text))
        self.changes = []

    def _insert(self, table: Table, rows: list[Row]) -> None:
        if rows:
            self.connection.execute(insert(table), [dict(row) for row in rows])
        self.changes += [("insert", table.name, _key(table, row), _rest(table, row)) for row in rows]

    def _update(self, table: Table, old: Row, new: Row) -> None:
        changed = {name: value for name, value in new.items() if old[name] != value}
        if not changed:
            return
        unchanged = [table.c[name].is_not_distinct_from(old[name]) for name in changed]
        done = self.connection.execute(table.update().where(*_is(table, new), *unchanged).values(**changed))
        _one(done.rowcount, table, new)
        self.changes.append(("update", table.name, _key(table, new), changed))

    def _delete(self, table: Table, old: Row) -> None:
        done = self.connection.execute(table.delete().where(*_is(table, old)))
        _one(done.rowcount, table, old)
        self.changes.append(("delete", table.name, _key(table, old), {}))


def _one(rows: int, table: Table, row: Row) -> None:
    if rows != 1:
        where = ", ".join(str(value) for value in _key(table, row).values())
        raise StoreError(f"a change of {table.name} {where}", "another change came first", "look again, then try again")


def _key(table: Table, row: Row) -> dict[str, Any]:
    return {column.name: row[column.name] for column in table.primary_key}


def _rest(table: Table, row: Row) -> dict[str, Any]:
    return {column.name: row[column.name] for column in table.columns if not column.primary_key}


def _is(table: Table, row: Row) -> list[Any]:
    return [column == row[column.name] for column in table.primary_key]


def _by_key(table: Table, rows: Sequence[Row]) -> dict[tuple[Any, ...], Row]:
    return {tuple(_key(table, row).values()): row for row in rows}
