"""How a printed map looks: one set of colours, and one of lines and hatching for black ink alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tourplanner.publish.paper import Ink


class RoadLook(NamedTuple):
    """Fill, casing, width in mm at 1:100 000, and the smallest scale (largest denominator) a class is drawn at."""

    fill: str
    casing: str
    width: float
    smallest: int


class Stroke(NamedTuple):
    """One line of those that make a look: colour, width in mm, dashes in mm and the shape of their ends."""

    colour: str
    width: float
    dash: str = ""
    cap: str = "butt"


@dataclass(frozen=True, slots=True)
class Palette:
    """
    What the base of a map and the signs on it are drawn with.

    Areas without a colour are left out. ``water_line`` is the shore, "" for none; ``hatch`` the SVG of the patterns
    that fills refer to.
    """

    ink: Ink
    paper: str
    urban: str
    wood: str
    water: str
    water_line: str
    river: str
    rail: str
    commune: str
    province: str
    beyond: str
    text: str
    place: str
    water_text: str
    small_print: str
    visit: str
    shield: str
    shield_text: str
    frame: str
    roads: tuple[tuple[str, RoadLook], ...]
    casing: float
    """How much wider than its fill a road's casing is, in mm."""
    lane: float
    """How far in mm a leg on a road is shifted to its right, so that there and back lie side by side."""
    hatch: str = ""

    def road(self, kind: str) -> RoadLook:
        return dict(self.roads)[kind]


COLOUR = Palette(
    ink="colour", paper="#fbf8f2", urban="#f0e9dd", wood="#e3eddb", water="#b9dbee", water_line="", river="#8cc0de",
    rail="#8a8580", commune="#b9aab4", province="#8a6f8f", beyond="#e9e6e0", text="#1c1b1a", place="#4c4842",
    water_text="#2c6c94", small_print="#55504a", visit="#a8231c", shield="#33694f", shield_text="#ffffff",
    frame="#6b635b", casing=0.22, lane=0.55,
    roads=(
        ("street", RoadLook("#ffffff", "#ddd5c8", 0.42, 40_000)),
        ("tertiary", RoadLook("#ffffff", "#d6cdbf", 0.50, 170_000)),
        ("link", RoadLook("#f6cf94", "#c99a5b", 0.45, 110_000)),
        ("secondary", RoadLook("#ffffff", "#c9bda9", 0.70, 350_000)),
        ("primary", RoadLook("#fbe0a3", "#cfa75c", 0.90, 800_000)),
        ("trunk", RoadLook("#f7c885", "#c48f4d", 1.05, 2_000_000)),
        ("motorway", RoadLook("#f0a469", "#b96f38", 1.20, 10_000_000)),
    ),
)  # fmt: skip

_B, _W = "#000000", "#ffffff"
# A copier loses greys and closes small gaps: water is ruled with lines far apart, roads are two thin lines or one.
_HATCHES = (
    '<pattern id="water" width="8" height=".8" patternUnits="userSpaceOnUse">'
    '<path d="M0 .4H8" stroke="#000" stroke-width=".1"/></pattern>'
    '<pattern id="beyond" width="2.4" height="2.4" patternUnits="userSpaceOnUse">'
    '<rect width="2.4" height="2.4" fill="#fff"/>'
    '<circle cx="1.2" cy="1.2" r=".12"/></pattern>'
)
BLACK = Palette(
    ink="black", paper=_W, urban="", wood="", water="url(#water)", water_line=_B, river=_B, rail=_B, commune=_B,
    province=_B, beyond="url(#beyond)", text=_B, place=_B, water_text=_B, small_print=_B, visit=_B, shield=_W,
    shield_text=_B, frame=_B, casing=0.2, lane=1.05, hatch=_HATCHES,
    roads=(
        ("street", RoadLook(_B, _B, 0.10, 20_000)),
        ("tertiary", RoadLook(_B, _B, 0.10, 110_000)),
        ("link", RoadLook(_W, _B, 0.35, 60_000)),
        ("secondary", RoadLook(_B, _B, 0.14, 350_000)),
        ("primary", RoadLook(_W, _B, 0.55, 800_000)),
        ("trunk", RoadLook(_W, _B, 0.75, 2_000_000)),
        ("motorway", RoadLook(_W, _B, 0.95, 10_000_000)),
    ),
)  # fmt: skip

# Of roads a route follows, in black: told apart by how a line is built, dashes being kept for what is no road.
_BUILT: tuple[tuple[Stroke, ...], ...] = (
    (Stroke(_B, 1.3),),
    (Stroke(_B, 1.7), Stroke(_W, 0.9)),
    (Stroke(_B, 1.7), Stroke(_W, 1.1, "2.6 2.2")),
    (Stroke(_B, 0.6), Stroke(_B, 2.0, "0.6 2.2")),
    (Stroke(_B, 1.9), Stroke(_W, 1.3), Stroke(_B, 0.5)),
    (Stroke(_B, 1.7), Stroke(_W, 1.1, "0.9 0.9")),
    (Stroke(_B, 0.5), Stroke(_B, 1.5, "0.01 2.6", "round")),
    (Stroke(_B, 1.7), Stroke(_W, 0.8, "0.01 1.9", "round")),
)
_WALK_DASH, _STRAIGHT_DASH = "0.01 1.7", "3 1.7"
LINE_MM = 0.95
"""Width of a leg's line in colour."""
LEG_CASING_MM = 0.9
"""How much wider the white below a leg is than the leg."""


def palette_of(ink: Ink) -> Palette:
    return BLACK if ink == "black" else COLOUR


def leg_strokes(palette: Palette, colour: str, leg: int, *, straight: bool, walk: bool) -> tuple[Stroke, ...]:
    """The lines of a leg, the lowest first: in colour its own colour, in black its own pattern by its number."""
    if palette.ink == "black" and not (straight or walk):
        return _BUILT[leg % len(_BUILT)]
    dash = _WALK_DASH if walk else _STRAIGHT_DASH if straight else ""
    return (Stroke(palette.text if palette.ink == "black" else colour, LINE_MM, dash, "round" if walk else "butt"),)
