"""Text and pictures set from the top down as SVG, for documents that stay editable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from tourplanner.press.fonts import FontSet
from tourplanner.publish.marks import SMALLEST_MM, text
from tourplanner.publish.palette import Palette
from tourplanner.publish.typeface import Style, typeface
from tourplanner.publish.words import clean

LEADING = 1.35
"""From one baseline to the next, in em."""


@dataclass(slots=True)
class Column:
    """
    A column ``width`` mm wide whose next line stands at ``y``, ``left`` mm from the edge of the paper.

    Every line is a text element of its own, in the first family that has all of it.
    """

    left: float
    y: float
    width: float
    palette: Palette
    fonts: FontSet
    parts: list[str] = field(default_factory=list)

    def line(
        self, words: str, size: float, style: Style = "regular", *, x: float = 0.0, anchor: str = "start",
        colour: str = "", y: float | None = None,
    ) -> None:  # fmt: skip
        """One line ``x`` mm from the column's left, its top at ``y``; without it at the column's, which it moves."""
        top = self.y if y is None else y
        family = f"{self.fonts.family_of(clean(words))}, sans-serif"
        look = colour or self.palette.text
        at = self.left + x
        self.parts.append(text(words, at, top + 1.02 * size, size, look, style, anchor, family=family))
        if y is None:
            self.y += LEADING * size

    def paragraph(self, words: str, size: float, *, label: str = "", colour: str = "") -> None:
        """Words over as many lines as they need, a label before them."""
        whole = f"{label} {words}" if label else words
        for at, line in enumerate(wrapped(whole, size, self.width * 0.99)):
            self.line(line, size, colour=colour)
            if label and at == 0 and line.startswith(label):
                known = escape(clean(label))
                self.parts[-1] = self.parts[-1].replace(
                    f">{known}", f'><tspan font-weight="600" fill="{self.palette.text}">{known}</tspan>', 1
                )

    def flow(self, items: Sequence[tuple[str, float, float, str]], size: float, gap: float) -> None:
        """Pictures (SVG, width, height in mm), each with words after it, side by side in rows."""
        x, high = 0.0, LEADING * size * 1.15
        for picture, width, height, words in items:
            whole = width + 1 + typeface("regular").width(clean(words), size)
            if x and x + whole > self.width:
                x, self.y = 0.0, self.y + high
            self.picture(picture, x, self.y + (1.3 * size - height) / 2, width, height)
            self.line(words, size, x=x + width + 1, y=self.y)
            x += whole + gap
        self.y += high

    def picture(self, svg: str, x: float, y: float, width: float, height: float) -> None:
        """A picture with a view box of its own, its top left ``x`` mm from the column's left and at ``y``."""
        place = f'<svg x="{self.left + x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" '
        body = svg.replace(self.palette.hatch, "") if self.palette.hatch else svg
        self.parts.append(body.replace("<svg ", place, 1))

    def rule(self) -> None:
        """A hairline across."""
        colour = self.palette.text if self.palette.ink == "black" else "#cfc8be"
        ends = f'x1="{self.left:.2f}" y1="{self.y:.2f}" x2="{self.left + self.width:.2f}" y2="{self.y:.2f}"'
        self.parts.append(f'<line {ends} stroke="{colour}" stroke-width=".14"/>')


def readable(size: float) -> float:
    """The size, but never too small to be read."""
    return max(size, SMALLEST_MM)


def wrapped(words: str, size: float, width: float, style: Style = "regular") -> list[str]:
    """Lines no wider than ``width``; words that are wider, as those of languages without blanks, are broken."""
    face = typeface(style)
    lines = []
    for line in face.wrap(clean(words), size, width):
        while face.width(line, size) > width:
            count = next(at for at in range(1, len(line) + 1) if face.width(line[:at], size) > width) - 1
            lines.append(line[: max(1, count)])
            line = line[max(1, count) :]
        if line:
            lines.append(line)
    return lines
