"""Every test that asks for a ledger runs on both databases."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from booking_servers import ADDRESS, Server, database_of, initialised, new_database

from tourplanner.booking import Desk


@pytest.fixture(autouse=True)
def closed_desks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every desk that a test opens is closed when it ends."""
    desks: list[Desk] = []
    made = Desk.__init__

    def make(desk: Desk, *words: Any, **options: Any) -> None:
        made(desk, *words, **options)
        desks.append(desk)

    monkeypatch.setattr(Desk, "__init__", make)
    yield
    for desk in desks:
        desk.close()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server."""
    if ADDRESS in os.environ:
        yield os.environ[ADDRESS]
        return
    server = Server()
    yield server.address()
    server.stop()


@pytest.fixture(scope="session")
def template(server: str) -> str:
    return database_of(initialised(new_database(server)))


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(initialised(str(tmp_path_factory.mktemp("ledger") / "empty.db")))


@pytest.fixture
def sqlite(empty_file: Path, tmp_path: Path) -> str:
    """A new ledger in an SQLite file."""
    return str(shutil.copy(empty_file, tmp_path / "desk.db"))


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest) -> str:
    """The address of a new ledger, in SQLite and in PostgreSQL."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite"))
    return new_database(request.getfixturevalue("server"), template=request.getfixturevalue("template"))
