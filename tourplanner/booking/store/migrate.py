"""From no tables, or those of an older version, to the tables of this version; whole or not at all."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from tourplanner.booking.store.opened import open_store
from tourplanner.booking.store.store import Store
from tourplanner.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config

VERSION = "0004"
"""The tables this code is written for: the last of the migrations. Kept here because asking Alembic takes a while."""
MIGRATIONS = Path(__file__).parents[1] / "migrations"
ONE_AT_A_TIME = 7_401_202_703
"""The number of PostgreSQL's advisory lock under which tables are changed; any number of our own would do."""


def init(where: str | Path | Store) -> Store:
    """
    The store at a path or address, with the tables of this version; what is there already stays.

    Raises
    ------
    GoalError, StoreError
        As ``open_store``; or if the tables are of a newer version.
    """
    store = open_store(where)
    try:
        store.run(migrate)
    except Exception:
        store.close()
        raise
    return store


def migrate(connection: Connection) -> None:
    """Bring the tables to this version inside the connection's transaction."""
    from alembic import command

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
    version = current(connection)
    if version is not None and version not in _known():
        raise _of_other_version(str(connection.engine.url.render_as_string()), version)
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, VERSION)


def check_version(store: Store) -> None:
    """Raises StoreError unless the tables are of this version."""
    with store.reading() as connection:
        version = current(connection)
    if version != VERSION:
        raise _of_other_version(store.url, version)


def current(connection: Connection) -> str | None:
    """The version of the tables there are; None without any."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _of_other_version(url: str, version: str | None) -> StoreError:
    found = f"its tables are of version {version}, not {VERSION}" if version else "it has no tables of a desk"
    newer = version is not None and version not in _known()
    return StoreError(f"the desk at {url}", found, "install a newer tourplanner" if newer else "make them: init(…)")


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


@cache
def _known() -> frozenset[str]:
    from alembic.script import ScriptDirectory

    return frozenset(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())
