"""A guest's invitation, its update and its cancellation (RFC 5546)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING

from tourplanner.errors import GoalError
from tourplanner.model import Appointment
from tourplanner.publish.calendars.checks import checked_mailbox
from tourplanner.publish.calendars.event import Style, event_of
from tourplanner.publish.calendars.frame import Method, head, written
from tourplanner.publish.words import clean

if TYPE_CHECKING:
    from icalendar import vCalAddress

A_DAY = timedelta(days=1)
Mailbox = tuple[str, str]
"""A name for the eye and one plain address."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """An iCalendar file to be sent by mail, and the method it must be announced with."""

    method: Method
    data: bytes

    @property
    def content_type(self) -> str:
        """Outlook reads an invitation only if the mail names the method that is in the file."""
        return f"text/calendar; method={self.method}; charset=utf-8"

    def add_to(self, message: EmailMessage) -> None:
        """Put it into a mail beside its text, as mail programs expect an invitation."""
        params = {"method": self.method, "charset": "utf-8"}
        # As bytes: as text its lines would end as the mail's policy has it.
        message.add_alternative(self.data, maintype="text", subtype="calendar", params=params)


def invitation(
    appointment: Appointment,
    *,
    organizer: Mailbox,
    guests: Sequence[Mailbox],
    stamp: datetime,
    languages: tuple[str, ...] = ("vi", "en"),
    remind: timedelta | None = A_DAY,
    domain: str = "tourplanner",
) -> Invitation:
    """
    What guests are sent when they book, when something changes, and when it is cancelled.

    One event with one UID. Sent again with a higher ``sequence`` it updates the entry in the guest's calendar; an
    appointment that is CANCELLED takes it out. Times are Hanoi's with the zone in the file: calendars abroad show them
    on their own clocks, summer time or not.

    Parameters
    ----------
    organizer
        Name and address of the office, to which answers go.
    guests
        Those invited, at least one. Send each guest a file of their own where they should not see each other.
    stamp
        When this was made, aware.
    remind
        How long before the begin the guest's calendar rings, None for never.

    Raises
    ------
    GoalError
        If an address is not exactly one, nobody is invited, or the stamp has no time zone.
    """
    if not guests:
        raise GoalError("nobody is invited: give name and address of at least one guest")
    method: Method = "CANCEL" if appointment.status == "CANCELLED" else "REQUEST"
    event = event_of(appointment, Style(stamp, languages, remind, domain))
    event.add("organizer", _address(organizer))
    for guest in guests:
        event.add("attendee", _attendee(guest, cancelled=method == "CANCEL"))
    return Invitation(method, written(head(method), [event], [appointment.begin, appointment.end]))


def _attendee(guest: Mailbox, *, cancelled: bool) -> vCalAddress:
    address = _address(guest)
    address.params["ROLE"] = "REQ-PARTICIPANT"
    if not cancelled:
        address.params["PARTSTAT"] = "NEEDS-ACTION"
        address.params["RSVP"] = "TRUE"
    return address


def _address(mailbox: Mailbox) -> vCalAddress:
    from icalendar import vCalAddress

    name, address = mailbox
    made = vCalAddress(f"mailto:{checked_mailbox(address)}")
    # Quotes and semicolons are legal in a name, but some readers cut it there.
    if shown := clean(name).replace('"', "'").replace(";", ",").strip():
        made.params["CN"] = shown
    return made
