"""Everything about a goal that can be relaxed for one more stop, the least trouble for the operator first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tourplanner.model import Goal, Text
from tourplanner.planning.explain.clocks import day_hours, lunches, shorter_visits
from tourplanner.planning.explain.dates import other_dates
from tourplanner.planning.explain.guests import other_sizes
from tourplanner.planning.explain.ladder import Ladder, said
from tourplanner.planning.explain.limits import counts, demands, sums
from tourplanner.planning.explain.subject import Subject, title
from tourplanner.planning.question import Question


def ladders(question: Question, subject: Subject, stays: Sequence[str]) -> Iterator[Ladder]:
    """What can be relaxed to visit the subject; ``stays`` are the visits kept besides, of which one may be dropped."""
    goal = question.goal
    yield from day_hours(goal)
    yield from shorter_visits(question.catalogue, goal.party.size, subject)
    yield from lunches(goal)
    yield from sums(question)
    yield other_dates(question, subject)
    yield from demands(goal, subject)
    yield from counts(goal)
    yield from _groups(goal)
    yield from _drops(question, subject, stays)
    yield from other_sizes(question)


def _groups(goal: Goal) -> Iterator[Ladder]:
    yield from _lifted(goal, "either", "không bắt buộc chọn đúng một trong {}", "it need not be exactly one of {}")
    yield from _lifted(goal, "together", "không bắt buộc đi cùng nhau {}", "{} need not go together")
    yield from _lifted(goal, "before", "không bắt buộc theo thứ tự {}", "{} need not come in this order")


def _lifted(goal: Goal, field: str, vi: str, en: str) -> Iterator[Ladder]:
    for group in getattr(goal, field):
        words = Text(vi=vi.format(", ".join(group)), en=en.format(", ".join(group)))
        yield Ladder(
            f"{field}-lifted",
            [group],
            lambda goal, value: {field: tuple(each for each in getattr(goal, field) if each != value)},
            lambda _, words=words: words,  # type: ignore[misc]
        )


def _drops(question: Question, subject: Subject, stays: Sequence[str]) -> Iterator[Ladder]:
    """Give up one of the stops that stay, or one that must be visited, the one worth least first."""
    candidates = [id for id in stays or question.goal.must if id not in (subject.village, *subject.inside)]
    for id in sorted(candidates, key=lambda id: (_worth(question, id), id)):
        name = title(question.catalogue, id)
        yield Ladder("drop", [id], lambda _, value: {"drop": (value,)}, said(f"bỏ {name.vi}", f"{name.en} is dropped"))


def _worth(question: Question, id: str) -> int:
    """Points of an experience, of all of a village's together."""
    catalogue, wishes = question.catalogue, set(question.goal.wishes)
    return sum(
        question.points.visit(each, catalogue.village(each.village), wished=bool({each.id, each.village} & wishes))
        for each in catalogue.experiences
        if id in (each.id, each.village)
    )
