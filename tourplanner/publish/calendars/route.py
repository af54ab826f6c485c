"""route.ics: a route as a calendar that phones and Google read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time

from tourplanner.model import Appointment, Itinerary, Leg, Stop, Text, planned_appointments
from tourplanner.model.appointment import AppointmentStatus
from tourplanner.publish.calendars import strings
from tourplanner.publish.calendars.event import Style, event_of
from tourplanner.publish.calendars.frame import add_name, head, written
from tourplanner.publish.calendars.strings import filled
from tourplanner.publish.words import clock, craft_names, doubt_of, leg_length
from tourplanner.speech import speaker

ENGLISH = speaker("en")


def route_ics(
    itinerary: Itinerary,
    *,
    stamp: datetime | None = None,
    sequence: int = 0,
    status: AppointmentStatus = "TENTATIVE",
    languages: tuple[str, ...] = ("vi",),
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
    languages
        Of the texts: vi, en.
    """
    style = Style(stamp or datetime.combine(itinerary.days[0].date, time(), UTC), languages)
    calendar = head("PUBLISH")
    add_name(calendar, style.text(itinerary.name))
    told = [each.replace(sequence=sequence, status=status) for each in noted_appointments(itinerary)]
    events = (event_of(each, style) for each in told)
    return written(calendar, events, [moment for each in told for moment in (each.begin, each.end)])


def noted_appointments(itinerary: Itinerary) -> Iterator[Appointment]:
    """The appointments of a planned route, each with what is known of its stop or leg."""
    for each, subject in zip(planned_appointments(itinerary), _subjects(itinerary), strict=True):
        lines = _leg_notes(each, subject) if isinstance(subject, Leg) else _stop_notes(itinerary, subject)
        yield each.replace(notes=tuple(lines), guests=None, languages=())


def _subjects(itinerary: Itinerary) -> Iterator[Leg | Stop]:
    """Legs and stops in the order of the days."""
    for day in itinerary.days:
        for leg, stop in zip(day.legs, (*day.stops, None), strict=True):
            yield leg
            if stop:
                yield stop


def _stop_notes(itinerary: Itinerary, stop: Stop) -> Iterator[Text]:
    experience, size = stop.experience, itinerary.goal.party.size
    if experience.name.en:
        yield Text(vi=experience.name.en, en=experience.name.vi)
    crafts = craft_names(itinerary, stop)
    village, aside = stop.village.name, f" – {crafts}" if crafts else ""
    yield filled(strings.VILLAGE, Text(vi=village.vi + aside, en=village.get("en") + aside))
    yield filled(strings.ARRIVAL, clock(stop.arrive), clock(stop.begin), clock(stop.end))
    yield filled(strings.OPENING, _hours(stop), _doubt(stop, "opening"))
    yield filled(strings.PRICE, size, _price(stop), _doubt(stop, "price"))


def _hours(stop: Stop) -> Text:
    from tourplanner.almanac import describe

    opening = stop.experience.opening
    return Text(vi=describe(opening, "vi"), en=describe(opening, "en"))


def _price(stop: Stop) -> Text:
    if stop.price is None:
        return strings.NO_PRICE
    return Text(vi=str(stop.price)) if stop.price.amount else strings.FREE


def _doubt(stop: Stop, name: str) -> Mapping[str, str] | str:
    """How little a fact is backed, in brackets; "" for one that has a source."""
    if not doubt_of(stop.experience, name):
        return ""
    doubt = strings.CONFIDENCES[stop.experience.fact(name).provenance.confidence]
    return {language: f" ({doubt.get(language)})" for language in ("vi", "en")}


def _leg_notes(appointment: Appointment, leg: Leg) -> Iterator[Text]:
    if appointment.address:
        yield filled(strings.ORIGIN, appointment.address)
    yield Text(vi=leg_length(leg), en=leg_length(leg, ENGLISH))
    yield strings.ESTIMATED
