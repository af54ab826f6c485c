"""What every must-visit costs in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tourplanner.model import Text
from tourplanner.model.tables import html_table, text_table
from tourplanner.planning.explain.subject import title

if TYPE_CHECKING:
    from tourplanner.planning.tour import Tour

HEAD = ("must", "costs points")
ALL = "all together"


@dataclass(frozen=True, slots=True)
class MustCost:
    """One demand: ``cost`` is what the best tour scores more without it; ``tour`` is that tour."""

    id: str
    name: Text
    cost: int
    tour: Tour


@dataclass(frozen=True, slots=True)
class Costs:
    """
    All demands of a tour, in the goal's order; ``together`` is what the tour scores more without any of them.

    The demands' costs need not add up: two of them may cost little apart and much together.
    """

    each: tuple[MustCost, ...]
    together: int

    def __str__(self) -> str:
        return text_table(HEAD, self._rows(), right=(1,))

    def _repr_html_(self) -> str:
        return html_table(HEAD, self._rows(), right=(1,))

    def _rows(self) -> list[tuple[object, ...]]:
        return [*((one.name, one.cost) for one in self.each), (ALL, self.together)]


def costs(tour: Tour) -> Costs:
    """Plan again without each must, and without all."""
    must = tour.question.goal.must
    each = []
    for id in must:
        free = _without(tour, [id])
        each.append(MustCost(id, title(tour.question.catalogue, id), free.score - tour.score, free))
    return Costs(tuple(each), _without(tour, must).score - tour.score if must else 0)


def _without(tour: Tour, ids: Sequence[str]) -> Tour:
    question = tour.question
    goal = question.goal.replace(must=tuple(id for id in question.goal.must if id not in ids))
    return replace(question, goal=goal).answer()
