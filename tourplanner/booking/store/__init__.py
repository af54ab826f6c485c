"""Where the ledger is kept: an SQLite file or a PostgreSQL server, through the same code."""

from tourplanner.booking.store.copying import copy_ledger
from tourplanner.booking.store.migrate import check_version, init, migrate
from tourplanner.booking.store.opened import open_store
from tourplanner.booking.store.store import Store
from tourplanner.booking.store.trace import empty_log, overwriting

__all__ = ["Store", "check_version", "copy_ledger", "empty_log", "init", "migrate", "open_store", "overwriting"]
