"""
Other solvers at the same problems: each with the settings its own users and documentation recommend, on one thread.

A peer takes a ``Task`` and returns what it ``Found``, or raises ``CannotError`` with the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Peers over roads run where the package is not installed.
    from tourplanner.planning.orienteering import Orienteering

Routes = tuple[tuple[int, tuple[int, ...]], ...]
"""For each route its kind and its visits in order, as in an ``Answer``."""


@dataclass(frozen=True, slots=True)
class Task:
    """A problem, the processor seconds to be spent on it, and a seed."""

    problem: Orienteering
    seconds: float
    seed: int


@dataclass(frozen=True, slots=True)
class Found:
    """Routes, the processor seconds after which they were found (None where a peer does not tell), and those spent."""

    routes: Routes
    found_at_s: float | None
    spent_s: float


Peer = Callable[[Task], Found]


class CannotError(Exception):
    """This peer has no way to say a rule of this problem."""


class MissingError(Exception):
    """This peer is not installed."""


PEERS = {
    "pyvrp": ("pyvrp", "pyvrp", "soft"),
    "pyvrp-dist": ("pyvrp", "pyvrp", "dist"),
    "ortools": ("routing", "ortools", "soft"),
    "ortools-dist": ("routing", "ortools", "dist"),
    "vroom": ("vroom", "vroom", ""),
}
"""By name on the command line: module here, package it needs, and variant."""


def peer(name: str) -> Peer:
    """
    Make ready a peer by its name.

    Raises
    ------
    MissingError
        If its package is not installed; says what to install.
    """
    module, package, variant = PEERS[name]
    try:
        import_module(package)
    except ImportError as error:
        raise MissingError(f"{name}: {error}; pip install 'tourplanner[bench]' brings all peers") from error
    solve: Callable[[Task, str], Found] = import_module(f"benchmarks.peers.{module}").solve
    return lambda task: solve(task, variant)
