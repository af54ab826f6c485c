"""From a path or an address to a store."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from tourplanner.booking.store.store import Store
from tourplanner.errors import GoalError


def open_store(where: str | Path | Store) -> Store:
    """
    The store at a path (SQLite) or an address (``postgresql://user@host/database``, ``sqlite:///path``).

    Raises
    ------
    GoalError
        If the address is of no kind that is known.
    StoreError
        If PostgreSQL is asked for and psycopg is not installed.
    """
    if isinstance(where, Store):
        return where
    if isinstance(where, Path) or "://" not in where:
        return _sqlite(Path(where))
    return _of_url(where)


def _sqlite(path: Path) -> Store:
    from tourplanner.booking.store.sqlite import SqliteStore

    if str(path) in ("", ".", ":memory:"):
        raise GoalError(f"the desk cannot be kept in {str(path)!r}: give the path of a file, such as saturday.db")
    return SqliteStore(path)


def _of_url(text: str) -> Store:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # What was wrong may be a piece of a password: it is not repeated.
        raise GoalError(
            "not an address of a database: write postgresql://user@host:5432/database, and @ : / ? in a password as "
            "%40 %3A %2F %3F"
        ) from None
    if url.get_backend_name() == "sqlite":
        return _sqlite(Path(url.database or ""))
    if url.get_backend_name() in ("postgresql", "postgres"):
        from tourplanner.booking.store.postgresql import PostgresqlStore

        return PostgresqlStore(url)
    raise GoalError(
        f"the desk knows SQLite and PostgreSQL, not {url.get_backend_name()}: give a path or postgresql://…"
    )
