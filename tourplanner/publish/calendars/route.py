"""route.ics: a route as a calendar that phones and Google read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from functools import partial

from tourplanner.model import Appointment, Itinerary, Leg, Stop, Text, planned_appointments
from tourplanner.model.appointment import AppointmentStatus
from tourplanner.publish.calendars import strings
from tourplanner.publish.calendars.event import Style, event_of
from tourplanner.publish.calendars.frame import add_name, head, written
from tourplanner.publish.calendars.strings import filled
from tourplanner.publish.words import clock, craft_names, doubt_of, hours_of, leg_length, price_of
from tourplanner.speech import Speaker


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
        Of the texts, in order: those of ``speech.LANGUAGES``; any other is said in English.
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
    yield filled(strings.VILLAGE, name=lambda voice: _village(itinerary, stop, voice))
    times = {"arrive": clock(stop.arrive), "begin": clock(stop.begin), "end": clock(stop.end)}
    yield filled(strings.ARRIVAL, **times)
    yield filled(strings.OPENING, hours=lambda voice: hours_of(experience, voice), doubt=_doubt(stop, "opening"))
    price = partial(price_of, stop)
    yield filled(strings.PRICE, size=size, price=price, doubt=_doubt(stop, "price"))


def _village(itinerary: Itinerary, stop: Stop, voice: Speaker) -> str:
    crafts = craft_names(itinerary, stop, voice)
    return f"{voice.content(stop.village.name).text}{f' – {crafts}' if crafts else ''}"


def _doubt(stop: Stop, name: str) -> Callable[[Speaker], str]:
    """How little a fact is backed, in brackets; "" for one that has a source."""

    def told(voice: Speaker) -> str:
        doubt = doubt_of(stop.experience, name, voice)
        return f" ({doubt})" if doubt else ""

    return told


def _leg_notes(appointment: Appointment, leg: Leg) -> Iterator[Text]:
    if appointment.address:
        yield filled(strings.ORIGIN, place=appointment.address)
    yield strings.in_all(partial(leg_length, leg))
    yield filled(strings.ESTIMATED)
