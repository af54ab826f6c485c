"""Compiling with numba: once per machine, kept on disk."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar, cast

PLAIN = os.environ.get("TOURPLANNER_PLAIN", "") not in ("", "0")
"""With the environment variable ``TOURPLANNER_PLAIN=1`` the loops run as plain Python: slow, but open to a debugger."""

Loop = TypeVar("Loop", bound=Callable[..., object])


def kernel(loop: Loop) -> Loop:
    """
    A function over numbers and arrays, compiled on its first call and kept on disk for later runs.

    Whole numbers are not checked for overflow; the arguments' types decide which version is compiled, so callers pass
    the same types always.
    """
    if PLAIN:
        return loop
    from numba import njit

    return cast(Loop, njit(cache=True, nogil=True)(loop))
