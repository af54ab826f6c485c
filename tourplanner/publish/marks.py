"""Signs on top of a printed map as SVG: legs with arrows, numbered discs, lettering, scale bar and north arrow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

import numpy as np

from tourplanner.model.bounds import Points
from tourplanner.press.fonts import FontSet
from tourplanner.press.lettering import Lettering
from tourplanner.press.packaged import FAMILY
from tourplanner.publish.boxes import Box
from tourplanner.publish.labels import LEADING, Label
from tourplanner.publish.mapdraw import path, stroke
from tourplanner.publish.palette import COLOUR, LEG_CASING_MM, Palette, leg_strokes
from tourplanner.publish.projection import Sheet, bar_metres
from tourplanner.publish.tracks import DISC_MM, Marker, Symbol, Track
from tourplanner.publish.typeface import Style, typeface
from tourplanner.publish.words import clean

INK = COLOUR.text
ARROW_EVERY_MM = 32.0
SMALLEST_MM = 2.12
"""Six points: smaller type is not read on paper."""
_HOUSE = "M-1.45 .1L0-1.4L1.45.1H1V1.3H.35V.4H-.35V1.3H-1V.1Z"
_FLAG = "M-.85-1.5H-.5V-1.3L1.25-.65L-.5 0V1.5H-.85Z"
_FORK = (
    "M-1.15-1.4V-.55M-.75-1.4V1.4M-.35-1.4V-.55M-1.15-.6Q-1.15-.1-.75-.1Q-.35-.1-.35-.6"
    "M.75 1.4V-1.4Q1.4-1 1.25.15H.75"
)


def text(
    words: str, x: float, y: float, size: float, colour: str = INK, style: Style = "regular", anchor: str = "middle",
    halo: float = 0.0, family: str = FAMILY,
) -> str:  # fmt: skip
    """One line of text with its baseline at ``y``; ``halo`` is the width in mm of the white around it."""
    weight = ' font-weight="600"' if style == "semibold" else ' font-style="italic"' if style == "italic" else ""
    around = f' stroke="#fff" stroke-width="{2 * halo:.2f}" stroke-linejoin="round"' if halo else ""
    look = f'font-family="{family}" font-size="{size:.2f}" fill="{colour}" text-anchor="{anchor}"{weight}'
    body = escape(clean(words))
    under = f'<text x="{x:.2f}" y="{y:.2f}" {look}{around} aria-hidden="true">{body}</text>' if halo else ""
    return f'{under}<text x="{x:.2f}" y="{y:.2f}" {look}>{body}</text>'


def draw_tracks(tracks: Sequence[Track], palette: Palette = COLOUR) -> Iterator[str]:
    """Legs, later ones above earlier ones, arrows above all lines."""
    looks = [
        leg_strokes(palette, track.colour, track.leg, straight=track.straight, walk=track.walk) for track in tracks
    ]
    for track, look in zip(tracks, looks, strict=True):
        yield stroke(path([track.line]), "#ffffff", max(line.width for line in look) + LEG_CASING_MM)
    for track, look in zip(tracks, looks, strict=True):
        data = path([track.line])
        yield from (stroke(data, *line) for line in look)
    for track in tracks:
        yield from _arrows(track, palette)


def _arrows(track: Track, palette: Palette) -> Iterator[str]:
    colour, zoom = (palette.text, " scale(1.25)") if palette.ink == "black" else (track.colour, "")
    count = round(track.length / ARROW_EVERY_MM) or int(track.length > 9)
    lengths = np.insert(np.cumsum(np.hypot(*np.diff(track.line, axis=0).T)), 0, 0.0)
    for index in range(count):
        at = track.length * (index + 0.5) / count
        (x, y), (before_x, before_y) = (
            [float(np.interp(where, lengths, track.line[:, axis])) for axis in (0, 1)] for where in (at, at - 1.0)
        )
        angle = np.degrees(np.arctan2(y - before_y, x - before_x))
        place = f"translate({x:.2f} {y:.2f}) rotate({angle:.1f}){zoom}"
        yield (
            f'<path d="M1.7 0L-1.25 1.35L-.6 0L-1.25-1.35Z" transform="{place}" '
            f'fill="{colour}" stroke="#fff" stroke-width=".35" stroke-linejoin="round"/>'
        )


def draw_marker(marker: Marker, palette: Palette = COLOUR, *, spots: bool = True) -> Iterator[str]:
    """A row of symbols, and with ``spots`` a dot with a line to it for each true point the row does not cover."""
    box = marker.box
    for x, y in np.unique(marker.spots.round(2), axis=0).tolist() if spots else ():
        if not box.left < x < box.right or not box.top < y < box.bottom or len(marker.symbols) > 2:
            line = np.array([[x, y], [marker.x, marker.y]])
            yield stroke(path([line]), INK, 0.3)
            yield f'<circle cx="{x:.2f}" cy="{y:.2f}" r=".7" fill="#fff" stroke="{INK}" stroke-width=".35"/>'
    wide = box.grown(0.45)
    if len(marker.symbols) > 1:
        size = f'width="{wide.width:.2f}" height="{wide.height:.2f}" rx="{wide.height / 2:.2f}"'
        look = f'fill="#fff" stroke="{INK}" stroke-width=".25"'
        yield f'<rect x="{wide.left:.2f}" y="{wide.top:.2f}" {size} {look}/>'
    for symbol, (x, y) in zip(marker.symbols, marker.centres, strict=True):
        yield draw_symbol(symbol, x, y, palette)


def draw_symbol(symbol: Symbol, x: float, y: float, palette: Palette = COLOUR) -> str:
    """A disc with a number or a pictogram."""
    look = {"visit": f'fill="{palette.visit}" stroke="#fff"', "meal": f'fill="#fff" stroke="{INK}"'}
    ring = look.get(symbol.kind, f'fill="{INK}" stroke="#fff"')
    radius = DISC_MM - (0.2 if symbol.kind == "meal" else 0.0)
    disc = f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius}" {ring} stroke-width=".4"/>'
    if symbol.kind == "visit":
        size = 3.3 if symbol.number < 10 else 2.7
        return disc + text(str(symbol.number), x, y + 0.36 * size, size, "#ffffff", "semibold")
    shape, inside = {
        "start": (_HOUSE, 'fill="#fff"'),
        "end": (_FLAG, 'fill="#fff"'),
        "meal": (_FORK, f'fill="none" stroke="{INK}" stroke-width=".34" stroke-linecap="round"'),
    }[symbol.kind]
    return f'{disc}<path d="{shape}" transform="translate({x:.2f} {y:.2f})" {inside}/>'


def symbol_svg(symbol: Symbol, palette: Palette = COLOUR) -> str:
    """One symbol as a picture of its own, for tables and legends."""
    side = 2 * DISC_MM + 0.4
    body = draw_symbol(symbol, side / 2, side / 2, palette)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">{body}</svg>'


def draw_label(label: Label, palette: Palette = COLOUR, fonts: FontSet | None = None) -> Iterator[str]:
    """Lettering of any kind; a road's number stands on a shield, a leg's letter in a box."""
    family = fonts.family_of("".join(label.lines)) if fonts else FAMILY
    if label.leader is not None:
        sides = zip(label.leader, label.box[:2], label.box[2:], strict=True)
        near = [min(max(at, low), high) for at, low, high in sides]
        yield stroke(path([np.array([label.leader, near])]), INK, 0.25)
    turn = f' transform="rotate({label.angle:.1f} {label.x:.2f} {label.y:.2f})"' if label.angle else ""
    yield f"<g{turn}>"
    if label.kind in ("road", "leg"):
        yield _plate(label, palette)
    halo = {"stop": 0.55, "place": 0.4, "water": 0.25}.get(label.kind, 0.0)
    colour = {"place": palette.place, "water": palette.water_text, "road": palette.shield_text}.get(label.kind)
    first = label.y - (len(label.lines) - 1) / 2 * LEADING * label.size + 0.35 * label.size
    x = {"start": label.box.left + 0.2, "middle": label.x, "end": label.box.right - 0.2}[label.anchor]
    for index, line in enumerate(label.lines):
        y = first + index * LEADING * label.size
        yield text(line, x, y, label.size, colour or palette.text, label.style, label.anchor, halo, family)
    yield "</g>"


def _plate(label: Label, palette: Palette) -> str:
    """What a road's number or a leg's letter stands on."""
    box = label.box
    size = f'x="{box.left:.2f}" y="{box.top:.2f}" width="{box.width:.2f}" height="{box.height:.2f}"'
    if label.kind == "leg":
        return f'<rect {size} fill="#fff" stroke="{palette.text}" stroke-width=".3"/>'
    edge = "#fff" if palette.shield != "#ffffff" else palette.text
    return f'<rect {size} rx=".6" fill="{palette.shield}" stroke="{edge}" stroke-width=".25"/>'


def scale_bar(sheet: Sheet, corner: Points, lettering: Lettering, longest: float = 44.0) -> tuple[Box, str]:
    """The bar, at most ``longest`` mm, on its panel with the scale in figures; ``corner`` is its lower left."""
    metres = bar_metres(sheet, longest)
    length = metres * 1000 / sheet.scale
    left, bottom = float(corner[0]), float(corner[1])
    box = Box(left, bottom - 10.8, left + max(length, 26) + 9, bottom)
    x, y = left + 3.2, bottom - 5.6
    parts = [
        f'<rect x="{box.left:.2f}" y="{box.top:.2f}" width="{box.width:.2f}" height="{box.height:.2f}" rx="1.2" '
        f'fill="#fff" fill-opacity=".88"/>'
    ]
    for quarter in range(4):
        at, colour = x + quarter * length / 4, INK if quarter % 2 == 0 else "#ffffff"
        parts.append(
            f'<rect class="bar" x="{at:.3f}" y="{y:.2f}" width="{length / 4:.3f}" height="1.1" fill="{colour}" '
            f'stroke="{INK}" stroke-width=".15"/>'
        )
    far = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
    voice = lettering.voice
    scale = voice.say("Scale 1:{scale}", scale=voice.number(sheet.scale))
    family = lettering.fonts.family_of(scale)
    parts += [text("0", x, y - 0.9, 2.3), text(far, x + length, y - 0.9, 2.3)]
    parts.append(text(scale, x, bottom - 1.5, 2.3, style="semibold", anchor="start", family=family))
    return box, "".join(parts)


def north_arrow(corner: Points, lettering: Lettering) -> tuple[Box, str]:
    """An arrow to the north; ``corner`` is the upper right of its panel."""
    box = Box(float(corner[0]) - 8, float(corner[1]), float(corner[0]), float(corner[1]) + 11)
    x, y = box.centre
    body = (
        f'<rect x="{box.left:.2f}" y="{box.top:.2f}" width="8" height="11" rx="1.2" fill="#fff" fill-opacity=".88"/>'
        f'<path d="M{x:.2f} {y - 4.6:.2f}l2 5.8l-2 -1.3z" fill="{INK}"/>'
        f'<path d="M{x:.2f} {y - 4.6:.2f}l-2 5.8l2 -1.3z" fill="#fff" stroke="{INK}" stroke-width=".2"/>'
    )
    north = lettering.voice.say("N")
    return box, body + text(north, x, y + 4.6, 2.8, style="semibold", family=lettering.fonts.family_of(north))


def credit(words: Sequence[str], corner: Points, colour: str = COLOUR.small_print) -> tuple[Box, str]:
    """The attribution in small print; ``corner`` is its lower right."""
    size = SMALLEST_MM
    width = max(typeface("regular").width(clean(line), size) for line in words) + 1.6
    right, bottom = float(corner[0]), float(corner[1])
    box = Box(right - width, bottom - len(words) * 2.7 - 0.5, right, bottom)
    panel = (
        f'<rect x="{box.left:.2f}" y="{box.top:.2f}" width="{box.width:.2f}" height="{box.height:.2f}" '
        f'fill="#fff" fill-opacity=".8"/>'
    )
    lines = [
        text(line, right - 0.8, box.top + 2.7 * (at + 1) - 0.4, size, colour, anchor="end")
        for at, line in enumerate(words)
    ]
    return box, panel + "".join(lines)


