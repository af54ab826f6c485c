"""The shared store: a PostgreSQL server, row locks in one order, READ COMMITTED."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import URL, Connection, Table, create_engine
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import ReturningInsert

from tourplanner.booking.store.store import Store
from tourplanner.errors import StoreError

SERIALIZATION_FAILURE, DEADLOCK, THERE_ALREADY = "40001", "40P01", "23505"
LOCK_TIMEOUT_MS = 10_000
"""A line of sixteen callers moves on in well under a second; who waits this long waits for a client that hangs."""


class PostgresqlStore(Store):
    """
    A database on a server. Needs psycopg, which the extra ``postgres`` brings.

    READ COMMITTED on purpose: a statement after the lock sees what those before us committed. Under REPEATABLE READ it
    would see the state of before the wait, and sell what is gone.
    """

    def __init__(self, url: URL) -> None:
        try:
            import psycopg  # noqa: F401
        except ImportError as error:
            raise StoreError(
                f"the database {url.render_as_string()}",
                "psycopg is not installed",
                "install it with the extra: pip install 'tourplanner[postgres]'",
            ) from error
        options = f"-c lock_timeout={LOCK_TIMEOUT_MS} -c idle_in_transaction_session_timeout=60000"
        super().__init__(
            create_engine(
                url.set(drivername="postgresql+psycopg"),
                isolation_level="READ COMMITTED",
                pool_size=16,
                hide_parameters=True,
                # A plan that was prepared while the ledger was small would be kept when it has grown.
                connect_args={"options": options, "prepare_threshold": None},
            )
        )

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """As of one moment: each statement for itself might see half of what another has changed."""
        try:
            with self.engine.connect() as connection:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
                with connection.begin():
                    yield connection
        except DBAPIError as error:
            raise self.refusal(error) from error

    @contextmanager
    def together(self, connection: Connection) -> Iterator[None]:
        """In a pipeline: with many callers, it is waiting for a turn of the processor that each answer costs."""
        from psycopg import Error

        driver: Any = connection.connection.driver_connection
        try:
            with driver.pipeline():
                yield
        except Error as error:
            # The pipeline raises past SQLAlchemy, which would have told the pool of a lost connection.
            gone = connection.dialect.is_disconnect(error, driver, None)  # type: ignore[arg-type]
            if gone:
                connection.invalidate(error)
            raise DBAPIError.instance(
                None, None, error, Error, connection_invalidated=gone, dialect=connection.dialect
            ) from error

    def lost(self, error: DBAPIError) -> bool:
        state = getattr(error.orig, "sqlstate", None)
        # A row that was not there when we looked and is now is another's: who begins again sees it.
        return state in (SERIALIZATION_FAILURE, DEADLOCK, THERE_ALREADY) or error.connection_invalidated

    def insert_once(self, connection: Connection, table: Any, row: dict[str, Any]) -> bool:
        return connection.execute(_once(table), row).first() is not None


@cache
def _once(table: Table) -> ReturningInsert[Any]:
    return insert(table).on_conflict_do_nothing().returning(*table.primary_key)
