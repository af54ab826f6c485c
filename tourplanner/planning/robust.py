"""A tour that keeps a promise: planned with a reserve, simulated, and planned again until the chance is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tourplanner.chance import punctuality
from tourplanner.errors import GoalError, PromiseError
from tourplanner.model import Chance, Day, Goal, Notice, Spread, Text
from tourplanner.model.show_chance import percent
from tourplanner.planning.compile import Compiled
from tourplanner.planning.naming import itinerary
from tourplanner.planning.reserve import reserved
from tourplanner.planning.result import Result
from tourplanner.planning.rows import Master
from tourplanner.planning.schedule import timed
from tourplanner.planning.search import Effort, Progress, search

FIRST_LEVEL = 0.4
MOST_STEPS = 6
FINEST = 0.05
SHOWN = (1.0, 0.75, 0.5, 0.25, 0.0)
"""Shares of the reserve that the printed timetable shows as waits; the rest stands at the end of the day."""


@dataclass(frozen=True, slots=True)
class Kept:
    """
    A tour with its reserve: the numbers it was found in, its days, its score, and the chance that all of it is kept.

    Where travel times depend on the hour, the score is that of the timetable shown, which may leave earlier than the
    one that was found.
    """

    level: float
    numbers: Compiled
    days: tuple[Day, ...]
    score: int
    chance: Chance
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class _Promise:
    """What is promised, and all that is needed to plan and to simulate."""

    chance: float
    spread: Spread
    numbers: Compiled
    master: Master
    seed: int
    effort: Effort | None
    progress: Progress | None

    def at(self, level: float) -> Kept | None:
        """The best tour with this reserve, None if nothing fits."""
        numbers = self.slower(level)
        found = search(numbers.problem, self.master, seed=self.seed, effort=self.effort, progress=self.progress)
        return None if found.routes is None else self.shown(level, numbers, found)

    def shown(self, level: float, numbers: Compiled, found: Result) -> Kept:
        """
        The tour with the timetable that waits most of those that keep the promise; or, if none does, with the surest.

        Waits make printed times hold, and are lost to punctual days; what is not shown serves whatever is slow.
        """
        best: Kept | None = None
        for share in SHOWN if level else SHOWN[-1:]:
            days = timed(self.slower(share * level), found.routes or ())
            tour = itinerary(numbers.catalogue, numbers.goal, days)
            chance = punctuality(tour, self.spread, seed=self.seed).kept
            kept = Kept(level, numbers, days, numbers.points.tour(tour), chance)
            if self.reached(kept):
                return kept
            best = kept if best is None or kept.chance.hits > best.chance.hits else best
        assert best is not None
        return best

    def slower(self, level: float) -> Compiled:
        return replace(self.numbers, problem=reserved(self.numbers.problem, self.spread, level))

    def reached(self, kept: Kept | None) -> bool:
        """Whether the chance is at least what was promised, the simulation's own uncertainty counted against it."""
        return kept is not None and kept.chance.interval[0] >= self.chance


def robust_tour(
    promised: float,
    spread: Spread,
    numbers: Compiled,
    master: Master,
    found: Result,
    *,
    seed: int,
    effort: Effort | None,
    progress: Progress | None,
) -> Kept:
    """
    The best tour found that keeps all it promises with at least this chance.

    Bisection over the reserve (``reserve.reserved``): more of it costs points and buys certainty. Of the tours that
    reach the promise the one with the highest score is taken; of several, the one with the most reserve.

    Parameters
    ----------
    promised
        Above 0 and below 1.
    found
        The best tour without reserve.

    Raises
    ------
    GoalError
        If ``promised`` is no such number.
    PromiseError
        If no tour that was found reaches it; carries the best chance there was.
    """
    if not 0 < promised < 1:
        raise GoalError(f"robust: a chance above 0 and below 1, such as 0.9, not {promised}")
    promise = _Promise(promised, spread, numbers, master, seed, effort, progress)
    tried = list(_bisected(promise, found))
    reached = [kept for kept in tried if promise.reached(kept)]
    if not reached:
        raise PromiseError(promised, max(kept.chance.p for kept in tried))
    kept = max(reached, key=lambda kept: (kept.score, kept.level))
    return replace(kept, notices=(_notice(promised, kept),))


def _bisected(promise: _Promise, found: Result) -> Iterator[Kept]:
    """Tours with more and less reserve, around the least that keeps the promise."""
    first = promise.shown(0.0, promise.numbers, found)
    yield first
    low, high, level = 0.0, None, FIRST_LEVEL
    for _ in range(MOST_STEPS):
        kept = promise.at(level)
        if kept is not None:
            yield kept
            if promise.reached(kept) and kept.score >= found.score:
                return
        if promise.reached(first):
            return
        if kept is None or promise.reached(kept):
            high = level
        else:
            low = level
        level = 2 * low if high is None else (low + high) / 2
        if high is not None and high - low < FINEST:
            return


def _notice(promised: float, kept: Kept) -> Notice:
    """What was promised, what was reached, and how much room the printed return leaves."""
    goal, reached, least = kept.numbers.goal, percent(kept.chance), f"{100 * promised:g}"
    room = min(_room(goal, day) for day in kept.days)
    return Notice(
        code="promised-chance",
        text=Text(
            vi=f"Xác suất giữ trọn lịch trình là {reached} (mức hứa {least} %): kịp mọi điểm dừng, ăn trưa "
            f"đúng khung giờ và về trước {goal.day[1]:%H:%M}; giờ về trên lịch trình còn dự phòng ít nhất {room} phút",
            en=f"The chance that all of it is kept is {reached} (promised: {least} %): every stop admitted, "
            f"lunch in its window, back by {goal.day[1]:%H:%M}; the printed return leaves at least {room} minutes",
        ),
    )


def _room(goal: Goal, day: Day) -> int:
    """Whole minutes from the printed return to the end of the goal's day."""
    end = day.back.replace(hour=goal.day[1].hour, minute=goal.day[1].minute, second=goal.day[1].second)
    return int((end - day.back).total_seconds() // 60)
