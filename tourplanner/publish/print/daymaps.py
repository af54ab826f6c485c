"""Days' maps in bound documents, each as large as its page has room for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from tourplanner.model import Day, Itinerary
from tourplanner.press.typeset import measured
from tourplanner.publish.print.frame import WIDTH_MM, Data, Frame
from tourplanner.publish.routemap import lay_out
from tourplanner.publish.timetable import shown

LEAST_MM, MOST_MM = 70.0, 150.0
"""Height of a day's map; a timetable that leaves less takes a second page."""
NO_MAP: Data = {"map": None, "alt": "", "height": 0}
"""What a page has in place of its map until there is one."""


def with_maps(
    template: Path, data: Data, pages: Sequence[Data], days: Sequence[tuple[Itinerary, Day]], frame: Frame
) -> list[Data]:
    """
    Pages with the maps of their days, in the same order.

    Parameters
    ----------
    data
        The whole document, its pages in it still without maps.
    """
    rooms = measured(template, data, frame.lettering, "<room>")
    heights = _heights(rooms, len(pages))
    return [page | _map(*day, height, frame) for page, day, height in zip(pages, days, heights, strict=True)]


def _heights(rooms: Sequence[float], count: int) -> list[float]:
    """Whole millimetres; if a page was full without a map, all have the least."""
    found = [min(MOST_MM, max(LEAST_MM, float(math.floor(room)) - 1)) for room in rooms]
    return found if len(found) == count else [LEAST_MM] * count


def _map(itinerary: Itinerary, day: Day, height: float, frame: Frame) -> Data:
    drawn = lay_out(
        itinerary, day, attributions=frame.attributions, width=WIDTH_MM, height=height, basemap=frame.basemap,
        lettering=frame.lettering,
    )  # fmt: skip
    title = shown(itinerary.name, frame.voice)
    alt = frame.voice.say("Map of the route {title}, scale 1:{scale}", title=title, scale=drawn.sheet.scale)
    return {"map": drawn.svg(), "alt": alt, "height": height}
