"""Lines as maps draw them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import shapely


def merged(lines: Sequence[Any], tolerance: float, box: Any | None, shortest: float = 0.0) -> Iterator[Any]:
    """
    Lines joined end to end, cut at a box if there is one, simplified, without those shorter than ``shortest``.

    All in degrees; in an order and directions that do not depend on how the lines were drawn.
    """
    joined = shapely.line_merge(shapely.unary_union(lines))
    if box is not None and not box.contains(joined):
        joined = shapely.intersection(joined, box)
    found = [_turned(line) for line in one_by_one(joined, "LineString") if line.length > 0]
    for line in sorted(found, key=lambda part: (part.coords[0], part.coords[-1], part.length)):
        if line.length >= shortest:
            yield shapely.simplify(line, tolerance)


def _turned(line: Any) -> Any:
    return line if line.coords[0] <= line.coords[-1] else line.reverse()


def one_by_one(shape: Any, sort: str) -> list[Any]:
    """The parts of a shape that are of one sort, such as LineString."""
    return [part for part in shapely.get_parts(shapely.get_parts(shape)) if part.geom_type == sort]
