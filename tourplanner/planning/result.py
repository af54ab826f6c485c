"""What a search comes back with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tourplanner.planning.problem import Problem, Route

Status = Literal["optimal", "feasible", "infeasible", "stopped"]


@dataclass(frozen=True, slots=True)
class Result:
    """
    The answer of an engine to a ``Problem``.

    Parameters
    ----------
    status
        ``optimal``: no set of routes is worth more. ``feasible``: an answer, and a bound above it. ``infeasible``: it
        is proven that nothing fits. ``stopped``: the search ended with neither an answer nor that proof.
    routes
        The routes beside those kept; None without an answer.
    score, bound
        Points reached, and points that no set of routes exceeds; 0 both without an answer.
    seed
        What the search was asked with.
    work
        Units of work done: half-built routes looked at, and a thousand for each node of the choice. The same on every
        machine.
    rounds
        Rounds of pricing.
    pool
        Every route that was compared.
    problem
        What was solved: ``result.problem.to_json()`` is the file for a bug report.
    """

    status: Status
    routes: tuple[Route, ...] | None
    score: int
    bound: int
    seed: int
    work: int
    rounds: int
    pool: tuple[Route, ...]
    problem: Problem = field(compare=False, repr=False)

    @property
    def proven(self) -> bool:
        """Whether the search came to an end: the optimum, or the proof that nothing fits."""
        return self.status in ("optimal", "infeasible")

    @property
    def gap(self) -> float:
        """(bound - score) / |score|; infinity without an answer."""
        return (self.bound - self.score) / max(1, abs(self.score)) if self.routes is not None else float("inf")
