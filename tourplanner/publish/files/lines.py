"""The line of a leg, and whether it is known."""

from __future__ import annotations

from tourplanner.model import Day, Leg

Line = list[tuple[float, float]]


def leg_line(day: Day, index: int) -> Line:
    """Leg ``index`` of a day as (lat, lon) points: its road geometry, or its two ends."""
    leg = day.legs[index]
    if not is_straight(leg):
        return list(leg.path)
    return [(place.lat, place.lon) for place in day.places[index : index + 2]]


def is_straight(leg: Leg) -> bool:
    """True if no road geometry is known, so that the leg is drawn as a line between its ends."""
    return len(leg.path) < 2
