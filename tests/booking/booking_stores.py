"""Stores from which one guard has been taken away, to show that the guard is what helps."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, event, make_url

from tourplanner.booking.store.opened import open_store
from tourplanner.booking.store.postgresql import PostgresqlStore
from tourplanner.booking.store.sqlite import SqliteStore
from tourplanner.booking.store.store import Store


def widened(store: Store, seconds: float) -> Store:
    """The store with a pause between looking and taking, which any race needs anyway, only rarer."""

    def pause(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("INSERT INTO booking"):
            time.sleep(seconds)

    event.listen(store.engine, "before_cursor_execute", pause)
    return store


class NoTransaction(SqliteStore):
    """Every statement for itself, no line to stand in."""

    run = Store.run

    def begin(self, connection: Connection) -> None:
        """No BEGIN: the driver commits each statement."""

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self.engine.connect() as connection, connection.begin():
            yield connection


class NoLocks(PostgresqlStore):
    """READ COMMITTED, and nobody locks what they look at."""

    def locked(self, select: Select[Any]) -> Select[Any]:
        return select


class Piecemeal(NoLocks):
    """Every statement for itself, and none together with others."""

    together = Store.together

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield connection


def store_of(kind: str, ledger: str) -> Store:
    """``guarded`` is the desk's own store; the others lack something."""
    if kind == "guarded":
        return open_store(ledger)
    if "://" in ledger:
        return {"no locks": NoLocks, "piecemeal": Piecemeal}[kind](make_url(ledger))
    return {"no locks": NoTransaction, "piecemeal": NoTransaction}[kind](Path(ledger))
