"""
Group commit: operations that come while others are written share one transaction, and so the wait for the disk.

Callers stand in line. Each runs its own operation in its own thread when its turn comes, and hands the open transaction
on to the next; who has nobody behind commits for all. An operation that fails is undone alone, back to the savepoint
before it. Nobody is answered before the commit.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")
MOST = 32
"""Operations in one transaction: whoever comes later waits in line, and so do other processes."""

GIVEN_UP = "the database gave the transaction up"


class NotStoredError(Exception):
    """Somebody else ended the transaction, and not by a commit that we know of."""


class Group:
    """An open transaction with the operations that share it."""

    def __init__(self, transaction: AbstractContextManager[Connection]) -> None:
        self._transaction = transaction
        self._ended = threading.Event()
        self._error: Exception | None = None
        self._count = 0
        self.connection = transaction.__enter__()

    @property
    def _driver(self) -> Any:
        return self.connection.connection.driver_connection

    @property
    def alive(self) -> bool:
        """Whether it can still be committed: SQLite gives it up by itself where the disk fails."""
        gone = self.connection.closed or self.connection.invalidated
        return not gone and self._driver.in_transaction

    @property
    def open(self) -> bool:
        """Whether another operation may join."""
        return self.alive and self._count < MOST

    def run(self, work: Callable[[Connection], T]) -> T:
        """What an operation returns; if it raises, it is undone."""
        self._count += 1
        self._driver.execute("SAVEPOINT operation")
        try:
            answer = work(self.connection)
        except BaseException:
            if self.alive:
                self._driver.execute("ROLLBACK TO operation")
                self._driver.execute("RELEASE operation")
            raise
        if not self.alive:
            raise NotStoredError(GIVEN_UP)
        self._driver.execute("RELEASE operation")
        return answer

    def end(self) -> None:
        """Commit and let everybody know, once; never raises but what interrupts us."""
        if self._ended.is_set():
            return
        try:
            self._commit()
        except Exception as error:
            self._error = error
        except BaseException as error:
            self._error = NotStoredError("another caller was interrupted while it was committed")
            # Where that was before the transaction's own end, it is undone; after it, this does nothing.
            self._transaction.__exit__(type(error), error, None)
            raise
        finally:
            self._ended.set()

    def _commit(self) -> None:
        if self.alive:
            self._transaction.__exit__(None, None, None)
            return
        lost = NotStoredError(GIVEN_UP)
        self._transaction.__exit__(type(lost), lost, None)
        raise lost

    def wait(self) -> None:
        """Until the operations are stored. Raises what kept them from it."""
        self._ended.wait()
        if self._error is not None:
            raise self._error


class GroupCommit:
    """Runs operations in transactions that ``begin`` makes, in the order in which threads come."""

    def __init__(self, begin: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._begin = begin
        self._guard = threading.Lock()
        self.line: deque[threading.Lock] = deque()
        self._group: Group | None = None

    def run(self, work: Callable[[Connection], T]) -> T:
        """
        What an operation returns, once it is stored.

        Raises
        ------
        NotStoredError, DBAPIError
            If the transaction came to nothing; otherwise what the operation raised.
        """
        turn, group = threading.Lock(), None
        turn.acquire()
        try:
            try:
                self._stand_in_line(turn)
                group = self._group = self._group or Group(self._begin())
                answer = group.run(work)
            finally:
                self._pass_on(turn)
        except Exception:
            if group is not None:
                group.wait()
            raise
        except BaseException:
            # Once more: it may be the passing on that was interrupted, and others wait for it.
            self._pass_on(turn)
            raise
        group.wait()
        return answer

    def _stand_in_line(self, turn: threading.Lock) -> None:
        with self._guard:
            self.line.append(turn)
            if self.line[0] is turn:
                turn.release()
        turn.acquire()

    def _pass_on(self, turn: threading.Lock) -> None:
        """
        Leave the line, wherever in it; at its head, commit unless somebody goes on with the transaction.

        Who is at the head is alone with the transaction. Done again, it goes on where it was interrupted.
        """
        with self._guard:
            if not self.line or self.line[0] is not turn:
                if turn in self.line:
                    self.line.remove(turn)
                return
            group = self._group
            goes_on = len(self.line) > 1 and group is not None and group.open
        if group is not None and not goes_on:
            group.end()
        with self._guard:
            self._group = group if goes_on else None
            self._next()

    def _next(self) -> None:
        """The next in line is woken before we leave it: interrupted between, we do both again."""
        if len(self.line) > 1 and self.line[1].locked():
            self.line[1].release()
        self.line.popleft()
