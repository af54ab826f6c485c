"""One change of a goal, tried and found to be enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any

from tourplanner.model import Goal, Money, Party, Text
from tourplanner.planning.explain.ladder import Ladder

if TYPE_CHECKING:
    from tourplanner.planning.tour import Tour

Asks = dict[str, Any]
"""Arguments of ``Tour.what_if``."""


@dataclass(frozen=True, slots=True)
class Change:
    """
    A change that admits a stop, with the best tour under it.

    Parameters
    ----------
    code
        Stable name of what changes, e.g. ``day-ends-later``; those of several changes are joined by `` + ``.
    value
        What it changes to: text, whole numbers, or a tuple of them; None for what is lifted.
    text
        The change in words, such as "the day ends at 17:45".
    asks
        The arguments of ``Tour.what_if`` that make the change: ``tour.what_if(**change.asks)`` visits the stop.
    less
        The same one step smaller, for each part of it; none of these admits the stop. Empty where there is no smaller
        step to try.
    tour
        The best tour under the change, accepted by the judge.
    cost
        Points by which that tour scores less than the one asked about; negative if it scores more.
    """

    code: str
    value: Any
    text: Text
    asks: Mapping[str, Any]
    less: tuple[Mapping[str, Any], ...]
    tour: Tour
    cost: int


def changed(goal: Goal, base: Mapping[str, Any], parts: Sequence[tuple[Ladder, int]]) -> Asks:
    """The arguments of ``what_if`` for some rungs at once, over those of ``base``."""
    asks = dict(base)
    for ladder, number in parts:
        fields = {name: value for name, value in asks.items() if name not in ("on", "must", "drop", "minutes")}
        asks = merged(asks, ladder.asks(goal.replace(**fields), ladder.rungs[number]))
    return asks


def merged(base: Mapping[str, Any], more: Mapping[str, Any]) -> Asks:
    """Both together: names and lengths of visits add up, and what is dropped need not be visited."""
    both = {**base, **more}
    for name in ("must", "drop"):
        if name in both:
            both[name] = tuple(dict.fromkeys([*base.get(name, ()), *more.get(name, ())]))
    if "minutes" in both:
        both["minutes"] = {**base.get("minutes", {}), **more.get("minutes", {})}
    both["must"] = tuple(id for id in both.get("must", ()) if id not in both.get("drop", ()))
    return both


def plain(value: Any) -> Any:
    """A rung as text and numbers."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return tuple(plain(each) for each in value)
    if isinstance(value, Money):
        return value.amount
    return value.size if isinstance(value, Party) else value


def cost_text(cost: int) -> Text:
    """ "costs 12 points", "gains 3 points", "costs no points"."""
    points = f"{abs(cost)} point{'' if abs(cost) == 1 else 's'}"
    if cost > 0:
        return Text(vi=f"mất {cost} điểm", en=f"costs {points}")
    if cost < 0:
        return Text(vi=f"được thêm {-cost} điểm", en=f"gains {points}")
    return Text(vi="không mất điểm nào", en="costs no points")
