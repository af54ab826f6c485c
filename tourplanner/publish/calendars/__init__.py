"""
Calendars: model values as iCalendar files, and a workshop's own file as times when it is busy.

Names are loaded on first use; importing this room loads no icalendar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tourplanner.lazy import lazy

if TYPE_CHECKING:
    from tourplanner.publish.calendars.route import route_ics

_HOMES = {
    "route_ics": "route",
}

__all__ = [
    "route_ics",
]

__getattr__, __dir__ = lazy(__name__, _HOMES)
