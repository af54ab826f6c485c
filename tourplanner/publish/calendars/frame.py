"""The VCALENDAR around events: head, time zone, bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal

from tourplanner.publish.words import clean, local

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
PRODID = "-//tourplanner//route//VI"
ZONE = "Asia/Ho_Chi_Minh"


def head(method: Method) -> Calendar:
    """An empty calendar."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def add_name(calendar: Calendar, name: str) -> None:
    """The name a subscriber sees, for clients of RFC 7986 and older ones."""
    from icalendar import vText

    text = vText(clean(name))  # icalendar escapes neither of them as a text by itself
    calendar.add("name", text)
    calendar.add("x-wr-calname", text)
    calendar.add("x-wr-timezone", ZONE)


def add_refresh(calendar: Calendar, span: timedelta) -> None:
    """How soon to fetch again, by RFC 7986, which asks for the parameter, and as older clients know it."""
    from icalendar import vDuration

    text: str = vDuration(span).to_ical().decode()  # type: ignore[no-untyped-call]
    calendar.add("refresh-interval", span, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", text)


def written(calendar: Calendar, events: Iterable[Event], moments: Sequence[datetime]) -> bytes:
    """
    The bytes of a calendar with its events and Hanoi's time zone, as far as ``moments`` reach.

    The zone's block is kept short: Google misreads files in which it is long.
    """
    if moments:
        first, last = (local(each).date() for each in (min(moments), max(moments)))
        calendar.add_component(_zone(first, last + timedelta(days=1)))
    for event in events:
        calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text


@cache
def _zone(first: date, last: date) -> Timezone:
    """Hanoi's time zone between two days; icalendar takes most of a calendar's time to find it out."""
    from icalendar import Timezone

    return Timezone.from_tzid(ZONE, first_date=first, last_date=last)
