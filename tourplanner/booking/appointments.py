"""Bookings as appointments, for the calendars of everybody concerned. Nothing here asks the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from tourplanner.booking.states import Status
from tourplanner.booking.values import Booking, Entry, Item
from tourplanner.model import Appointment, Experience, Host, Itinerary, Owner, Stop, Text, Village, planned_appointments
from tourplanner.model.appointment import AppointmentStatus
from tourplanner.model.planned_appointments import stop_appointment

STATUSES: Mapping[Status, AppointmentStatus] = {
    Status.ON_HOLD: "TENTATIVE",
    Status.CONFIRMED: "CONFIRMED",
    Status.REDEEMED: "CONFIRMED",
    Status.EXPIRED: "CANCELLED",
    Status.CANCELLED: "CANCELLED",
}
SEEN = ("confirm", "amend", "cancel")
"""What others must see of what the log names; that a hold has run out is seen whether or not somebody noted it."""


class Region(Protocol):
    """What is known of experiences, as a ``Catalogue`` has it."""

    def experience(self, id: str, /) -> Experience: ...
    def village(self, id: str, /) -> Village: ...
    def host(self, id: str, /) -> Host: ...


def booked_appointments(
    booking: Booking,
    log: Iterable[Entry],
    region: Region,
    *,
    itinerary: Itinerary | None = None,
    guides: Sequence[Owner] = (),
    vehicles: Sequence[Owner] = (),
) -> tuple[Appointment, ...]:
    """
    A booking as appointments: one for each of its sessions, cancelled ones among them, and the ways between.

    An id stays with its place in the booking, whichever session and hour that is moved to. ``sequence`` counts what was
    confirmed, amended and cancelled of the booking, so that it never falls.

    Parameters
    ----------
    log
        The booking's entries, ``desk.audit(booking.id)``.
    region
        The catalogue.
    itinerary
        What was booked. Its drives, walks and breaks come along, as much later as the sessions are than planned; where
        these are no longer as planned, its ways are cancelled.
    guides, vehicles
        Who goes along.
    """
    told = _Told.of(booking, log, region, itinerary, guides, vehicles)
    return tuple(sorted((*told.visits(), *told.ways()), key=lambda each: (each.begin, each.end, each.id)))


def booked_tour(
    booking: Booking,
    log: Iterable[Entry],
    region: Region,
    *,
    itinerary: Itinerary | None = None,
    guides: Sequence[Owner] = (),
    vehicles: Sequence[Owner] = (),
) -> Appointment:
    """
    A booking as one appointment for its guests, from departure to return, its sessions in the notes.

    For parameters see ``booked_appointments``; without an itinerary it lasts from the first session to the last.
    """
    return _Told.of(booking, log, region, itinerary, guides, vehicles).tour()


@dataclass(frozen=True, slots=True)
class _Told:
    """A booking with all that is said about it."""

    booking: Booking
    stops: tuple[Stop, ...]
    hosts: Mapping[str, Text]
    itinerary: Itinerary | None
    later: timedelta | None
    shared: Mapping[str, Any]

    @classmethod
    def of(
        cls,
        booking: Booking,
        log: Iterable[Entry],
        region: Region,
        itinerary: Itinerary | None,
        guides: Sequence[Owner],
        vehicles: Sequence[Owner],
    ) -> _Told:
        stops = tuple(_stop(item, region) for item in booking.items)
        sequence, changed = revision(booking, log)
        hosts = {stop.experience.host: region.host(stop.experience.host).name for stop in stops}
        route = Owner(id=itinerary.id, name=itinerary.name) if itinerary else None
        shared = {
            "sequence": sequence,
            "changed": changed,
            "languages": booking.party.languages,
            "route": route,
            "guides": tuple(guides),
            "vehicles": tuple(vehicles),
        }
        return cls(booking, stops, hosts, itinerary, _later(booking, itinerary), shared)

    def visits(self) -> list[Appointment]:
        return [
            stop_appointment(
                f"{self.booking.id}/{position}",
                stop,
                self.hosts,
                guests=item.pax,
                status="CANCELLED" if item.cancelled else self.status,
                **self.shared,
            )
            for position, (item, stop) in enumerate(zip(self.booking.items, self.stops, strict=True), 1)
        ]

    def ways(self) -> list[Appointment]:
        """What of the itinerary is not booked: ways and breaks."""
        if self.itinerary is None:
            return []
        planned = [each for each in planned_appointments(self.itinerary) if each.host is None]
        shared = {**self.shared, "status": self.status if self.later is not None else "CANCELLED"}
        guests = self.booking.party.size
        return [
            each.later(self.later or timedelta(0)).replace(
                id=f"{self.booking.id}/way/{number}", guests=guests, **shared
            )
            for number, each in enumerate(planned, 1)
        ]

    def tour(self) -> Appointment:
        there = self.visits()
        live = [each for each in there if each.status != "CANCELLED"] or there
        first, begin, end = live[0], min(each.begin for each in live), max(each.end for each in live)
        title, address, place = _title(live), first.address, first.place
        if self.itinerary:
            start = self.itinerary.days[0].start
            title, address, place = self.itinerary.name, start.name, start.place
            begin, end = self._hours(begin, end)
        return Appointment(
            id=self.booking.id,
            kind="tour",
            title=title,
            begin=begin,
            end=end,
            address=address,
            place=place,
            guests=self.booking.party.size,
            notes=tuple(_line(each) for each in live),
            status=self.status,
            **self.shared,
        )

    @property
    def status(self) -> AppointmentStatus:
        return STATUSES[self.booking.status]

    def _hours(self, begin: datetime, end: datetime) -> tuple[datetime, datetime]:
        """From departure to return, where the sessions are as planned, be it on another day."""
        if self.itinerary is None or self.later is None:
            return begin, end
        return self.itinerary.days[0].depart + self.later, self.itinerary.days[-1].back + self.later


def revision(booking: Booking, log: Iterable[Entry]) -> tuple[int, datetime]:
    """How many changes there were that others must see, and when the last one was made."""
    seen = [entry.at for entry in log if entry.subject == booking.id and entry.operation in SEEN]
    if booking.status is Status.EXPIRED and booking.expires is not None:
        seen.append(booking.expires)
    return len(seen), max(seen, default=booking.created)


def _later(booking: Booking, itinerary: Itinerary | None) -> timedelta | None:
    """How much later than planned all sessions are; None if they differ, or some are not as planned."""
    planned = [stop for stop in itinerary.stops if not stop.is_break] if itinerary else []
    if [stop.experience.id for stop in planned] != [item.experience for item in booking.items]:
        return None
    gone = booking.status is not Status.CANCELLED and any(item.cancelled for item in booking.items)
    spans = {item.begin - stop.begin for item, stop in zip(booking.items, planned, strict=True)}
    return spans.pop() if len(spans) == 1 and not gone else None


def _stop(item: Item, region: Region) -> Stop:
    experience = region.experience(item.experience)
    village = region.village(experience.village)
    return Stop(experience=experience, village=village, arrive=item.begin, begin=item.begin, end=item.end)


def _title(visits: Sequence[Appointment]) -> Text:
    villages = [each.village.name for each in visits if each.village]
    names = {language: " – ".join(dict.fromkeys(name.get(language) for name in villages)) for language in ("vi", "en")}
    return Text(**names)


def _line(visit: Appointment) -> Text:
    when, village = f"{visit.begin:%Y-%m-%d %H:%M}", visit.village.name if visit.village else visit.title
    return Text(
        vi=f"{when} {visit.title.vi} – {village.vi}",
        en=f"{when} {visit.title.get('en')} – {village.get('en')}",
    )
