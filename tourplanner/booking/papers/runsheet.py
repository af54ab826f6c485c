"""The day as guide and driver work it: who is met where, what comes when, whom to call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import AwareDatetime

from tourplanner.booking.papers.people import Contact, Departure
from tourplanner.errors import GoalError
from tourplanner.model import HANOI, Day, Id, Itinerary, Leg, Stop, Text, Value

Happening = Literal["pickup", "drive", "walk", "visit", "meal", "back"]


class RunLine(Value):
    """
    One thing that happens at ``at`` and takes ``minutes``; ``to_call`` is who receives the group.

    ``count`` is how many guests are met, at a pick-up.
    """

    at: AwareDatetime
    what: Happening
    place: Text
    minutes: int = 0
    metres: int = 0
    count: int = 0
    to_call: Contact | None = None


class RunSheet(Value):
    """
    A departure's run sheet. ``diets`` and ``needs`` are counted, not attributed: names are in the manifest.
    """

    departure: Id
    title: Text
    begins: AwareDatetime
    adults: int
    children: int
    languages: tuple[tuple[str, int], ...]
    diets: tuple[tuple[str, int], ...]
    needs: tuple[tuple[str, int], ...]
    staff: tuple[Contact, ...]
    lines: tuple[RunLine, ...]


def run_sheet(
    itinerary: Itinerary,
    departure: Departure,
    *,
    staff: tuple[Contact, ...] = (),
    hosts: Mapping[str, Contact] | None = None,
) -> RunSheet:
    """
    What happens on a departure, pick-ups first, then legs and stops of every day in order.

    Parameters
    ----------
    hosts
        Whom to call at a stop, by host id or experience id; a stop without one has nobody.

    Raises
    ------
    GoalError
        If the itinerary is for another date than the departure.
    """
    planned, departs = itinerary.days[0].date, departure.begins.astimezone(HANOI).date()
    if planned != departs:
        raise GoalError(f"the itinerary is for {planned}, the departure on {departs}; plan it for the departure's date")
    met = Counter(guest.pickup for guest in departure.guests)
    lines = [
        RunLine(at=pickup.at, what="pickup", place=Text(vi=pickup.name), count=met[pickup.name])
        for pickup in sorted(departure.pickups, key=lambda pickup: pickup.at)
    ]
    for day in itinerary.days:
        lines += _day_lines(day, hosts or {})
    return RunSheet(
        departure=departure.id,
        title=departure.title,
        begins=departure.begins,
        adults=departure.adults,
        children=departure.children,
        languages=_counted(guest.language for guest in departure.guests),
        diets=_counted(guest.diet for guest in departure.guests),
        needs=_counted(guest.needs for guest in departure.guests),
        staff=staff,
        lines=tuple(lines),
    )


def _day_lines(day: Day, hosts: Mapping[str, Contact]) -> Iterator[RunLine]:
    for leg, stop in zip(day.legs, day.stops, strict=False):
        yield _leg_line(leg, _stop_name(stop))
        yield RunLine(
            at=stop.begin,
            what="meal" if stop.is_meal else "visit",
            place=_stop_name(stop),
            minutes=round((stop.end - stop.begin).total_seconds() / 60),
            to_call=hosts.get(stop.experience.id) or hosts.get(stop.experience.host),
        )
    yield _leg_line(day.legs[-1], day.end.name)
    yield RunLine(at=day.back, what="back", place=day.end.name)


def _leg_line(leg: Leg, to: Text) -> RunLine:
    minutes = -(-leg.seconds // 60)
    return RunLine(at=leg.depart, what=leg.mode, place=to, minutes=minutes, metres=leg.metres)


def _stop_name(stop: Stop) -> Text:
    experience, village = stop.experience.name, stop.village.name
    english = f"{experience.en or experience.vi} – {village.en or village.vi}"
    return Text(vi=f"{experience.vi} – {village.vi}", en=english)


def _counted(texts: Iterator[str]) -> tuple[tuple[str, int], ...]:
    """Most frequent first, equal ones by the alphabet; what is empty is not counted."""
    counts = Counter(text for text in texts if text)
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
