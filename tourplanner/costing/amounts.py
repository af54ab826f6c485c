"""Exact amounts: percentages that are never binary floats, splits without a remainder, rounding that says which way."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import floor
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

Rounding = Literal["up", "nearest"]


def exact(value: Any) -> Decimal:
    """
    A decimal from a decimal, a whole number or text.

    Raises
    ------
    ValueError
        For a float, which is not what it looks like (0.1 is not a tenth), and for what is no finite number.
    """
    if isinstance(value, float):
        raise ValueError(f"{value!r} is a binary float and not exact; write '{value}' as text or a Decimal")
    try:
        number = Decimal(value.strip() if isinstance(value, str) else value)
    except (InvalidOperation, TypeError, ValueError):
        raise ValueError(f"{value!r} is no number; write it like '22.5'") from None
    if isinstance(value, bool) or not number.is_finite():
        raise ValueError(f"{value!r} is no finite number; write it like '22.5'")
    return number


Exact = Annotated[Decimal, BeforeValidator(exact)]
Percent = Annotated[Exact, Field(ge=0, lt=100)]


def half_up(value: Fraction) -> int:
    """The nearest whole number, halves away from zero."""
    return floor(value + Fraction(1, 2)) if value >= 0 else -floor(-value + Fraction(1, 2))


def rounded(value: Fraction, step: int, way: Rounding) -> int:
    """The multiple of ``step`` at or above the value, or the nearest one."""
    steps = value / step
    return step * (-floor(-steps) if way == "up" else half_up(steps))


def split(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """
    A total in whole parts after weights, by largest remainders: the parts add up to it exactly.

    No part is a whole unit or more away from its exact share; of equal remainders the earlier part is served first.

    Raises
    ------
    ValueError
        If the weights add up to 0 or less, and there is a total to part.
    """
    whole = sum(weights)
    if whole <= 0:
        if total == 0:
            return (0,) * len(weights)
        raise ValueError(f"{total} cannot be parted after weights that add up to {whole}")
    parts = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    most = sorted(range(len(weights)), key=lambda index: (-remainders[index], index))
    for index in most[: total - sum(parts)]:
        parts[index] += 1
    return tuple(parts)
