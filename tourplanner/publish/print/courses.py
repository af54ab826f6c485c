"""Several courses, days of a tour or routes of a set, as lines in millimetres that lie side by side on shared roads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from tourplanner.model import Day, Itinerary, Portfolio, Village
from tourplanner.model.bounds import Points
from tourplanner.publish.mapdraw import path, stroke
from tourplanner.publish.pins import leg_colour, route_colour
from tourplanner.publish.projection import Sheet
from tourplanner.publish.strands import Strand, strands
from tourplanner.publish.tracks import beside

LINE_MM, LANE_MM = 0.85, 1.05


@dataclass(frozen=True, slots=True)
class Course:
    """One line of a map with its number from 1, its colour and its days."""

    number: int
    colour: str
    days: tuple[Day, ...]

    @property
    def villages(self) -> tuple[Village, ...]:
        """The villages visited (a meal alone is no visit), each once, in order."""
        return tuple({stop.village.id: stop.village for day in self.days for stop in day.visits}.values())


def courses_of_tour(itinerary: Itinerary) -> tuple[Course, ...]:
    """A tour's days."""
    return tuple(Course(number, leg_colour(number - 1), (day,)) for number, day in enumerate(itinerary.days, 1))


def courses_of_set(portfolio: Portfolio) -> tuple[Course, ...]:
    """A portfolio's routes."""
    return tuple(Course(number, route_colour(number), route.days) for number, route in enumerate(portfolio.routes, 1))


def reach(courses: Sequence[Course]) -> list[tuple[float, float]]:
    """Every (lat, lon) that a map of the courses must show."""
    days = [day for course in courses for day in course.days]
    places = [(place.lat, place.lon) for day in days for place in day.places]
    return places + [point for day in days for leg in day.legs for point in leg.path]


@dataclass(frozen=True, slots=True, eq=False)
class Ribbon:
    """A piece of a course (n x 2, mm). ``straight`` says that it is not the road."""

    number: int
    colour: str
    line: Points
    straight: bool


def ribbons(courses: Sequence[Course], sheet: Sheet) -> tuple[Ribbon, ...]:
    """The courses on a sheet: each road once per course, side by side where several take it."""
    found = []
    roads = [[leg.path for day in course.days for leg in day.legs if len(leg.path) > 1] for course in courses]
    for course, parts in zip(courses, strands(roads), strict=True):
        found += [Ribbon(course.number, course.colour, line, False) for line in _lines(parts, sheet)]
        found += [Ribbon(course.number, course.colour, line, True) for line in _straight(course, sheet)]
    return tuple(found)


def draw_ribbons(found: Sequence[Ribbon]) -> Iterator[str]:
    """All casings below all lines."""
    for ribbon in found:
        yield stroke(path([ribbon.line]), "#ffffff", LINE_MM + 0.7)
    for ribbon in found:
        yield stroke(path([ribbon.line]), ribbon.colour, LINE_MM, dash="2.4 1.2" if ribbon.straight else "", cap="butt")


def _lines(parts: Sequence[Strand], sheet: Sheet) -> Iterator[Points]:
    for part in parts:
        line = _in_lanes(part, sheet)
        if len(line) > 1:
            yield line


def _in_lanes(strand: Strand, sheet: Sheet) -> Points:
    """The strand in mm; where it changes lanes, the runs are joined as they are."""
    spots = sheet.xy(strand.points)
    first, runs = 0, []
    for steps, lane in strand.lanes:
        run = beside(spots[first : first + steps + 1], lane * LANE_MM)
        if len(run) > 1:
            runs.append(run)
        first += steps
    return np.vstack(runs) if runs else np.empty((0, 2))


def _straight(course: Course, sheet: Sheet) -> Iterator[Points]:
    """Legs without a known road that can be seen at the sheet's scale."""
    for day in course.days:
        ends = sheet.xy([(place.lat, place.lon) for place in day.places])
        for index, leg in enumerate(day.legs):
            if len(leg.path) < 2 and float(np.hypot(*(ends[index + 1] - ends[index]))) >= 0.5:
                yield ends[index : index + 2]
