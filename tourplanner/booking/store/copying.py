"""Moving a ledger to another database, whole: the office has outgrown its file, or wants a file to keep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text

from tourplanner.booking.schema import METADATA
from tourplanner.booking.store.migrate import check_version, init
from tourplanner.booking.store.opened import open_store
from tourplanner.booking.store.store import Store
from tourplanner.errors import StoreError

ROWS = 1000


def copy_ledger(source: str | Path | Store, target: str | Path | Store) -> int:
    """
    Copy all of a ledger, with its keys, log and outbox, into an empty one, in one transaction; how many rows.

    The target's tables are made if it has none. Nobody may book at the source meanwhile: what comes after the copy has
    begun is not in it.

    Raises
    ------
    StoreError
        If the target holds anything, or a database is of another version.
    """
    origin = open_store(source)
    try:
        check_version(origin)
        store = init(target)
    except Exception:
        origin.close()
        raise
    try:
        with origin.reading() as reading:
            return store.run(lambda writing: sum(_copy(reading, writing, table) for table in METADATA.sorted_tables))
    finally:
        origin.close()
        store.close()


def _copy(reading: Connection, writing: Connection, table: Table) -> int:
    if writing.execute(select(table).limit(1)).first() is not None:
        raise StoreError(
            f"a copy into {writing.engine.url.render_as_string()}",
            f"its table {table.name} is not empty",
            "copy into a new database",
        )
    count = 0
    for part in _parts(reading, table):
        writing.execute(insert(table), [dict(row) for row in part])
        count += len(part)
    if "n" in table.c and writing.dialect.name == "postgresql":
        _continue_numbers(writing, table)
    return count


def _parts(reading: Connection, table: Table) -> Iterable[Sequence[Any]]:
    """A table's rows in parts; all at once where rows name others of it, which must be there before them."""
    rows = reading.execute(select(table).execution_options(yield_per=ROWS)).mappings()
    own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    return [part] if own and (part := _named_first(rows.all(), own[0])) else rows.partitions(ROWS)


def _named_first(rows: Sequence[Any], named: str) -> list[Any]:
    """Rows with an ``id`` in such an order that each comes after the one that its column ``named`` names."""
    left, done = {row["id"]: row for row in rows}, dict[str, Any]()
    for id in list(left):
        chain = []
        while id in left:
            chain.append(left.pop(id))
            id = chain[-1][named]
        done |= {row["id"]: row for row in reversed(chain)}
    return list(done.values())


def _continue_numbers(writing: Connection, table: Table) -> None:
    """PostgreSQL does not notice numbers that it did not give out itself."""
    last = writing.execute(select(func.max(table.c.n))).scalar()
    if last is not None:
        query = text("SELECT setval(pg_get_serial_sequence(:name, 'n'), :last)")
        writing.execute(query, {"name": table.name, "last": last})
