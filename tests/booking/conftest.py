"""Every test that asks for a ledger runs on both databases."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from booking_cases import Clock
from booking_servers import ADDRESS, Server, database_of, initialised, new_database
from command_cases import Done, Run

from tourplanner.booking import Desk
from tourplanner.cli import asked, main
from tourplanner.cli.desk import ledger as opening
from tourplanner.model import HANOI
from tourplanner.publish import portfolio_json
from tourplanner.testing import small_catalogue, small_portfolio


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


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock(datetime(2027, 2, 1, 9, tzinfo=HANOI))
    monkeypatch.setattr(opening, "clock", made)
    monkeypatch.setattr(asked, "load", lambda _: small_catalogue())
    return made


@pytest.fixture
def run(clock: Clock, capsys: pytest.CaptureFixture[str]) -> Run:
    """Types a command of the desk, on the office's clock and over the small region."""
    assert opening.clock is clock

    def command(*words: object) -> Done:
        code = main(["desk", *map(str, words)])
        return Done(code, *capsys.readouterr())

    return command


@pytest.fixture
def routes(tmp_path: Path) -> Path:
    path = tmp_path / "routes.json"
    path.write_bytes(portfolio_json(small_portfolio()))
    return path


@pytest.fixture
def one(routes: Path, ledger: str, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    monkeypatch.setenv("TOURPLANNER_LEDGER", ledger)
    return [routes, "--route", 1]


@pytest.fixture
def booked(one: list[object], run: Run) -> dict[str, Any]:
    run("offer", *one, "--capacity", 30)
    made = run("hold", *one, "--party", 24, "--language", "fr", "--price", "24.000.000", "--reference", "Lumière 7",
               "--json").data  # fmt: skip
    run("confirm", "Lumière 7")
    return dict(made)


@pytest.fixture
def ledger_in_a_file(sqlite: str, routes: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> str:
    """For what does not depend on the database."""
    monkeypatch.setenv("TOURPLANNER_LEDGER", sqlite)
    run("offer", routes, "--route", 1)
    run("hold", routes, "--route", 1, "--party", 3, "--reference", "An & Bình")
    run("confirm", "An & Bình")
    return sqlite
