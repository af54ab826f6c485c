"""Rules of the clock and the road, for one day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import pairwise

from tourplanner.almanac import begin_windows
from tourplanner.model import HANOI, Lunch, Place, Stop
from tourplanner.rules.finding import DayCase, Finding

SAME_DEGREES = 1e-5


def chain(case: DayCase) -> Iterator[Finding]:
    """
    Legs lead from the start over every stop, in order, to the end; the places are those of the goal, and a day
    begins where the day before has ended.
    """
    day, goal = case.day, case.tour.goal
    names = [day.start.id, *(stop.experience.id for stop in day.stops), day.end.id]
    legs = [(leg.origin, leg.destination) for leg in day.legs]
    if legs != list(pairwise(names)):
        yield case.finding("chain", day.start.id, f"legs {legs} do not connect {names}")
    if case.number <= goal.days:
        begins, ends = goal.stays(case.number - 1)
        if day.start.id not in begins or day.end.id not in ends:
            way = f"{' or '.join(begins)} to {' or '.join(ends)}"
            yield case.finding("chain", day.start.id, f"the day should go from {way}")
    before = case.tour.days[case.number - 2].end.id if case.number > 1 else day.start.id
    if day.start.id != before:
        yield case.finding("chain", day.start.id, f"the day before has ended at {before}")
    for stop in day.stops:
        if stop.experience.village != stop.village.id:
            yield case.finding("chain", stop.experience.id, f"is not in {stop.village.id}")


def road(case: DayCase) -> Iterator[Finding]:
    """
    Every leg takes as long, and is as far, as the travel times say for the hour it leaves at; its line, if it has one,
    begins and ends where it does.
    """
    for index, leg in enumerate(case.day.legs[: len(case.day.stops) + 1]):
        pair = index, index + 1
        expected = (
            case.matrix.leg_s(*pair, case.second(leg.depart)),
            int(case.matrix.metres[pair]),
            int(case.matrix.padding_s[pair]),
            "walk" if case.matrix.walked[pair] else "drive",
            int(case.matrix.walk_m[pair]),
        )
        given = (leg.seconds, leg.metres, leg.padding_s, leg.mode, leg.walked_m)
        if given != expected:
            yield case.finding("road", leg.destination, f"leg is {given}, travel times say {expected}", leg.depart)
        if leg.path and not all(map(_same_spot, case.day.places[index : index + 2], (leg.path[0], leg.path[-1]))):
            yield case.finding("road", leg.destination, "the line does not lead from stop to stop", leg.depart)


def _same_spot(place: Place, point: tuple[float, float]) -> bool:
    """Whether both are the same to about a metre: lines may come with five decimals."""
    return abs(place.lat - point[0]) <= SAME_DEGREES and abs(place.lon - point[1]) <= SAME_DEGREES


def clock(case: DayCase) -> Iterator[Finding]:
    """Nothing begins before guests are there, and nothing leaves before it is over."""
    day = case.day
    here, at = day.start.id, day.depart
    if len(day.legs) != len(day.stops) + 1:
        yield case.finding("clock", here, f"{len(day.stops)} stops need {len(day.stops) + 1} legs, not {len(day.legs)}")
        return
    for leg, stop in zip(day.legs, day.stops, strict=False):
        if leg.depart < at:
            yield case.finding("clock", here, f"leaves before it is over at {at:%H:%M}", leg.depart)
        if stop.arrive != leg.arrive:
            yield case.finding("clock", stop.experience.id, f"the leg arrives at {leg.arrive:%H:%M:%S}", stop.arrive)
        if stop.begin < stop.arrive:
            yield case.finding("clock", stop.experience.id, f"begins before arrival at {stop.arrive:%H:%M}", stop.begin)
        here, at = stop.experience.id, stop.end
    if day.legs[-1].depart < at:
        yield case.finding("clock", here, f"leaves before it is over at {at:%H:%M}", day.legs[-1].depart)
    if day.back != day.legs[-1].arrive or day.depart != day.legs[0].depart:
        yield case.finding("clock", day.end.id, "the day's ends are not those of its legs", day.back)


def length(case: DayCase) -> Iterator[Finding]:
    """A visit takes as long as the experience says for so many guests, lunch as long as the goal says."""
    lunch, guests = case.tour.goal.lunch, case.tour.goal.party.size
    for stop in case.day.stops:
        minutes = lunch.minutes if stop.is_meal and lunch else stop.experience.minutes_for(guests)
        if stop.end - stop.begin != timedelta(minutes=minutes):
            yield case.finding("length", stop.experience.id, f"should take {minutes} minutes", stop.begin)


def day_span(case: DayCase) -> Iterator[Finding]:
    """The whole day lies within the goal's hours, on its own date."""
    first, last = (_at(case, clock) for clock in case.tour.goal.day)
    if case.day.depart < first:
        yield case.finding("day-span", case.day.start.id, f"departs before {first:%H:%M}", case.day.depart)
    if case.day.back > last:
        yield case.finding("day-span", case.day.end.id, f"returns after {last:%H:%M}", case.day.back)


def opening(case: DayCase) -> Iterator[Finding]:
    """Every visit begins when its door is open for all of it, or at a session with enough places."""
    for stop in case.day.stops:
        if not _admitted(case, stop):
            yield case.finding("opening", stop.experience.id, "is not open for all of this visit", stop.begin)


def _admitted(case: DayCase, stop: Stop) -> bool:
    own = [
        session
        for session in case.sessions
        if session.experience == stop.experience.id and session.begin.astimezone(HANOI).date() == case.day.date
    ]
    if own or stop.experience.sessions_only:
        size = case.tour.goal.party.size
        return any(
            session.begin == stop.begin and session.places_left >= size and stop.session in (None, session.id)
            for session in own
        )
    minutes = int((stop.end - stop.begin).total_seconds() // 60)
    begin = stop.begin.astimezone(HANOI)
    if minutes < 1:
        return False
    windows = begin_windows(stop.experience.opening, minutes, case.day.date)
    return begin.date() == case.day.date and any(first <= begin.time() <= last for first, last in windows)


def lunch(case: DayCase) -> Iterator[Finding]:
    """
    With a lunch in the goal, each day has just one meal of its kind (a table, or a pause), begun in its window, in a
    village that is visited; a pause at the village's point or where something is visited. A visit whose price includes
    lunch is that meal if it lies over the window.
    """
    wanted, meals = case.tour.goal.lunch, [stop for stop in case.day.stops if stop.is_meal]
    count = len(meals) + sum(_serves(case, stop, wanted) for stop in case.day.visits if wanted)
    if count != (1 if wanted else 0):
        yield case.finding("lunch", case.day.start.id, f"{count} meals instead of {1 if wanted else 0}")
    for meal in meals if wanted else ():
        assert wanted is not None
        first, last = _at(case, wanted.earliest), _at(case, wanted.latest)
        if not first <= meal.begin <= last:
            yield case.finding("lunch", meal.experience.id, f"begins outside {first:%H:%M}–{last:%H:%M}", meal.begin)
        if meal.village.id not in {stop.village.id for stop in case.day.visits}:
            yield case.finding("lunch", meal.experience.id, "is in a village that is not visited", meal.begin)
        if meal.is_break != (wanted.kind == "break"):
            yield case.finding("lunch", meal.experience.id, f"is not the {wanted.kind} that was asked for", meal.begin)
        elif meal.is_break and meal.place not in {meal.village.place, *(stop.place for stop in case.day.visits)}:
            yield case.finding("lunch", meal.experience.id, "is at neither the village's point nor a visit", meal.begin)


def _serves(case: DayCase, stop: Stop, wanted: Lunch) -> bool:
    """Whether lunch is part of a visit: there is time for it between the earliest and the latest begin."""
    first, last = max(stop.begin, _at(case, wanted.earliest)), _at(case, wanted.latest)
    over = first <= min(last, stop.end - timedelta(minutes=wanted.minutes))
    return stop.experience.price.includes_lunch and over


def driving(case: DayCase) -> Iterator[Finding]:
    """No more minutes on the road than the goal allows."""
    most = case.tour.goal.drive_minutes
    seconds = sum(leg.seconds for leg in case.day.legs if leg.mode == "drive")
    if most is not None and seconds > 60 * most:
        yield case.finding("driving", case.day.start.id, f"{-(-seconds // 60)} minutes on the road, at most {most}")


def _at(case: DayCase, clock: time) -> datetime:
    return datetime.combine(case.day.date, clock, HANOI)
