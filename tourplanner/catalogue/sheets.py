"""Files as rows of text: CSV in any usual encoding, Excel workbooks, GeoJSON. Nothing is interpreted here."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from tourplanner.errors import Problem

MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_BYTES = 50_000_000
MAX_UNPACKED_BYTES = 500_000_000
SUFFIXES = (".csv", ".tsv", ".xlsx", ".geojson")

_VIETNAMESE = frozenset("àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ–—‘’“”…•°₫€²³½×·\xa0")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    One table as text: ``rows`` are (number, cells), numbers as the program shows them.

    ``file`` names the file, with the sheet of a workbook; ``title`` is what the table may be recognised by. ``merged``
    are the cells, by row number and column from 0, that a merged cell above them reaches down to.
    """

    file: str
    title: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    own_file: bool = True
    problems: tuple[Problem, ...] = ()
    merged: frozenset[tuple[int, int]] = frozenset()


class BadFileError(Exception):
    """A file that cannot be read at all."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


def sheets(source: str | Path) -> tuple[list[Sheet], list[Problem]]:
    """All tables of a file, or of all table files of a folder in the order of their names, and what is unreadable."""
    path = Path(source)
    found: list[Sheet] = []
    problems: list[Problem] = []
    for each in _files(path):
        try:
            found += _read(each)
        except BadFileError as bad:
            problems.append(bad.problem)
    if not found and not problems:
        what = "the folder holds no table" if path.is_dir() else "there is no such file or folder"
        problems.append(Problem(str(path), None, "", "", "file-missing", what, f"tables end in {', '.join(SUFFIXES)}"))
    return found, problems


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path] if path.exists() else []
    # Office programs leave lock files ("~$...") and hidden files beside an open table.
    return sorted(each for each in path.iterdir() if each.suffix.lower() in SUFFIXES and each.name[0] not in "~.")


def _read(path: Path) -> list[Sheet]:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        fix = "save it as .xlsx" if suffix in (".xls", ".ods", ".xlsm") else f"bring one of {', '.join(SUFFIXES)}"
        raise _bad(path, "file-unknown", f"files ending in {suffix or 'nothing'} cannot be read", fix)
    if path.stat().st_size > MAX_BYTES:
        raise _bad(path, "file-too-large", f"the file is larger than {MAX_BYTES // 1_000_000} MB", "split it")
    if suffix == ".xlsx":
        return list(_workbook(path))
    if suffix == ".geojson":
        return [_geojson(path)]
    return [Sheet(path.name, path.stem, text_rows(decode(path), path))]


def _bad(path: Path, code: str, message: str, fix: str = "", row: int | None = None) -> BadFileError:
    return BadFileError(Problem(path.name, row, "", "", code, message, fix))


def decode(path: Path) -> str:
    """The text of a file: UTF-8 or UTF-16 by their marks, UTF-8, or Windows-1258 where it is plainly Vietnamese."""
    data = path.read_bytes()
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16")
        if data[1:64:2].count(0) > len(data[1:64:2]) // 2:
            return data.decode("utf-16-le")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        text = "\x00"
    if all(c in _VIETNAMESE or (c.isascii() and c != "\x00") for c in text.lower()):
        return text
    raise _bad(path, "encoding-unknown", "the letters cannot be read", "save it as “CSV UTF-8”")


def text_rows(text: str, path: Path, separator: str = "") -> tuple[tuple[int, tuple[str, ...]], ...]:
    """
    Lines of text as rows of cells, numbered from 1; the separator is guessed unless one is given.

    ``path`` only names the text in the error: ``BadFileError`` if quotes do not match or there is too much of it.
    """
    first, _, rest = text.partition("\n")
    named = re.fullmatch(r"sep=(.)\r?", first)
    if named:
        text = rest
    line = re.sub(r'"[^"]*"', "", text.partition("\n")[0])
    separator = separator or (named[1] if named else max(",;\t", key=lambda mark: (line.count(mark), mark == ",")))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, tuple[str, ...]]] = []
    try:
        for number, cells in enumerate(reader, 1):
            _within_limits(path, number, len(cells))
            rows.append((number, tuple(map(unescape, cells))))
    except csv.Error as error:
        fix = 'write " inside a cell as ""'
        raise _bad(path, "csv-broken", f"the quotes do not match ({error})", fix, len(rows) + 1) from None
    return tuple(rows)


def _within_limits(path: Path, rows: int, columns: int) -> None:
    if rows > MAX_ROWS:
        raise _bad(path, "too-many-rows", f"more than {MAX_ROWS:,} rows", "split the table")
    if columns > MAX_COLUMNS:
        raise _bad(path, "too-many-columns", f"more than {MAX_COLUMNS} columns", "delete the columns not needed")


def escape(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; ``unescape`` gives the text back."""
    return f"'{text}" if _ESCAPED.match(f"'{text}") else text


def unescape(cell: str) -> str:
    """The text of a cell without the apostrophe that keeps a spreadsheet from calculating it."""
    stripped = cell.strip()
    return stripped[1:] if _ESCAPED.match(stripped) else stripped


def _workbook(path: Path) -> Iterator[Sheet]:
    try:
        from openpyxl import load_workbook
    except ModuleNotFoundError:
        raise _bad(
            path, "package-missing", "reading Excel needs one more package", 'pip install "tourplanner[excel]"'
        ) from None
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(each.file_size for each in packed.infolist())
        if size > MAX_UNPACKED_BYTES:
            raise _bad(path, "file-too-large", "the workbook is too large when unpacked", "split it")
        book, written = load_workbook(path, data_only=True), load_workbook(path)
    except BadFileError:
        raise
    except Exception as error:
        # openpyxl raises whatever its parts raise (KeyError, ValueError, XML errors) on a damaged workbook.
        message = f"this is not a workbook Excel wrote ({error})"
        raise _bad(path, "workbook-broken", message, "save it again as .xlsx") from None
    for sheet in book.worksheets:
        _within_limits(path, sheet.max_row, sheet.max_column)
        file = f"{path.name}[{sheet.title}]"
        problems = tuple(_uncalculated(file, sheet, written[sheet.title]))
        yield Sheet(file, sheet.title, _cells(sheet), len(book.worksheets) == 1, problems, _merged(sheet))


def _uncalculated(file: str, sheet: Any, written: Any) -> Iterator[Problem]:
    for row in written.iter_rows():
        for cell in row:
            if cell.data_type == "f" and sheet[cell.coordinate].value is None:
                message = "a formula whose result is not in the file"
                text = str(cell.value)
                yield Problem(file, cell.row, cell.column_letter, text, "formula", message, "paste its value instead")


def _cells(sheet: Any) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Values as Excel last showed them; a merged cell's value stands in every cell it covers."""
    grid = [[cell.value for cell in row] for row in sheet.iter_rows()]
    for area in sheet.merged_cells.ranges:
        value = grid[area.min_row - 1][area.min_col - 1]
        for row in range(area.min_row - 1, min(area.max_row, len(grid))):
            grid[row][area.min_col - 1 : area.max_col] = [value] * (area.max_col - area.min_col + 1)
    return tuple((number, tuple(map(_cell_text, row))) for number, row in enumerate(grid, 1))


def _merged(sheet: Any) -> frozenset[tuple[int, int]]:
    return frozenset(
        (row, column - 1)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row + 1, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    )


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        return f"{int(value.total_seconds()) // 60} min"
    return value.isoformat() if isinstance(value, date) else unescape(str(value))


def _geojson(path: Path) -> Sheet:
    """Features as rows counted from 1, after a heading row 0 of all property names with lat and lon."""
    try:
        features = json.loads(decode(path))["features"]
        properties = [dict(feature.get("properties") or {}) for feature in features]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        message = "this is no GeoJSON feature collection"
        raise _bad(path, "geojson-broken", message, "export it again as GeoJSON") from None
    _within_limits(path, len(features), 0)
    names = [name for name in dict.fromkeys(n for row in properties for n in row) if name not in ("lat", "lon")]
    rows = [(0, (*names, "lat", "lon"))]
    for number, (feature, row) in enumerate(zip(features, properties, strict=True), 1):
        point = _point(path, number, feature.get("geometry"))
        rows.append((number, (*(_json_text(row.get(name)) for name in names), *point)))
    return Sheet(path.name, path.stem, tuple(rows))


def _point(path: Path, number: int, geometry: Any) -> tuple[str, str]:
    if geometry is None:
        return "", ""
    try:
        lon, lat = geometry["coordinates"][:2]
        if geometry["type"] == "Point" and isinstance(lon, int | float) and isinstance(lat, int | float):
            return repr(lat), repr(lon)
    except (KeyError, TypeError, ValueError):
        pass
    fix = "export points (centroids), not lines or areas"
    raise _bad(path, "geometry-unknown", "a place is one point", fix, number)


def _json_text(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return _cell_text(value)
