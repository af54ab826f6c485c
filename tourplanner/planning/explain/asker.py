"""Can it be done? The same search as ``plan``, stopped at the first tour that keeps the goal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from tourplanner.planning.conflict import impossible
from tourplanner.planning.question import Question
from tourplanner.planning.search import Effort, fits
from tourplanner.planning.tour_rows import plan_master


class Asker:
    """Asks whether changed questions can be answered, and never the same twice."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.known: dict[str, bool] = {}

    def admits(self, asks: Mapping[str, Any]) -> bool:
        """Whether any tour keeps the goal with these changes (the arguments of ``Tour.what_if``)."""
        try:
            question = self.question.altered(**asks)
        except ValidationError:
            return False
        # Where a tour of nothing but the musts keeps the goal it is found at once; that there is none proves nothing.
        return self.possible(_alone(question)) or self.possible(question)

    def possible(self, question: Question) -> bool:
        """Whether any tour keeps the question's goal, as far as its effort reaches."""
        goal = question.goal
        if _too_many(question):
            return False
        numbers = question.compiled()
        problem = numbers.problem
        if not set(goal.must) <= {*problem.visits, *problem.villages}:
            return False
        master = plan_master(numbers)
        if impossible(problem, master):
            return False
        # Days that are alike but for their names have the same answer.
        alike = replace(problem, date_names=tuple(map(str, range(len(problem.date_names)))))
        key = f"{alike.to_json()} {master.rows}"
        if key not in self.known:
            effort = question.effort or Effort.for_size(len(problem.visits))
            self.known[key] = fits(problem, master, seed=question.seed, effort=effort)
        return self.known[key]


def _alone(question: Question) -> Question:
    """The question with nothing to choose from but what its goal names."""
    goal = question.goal
    named = {*goal.must, *(id for group in (*goal.either, *goal.together) for id in group)}
    others = (
        each.id
        for each in question.catalogue.experiences
        if each.kind != "meal" and not {each.id, each.village} & named
    )
    return question.altered(never=tuple(dict.fromkeys((*goal.never, *others))))


def _too_many(question: Question) -> bool:
    """Whether the musts alone are more visits or villages than the days may have."""
    goal, villages = question.goal, question.catalogue.experiences_in
    visits = {id for id in goal.must if id not in villages}
    met = {question.catalogue.experience(id).village for id in visits}
    unmet = {id for id in goal.must if id in villages} - met
    most = [goal.days * high for _, high in (goal.stops, goal.villages)]
    return len(visits | unmet) > most[0] or len(met | unmet) > most[1]
