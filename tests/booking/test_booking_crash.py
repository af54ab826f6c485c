"""Clients and the server are killed in the middle: what was acknowledged is there, and nothing is half done."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from booking_cases import grid, halves, offered, oversold
from booking_servers import Server, initialised, new_database, wait_until
from booking_workers import book_on, desk_at, processes

from tourplanner.booking import Status


class Clients:
    """Processes that book until they are killed, and the notes of what they were told."""

    def __init__(self, ledger: str, kind: str, folder: Path, *, count: int = 8) -> None:
        desk = desk_at(ledger)
        sessions = offered(desk, *grid(20, 5000))
        self.notes = folder / "acknowledged"
        self.notes.touch()
        calls = [(ledger, kind, seed, sessions, str(self.notes)) for seed in range(count)]
        self.processes = [processes().Process(target=book_on, args=call) for call in calls]
        for process in self.processes:
            process.start()

    def acknowledged(self) -> list[tuple[str, str]]:
        return [tuple(line.split()) for line in self.notes.read_text().splitlines()]  # type: ignore[misc]

    def wait(self, more: int) -> None:
        enough = len(self.acknowledged()) + more
        wait_until(lambda: len(self.acknowledged()) >= enough)

    def kill(self) -> None:
        for process in self.processes:
            if process.pid is not None and process.is_alive():
                os.kill(process.pid, signal.SIGKILL)
        for process in self.processes:
            process.join()


def lost(ledger: str, acknowledged: list[tuple[str, str]]) -> list[str]:
    """Bookings that somebody was told of and that are not there, or not as far as they were told."""
    desk = desk_at(ledger)
    there = {booking.id: booking.status for booking in desk.bookings()}
    confirmed = {id for id, status in acknowledged if status == "CONFIRMED"}
    missing = {id for id, _ in acknowledged if id not in there}
    return sorted(missing | {id for id in confirmed if there.get(id) is not Status.CONFIRMED})


def faults(ledger: str) -> list[object]:
    desk = desk_at(ledger)
    return [*oversold(desk), *halves(desk, 5), *desk.differences()]


def test_clients_killed_in_mid_transaction_leave_nothing_half_done(ledger: str, tmp_path: Path) -> None:
    for _ in range(3):
        clients = Clients(ledger, "guarded", tmp_path)
        clients.wait(more=40)
        clients.kill()
        assert lost(ledger, clients.acknowledged()) == []
        assert faults(ledger) == []
    desk = desk_at(ledger)
    assert desk.hold([desk.bookings()[0].items[0].session], 1, key="the locks are free").status is Status.ON_HOLD


def test_without_a_transaction_they_leave_halves(ledger: str, tmp_path: Path) -> None:
    clients = Clients(ledger, "piecemeal", tmp_path)
    clients.wait(more=20)
    clients.kill()
    desk = desk_at(ledger)
    assert halves(desk, 5) != []


@pytest.fixture
def own_server() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


def test_a_server_that_is_killed_has_kept_what_it_acknowledged(own_server: Server, tmp_path: Path) -> None:
    ledger = initialised(new_database(own_server.address()))
    clients = Clients(ledger, "guarded", tmp_path)
    for _ in range(2):
        clients.wait(more=40)
        own_server.kill()
        own_server.restart()
        clients.wait(more=8)
    clients.kill()
    assert lost(ledger, clients.acknowledged()) == []
    assert faults(ledger) == []


def test_a_server_that_acknowledges_before_it_writes_loses_bookings(own_server: Server, tmp_path: Path) -> None:
    with psycopg.connect(own_server.address(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET synchronous_commit = off")
        connection.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
        connection.execute("SELECT pg_reload_conf()")
    ledger = initialised(new_database(own_server.address()))
    clients = Clients(ledger, "guarded", tmp_path)
    with psycopg.connect(ledger, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    clients.wait(more=40)
    own_server.kill()
    clients.kill()
    own_server.restart()
    assert lost(ledger, clients.acknowledged()) != []
