"""Where a printed map needs a part of it larger, and which corner has room for that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from tourplanner.model.bounds import Points
from tourplanner.publish.boxes import Box
from tourplanner.publish.pins import metres_apart
from tourplanner.publish.projection import Sheet, fit
from tourplanner.publish.tracks import INSET_MM, Marker

SIZES_MM = ((64.0, 52.0), (54.0, 46.0), (46.0, 40.0))
"""Width and height of an inset, the first that fits is taken."""
SCALES = (5_000, 7_500, 10_000, 12_500, 15_000, 20_000, 25_000, 30_000, 40_000, 50_000)
"""Denominators of insets: at 1:5000 the base map's roads, true to some metres, are at the end of what they can show."""
LARGER = 2.5
"""How many times larger than the map's its scale must be to be worth the room."""
MARGINS_MM = (13.0, 11.0)
GAP_MM = 3.0


@dataclass(frozen=True, slots=True)
class InsetPlan:
    """``marker`` (its index) comes again on ``sheet``, which stands at ``box``; ``ground`` is its frame on the map."""

    marker: int
    sheet: Sheet
    box: Box
    ground: Box


def plan_inset(
    sheet: Sheet,
    marks: Sequence[Marker],
    route: Points,
    parted: Callable[[Sheet], int],
    notice: Box,
) -> InsetPlan | None:
    """
    The inset for the marker that gathers most stops that a larger scale would part; None without need or room.

    Parameters
    ----------
    route
        Points (mm) along the legs, markers included: an inset covers none of them.
    parted
        How many markers a sheet of its own would have.
    notice
        Where the attribution stands.
    """
    crowded = [index for index, mark in enumerate(marks) if is_crowded(mark)]
    for index in sorted(crowded, key=lambda each: -len(marks[each].symbols)):
        for width, height in SIZES_MM:
            own = _own_sheet(sheet, marks[index], width, height)
            if own is None or parted(own) < 2:
                continue
            ground = _ground(sheet, own)
            for box in _corners(sheet, width, height, notice):
                wide = box.grown(2.0)
                if not wide.count(route) and not any(wide.meets(other) for other in (ground, *(m.box for m in marks))):
                    return InsetPlan(index, own, box, ground)
    return None


def is_crowded(mark: Marker) -> bool:
    """Whether a marker gathers two stops or more at places known to differ: further apart than they are exact."""
    stops = sum(symbol.kind in ("visit", "meal") for symbol in mark.symbols)
    span = max((metres_apart(one, other) for one, other in combinations(mark.places, 2)), default=0.0)
    return stops > 1 and span > max(place.accuracy_m for place in mark.places)


def beside(plan: InsetPlan, sheet: Sheet, marks: Sequence[Marker], route: Points) -> tuple[Marker, ...]:
    """The markers with the gathered one moved off its inset's frame, to the side where it covers least."""
    mark = marks[plan.marker]
    others = [other.box.grown(0.4) for at, other in enumerate(marks) if at != plan.marker] + [plan.box.grown(1.0)]
    frame = Box(0, 0, sheet.width, sheet.height).grown(-INSET_MM)
    moved = [replace(mark, x=x, y=y) for x, y in _sides(mark, plan.ground)]
    fit = [each for each in moved if each.box.within(frame) and not any(each.box.meets(other) for other in others)]
    best = min(fit, key=lambda each: each.box.grown(0.4).count(route), default=mark)
    return tuple(best if at == plan.marker else other for at, other in enumerate(marks))


def _own_sheet(sheet: Sheet, mark: Marker, width: float, height: float) -> Sheet | None:
    """The largest scale that shows all of a marker's places, if that is much larger than the map's."""
    scales = [scale for scale in SCALES if scale * LARGER <= sheet.scale]
    try:
        return fit([(place.lat, place.lon) for place in mark.places], width, height, MARGINS_MM, scales)
    except ValueError:
        return None


def _ground(sheet: Sheet, own: Sheet) -> Box:
    south, west, north, east = own.bounds
    (left, top), (right, bottom) = sheet.xy([(north, west), (south, east)]).tolist()
    return Box(left, top, right, bottom)


def _corners(sheet: Sheet, width: float, height: float, notice: Box) -> Iterator[Box]:
    """Left before right and low before high; where the attribution stands, above it."""
    for left in (GAP_MM, sheet.width - GAP_MM - width):
        for top in (sheet.height - GAP_MM - height, GAP_MM):
            box = Box(left, top, left + width, top + height)
            if box.meets(notice.grown(1.5)):
                box = Box(left, notice.top - 1.5 - height, left + width, notice.top - 1.5)
            if box.top >= GAP_MM and box.left >= GAP_MM:
                yield box


def _sides(mark: Marker, ground: Box) -> list[tuple[float, float]]:
    x, y = ground.centre
    wide, high = (mark.box.width + ground.width) / 2 + 0.8, (mark.box.height + ground.height) / 2 + 0.8
    return [(x, y - high), (x, y + high), (x + wide, y), (x - wide, y)]
