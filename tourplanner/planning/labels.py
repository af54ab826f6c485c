"""Half-built routes as arrays: the stuff that label setting works on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tourplanner.planning.problem import Floats, Ints

Bools = npt.NDArray[np.bool_]
Index = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Labels:
    """
    Half-built routes as parallel arrays, L each.

    ``path`` is L x visits so far; ``ready`` the second the last visit is over; ``value`` in points; ``driven`` in whole
    minutes leg by leg, ``road_s`` in seconds; ``dates`` and ``roles`` are bit sets; ``villages`` and ``anchors`` are
    counts; ``meal`` is a meal number or -1, eaten after ``meal_after`` visits.
    """

    path: Ints
    ready: Ints
    value: Floats
    driven: Ints
    road_s: Ints
    dates: Ints
    roles: Ints
    villages: Ints
    anchors: Ints
    meal: Ints
    meal_after: Ints

    def __len__(self) -> int:
        return len(self.ready)

    def take(self, index: Index | Bools) -> Labels:
        return Labels(*(getattr(self, name)[index] for name in self.__slots__))

    @staticmethod
    def join(parts: list[Labels]) -> Labels:
        return Labels(*(np.concatenate([getattr(part, name) for part in parts]) for name in Labels.__slots__))


def undominated(labels: Labels, keys: Ints, *, by_road: bool) -> Index:
    """
    Of labels with the same visits, last visit and meal state, those that are ready earlier or worth more.

    With ``by_road``, where driving is limited, only labels that drove equally long compare.
    ``keys`` are random 62-bit numbers per visit: their sum stands for a set of visits. Two sets among a million
    collide with a chance of one in ten million.
    """
    same = keys[labels.path].sum(axis=1) * 2 + (labels.meal >= 0) + labels.dates * 1_000_003
    same = same + labels.road_s * 1_000_000_007 if by_road else same
    last = labels.path[:, -1]
    order = np.lexsort((-labels.value, labels.ready, last, same))
    fresh = np.ones(len(order), dtype=np.bool_)
    fresh[1:] = (np.diff(same[order]) != 0) | (np.diff(last[order]) != 0)
    group = np.cumsum(fresh) - 1
    value = labels.value[order]
    span = float(np.abs(value).max(initial=0.0)) * 2 + 1
    best_so_far = np.maximum.accumulate(value + group * span) - group * span
    better = fresh.copy()
    better[1:] |= value[1:] > best_so_far[:-1] + 1e-6
    return np.sort(order[better])


def spread(group: Ints, worth: Floats) -> Index:
    """An order that takes the best of every group first, then every second best ...: good and not all alike."""
    order = np.lexsort((-worth, group))
    starts = np.flatnonzero(np.concatenate([[True], np.diff(group[order]) != 0]))
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    return order[np.lexsort((-worth[order], rank))]
