"""The two stores: what is made, what is refused, and that the log cannot be changed."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from booking_cases import Clock, offered, session
from booking_servers import new_database
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tourplanner.booking import Desk, Status, copy_ledger, init, open_store
from tourplanner.booking.schema import METADATA
from tourplanner.booking.store import migrate
from tourplanner.booking.store.migrate import MIGRATIONS, VERSION
from tourplanner.booking.store.queue import FileQueue, Turnstile
from tourplanner.errors import GoalError, StoreError, UnavailableError


def test_the_migrations_make_the_tables_of_the_code(ledger: str) -> None:
    store = open_store(ledger)
    with store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    store.close()
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == VERSION


def test_init_twice_keeps_what_is_there(ledger: str) -> None:
    offered(Desk(ledger, clock=Clock()), session("a"))
    init(ledger).close()
    day = session("a").begin.date()
    assert len(Desk(ledger, clock=Clock()).availability(first=day, last=day)) == 1


def test_a_failed_init_leaves_nothing(server: str, tmp_path: Path) -> None:
    for where in (str(tmp_path / "new.db"), new_database(server)):
        store = open_store(where)
        with pytest.raises(ZeroDivisionError):
            store.run(lambda connection: (migrate(connection), 1 // 0))
        with store.reading() as connection:
            assert MigrationContext.configure(connection).get_current_revision() is None
        store.close()


def test_without_tables_or_with_newer_ones_the_desk_says_what_to_do(ledger: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no tables of a desk; make them: init"):
        Desk(tmp_path / "empty.db")
    store = open_store(ledger)
    store.run(lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    store.close()
    with pytest.raises(StoreError, match=r"version 9999, not .*; install a newer tourplanner"):
        Desk(ledger)
    with pytest.raises(StoreError, match="install a newer tourplanner"):
        init(ledger)


def test_sqlite_is_durable_and_keeps_references(sqlite: str) -> None:
    store = open_store(f"sqlite:///{sqlite}")
    with store.reading() as connection:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        said = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}
    store.close()
    assert said == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30000}


@pytest.mark.parametrize("change", ["UPDATE audit SET operation = 'x'", "DELETE FROM audit"])
def test_nobody_changes_the_log(ledger: str, change: str) -> None:
    desk = Desk(ledger, clock=Clock())
    offered(desk, session("a"))
    with pytest.raises(DBAPIError, match="append-only"):
        desk.store.run(lambda connection: connection.execute(text(change)))
    assert len(desk.audit()) == 1


def test_what_was_written_past_the_desk_shows(ledger: str) -> None:
    desk = Desk(ledger, clock=Clock())
    (a,) = offered(desk, session("a"))
    desk.hold([a], 2, key="k")
    assert desk.differences() == []
    desk.store.run(lambda connection: connection.execute(text("UPDATE item SET pax = 1")))
    assert desk.differences() == ["item"]


@pytest.mark.parametrize("there", ["sqlite", "postgresql"])
def test_a_ledger_moves_whole_and_goes_on(ledger: str, there: str, server: str, tmp_path: Path) -> None:
    desk = Desk(ledger, clock=Clock())
    (a,) = offered(desk, session("a", places=3))
    held = desk.hold([a], 2, key="k", price=7)
    desk.confirm(held.id, key="c")
    target = str(tmp_path / "there.db") if there == "sqlite" else new_database(server)
    assert copy_ledger(ledger, target) == len(desk.audit()) + len(desk.outbox()) + 5
    moved = Desk(target, clock=Clock())
    assert moved.bookings() == desk.bookings()
    assert moved.audit() == desk.audit()
    assert moved.hold([a], 2, key="k", price=7) == held
    with pytest.raises(UnavailableError):
        moved.hold([a], 2, key="more")
    assert moved.cancel(held.id, key="x").status is Status.CANCELLED
    assert moved.differences() == []
    with pytest.raises(StoreError, match="is not empty; copy into a new database"):
        copy_ledger(ledger, target)


@pytest.mark.parametrize("where", ["", ":memory:", "mysql://here/desk", "://"])
def test_addresses_that_are_none(where: str) -> None:
    with pytest.raises(GoalError):
        open_store(where)


def test_a_password_is_not_in_the_message() -> None:
    with pytest.raises(StoreError) as refused:
        Desk("postgresql://somebody:geheim@127.0.0.1:1/desk")
    assert "geheim" not in str(refused.value)
    assert refused.value.hint == "send it again under the same key: it counts once"


def test_a_line_is_served_in_the_order_of_coming(tmp_path: Path) -> None:
    for line in (Turnstile(), FileQueue(tmp_path / "queue")):
        served: list[int] = []
        turnstile = line if isinstance(line, Turnstile) else line._turnstile

        def serve(number: int, line: Turnstile | FileQueue = line, served: list[int] = served) -> None:
            with line.turn():
                served.append(number)

        threads = [threading.Thread(target=serve, args=(number,)) for number in range(8)]
        with line.turn():
            for count, thread in enumerate(threads, 2):
                thread.start()
                while len(turnstile._line) < count:
                    pass
        for thread in threads:
            thread.join()
        assert served == list(range(8))
