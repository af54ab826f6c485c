"""
A fair queue in front of a database that has room for one writer.

SQLite lets waiting writers poll, so that one of them may starve; here they stand in line. Within a process the line is
ours, between processes it is the kernel's: ``flock`` wakes its waiters in the order they came.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
        with self._guard:
            self._line.append(mine)
            if self._line[0] is mine:
                mine.release()
        mine.acquire()
        try:
            yield
        finally:
            with self._guard:
                self._line.popleft()
                if self._line:
                    self._line[0].release()


class FileQueue:
    """Lets processes through one at a time. The file at ``path`` stays empty; a process that dies lets go of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._turnstile = Turnstile()

    @contextmanager
    def turn(self) -> Iterator[None]:
        with self._turnstile.turn():
            file = self._open()
            try:
                _wait(file)
                yield
            finally:
                os.close(file)

    def _open(self) -> int:
        try:
            return os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
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
