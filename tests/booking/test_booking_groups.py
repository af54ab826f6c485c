"""Operations that come together share one commit in SQLite, and none of them notices the others."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from booking_cases import NOW, Clock, grid, halves, offered, oversold, session, stored
from booking_servers import wait_until
from booking_workers import desk_at, processes
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from tourplanner.booking import Booking, Desk
from tourplanner.booking.store import group as groups
from tourplanner.booking.store.group import Group, GroupCommit
from tourplanner.booking.store.sqlite import SqliteStore
from tourplanner.errors import StoreError


def commits(desk: Desk) -> GroupCommit:
    assert isinstance(desk.store, SqliteStore)
    return desk.store.commits


def as_one(desk: Desk, *calls: Callable[[], Any]) -> list[Any]:
    """What each call returns or raises, in the order of coming, all of them in one group."""
    found: list[Any] = [None] * len(calls)
    line, gate, inside = commits(desk).line, threading.Event(), threading.Event()

    def hold_up(_connection: Any) -> None:
        inside.set()
        gate.wait()

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            found[place] = call()
        except BaseException as error:
            found[place] = error

    def first() -> None:
        with suppress(StoreError):
            desk.store.run(hold_up)

    before = threading.Thread(target=first)
    before.start()
    inside.wait()
    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for count, thread in enumerate(threads, 2):
        thread.start()
        wait_until(lambda count=count: len(line) >= count)
    gate.set()
    for thread in [before, *threads]:
        thread.join()
    return found


@contextmanager
def watched(desk: Desk, what: str) -> Iterator[list[int]]:
    """Counts the commits or rollbacks of a desk's store."""
    seen: list[int] = []

    def note(_connection: Any) -> None:
        seen.append(1)

    event.listen(desk.store.engine, what, note)
    yield seen
    event.remove(desk.store.engine, what, note)


def kinds(found: list[Any]) -> list[str]:
    return [type(each).__name__ for each in found]


def test_those_that_come_together_share_a_commit(sqlite: str) -> None:
    desk = Desk(sqlite, clock=Clock())
    (a,) = offered(desk, session("a", places=100))
    with watched(desk, "commit") as seen:
        found = as_one(desk, *[lambda n=n: desk.hold([a], 1, key=f"k{n}") for n in range(8)])
    assert kinds(found) == ["Booking"] * 8
    assert len(seen) == 1
    assert stored(Desk(sqlite)) == {each.id for each in found}
    assert desk.differences() == []


def test_a_group_is_no_larger_than_is_fair_to_other_processes(sqlite: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "MOST", 3)
    desk = Desk(sqlite, clock=Clock())
    (a,) = offered(desk, session("a", places=100))
    with watched(desk, "commit") as seen:
        as_one(desk, *[lambda n=n: desk.hold([a], 1, key=f"k{n}") for n in range(8)])
    assert len(seen) == 3


def failing(desk: Desk) -> list[Any]:
    """A hold, one that fails after it has written everything, the same key again, and one that finds no place."""
    a, b = offered(desk, session("a", places=3), session("b", places=1))

    def fail(work: Any) -> Any:
        desk._work(work)
        raise ZeroDivisionError

    def half() -> None:
        desk.store.run(lambda connection: (_hold_row(connection, a), fail(connection)))

    return as_one(
        desk,
        lambda: desk.hold([a], 2, key="one"),
        half,
        lambda: desk.hold([a, b], 1, key="two"),
        lambda: desk.hold([a, b], 1, key="three"),
        lambda: desk.hold([a, b], 1, key="two"),
    )


def _hold_row(connection: Any, slot: str) -> None:
    connection.exec_driver_sql("INSERT INTO request VALUES ('half', 'hold', 'f', 'half')")
    connection.exec_driver_sql("UPDATE slot SET capacity = 0 WHERE id = ?", (slot,))


def test_one_that_fails_is_undone_alone(sqlite: str) -> None:
    desk = Desk(sqlite, clock=Clock())
    found = failing(desk)
    assert kinds(found) == ["Booking", "ZeroDivisionError", "Booking", "UnavailableError", "Booking"]
    assert found[2] == found[4]
    assert stored(desk) == {found[0].id, found[2].id}
    assert (oversold(desk), desk.differences()) == ([], [])


def test_without_savepoints_it_leaves_its_half(sqlite: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Group, "run", lambda group, work: work(group.connection))
    desk = Desk(sqlite, clock=Clock())
    assert kinds(failing(desk)) != ["Booking", "ZeroDivisionError", "Booking", "UnavailableError", "Booking"]
    assert desk.differences() == ["slot"]


def test_the_page_has_the_largest_group() -> None:
    page = Path(__file__).parents[2] / "docs" / "explanation" / "booking.md"
    assert f"no more than {groups.MOST} operations share a transaction" in page.read_text(encoding="utf-8")


def interrupted(desk: Desk) -> list[Any]:
    """Three holds, the second interrupted in a statement, as Ctrl-C does it to the main thread."""
    (a,) = offered(desk, session("a"))

    def interrupt(_cursor: Any, statement: str, parameters: Any, _context: Any) -> None:
        if statement.startswith("INSERT INTO booking") and "stop" in parameters:
            raise KeyboardInterrupt

    event.listen(desk.store.engine, "do_execute", interrupt)
    references = ("first", "stop", "last")
    return as_one(desk, *[lambda name=name: desk.hold([a], 1, key=name, reference=name) for name in references])


def test_an_interrupt_of_one_caller_does_not_hurt_the_others(sqlite: str) -> None:
    desk = Desk(sqlite, clock=Clock())
    found = interrupted(desk)
    assert kinds(found) == ["Booking", "KeyboardInterrupt", "Booking"]
    assert stored(desk) == {found[0].id, found[2].id}
    assert isinstance(desk.hold([found[0].items[0].session], 1, key="stop"), Booking)


def test_if_the_interrupt_closes_the_connection_it_does(sqlite: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SqliteStore, "keep_open", lambda *_: None)
    desk = Desk(sqlite, clock=Clock())
    assert kinds(interrupted(desk)) == ["StoreError", "KeyboardInterrupt", "Booking"]


@pytest.fixture
def interrupts() -> Iterator[None]:
    """SIGINT as Python takes it by default: whoever runs the tests in the background may have it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interrupts")
def test_who_is_interrupted_in_line_leaves_it(sqlite: str) -> None:
    desk = Desk(sqlite, clock=Clock())
    (a,) = offered(desk, session("a"))
    line = commits(desk).line
    inside, gate = threading.Event(), threading.Event()
    holder = threading.Thread(target=desk.store.run, args=(lambda _: (inside.set(), gate.wait()),))
    holder.start()
    inside.wait()
    main = threading.main_thread().ident
    assert main is not None

    def interrupt() -> None:
        wait_until(lambda: len(line) == 2)
        signal.pthread_kill(main, signal.SIGINT)

    other = threading.Thread(target=interrupt)
    other.start()
    with pytest.raises(KeyboardInterrupt):
        desk.hold([a], 1, key="waits")
    assert len(line) == 1
    gate.set()
    holder.join()
    other.join()
    assert desk.hold([a], 1, key="waits").id in stored(desk)


def broken(desk: Desk, error: BaseException) -> list[Any]:
    """Three holds whose commit fails."""
    (a,) = offered(desk, session("a"))

    def fail(_connection: Any) -> None:
        raise error

    event.listen(desk.store.engine, "commit", fail)
    found = as_one(desk, *[lambda n=n: desk.hold([a], 1, key=f"k{n}") for n in range(3)])
    event.remove(desk.store.engine, "commit", fail)
    return found


def test_nobody_is_answered_if_the_commit_fails(sqlite: str) -> None:
    desk = Desk(sqlite, clock=Clock())
    full = OperationalError("COMMIT", None, Exception("database or disk is full"))
    found = broken(desk, full)
    assert kinds(found) == ["StoreError"] * 3
    assert all(each.hint.startswith("send it again under the same key") for each in found)
    assert stored(desk) == set()
    assert isinstance(desk.hold([session("a").id], 1, key="k0"), Booking)


def test_answered_before_the_commit_they_would_be_told_what_is_not_there(
    sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Group, "wait", lambda _: None)
    desk = Desk(sqlite, clock=Clock())
    found = broken(desk, OperationalError("COMMIT", None, Exception("database or disk is full")))
    assert kinds(found) == ["Booking"] * 3
    assert stored(desk) == set()


def test_an_interrupt_of_who_commits_leaves_the_others_an_answer(sqlite: str) -> None:
    desk = Desk(sqlite, clock=Clock())
    assert kinds(broken(desk, KeyboardInterrupt())) == ["StoreError", "StoreError", "KeyboardInterrupt"]
    assert stored(desk) == set()
    assert isinstance(desk.hold([session("a").id], 1, key="k0"), Booking)


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_interrupt_while_the_turn_is_passed_on_stops_nobody(
    sqlite: str, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    desk, as_it_is, tries = Desk(sqlite, clock=Clock()), Group.end, list[Group]()
    (a,) = offered(desk, session("a"))

    def end(group: Group) -> None:
        tries.append(group)
        if when == "after" or len(tries) > 1:
            as_it_is(group)
        if len(tries) == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(Group, "end", end)
    with pytest.raises(KeyboardInterrupt):
        desk.hold([a], 1, key="stop")
    found: list[Booking] = []
    other = threading.Thread(target=lambda: found.append(desk.hold([a], 1, key="next")), daemon=True)
    other.start()
    other.join(60)
    assert stored(desk) == {desk.hold([a], 1, key="stop").id, found[0].id}


def test_sqlite_gives_the_transaction_up(sqlite: str) -> None:
    desk = Desk(sqlite, clock=Clock())
    (a,) = offered(desk, session("a"))

    def give_up() -> None:
        desk.store.run(lambda connection: connection.connection.driver_connection.execute("ROLLBACK"))

    found = as_one(desk, lambda: desk.hold([a], 1, key="first"), give_up, lambda: desk.hold([a], 1, key="next"))
    assert kinds(found) == ["StoreError", "StoreError", "Booking"]
    assert stored(desk) == {found[2].id}
    assert isinstance(desk.hold([a], 1, key="first"), Booking)


def turns(desk: Desk, callers: int, each: int) -> list[int]:
    """The order in which callers that come again at once were served."""
    (a,) = offered(desk, session("a", places=1000))
    served: list[int] = []
    start = threading.Barrier(callers)

    def book(caller: int) -> None:
        start.wait()
        for count in range(each):
            desk.hold([a], 1, key=f"{caller} {count}")
            served.append(caller)

    threads = [threading.Thread(target=book, args=(caller,)) for caller in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return served


def test_no_caller_starves(sqlite: str) -> None:
    served = turns(Desk(sqlite, clock=Clock()), 8, 12)
    before_the_first_ends = served[: next(n for n in range(len(served)) if served[: n + 1].count(served[n]) == 12)]
    assert min(before_the_first_ends.count(caller) for caller in range(8)) >= 6


def book_in_threads(ledger: str, seed: int, sessions: list[str], acknowledged: str) -> None:
    """Eight threads of one process hold for ever, noting each answer; somebody kills the process."""
    desk = desk_at(ledger)
    note = os.open(acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def book(caller: int) -> None:
        count = 0
        while True:
            count += 1
            held = desk.hold(sessions[caller : caller + 5], 1, key=f"{seed} {caller} {count}")
            os.write(note, f"{held.id}\n".encode())

    for caller in range(8):
        threading.Thread(target=book, args=(caller,)).start()


def killed(ledger: str, notes: Path, seed: int) -> set[str]:
    """The bookings that a process of eight threads acknowledged before it was killed with SIGKILL."""
    sessions = [each.id for each in grid(12, 5000)]
    notes.touch()
    enough = len(notes.read_text().splitlines()) + 60
    process = processes().Process(target=book_in_threads, args=(ledger, seed, sessions, str(notes)))
    process.start()
    wait_until(lambda: len(notes.read_text().splitlines()) >= enough)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    return set(notes.read_text().splitlines())


def test_a_process_killed_in_the_middle_of_a_group_has_kept_what_it_acknowledged(sqlite: str, tmp_path: Path) -> None:
    desk = desk_at(sqlite)
    offered(desk, *grid(12, 5000))
    for seed in range(3):
        acknowledged = killed(sqlite, tmp_path / "notes", seed)
        assert acknowledged <= stored(desk)
        assert (halves(desk, 5), oversold(desk, NOW), desk.differences()) == ([], [], [])
