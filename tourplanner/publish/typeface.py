"""Widths and coverage of the packaged typeface: what label placement must know."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from tourplanner.press.fontfile import advances
from tourplanner.press.packaged import FONTS

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
        """
        Width of a line set in ``size``, in the unit of ``size``. Kerning, which narrows, is not counted.

        A character that another typeface has to lend counts as one em, which is what Korean, Japanese and Chinese take.
        """
        return size * sum(self.advances.get(character, 1.0) for character in text)

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
    return Typeface(advances(FONTS / _FILES[style]))
