"""route.ics: a route as a calendar that phones and Google read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal

from tourplanner.model import Day, Itinerary, Leg, Place, Stop
from tourplanner.publish.words import (
    ROLE_NAMES,
    clean,
    clock,
    commune_of,
    craft_names,
    doubt_of,
    hours_of,
    leg_length,
    local,
    place_names,
    price_of,
)

if TYPE_CHECKING:
    from icalendar import Event, Timezone

EventStatus = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]
PRODID = "-//tourplanner//route//VI"


def route_ics(
    itinerary: Itinerary,
    *,
    stamp: datetime | None = None,
    sequence: int = 0,
    status: EventStatus = "TENTATIVE",
) -> bytes:
    """
    A route as iCalendar (RFC 5545): one event per stop, from ``begin`` to ``end``, and one per leg.

    Times are Hanoi's with their VTIMEZONE, limited to the dates used: Google misreads files whose time zone block is
    long. UIDs derive from route id, date and stop id alone, so that a changed time updates the same event.

    Parameters
    ----------
    stamp
        DTSTAMP, aware. Defaults to midnight UTC of the route's first day: the same route gives the same bytes.
    sequence
        Count it up with every change that guests or hosts must see, cancelling included.
    status
        A planned route is tentative until it is booked.
    """
    from icalendar import Calendar

    first, last = itinerary.days[0].date, itinerary.days[-1].date
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", clean(itinerary.name.vi))
    calendar.add("x-wr-calname", clean(itinerary.name.vi))
    calendar.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    common = {
        "dtstamp": (stamp or datetime.combine(first, time(), UTC)).astimezone(UTC),
        "sequence": sequence,
        "status": status,
    }
    calendar.add_component(_zone(first, last + timedelta(days=1)))
    for event in _events(itinerary):
        for name, value in common.items():
            event.add(name, value)
        calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text


@cache
def _zone(first: date, last: date) -> Timezone:
    """Hanoi's time zone between two days; icalendar takes most of a calendar's time to find it out."""
    from icalendar import Timezone

    return Timezone.from_tzid("Asia/Ho_Chi_Minh", first_date=first, last_date=last)


def _events(itinerary: Itinerary) -> Iterator[Event]:
    used: dict[str, int] = {}
    for day in itinerary.days:
        for index, leg in enumerate(day.legs):
            yield _leg_event(itinerary, day, leg, used)
            if index < len(day.stops):
                yield _stop_event(itinerary, day, day.stops[index], used)


def _stop_event(itinerary: Itinerary, day: Day, stop: Stop, used: dict[str, int]) -> Event:
    experience, village = stop.experience, stop.village
    crafts, size = craft_names(itinerary, stop), itinerary.goal.party.size
    lines = [
        experience.name.en,
        f"Làng: {village.name.vi}" + (f" – {crafts}" if crafts else ""),
        f"Đến {clock(stop.arrive)}, bắt đầu {clock(stop.begin)}, xong {clock(stop.end)}",
        f"Giờ mở cửa: {hours_of(experience)}{_aside(doubt_of(experience, 'opening'))}",
        f"Giá cả đoàn {size} khách: {price_of(stop)}{_aside(doubt_of(experience, 'price'))}",
    ]
    role = "Bữa ăn" if stop.is_meal else ROLE_NAMES[experience.role].capitalize() if experience.role else "Tham quan"
    where = ", ".join(filter(None, (village.name.vi, commune_of(village, day.date))))
    return _event(
        uid=_uid(used, itinerary, day, experience.id),
        begin=stop.begin,
        end=stop.end,
        summary=f"{experience.name.vi} – {village.name.vi}",
        lines=lines,
        location=where,
        place=stop.place,
        category=role,
    )


def _aside(words: str) -> str:
    return f" ({words})" if words else ""


def _leg_event(itinerary: Itinerary, day: Day, leg: Leg, used: dict[str, int]) -> Event:
    names = place_names(day)
    origin, destination = names[leg.origin], names[leg.destination]
    places = {day.end.id: day.end.place, day.start.id: day.start.place}
    places |= {stop.experience.id: stop.place for stop in day.stops}
    return _event(
        uid=_uid(used, itinerary, day, f"leg/{leg.origin}/{leg.destination}"),
        begin=leg.depart,
        end=leg.arrive,
        summary=f"{'Đi bộ' if leg.mode == 'walk' else 'Di chuyển'} → {destination}",
        lines=[f"Từ {origin}", leg_length(leg), "Thời gian đi đường là ước tính."],
        location=origin,
        place=places[leg.origin],
        category="Di chuyển",
    )


def _event(
    *,
    uid: str,
    begin: datetime,
    end: datetime,
    summary: str,
    lines: list[str],
    location: str,
    place: Place,
    category: str,
) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("dtstart", local(begin))
    if end > begin:  # an end must be later than its start (RFC 5545, 3.8.2.2); without one the event takes no time
        event.add("dtend", local(end))
    event.add("summary", clean(summary))
    event.add("description", "\n".join(filter(None, map(clean, lines))))
    event.add("location", clean(location))
    event.add("geo", (place.lat, place.lon))
    event.add("categories", [clean(category)])
    event.add("transp", "OPAQUE")
    return event


def _uid(used: dict[str, int], itinerary: Itinerary, day: Day, subject: str) -> str:
    """Stable under any change of times and order; a second visit to the same place is told by its count."""
    base = f"{itinerary.id}/{day.date:%Y%m%d}/{subject}".replace("/", "--")
    used[base] = count = used.get(base, 0) + 1
    return f"{base}@tourplanner" if count == 1 else f"{base}--{count}@tourplanner"
