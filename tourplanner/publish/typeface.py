"""Widths and coverage of the packaged typeface, read from its font files: what label placement must know."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

FAMILY = "Be Vietnam Pro"
FONTS = Path(__file__).parent / "data" / "fonts"
Style = Literal["regular", "italic", "semibold"]

_FILES: dict[Style, str] = {
    "regular": "BeVietnamPro_400Regular.ttf",
    "italic": "BeVietnamPro_400Regular_Italic.ttf",
    "semibold": "BeVietnamPro_600SemiBold.ttf",
}


@dataclass(frozen=True, slots=True)
class Typeface:
    """Advance widths by character, in em; characters that are not keys have no glyph."""

    advances: dict[str, float]

    def width(self, text: str, size: float) -> float:
        """Width of a line set in ``size``, in the unit of ``size``. Kerning, which narrows, is not counted."""
        fallback = self.advances["M"]
        return size * sum(self.advances.get(character, fallback) for character in text)

    def missing(self, text: str) -> str:
        """The characters of a text that have no glyph, each once, in code point order."""
        return "".join(sorted({character for character in text if character not in self.advances}))

    def wrap(self, text: str, size: float, width: float) -> list[str]:
        """The text in lines no wider than ``width`` where its words allow it."""
        lines: list[str] = []
        for word in text.split():
            if lines and self.width(f"{lines[-1]} {word}", size) <= width:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines

    def balanced(self, text: str, size: float, width: float) -> list[str]:
        """Wrapped into as many lines as ``wrap`` needs, all of them as equally wide as the words allow."""
        lines = self.wrap(text, size, width)
        while (widest := max(self.width(line, size) for line in lines)) > 0:
            narrower = self.wrap(text, size, widest - 0.01)
            if len(narrower) > len(lines) or narrower == lines:
                break
            lines = narrower
        return lines


@cache
def typeface(style: Style) -> Typeface:
    """The packaged typeface in one style; read once."""
    return Typeface(_advances((FONTS / _FILES[style]).read_bytes()))


def _advances(font: bytes) -> dict[str, float]:
    """Advance by character out of the tables head, hhea, hmtx and cmap (OpenType 1.9)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    at: dict[bytes, int] = {}
    for index in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        at[tag] = offset
    (units,) = struct.unpack_from(">H", font, at[b"head"] + 18)
    (metrics,) = struct.unpack_from(">H", font, at[b"hhea"] + 34)
    widths = struct.unpack_from(">" + "Hh" * metrics, font, at[b"hmtx"])[::2]
    glyphs = _characters(font, at[b"cmap"])
    return {chr(code): widths[min(glyph, metrics - 1)] / units for code, glyph in glyphs.items()}


def _characters(font: bytes, cmap: int) -> dict[int, int]:
    """Glyph by code point from the Windows Unicode subtable of format 4 (basic plane)."""
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    records = [struct.unpack_from(">HHI", font, cmap + 4 + 8 * index) for index in range(count)]
    start = cmap + next(offset for platform, encoding, offset in records if (platform, encoding) == (3, 1))
    (twice,) = struct.unpack_from(">H", font, start + 6)
    columns = [start + 14 + shift for shift in (0, twice + 2, 2 * twice + 2, 3 * twice + 2)]
    glyphs: dict[int, int] = {}
    for segment in range(twice // 2):
        last, first, delta, reach = (struct.unpack_from(">H", font, at + 2 * segment)[0] for at in columns)
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if reach:
                (glyph,) = struct.unpack_from(">H", font, columns[3] + 2 * segment + reach + 2 * (code - first))
                if not glyph:
                    continue
            if (glyph + delta) % 0x10000:
                glyphs[code] = (glyph + delta) % 0x10000
    return glyphs
