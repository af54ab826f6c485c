"""The lines and blocks of an iCalendar file, with their places in it, and bounds on all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tourplanner.errors import DataError, Problem
from tourplanner.publish.words import clean

MOST_BYTES = 5_000_000
MOST_EVENTS = 10_000
MOST_ZONES = 200
MOST_PROBLEMS = 100
DEEPEST = 4
NAME = re.compile(r"[A-Za-z0-9-]+")


class EnoughError(Exception):
    """Reading on would say nothing new; what is wrong is on the list."""


@dataclass(slots=True)
class Faults:
    """Everything wrong that was found in one file."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, row: int | None, column: str, value: str, code: str, message: str, fix: str) -> None:
        shown = clean(value)[:80]
        self.problems.append(Problem(self.file, row, column, shown, code, message, fix))
        if len(self.problems) >= MOST_PROBLEMS:
            raise EnoughError

    def stop(self, row: int | None, column: str, value: str, code: str, message: str, fix: str) -> EnoughError:
        """Note a fault that makes no sense of all that follows; raise what this returns."""
        self.add(row, column, value, code, message, fix)
        return EnoughError()

    def check(self) -> None:
        """Raise a ``DataError`` if there is anything."""
        if self.problems:
            raise DataError(sorted(self.problems, key=lambda problem: problem.row or 0))


@dataclass(frozen=True, slots=True)
class Line:
    """An unfolded line, by the number of its first part."""

    number: int
    text: str

    @property
    def name(self) -> str:
        """The property's name in capitals, "" if it is none."""
        found = NAME.match(self.text)
        rest = self.text[found.end() : found.end() + 1] if found else ""
        return found[0].upper() if found and rest in (":", ";") and rest else ""


@dataclass(frozen=True, slots=True)
class Block:
    """A component: its name, where it begins, its own lines, and the blocks in it."""

    name: str
    number: int
    lines: list[Line] = field(default_factory=list)
    inner: list[Block] = field(default_factory=list)

    def named(self, name: str) -> list[Block]:
        """The blocks in it of this name."""
        return [block for block in self.inner if block.name == name]


def blocks(data: bytes, faults: Faults) -> list[Block]:
    """
    The calendars of a file, each with its components.

    What is no property is noted; a file that is no calendar, is too large or nests too deep raises ``EnoughError``.
    """
    if len(data) > MOST_BYTES:
        message = f"the file has {len(data) >> 10} KB, more than {MOST_BYTES >> 10}"
        raise faults.stop(None, "", "", "too-large", message, "export the coming months alone")
    top, open_blocks = Block("", 0), list[Block]()
    counts: dict[str, int] = {}
    for line in _unfolded(data.decode("utf-8-sig", errors="replace")):
        name = line.name
        if name == "BEGIN":
            _begin(line, top, open_blocks, counts, faults)
        elif name == "END":
            _end(line, open_blocks, faults)
        elif not open_blocks:
            fix = "export it as iCalendar (.ics)"
            raise faults.stop(line.number, "", line.text, "not-a-calendar", "this is not in any calendar", fix)
        elif name:
            open_blocks[-1].lines.append(line)
        else:
            faults.add(line.number, "", line.text, "no-property", "this line is no property", "delete it")
    _closed(top, open_blocks, faults)
    return top.inner


def _begin(line: Line, top: Block, open_blocks: list[Block], counts: dict[str, int], faults: Faults) -> None:
    name = _component(line)
    counts[name] = counts.get(name, 0) + 1
    if len(open_blocks) >= DEEPEST:
        message = f"components lie more than {DEEPEST} deep"
        raise faults.stop(line.number, "BEGIN", name, "too-deep", message, "export the calendar anew")
    if not open_blocks and name != "VCALENDAR":
        fix = "export it as iCalendar (.ics)"
        raise faults.stop(line.number, "BEGIN", name, "not-a-calendar", "this is not in any calendar", fix)
    if counts[name] > {"VEVENT": MOST_EVENTS, "VTIMEZONE": MOST_ZONES}.get(name, 10 * MOST_EVENTS):
        message, fix = f"there are more than {counts[name] - 1}", "export the coming months alone"
        raise faults.stop(line.number, "BEGIN", name, "too-many", message, fix)
    block = Block(name, line.number)
    (open_blocks[-1] if open_blocks else top).inner.append(block)
    open_blocks.append(block)


def _end(line: Line, open_blocks: list[Block], faults: Faults) -> None:
    name = _component(line)
    expected = open_blocks[-1].name if open_blocks else ""
    if name != expected:
        message = f"{expected} is open here" if expected else "nothing is open here"
        raise faults.stop(line.number, "END", name, "not-nested", message, "export the calendar anew")
    open_blocks.pop()


def _closed(top: Block, open_blocks: list[Block], faults: Faults) -> None:
    if open_blocks:
        last = open_blocks[-1]
        fix = "it was cut off: export or download it anew"
        raise faults.stop(last.number, "BEGIN", last.name, "not-closed", "this never ends", fix)
    if not top.inner:
        raise faults.stop(None, "", "", "not-a-calendar", "the file is empty", "export it as iCalendar (.ics)")


def _component(line: Line) -> str:
    return line.text.partition(":")[2].strip().upper()


def _unfolded(text: str) -> Iterator[Line]:
    """Lines with what was folded joined; bare CR and LF end lines too, as many programs write them."""
    number, parts = 0, list[str]()
    for at, raw in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if raw[:1] in (" ", "\t") and parts:
            parts.append(raw[1:])
            continue
        if parts:
            yield Line(number, "".join(parts))
        number, parts = at, [raw] if raw.strip() else []
    if parts:
        yield Line(number, "".join(parts))
