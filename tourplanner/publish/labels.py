"""Lettering a map: every label finds a free place or is left out, the important ones first."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from tourplanner.model.bounds import Points
from tourplanner.publish.boxes import Box, spread
from tourplanner.publish.typeface import Style, typeface

LEADING = 1.18
"""Line height in em, room for two stacked diacritics included."""

Anchor = Literal["start", "middle", "end"]
LabelKind = Literal["stop", "place", "water", "road", "leg"]
Side = tuple[int, int]
SIDES: tuple[Side, ...] = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))
DISTANCES = (0.9, 2.5, 5.0, 8.0, 12.0, 17.0, 24.0)
SPACING = {1: 1.5, 2: 2.5, 3: 3.0, 4: 5.0, 5: 7.0, 6: 8.0}
"""Free millimetres kept around a place name of each rank, so that small places do not crowd."""


@dataclass(frozen=True, slots=True)
class Label:
    """
    Lines of text in a box around ``x``, ``y`` (mm), flush with its side ``anchor``.

    The box is turned by ``angle`` degrees clockwise about that point.

    ``leader`` is the point a thin line leads to where the label stands apart from what it names.
    """

    lines: tuple[str, ...]
    kind: LabelKind
    x: float
    y: float
    width: float
    height: float
    size: float
    style: Style = "regular"
    angle: float = 0.0
    anchor: Anchor = "middle"
    rank: int = 0
    leader: tuple[float, float] | None = None

    @property
    def box(self) -> Box:
        """The upright rectangle it would fill unturned."""
        return Box.around(self.x, self.y, self.width, self.height)

    @property
    def corners(self) -> Points:
        """4 x 2 (x, y), turned."""
        turn = math.radians(self.angle)
        half = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * [self.width / 2, self.height / 2]
        spin = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
        return np.asarray(half @ spin + [self.x, self.y])


@dataclass(slots=True)
class Space:
    """What is taken on a sheet: boxes no label may touch, and the route's points that only a stop's label may."""

    frame: Box
    route: Points
    taken: list[Box] = field(default_factory=list)

    def free(self, box: Box, padding: float = 0.5) -> bool:
        wide = box.grown(padding)
        return box.within(self.frame) and not any(wide.meets(other) for other in self.taken)

    def clear(self, box: Box, padding: float = 0.5) -> bool:
        """Free, and off the route."""
        return self.free(box, padding) and not box.grown(0.9).count(self.route)


def stop_label(space: Space, marker: Box, names: Sequence[str], size: float) -> Label | None:
    """
    The names of a marker's places beside it, as near and as clear of the route as can be; its box becomes taken.

    None if there is no free place within 24 mm.
    """
    best: tuple[float, Label] | None = None
    for lines in _settings(names, size):
        for cost, label in _beside(space, marker, lines, size if len(lines) < 3 else 0.85 * size):
            if best is None or cost < best[0]:
                best = (cost, label)
    if best is None:
        return None
    space.taken.append(best[1].box)
    return best[1]


def _settings(names: Sequence[str], size: float) -> list[tuple[str, ...]]:
    """Ways to break the names into lines, the plainest first."""
    face = typeface("semibold")
    ways = [(" · ".join(names),), tuple(names)]
    for width in (44.0, 26.0):
        ways.append(tuple(line for name in names for line in face.balanced(name, size, width)))
    return list(dict.fromkeys(way for way in ways if _size(way, size, "semibold")[0] < 75)) or [ways[-1]]


def _size(lines: Sequence[str], size: float, style: Style) -> tuple[float, float]:
    face = typeface(style)
    return max(face.width(line, size) for line in lines) + 0.4, len(lines) * LEADING * size


def _beside(space: Space, marker: Box, lines: tuple[str, ...], size: float) -> Iterator[tuple[float, Label]]:
    width, height = _size(lines, size, "semibold")
    for order, (right, down) in enumerate(SIDES):
        for distance in DISTANCES:
            x = marker.centre[0] + right * ((marker.width + width) / 2 + distance)
            y = marker.centre[1] + down * ((marker.height + height) / 2 + distance)
            box = Box.around(x, y, width, height)
            if not space.free(box, 0.3):
                continue
            cost = 4.0 * box.grown(0.5).count(space.route) + 3 * distance + order + 2 * len(lines)
            leader = marker.centre if distance > 3 else None
            anchor: Anchor = "start" if right > 0 else "end" if right < 0 else "middle"
            yield cost, Label(lines, "stop", x, y, width, height, size, "semibold", anchor=anchor, leader=leader)


def leg_labels(space: Space, legs: Sequence[tuple[str, Points]], size: float) -> list[Label]:
    """Each leg's letter on or at its line, where it covers least of the others; without free place it is left out."""
    found = []
    for letter, line in legs:
        width, height = typeface("semibold").width(letter, size) + 1.4, size + 1.0
        best: tuple[float, Box] | None = None
        for share, (x, y) in zip(*_along_line(line), strict=True):
            box = Box.around(x, y, width, height)
            cost = box.count(space.route) + 4 * abs(share - 0.5)
            if space.free(box, 0.3) and (best is None or cost < best[0]):
                best = (cost, box)
        if best:
            space.taken.append(best[1])
            found.append(Label((letter,), "leg", *best[1].centre, width, height, size, "semibold"))
    return found


def _along_line(line: Points) -> tuple[list[float], list[list[float]]]:
    """Shares of a line's length and the points there, some on it and some to its right."""
    points = spread(line, 2.0)
    shares = np.linspace(0, 1, len(points)).tolist()
    steps = np.gradient(points, axis=0)
    right = np.column_stack([-steps[:, 1], steps[:, 0]]) / np.maximum(np.hypot(*steps.T), 1e-9)[:, None]
    beside: Points = points + 3.2 * right
    return shares * 2, [*points.tolist(), *beside.tolist()]


def place_labels(
    space: Space, places: Sequence[tuple[str, int, float, float]], sizes: dict[int, float]
) -> list[Label]:
    """Names (text, rank, x, y) that find room, by rank and then as given; ranks without a size are left out."""
    found = []
    for text, rank, x, y in sorted(places, key=lambda place: place[1]):
        if rank in sizes:
            style: Style = "semibold" if rank == 1 else "regular"
            width, height = _size((text,), sizes[rank], style)
            for right, down in ((0, 0), (0, -1), (0, 1), (1, 0), (-1, 0)):
                box = Box.around(x + right * (width / 2 + 1), y + down * height * 0.9, width, height)
                if space.clear(box, SPACING[rank]):
                    space.taken.append(box)
                    found.append(Label((text,), "place", *box.centre, width, height, sizes[rank], style, rank=rank))
                    break
    return found


def road_labels(space: Space, roads: Sequence[tuple[str, Points]], size: float, most: int) -> list[Label]:
    """Road numbers on their roads, each at most twice and ``apart`` mm from its like, ``most`` in all."""
    found: list[Label] = []
    apart = 55.0
    for text, line in roads:
        width, height = typeface("semibold").width(text, size) + 1.6, size + 1.0
        same = [label for label in found if label.lines == (text,)]
        for x, y in spread(line, 6.0)[1:-1].tolist():
            box = Box.around(x, y, width, height)
            near = any(math.hypot(label.x - x, label.y - y) < apart for label in same)
            if len(found) < most and len(same) < 2 and not near and space.clear(box, 1.0):
                space.taken.append(box)
                same.append(Label((text,), "road", x, y, width, height, size, "semibold"))
                found.append(same[-1])
    return found


def water_labels(space: Space, waters: Sequence[tuple[str, Points]], size: float) -> list[Label]:
    """Names along their rivers where these run straight enough, each name once."""
    found: dict[str, Label] = {}
    for text, line in waters:
        width, height = _size((text,), size, "italic")
        step = 2.0
        points = spread(line, step)
        span = max(2, math.ceil(width / step))
        best: tuple[float, Label] | None = None
        for first in range(0, len(points) - span, 2):
            piece = points[first : first + span + 1]
            label = _along(text, piece, width, height, size)
            sag = _sag(piece)
            if sag < 1.2 and (best is None or sag < best[0]) and all(space.clear(box) for box in _cover(label)):
                best = (sag, label)
        if best and text not in found:
            found[text] = best[1]
            space.taken.extend(_cover(best[1]))
    return list(found.values())


def _along(text: str, piece: Points, width: float, height: float, size: float) -> Label:
    """A label over the middle of a piece of river, readable from below or the right."""
    x, y = piece.mean(axis=0).tolist()
    dx, dy = (piece[-1] - piece[0]).tolist()
    angle = math.degrees(math.atan2(dy, dx))
    angle = angle - 180 if angle > 90 else angle + 180 if angle < -90 else angle
    return Label((text,), "water", x, y, width, height, size, "italic", angle=angle)


def _sag(piece: Points) -> float:
    """How far a piece of line strays from the straight line between its ends, in mm."""
    step = piece[-1] - piece[0]
    length = float(np.hypot(*step))
    if length < 1e-6:
        return math.inf
    offset = piece - piece[0]
    return float(np.abs(offset[:, 0] * step[1] - offset[:, 1] * step[0]).max() / length)


def _cover(label: Label) -> list[Box]:
    """Upright boxes that together cover a turned label."""
    turn = math.radians(label.angle)
    count = max(1, math.ceil(label.width / label.height))
    piece = label.width / count
    wide = piece * abs(math.cos(turn)) + label.height * abs(math.sin(turn))
    high = piece * abs(math.sin(turn)) + label.height * abs(math.cos(turn))
    shifts = [(index + 0.5) * piece - label.width / 2 for index in range(count)]
    return [
        Box.around(label.x + shift * math.cos(turn), label.y + shift * math.sin(turn), wide, high) for shift in shifts
    ]
