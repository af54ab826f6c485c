"""A planned tour as a programme: what the planner wrote, checked like what a person wrote."""

from __future__ import annotations

from datetime import datetime, time

from tourplanner.catalogue import Catalogue
from tourplanner.model import HANOI, Day, Itinerary, Stop
from tourplanner.programme.value import Line, Programme, Terms, clock


def programme_of(tour: Itinerary, catalogue: Catalogue | None = None) -> Programme:
    """The lines of a tour with its goal's party as terms; without ``catalogue`` the packaged region is looked up."""
    goal = tour.goal
    vehicles = goal.fleet if goal.vehicles else ()
    terms = Terms(on=tour.days[0].date, party=goal.party, lunch=goal.lunch, vehicles=vehicles) if tour.days else None
    days = tuple(_lines(number, day) for number, day in enumerate(tour.days, 1))
    region = catalogue.region if catalogue else "hanoi"
    made = Programme(title=tour.name.vi, region=region, start=goal.start, days=days, terms=terms)
    return made.knowing(catalogue)


def _lines(number: int, day: Day) -> tuple[Line, ...]:
    pick_up = Line(id=f"d{number}-start", begin=_clock(day.depart), minutes=0, kind="pick-up", place=day.start.id,
                   text=day.start.name.vi)  # fmt: skip
    drop_off = Line(id=f"d{number}-end", begin=_clock(day.back), minutes=0, kind="drop-off", place=day.end.id,
                    text=day.end.name.vi)  # fmt: skip
    return (pick_up, *(_line(number, at, stop) for at, stop in enumerate(day.stops, 1)), drop_off)


def _line(number: int, at: int, stop: Stop) -> Line:
    return Line(
        id=f"d{number}-{at}",
        begin=_clock(stop.begin),
        minutes=int((stop.end - stop.begin).total_seconds()) // 60,
        kind="meal" if stop.is_meal else "visit",
        text=stop.experience.name.vi,
        place=None if stop.is_break else stop.village.id,
        experience=None if stop.is_break else stop.experience.id,
    )


def _clock(moment: datetime) -> time:
    local = moment.astimezone(HANOI)
    return clock(local.hour * 60 + local.minute)
