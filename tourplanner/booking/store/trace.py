"""Deleting so that nothing is left in the file: a database only marks places as free, and logs keep what was."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from tourplanner.booking.store.store import Store

PATIENCE_MS = 250


def overwriting(connection: Connection) -> None:
    """
    From here on, what the transaction deletes is overwritten in the SQLite file.

    PostgreSQL keeps dead rows until it vacuums, and its log until it is archived: that is the server's own.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")


def empty_log(store: Store) -> None:
    """
    Take what was deleted out of SQLite's write-ahead log.

    It waits a moment for whoever reads or writes, not long: nobody can book meanwhile. The next time takes it all.
    """
    if store.engine.dialect.name != "sqlite":
        return
    raw = store.engine.raw_connection()
    try:
        driver: Any = raw.driver_connection
        usual = driver.execute("PRAGMA busy_timeout").fetchone()[0]
        driver.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            driver.execute(f"PRAGMA busy_timeout = {usual}")
    finally:
        raw.close()
