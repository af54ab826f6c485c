"""Two desks at one ledger, and calls that begin together."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from booking_cases import Clock
from booking_stores import store_of
from sqlalchemy import event

from tourplanner.booking import Desk
from tourplanner.booking.journal import Journal
from tourplanner.booking.store.postgresql import PostgresqlStore
from tourplanner.booking.store.sqlite import SqliteStore
from tourplanner.errors import TourplannerError

ROUNDS = 5
PAUSE_S = 0.05


def desks(ledger: str, kind: str = "guarded", *, pause_at: str = "") -> tuple[Desk, Desk]:
    """Two desks, each with connections of its own; both wait a moment before statements that begin so."""
    pair = Desk(store_of(kind, ledger), clock=Clock()), Desk(store_of(kind, ledger), clock=Clock())

    def pause(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if pause_at and statement.startswith(pause_at):
            time.sleep(PAUSE_S)

    for desk in pair:
        event.listen(desk.store.engine, "before_cursor_execute", pause)
    return pair


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call returns or raises, all begun together. The threads are named by their place."""
    barrier = threading.Barrier(len(calls))

    def run(place: int, call: Callable[[], Any]) -> Any:
        threading.current_thread().name = f"caller {place}"
        barrier.wait()
        try:
            return call()
        except (TourplannerError, Exception) as error:
            return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, place, call) for place, call in enumerate(calls)]]


def meanwhile(
    desk: Desk, call: Callable[[], Any], other: Callable[[], Any], *, at: str, patiently: bool = False
) -> list[Any]:
    """
    What two calls end in, the ``other`` one begun when that of ``desk`` comes to a statement that begins with ``at``.

    There the first waits until the other is over, or for a while if that waits for a lock of the first: however slow
    the machine, without a guard the fault shows. ``patiently`` says that the other never waits for the first.
    """
    inside, over = threading.Event(), threading.Event()
    guarded = type(desk.store) in (SqliteStore, PostgresqlStore) and not patiently

    def pause(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(at) and not inside.is_set():
            inside.set()
            over.wait(2 * PAUSE_S if guarded else 30)

    def first() -> Any:
        try:
            return call()
        finally:
            inside.set()

    def second() -> Any:
        inside.wait()
        try:
            return other()
        finally:
            over.set()

    event.listen(desk.store.engine, "before_cursor_execute", pause)
    try:
        return at_once(first, second)
    finally:
        event.remove(desk.store.engine, "before_cursor_execute", pause)


def kinds(results: list[Any]) -> list[str]:
    return sorted(type(each).__name__ for each in results)


def blind(journal: Journal, table: Any, _old: Any, new: Any) -> None:
    """Writing a row without asking whether it is still as it was read: ``Journal._update`` without its guard."""
    key = [column == new[column.name] for column in table.primary_key]
    journal.connection.execute(table.update().where(*key).values(**new))
