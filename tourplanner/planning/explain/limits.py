"""Limits and demands that can be relaxed: sums, counts, conditions on hosts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tourplanner.model import Goal, Money, Text
from tourplanner.planning.explain.ladder import Ladder, said
from tourplanner.planning.explain.subject import Subject
from tourplanner.planning.question import Question

MOST_DRIVE_MINUTES = 300
MOST_MORE = 3
HUNDRED, MOST_HUNDREDS, THOUSAND = 100, 200, 1000


def sums(question: Question) -> Iterator[Ladder]:
    """More minutes on the road, in fives; metres on foot and grams of CO2, in hundreds; thousands of đồng."""
    goal = question.goal
    if goal.drive_minutes is not None:
        yield Ladder(
            "drive-longer",
            [goal.drive_minutes + more for more in range(5, MOST_DRIVE_MINUTES + 1, 5)],
            lambda _, value: {"drive_minutes": value},
            said("cho phép {} phút trên đường mỗi ngày", "{} minutes on the road a day are allowed"),
        )
    for field, words in (
        ("walk_metres", said("cho phép đi bộ {} m mỗi ngày", "{} m on foot a day are allowed")),
        ("co2_grams", said("cho phép {} g CO2 mỗi khách", "{} g of CO2 per guest are allowed")),
    ):
        now = getattr(goal, field)
        if now is not None:
            hundreds = range(now // HUNDRED + 1, now // HUNDRED + MOST_HUNDREDS + 1)
            yield _count(f"more-{field.replace('_', '-')}", field, [HUNDRED * number for number in hundreds], words)
    if goal.budget is not None:
        least = goal.budget.amount // THOUSAND + 1
        yield Ladder(
            "budget-higher",
            [Money(amount=THOUSAND * number) for number in range(least, max(least, _dearest(question)) + 1)],
            lambda _, value: {"budget": value},
            said("ngân sách {} mỗi khách", "the budget is {} per guest"),
        )
        yield _lifted("no-budget", "budget", "không đặt ngân sách", "no budget is set", to=None)


def _dearest(question: Question) -> int:
    """Thousands of đồng per guest that no tour exceeds."""
    goal = question.goal
    totals = [each.price.total(goal.party) for each in question.catalogue.experiences if each.kind != "meal"]
    prices = sorted((-(-total.amount // goal.party.size) for total in totals if total), reverse=True)
    return -(-sum(prices[: goal.stops[1] * goal.days]) // THOUSAND)


def demands(goal: Goal, subject: Subject) -> Iterator[Ladder]:
    """Conditions on hosts, and the subject's own exclusion."""
    if goal.hosts_speak:
        yield _lifted(
            "language-free", "hosts_speak", "chủ nhà không nói tiếng của khách cũng được",
            "hosts need not speak the guests' languages", to=False,
        )  # fmt: skip
    if goal.verified_only:
        yield _lifted(
            "hours-free", "verified_only", "chấp nhận giờ mở cửa chưa xác minh",
            "opening hours without a source will do", to=False,
        )  # fmt: skip
    names = {subject.id, subject.village, *subject.inside}
    if names & set(goal.never):
        others = tuple(id for id in goal.never if id not in names)
        yield _lifted("never-lifted", "never", "không loại nữa", "it is no longer excluded", to=others)


def counts(goal: Goal) -> Iterator[Ladder]:
    """Other fewest and most of what is counted."""
    for field, vi, en in (("stops", "điểm", "visits"), ("villages", "làng", "villages")):
        yield from _ends(goal, field, vi, en)
    for field, vi, en in (
        ("roles", "vai trò của vòng tròn liên kết", "roles of the linkage circle"),
        ("anchors", "làng nổi tiếng", "well-known villages"),
        ("satellites", "làng ít người biết", "lesser-known villages"),
    ):
        fewer = list(range(getattr(goal, field) - 1, -1, -1))
        yield _count(f"fewer-{field}", field, fewer, said(f"chỉ cần {{}} {vi}", f"{{}} {en} are enough"))
    if goal.per_craft is not None:
        more = list(range(goal.per_craft + 1, goal.stops[1] * goal.days + 1))
        words = said("cho phép {} điểm cùng một nghề", "{} visits of one craft are allowed")
        yield _count("more-per-craft", "per_craft", more, words)
    for category, (low, most) in goal.limits:
        yield _limit(category, "fewer", [(least, most) for least in range(low - 1, -1, -1)])
        if most is not None:
            larger = range(most + 1, goal.stops[1] * goal.days + 1)
            yield _limit(category, "more", [(low, high) for high in larger])


def _limit(category: str, way: str, rungs: list[tuple[int, int | None]]) -> Ladder:
    words = {
        "fewer": said(f"chỉ cần {{0[0]}} điểm thuộc {category}", f"{{0[0]}} visits of {category} are enough"),
        "more": said(f"cho phép {{0[1]}} điểm thuộc {category}", f"{{0[1]}} visits of {category} are allowed"),
    }
    return Ladder(
        f"{way}-of-{category}",
        rungs,
        lambda goal, value: {"limits": tuple((each, value if each == category else of) for each, of in goal.limits)},
        words[way],
    )


def _ends(goal: Goal, field: str, vi: str, en: str) -> Iterator[Ladder]:
    low, high = getattr(goal, field)
    yield Ladder(
        f"more-{field}",
        list(range(high + 1, high + MOST_MORE + 1)),
        lambda goal, value: {field: (getattr(goal, field)[0], value)},
        said(f"cho phép {{}} {vi} mỗi ngày", f"{{}} {en} a day are allowed"),
    )
    yield Ladder(
        f"fewer-{field}",
        list(range(low - 1, 0, -1)),
        lambda goal, value: {field: (value, getattr(goal, field)[1])},
        said(f"chỉ cần {{}} {vi} mỗi ngày", f"{{}} {en} a day are enough"),
    )


def _count(code: str, field: str, rungs: list[int], words: Callable[[Any], Text]) -> Ladder:
    return Ladder(code, rungs, lambda _, value: {field: value}, words)


def _lifted(code: str, field: str, vi: str, en: str, *, to: Any) -> Ladder:
    return Ladder(code, [to], lambda _, value: {field: value}, said(vi, en))
