"""The engine: CP-SAT, one worker, no clock. Five objectives, one after the other, each kept for those that follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tourplanner.planning.crews.counted import Counted
from tourplanner.planning.crews.problem import KINDS, CrewProblem
from tourplanner.rules.crew.case import Kind

Going = Mapping[Kind, tuple[int, ...]]
"""For one departure, the numbers of those who go."""


@dataclass(frozen=True, slots=True)
class Found:
    """Who goes on each departure that is served; ``most`` is a bound on the priorities served."""

    going: Mapping[int, Going]
    most: int
    proven: bool


def solve(problem: CrewProblem, *, work: float) -> Found:
    """
    The best assignment by all five objectives.

    ``work`` is the most of CP-SAT's deterministic time for each of them, the same on every machine.
    """
    search = _Search(problem)
    value, bound = search.least(-search.served_points(), work)
    most, proven = -bound, value == bound
    # What is counted is stated when its turn comes: most of the model is for the last two.
    for counted in (search.rides, search.spare_seats, search.spread, search.positioning):
        value, bound = search.least(counted(), work)
        proven = proven and value == bound
    return Found(search.going(), most, proven)


class _Search(Counted):
    """A model, and the best values found so far."""

    def __init__(self, problem: CrewProblem) -> None:
        super().__init__(problem)
        self.values: list[bool] = []

    def least(self, what: Any, work: float) -> tuple[int, int]:
        """
        The least value of what is counted that was found, which it keeps from then on, and a bound below it.

        Who goes where by what was found before, or only what is kept at first, is a beginning that holds in any case.
        """
        begun, _ = self.run(what, work, decided=self.values[: self.decided] or self.standing())
        found, bound = self.run(what, work)
        value = begun if found is None else found
        assert value is not None, "what was found before holds"
        self.model.add(what <= value)
        return value, bound

    def run(self, what: Any, work: float, *, decided: Sequence[bool] = ()) -> tuple[int | None, int]:
        """The best value found, None if none was, and a bound; if who goes where is ``decided``, all that follows."""
        solver = self.cp.CpSolver()
        solver.parameters.random_seed, solver.parameters.num_workers = 1, 1
        solver.parameters.max_deterministic_time = work
        # The relaxation is strong once all is told to it: without, nothing but the first objective is ever proven.
        solver.parameters.linearization_level = 2
        solver.parameters.fix_variables_to_their_hinted_value = bool(decided)
        self.model.minimize(what)
        self.model.clear_hints()
        for variable, value in zip(self.variables, decided or self.values, strict=False):
            self.model.add_hint(variable, value)
        if solver.solve(self.model) not in (self.cp.OPTIMAL, self.cp.FEASIBLE):
            return None, round(solver.best_objective_bound)
        self.values = [bool(solver.value(variable)) for variable in self.variables]
        return round(solver.objective_value), round(solver.best_objective_bound)

    def standing(self) -> list[bool]:
        """Only what is kept: who goes where before anything is decided."""
        served = [number in self.problem.kept for number in range(len(self.problem.needs))]
        return served + [
            number in self.problem.kept and self.problem.members[kind][member] in self.kept_of(number, kind)
            for kind in KINDS
            for number, goes in enumerate(self.goes[kind])
            for member in goes
        ]

    def going(self) -> dict[int, Going]:
        """Who goes on each departure that is served."""
        return {
            number: {kind: tuple(member for member, goes in self.goes[kind][number].items() if self._is(goes))
                     for kind in KINDS}
            for number, served in enumerate(self.served)
            if self._is(served)
        }  # fmt: skip

    def _is(self, variable: Any) -> bool:
        return bool(self.values[variable.index])
