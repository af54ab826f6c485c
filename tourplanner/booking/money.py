"""Splitting whole đồng so that the parts add up."""

from __future__ import annotations

from collections.abc import Sequence


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
