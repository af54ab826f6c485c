"""When a search ends: rules of one method, to be combined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from tourplanner.errors import StoppedError
from tourplanner.planning.result import Result


@dataclass(frozen=True, slots=True)
class State:
    """
    How far a search is: best ``score`` so far (None before the first answer), ``bound`` (infinity while unknown), both
    in points; ``work`` in units that are the same on every machine; processor ``seconds`` since the search began.
    """

    score: int | None
    bound: float
    work: int
    seconds: float

    @property
    def gap(self) -> float:
        """(bound - score) / |score|, infinity before the first answer or bound."""
        if self.score is None or self.bound == float("inf"):
            return float("inf")
        return max(0.0, self.bound - self.score) / max(1, abs(self.score))


class Stop(Protocol):
    """Asked between steps; a search that has proven its answer ends by itself."""

    def __call__(self, state: State) -> bool: ...


@dataclass(frozen=True, slots=True)
class Proven:
    """Only the proof ends the search."""

    def __call__(self, state: State) -> bool:
        return state.gap == 0.0


@dataclass(frozen=True, slots=True)
class Work:
    """Ends after so many units of work: the same answer on every machine."""

    units: int

    def __call__(self, state: State) -> bool:
        return state.work >= self.units


@dataclass(frozen=True, slots=True)
class Seconds:
    """Ends after so many processor seconds: the answer may differ from machine to machine."""

    most: float

    def __call__(self, state: State) -> bool:
        return state.seconds >= self.most


@dataclass(frozen=True, slots=True)
class Gap:
    """Ends when the gap between score and bound is at most ``share`` (0.01 is one percent)."""

    share: float

    def __call__(self, state: State) -> bool:
        return state.gap <= self.share


@dataclass(frozen=True, slots=True)
class Asked:
    """Ends when a function of the state says so."""

    question: Callable[[State], bool]

    def __call__(self, state: State) -> bool:
        return self.question(state)


@dataclass(frozen=True, slots=True)
class FirstOf:
    """Ends as soon as one of the rules does."""

    rules: tuple[Stop, ...]

    def __call__(self, state: State) -> bool:
        return any(rule(state) for rule in self.rules)


def early(result: Result | None, stop: Stop | None) -> None:
    """Raise if it was a stop rule that left the search without an answer."""
    if result is not None and stop is not None and result.status == "stopped":
        raise StoppedError(
            f"stopped after {result.work} units of work before any answer was found, nor that there is none: "
            "give the search more, or ask for less"
        )
