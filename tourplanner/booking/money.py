"""Splitting whole đồng so that the parts add up."""

from __future__ import annotations

from collections.abc import Sequence
from math import lcm


def split(total: int, weights: Sequence[int]) -> list[int]:
    """
    Parts of ``total`` in proportion to ``weights``, by the largest remainder; they add up to it exactly.

    Equal parts where all weights are nought. Ties go to the earlier part.
    """
    weights = weights if sum(weights) else [1] * len(weights)
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts


def for_guests(prices: Sequence[int], before: Sequence[int], after: int) -> list[int]:
    """
    Prices that were for ``before`` guests each, as much per guest for ``after``.

    Their sum is rounded once, half a đồng up, and split by the largest remainder: a sixth of the guests is a sixth of
    the price, over however many sessions it is spread.
    """
    unit = lcm(*before)
    shares = [price * after * (unit // pax) for price, pax in zip(prices, before, strict=True)]
    return split((2 * sum(shares) + unit) // (2 * unit), shares)
