"""One appointment as one VEVENT."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tourplanner.errors import GoalError
from tourplanner.model import Appointment, Text
from tourplanner.publish.calendars import strings
from tourplanner.publish.calendars.checks import checked_domain, checked_languages
from tourplanner.publish.words import clean, local

if TYPE_CHECKING:
    from icalendar import Alarm, Event


@dataclass(frozen=True, slots=True)
class Style:
    """
    How appointments are written.

    ``languages`` are those of the texts, in order. ``stamp`` is DTSTAMP, aware. ``remind`` is how long before its
    begin each entry rings, None for never. ``domain`` is the office's own, which makes its UIDs different from others'.
    """

    stamp: datetime
    languages: tuple[str, ...] = ("vi",)
    remind: timedelta | None = None
    domain: str = "tourplanner"

    def __post_init__(self) -> None:
        if self.stamp.tzinfo is None:
            raise GoalError(f"the stamp {self.stamp} has no time zone: give an aware datetime")
        if self.remind is not None and self.remind < timedelta(0):
            raise GoalError(f"a reminder {self.remind} before the begin: give a span of nought or more")
        checked_languages(self.languages)
        checked_domain(self.domain)

    def text(self, text: Text) -> str:
        return clean(strings.spoken(text, self.languages))

    def lines(self, lines: Sequence[Text]) -> str:
        """Each language's lines together."""
        blocks = ("\n".join(clean(strings.said(line, language)) for line in lines) for language in self.languages)
        return "\n\n".join(dict.fromkeys(filter(None, blocks)))

    def uid(self, id: str) -> str:
        return f"{clean(id).replace('/', '--')}@{self.domain}"


def event_of(appointment: Appointment, style: Style) -> Event:
    """The VEVENT of an appointment, without organiser and attendees."""
    from icalendar import Event

    event = Event()
    event.add("uid", style.uid(appointment.id))
    event.add("dtstamp", style.stamp.astimezone(UTC))
    _add_times(event, appointment)
    event.add("sequence", appointment.sequence)
    event.add("status", appointment.status)
    event.add("summary", style.text(_summary(appointment)))
    if notes := style.lines([*appointment.notes, *_who(appointment)]):
        event.add("description", notes)
    if appointment.address:
        event.add("location", clean(strings.said(appointment.address, style.languages[0])))
    if appointment.place:
        event.add("geo", (appointment.place.lat, appointment.place.lon))
    event.add("categories", [style.text(_category(appointment))])
    gone = appointment.status == "CANCELLED"
    event.add("transp", "TRANSPARENT" if gone else "OPAQUE")
    if style.remind is not None and not gone:
        event.add_component(alarm(style.text(strings.filled(strings.REMINDER, title=appointment.title)), style.remind))
    return event


def alarm(text: str, before: timedelta) -> Alarm:
    """A VALARM that shows a text so long before its event begins."""
    from icalendar import Alarm

    bell = Alarm()
    bell.add("action", "DISPLAY")
    bell.add("description", text)
    bell.add("trigger", -before)
    return bell


def _add_times(event: Event, appointment: Appointment) -> None:
    event.add("dtstart", local(appointment.begin))
    if appointment.end > appointment.begin:  # an end must be later than its start (RFC 5545, 3.8.2.2)
        event.add("dtend", local(appointment.end))
    if appointment.changed:
        event.add("last-modified", appointment.changed.astimezone(UTC))


def _summary(appointment: Appointment) -> Text:
    title = appointment.title
    if appointment.kind in strings.LEADS:
        title = strings.filled(strings.LEADS[appointment.kind], place=title)
    elif appointment.village:
        title = strings.filled("{title} – {village}", title=title, village=appointment.village.name)
    return strings.filled(strings.CANCELLED, title=title) if appointment.status == "CANCELLED" else title


def _category(appointment: Appointment) -> Text:
    if appointment.kind == "visit" and appointment.role:
        return strings.role(appointment.role)
    return strings.filled(strings.CATEGORIES[appointment.kind])


def _who(appointment: Appointment) -> Iterator[Text]:
    """Who comes: how many guests with which languages, and with whom."""
    if appointment.guests is not None:
        yield strings.guests(appointment.guests)
    if appointment.languages:
        yield strings.filled(strings.LANGUAGES_OF_GUESTS, languages=", ".join(appointment.languages))
    for phrase, owners in ((strings.GUIDE, appointment.guides), (strings.VEHICLE, appointment.vehicles)):
        for owner in owners:
            yield strings.filled(phrase, name=owner.name)
