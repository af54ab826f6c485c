"""One thing relaxed step by step, and the first step that is enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tourplanner.model import Goal, Text


@dataclass(frozen=True, slots=True)
class Ladder:
    """
    A relaxation: ever larger changes of one thing.

    Parameters
    ----------
    code
        Stable name of the thing, e.g. ``day-ends-later``.
    rungs
        Values it can take, the smallest change first.
    asks
        The arguments of ``Tour.what_if`` that set a value, given the goal as it stands.
    text
        The change in words, such as "the day ends at 17:45".
    rising
        Whether every later rung admits at least what an earlier one does: then the first is found by halving. Where
        this does not quite hold (a shorter visit may no longer hold the lunch its price includes), what is found is
        still enough, and the step before it is not.
    """

    code: str
    rungs: Sequence[Any]
    asks: Callable[[Goal, Any], Mapping[str, Any]]
    text: Callable[[Any], Text]
    rising: bool = True

    def first(self, enough: Callable[[int], bool]) -> int | None:
        """The number of the first rung that is enough, None if none is; ``enough`` is asked by number."""
        if not self.rising:
            return next(filter(enough, range(len(self.rungs))), None)
        if not self.rungs or not enough(len(self.rungs) - 1):
            return None
        low, high = 0, len(self.rungs) - 1
        while low < high:
            middle = (low + high) // 2
            if enough(middle):
                high = middle
            else:
                low = middle + 1
        return low


def said(vi: str, en: str) -> Callable[[Any], Text]:
    """A rung in words: ``str.format`` with the value as ``{0}``."""
    return lambda value: Text(vi=vi.format(value), en=en.format(value))
