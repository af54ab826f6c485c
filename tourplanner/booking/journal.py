"""
The only way to change the ledger: rows before and after go in, the difference is written and put on record.

An update names the old values in its condition (compare and swap): a row that somebody changed meanwhile is an error.
What is on record is enough to rebuild every row, see ``replay``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table

from tourplanner.booking import tables as t
from tourplanner.booking.statements import inserted, swap, swapped
from tourplanner.errors import StoreError

Row = Mapping[str, Any]
Change = tuple[str, str, dict[str, Any], dict[str, Any]]
"""insert, update or delete; the table; the key; the values that are new."""
Together = Callable[[Connection], AbstractContextManager[Any]]


class Journal:
    """
    The changes of one transaction.

    With ``inserts_last``, new rows are written by ``close``, all ``together``: for an operation that looks at nothing
    after it has saved.
    """

    def __init__(self, connection: Connection, together: Together = nullcontext) -> None:
        self.connection = connection
        self.changes: list[Change] = []
        self.inserts_last = False
        self._together = together
        self._last: list[tuple[Table, list[dict[str, Any]]]] = []

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
        with self._together(self.connection):
            for table, rows in [*self._last, (t.audit, [{**entry, "changes": text}])]:
                self._write(table, rows)
        self.changes, self._last = [], []

    def _insert(self, table: Table, rows: list[Row]) -> None:
        if not rows:
            return
        if self.inserts_last:
            self._last.append((table, [dict(row) for row in rows]))
        else:
            self._write(table, [dict(row) for row in rows])
        self.changes += [("insert", table.name, _key(table, row), _rest(table, row)) for row in rows]

    def _write(self, table: Table, rows: list[dict[str, Any]]) -> None:
        self.connection.execute(inserted(table), rows if len(rows) > 1 else rows[0])

    def _update(self, table: Table, old: Row, new: Row) -> None:
        changed = {name: value for name, value in new.items() if old[name] != value}
        if not changed:
            return
        statement = swapped(table, tuple(changed))
        done = self.connection.execute(statement, swap(_key(table, new), old, changed))
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


@cache
def _names(table: Table) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns of the key, and the others."""
    key = tuple(column.name for column in table.primary_key)
    return key, tuple(column.name for column in table.columns if column.name not in key)


def _key(table: Table, row: Row) -> dict[str, Any]:
    return {name: row[name] for name in _names(table)[0]}


def _rest(table: Table, row: Row) -> dict[str, Any]:
    return {name: row[name] for name in _names(table)[1]}


def _is(table: Table, row: Row) -> list[Any]:
    return [column == row[column.name] for column in table.primary_key]


def _by_key(table: Table, rows: Sequence[Row]) -> dict[tuple[Any, ...], Row]:
    names = _names(table)[0]
    return {tuple([row[name] for name in names]): row for row in rows}
