"""
A database with one way to write: a transaction that takes its locks first, and is repeated where that is safe.

Every operation of the desk can be repeated: it is idempotent under its key, and a transaction that failed left nothing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, TypeVar

from sqlalchemy import Connection, Engine, Select, Table
from sqlalchemy.exc import DBAPIError, IntegrityError

from tourplanner.booking.statements import kind, rows_of
from tourplanner.errors import StoreError

T = TypeVar("T")


class Store(ABC):
    """One database. ``url`` names it without a password."""

    attempts: ClassVar[int] = 10
    """How often a transaction is begun before the caller is told; each lost one was another's gain."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.url = engine.url.render_as_string(hide_password=True)
        self._locking: dict[tuple[str, int], Select[Any]] = {}

    @abstractmethod
    def writing(self) -> Any:
        """A context of one write transaction: its connection in, committed at the end, rolled back by an error."""

    @abstractmethod
    def lost(self, error: DBAPIError) -> bool:
        """Whether the transaction lost a race or its connection, so that it may be begun again."""

    @abstractmethod
    def insert_once(self, connection: Connection, table: Any, row: dict[str, Any]) -> bool:
        """Insert a row unless its key is there, waiting for whoever is just inserting it; whether it was inserted."""

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A context of one read transaction."""
        try:
            with self.engine.connect() as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            raise self.refusal(error) from error

    @contextmanager
    def together(self, connection: Connection) -> Iterator[None]:
        """A context of changes that may be sent at once, because nobody asks what came of each; errors end it."""
        del connection
        yield

    def locked(self, select: Select[Any]) -> Select[Any]:
        """The select that locks the rows it reads. The caller sorts by key: locks have one order everywhere."""
        return select.with_for_update()

    def locking(self, table: Table, count: int) -> Select[Any]:
        """The select that locks the rows with ``count`` ids in the order of ids; made once."""
        key = (table.name, kind(count))
        if key not in self._locking:
            self._locking[key] = self.locked(rows_of(table, "id", kind(count)))
        return self._locking[key]

    def run(self, work: Callable[[Connection], T]) -> T:
        """
        What ``work`` returns, in one write transaction that is committed before this returns.

        Raises
        ------
        StoreError
            If the database did not answer, or another's lock was not let go in time.
        """
        for attempt in range(1, self.attempts + 1):
            try:
                with self.writing() as connection:
                    return work(connection)
            except DBAPIError as error:
                if attempt == self.attempts or not self.lost(error):
                    raise self.refusal(error) from error
        raise AssertionError("unreachable")

    def refusal(self, error: DBAPIError) -> Exception:
        """
        What the caller is told of an error of the database; a broken constraint is a fault of ours and stays.

        A file that is no database is a plain DatabaseError.
        """
        known = self.lost(error) or type(error).__name__ in ("OperationalError", "DatabaseError")
        if isinstance(error, IntegrityError) or not known:
            return error
        return self._unsure(str(error.orig).strip())

    def _unsure(self, found: str) -> StoreError:
        """What the caller is told where it is not known whether the transaction was stored."""
        return StoreError(f"a transaction on {self.url}", found, "send it again under the same key: it counts once")

    def close(self) -> None:
        self.engine.dispose()
