"""What an OpenType font file says of itself: family names, characters, widths (OpenType 1.9, collections included)."""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Tables = dict[bytes, int]
"""Offset in the file by tag."""
Font = mmap.mmap
_WINDOWS_ENGLISH, _FAMILY = (3, 1, 0x409), 1


@dataclass(frozen=True, slots=True)
class Face:
    """One font of a file; ``number`` counts from 0 in a collection."""

    path: Path
    number: int
    family: str

    @property
    def advances(self) -> dict[str, float]:
        """Advance widths by character, in em; characters that are not keys have no glyph."""
        return advances(self.path, self.number)


@cache
def faces(path: Path) -> tuple[Face, ...]:
    """The fonts of a file in its order, without variable ones, which Typst cannot set; () for what is no font."""
    try:
        with _opened(path) as font:
            return tuple(
                Face(path, number, _family(font, tables[b"name"]))
                for number, tables in enumerate(_fonts(font))
                if b"fvar" not in tables and {b"name", b"cmap", b"hmtx"} <= set(tables) and _subtable(font, tables)
            )
    except (OSError, struct.error, ValueError):
        return ()


@cache
def advances(path: Path, number: int = 0) -> dict[str, float]:
    """Advance in em by character, of font ``number`` of a file."""
    with _opened(path) as font:
        at = list(_fonts(font))[number]
        (units,) = struct.unpack_from(">H", font, at[b"head"] + 18)
        (metrics,) = struct.unpack_from(">H", font, at[b"hhea"] + 34)
        widths = struct.unpack_from(">" + "Hh" * metrics, font, at[b"hmtx"])[::2]
        glyphs = _characters(font, at)
        return {chr(code): widths[min(glyph, metrics - 1)] / units for code, glyph in glyphs}


@contextmanager
def _opened(path: Path) -> Iterator[Font]:
    """A file's bytes without reading all of them: collections are large, and their heads small."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as font:
        yield font


def _fonts(font: Font) -> Iterator[Tables]:
    starts = [0]
    if font[:4] == b"ttcf":
        (count,) = struct.unpack_from(">I", font, 8)
        starts = list(struct.unpack_from(f">{count}I", font, 12))
    for start in starts:
        (tables,) = struct.unpack_from(">H", font, start + 4)
        records = (struct.unpack_from(">4sIII", font, start + 12 + 16 * index) for index in range(tables))
        yield {tag: offset for tag, _, offset, _ in records}


def _family(font: Font, name: int) -> str:
    count, storage = struct.unpack_from(">HH", font, name + 2)
    records = (struct.unpack_from(">6H", font, name + 6 + 12 * index) for index in range(count))
    where = {record[:4]: record[4:] for record in records}
    length, offset = where.get((*_WINDOWS_ENGLISH, _FAMILY), (0, 0))
    start = name + storage + offset
    return font[start : start + length].decode("utf-16-be")


def _characters(font: Font, tables: Tables) -> Iterator[tuple[int, int]]:
    """Code points with their glyphs."""
    encoding, start = _subtable(font, tables) or (0, 0)
    return _of_all_planes(font, start) if encoding == 10 else _of_the_basic_plane(font, start)


def _subtable(font: Font, tables: Tables) -> tuple[int, int] | None:
    """Encoding and offset of the Windows Unicode subtable: that of all planes (10), or of the first (1), if any."""
    cmap = tables[b"cmap"]
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    records = [struct.unpack_from(">HHI", font, cmap + 4 + 8 * index) for index in range(count)]
    found = {encoding: cmap + offset for platform, encoding, offset in records if platform == 3}
    return next(((encoding, found[encoding]) for encoding in (10, 1) if encoding in found), None)


def _of_all_planes(font: Font, start: int) -> Iterator[tuple[int, int]]:
    """Format 12: groups of consecutive code points with consecutive glyphs."""
    (count,) = struct.unpack_from(">I", font, start + 12)
    for index in range(count):
        first, last, glyph = struct.unpack_from(">III", font, start + 16 + 12 * index)
        for code in range(first, last + 1):
            if glyph + code - first:
                yield code, glyph + code - first


def _of_the_basic_plane(font: Font, start: int) -> Iterator[tuple[int, int]]:
    """Format 4: segments, their glyphs counted on or looked up."""
    (twice,) = struct.unpack_from(">H", font, start + 6)
    columns = [start + 14 + shift for shift in (0, twice + 2, 2 * twice + 2, 3 * twice + 2)]
    for segment in range(twice // 2):
        last, first, delta, reach = (struct.unpack_from(">H", font, at + 2 * segment)[0] for at in columns)
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if reach:
                (glyph,) = struct.unpack_from(">H", font, columns[3] + 2 * segment + reach + 2 * (code - first))
                if not glyph:
                    continue
            if (glyph + delta) % 0x10000:
                yield code, (glyph + delta) % 0x10000
