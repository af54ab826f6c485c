"""Compiling with numba: once per machine, kept on disk."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

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


def ready(loop: Any) -> bool:
    """Whether a kernel can be called without being compiled first, as far as the files kept on disk tell."""
    if PLAIN or loop.signatures:
        return True
    module = loop.__module__.rpartition(".")[2]
    return any(Path(loop.stats.cache_path).glob(f"{module}.{loop.__name__}-*.nbi"))


def inlined(step: Loop) -> Loop:
    """A small kernel compiled into its callers: handing it many arrays would take longer than what it does."""
    if PLAIN:
        return step
    from numba import njit

    return cast(Loop, njit(cache=True, nogil=True, forceinline=True)(step))
