"""
Calendars: model values as iCalendar files, and a workshop's own file as times when it is busy.

Names are loaded on first use; importing this room loads no icalendar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tourplanner.lazy import lazy

if TYPE_CHECKING:
    from tourplanner.publish.calendars.feed import feed_ics, feeds
    from tourplanner.publish.calendars.festivals import festivals_ics
    from tourplanner.publish.calendars.invite import Invitation, invitation
    from tourplanner.publish.calendars.reading.busy import read_busy
    from tourplanner.publish.calendars.route import route_ics

_HOMES = {
    "Invitation": "invite",
    "feed_ics": "feed",
    "feeds": "feed",
    "festivals_ics": "festivals",
    "invitation": "invite",
    "read_busy": "reading.busy",
    "route_ics": "route",
}

__all__ = [
    "Invitation",
    "feed_ics",
    "feeds",
    "festivals_ics",
    "invitation",
    "read_busy",
    "route_ics",
]

__getattr__, __dir__ = lazy(__name__, _HOMES)
