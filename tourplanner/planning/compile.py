"""From the operator's words to numbers: catalogue, goal and dates become a Problem."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from tourplanner.almanac import begin_windows, festival_closed
from tourplanner.catalogue import Catalogue
from tourplanner.errors import GoalError
from tourplanner.model import ROLES, Experience, Goal, Place, StartPoint
from tourplanner.model.meal import lunch_break
from tourplanner.planning.categories import main_craft
from tourplanner.planning.hours import Windows, seconds, up
from tourplanner.planning.kinds_of_day import KindsOfDay, kinds_of_day, roads
from tourplanner.planning.known import known
from tourplanner.planning.lawful import Bans, bans_on, barred_all_day
from tourplanner.planning.limits import limits
from tourplanner.planning.points import Points
from tourplanner.planning.problem import Ints, Problem, Shift
from tourplanner.planning.screen import Excluded, screened
from tourplanner.rules import Law
from tourplanner.travel import TravelMatrix, TravelTimes, kept_matrix

MOST_DATES = 62


@dataclass(frozen=True, slots=True)
class Compiled:
    """
    A problem together with what its numbers stand for, and what was left out and why.

    ``travel`` has a matrix for each number that a shift's ``roads`` may have.
    """

    problem: Problem
    catalogue: Catalogue
    goal: Goal
    dates: tuple[date, ...]
    experiences: tuple[Experience, ...]
    meals: tuple[Experience, ...]
    starts: tuple[StartPoint, ...]
    travel: tuple[TravelMatrix, ...]
    law: Law
    bans: Mapping[date, Bans]
    excluded: Mapping[str, Excluded]
    points: Points = Points()


def compiled(
    catalogue: Catalogue,
    goal: Goal,
    shifts: Sequence[tuple[str, str, Sequence[date], int]],
    travel: TravelTimes,
    *,
    points: Points = Points(),
    also: Sequence[str] = (),
    every_route: bool = False,
    seats: int | None = None,
    law: Law | None = None,
) -> Compiled:
    """
    The problem of filling the given shifts.

    Parameters
    ----------
    shifts
        For each kind of day: start-point ids where it begins and ends, the dates it may run on, how many are wanted.
    also
        Experience ids that routes already sold contain: they get a number even if nothing new may visit them.
    every_route
        Whether must, either, together and budget hold for each route by itself, instead of for the tour of all days.
    law
        What bars the party's vehicles where and when; by default ``Law.installed()``.
    seats
        Guests that sit down to lunch in one place at a time, by default the goal's party.

    Raises
    ------
    GoalError
        If the goal names ids that do not exist: all of them at once.
    NoRouteError
        If two places cannot be travelled between.
    """
    known(catalogue, goal)
    if goal.budget is not None and goal.budget.currency != "VND":
        raise GoalError(f"budget: prices are in đồng, the budget is in {goal.budget.currency}: convert it first")
    dates = tuple(sorted({day for _, _, days, _ in shifts for day in days}))
    if len(dates) > MOST_DATES:
        raise GoalError(f"{len(dates)} dates at once, at most {MOST_DATES} can be compared")
    law = law or Law.installed()
    bans = {day: bans_on(goal, day, law) for day in dates}
    chosen, excluded = _chosen(catalogue, goal, dates, also, law)
    experiences = tuple(each.experience for each in chosen)
    meals = _meals(catalogue, goal, dates, experiences, seats or goal.party.size)
    eaten = tuple(each.experience for each in meals)
    starts = list(dict.fromkeys(id for start, end, _, _ in shifts for id in (start, end)))
    places = [spot(catalogue, experience) for experience in experiences + eaten]
    kinds = kinds_of_day(travel, dates, law, goal.fleet)
    stops = [*places, *(catalogue.start(id).place for id in starts)]
    matrices = tuple(kept_matrix(kind, stops) for kind in kinds.sources)
    villages = tuple(dict.fromkeys(experience.village for experience in experiences))
    problem = Problem(
        shifts=tuple(
            Shift(
                start=len(places) + starts.index(start),
                end=len(places) + starts.index(end),
                earliest=span[0],
                latest=span[1],
                dates=_bits(dates, alike),
                count=count,
                roads=kind,
                group=group if len(parts) > 1 else None,
            )
            for group, (start, end, days, count) in enumerate(shifts)
            for parts in [_alike(catalogue, goal, (start, end), days, kinds, bans)]
            for (kind, span), alike in parts
        ),
        limits=limits(catalogue, goal, experiences, every_route=every_route),
        date_names=tuple(day.isoformat() for day in dates),
        villages=villages,
        place=np.arange(len(places), dtype=np.int64),
        drive_cost=points.drive_minute,
        **_visits(catalogue, goal, points, chosen, villages),
        **_tables(goal, meals, villages),
        **roads(matrices),
    )
    found = tuple(catalogue.start(id) for id in starts)
    return Compiled(problem, catalogue, goal, dates, experiences, eaten, found, matrices, law, bans, excluded, points)


@dataclass(frozen=True, slots=True)
class _Usable:
    """An experience or a meal with its begin windows, and the dates on which these hold as bits."""

    experience: Experience
    windows: Windows
    dates: int
    feeds: bool = False


def _chosen(
    catalogue: Catalogue, goal: Goal, dates: Sequence[date], also: Sequence[str], law: Law
) -> tuple[list[_Usable], dict[str, Excluded]]:
    chosen, excluded = _patterns(catalogue, goal, dates, law)
    usable = {each.experience.id for each in chosen}
    return chosen + [_Usable(catalogue.experience(id), (), 0) for id in also if id not in usable], excluded


def _visits(
    catalogue: Catalogue, goal: Goal, points: Points, chosen: Sequence[_Usable], villages: Sequence[str]
) -> dict[str, Any]:
    """The problem's fields that have an entry for every visit."""
    experiences = [each.experience for each in chosen]
    own = [catalogue.village(experience.village) for experience in experiences]
    crafts = [main_craft(catalogue, experience) for experience in experiences]
    names = tuple(dict.fromkeys(crafts))
    width = max([len(each.windows) for each in chosen], default=1) or 1
    return {
        "visits": tuple(experience.id for experience in experiences),
        "crafts": names,
        "ident": _numbers([experience.variant_of or experience.id for experience in experiences]),
        "village": _ints(villages.index(experience.village) for experience in experiences),
        "craft": _ints(names.index(craft) for craft in crafts),
        "role": _ints(1 << ROLES.index(experience.role) if experience.role else 0 for experience in experiences),
        "anchor": _ints(int(village.standing == "anchor") for village in own),
        "service": _ints(60 * experience.minutes_for(goal.party.size) for experience in experiences),
        "points": _ints(
            points.visit(experience, village, wished=bool({experience.id, village.id} & set(goal.wishes)))
            for experience, village in zip(experiences, own, strict=True)
        ),
        "price": _ints(guest_price(goal, experience) for experience in experiences),
        "opens": _windows([each.windows for each in chosen], width, 0),
        "closes": _windows([each.windows for each in chosen], width, 1),
        "dates": _ints(each.dates for each in chosen),
        "feeds": _ints(each.feeds for each in chosen),
    }


def _tables(goal: Goal, meals: Sequence[_Usable], villages: Sequence[str]) -> dict[str, Any]:
    """The problem's fields that have an entry for every place to eat."""
    return {
        "meals": tuple(meal.experience.id for meal in meals),
        "meal_village": _ints(villages.index(meal.experience.village) for meal in meals),
        "meal_opens": _ints(meal.windows[0][0] for meal in meals),
        "meal_closes": _ints(meal.windows[0][1] for meal in meals),
        "meal_s": _ints(60 * goal.lunch.minutes if goal.lunch else 0 for _ in meals),
        "meal_dates": _ints(meal.dates for meal in meals),
    }


def _alike(
    catalogue: Catalogue, goal: Goal, ends: tuple[str, str], days: Sequence[date], kinds: KindsOfDay,
    bans: Mapping[date, Bans],
) -> list[tuple[tuple[int, tuple[int, int]], list[date]]]:  # fmt: skip
    """The days of a shift, those together that have the same roads and the same hours."""
    start, end = (catalogue.start(id).place for id in ends)
    day = seconds(goal.day[0]), seconds(goal.day[1])
    found: dict[tuple[int, tuple[int, int]], list[date]] = {}
    for on in days:
        found.setdefault((kinds.of[on], bans[on].day(start, end, day)), []).append(on)
    lawful = [(kind, alike) for kind, alike in found.items() if kind[1][0] < kind[1][1]]
    if days and not lawful:
        raise barred_all_day(goal, bans, (start, end))
    return lawful


def _patterns(
    catalogue: Catalogue, goal: Goal, dates: Sequence[date], law: Law
) -> tuple[list[_Usable], dict[str, Excluded]]:
    """Every usable experience with its begin windows, once for each set of dates on which they are the same."""
    open_on, excluded = screened(catalogue, goal, dates, law)
    patterns = []
    for experience, windows in open_on.items():
        one = catalogue.experience(experience)
        by_windows: dict[tuple[Windows, bool], int] = {}
        for number, day in enumerate(dates):
            for kind in _over_lunch(goal, one, windows.get(day, ())):
                by_windows[kind] = by_windows.get(kind, 0) | 1 << number
        patterns += [_Usable(one, each, bits, feeds) for (each, feeds), bits in by_windows.items()]
    return patterns, excluded


def _over_lunch(goal: Goal, experience: Experience, windows: Windows) -> Iterator[tuple[Windows, bool]]:
    """The begin windows at which a visit is no lunch, and those at which it is, each if there are any."""
    spare = experience.minutes_for(goal.party.size) - (goal.lunch.minutes if goal.lunch else 0)
    if goal.lunch is None or not experience.price.includes_lunch or spare < 0:
        yield from [(windows, False)] if windows else []
        return
    first, last = seconds(goal.lunch.earliest) - 60 * spare, seconds(goal.lunch.latest)
    # Who waits for lunch, or until it is past, begins on the timetable's grain again.
    early, late = up(first), up(last + 1)
    during = [(a if a >= first else early, min(b, last)) for a, b in windows]
    parts = [part for a, b in windows for part in ((a, min(b, first - 1)), (a if a > last else late, b))]
    over, beside = (tuple((a, b) for a, b in each if a <= b) for each in (during, parts))
    if beside:
        yield beside, False
    if over:
        yield over, True


def _meals(
    catalogue: Catalogue, goal: Goal, dates: Sequence[date], experiences: Sequence[Experience], seats: int
) -> list[_Usable]:
    """Where to have lunch, with its begin window within the lunch hours, once per window; verified places first."""
    if goal.lunch is None:
        return []
    span = seconds(goal.lunch.earliest), seconds(goal.lunch.latest)
    if goal.lunch.kind == "break":
        return [_Usable(each, (span,), _bits(dates, dates)) for each in _breaks(catalogue, experiences)]
    found = []
    villages = {experience.village for experience in experiences}
    closed = {day: festival_closed(catalogue.festivals, day) for day in dates}
    for meal in sorted(catalogue.experiences, key=lambda each: not each.fact("name").verified):
        if meal.kind != "meal" or meal.village not in villages or {meal.id, meal.village} & set(goal.never):
            continue
        if meal.party_min <= goal.party.size and seats <= meal.capacity:
            open_on = [day for day in dates if meal.id not in closed[day]]
            windows = _meal_windows(meal, goal.lunch.minutes, span, dates, open_on)
            found += [_Usable(meal, (window,), bits) for window, bits in windows.items()]
    return found


def _breaks(catalogue: Catalogue, experiences: Sequence[Experience]) -> Iterator[Experience]:
    """A pause at the point of every village where something may be visited."""
    for id in dict.fromkeys(experience.village for experience in experiences):
        village = catalogue.village(id)
        yield lunch_break(village, village.place)


def _meal_windows(
    meal: Experience, minutes: int, span: tuple[int, int], dates: Sequence[date], open_on: Sequence[date]
) -> dict[tuple[int, int], int]:
    """Begin windows within the lunch hours, each with the dates it holds on as bits."""
    by_window: dict[tuple[int, int], int] = {}
    for day in open_on:
        number = dates.index(day)
        for first, last in begin_windows(meal.opening, minutes, day):
            window = max(span[0], seconds(first)), min(span[1], seconds(last))
            if window[0] <= window[1]:
                by_window[window] = by_window.get(window, 0) | 1 << number
    return by_window


def spot(catalogue: Catalogue, experience: Experience) -> Place:
    """Where an experience happens: its own point, or its village's."""
    return experience.place or catalogue.village(experience.village).place


def guest_price(goal: Goal, experience: Experience) -> int:
    """Whole đồng per guest, rounded up; unknown prices count 0 (a budget refuses them beforehand)."""
    total = experience.price.total(goal.party)
    return -(-total.amount // goal.party.size) if total else 0


def _bits(dates: Sequence[date], days: Sequence[date]) -> int:
    return sum(1 << number for number, day in enumerate(dates) if day in set(days))


def _ints(values: object) -> Ints:
    return np.array(list(values), dtype=np.int64)  # type: ignore[call-overload]


def _numbers(names: Sequence[str]) -> Ints:
    order = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return _ints(order[name] for name in names)


def _windows(patterns: Sequence[Windows], width: int, side: int) -> Ints:
    filled = np.full((len(patterns), width), 1 - side, dtype=np.int64)
    for row, windows in enumerate(patterns):
        for column, window in enumerate(windows):
            filled[row, column] = window[side]
    return filled
