"""Lines of numbers with their places, so that a malformed file is told by line and column, every fault at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

MOST = 20
"""Faults told of one file; a file of another kind has one per line."""


class MalformedError(Exception):
    """A file that is not what it should be: ``faults``, each with the file's name, the line and what to do."""

    def __init__(self, faults: list[str]) -> None:
        more = [f"… and {len(faults) - MOST} more"] if len(faults) > MOST else []
        super().__init__("\n".join(faults[:MOST] + more))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Line:
    """The words of a line and its number in the file, from 1."""

    number: int
    words: tuple[str, ...]


class Sheet:
    """
    A text file as lines of words, empty lines left out, and what was found wrong with it.

    Raises
    ------
    MalformedError
        If the file cannot be read, is no text, or has no lines.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[str] = []
        self.lines = [Line(at, tuple(text.split())) for at, text in enumerate(_text(path).splitlines(), 1)]
        self.lines = [line for line in self.lines if line.words]
        if not self.lines:
            raise MalformedError([f"{path}: the file is empty"])

    def fault(self, line: Line, words: str) -> None:
        self.faults.append(f"{self.path}, line {line.number}: {words}")

    def long_enough(self, line: Line, least: int, of: str) -> bool:
        """Whether a line has as many numbers as its kind of line needs."""
        if len(line.words) < least:
            self.fault(line, f"need at least {least} numbers ({of}), got {len(line.words)}")
        return len(line.words) >= least

    def number(self, line: Line, column: int, what: str, *, least: int | None = None) -> Decimal:
        """The number in a column, counted from 0 or from the end; 0, and a fault noted, if there is none."""
        word = line.words[column]
        try:
            found = Decimal(word)
        except InvalidOperation:
            found = Decimal("nan")
        if not found.is_finite():
            self.fault(line, f"column {column % len(line.words) + 1}, {what}: {word!r} is no number")
            return Decimal(0)
        if least is not None and found < least:
            self.fault(line, f"column {column % len(line.words) + 1}, {what}: {word} is less than {least}")
        return found

    def whole(self, line: Line, column: int, what: str, *, least: int = 0) -> int:
        """Like ``number``, but whole."""
        found = self.number(line, column, what, least=least)
        if found != int(found):
            self.fault(line, f"column {column % len(line.words) + 1}, {what}: {found} is not whole")
        return int(found)

    def window(self, line: Line, first: int, last: int) -> tuple[Decimal, Decimal]:
        """Two columns as the first and last moment of a window."""
        opens, closes = self.number(line, first, "opening", least=0), self.number(line, last, "closing", least=0)
        if opens > closes:
            self.fault(line, f"the window opens at {opens}, after it closes at {closes}")
        return opens, closes

    def start(self, row: Line) -> None:
        """Note a start under another number than 0."""
        if row.words[0] != "0":
            self.fault(row, f"the start must be vertex 0, got {row.words[0]!r}")

    def vertices(self, head: Line, announced: int, rows: Sequence[Line]) -> None:
        """Note lines missing, too many, and numbers given twice."""
        if len(rows) != announced:
            self.fault(head, f"{announced} vertices are announced, {len(rows)} lines of vertices follow")
        seen: dict[str, int] = {}
        for row in rows:
            if (before := seen.setdefault(row.words[0], row.number)) != row.number:
                self.fault(row, f"vertex {row.words[0]} stands on line {before} already")

    def done(self) -> None:
        """Raise what was found wrong."""
        if self.faults:
            raise MalformedError(self.faults)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise MalformedError([f"{path}: byte {error.start} is no text; need a text file of numbers"]) from error
    except OSError as error:
        raise MalformedError([f"{path}: {error.strerror or error}"]) from error
