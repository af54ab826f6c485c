"""
A fair queue in front of a database that has room for one writer.

SQLite lets waiting writers poll, so that one of them may starve; here they stand in line. Within a process the line is
ours, between processes it is the kernel's: ``flock`` wakes its waiters in the order they came.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tourplanner.errors import StoreError


class Turnstile:
    """Lets threads of one process through one at a time, in the order they came."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._line: deque[threading.Lock] = deque()

    @contextmanager
    def turn(self) -> Iterator[None]:
        mine = threading.Lock()
        mine.acquire()
        try:
            try:
                with self._guard:
                    self._line.append(mine)
                    if self._line[0] is mine:
                        mine.release()
                mine.acquire()
                yield
            finally:
                self._leave(mine)
        except BaseException:
            # Once more: it may be the leaving that was interrupted, and others wait for it.
            self._leave(mine)
            raise

    def _leave(self, mine: threading.Lock) -> None:
        with self._guard:
            if len(self._line) > 1 and self._line[0] is mine and self._line[1].locked():
                self._line[1].release()
            if mine in self._line:
                self._line.remove(mine)


class FileQueue:
    """Lets processes through one at a time. The file at ``path`` stays empty; a process that dies lets go of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._turnstile = Turnstile()

    @contextmanager
    def turn(self) -> Iterator[None]:
        with self._turnstile.turn(), self._open() as file:
            _wait(file.fileno())
            yield

    def _open(self) -> IO[bytes]:
        try:
            return self.path.open("ab", buffering=0)
        except OSError as error:
            hint = "make the folder, and let everybody who books write in it"
            raise StoreError(f"to stand in line at {self.path}", str(error.strerror), hint) from error


def _wait(file: int) -> None:
    """Where there is no ``flock`` (Windows), SQLite's own lock still keeps writers apart, if not in line."""
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(file, fcntl.LOCK_EX)
