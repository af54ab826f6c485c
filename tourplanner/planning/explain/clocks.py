"""Hours that can be relaxed: the day's, a visit's, lunch's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

from tourplanner.catalogue import Catalogue
from tourplanner.model import Goal, Lunch
from tourplanner.planning.explain.ladder import Ladder, said
from tourplanner.planning.explain.subject import Subject, title
from tourplanner.planning.hours import seconds

EARLIEST, LATEST = time(5), time(22)
"""No day is made longer than this."""

STEP_S = 300
SHORTEST_VISIT, SHORTEST_LUNCH = 15, 30
MOST_LUNCH_SHIFT_S = 90 * 60


def day_hours(goal: Goal) -> Iterator[Ladder]:
    """A later end and an earlier start, in steps to full five minutes."""
    start, end = (seconds(clock) for clock in goal.day)
    yield Ladder(
        "day-ends-later",
        [_clock(s) for s in range(end // STEP_S * STEP_S + STEP_S, seconds(LATEST) + 1, STEP_S)],
        lambda goal, value: {"day": (goal.day[0], value)},
        said("ngày đi kết thúc lúc {:%H:%M}", "the day ends at {:%H:%M}"),
    )
    yield Ladder(
        "day-starts-earlier",
        [_clock(s) for s in range((start - 1) // STEP_S * STEP_S, seconds(EARLIEST) - 1, -STEP_S)],
        lambda goal, value: {"day": (value, goal.day[1])},
        said("ngày đi bắt đầu lúc {:%H:%M}", "the day starts at {:%H:%M}"),
    )


def shorter_visits(catalogue: Catalogue, guests: int, subject: Subject) -> Iterator[Ladder]:
    """Each visit of the subject, down to half its time."""
    for id in subject.inside:
        minutes, name = catalogue.experience(id).minutes_for(guests), title(catalogue, id)
        least = max(SHORTEST_VISIT, -(-minutes // 2))
        yield _shorter(id, list(range((minutes - 1) // 5 * 5, least - 1, -5)), name.vi, name.en)


def _shorter(id: str, minutes: list[int], vi: str, en: str) -> Ladder:
    return Ladder(
        "visit-shorter",
        minutes,
        lambda _, value: {"minutes": {id: value}},
        said(f"thăm {vi} {{}} phút", f"{en} takes {{}} minutes"),
    )


def lunches(goal: Goal) -> Iterator[Ladder]:
    """Lunch in a wider window, a shorter one, one of the group's own, none."""
    if goal.lunch is None:
        return
    lunch, first, last = goal.lunch, seconds(goal.lunch.earliest), seconds(goal.lunch.latest)
    yield Ladder(
        "lunch-wider",
        [
            (_clock(first - shift), _clock(last + shift))
            for shift in range(STEP_S, MOST_LUNCH_SHIFT_S + 1, STEP_S)
            if first >= shift and last + shift < 24 * 3600
        ],
        lambda goal, value: {"lunch": (goal.lunch or lunch).replace(earliest=value[0], latest=value[1])},
        said("ăn trưa từ {0[0]:%H:%M} đến {0[1]:%H:%M}", "lunch begins between {0[0]:%H:%M} and {0[1]:%H:%M}"),
    )
    yield Ladder(
        "lunch-shorter",
        list(range((lunch.minutes - 1) // 5 * 5, SHORTEST_LUNCH - 1, -5)),
        lambda goal, value: {"lunch": (goal.lunch or lunch).replace(minutes=value)},
        said("ăn trưa trong {} phút", "lunch takes {} minutes"),
    )
    if lunch.kind == "place":
        yield Ladder(
            "lunch-break",
            ["break"],
            lambda goal, value: {"lunch": (goal.lunch or lunch).replace(kind=value)},
            said("đoàn tự túc bữa trưa", "the group arranges lunch itself"),
        )
    none: list[Lunch | None] = [None]
    words = said("không ăn trưa trên đường", "no lunch is had on the way")
    yield Ladder("no-lunch", none, lambda *_: {"lunch": None}, words)


def _clock(seconds: int) -> time:
    return time(seconds // 3600, seconds % 3600 // 60)
