"""The texts of every kind of file in a publication, as a program that opens it finds them."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import icalendar
from docx import Document
from fontTools.ttLib import TTFont
from PIL import Image
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from tourplanner.formats.cells import plain


class Page(HTMLParser):
    """A page's tags with the names of their attributes, in order, and its texts outside scripts and styles."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self.texts: list[str] = []
        self._inside = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, *(name for name, _ in attrs)))
        self.texts += [value for _, value in attrs if value]
        self._inside = tag

    def handle_data(self, data: str) -> None:
        if self._inside not in ("script", "style"):
            self.texts.append(data)


def texts_in(name: str, data: bytes) -> list[str]:
    """Every text a reader of this kind of file gets to see."""
    return list(_READERS[name.rpartition(".")[2]](data))


def _html(data: bytes) -> Iterator[str]:
    yield from Page(data).texts


def _pdf(data: bytes) -> Iterator[str]:
    for page in PdfReader(io.BytesIO(data)).pages:
        yield "".join(page.extract_text().split())


def _ics(data: bytes) -> Iterator[str]:
    for part in icalendar.Calendar.from_ical(data).walk():
        yield from (str(value) for value in part.values())


def _xml(data: bytes) -> Iterator[str]:
    for element in ElementTree.fromstring(data).iter():
        yield from filter(None, (element.text, element.tail, *element.attrib.values()))


def _json(data: bytes) -> Iterator[str]:
    yield from _strings(json.loads(data))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(each)


def _csv(data: bytes) -> Iterator[str]:
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        yield from map(plain, row)


def _gpkg(data: bytes) -> Iterator[str]:
    with sqlite3.connect(":memory:") as base:
        base.deserialize(data)
        tables = [name for (name,) in base.execute("SELECT table_name FROM gpkg_contents")]
        for table in tables:
            for row in base.execute(f'SELECT * FROM "{table}"'):
                yield from (value for value in row if isinstance(value, str))
    base.close()


def _xlsx(data: bytes) -> Iterator[str]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for number in range(len(book.sheet_names)):
        yield from (str(cell) for row in book.get_sheet_by_index(number).to_python() for cell in row)


def _plain(data: bytes) -> Iterator[str]:
    yield data.decode()


def _png(data: bytes) -> Iterator[str]:
    with Image.open(io.BytesIO(data)) as picture:
        picture.verify()
        yield from (str(value) for value in picture.info.values())


def _docx(data: bytes) -> Iterator[str]:
    document = Document(io.BytesIO(data))
    yield from (each.text for each in document.paragraphs)
    yield from (cell.text for table in document.tables for row in table.rows for cell in row.cells)


def _font(data: bytes) -> Iterator[str]:
    yield from (str(name) for name in TTFont(io.BytesIO(data))["name"].names)


_READERS = {
    "css": _plain, "csv": _csv, "docx": _docx, "geojson": _json, "gpkg": _gpkg, "gpx": _xml, "graphml": _xml,
    "html": _html, "ics": _ics, "js": _plain, "json": _json, "jsonld": _json, "kml": _xml, "pdf": _pdf, "png": _png,
    "svg": _xml, "ttf": _font, "txt": _plain, "xlsx": _xlsx,
}  # fmt: skip
