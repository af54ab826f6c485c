"""What was asked of ``plan``: enough to ask it again, as it was or changed in one thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from tourplanner.catalogue import Catalogue
from tourplanner.errors import GoalError, InfeasibleError
from tourplanner.model import Goal, Spread
from tourplanner.planning.named import named
from tourplanner.planning.points import Points
from tourplanner.rules import Law
from tourplanner.travel import TravelTimes

if TYPE_CHECKING:
    from tourplanner.planning.compile import Compiled
    from tourplanner.planning.search import Effort
    from tourplanner.planning.tour import Tour


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """The arguments of one call of ``plan``; ``on`` are the first days to choose from."""

    catalogue: Catalogue
    goal: Goal
    on: tuple[date, ...]
    points: Points
    travel: TravelTimes
    seed: int = 1
    effort: Effort | None = None
    robust: float | None = None
    spread: Spread = Spread()
    law: Law = field(default_factory=Law.installed)

    def answer(self) -> Tour:
        """Plan it; errors as in ``plan``."""
        from tourplanner.planning.plan import plan

        return plan(
            self.catalogue, self.goal, on=self.on, points=self.points, travel=self.travel, seed=self.seed,
            effort=self.effort, robust=self.robust, spread=self.spread, law=self.law,
        )  # fmt: skip

    def best(self) -> Tour | None:
        """The answer, None if nothing keeps the goal."""
        try:
            return self.answer()
        except InfeasibleError:
            return None

    def compiled(self) -> Compiled:
        """The question in numbers; errors as in ``compiled``."""
        from tourplanner.planning.compile import compiled
        from tourplanner.planning.plan import shifts

        days = list(shifts(self.goal, self.on))
        return compiled(self.catalogue, self.goal, days, self.travel, points=self.points, law=self.law)

    def altered(
        self,
        *,
        on: date | str | Sequence[date] | None = None,
        must: Sequence[str] = (),
        drop: Sequence[str] = (),
        minutes: Mapping[str, int] | None = None,
        **fields: Any,
    ) -> Question:
        """
        The same question with some things changed.

        Parameters
        ----------
        on
            Another first day, or other dates to choose from.
        must, drop
            Names or ids to visit besides, and not to visit; what is dropped is no longer a must.
        minutes
            Other lengths of experiences, whole minutes by name or id, whatever the party's size.
        fields
            Other fields of the goal, as in ``Goal``; they take the place of the goal's.

        Raises
        ------
        GoalError
            If there is no such field; ``UnknownIdError`` if there is no such village or experience.
        """
        from tourplanner.planning.plan import asked_dates

        unknown = sorted(set(fields) - set(Goal.model_fields))
        if unknown:
            raise GoalError(
                f"a goal has no {', '.join(unknown)}; change on, must, drop, minutes or {', '.join(Goal.model_fields)}"
            )
        goal = self.goal.replace(**fields)
        dropped = self._ids(drop)
        inside = {each.id for id in dropped for each in self.catalogue.experiences_in.get(id, ())} | set(dropped)
        kept = [id for id in goal.must if id not in inside]
        goal = goal.replace(must=_once(kept, self._ids(must)), never=_once(goal.never, dropped))
        dates = self.on if on is None else asked_dates(on, goal)
        return replace(self, goal=goal, on=dates, catalogue=self._lasting(minutes or {}))

    def _ids(self, names: Sequence[str]) -> tuple[str, ...]:
        if isinstance(names, str):
            raise GoalError(f"give a list of names, as ({names!r},)")
        return tuple(named(self.catalogue, name) for name in names)

    def _lasting(self, minutes: Mapping[str, int]) -> Catalogue:
        """The catalogue with experiences of other lengths."""
        if not minutes:
            return self.catalogue
        wanted = {self.catalogue.experience(named(self.catalogue, name)).id: m for name, m in minutes.items()}
        lasting: Catalogue = self.catalogue.replace(
            experiences=tuple(
                each.replace(minutes=wanted[each.id], minutes_from=()) if each.id in wanted else each
                for each in self.catalogue.experiences
            )
        )
        return lasting


def _once(*groups: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id for group in groups for id in group))
