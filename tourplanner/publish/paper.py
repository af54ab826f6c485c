"""What a map is printed on: size, way up, and the inks there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Size = Literal["A4", "A3"]
Ink = Literal["colour", "black"]
_SIDES: dict[Size, tuple[float, float]] = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}


@dataclass(frozen=True, slots=True)
class Paper:
    """
    A sheet of paper: ``size`` "A4" or "A3", upright or ``landscape``, printed in "colour" or with "black" ink alone.

    Black is drawn for a photocopier: no greys; legs are told apart by line pattern and letter.

    Raises
    ------
    ValueError
        If there is no such size or ink: everything that is wrong.
    """

    size: Size = "A4"
    landscape: bool = False
    ink: Ink = "colour"

    def __post_init__(self) -> None:
        wrong = [
            f"{name} {value!r}: one of {', '.join(map(repr, known))}"
            for name, value, known in (("size", self.size, get_args(Size)), ("ink", self.ink, get_args(Ink)))
            if value not in known
        ]
        if wrong:
            raise ValueError(f"no such paper: {'; '.join(wrong)}")

    @property
    def width(self) -> float:
        """Millimetres."""
        return _SIDES[self.size][1 if self.landscape else 0]

    @property
    def height(self) -> float:
        """Millimetres."""
        return _SIDES[self.size][0 if self.landscape else 1]

    @property
    def type_scale(self) -> float:
        """How much larger than on A4 the text around the map is set."""
        return 1.2 if self.size == "A3" else 1.0

    @property
    def margin(self) -> float:
        """Millimetres left free at the left and the right; most office printers need 5."""
        return 12 * self.type_scale

    @property
    def side(self) -> float:
        """Width in mm of the column beside the map; 0 where the timetable stands below it."""
        return 102 * self.type_scale if self.landscape else 0.0

    @property
    def gutter(self) -> float:
        """Millimetres between the map and the column beside it; 0 without one."""
        return 5 * self.type_scale if self.landscape else 0.0

    @property
    def map_width(self) -> float:
        """Millimetres of width the map has."""
        return self.width - 2 * self.margin - self.side - self.gutter

    @property
    def map_height(self) -> float:
        """Millimetres of height the map should have: a longer table is set smaller first."""
        return 120.0 if self.size == "A4" else 200.0


EVERY_PAPER = tuple(
    Paper(size, landscape, ink) for size in _SIDES for landscape in (False, True) for ink in ("colour", "black")
)
"""All eight, the plainest first."""
