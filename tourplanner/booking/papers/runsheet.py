"""A departure's run sheet: the plan's day with the pick-ups, the people and the counts of those who travel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from tourplanner.booking.papers.people import Contact, Departure
from tourplanner.errors import GoalError
from tourplanner.model import HANOI, Itinerary, Text
from tourplanner.model.runsheet import Happening as Happening
from tourplanner.model.runsheet import RunLine as RunLine
from tourplanner.model.runsheet import RunSheet as RunSheet
from tourplanner.model.runsheet import RunVehicle as RunVehicle
from tourplanner.model.runsheet import run_lines


def run_sheet(
    itinerary: Itinerary,
    departure: Departure,
    *,
    staff: tuple[Contact, ...] = (),
    hosts: Mapping[str, Contact] | None = None,
    vehicles: tuple[RunVehicle, ...] = (),
) -> RunSheet:
    """
    What happens on a departure, pick-ups first, then legs and stops of every day in order.

    Parameters
    ----------
    hosts
        Whom to call at a stop, by host id or experience id; a stop without one has nobody.
    vehicles
        What the group rides in, with plates as far as they are known.

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
        lines += run_lines(day, hosts)
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
        vehicles=vehicles,
        lines=tuple(lines),
    )


def _counted(texts: Iterator[str]) -> tuple[tuple[str, int], ...]:
    """Most frequent first, equal ones by the alphabet; what is empty is not counted."""
    counts = Counter(text for text in texts if text)
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
