"""The embedded store: one file, write-ahead log, every commit on disk before it is acknowledged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, ExceptionContext, Table, create_engine, event
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import ReturningInsert

from tourplanner.booking.store.group import GroupCommit, NotStoredError
from tourplanner.booking.store.queue import FileQueue
from tourplanner.booking.store.store import Store

T = TypeVar("T")
PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "busy_timeout = 30000")


class SqliteStore(Store):
    """An SQLite file; beside it ``-wal`` and ``-shm`` of SQLite's own and ``-queue``, where writers stand in line."""

    def __init__(self, path: Path) -> None:
        super().__init__(create_engine(URL.create("sqlite", database=str(path)), hide_parameters=True))
        self.queue = FileQueue(path.with_name(path.name + "-queue"))
        self.commits = GroupCommit(self.writing)
        event.listen(self.engine, "connect", self.prepare)
        event.listen(self.engine, "begin", self.begin)
        event.listen(self.engine, "handle_error", self.keep_open)

    @staticmethod
    def prepare(connection: Any, _record: Any) -> None:
        """The driver would begin transactions by itself, and late: it must not."""
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    def begin(self, connection: Connection) -> None:
        """A writer takes the lock before it looks: one that looked first could not trust what it saw."""
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    @staticmethod
    def keep_open(context: ExceptionContext) -> None:
        """
        Interrupted, SQLAlchemy would close the connection, and so undo what others did in the same transaction.

        That is for drivers that may wait for an answer yet; here the call is over, and its savepoint undoes it.
        """
        if not isinstance(context.original_exception, Exception):
            context.is_disconnect = False

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self.queue.turn(), self.engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    def run(self, work: Callable[[Connection], T]) -> T:
        try:
            return self.commits.run(work)
        except DBAPIError as error:
            raise self.refusal(error) from error
        except NotStoredError as error:
            raise self._unsure(str(error)) from error

    def lost(self, error: DBAPIError) -> bool:
        """Never: who has the lock keeps it to the end."""
        del error
        return False

    def insert_once(self, connection: Connection, table: Any, row: dict[str, Any]) -> bool:
        return connection.execute(_once(table), row).first() is not None


@cache
def _once(table: Table) -> ReturningInsert[Any]:
    return insert(table).on_conflict_do_nothing().returning(*table.primary_key)
