"""A progress bar on a terminal; nothing anywhere else."""

from __future__ import annotations

import shutil
import sys
from types import TracebackType
from typing import Self, TextIO

WIDTH = 24


class Bar:
    """
    One line that is drawn over itself.

    Call it with what is being done, the step, and the number of steps (0 if unknown). It shows only on a terminal, and
    leaves an empty line's place behind when it ends.
    """

    def __init__(self, *, quiet: bool = False, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.shown = not quiet and self.stream.isatty()
        self.length = 0

    def __call__(self, what: str, step: int, of: int) -> None:
        if self.shown:
            columns = shutil.get_terminal_size().columns - 1
            self._draw(line(what, step, of)[:columns])

    def _draw(self, text: str) -> None:
        self.stream.write("\r" + text.ljust(self.length))
        self.stream.flush()
        self.length = len(text)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.shown and self.length:
            self._draw("")
            self.stream.write("\r")
            self.stream.flush()


def line(what: str, step: int, of: int) -> str:
    """ "[########................] 17/52 route.ics", or with an unknown end "[...........#............] pricing 11"."""
    if of > 0:
        done = WIDTH * min(step, of) // of
        return f"[{'#' * done}{'.' * (WIDTH - done)}] {step:>{len(str(of))}}/{of} {what}"
    at = step % WIDTH
    return f"[{'.' * at}#{'.' * (WIDTH - 1 - at)}] {what} {step or ''}".rstrip()
