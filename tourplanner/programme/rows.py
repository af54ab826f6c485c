"""From a file or pasted text to rows: when, how long, where, what. Nothing is looked up here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import time
from pathlib import Path

from tourplanner.catalogue.cells import CLOCK, Fault, bare, clock, minutes
from tourplanner.catalogue.rows import Log, Row, rows_under, score
from tourplanner.catalogue.sheets import MAX_BYTES, BadFileError, Sheet, decode, sheets, text_rows
from tourplanner.catalogue.tables import Column, Table
from tourplanner.errors import Problem
from tourplanner.model import nfc
from tourplanner.programme.words import TABLES, day_heading, half_heading

HEADER_WITHIN = 15
"""The headings stand in one of the first rows, below a title and a logo."""
SEPARATORS = "\t|;,"
TEXT_SUFFIXES = (".csv", ".tsv", ".txt", ".md")
_LINE = Table("programme", (), (Column("line", nfc, ()),), ())


@dataclass(frozen=True, slots=True)
class Written:
    """
    One row as written: ``begin`` is None where it continues the row above, ``place`` is "" where it says nothing.

    ``row`` is the sheet's row it can be complained about in; ``tabled`` says whether places have a column of their own.
    """

    row: Row
    day: int
    begin: time | None
    minutes: int | None
    place: str
    what: str
    tabled: bool

    def fault(self, log: Log, column: str, value: str, fault: Fault) -> None:
        row = replace(self.row, cells={**self.row.cells, column: value})
        log.fault(row, column, fault)


@dataclass(frozen=True, slots=True)
class Source:
    """What was read: its rows in order and its title."""

    title: str
    rows: tuple[Written, ...]


def read_source(source: str | Path, log: Log) -> Source:
    """All rows of a workbook, table or text; what cannot be read is noted in ``log``."""
    try:
        found, title = _sheets(source, log)
    except BadFileError as bad:
        log.problems.append(bad.problem)
        return Source("", ())
    rows: list[Written] = []
    for sheet in found:
        log.problems += sheet.problems
        rows += _rows(sheet, log, len({row.day for row in rows}))
        title = title or _title(sheet) or ("" if is_text(source) else Path(source).stem)
    return Source(title, tuple(rows))


def is_text(source: str | Path) -> bool:
    """Whether a source is the programme itself rather than the name of a file."""
    return isinstance(source, str) and ("\n" in source.strip() or not re.search(r"\.\w{2,5}$", source.strip()))


def _sheets(source: str | Path, log: Log) -> tuple[list[Sheet], str]:
    if is_text(source):
        return [_of_text(str(source), Path("the text"))], ""
    path = Path(source)
    if path.suffix.lower() in TEXT_SUFFIXES and path.is_file():
        if path.stat().st_size > MAX_BYTES:
            raise BadFileError(Problem(path.name, None, "", "", "file-too-large", "the file is too large for a tour"))
        return [_of_text(decode(path), path)], ""
    found, problems = sheets(path)
    log.problems += problems
    return found, path.stem


def _of_text(text: str, path: Path) -> Sheet:
    """A table if one of the separators makes headings of one of its first lines; else lines with one cell each."""
    top = text.splitlines()[:HEADER_WITHIN]
    best = max(SEPARATORS, key=lambda mark: max((_headings(line.split(mark)) for line in top), default=0))
    if max((_headings(line.split(best)) for line in top), default=0) >= 2:
        return Sheet(path.name, path.stem, text_rows(text, path, best))
    rows = tuple((number, (line.strip(),)) for number, line in enumerate(text.splitlines(), 1))
    return Sheet(path.name, path.stem, rows)


def _headings(cells: Iterable[str]) -> int:
    """How many columns a row of cells heads: a time and at least one more."""
    named = [cell.strip(' "') for cell in cells]
    best = max(score(table, named) for table in TABLES)
    timed = any(score(replace(table, columns=table.columns[:1]), named) for table in TABLES)
    return best if timed else 0


def _rows(sheet: Sheet, log: Log, days: int) -> list[Written]:
    top = list(enumerate(sheet.rows[:HEADER_WITHIN]))
    at = max(top, key=lambda row: (_headings(row[1][1]), -row[0]), default=(0, (1, ())))[0]
    if not sheet.rows or _headings(sheet.rows[at][1]) < 2:
        return list(_lines(sheet, log, days))
    table = max(TABLES, key=lambda each: score(each, sheet.rows[at][1]))
    return list(_tabled(sheet, at, table, log, days))


def _tabled(sheet: Sheet, at: int, table: Table, log: Log, days: int) -> Iterator[Written]:
    day = days + 1
    first, seen = day, False
    for row in rows_under(_plain(sheet, at), at, table, log):
        cells = row.cells
        heading = next(iter(cells.values())) if len(set(cells.values())) == 1 else ""
        number = day_heading(cells.get("day", "")) or day_heading(heading)
        if number is None and re.fullmatch(r"\d{1,2}", cells.get("day", "")):
            number = int(cells["day"])
        if number is not None:
            day = max(first, days + min(number, 60))
        if heading and (day_heading(heading) or half_heading(heading)):
            continue
        if not seen and len(cells) == 1 and "time" not in cells:
            continue
        seen = True
        begin, length = _span(row, log), _length(row, "minutes", log)
        if begin[1] is not None and length is None:
            length = begin[1]
        merged = (row.number, _position(sheet, at, table, "time")) in sheet.merged
        place, what = cells.get("place", ""), cells.get("what", "")
        yield Written(row, day, None if merged else begin[0], length, place, what, "place" in row.headings)


def _plain(sheet: Sheet, at: int) -> Sheet:
    """The sheet with the cells beyond its headings left out: remarks beside a table are not complained about."""
    width = len(sheet.rows[at][1])
    return replace(sheet, rows=tuple((number, cells[:width]) for number, cells in sheet.rows))


def _position(sheet: Sheet, at: int, table: Table, name: str) -> int:
    one = replace(table, columns=(table.column(name),))
    return next((n for n, cell in enumerate(sheet.rows[at][1]) if score(one, [cell])), -1)


def _span(row: Row, log: Log) -> tuple[time | None, int | None]:
    """Begin and, if an end is written, the minutes until then; a fault is noted."""
    text, end = row.cells.get("time", ""), row.cells.get("end", "")
    try:
        return span(f"{text} - {end}" if text and end else text) if text.strip("- –") else (None, None)
    except Fault as fault:
        log.fault(row, "time", fault)
        return None, None


def _length(row: Row, column: str, log: Log) -> int | None:
    text = row.cells.get(column, "").strip("-–— ")
    try:
        return minutes(text) if text and text != "0" else None
    except Fault as fault:
        log.fault(row, column, fault)
        return None


def span(text: str) -> tuple[time, int | None]:
    """
    A time of day, with the minutes to a second one if there is one: ``8h30``, ``14h00-15h30``, ``từ 8h đến 9h30``.

    ``Fault`` if it is neither, or ends before it begins.
    """
    dated = re.fullmatch(r"\d{4}-\d\d-\d\d (\d\d:\d\d)(?::\d\d)?", text.strip())
    written = dated[1] if dated else re.sub(r"\b(?:tới|đến|to|until|till)\b|→|>", "-", nfc(text).lower())
    parts = [part.strip() for part in bare(re.sub(r"\b(?:từ|lúc|from|at)\b", " ", written)).split("-")]
    parts = [part.rstrip(":") for part in parts if part]
    if not 1 <= len(parts) <= 2:
        raise Fault("time-unreadable", "this is not a time of day", "write it like 8h30 or 08:30-10:00")
    first = clock(parts[0])
    if len(parts) == 1:
        return first, None
    last = clock(parts[1])
    length = (last.hour - first.hour) * 60 + last.minute - first.minute
    if length <= 0:
        raise Fault("ends-before-it-begins", f"it ends at {last:%H:%M}, not after it begins at {first:%H:%M}")
    return first, length


_BULLET = re.compile(r"^[\s\-–—•*+·►▪○#>]+(?=\D|\d{1,2}\s*(?:[h:.]|giờ|am|pm))", re.IGNORECASE)
_DASH = r"\s*(?:-|–|—|~|đến|tới|to|→)\s*"
_ACCENTED_CLOCK = (
    CLOCK.replace("gio|g", "giờ|gio|g")
    .replace("ruoi", "rưỡi|ruoi")
    .replace("sang|trua|chieu|toi", "sáng|trưa|chiều|tối|sang|trua|chieu|toi")
)
_TIMED = re.compile(rf"(?:từ |lúc |khoảng |from |at )?(?P<span>{_ACCENTED_CLOCK}(?:{_DASH}{_ACCENTED_CLOCK})?)"
                    r"(?=[\s:,|)\]\-–—\t.]|$)(?P<rest>.*)", re.IGNORECASE)  # fmt: skip
_MARKED = re.compile(r"\d\s*(?:h|:|giờ|gio|am|pm|\.\d\d)", re.IGNORECASE)
_FOR = re.compile(
    r"[\s(,|;–—-]*(?:trong |for |khoảng )?"
    r"(?P<length>\d{1,2}(?:[.,]\d)?\s*(?:h|giờ|tiếng|hours?)\s*(?:\d{1,2}|rưỡi)?(?:\s*phút)?"
    r"|\d{1,3}\s*(?:phút|phut|ph|p|'|’|mins?|minutes?))\s*\)?\.?$",
    re.IGNORECASE,
)


def _lines(sheet: Sheet, log: Log, days: int) -> Iterator[Written]:
    """Free text: a line that begins with a time is a row, the lines below it belong to it."""
    day, begun = days + 1, False
    for number, cells in sheet.rows:
        text = _BULLET.sub("", " ".join(cell for cell in dict.fromkeys(cells) if cell).strip("| ").strip())
        row = Row(_LINE, sheet.file, number, 0, {"line": text}, {"line": ""})
        heading = day_heading(text)
        match = _TIMED.fullmatch(text)
        if heading is not None:
            day = max(days + 1, days + min(heading, 60))
        elif match and _MARKED.search(match["span"]):
            begun = True
            yield from _timed(row, day, match, log)
        elif text and begun and not half_heading(text):
            yield Written(row, day, None, None, "", text, False)


def _timed(row: Row, day: int, match: re.Match[str], log: Log) -> Iterator[Written]:
    rest = match["rest"].strip(" :-–—|,.)]\t")
    try:
        begin, length = span(match["span"])
    except Fault as fault:
        log.fault(row, "line", fault)
        return
    stated = _FOR.search(rest)
    if stated:
        rest = rest[: stated.start()]
        try:
            length = minutes(nfc(stated["length"]))
        except Fault as fault:
            log.fault(row, "line", fault)
    yield Written(row, day, begin, length, "", rest.strip(), False)


def _title(sheet: Sheet) -> str:
    """The first text of a sheet that is neither a heading nor a line of the programme."""
    for _, cells in sheet.rows[:HEADER_WITHIN]:
        said = [cell for cell in dict.fromkeys(cells) if cell]
        if said and (len(said) > 1 or _TIMED.fullmatch(said[0]) or day_heading(said[0])):
            return ""
        if said:
            return said[0]
    return ""
