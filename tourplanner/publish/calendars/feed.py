"""Calendars to subscribe to: one for each village, host, guide, vehicle and route."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from tourplanner.errors import GoalError
from tourplanner.model import Appointment, Owner, Text
from tourplanner.publish.calendars import strings
from tourplanner.publish.calendars.checks import checked_refresh, checked_url
from tourplanner.publish.calendars.event import Style, event_of
from tourplanner.publish.calendars.frame import add_name, add_refresh, head, written
from tourplanner.publish.words import folder_name

AN_HOUR = timedelta(hours=1)


def feed_ics(
    appointments: Iterable[Appointment],
    *,
    name: Text,
    stamp: datetime,
    languages: tuple[str, ...] = ("vi",),
    refresh: timedelta = AN_HOUR,
    source: str = "",
    page: str = "",
    remind: timedelta | None = None,
    domain: str = "tourplanner",
) -> bytes:
    """
    Appointments as a calendar to subscribe to (RFC 5545 and 7986, method PUBLISH), by begin.

    Cancelled ones stay in it as CANCELLED: clients that never fetch them would keep them as they were. Leave them out
    once their day is past.

    Parameters
    ----------
    name
        What subscribers see.
    stamp
        When this was made, aware; DTSTAMP of every event. The same input gives the same bytes.
    languages
        Of the texts, in order, such as ``("vi", "en")``; what is not said in a language is said in English.
    refresh
        How soon clients are asked to fetch again. Google fetches once or twice a day whatever is said here.
    source
        The address under which the file can be fetched, if it has one.
    page
        The address of a page about it.
    remind
        How long before each entry clients ring; never by default.
    domain
        The office's own, so that its UIDs are nobody else's.

    Raises
    ------
    GoalError
        If two appointments share an id, the stamp has no time zone, or an address or domain is none.
    """
    told = sorted(appointments, key=lambda each: (each.begin, each.end, each.id))
    _distinct(told)
    style = Style(stamp, languages, remind, domain)
    calendar = head("PUBLISH")
    add_name(calendar, style.text(name))
    add_refresh(calendar, checked_refresh(refresh))
    if source:
        calendar.add("source", checked_url(source), parameters={"VALUE": "URI"})
    if page:
        calendar.add("url", checked_url(page))
    if changes := [each.changed for each in told if each.changed]:
        calendar.add("last-modified", max(changes).astimezone(UTC))
    moments = [moment for each in told for moment in (each.begin, each.end)]
    # A calendar has at least one component, be it a time zone without events (RFC 5545, 3.6).
    return written(calendar, (event_of(each, style) for each in told), moments or [stamp])


def _distinct(appointments: Sequence[Appointment]) -> None:
    counts = Counter(each.id for each in appointments)
    if twice := sorted(id for id, count in counts.items() if count > 1):
        raise GoalError(f"appointments share an id: {', '.join(twice)}; give each once")


def feeds(
    appointments: Iterable[Appointment],
    *,
    stamp: datetime,
    languages: tuple[str, ...] = ("vi",),
    address: str = "",
    refresh: timedelta = AN_HOUR,
    remind: timedelta | None = None,
    domain: str = "tourplanner",
) -> dict[str, bytes]:
    """
    One feed for every village, host, guide, vehicle and route that has an appointment.

    Parameters
    ----------
    address
        Where they will be published; each then says its own address. For everything else see ``feed_ics``.

    Returns
    -------
    dict[str, bytes]
        By path, such as "village/bat-trang.ics", in order.
    """
    by_owner: dict[tuple[str, str], tuple[Owner, list[Appointment]]] = {}
    for each in appointments:
        for kind, owner in each.owners:
            by_owner.setdefault((kind, owner.id), (owner, []))[1].append(each)
    made = {}
    for (kind, id), (owner, theirs) in sorted(by_owner.items(), key=lambda each: each[0]):
        path = f"{kind}/{file_name(id)}.ics"
        made[path] = feed_ics(
            theirs,
            name=strings.filled(strings.FEEDS[kind], name=owner.name),
            stamp=stamp,
            languages=languages,
            refresh=refresh,
            source=f"{address.rstrip('/')}/{path}" if address else "",
            remind=remind,
            domain=domain,
        )
    return made


def file_name(id: str) -> str:
    """An id as the name of a file: what file systems and addresses do not take is spelled out."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else f"%{ord(c):x}" for c in folder_name(id))
