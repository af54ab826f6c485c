"""An itinerary that remembers what was asked, and can be asked back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import PrivateAttr

from tourplanner.errors import GoalError
from tourplanner.model import Itinerary

if TYPE_CHECKING:
    from tourplanner.planning.explain.costs import Costs
    from tourplanner.planning.explain.pin import Pinned
    from tourplanner.planning.explain.slack import Slack
    from tourplanner.planning.explain.why import Why
    from tourplanner.planning.explain.why_not import WhyNot
    from tourplanner.planning.question import Question


class Tour(Itinerary):
    """
    What ``plan`` returns: an ``Itinerary`` in everything, equal to one with the same content, written as one.

    Besides, it knows the question it answers, and so answers what comes next; every answer is found by planning
    again. Names of villages and experiences are ids or names as ``Catalogue.find`` finds them. A tour read from JSON
    or changed by ``replace`` has no question: a ``GoalError`` says so.
    """

    _asked: Question | None = PrivateAttr(default=None)

    @classmethod
    def of(cls, itinerary: Itinerary, question: Question) -> Tour:
        """The itinerary as the answer to a question."""
        tour = cls.model_construct(**{name: getattr(itinerary, name) for name in Itinerary.model_fields})
        tour._asked = question
        return tour

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Itinerary):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in Itinerary.model_fields)

    __hash__ = Itinerary.__hash__

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Tour:
        return self

    @property
    def question(self) -> Question:
        """What was asked of ``plan``."""
        if self._asked is None:
            raise GoalError("this tour does not remember what was asked for it: plan it again with plan(...)")
        return self._asked

    def why(self, name: str) -> Why:
        """
        Why a stop, or all stops of a village, are in the tour, and what the best tour without them is.

        Raises
        ------
        GoalError
            If it is not in the tour; ``UnknownIdError`` if there is no such thing.
        """
        from tourplanner.planning.explain.why import why

        return why(self, name)

    def why_not(self, name: str) -> WhyNot:
        """
        Why a village or experience is not in the tour, and the smallest changes that would admit it.

        Returns
        -------
        WhyNot
            Every change in it was found by planning again with one thing relaxed: ``tour.what_if(**change.asks)``
            visits what was asked about, and a step less does not.

        Raises
        ------
        GoalError
            If it is in the tour, or is a place to eat; ``UnknownIdError`` if there is no such thing.
        """
        from tourplanner.planning.explain.why_not import why_not

        return why_not(self, name)

    def what_if(
        self,
        *,
        on: date | str | Sequence[date] | None = None,
        must: Sequence[str] = (),
        drop: Sequence[str] = (),
        minutes: Mapping[str, int] | None = None,
        **changes: Any,
    ) -> Tour:
        """
        The best tour if some things were different; this one stays as it is.

        Parameters
        ----------
        on
            Another first day, or other dates to choose from.
        must, drop
            What to visit besides what the goal names, and what not to visit.
        minutes
            Other lengths of visits, whole minutes by experience, whatever the party's size.
        changes
            Any other field of ``Goal``: ``day=("08:00", "18:00")``, ``party=...``, ``lunch=None``, ``budget=...``.

        Raises
        ------
        InfeasibleError
            If nothing keeps the changed goal.
        GoalError
            If it contradicts itself or names what does not exist.
        """
        return self.question.altered(on=on, must=must, drop=drop, minutes=minutes, **changes).answer()

    def costs(self) -> Costs:
        """What each must-visit costs in points: the tour planned again without that demand."""
        from tourplanner.planning.explain.costs import costs

        return costs(self)

    def slack(self) -> Slack:
        """
        How many minutes every leg may take longer, and every stop may begin later, before something breaks.

        Who is late meets the roads of that hour, as far as the travel times know it: those the tour was planned with.
        A tour without a question is taken to be as long on the road at any hour as it is printed.
        """
        from tourplanner.planning.explain.slack import slack

        return slack(self, self._asked.travel, self._asked.law) if self._asked else slack(self)

    def pin(self, *names: str) -> Pinned:
        """
        Keep these stops, or all stops in these villages, and plan the rest again with ``.replan(...)``.

        Kept is that they are visited; the clock may move. ``replan`` takes the changes of ``what_if``.

        Raises
        ------
        GoalError
            If one of them is not visited; ``UnknownIdError`` if there is no such thing.
        """
        from tourplanner.planning.explain.pin import pinned

        return pinned(self, names)
