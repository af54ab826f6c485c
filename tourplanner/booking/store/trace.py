"""Deleting so that nothing is left in the file: a database only marks places as free, and logs keep what was."""

from __future__ import annotations

from sqlalchemy import Connection

from tourplanner.booking.store.store import Store


def overwriting(connection: Connection) -> None:
    """
    From here on, what the transaction deletes is overwritten in the SQLite file.

    PostgreSQL keeps dead rows until it vacuums, and its log until it is archived: that is the server's own.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")


def empty_log(store: Store) -> None:
    """Take what was deleted out of SQLite's write-ahead log; readers that are at it put it off to the next time."""
    if store.engine.dialect.name == "sqlite":
        raw = store.engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()
