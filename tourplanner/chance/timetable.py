"""What a day promises, as seconds from its midnight: all that the simulation reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from tourplanner.almanac import begin_windows
from tourplanner.errors import GoalError
from tourplanner.model import HANOI, Day, Itinerary, Leg, Lunch, Spread, Stop

Window = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Move:
    """A leg: planned ``depart`` and length, and its factor as median, log spread and whether traffic is in it."""

    depart: float
    seconds: float
    median: float
    spread: float
    driven: bool


@dataclass(frozen=True, slots=True)
class Call:
    """
    A visit or meal: planned ``begin`` and length, mean over-run, and when it may begin, both ends inclusive.

    ``lunch`` is when it may begin to be the day's lunch, None if it is not.
    """

    begin: float
    seconds: float
    overrun: float
    windows: tuple[Window, ...]
    lunch: Window | None


@dataclass(frozen=True, slots=True)
class Timetable:
    """``moves`` has one more entry than ``calls``; printed return and the latest the goal allows."""

    moves: tuple[Move, ...]
    calls: tuple[Call, ...]
    back: float
    limit: float


def timetable(tour: Itinerary, day: Day, spread: Spread) -> Timetable:
    """
    The day's promises with how each may stray.

    Raises
    ------
    GoalError
        If the day's legs do not fit its stops.
    """
    if len(day.legs) != len(day.stops) + 1:
        raise GoalError(
            f"{tour.id}, {day.date}: {len(day.stops)} stops need {len(day.stops) + 1} legs, not {len(day.legs)}; "
            "check(itinerary) says what else is wrong"
        )
    return Timetable(
        tuple(_move(leg, day.date, spread) for leg in day.legs),
        tuple(_call(stop, tour, day.date, spread) for stop in day.stops),
        _since(day.date, day.back),
        _clock(tour.goal.day[1]),
    )


def _move(leg: Leg, on: date, spread: Spread) -> Move:
    depart, seconds = _since(on, leg.depart), float(leg.seconds)
    if leg.mode == "walk":
        return Move(depart, seconds, 1.0, spread.walk, driven=False)
    share = _in_peak(depart, seconds, spread)
    median = 1.0 + share * (spread.peak_factor - 1.0)
    return Move(depart, seconds, median, spread.drive + share * (spread.peak - spread.drive), driven=True)


def _in_peak(depart: float, seconds: float, spread: Spread) -> float:
    """The share of a leg's planned time that lies in peak hours, 0 to 1."""
    overlaps = (min(depart + seconds, _clock(last)) - max(depart, _clock(first)) for first, last in spread.peak_hours)
    return sum(max(0.0, overlap) for overlap in overlaps) / seconds if seconds else 0.0


def _call(stop: Stop, tour: Itinerary, on: date, spread: Spread) -> Call:
    begin, seconds = _since(on, stop.begin), (stop.end - stop.begin).total_seconds()
    return Call(
        begin,
        seconds,
        spread.overrun * seconds,
        _windows(stop, begin, seconds, on),
        _lunch(stop, begin, seconds, tour.goal.lunch),
    )


def _lunch(stop: Stop, begin: float, seconds: float, lunch: Lunch | None) -> Window | None:
    """When a meal may begin; or a visit that serves lunch, so that there is time for it within the window."""
    if lunch is None:
        return None
    first, last = _clock(lunch.earliest), _clock(lunch.latest)
    if stop.is_meal:
        return first, last
    spare = seconds - 60.0 * lunch.minutes
    serves = stop.experience.price.includes_lunch and spare >= 0 and first - spare <= begin <= last
    return (first - spare, last) if serves else None


def _windows(stop: Stop, begin: float, seconds: float, on: date) -> tuple[Window, ...]:
    """When a stop may begin: at its session, or while the door is open for all of it."""
    if stop.session or stop.experience.sessions_only:
        return ((begin, begin),)
    found = begin_windows(stop.experience.opening, max(1, int(-(-seconds // 60))), on)
    return tuple((_clock(first), _clock(last)) for first, last in found)


def _since(on: date, moment: datetime) -> float:
    return (moment - datetime.combine(on, time(), HANOI)).total_seconds()


def _clock(clock: time) -> float:
    return 3600.0 * clock.hour + 60.0 * clock.minute + clock.second
