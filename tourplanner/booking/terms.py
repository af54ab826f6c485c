"""Cancellation terms: what share of the price is kept, by how many days before departure guests cancel."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from tourplanner.model import Value

Percent = Annotated[int, Field(ge=0, le=100)]
Days = Annotated[int, Field(ge=0)]


class Terms(Value):
    """
    Steps of (days before departure, percent kept), most days first: from so many days before, so much is kept.

    ``((14, 0), (7, 30), (3, 50), (0, 100))`` keeps nothing until the fourteenth day before, 30 % from the thirteenth
    to the seventh, 50 % from the sixth to the third, and all from then on. Days are whole days of the village's
    calendar. Earlier than the first step nothing is kept; after departure, all of the last step.
    """

    steps: tuple[tuple[Days, Percent], ...] = ((14, 0), (7, 30), (3, 50), (0, 100))

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.steps or self.steps[-1][0] != 0:
            raise ValueError("steps end with the day of departure: the last one is (0, percent)")
        for (days, percent), (fewer, more) in pairwise(self.steps):
            if fewer >= days or more < percent:
                raise ValueError(f"({fewer}, {more}) after ({days}, {percent}): fewer days keep at least as much")
        return self

    def percent(self, departs: date, cancelled: date) -> int:
        """The percent kept of what is cancelled, both days by the village's calendar."""
        days = (departs - cancelled).days
        if days > self.steps[0][0]:
            return 0
        return next((percent for least, percent in self.steps if days >= least), self.steps[-1][1])

    def fee(self, price_vnd: int, departs: date, cancelled: date) -> int:
        """The whole đồng kept of ``price_vnd``, half a đồng rounded up, never more than the price."""
        return (price_vnd * self.percent(departs, cancelled) + 50) // 100


NO_FEE = Terms(steps=((0, 0),))
